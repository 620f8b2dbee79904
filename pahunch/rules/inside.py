"""Of an account's followers, those in places of its constituency are inside, those in places that
lie elsewhere are not, and all others, in places that several constituencies share or without a
place, may be either: so the number inside is an interval, and never a count.

Platforms name towns and not constituencies, and only the largest. A place has a core, the
constituencies that it lies in, and a rim, the others of its district. Three allowances are made,
because nothing public says how platforms draw the border of a town or what they leave out:

- a platform names the nearest town for people who live around it, so of a town's followers up to
  AROUND may live in the rim;
- whom a platform names no place for lives in the constituency at most UNTOLD times as often as
  those may for whom it names one, and beside them as many as CUT places more, each as large as
  the smallest named; this is said only where the list names at least half of all followers;
- a list older than PLACES_FRESH_DAYS says nothing.

They are choices, made on made-up states so that the interval held the truth in 95 of 100 cases
even where twice as many lived around the towns, three times as many in villages or nowhere, or
four times as many at home; `benchmarks/inside.py` measures them on other states.

The point takes a shared place by electors (as dasymetric maps do with population: Wright 1936)
and the followers without a place like those who have one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pahunch.facts import Adding, Standing

NAME = "inside"
REVISION = "inside-1"
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

AROUND = 0.2
"""The largest part of a town's followers that is taken to live around it."""
UNTOLD = 2.0
CUT = 10
LEAST_LISTED = 0.5
"""The part of all followers that a list must name before it says anything of the others."""
BREAKDOWNS = ("city", "country")
"""What places are told by where they are places of followers. Views are none (`views_city`), and
regions that a platform numbers cannot be laid on constituencies."""
PLACES_FRESH_DAYS = 35
"""A list of places older than this says nothing any more; lists are read once a week."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Which part of a place's followers lies in a constituency: arrays of one shape, 0 to 1."""

    least: Floats
    point: Floats
    most: Floats

    def at(self, places: Ints, seats: Ints) -> Shares:
        """Give the shares of places (rows) in constituencies (columns), pair by pair."""
        return Shares(
            self.least[places, seats], self.point[places, seats], self.most[places, seats]
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What platforms told: a row a place of an account, in any order."""

    account: Ints
    """Of each row, the number of its account."""
    low: Floats
    high: Floats
    """Followers there; infinite where no upper end is known."""
    shares: Shares
    """Of the account's own constituency in the place."""
    known: Bools
    """Whether the place could be laid on the map; where not, its shares are not looked at."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The followers of n accounts."""

    low: Floats
    high: Floats
    """Infinite where no upper end is known, or where no count is usable."""
    lost: Floats
    """By how much the count fell since the places were told: any of them may have left."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Of n accounts, followers by where they are. All arrays are n long, in followers.

    The parts are of the counts as told: `certain`, `shared`, `elsewhere` and `unplaced` add up
    to all followers where every count is exact.
    """

    certain: Floats
    shared: Floats
    elsewhere: Floats
    unplaced: Floats
    low: Floats
    high: Floats
    point: Floats
    """NaN where no place was told."""
    tells: Bools
    """Whether any place was told that could be laid on the map."""


@dataclass(frozen=True, slots=True)
class Together:
    """The accounts of each of m representatives put together, in followers."""

    low: Floats
    high: Floats
    point: Floats
    """Of the accounts that tell places; NaN where none does."""
    tells: Bools


def spread(core: Bools, rim: Bools, electors: Floats) -> Shares:
    """Give the shares of readings (rows) in constituencies (columns).

    `core` and `rim` say which constituencies a reading lies in and around; `electors` has one
    number a constituency. A reading without a core lies elsewhere. A constituency whose electors
    are not known (0) counts as one elector: it is there, and weighs next to nothing.
    """
    weight = np.maximum(electors, 1.0)
    alone = core.sum(axis=1, keepdims=True) == 1
    has_rim = rim.any(axis=1, keepdims=True) & core.any(axis=1, keepdims=True)
    edge = np.where(has_rim, AROUND, 0.0)
    least = np.where(core & alone, 1 - edge, 0.0)
    most = np.where(core, 1.0, np.where(rim, edge, 0.0))
    point = _by(core, weight) * (1 - edge / 2) + _by(rim, weight) * (edge / 2)
    return Shares(least, point, most)


def pooled(shares: Shares, starts: Ints, unsure: Bools) -> Shares:
    """Put the readings of each name together: it may mean any one of them.

    The readings of name i are the rows from starts[i] to the next name's. A name that is
    `unsure`, for the platform named no state or spelled it in no known way, may mean another
    place altogether: nothing of it is certain.
    """
    least = np.minimum.reduceat(shares.least, starts, axis=0)
    most = np.maximum.reduceat(shares.most, starts, axis=0)
    number = np.diff(np.append(starts, len(shares.point)))
    point = np.add.reduceat(shares.point, starts, axis=0) / number[:, None]
    least[unsure] = 0
    return Shares(least, np.clip(point, least, most), most)


def inside(told: Told, totals: Totals) -> Inside:
    """Measure every account at once.

    Where places add up to more followers than there are, and the loss does not explain it, the
    difference is taken for a loss.
    """
    size = len(totals.low)

    def add(values: Floats) -> Floats:
        return np.bincount(told.account, weights=values, minlength=size).astype(np.float64)

    least = np.where(told.known, told.shares.least, 0.0)
    most = np.where(told.known, told.shares.most, 1.0)
    listed = add(told.low)
    lost = np.maximum(totals.lost, np.maximum(listed - totals.high, 0))
    certain, away = add(told.low * least), add(told.low * (1 - most))
    low = np.maximum(certain - lost, 0)
    high = totals.high - np.maximum(away - lost, 0)
    high = np.minimum(high, _may(told, totals, add(told.high * most), away, listed - lost))
    middle = np.where(np.isfinite(told.high), (told.low + told.high) / 2, told.low)
    placed = add(np.where(told.known, middle, 0))
    mine = add(np.where(told.known, middle * told.shares.point, 0))
    everybody = np.where(np.isfinite(totals.high), (totals.low + totals.high) / 2, totals.low)
    tells = placed > 0
    part = np.divide(mine, placed, out=np.full(size, np.nan), where=tells)
    on_map = add(np.where(told.known, told.low, 0))
    return Inside(
        certain=certain,
        shared=np.maximum(on_map - certain - away, 0),
        elsewhere=away,
        unplaced=np.maximum(totals.high - on_map, 0),
        low=low,
        high=high,
        point=np.where(tells, np.clip(everybody * part, low, high), np.nan),
        tells=tells,
    )


def _may(told: Told, totals: Totals, may: Floats, away: Floats, listed: Floats) -> Floats:
    """Give how many may be inside of those listed (`may`) and, with them, of all others.

    `away` of those listed are certainly not; `listed` are left of the list. Infinite where the
    list is too short to say anything of the others.
    """
    smallest = np.full(len(may), math.inf)
    np.minimum.at(smallest, told.account, told.high)
    others = totals.high - np.maximum(listed, 0)
    everybody = may + away
    speaks = np.isfinite(everybody) & (everybody > 0) & (listed >= LEAST_LISTED * totals.high)
    speaks &= np.isfinite(totals.high) & np.isfinite(smallest)
    found = np.full(len(may), math.inf)
    part = np.minimum(UNTOLD * may[speaks] / everybody[speaks], 1)
    inside_of_others = part * others[speaks] + CUT * smallest[speaks]
    found[speaks] = may[speaks] + np.minimum(inside_of_others, others[speaks])
    return found


def together(found: Inside, owner: Ints, number: int, adding: Adding) -> Together:
    """Put the accounts of each representative together, as the directive adds them up.

    `owner` says whose account each is, from 0 to `number` - 1. An account that tells no places
    adds nothing to the low end and all its followers to the high end: nobody knows where they
    are. `total` adds the ends; `best` takes the largest of each; `people` takes the largest low
    end, as everybody may follow every account, and adds the high ends.
    """
    points = np.where(found.tells, found.point, 0.0)
    summed = adding == Adding.TOTAL
    low = _sum(found.low, owner, number) if summed else _largest(found.low, owner, number)
    point = _sum(points, owner, number) if summed else _largest(points, owner, number)
    best = adding == Adding.BEST
    high = _largest(found.high, owner, number) if best else _sum(found.high, owner, number)
    tells = np.bincount(owner[found.tells], minlength=number) > 0
    return Together(low, high, np.where(tells, point, np.nan), tells)


def standing(low: int, high: int | None, target: int | None, *, tells: bool) -> Standing:
    """Judge a representative by the interval. `high` is None where no upper end is known.

    Where no account tells places nothing was measured; but who has fewer followers than the
    target anywhere certainly has fewer inside.
    """
    if target is not None and high is not None and high < target:
        return Standing.NOT_MET
    if not tells:
        return Standing.NOT_MEASURED
    if target is not None and low >= target:
        return Standing.MET
    return Standing.UNDECIDED


def _by(chosen: Bools, weight: Floats) -> Floats:
    """Share each row out among its chosen columns, by their weight; nothing where none is."""
    weights = np.where(chosen, weight, 0.0)
    whole = weights.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    return shares


def _sum(values: Floats, owner: Ints, number: int) -> Floats:
    return np.bincount(owner, weights=values, minlength=number).astype(np.float64)


def _largest(values: Floats, owner: Ints, number: int) -> Floats:
    found = np.zeros(number)
    np.maximum.at(found, owner, values)
    return found
