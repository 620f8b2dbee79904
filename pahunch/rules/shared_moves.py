"""On a day on which at least two fifths of a platform's accounts gain unusually much, or lose
unusually much, the platform itself has moved, by the median of what each account's gain differs
from its usual one.

Platforms remove inactive and fake accounts by the million on one day (a purge), count again
after a fault, or are in the news. Whoever lost followers that day lost them to the platform, and
not to anything they did. What is unusual is measured by each account's own days: farther from
their median than OUTLIER times their spread (the median distance from the median, which a few
wild days cannot widen: Hampel 1974), relative to the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

NAME = "shared_moves"
REVISION = "shared-moves-1"
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

STRETCH = 60
"""Days whose median gain is taken for an account's usual one."""
OUTLIER = 4.0
"""So many spreads from the usual gain is unusual."""
NORMAL = 1.4826
"""A median distance in standard deviations, were the gains normal."""
LEAST_MOVE = 0.0005
"""A smaller part of the count is never unusual, and never a platform's move."""
SHARE = 0.4
"""Part of the accounts that must move the same way."""
LEAST_ACCOUNTS = 8
"""With fewer counted on a day nothing is said of the platform."""
LONGEST_GAP = 7
"""A gain over more days says too little of its last one."""
ENOUGH = 3_000
"""Accounts that are enough to know a platform's moves by."""
EDGE = 4.0
"""So many spreads of the accounts' moves around their median still count as the platform's."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a platform did on each of d days: every array has d numbers, the first day's is 0.

    Moves are parts of the count: -0.03 is a loss of three per cent beyond an account's usual gain.
    """

    move: Floats
    """The median over the accounts; NaN where too few were counted."""
    share: Floats
    """The part of the accounts that moved unusually the same way; NaN like `move`."""
    accounts: Places
    """How many accounts were counted on the day and shortly before."""
    is_event: Flags
    low: Floats
    """On an event, the least that an account's move can be and still be the platform's."""
    high: Floats


@dataclass(frozen=True, slots=True)
class Steps:
    """The gains between counts that follow each other, laid where each gain ends: n by d."""

    gain: Floats
    """Logarithm of the count over the one before; NaN where there is no count, or none before."""
    before: Places
    """The column of the count before; -1 where there is none."""
    days: Floats
    """Columns from that count to this one."""
    usual: Floats
    """The account's usual gain over as many columns."""
    spread: Floats
    """How much its gains usually differ from that, in logarithms, over as many columns."""


def gains(counts: Floats) -> Steps:
    """Take each account's gains where they end; `usual` and `spread` are left NaN.

    `counts` has a row an account and a column a day (or a month); NaN is a gap. Raises
    ValueError for no column.
    """
    if counts.ndim != 2 or counts.shape[1] == 0:
        raise ValueError("counts must have a row an account and a column a day")
    columns = np.arange(counts.shape[1])
    known = ~np.isnan(counts)
    latest = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    before = np.concatenate([np.full((len(counts), 1), -1), latest[:, :-1]], axis=1)
    logs = np.log(np.maximum(counts, 1))
    earlier = np.take_along_axis(logs, np.maximum(before, 0), axis=1)
    gain = np.where(known & (before >= 0), logs - earlier, np.nan)
    nothing = np.full_like(gain, np.nan)
    return Steps(gain, before, (columns - before).astype(np.float64), nothing, nothing)


def steps(counts: Floats) -> Steps:
    """Take each account's gains and what is usual for it in the stretch around each."""
    taken = gains(counts)
    usual, spread = _usual(taken.gain / taken.days)
    # A count is whole: it cannot differ by less than one.
    spread = np.maximum(spread, 1 / count_before(taken, counts))
    return Steps(taken.gain, taken.before, taken.days, usual * taken.days, spread * taken.days)


def count_before(taken: Steps, counts: Floats) -> Floats:
    """Give the count from which each gain was made, at least one."""
    there = np.take_along_axis(counts, np.maximum(taken.before, 0), axis=1)
    return np.maximum(np.nan_to_num(there, nan=1), 1)


def shared_moves(counts: Floats) -> Moves:
    """Find the days on which a platform moved.

    `counts` has a row an account of ONE platform and a column a day, NaN for a gap; accounts
    of several platforms are to be asked about apart. Raises ValueError for no column.
    """
    return moves_of(steps(counts[:: max(1, len(counts) // ENOUGH)]))


def moves_of(taken: Steps) -> Moves:
    """Find a platform's moves in gains for which somebody knows what is usual."""
    size = taken.gain.shape[1]
    move, share = np.full(size, np.nan), np.full(size, np.nan)
    low, high = np.zeros(size), np.zeros(size)
    fresh = ~np.isnan(taken.gain) & (taken.days <= LONGEST_GAP)
    accounts = fresh.sum(axis=0)
    for day in np.flatnonzero(accounts >= LEAST_ACCOUNTS):
        rows = fresh[:, day]
        away = taken.gain[rows, day] - taken.usual[rows, day]
        unusual = np.abs(away) > np.maximum(OUTLIER * taken.spread[rows, day], LEAST_MOVE)
        middle = float(np.median(away))
        same = unusual & (np.sign(away) == np.sign(middle))
        move[day], share[day] = middle, same.mean()
        width = EDGE * NORMAL * np.median(np.abs(away - middle))
        low[day], high[day] = min(middle - width, 0), max(middle + width, 0)
    is_event = (np.nan_to_num(share) >= SHARE) & (np.abs(np.nan_to_num(move)) >= LEAST_MOVE)
    falls = move < 0
    low = np.where(is_event & falls, low, 0)
    high = np.where(is_event & ~falls, high, 0)
    move[:1], share[:1] = 0, 0
    return Moves(np.expm1(move), share, accounts, is_event, np.expm1(low), np.expm1(high))


def without(counts: Floats, moves: Moves) -> Floats:
    """Give the counts as they would be without the platform's own moves.

    On each event an account's own difference from its usual gain is taken out, as far as it
    goes the platform's way and no farther than others went: nothing is given back to who lost
    nothing, and what an account lost or gained beyond the platform's move stays its own. Counts
    after an event are raised or lowered by that part; those before stay as they are.
    """
    if not moves.is_event.any():
        return counts.copy()
    return counts * np.exp(-np.cumsum(own_share(steps(counts), moves), axis=1))


def own_share(taken: Steps, moves: Moves) -> Floats:
    """Give the part of each gain, in logarithms, that is the platform's: n by d, no NaN.

    A gain over a gap takes in the events of all its days.
    """
    there = ~np.isnan(taken.gain)
    start = np.maximum(taken.before, 0)
    away = np.where(there, taken.gain - taken.usual, 0)
    ends = []
    for edge in (moves.low, moves.high):
        summed = np.cumsum(np.log1p(edge))
        ends.append(np.where(there, summed[None, :] - summed[start], 0))
    return np.clip(away, ends[0], ends[1])


def _usual(daily: Floats) -> tuple[Floats, Floats]:
    """Give the median of each row's gains and their spread, stretch by stretch."""
    size = daily.shape[1]
    usual, spread = np.zeros_like(daily), np.zeros_like(daily)
    edges = np.linspace(0, size, max(1, size // STRETCH) + 1).astype(np.int64)
    for start, end in pairwise(edges):
        part = daily[:, start:end]
        middle = row_median(part)
        usual[:, start:end] = middle[:, None]
        spread[:, start:end] = NORMAL * row_median(np.abs(part - middle[:, None]))[:, None]
    return usual, spread


def row_median(values: Floats) -> Floats:
    """Give the median of each row, NaN left out; 0 for a row of nothing else."""
    if values.shape[1] == 0:
        return np.zeros(len(values))
    ordered = np.sort(values, axis=1)  # NaN comes last
    number = (~np.isnan(values)).sum(axis=1)
    rows = np.arange(len(values))
    last = np.maximum(number - 1, 0)
    pair = ordered[rows, last // 2] + ordered[rows, (last + 1) // 2]
    return np.where(number > 0, pair / 2, 0)
