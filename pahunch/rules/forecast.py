"""An account's count on a day to come is taken to be its latest count and its pace, which fades,
within an interval as wide as such forecasts have missed by before.

The pace of an account is the weighted mean of its last four weeks of daily gains, the newest
weighing most. What lies outside the middle four fifths of those gains is cut to it first, so
that a burst or a purge is no pace (winsorising: Tukey 1962). For a week the pace fades by three
per cent a day, for growth that is measured on a good week rarely lasts (damping: Gardner and
McKenzie 1985). Farther ahead it is learned from past days how many days of their pace accounts
gained: the number by which those forecasts missed least (a weighted median).

The intervals are conformal (Vovk, Gammerman and Shafer 2005): the same forecast is made from
days in the past, how far it missed is divided by how much the account's gains vary, and the
quantiles of all those misses, each number of days ahead by itself, are laid around the new
forecast. Nothing is assumed about their shape. The misses of all accounts that are asked about
together are pooled. Days that follow each other resemble each other, which makes a plain
quantile too narrow; NOMINAL widens it by what was measured to be missing, on made-up series
and on those of `benchmarks/forecast.py`. Where later misses have outgrown earlier ones the
interval is widened by as much. EARLIER and BELIEVED_DAYS were chosen among some twenty pairs by
looking at the series of that benchmark, so that how often its intervals hold is no test of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

NAME = "forecast"
REVISION = "forecast-1"
Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]

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
NEAR = 7
"""Days ahead for which the pace simply fades; farther, how much of it comes is learned."""
LEAST_TO_LEARN = 500
"""Past forecasts from which that is learned."""
LEAST_MISSES = 20
"""With fewer of them there is no interval."""
EARLIER = 0.4
"""The part of past misses that is held against the rest, to see whether misses grow."""
BELIEVED_DAYS = 60
"""Days of counts of which one half of what that shows is believed."""
MOST_WIDER = 2.0
LEAST_SPREAD = 0.5
RELATIVE_SPREAD = 1e-5
"""A count that never moved may move by so much: of itself, and at least half of one."""


class Tried(NamedTuple):
    """Forecasts from past days, so many days ahead: what came, the pace and the spread then."""

    came: Floats
    """Followers gained since."""
    pace: Floats
    spread: Floats


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
    pace: Floats
    """Followers a day that each account gains now: n numbers."""

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


def forecast(counts: Floats, days: int | Sequence[int]) -> Forecast:
    """Forecast every account so many days ahead, or only on some of the days ahead, in order.

    `counts` has a row an account and a column a day, the last count of each in the last
    column; NaN stands for days before its first count, and for gaps, over which the gain is
    spread evenly. An account with one count stands still. Raises ValueError for no column.
    """
    if counts.ndim != 2 or counts.shape[1] == 0:
        raise ValueError("counts must have a row an account and a column a day")
    asked = np.arange(1, days + 1) if isinstance(days, int) else np.array(days, dtype=np.int64)
    whole = filled(counts)
    gains = np.diff(whole, axis=1)
    pace, spread = _pace(gains, whole)
    come, misses = _learned(_tried(counts, whole, gains, asked), asked, counts.shape[1])
    point = np.maximum(whole[:, -1:] + pace[:, None] * come, 0)
    low, high = {}, {}
    for per_cent, part in NOMINAL.items():
        edge = (1 - part) / 2
        ends = [_between(misses, edge), _between(misses, 1 - edge)]
        low[per_cent] = np.maximum(point + spread[:, None] * np.minimum(ends[0], 0), 0)
        high[per_cent] = point + spread[:, None] * np.maximum(ends[1], 0)
    return Forecast(point, low, high, spread[:, None], misses, pace)


def filled(counts: Floats) -> Floats:
    """Fill the gaps of each row with a straight line.

    What lies before the first count stays unknown; the last one is carried to the last column.
    """
    seen = ~np.isnan(counts)
    if seen.all():
        return counts.copy()
    columns = np.arange(counts.shape[1])
    before = np.maximum.accumulate(np.where(seen, columns, -1), axis=1)
    flipped = np.where(seen, columns, counts.shape[1])[:, ::-1]
    after = np.minimum.accumulate(flipped, axis=1)[:, ::-1]
    after = np.where(after == counts.shape[1], before, after)
    start = np.take_along_axis(counts, np.maximum(before, 0), axis=1)
    end = np.take_along_axis(counts, np.maximum(after, 0), axis=1)
    part = (columns - before) / np.maximum(after - before, 1)
    return np.where(seen, counts, np.where(before >= 0, start + (end - start) * part, np.nan))


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


def _tried(counts: Floats, whole: Floats, gains: Floats, days: Days) -> list[Tried]:
    """Forecast from days in the past, for each number of days ahead."""
    found: list[list[Tried]] = [[] for _ in days]
    last = counts.shape[1] - 1
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
        for place, day in enumerate(days[days <= last - origin]):
            came = counts[rows, origin + day][able] - start
            known = ~np.isnan(came)
            found[place].append(Tried(came[known], pace[known], spread[known]))
    return [
        Tried(*(np.concatenate(part) for part in zip(*parts, strict=True)))
        if parts
        else Tried(np.empty(0), np.empty(0), np.empty(0))
        for parts in found
    ]


def _faded(days: Days) -> Floats:
    """Give how many days of today's pace come in so many days, as it fades."""
    return np.asarray((1 - FADE ** days.astype(np.float64)) / (1 - FADE))


def _learned(tried: list[Tried], days: Days, known: int) -> tuple[Floats, Floats]:
    """Give, for each number of days ahead, how many days of the pace come, and the misses.

    `known` is how many days of counts there are.
    """
    come = _faded(days)
    quantiles = np.full((len(days), len(GRID)), np.nan)
    is_learned = False
    for place, one in enumerate(tried):
        farther = days[place] / days[place - 1] if place else 1.0
        if len(one.came) >= LEAST_TO_LEARN and days[place] > NEAR:
            come[place] = _days_that_came(one, days[place])
            is_learned = True
        elif is_learned:
            come[place] = come[place - 1] * farther
        if len(one.came) >= LEAST_MISSES:
            misses = (one.came - one.pace * come[place]) / one.spread
            quantiles[place] = _widened(np.quantile(misses, GRID), misses, known)
        elif place:
            # Farther than was ever looked back: as far as was, and wider with the root of time.
            quantiles[place] = quantiles[place - 1] * np.sqrt(farther)
    return come, quantiles


def _widened(quantiles: Floats, misses: Floats, known: int) -> Floats:
    """Widen the quantiles of misses as much as the later ones outgrew the earlier ones.

    `misses` stand in the order of their days. Of few days little is believed.
    """
    cut = int(len(misses) * EARLIER)
    early, late = misses[:cut], misses[cut:]
    if cut < LEAST_MISSES:
        return quantiles
    middle = np.median(early)
    wider = []
    for per_cent in NOMINAL:
        part = per_cent / 100
        low, high = np.quantile(early, [(1 - part) / 2, (1 + part) / 2])
        side = np.where(late > middle, high - middle, middle - low)
        away = np.abs(late - middle) / np.maximum(side, LEAST_SPREAD * RELATIVE_SPREAD)
        wider.append(np.quantile(away, part))
    believed = known / (known + BELIEVED_DAYS)
    factor = 1 + (np.clip(np.mean(wider), 1, MOST_WIDER) - 1) * believed
    centre = np.interp(0.5, GRID, quantiles)
    return np.asarray(centre + (quantiles - centre) * factor)


def _days_that_came(one: Tried, most: int) -> float:
    """Give by how many days of its pace an account gained: the least sum of misses, in spreads."""
    moving = one.pace != 0
    weights = np.abs(one.pace[moving]) / one.spread[moving]
    if not len(weights):
        return 0.0
    days = one.came[moving] / one.pace[moving]
    order = np.argsort(days)
    passed = np.cumsum(weights[order])
    middle = days[order][np.searchsorted(passed, passed[-1] / 2)]
    return float(np.clip(middle, 0, most))


def _between(quantiles: Floats, part: float) -> Floats:
    """Give one quantile of each day ahead off the grid."""
    return np.array([np.interp(part, GRID, row) for row in quantiles])
