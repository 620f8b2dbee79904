"""Counts a day: sudden gains, measured against the account's own noise.

What an account gains beyond its usual pace, the state's pace of that day and its platform's own
moves is summed over one to eight days. Such a sum is suspicious as far as it is large beside
the account's noise (the root of the days times the spread), beside its count, and in followers:
the weakest of the three decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pahunch.rules.shared_moves import (
    ENOUGH,
    Floats,
    Moves,
    Steps,
    gains,
    moves_of,
    own_share,
)
from pahunch.rules.sudden.usual import pace, with_usual

WINDOWS = (1, 2, 3, 5, 8)
"""Days over which a sudden gain is summed."""
NOISE = 8.0
"""So many spreads beyond the usual is as suspicious as not."""
PART = 0.06
"""A gain of such a part of the count is as suspicious as not."""
FOLLOWERS = 25.0
"""A gain of so many followers is as suspicious as not."""
OWN_PART = 0.5
"""A day belongs to a sudden gain where it brought at least half of the gain's mean day."""

CLEARLY = 1.1
"""A longer sum is taken where it is so many times as strong."""

Small = npt.NDArray[np.float32]
Days = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Peers:
    """What everybody did on each day."""

    pace: Floats
    moves: Moves


@dataclass(frozen=True, slots=True)
class Sudden:
    """How strong a sudden gain is on each day: arrays of n accounts by d days."""

    strength: Small
    """1: as suspicious as not; NaN where there is no count or nothing is usual yet."""
    days: Days
    """Over how many days the gain was summed that says so."""
    ends: Days
    """So many days after this one the sum ended: 0 without hindsight."""
    times: Small
    """The gain through what is usual in such a time; 0 where less than one follower is."""
    cleaned: Floats
    """The counts without their platform's own moves."""


def peers(counts: Floats, *, hindsight: bool) -> Peers:
    """Look at all accounts of one platform, or at some where they are very many."""
    some = counts[:: max(1, len(counts) // ENOUGH)]
    taken = with_usual(gains(some), some, hindsight=hindsight)
    speed = pace(taken, some)
    return Peers(speed, moves_of(_quickened(taken, speed)))


def sudden(counts: Floats, others: Peers, *, hindsight: bool) -> Sudden:
    """Measure each day's sudden gains. Without hindsight nothing later than a day is looked at."""
    taken = _quickened(
        with_usual(gains(counts), counts, hindsight=hindsight), np.maximum(others.pace, 1)
    )
    there = ~np.isnan(taken.gain) & ~np.isnan(taken.usual)
    own = np.where(there, taken.gain - taken.usual, 0)
    shared = np.where(there, own_share(taken, others.moves), 0)
    own -= shared
    cleaned = counts * np.exp(-np.cumsum(shared, axis=1))
    total = np.cumsum(own, axis=1)
    elapsed = np.cumsum(np.where(there, taken.days, 0), axis=1)
    expected = np.cumsum(np.where(there, taken.usual, 0), axis=1)
    strength = np.where(there, 0, np.nan).astype(np.float32)
    days, ends = (np.zeros(counts.shape, dtype=np.int16) for _ in range(2))
    times = np.zeros(counts.shape, dtype=np.float32)
    for width in WINDOWS:
        gained = _over(total, width)
        noise = taken.spread * np.sqrt(np.maximum(_over(elapsed, width), 1))
        part = np.expm1(gained)
        weak = np.minimum(gained / (NOISE * noise), part / PART)
        now = np.minimum(weak, counts * -np.expm1(-gained) / FOLLOWERS)
        usual = _over(expected, width)
        is_some = usual * counts >= 1
        more = np.where(is_some, (gained + usual) / np.where(is_some, usual, 1), 0)
        for later in range(width if hindsight else 1):
            # Longer, or later, only where that says clearly more: the words name the days.
            least = np.where(strength >= 1, strength * CLEARLY, strength)
            strong, mean = _ahead(now, later), _ahead(gained, later) / width
            wins = there & (own >= OWN_PART * mean) & (own > 0) & (strong > least)
            strength[wins] = strong[wins]
            days[wins], ends[wins] = width, later
            times[wins] = _ahead(more, later)[wins]
    return Sudden(strength, days, ends, times, cleaned)


def _quickened(taken: Steps, speed: Floats) -> Steps:
    """Expect of each gain what is usual at the pace of its day, and as much more noise."""
    wilder = np.maximum(speed, 1)
    return Steps(taken.gain, taken.before, taken.days, taken.usual * speed, taken.spread * wilder)


def _over(summed: Floats, width: int) -> Floats:
    """Give the sum of the last columns from running sums."""
    before = np.zeros_like(summed)
    before[:, width:] = summed[:, :-width]
    return summed - before


def _ahead(values: Floats, later: int) -> Floats:
    """Lay values that many columns earlier; 0 where there are none."""
    if later == 0:
        return values
    moved = np.zeros_like(values)
    moved[:, :-later] = values[:, later:]
    return moved
