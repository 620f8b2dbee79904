"""The tables of this room, as they changed."""

from __future__ import annotations
