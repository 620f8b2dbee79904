"""What is usual for an account around each day, and how fast everybody grows on that day."""

from __future__ import annotations

import numpy as np

from pahunch.rules.shared_moves import (
    LEAST_ACCOUNTS,
    NORMAL,
    Floats,
    Steps,
    count_before,
    row_median,
)

WINDOW = 56
"""Columns whose gains say what is usual: eight weeks, so that every weekday counts alike."""
EVERY = 7
"""So often is it worked out anew."""
LEAST_GAINS = 10
"""With fewer gains in the window nothing is usual yet."""
SLOWEST, FASTEST = 0.2, 10.0
"""Bounds for how fast everybody grows on a day, beside an ordinary one."""
SURE = 3.0
"""An account says how fast a day is where its usual gain is so many times one follower."""


def with_usual(taken: Steps, counts: Floats, *, hindsight: bool) -> Steps:
    """Say what is usual: of the window before each week or, with hindsight, around it.

    NaN where too few gains lie in the window. The spread is at least one follower, or the step
    in which the account's counts are rounded.
    """
    size = taken.gain.shape[1]
    rate = taken.gain / taken.days
    usual, spread = np.full_like(rate, np.nan), np.full_like(rate, np.nan)
    for start in range(0, size, EVERY):
        stop = min(start + EVERY, size)
        if hindsight:
            first = min(max(0, start + EVERY // 2 - WINDOW // 2), max(0, size - WINDOW))
            part = rate[:, first : first + WINDOW]
        else:
            part = rate[:, max(0, start - WINDOW) : start]
        middle = row_median(part)
        away = NORMAL * row_median(np.abs(part - middle[:, None]))
        able = (~np.isnan(part)).sum(axis=1) >= LEAST_GAINS
        usual[:, start:stop] = np.where(able, middle, np.nan)[:, None]
        spread[:, start:stop] = away[:, None]
    least = rounding(counts) / count_before(taken, counts)
    return Steps(
        taken.gain, taken.before, taken.days, usual * taken.days, np.maximum(spread, least)
    )


def rounding(counts: Floats) -> Floats:
    """Give the step in which each count is shown: three figures of the largest so far, or 1.

    YouTube shows three significant figures. An account is taken for rounded as long as all its
    counts so far end in as many zeros, or lie in the middle of what is rounded to the same
    number; a few exact counts in a row seldom do by chance.
    """
    size = np.floor(np.log10(np.maximum(np.nan_to_num(counts, nan=1), 1)))
    step = 10 ** np.maximum(size - 2, 0)
    rest = np.nan_to_num(np.fmod(counts, step))
    is_exact = (rest != 0) & (rest != (step - 1) / 2)
    largest = np.maximum.accumulate(step, axis=1)
    return np.where(np.logical_or.accumulate(is_exact, axis=1), 1, largest)


def pace(taken: Steps, counts: Floats) -> Floats:
    """Give how fast all accounts grow on each day beside what is usual for them: d numbers.

    The median over accounts of gain through usual gain: an election, a festival and a weekend
    make the whole state grow faster or slower. 1 where too few accounts can tell.
    """
    found = np.ones(taken.gain.shape[1])
    usual = taken.usual
    sure = (usual * count_before(taken, counts) >= SURE) & ~np.isnan(taken.gain)
    for day in np.flatnonzero(sure.sum(axis=0) >= LEAST_ACCOUNTS):
        rows = sure[:, day]
        found[day] = np.median(taken.gain[rows, day] / usual[rows, day])
    return np.clip(found, SLOWEST, FASTEST)
