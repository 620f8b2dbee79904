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
    Places,
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

WORTH = 0.3
"""Accounts whose strongest sum is weaker keep the strengths of their days without hindsight."""

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
    total = np.cumsum(own, axis=1)
    elapsed = np.cumsum(np.where(there, taken.days, 0), axis=1)
    expected = np.cumsum(np.where(there, taken.usual, 0), axis=1)
    found = Sudden(
        np.where(there, 0, np.nan).astype(np.float32),
        np.zeros(counts.shape, dtype=np.int16),
        np.zeros(counts.shape, dtype=np.int16),
        np.zeros(counts.shape, dtype=np.float32),
        counts * np.exp(-np.cumsum(shared, axis=1)),
    )
    for width in WINDOWS:
        gained = _over(total, width)
        noise = taken.spread * np.sqrt(np.maximum(_over(elapsed, width), 1))
        weak = np.minimum(gained / (NOISE * noise), np.expm1(gained) / PART)
        now = np.minimum(weak, counts * -np.expm1(-gained) / FOLLOWERS)
        usual = _over(expected, width)
        is_some = usual * counts >= 1
        times = np.where(is_some, (gained + usual) / np.where(is_some, usual, 1), 0)
        _take(found, slice(None), _Sums(own, now, gained, times), width, 0)
        # Few accounts have anything for which looking back from later days is worth the time.
        rows = np.flatnonzero((now >= WORTH).any(axis=1)) if hindsight else np.empty(0, np.int64)
        if len(rows):
            some = _Sums(own[rows], now[rows], gained[rows], times[rows])
            for later in range(1, width):
                _take(found, rows, some, width, later)
    return found


@dataclass(frozen=True, slots=True)
class _Sums:
    """What each day brought of its own, and sums over some days that end on it."""

    own: Floats
    strength: Floats
    gained: Floats
    times: Floats


def _take(found: Sudden, rows: slice | Places, sums: _Sums, width: int, later: int) -> None:
    """Let days belong to the sums that end so many days later, where those say clearly more."""
    strong, mean = _ahead(sums.strength, later), _ahead(sums.gained, later) / width
    before = found.strength[rows]
    # Longer, or later, only where that says clearly more: the words name the days.
    least = np.where(before >= 1, before * CLEARLY, before)
    wins = (sums.own >= OWN_PART * mean) & (sums.own > 0) & (strong > least)
    if wins.any():
        place = np.nonzero(wins)
        at = place if isinstance(rows, slice) else (rows[place[0]], place[1])
        found.strength[at] = strong[place]
        found.days[at], found.ends[at] = width, later
        found.times[at] = _ahead(sums.times, later)[place]


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
