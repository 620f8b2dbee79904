"""What came after a plan is how much more the growth of whoever had it changed than the growth of
its frozen peers changed in the same weeks, within an interval as wide as peers differ among
themselves.

Growth is the logarithm of the count at the end of some weeks over the count at their start, a
week. The change is growth in the weeks after the start of the plan less growth in as many weeks
before. Of one and of each peer the same accounts are counted on all three days. The difference of
changes (difference in differences) takes out what befell everybody alike; what befell one alone,
for whatever reason, stays in it. The interval is that of a new member of the peers' set:
Student's t times their standard deviation times the root of 1 + 1/n. It is no proof: people who
fall behind are chosen for plans, and who is chosen at a low tends to recover anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pahunch.rules.peers import LEAST

NAME = "effect"
REVISION = "effect-1"
Floats = npt.NDArray[np.float64]

LEAST_WEEKS = 2.0
"""Over fewer weeks nothing is compared."""
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Two-sided 95 per cent points of Student's t by degrees of freedom from 1 (Student 1908; as
tabled in any handbook). Beyond 30 the last one is used, which is a little wide."""


class Why(StrEnum):
    """Why there is no comparison."""

    TOO_SOON = "too_soon"
    NOT_COUNTED = "not_counted"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Course:
    """The counts of n representatives on three days; arrays of n, NaN where one is not known.

    Highs are infinite where no upper end is known.
    """

    before_low: Floats
    before_high: Floats
    start_low: Floats
    start_high: Floats
    after_low: Floats
    after_high: Floats

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Who has three counts above nought with both ends."""
        lows = np.stack([self.before_low, self.start_low, self.after_low])
        highs = np.stack([self.before_high, self.start_high, self.after_high])
        with np.errstate(invalid="ignore"):
            return np.asarray((lows > 0).all(axis=0) & np.isfinite(highs).all(axis=0))

    def growth(self, weeks: float) -> tuple[Floats, Floats]:
        """Give growth a week before and after the start, from the middles of the counts."""
        before, start, after = (
            np.log((low + high) / 2)
            for low, high in (
                (self.before_low, self.before_high),
                (self.start_low, self.start_high),
                (self.after_low, self.after_high),
            )
        )
        return (start - before) / weeks, (after - start) / weeks

    def change(self, weeks: float) -> tuple[Floats, Floats]:
        """Give the ends of the change of growth a week."""
        low = np.log(self.before_low) + np.log(self.after_low) - 2 * np.log(self.start_high)
        high = np.log(self.before_high) + np.log(self.after_high) - 2 * np.log(self.start_low)
        return low / weeks, high / weeks


@dataclass(frozen=True, slots=True)
class Effect:
    """What came after: growth a week as parts of one, and the difference with its interval.

    None where it is not known, and then `why` says what is missing.
    """

    weeks: float
    peers: int
    """Peers that were compared."""
    why: Why | None = None
    own_before: float | None = None
    own_after: float | None = None
    peers_before: float | None = None
    peers_after: float | None = None
    low: float | None = None
    point: float | None = None
    high: float | None = None
    """By how much more its growth a week changed than the peers'."""
    followers_low: float | None = None
    followers_high: float | None = None
    """Followers at the end that the peers' change of growth does not account for."""

    @property
    def is_told_apart(self) -> bool:
        """Whether the whole interval lies on one side of nought."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def effect(own: Course, peers: Course, weeks: float) -> Effect:
    """Compare one (arrays of one) with its peers over so many weeks before and after."""
    if weeks < LEAST_WEEKS:
        return Effect(weeks, 0, Why.TOO_SOON)
    known = peers.known
    number = int(known.sum())
    if own.known.tolist() != [True]:
        return Effect(weeks, number, Why.NOT_COUNTED)
    before, after = (float(one[0]) for one in own.growth(weeks))
    if number < LEAST:
        return Effect(weeks, number, Why.TOO_FEW, own_before=_part(before), own_after=_part(after))
    kept = _kept(peers, known)
    theirs_before, theirs_after = kept.growth(weeks)
    changes = theirs_after - theirs_before
    theirs_low, theirs_high = kept.change(weeks)
    (own_low,), (own_high,) = own.change(weeks)
    away = _student(number - 1) * float(changes.std(ddof=1)) * float(np.sqrt(1 + 1 / number))
    low = float(own_low - theirs_high.mean()) - away
    high = float(own_high - theirs_low.mean()) + away
    ends = sorted(
        float(count * (1 - np.exp(-change * weeks)))
        for count in (own.after_low[0], own.after_high[0])
        for change in (low, high)
    )
    return Effect(
        weeks=weeks,
        peers=number,
        own_before=_part(before),
        own_after=_part(after),
        peers_before=_part(float(theirs_before.mean())),
        peers_after=_part(float(theirs_after.mean())),
        low=low,
        point=after - before - float(changes.mean()),
        high=high,
        followers_low=ends[0],
        followers_high=ends[-1],
    )


def _kept(course: Course, which: npt.NDArray[np.bool_]) -> Course:
    return Course(
        course.before_low[which],
        course.before_high[which],
        course.start_low[which],
        course.start_high[which],
        course.after_low[which],
        course.after_high[which],
    )


def _student(degrees: int) -> float:
    return STUDENT[min(degrees, len(STUDENT)) - 1]


def _part(growth: float) -> float:
    """Turn a logarithm a week into a part of one a week."""
    return float(np.expm1(growth))
