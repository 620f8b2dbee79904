"""How a command reads a file that somebody gives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError

from pahunch.lib.tables import BadTable

T = TypeVar("T")


def read_or_fail(path: Path, read: Callable[[Path], T]) -> T:
    """Read a file. Raises CommandError with the file's name, and row and column."""
    try:
        return read(path)
    except BadTable as bad:
        raise CommandError(f"{path.name}: {bad}") from bad
