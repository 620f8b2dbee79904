"""Different people who follow on several platforms number at least as many as follow on the
largest and at most as many as all follows together, and a survey that says how many of those
on one platform are on another as well brings the two ends nearer and gives a point between.

Ends without a survey: every follower may be on every platform, and nobody may be on two. With
one, each pair of platforms has an interval for its overlap: by the shares of followers, or,
where electors were asked, by the odds, which stay where somebody is followed by more of them
(Plackett 1965). The lower end is then the largest that Dawson and Sankoff's inequality (1967)
gives for any group of platforms, the upper end Hunter's and Worsley's (1976, 1982): all follows
without the overlaps along the tree of platforms that takes away most. Both are theorems about
sets: while the overlaps lie in their intervals, the number of people lies between the ends,
whatever the dependence.

The point takes, of all ways in which people could be spread over the platforms, the one that
is nearest to the survey's and has this representative's counts (`pahunch.lib.patterns`): a
survey of followers with the counts as they are to each other, a survey of electors with the
counts as parts of the electors, so that somebody whom many follow shares more followers among
the platforms than somebody whom few do.

A survey of a platform's users says only who could follow there too. It raises the lower end,
and gives neither an upper end nor a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pahunch.facts import Standing
from pahunch.lib.patterns import MOST_TRAITS, nearest, odds, patterns, shared, spread_of, with_empty
from pahunch.lib.trees import heaviest_tree

NAME = "people"
REVISION = "people-1"
Floats = npt.NDArray[np.float64]

SURE = 3.2905
"""Standard errors of a share to each side: 99.9 per cent of samples lie within."""
ALLOWANCE = 0.1
"""How far, in parts of one, a representative's followers may be from those who were asked,
beyond the error of the sample, unless the survey's own allowance says otherwise."""
SMALL_GROUPS = (2, 3, 4)
"""Groups of platforms that the lower end is sought in, beside all of them."""


class Asked(StrEnum):
    """Of whom a survey's shares are."""

    FOLLOWERS = "followers"
    """Of people who follow a representative on at least one platform: who follows where."""
    ELECTORS = "electors"
    """Of electors, most of whom may follow nowhere: who follows their representative where."""
    USERS = "users"
    """Of people who use a platform: who uses which other."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a survey's table: of those on `on`, the share who are on `also` too.

    `also` empty: the share on `on` of all who were asked. `people` is how many of them were
    asked; None where the survey does not say, and then `low` and `high` say how sure it is.
    """

    on: str
    also: str
    share: float
    people: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Overlaps:
    """A survey's table as p by p arrays in the order of `platforms`; NaN: not said.

    Row a, column b: of those on a, the part who are on b too. On the diagonal of `share`:
    of all who were asked, the part who are on a.
    """

    platforms: tuple[str, ...]
    asked: Asked
    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class People:
    """Different people who follow each of n representatives.

    `low` and `high` are the ends, `high` infinite where no upper end is known; NaN where
    nothing was counted. `point` is NaN without a survey of followers that has every platform.
    `largest` and `total` are the ends without a survey.
    """

    low: Floats
    point: Floats
    high: Floats
    largest: Floats
    total: Floats


def overlaps(told: Iterable[Told], *, asked: Asked, allowance: float = ALLOWANCE) -> Overlaps:
    """Lay a survey's rows out, with what each share may be.

    A share of n people is widened by its sampling error (Wilson 1927, SURE), every share of
    those on another platform by the allowance. Raises ValueError for a share that is none, a
    platform beside itself, a row that comes twice, or more than MOST_TRAITS platforms.
    """
    rows = list(told)
    names = tuple(dict.fromkeys(name for row in rows for name in (row.on, row.also) if name))
    if not 1 <= len(names) <= MOST_TRAITS:
        raise ValueError(f"a table of {len(names)} platforms; from 1 to {MOST_TRAITS} are taken")
    if not 0 <= allowance <= 1:
        raise ValueError(f"no allowance in parts of one: {allowance}")
    places = {name: place for place, name in enumerate(names)}
    share, low, high = (np.full((len(names), len(names)), np.nan) for _ in range(3))
    for row in rows:
        here = (places[row.on], places[row.also or row.on])
        if row.on == row.also:
            raise ValueError(f"{row.on} stands beside itself")
        if not np.isnan(share[here]):
            raise ValueError(f"{row.on} and {row.also or 'all who were asked'} come twice")
        share[here] = row.share
        # Of how many follow at all, the counts say the rest.
        low[here], high[here] = _ends(row, allowance if row.also else 0)
    return Overlaps(names, asked, share, low, high)


def _ends(row: Told, allowance: float) -> tuple[float, float]:
    """Give what a share may be; raises ValueError where it is none."""
    least = row.share if row.low is None else row.low
    most = row.share if row.high is None else row.high
    if not 0 <= least <= row.share <= most <= 1:
        raise ValueError(f"no share with its ends: {row.share} ({least} to {most})")
    if row.people is not None:
        if row.people < 1:
            raise ValueError(f"a share of {row.people} people")
        wide = wilson(row.share, row.people)
        least, most = min(least, wide[0]), max(most, wide[1])
    return max(0.0, least - allowance), min(1.0, most + allowance)


def wilson(share: float, people: int) -> tuple[float, float]:
    """Give Wilson's interval (1927) of a share of so many people, SURE errors to each side."""
    part = SURE**2 / people
    middle = (share + part / 2) / (1 + part)
    half = float(np.sqrt(share * (1 - share) * part + part**2 / 4)) / (1 + part)
    return max(0.0, middle - half), min(1.0, middle + half)


def people(
    low: Floats,
    high: Floats,
    platforms: Sequence[str],
    *,
    survey: Overlaps | None = None,
    most: npt.ArrayLike = np.inf,
    electors: npt.ArrayLike = np.nan,
) -> People:
    """Say how many different people follow each representative.

    `low` and `high` are n by p, in followers: a platform a column, named in `platforms`; NaN
    where a representative is not on a platform, an infinite `high` where no upper end is
    known. `most` is the number of people there are, one or n: electors, where only they can
    be meant (followers inside the constituency); otherwise there is no such number, because
    anybody may follow. `electors`, one or n, are whom a survey of electors is a sample of;
    NaN: not known. Raises ValueError for shapes that do not fit, or ends the wrong way.
    """
    least, upper = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    if least.shape != upper.shape or least.ndim != 2 or least.shape[1] != len(platforms):
        raise ValueError("counts must have a row a representative and a column a platform")
    there = ~np.isnan(least)
    if (there != ~np.isnan(upper)).any() or (least[there] > upper[there]).any():
        raise ValueError("a count needs both ends, the lower one first")
    floor, roof = np.where(there, least, 0.0), np.where(there, upper, 0.0)
    cap = np.broadcast_to(np.asarray(most, dtype=np.float64), len(floor))
    largest = np.minimum(floor.max(axis=1, initial=0), cap)
    total = np.minimum(roof.sum(axis=1), cap)
    lower, higher, point = largest, total, np.full(len(floor), np.nan)
    if survey is not None:
        known = _in_order(survey, platforms)
        whole = np.broadcast_to(np.asarray(electors, dtype=np.float64), len(floor))
        columns = range(len(platforms))
        pairs = {one: overlap(floor, known, *one, whole) for one in combinations(columns, 2)}
        lower = np.minimum(np.maximum(largest, _least(floor, pairs)), cap)
        if survey.asked is not Asked.USERS:
            higher = np.minimum(total, _most(roof, pairs))
            point = _points(floor, roof, known, whole)
        # Counts and a table that contradict each other say so by their order; the wider ends
        # are then the only ones that are certain.
        wrong = lower > higher
        lower, higher = np.where(wrong, largest, lower), np.where(wrong, total, higher)
        point = np.clip(point, lower, higher)
    nothing = ~there.any(axis=1)
    for ends in (lower, point, higher, largest, total):
        ends[nothing] = np.nan
    return People(lower, point, higher, largest, total)


def _in_order(survey: Overlaps, platforms: Sequence[str]) -> Overlaps:
    """Lay a table out for these platforms; one that the survey does not have is NaN."""
    places = {name: place for place, name in enumerate(survey.platforms)}
    found = np.array([places.get(name, -1) for name in platforms], dtype=np.int64)
    said = found >= 0
    outside = ~(said[:, None] & said[None, :])
    share, low, high = (
        np.where(outside, np.nan, table[np.ix_(found, found)])
        for table in (survey.share, survey.low, survey.high)
    )
    return Overlaps(tuple(platforms), survey.asked, share, low, high)


@dataclass(frozen=True, slots=True)
class Pair:
    """How many of each representative's followers may be on both of two platforms."""

    least: Floats
    most: Floats


def overlap(counts: Floats, survey: Overlaps, a: int, b: int, electors: Floats) -> Pair:
    """Say how many of each representative's n followers are on both of two platforms.

    Of users: no more than either row of the table says, for nobody follows where they have no
    account. Of followers: between the smaller and the larger of what the two rows say. Of
    electors, where more of them are known than follow: as many as keep the survey's odds.
    """
    smaller = np.minimum(counts[:, a], counts[:, b])
    rows = (
        (counts[:, a], survey.low[a, b], survey.high[a, b]),
        (
            counts[:, b],
            survey.low[b, a],
            survey.high[b, a],
        ),
    )
    lows = [count * low for count, low, _high in rows]
    highs = [count * high for count, _low, high in rows]
    if survey.asked is Asked.USERS:
        return Pair(np.zeros(len(counts)), np.fmin(np.fmin(*highs), smaller))
    least = np.minimum(np.nan_to_num(np.fmin(*lows)), smaller)
    most = np.fmin(np.fmax(*highs), smaller)
    ends = _odds(survey, a, b) if survey.asked is Asked.ELECTORS else None
    fits = electors > counts.max(axis=1)
    if ends is not None and fits.any():
        one, other = (counts[fits, place] / electors[fits] for place in (a, b))
        least[fits] = shared(one, other, ends[0]) * electors[fits]
        most[fits] = shared(one, other, ends[1]) * electors[fits]
    return Pair(least, most)


def _odds(survey: Overlaps, a: int, b: int) -> tuple[float, float] | None:
    """Give what the odds of two platforms may be, by the row of the rarer one; None: not said.

    The upper end is one at least: who is left out at random leaves odds no farther from one.
    """
    rare, usual = (a, b) if survey.share[a, a] <= survey.share[b, b] else (b, a)
    if np.isnan(survey.low[rare, usual]):
        rare, usual = usual, rare
    least, most = survey.low[rare, usual], survey.high[rare, usual]
    said = [survey.low[rare, rare], survey.high[rare, rare]]
    other = [survey.low[usual, usual], survey.high[usual, usual]]
    if np.isnan([least, *said, *other]).any():
        return None
    return odds(least, said[0], other[1]), max(1.0, odds(most, said[1], other[0]))


def _least(counts: Floats, pairs: Mapping[tuple[int, int], Pair]) -> Floats:
    """Give Dawson and Sankoff's lower end, the best over groups of platforms.

    The lower ends of the counts are enough: leave followers of a platform out at random until
    its count is at its lower end, and no overlap passes what the table allows for that count.
    """
    columns = range(counts.shape[1])
    best: Floats = np.zeros(len(counts))
    for size in {*SMALL_GROUPS, len(columns)}:
        for group in combinations(columns, size):
            alone = counts[:, list(group)].sum(axis=1)
            twice = sum((pairs[one].most for one in combinations(group, 2)), np.zeros(len(counts)))
            for times in range(1, size):
                # Right for every whole number; the best one differs.
                ends = 2 / (times + 1) * alone - 2 / (times * (times + 1)) * twice
                best = np.maximum(best, ends)
    return best


def _most(most: Floats, pairs: Mapping[tuple[int, int], Pair]) -> Floats:
    """Give Hunter's and Worsley's upper end: all follows less the heaviest tree of overlaps.

    An overlap grows with the counts, so that of the lower ends is certain.
    """
    columns = most.shape[1]
    both = np.zeros((len(most), columns, columns))
    for (a, b), pair in pairs.items():
        both[:, a, b] = both[:, b, a] = pair.least
    higher: Floats = most.sum(axis=1) - heaviest_tree(both)
    return higher


def _points(least: Floats, most: Floats, survey: Overlaps, electors: Floats) -> Floats:
    """Give the point of each representative; NaN where a platform is not in the survey.

    Nor is there one where an upper end is not known.
    """
    counts = (least + most) / 2
    found = np.full(len(counts), np.nan)
    bounded = np.isfinite(counts).all(axis=1)
    codes = (counts > 0) @ (1 << np.arange(counts.shape[1]))
    for code in np.unique(codes[bounded]):
        rows = np.flatnonzero((codes == code) & bounded)
        columns = np.flatnonzero((code >> np.arange(counts.shape[1])) & 1)
        alike = counts[np.ix_(rows, columns)]
        if len(columns) < 2:
            found[rows] = alike.sum(axis=1)
        else:
            found[rows] = _alike(alike, survey, columns.tolist(), electors[rows])
    return found


def _alike(counts: Floats, survey: Overlaps, columns: list[int], electors: Floats) -> Floats:
    """Give the points of those who are on the same platforms."""
    of_electors = survey.asked is Asked.ELECTORS
    seed = spread_of(survey.share, columns, empty=of_electors)
    if seed is None:
        return np.full(len(counts), np.nan)
    shapes = patterns(len(columns))
    spread = nearest(seed, shapes, counts, whole=False)
    main = counts.argmax(axis=1)
    rows = np.arange(len(counts))
    found: Floats = counts[rows, main] / (spread @ shapes)[rows, main]
    everybody = with_empty(survey.share, columns) if of_electors else None
    # More followers than electors: some live elsewhere, and a part of the electors says nothing.
    fits = electors > counts.max(axis=1)
    if everybody is not None and fits.any():
        parts = counts[fits] / electors[fits, None]
        spread = nearest(everybody, patterns(len(columns), empty=True), parts, whole=True)
        found[fits] = electors[fits] * (1 - spread[:, 0])
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """How a verdict stands over a whole interval of people, and where inside it would change.

    Repeats are follows by somebody who is counted already, as a part of all follows. The
    verdict is met up to `turns_low`, not met beyond `turns_high`; between them the counts
    themselves are too coarse to say. `least` and `most` are the repeats that the ends allow.
    None: there is no such number, because an upper end is not known or nothing was counted.
    """

    standing: Standing
    turns_low: float | None
    turns_high: float | None
    least: float | None
    most: float | None

    @property
    def is_settled(self) -> bool:
        """True where the verdict is the same over the whole interval."""
        return self.standing in (Standing.MET, Standing.NOT_MET)


def turn(low: float, high: float, target: int, follows: tuple[float, float]) -> Turn:
    """Say where in an interval of people the verdict on a target would change.

    `low` and `high` are the people, `high` infinite where no upper end is known; `follows`
    are all follows together, from and to. Raises ValueError for ends the wrong way round.
    """
    if low > high or follows[0] > follows[1]:
        raise ValueError(f"not an interval: {low} to {high} of {follows[0]} to {follows[1]}")
    if low >= target:
        standing = Standing.MET
    else:
        standing = Standing.NOT_MET if high < target else Standing.UNDECIDED
    least, most = _repeats(high, follows[1]), _repeats(low, follows[0])
    return Turn(standing, _repeats(target, follows[0]), _repeats(target, follows[1]), least, most)


def _repeats(people: float, follows: float) -> float | None:
    """Give the part of all follows that are repeats, where so many people are behind them."""
    if not 0 < follows < np.inf or not np.isfinite(people):
        return None
    return max(0.0, 1 - float(people) / float(follows))
