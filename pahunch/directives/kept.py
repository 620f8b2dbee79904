"""Answers that are kept in memory, because the same questions are asked again and again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was asked for last, shared by the threads of one process."""

    def __init__(self, most: int) -> None:
        """`most` is how many answers are kept."""
        self._most = most
        self._lock = Lock()
        self._rows: OrderedDict[Any, T] = OrderedDict()

    def get(self, key: Any) -> T | None:
        """Give what is kept under a key; None: nothing."""
        with self._lock:
            if key in self._rows:
                self._rows.move_to_end(key)
            return self._rows.get(key)

    def put(self, key: Any, row: T) -> None:
        """Keep something, and drop what was asked for longest ago."""
        with self._lock:
            self._rows[key] = row
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._rows.clear()
