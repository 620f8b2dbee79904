"""Counts a month: the features by which a month's gain is judged, each with its meaning.

A month is looked at where it brought more than FEWEST followers. Its gain is compared, as the
logarithm of (gain + SOFT) / (other + SOFT), with what the account gained before and, with
hindsight, after; and the month is described by what happened to the other accounts in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pahunch.rules.shared_moves import LEAST_ACCOUNTS, Flags, Floats, Places

FEWEST = 50
"""A campaign is more than 50 bought followers in a month (StarScout: He et al. 2024)."""
SOFT = 5.0
"""Added to both gains that are compared, so that small ones say little."""
NEVER = 20_000
"""A first count above this says where counting began, and is no first month's gain."""
NOTHING = -9.0
"""Stands where there is nothing to compare a gain with."""
BURST = 5.0
"""A burst is so many times the month beside it."""
BLOCK = 20_000

PAST: dict[str, str] = {
    "size": "logarithm of the gain",
    "before": "logarithm of the followers before, plus one",
    "part": "the gain by all followers after it",
    "counts": "months counted so far",
    "age": "months since the first count",
    "usual": "against the median month before",
    "best": "against the best month before",
    "mean": "against the mean month before",
    "last_1": "against the month before",
    "last_2": "against two months before",
    "last_3": "against three months before",
    "restless": "how much the months before differ from each other",
    "restless_6": "the same of the last six",
    "others_new": "of the accounts, how many began with more than FEWEST in that month",
    "others_jump": "of the older accounts, how many gained five times their month before",
}
LATER: dict[str, str] = {
    "next_usual": "against the median month after",
    "next_best": "against the best month after",
    "next_mean": "against the mean month after",
    "next_1": "against the month after",
    "next_2": "against two months after",
    "next_3": "against three months after",
    "all_usual": "against the median of all other months",
    "all_best": "against the best of all other months",
    "all_second": "against the second best",
    "all_third": "against the third best",
    "total": "logarithm of all that was ever gained",
    "all_part": "the gain by all that was ever gained",
    "length": "months counted in all",
    "left": "months to the last count",
    "left_counts": "counts that came after",
    "beside": "what the months on both sides brought, by the gain",
    "around": "against the median of the four months on each side",
    "others_burst": "of the accounts, how many had a burst of one month in that month",
    "others_burst_old": "the same of accounts that were older",
    "others_burst_last": "the same of all in the month before",
    "others_burst_next": "the same of all in the month after",
}

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Months:
    """Months that brought more than FEWEST: k of them, with their features."""

    rows: Places
    columns: Places
    gain: Floats
    age: Places
    """Months that the account was counted in so far or, with hindsight, in all."""
    features: Floats
    """k by the names; NaN where too few others were counted to compare with."""
    names: tuple[str, ...]

    def feature(self, name: str) -> Floats:
        """Give one feature of every month."""
        column: Floats = self.features[:, self.names.index(name)]
        return column


@dataclass(frozen=True, slots=True)
class Gains:
    """What each account gained in each month: n by d."""

    gain: Floats
    """0 between the first and the last count where there is none, and outside of them."""
    known: Flags
    inside: Flags
    first: Places
    last: Places
    start: Floats
    """Followers that were there before the first gain."""


def gains_of(counts: Floats, *, is_older: bool) -> Gains:
    """Take the gains. An account begins with its first count, unless it `is_older` than that.

    A gain over a gap is laid where it ends. Losses are no gains.
    """
    known: Flags = ~np.isnan(counts)
    size = counts.shape[1]
    first = known.argmax(axis=1)
    last = size - 1 - known[:, ::-1].argmax(axis=1)
    columns = np.arange(size)
    any_count = known.any(axis=1, keepdims=True)
    inside = (columns >= first[:, None]) & (columns <= last[:, None]) & any_count
    latest = np.maximum.accumulate(np.where(known, columns, 0), axis=1)
    carried = np.nan_to_num(np.take_along_axis(counts, latest, axis=1))
    rows = np.arange(len(counts))
    begun = carried[rows, first]
    start = np.where((begun > NEVER) | is_older, begun, 0)
    before = np.concatenate([start[:, None], carried[:, :-1]], axis=1)
    before[rows, first] = start
    gain = np.where(known, np.maximum(carried - before, 0), 0)
    return Gains(gain, known, inside, first, last, start)


def months(counts: Floats, *, hindsight: bool, is_older: bool = False) -> Months:
    """Describe every month that brought more than FEWEST followers."""
    taken = gains_of(counts, is_older=is_older)
    rows, columns = np.nonzero(taken.gain > FEWEST)
    names = (*PAST, *LATER) if hindsight else tuple(PAST)
    others = _others(taken, hindsight=hindsight)
    made = [
        _features(
            taken,
            rows[start : start + BLOCK],
            columns[start : start + BLOCK],
            hindsight=hindsight,
        )
        for start in range(0, len(rows), BLOCK)
    ]
    features = np.full((len(rows), len(names)), np.nan)
    for place, name in enumerate(names):
        if name in others:
            features[:, place] = others[name][columns]
        elif made:
            features[:, place] = np.concatenate([part[name] for part in made])
    counted: Places = np.cumsum(taken.known, axis=1)
    age: Places = counted[rows, -1] if hindsight else counted[rows, columns]
    return Months(rows, columns, taken.gain[rows, columns], age, features, names)


def _features(taken: Gains, rows: Places, columns: Places, *, hindsight: bool) -> dict[str, Floats]:
    """Compare some months with the account's others."""
    gain = taken.gain[rows]
    inside = taken.inside[rows]
    every = np.arange(gain.shape[1])
    away = every - columns[:, None]
    this = gain[np.arange(len(rows)), columns]
    so_far = np.cumsum(gain, axis=1)[np.arange(len(rows)), columns] + taken.start[rows]
    past = np.where(inside & (away < 0), gain, np.nan)
    counted = np.cumsum(taken.known[rows], axis=1)

    def against(other: Floats) -> Floats:
        compared = np.log((this + SOFT) / (np.nan_to_num(other) + SOFT))
        return np.where(np.isnan(other), NOTHING, compared)

    def beside(step: int) -> Floats:
        place = columns + step
        there = np.clip(place, 0, gain.shape[1] - 1)
        values = np.where(inside, gain, np.nan)[np.arange(len(rows)), there]
        return np.where((place >= 0) & (place < gain.shape[1]), values, np.nan)

    sums = _Ordered(past)
    found = {
        "size": np.log(this),
        "before": np.log1p(so_far - this),
        "part": this / np.maximum(so_far, 1),
        "counts": counted[np.arange(len(rows)), columns].astype(np.float64),
        "age": (columns - taken.first[rows]).astype(np.float64),
        "usual": against(sums.median()),
        "best": against(sums.largest(1)),
        "mean": against(sums.mean()),
        "last_1": against(beside(-1)),
        "last_2": against(beside(-2)),
        "last_3": against(beside(-3)),
        "restless": _restless(past),
        "restless_6": _restless(np.where(away >= -6, past, np.nan)),
    }
    if not hindsight:
        return found
    after = _Ordered(np.where(inside & (away > 0), gain, np.nan))
    other = np.where(inside & (away != 0), gain, np.nan)
    both = _Ordered(other)
    total = gain.sum(axis=1) + taken.start[rows]
    return found | {
        "next_usual": against(after.median()),
        "next_best": against(after.largest(1)),
        "next_mean": against(after.mean()),
        "next_1": against(beside(1)),
        "next_2": against(beside(2)),
        "next_3": against(beside(3)),
        "all_usual": against(both.median()),
        "all_best": against(both.largest(1)),
        "all_second": against(both.largest(2)),
        "all_third": against(both.largest(3)),
        "total": np.log(np.maximum(total, 1)),
        "all_part": this / np.maximum(total, 1),
        "length": counted[:, -1].astype(np.float64),
        "left": (taken.last[rows] - columns).astype(np.float64),
        "left_counts": (counted[:, -1] - found["counts"]).astype(np.float64),
        "beside": (np.nan_to_num(beside(-1)) + np.nan_to_num(beside(1))) / this,
        "around": against(_Ordered(np.where(np.abs(away) <= 4, other, np.nan)).median()),
    }


class _Ordered:
    """The numbers of each row in order, NaN left out."""

    def __init__(self, values: Floats) -> None:
        self._ordered = np.sort(values, axis=1)  # NaN comes last
        self._number = (~np.isnan(values)).sum(axis=1)
        self._rows = np.arange(len(values))

    def _at(self, place: Whole) -> Floats:
        there = np.clip(place, 0, self._ordered.shape[1] - 1)
        is_there = (place >= 0) & (self._number > 0)
        return np.where(is_there, self._ordered[self._rows, there], np.nan)

    def median(self) -> Floats:
        """Give the median; NaN of nothing."""
        last = np.maximum(self._number - 1, 0)
        return (self._at(last // 2) + self._at((last + 1) // 2)) / 2

    def largest(self, rank: int) -> Floats:
        """Give the largest, or the second largest; NaN where there are not so many."""
        return self._at(self._number - rank)

    def mean(self) -> Floats:
        """Give the mean; NaN of nothing."""
        total = np.nansum(self._ordered, axis=1)
        return np.where(self._number > 0, total / np.maximum(self._number, 1), np.nan)


def _restless(values: Floats) -> Floats:
    """Give the standard deviation of the logarithms of each row; -1 of nothing."""
    number = (~np.isnan(values)).sum(axis=1)
    logs = np.log1p(values)
    mean = np.nansum(logs, axis=1) / np.maximum(number, 1)
    square = np.nansum((logs - mean[:, None]) ** 2, axis=1) / np.maximum(number, 1)
    return np.where(number > 0, np.sqrt(square), -1)


def _others(taken: Gains, *, hindsight: bool) -> dict[str, Floats]:
    """Say of each month what share of the accounts did something; NaN where too few can tell."""
    gain, known = taken.gain, taken.known
    large = gain > FEWEST
    is_new = np.zeros_like(known)
    is_new[np.arange(len(gain)), taken.first] = True
    nothing = np.zeros((len(gain), 1))
    last = np.concatenate([nothing, gain[:, :-1]], axis=1)
    jump = large & (gain > BURST * (last + 1))
    older = known & ~is_new
    found = {
        "others_new": _share(large & is_new, known),
        "others_jump": _share(jump & older, older),
    }
    if hindsight:
        following = np.concatenate([gain[:, 1:], nothing], axis=1)
        burst = jump & (gain > BURST * (following + 1))
        of_all = _share(burst, known)
        found |= {
            "others_burst": of_all,
            "others_burst_old": _share(burst & older, older),
            "others_burst_last": np.concatenate([of_all[:1], of_all[:-1]]),
            "others_burst_next": np.concatenate([of_all[1:], of_all[-1:]]),
        }
    return found


def _share(chosen: Flags, of: Flags) -> Floats:
    number = of.sum(axis=0)
    return np.where(number >= LEAST_ACCOUNTS, chosen.sum(axis=0) / np.maximum(number, 1), np.nan)
