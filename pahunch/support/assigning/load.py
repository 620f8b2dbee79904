"""How many hours a week somebody has on which days: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Work:
    """Hours a week from one day to another, both included; `ends` None: without an end."""

    starts: date
    ends: date | None
    hours: float


def overlap(one: Work, other: Work) -> bool:
    """Tell whether two lie on a common day."""
    return (one.ends is None or other.starts <= one.ends) and (
        other.ends is None or one.starts <= other.ends
    )


def on(day: date, works: Iterable[Work]) -> float:
    """Give the hours a week on a day."""
    return sum(
        one.hours for one in works if one.starts <= day and (one.ends is None or day <= one.ends)
    )


def peak(works: Iterable[Work], within: Work) -> float:
    """Give the most hours a week on any day of `within`; its own hours are not added.

    Hours only grow on a day on which something starts, so that these days are enough.
    """
    near = [one for one in works if overlap(one, within)]
    days = {within.starts} | {max(one.starts, within.starts) for one in near}
    return max(on(day, near) for day in days)
