"""The tables of this room, one module a measure that keeps something."""

from __future__ import annotations

__all__: list[str] = []
