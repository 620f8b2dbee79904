"""The tables of this room: imports, access to platforms, sweeps, counts by hand, messages."""

from __future__ import annotations

from pahunch.collection.models.access import Application, Connection, Knock, State
from pahunch.collection.models.by_hand import HandReading, ReadingState
from pahunch.collection.models.imports import Import, Stage
from pahunch.collection.models.inbox import Message, MessageKind
from pahunch.collection.models.sweeping import Claim, Duty, Meter, Plan, TrackedPost

__all__ = [
    "Application",
    "Claim",
    "Connection",
    "Duty",
    "HandReading",
    "Import",
    "Knock",
    "Message",
    "MessageKind",
    "Meter",
    "Plan",
    "ReadingState",
    "Stage",
    "State",
    "TrackedPost",
]
