"""An account's count on a day to come is taken to be its latest count and its pace, which fades,
within an interval as wide as such forecasts have missed by before.

The pace of an account is the weighted mean of its last four weeks of daily gains, the newest
weighing most. What lies outside the middle four fifths of those gains is cut to it first, so
that a burst or a purge is no pace (winsorising: Tukey 1962). The pace fades by three per cent
a day, for growth that is measured on a good week rarely lasts (damping: Gardner and McKenzie
1985).

The intervals are conformal (Vovk, Gammerman and Shafer 2005): the same forecast is made from
days in the past, how far it missed is divided by how much the account's gains vary, and the
quantiles of all those misses, each number of days ahead by itself, are laid around the new
forecast. Nothing is assumed about their shape. The misses of all accounts that are asked about
together are pooled. Days that follow each other resemble each other, which makes a plain
quantile too narrow; NOMINAL widens it by what was measured to be missing, on made-up series
and on those of `benchmarks/forecast.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NAME = "forecast"
REVISION = "forecast-1"
Floats = npt.NDArray[np.float64]

WINDOW = 28
"""Days of gains that the pace is taken from."""
FORGET = 0.15
"""Part of its weight that a gain loses a day."""
FADE = 0.97
"""Part of the pace that is left after a day."""
MIDDLE = (0.1, 0.9)
"""Quantiles to which gains are cut."""
FORGET_SPREAD = 0.08
LEAST_GAINS = 4
"""Gains that a pace needs; an account with fewer is taken to stand still."""
LOOK_BACK = 7
"""Gains before a day from which it is tried out how far a forecast misses."""
NOMINAL = {80: 0.815, 95: 0.98}
"""The part of past misses that lies inside an interval which shall hold so many per cent."""
GRID = np.linspace(0.0025, 0.9975, 400)
MISSES = 40_000
"""Past forecasts that are enough to know the quantiles by."""
MOST_ORIGINS = 400
LEAST_MISSES = 20
"""With fewer of them there is no interval."""
LEAST_SPREAD = 0.5
RELATIVE_SPREAD = 1e-5
"""A count that never moved may move by so much: of itself, and at least half of one."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Forecasts of n accounts, h days ahead: every array is n by h, in followers.

    An interval is NaN where too little is known of past misses.
    """

    point: Floats
    low: Mapping[int, Floats]
    """By per cent."""
    high: Mapping[int, Floats]
    spread: Floats
    """How much the gains of each account vary, a day: n by 1."""
    misses: Floats
    """Quantiles of past misses in spreads, h by the grid; NaN where there were too few."""

    def chance(self, targets: npt.ArrayLike) -> Floats:
        """Give the chance that each account is at or above its target, on each day ahead.

        `targets` is one number an account. Chances are no finer than the grid: between a
        quarter of a per cent and all but that; NaN where there is no interval.
        """
        wanted = np.asarray(targets, dtype=np.float64).reshape(-1, 1)
        needed = (wanted - self.point) / self.spread
        found = np.full(self.point.shape, np.nan)
        for day in range(self.point.shape[1]):
            quantiles = self.misses[day]
            if not np.isnan(quantiles).any():
                below = np.interp(needed[:, day], quantiles, GRID, left=GRID[0], right=GRID[-1])
                found[:, day] = 1 - below
        return found


def forecast(counts: Floats, days: int) -> Forecast:
    """Forecast every account so many days ahead.

    `counts` has a row an account and a column a day, the last count of each in the last
    column; NaN stands for days before its first count, and for gaps, over which the gain is
    spread evenly. An account with one count stands still. Raises ValueError for no column.
    """
    if counts.ndim != 2 or counts.shape[1] == 0:
        raise ValueError("counts must have a row an account and a column a day")
    whole = filled(counts)
    gains = np.diff(whole, axis=1)
    pace, spread = _pace(gains, whole)
    ahead = np.cumsum(FADE ** np.arange(days))
    point = np.maximum(whole[:, -1:] + pace[:, None] * ahead, 0)
    misses = _misses(counts, whole, gains, days)
    low, high = {}, {}
    for per_cent, part in NOMINAL.items():
        edge = (1 - part) / 2
        ends = [_between(misses, edge), _between(misses, 1 - edge)]
        low[per_cent] = np.maximum(point + spread[:, None] * np.minimum(ends[0], 0), 0)
        high[per_cent] = point + spread[:, None] * np.maximum(ends[1], 0)
    return Forecast(point, low, high, spread[:, None], misses)


def filled(counts: Floats) -> Floats:
    """Fill the gaps of each row with a straight line; what lies before its first count stays."""
    whole = counts.copy()
    seen = ~np.isnan(counts)
    columns = np.arange(counts.shape[1])
    first = np.where(seen.any(axis=1), seen.argmax(axis=1), counts.shape[1])
    gaps = ~seen & (columns > first[:, None])
    for row in np.flatnonzero(gaps.any(axis=1)):
        known = seen[row]
        inside = gaps[row]
        whole[row, inside] = np.interp(columns[inside], columns[known], counts[row, known])
    return whole


def _pace(gains: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Give the gain a day that is expected of each account, and how much its gains vary."""
    window = gains[:, -WINDOW:]
    known = ~np.isnan(window)
    number = known.sum(axis=1)
    low, high = _cuts(window, number)
    ages = np.arange(window.shape[1])[::-1]
    cut = np.where(known, np.clip(window, low[:, None], high[:, None]), 0)
    pace = _mean(cut, known, (1 - FORGET) ** ages)
    pace = np.where(number >= LEAST_GAINS, pace, 0)
    away = np.where(known, np.abs(window - pace[:, None]), 0)
    spread = _mean(away, known, (1 - FORGET_SPREAD) ** ages)
    least = LEAST_SPREAD + RELATIVE_SPREAD * whole[:, -1]
    return pace, np.maximum(np.nan_to_num(spread), least)


def _mean(
    values: Floats, known: npt.NDArray[np.bool_], weights: npt.NDArray[np.floating[Any]]
) -> Floats:
    return (values @ weights) / np.maximum(known @ weights, 1e-12)


def _cuts(window: Floats, number: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Give the quantiles of each row to which its values are cut; NaN counts for none."""
    ordered = np.sort(window, axis=1)  # NaN comes last
    rows = np.arange(len(window))
    last = np.maximum(number - 1, 0)
    ends = []
    for part in MIDDLE:
        place = part * last
        below = place.astype(np.int64)
        above = np.minimum(below + 1, last)
        if ordered.shape[1] == 0:
            ends.append(np.zeros(len(window)))
            continue
        value = ordered[rows, below]
        ends.append(value + (ordered[rows, above] - value) * (place - below))
    return ends[0], ends[1]


def _misses(counts: Floats, whole: Floats, gains: Floats, days: int) -> Floats:
    """Forecast from days in the past, and give the quantiles of how far that missed."""
    found: list[list[Floats]] = [[] for _ in range(days)]
    last = counts.shape[1] - 1
    ahead = np.cumsum(FADE ** np.arange(days))
    early = max(LOOK_BACK, min(last, WINDOW) // 2)
    origins = range(max(early, last - MOST_ORIGINS), last)
    step = max(1, len(counts) * len(origins) // MISSES)
    for origin in origins:
        # Of very many accounts some are enough, others on each day.
        rows = slice(origin % step, None, step)
        begun = gains[rows, max(0, origin - WINDOW) : origin]
        able = (~np.isnan(begun)).sum(axis=1) >= LOOK_BACK
        if not able.any():
            continue
        pace, spread = _pace(begun[able], whole[rows, : origin + 1][able])
        start = whole[rows, origin][able]
        for day in range(min(days, last - origin)):
            came = counts[rows, origin + day + 1][able]
            miss = (came - start - pace * ahead[day]) / spread
            found[day].append(miss[~np.isnan(miss)])
    quantiles = np.full((days, len(GRID)), np.nan)
    for day, parts in enumerate(found):
        every = np.concatenate(parts) if parts else np.empty(0)
        if len(every) >= LEAST_MISSES:
            quantiles[day] = np.quantile(every, GRID)
        elif day:
            # Farther than was ever looked back: as far as was, and wider with the root of time.
            quantiles[day] = quantiles[day - 1] * np.sqrt((day + 1) / day)
    return quantiles


def _between(quantiles: Floats, part: float) -> Floats:
    """Give one quantile of each day ahead off the grid."""
    return np.array([np.interp(part, GRID, row) for row in quantiles])
