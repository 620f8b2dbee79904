"""The tables of this room, one module a measure that keeps something."""

from __future__ import annotations

from pahunch.measures.models.peers import PeerSet, UrbanShare
from pahunch.measures.models.people import AskedOf, Overlap, Survey
from pahunch.measures.models.suspicions import Suspicion

__all__ = [
    "AskedOf",
    "Overlap",
    "PeerSet",
    "Survey",
    "Suspicion",
    "UrbanShare",
]
