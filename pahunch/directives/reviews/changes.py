"""What changed between two verdicts of one directive, as points of an agenda; pure.

A gain is a range, as counts are: from the later low end less the earlier high end, to the later
high end less the earlier low end. Only who certainly grew or fell is named.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pahunch.facts import Standing

MOST = 3
"""How many of the largest gains and falls are named."""


class Change(StrEnum):
    """What a point of an agenda is about, in the order of the agenda."""

    FELL_BEHIND = "fell_behind"
    UNMEASURED = "unmeasured"
    UNDECIDED = "undecided"
    REACHED = "reached"
    MEASURED = "measured"
    JOINED = "joined"
    LEFT = "left"
    GREW = "grew"
    SHRANK = "shrank"
    ASKED = "asked"
    DECIDED = "decided"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Stand:
    """How one representative stood; `low` None: not measured, `high` None: no upper end."""

    code: str
    standing: Standing
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One point of an agenda.

    `whom` is a membership's code, or the number of a suspicion or of a commitment. `gain` is in
    followers; its ends may be infinite.
    """

    change: Change
    whom: str
    was: Standing | None = None
    now: Standing | None = None
    gain: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """How notes name the point: the same at every reading of the agenda."""
        return f"{self.change}:{self.whom}"


_BECAME: Mapping[Standing, Change] = {
    Standing.NOT_MET: Change.FELL_BEHIND,
    Standing.MET: Change.REACHED,
    Standing.UNDECIDED: Change.UNDECIDED,
    Standing.NOT_MEASURED: Change.UNMEASURED,
}


def changes(before: Sequence[Stand], after: Sequence[Stand]) -> tuple[Item, ...]:
    """Give who came and went, whose standing changed, and the largest gains and falls."""
    then = {one.code: one for one in before}
    now = {one.code: one for one in after}
    found = [_stood(then.get(code), one) for code, one in now.items()]
    found += [
        Item(Change.LEFT, code, was=one.standing) for code, one in then.items() if code not in now
    ]
    both = [(then[code], one) for code, one in now.items() if code in then]
    return in_order([item for item in found if item] + movers(both))


def _stood(was: Stand | None, now: Stand) -> Item | None:
    if was is None:
        return Item(Change.JOINED, now.code, now=now.standing)
    if was.standing is now.standing:
        return None
    change = _BECAME[now.standing]
    if was.standing is Standing.NOT_MEASURED:
        change = Change.MEASURED
    return Item(change, now.code, was=was.standing, now=now.standing)


def movers(both: Iterable[tuple[Stand, Stand]]) -> list[Item]:
    """Give the largest certain gains, then the largest certain falls, at most MOST of each."""
    gains = [(one.code, gain) for was, one in both if (gain := gained(was, one)) is not None]
    grew = sorted((row for row in gains if row[1][0] > 0), key=lambda row: (-row[1][0], row[0]))
    fell = sorted((row for row in gains if row[1][1] < 0), key=lambda row: (row[1][1], row[0]))
    return [
        Item(change, code, gain=gain)
        for change, rows in ((Change.GREW, grew), (Change.SHRANK, fell))
        for code, gain in rows[:MOST]
    ]


def gained(was: Stand, now: Stand) -> tuple[float, float] | None:
    """Give the range of the gain; None where either was not measured."""
    if was.low is None or now.low is None:
        return None
    low = now.low - (math.inf if was.high is None else was.high)
    high = (math.inf if now.high is None else now.high) - was.low
    return (low, high)


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Put points in the order of the agenda; those alike keep theirs."""
    order = {change: place for place, change in enumerate(Change)}
    return tuple(sorted(items, key=lambda item: order[item.change]))
