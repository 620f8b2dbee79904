"""What is looked at around a sudden gain: losses after it, posts during it, where it ended.

Each raises or lowers the odds of the suspicion by a factor of its own, and each that does is
said in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pahunch.rules.shared_moves import Floats, Places
from pahunch.rules.sudden.evidence import Evidence, Kind

LATER = {7: 0.1, 30: 0.15, 90: 0.2}
"""A loss counts where, within so many days, such a part of the gain is gone."""
NO_POST, MANY_POSTS, ROUND = 1.5, 0.5, 1.2
"""Factors of the odds. A gain that is gone altogether makes them three times as large."""
GONE = 2.0
USUAL_POSTS = 1.0
"""An account that usually posts less than once in such a time is not asked for posts."""
MUCH = 3.0
"""So many times the usual posts speak against a suspicion."""
NEAR_ROUND = 0.001
LEAST_ROUND = 1_000
DOWN = 0.1
"""Running totals seldom fall; a column that falls in a larger part of its steps is none."""


@dataclass(frozen=True, slots=True)
class Gains:
    """k sudden gains: the account's row, the columns before it and at its end."""

    rows: Places
    before: Places
    ends: Places


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found around each of k gains."""

    factor: Floats
    """By which the odds change."""
    gained: Floats
    gone: Floats
    """The loss from the gain's end by the time in which it first counted."""
    within: Places
    """That time in days; 0: no loss counted."""
    left: Floats
    """The largest loss within the longest time; 0 without hindsight."""
    posts: Floats
    """NaN: not known."""
    usual_posts: Floats
    round: Floats
    """The round number that was reached; 0: none."""

    def evidence(self, place: int) -> list[Evidence]:
        """Say what speaks for or against one of them."""
        seen = []
        posts, usual = self.posts[place], self.usual_posts[place]
        if is_silent(posts, usual):
            seen.append(Evidence(Kind.NO_POST, {"usual": round(float(usual), 1)}))
        elif is_loud(posts, usual):
            numbers = {"posts": float(posts), "times": float(posts / max(usual, 1))}
            seen.append(Evidence(Kind.MANY_POSTS, numbers))
        if self.within[place]:
            numbers = {"followers": float(self.gone[place]), "days": float(self.within[place])}
            seen.append(Evidence(Kind.GONE, numbers))
        if self.round[place]:
            seen.append(Evidence(Kind.ROUND, {"number": float(self.round[place])}))
        return seen


def is_silent(posts: float, usual: float) -> bool:
    """Say whether nothing was posted where something usually is; not where it is unknown."""
    return bool(posts == 0 and usual >= USUAL_POSTS)


def is_loud(posts: float, usual: float) -> bool:
    """Say whether much more was posted than usual; not where it is unknown."""
    return bool(posts >= MUCH * max(usual, 1))


def weigh(
    counts: Floats, gains: Gains, posts: Floats | None, *, hindsight: bool, is_month: bool = False
) -> Weighed:
    """Look around gains. `posts` are running totals by account and column; None: not known."""
    rows, ends = gains.rows, gains.ends
    peak = counts[rows, ends]
    start = np.where(gains.before >= 0, counts[rows, np.maximum(gains.before, 0)], 0)
    gained = np.maximum(peak - start, 0)
    gone, left = np.zeros(len(rows)), np.zeros(len(rows))
    within = np.zeros(len(rows), dtype=np.int64)
    for days, part in LATER.items() if hindsight else ():
        columns = max(1, days // 30) if is_month else days
        left = np.clip(peak - _lowest(counts, rows, ends, columns), 0, gained)
        first = (left >= part * np.maximum(gained, 1)) & (within == 0)
        gone, within = np.where(first, left, gone), np.where(first, days, within)
    posted, usual = _posted(posts, gains, hindsight=hindsight)
    number = _round_number(start, peak)
    factor = 1 + GONE * left / np.maximum(gained, 1)
    factor *= np.where((posted == 0) & (usual >= USUAL_POSTS), NO_POST, 1)
    factor *= np.where(posted >= MUCH * np.maximum(usual, 1), MANY_POSTS, 1)
    factor *= np.where(number > 0, ROUND, 1)
    return Weighed(factor, gained, gone, within, left, posted, usual, number)


def running_posts(posts: Floats) -> Floats:
    """Give posts as running totals. A row that often falls has each column's own posts."""
    filled = _carried(posts)
    falls = (np.diff(filled, axis=1) < 0).sum(axis=1)
    changes = np.maximum((np.diff(filled, axis=1) != 0).sum(axis=1), 1)
    is_total = falls <= DOWN * changes
    each = np.cumsum(np.nan_to_num(posts), axis=1)
    totals: Floats = np.where(is_total[:, None], filled, np.where(np.isnan(posts), np.nan, each))
    return totals


def _carried(values: Floats) -> Floats:
    """Carry each row's latest value over its gaps; NaN before the first."""
    known = ~np.isnan(values)
    latest = np.maximum.accumulate(np.where(known, np.arange(values.shape[1]), -1), axis=1)
    there = np.take_along_axis(values, np.maximum(latest, 0), axis=1)
    return np.where(latest >= 0, there, np.nan)


def _lowest(counts: Floats, rows: Places, ends: Places, columns: int) -> Floats:
    """Give the lowest count in so many columns after each end, or at it."""
    lowest = counts[rows, ends]
    for later in range(1, columns + 1):
        place = np.minimum(ends + later, counts.shape[1] - 1)
        lowest = np.fmin(lowest, counts[rows, place])
    return lowest


def _posted(posts: Floats | None, gains: Gains, *, hindsight: bool) -> tuple[Floats, Floats]:
    """Give the posts during each gain, and how many are usual in such a time; NaN: not known."""
    nothing = np.full(len(gains.rows), np.nan)
    if posts is None:
        return nothing, nothing
    before, rows = np.maximum(gains.before, 0), gains.rows
    known = _carried(posts)
    posted = np.maximum(known[rows, gains.ends] - known[rows, before], 0)
    first = np.maximum((~np.isnan(known)).argmax(axis=1)[rows], 0)
    started = known[rows, first]
    spent = before - first
    made = known[rows, before] - started
    if hindsight:
        spent = spent + known.shape[1] - 1 - gains.ends
        made = made + known[rows, -1] - known[rows, gains.ends]
    rate = np.where(spent > 0, made / np.maximum(spent, 1), np.nan)
    return posted, rate * (gains.ends - before)


def _round_number(start: Floats, peak: Floats) -> Floats:
    """Give the round number that was just passed: one figure, then zeros; 0 where none was."""
    size = 10 ** np.floor(np.log10(np.maximum(peak, 1)))
    number = np.floor(peak / size) * size
    is_near = (peak - number <= NEAR_ROUND * number) & (start < number) & (number >= LEAST_ROUND)
    return np.where(is_near, number, 0)
