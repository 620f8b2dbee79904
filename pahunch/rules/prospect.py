"""Whether a representative meets a target by its due date is said as a chance: the part of the
forecast of what is judged that lies at or above the target.

What is judged is a range, so it is forecast twice: its low end and its high end, added up over
the accounts as the directive says (`reach`), each by the rule `forecast`. The chance is a range
too. Beside it stand the gain a day that is still needed, and the day on which the target is met
if today's pace holds. Only accounts that count today are looked back upon, so that a new
account is no growth; an account without an upper end leaves the higher chance unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pahunch.facts import Adding
from pahunch.rules.forecast import Forecast, filled, forecast

NAME = "prospect"
REVISION = "prospect-1"
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is to be expected of n representatives on h days ahead.

    NaN: not known, for nothing that counts was counted, there is no target or no interval.
    """

    days: tuple[int, ...]
    """The days ahead, ascending; the last one is the due date's."""
    low: Forecast
    """Of the low end of what is judged."""
    high: Forecast
    chance_low: Floats
    """Chance of being at or above the target on the last day, n numbers from 0 to 1."""
    chance_high: Floats
    """NaN where an account that counts has no upper end."""
    needed: Floats
    """Followers a day that the low end must gain until the last day; 0: it is there."""
    pace: Floats
    """Followers a day that the low end gains now."""
    meets_in: Floats
    """Days until the low end is at the target if today's pace holds; infinite: never."""


def prospect(lower: Floats, upper: Floats, targets: Floats, days: Sequence[int]) -> Prospect:
    """Forecast what is judged of each representative, and compare it with the targets.

    `lower` and `upper` are what `courses` gives, n by d; `targets` has n numbers, NaN for who
    has none; `days` are days ahead, ascending. Raises ValueError for no day.
    """
    if not days:
        raise ValueError("a prospect needs a day to look at")
    closed = np.where(np.isinf(upper), np.nan, upper)
    low, high = forecast(lower, days), forecast(closed, days)
    now = lower[:, -1]
    short = np.maximum(targets - now, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        meets_in = np.where(short == 0, 0, np.where(low.pace > 0, short / low.pace, NEVER))
    ends = (low.chance(targets)[:, -1], high.chance(targets)[:, -1])
    # Two ends that are nearly one number, each with misses of its own, may change places.
    return Prospect(
        days=tuple(days),
        low=low,
        high=high,
        chance_low=np.fmin(*ends),
        chance_high=np.maximum(*ends),
        needed=short / days[-1],
        pace=np.where(np.isnan(now), np.nan, low.pace),
        meets_in=np.where(np.isnan(short), np.nan, np.ceil(meets_in)),
    )


def courses(
    low: Floats, high: Floats, groups: Places, number: int, adding: Adding, *, fresh: int | None
) -> tuple[Floats, Floats]:
    """Add the accounts of each of `number` representatives up, day by day.

    `low` and `high` have a row an account that counts under the terms and a column a day of the
    calendar, NaN where it was not counted, infinite where there is no upper end. `groups` says
    whose each is. An account that was not counted within `fresh` days of the last column (None:
    at any time) does not count; of the others a gap is filled with a straight line, and a day
    before the first count of one of them is left unknown.
    """
    lower = np.full((number, low.shape[1]), np.nan)
    upper = lower.copy()
    reach = low.shape[1] if fresh is None else min(fresh + 1, low.shape[1])
    used = ~np.isnan(low[:, -reach:]).all(axis=1)
    if not used.any():
        return lower, upper
    order = np.argsort(groups[used], kind="stable")
    mine, starts = np.unique(groups[used][order], return_index=True)
    lows = filled(low[used])[order]
    highs = filled(np.where(np.isinf(high[used]), np.nan, high[used]))[order]
    add, largest = np.add.reduceat, np.maximum.reduceat
    lower[mine] = (add if adding is Adding.TOTAL else largest)(lows, starts, axis=0)
    upper[mine] = (largest if adding is Adding.BEST else add)(highs, starts, axis=0)
    is_open = np.isinf(_newest(high[used]))[order]
    upper[mine[np.logical_or.reduceat(is_open, starts)]] = np.inf
    # One account that counts and was not counted lately leaves the upper end open.
    upper[np.unique(groups[~used])] = np.inf
    return lower, np.where(np.isnan(lower), np.nan, upper)


def _newest(counts: Floats) -> Floats:
    """Give the last number of each row."""
    known = ~np.isnan(counts)
    last = counts.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.asarray(counts[np.arange(len(counts)), last])
