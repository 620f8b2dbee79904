"""Growth over a period is what the count at its end has more than the count at its start.

Each end of the period takes the last count on or before it, if that is not older than a week:
a gap stays a gap, and is never filled with a guess. A count is an interval, so growth is one
too: at least what the lower later count has over the higher earlier one, at most the reverse.
The mean weekly rate is compound, (last / first) to the power of one over the weeks between,
less one, as Fanpage Karma defines it; the rate is the net growth over the first count (Rival
IQ). Of several accounts together only those are added that were counted at both ends:
somebody who opens an account has not grown by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NAME = "growth"
REVISION = "growth-1"
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

FRESH_DAYS = 7
"""A count that is older than this at an end of the period does not stand for it."""
WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Ends:
    """The two counts of each of n accounts between which it grew; NaN where one is missing."""

    first_low: Floats
    first_high: Floats
    last_low: Floats
    last_high: Floats
    """Infinite where no upper end is known."""
    first_day: Whole
    """Column of the count that stands for the start; -1: none."""
    last_day: Whole

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which accounts have a count at both ends."""
        return (self.first_day >= 0) & (self.last_day > self.first_day)

    @property
    def days(self) -> Floats:
        """Days between the two counts; NaN where growth is not known."""
        return np.where(self.known, self.last_day - self.first_day, np.nan)


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of n accounts, or of n representatives; every array of that length.

    NaN: not known. An upper end is infinite where nothing bounds it.
    """

    net_low: Floats
    net_high: Floats
    """Followers gained; negative: lost."""
    rate_low: Floats
    rate_high: Floats
    """Net over the first count; NaN where that was none."""
    weekly_low: Floats
    weekly_high: Floats
    """Mean compound rate a week."""
    days: Floats
    """Days between the counts that were compared."""


def ends(low: Floats, high: Floats, start: int, end: int, *, fresh: int = FRESH_DAYS) -> Ends:
    """Find, for each row, the counts that stand for two columns.

    `low` and `high` have a row an account and a column a day of the calendar, NaN where there
    was no count. Raises ValueError unless 0 <= start < end < the number of columns.
    """
    if not 0 <= start < end < low.shape[1]:
        raise ValueError("a period starts before it ends, within the days that are given")
    first, last = _standing_for(low, start, fresh), _standing_for(low, end, fresh)
    return Ends(_at(low, first), _at(high, first), _at(low, last), _at(high, last), first, last)


def growth(found: Ends) -> Growth:
    """Give the growth of each account."""
    known = found.known
    parts = (found.first_low, found.first_high, found.last_low, found.last_high)
    return _growth([np.where(known, part, np.nan) for part in parts], found.days)


def growth_together(found: Ends, groups: Whole, number: int) -> tuple[Growth, Whole]:
    """Give the growth of groups of accounts, and how many accounts each was made of.

    `groups` says to which of `number` groups each account belongs. Accounts without a count at
    both ends are left out of both sums; a group with none that has is not known.
    """
    known = found.known
    which = groups[known]
    parts = (found.first_low, found.first_high, found.last_low, found.last_high)
    sums = [np.bincount(which, part[known], number) for part in parts]
    made_of = np.bincount(which, minlength=number).astype(np.int64)
    days = np.bincount(which, found.days[known], number) / np.maximum(made_of, 1)
    none = made_of == 0
    counts = [np.where(none, np.nan, part) for part in sums]
    return _growth(counts, np.where(none, np.nan, days)), made_of


def _growth(counts: Sequence[Floats], days: Floats) -> Growth:
    """Compare first_low, first_high, last_low and last_high."""
    first_low, first_high, last_low, last_high = counts
    weeks = days / WEEK
    with np.errstate(divide="ignore", invalid="ignore"):
        lowest, highest = last_low / first_high, last_high / first_low
        lowest = np.where(first_high > 0, lowest, np.nan)
        highest = np.where(first_low > 0, highest, np.nan)
        return Growth(
            net_low=last_low - first_high,
            net_high=last_high - first_low,
            rate_low=lowest - 1,
            rate_high=highest - 1,
            weekly_low=lowest ** (1 / weeks) - 1,
            weekly_high=highest ** (1 / weeks) - 1,
            days=days,
        )


def _standing_for(low: Floats, column: int, fresh: int) -> Whole:
    """Give the column of each row's last count on or before a column; -1 where it is too old."""
    window = ~np.isnan(low[:, max(0, column - fresh) : column + 1])
    back = window[:, ::-1].argmax(axis=1)
    return np.where(window.any(axis=1), column - back, -1).astype(np.int64)


def _at(values: Floats, columns: Whole) -> Floats:
    picked = values[np.arange(len(values)), np.maximum(columns, 0)]
    return np.where(columns >= 0, picked, np.nan)
