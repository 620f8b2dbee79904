"""A constituency's peers are those of the same reservation whose electors and urban share lie
near its own, and representatives are ranked among peers only where all were counted on the
same platforms, on the same days and completely.

Near is within a band: electors at most BAND times as many or as few, urban share at most
URBAN_BAND apart. Of more than SIZE the nearest are taken, by the distance in bands; a tie goes
by code. An urban share that is not known is not guessed: whose own is not known is compared by
the other two, and whose own is known only with those whose share is known too.

A rank is an interval, because a count is one: at best as many are ahead as certainly are, at
worst as many as may be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

NAME = "peers"
REVISION = "peers-1"
Floats = npt.NDArray[np.float64]
T = TypeVar("T")

BAND = 1.2
"""Electors of peers differ by this factor at most."""
URBAN_BAND = 0.15
"""Urban shares of peers differ by so much at most, in parts of one."""
SIZE = 12
"""Peers of one constituency, at most."""
LEAST = 4
"""With fewer there is no fair comparison."""


@dataclass(frozen=True, slots=True)
class Place:
    """A constituency as far as its peers are concerned. None, or no reservation: not known."""

    code: str
    electors: int | None
    reservation: str
    urban: float | None = None
    """The part of its people who live in towns, from 0 to 1."""


class Why(StrEnum):
    """Why there is no comparison."""

    NO_ELECTORS = "no_electors"
    NO_RESERVATION = "no_reservation"
    TOO_FEW = "too_few"
    ABSENT = "absent"
    INCOMPLETE = "incomplete"
    PLATFORMS = "platforms"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class PeersOf:
    """The peers of one constituency, the nearest first; none, and then why."""

    code: str
    peers: tuple[str, ...]
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a representative was counted: what must be equal before anybody is ranked."""

    platforms: frozenset[str]
    """Platforms with an account that counts."""
    oldest: date | None
    newest: date | None
    """The days of the oldest and the newest count that was used."""
    accounts: int
    measured: int

    @property
    def is_complete(self) -> bool:
        """True where every account that counts has a usable count."""
        return 0 < self.accounts == self.measured


@dataclass(frozen=True, slots=True)
class Entry:
    """One who may be ranked: followers as parts of the electors, `high` None: no upper end."""

    code: str
    low: float
    high: float | None
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of one in a comparison: `best` to `worst` of `among`; 1 is the first."""

    code: str
    best: int
    worst: int
    among: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everybody's rank, best first; or none at all, why, and whose counting differs."""

    ranks: tuple[Rank, ...]
    why: Why | None = None
    differ: tuple[str, ...] = ()


def peers(places: Sequence[Place], *, size: int = SIZE) -> tuple[PeersOf, ...]:
    """Give everybody's peers, in the order of `places`. The order changes no set.

    Raises ValueError for a code that comes twice, electors below one, or an urban share that
    is no part of one.
    """
    _check(places)
    ordered = sorted(places, key=lambda place: place.code)
    electors = np.array([place.electors or np.nan for place in ordered], dtype=np.float64)
    urban = np.array(
        [np.nan if place.urban is None else place.urban for place in ordered], dtype=np.float64
    )
    kinds = np.array([place.reservation for place in ordered])
    codes = [place.code for place in ordered]
    numbers = {code: number for number, code in enumerate(codes)}
    found = []
    for place in places:
        why = _unknown(place)
        if why is not None:
            found.append(PeersOf(place.code, (), why))
            continue
        number = numbers[place.code]
        away = _distances(number, electors, urban)
        away[(kinds != place.reservation) | (np.arange(len(codes)) == number)] = np.inf
        # Stable, so that equal distances stay in the order of codes.
        nearest = [at for at in np.argsort(away, kind="stable")[:size] if np.isfinite(away[at])]
        few = len(nearest) < LEAST
        chosen = () if few else tuple(codes[at] for at in nearest)
        found.append(PeersOf(place.code, chosen, Why.TOO_FEW if few else None))
    return tuple(found)


def _check(places: Sequence[Place]) -> None:
    codes = [place.code for place in places]
    if len(set(codes)) < len(codes):
        raise ValueError("a code comes twice")
    for place in places:
        if place.electors is not None and place.electors < 1:
            raise ValueError(f"{place.code}: {place.electors} electors")
        if place.urban is not None and not 0 <= place.urban <= 1:
            raise ValueError(f"{place.code}: no part of one: {place.urban}")


def _unknown(place: Place) -> Why | None:
    if place.electors is None:
        return Why.NO_ELECTORS
    return None if place.reservation else Why.NO_RESERVATION


def _distances(number: int, electors: Floats, urban: Floats) -> Floats:
    """Give how far all are from one, in bands; infinite outside them."""
    bands = np.abs(np.log(electors / electors[number])) / np.log(BAND)
    apart = np.zeros(len(electors))
    if not np.isnan(urban[number]):
        apart = np.abs(urban - urban[number]) / URBAN_BAND
    # A hair of room: a band's own edge is inside it, whatever floats make of it.
    inside = (bands <= 1 + 1e-9) & (apart <= 1 + 1e-9)
    found: Floats = np.where(inside, np.hypot(bands, apart), np.inf)
    return found


def digest(places: Sequence[Place], sets: Sequence[PeersOf]) -> str:
    """Give 16 hex digits that change when any fact, set or the rule does, and with nothing else."""
    facts = sorted((one.code, one.electors, one.reservation, one.urban) for one in places)
    chosen = sorted((one.code, one.peers, one.why) for one in sets)
    text = json.dumps([REVISION, facts, chosen], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def rank(codes: Sequence[str], entries: Mapping[str, Entry], *, days_apart: int = 0) -> Ranking:
    """Rank a comparison set, or say why not.

    Nobody is ranked unless everybody of `codes` was measured, completely, on the same
    platforms and on the same days: the oldest of one and the oldest of another lie at most
    `days_apart` days from each other, and so do the newest.
    """
    missing = tuple(code for code in codes if code not in entries)
    if missing:
        return Ranking((), Why.ABSENT, missing)
    chosen = [entries[code] for code in codes]
    incomplete = tuple(one.code for one in chosen if not one.exposure.is_complete)
    if incomplete:
        return Ranking((), Why.INCOMPLETE, incomplete)
    why, differ = _unequal(chosen, days_apart)
    return Ranking((), why, differ) if why else Ranking(_ranks(chosen))


def _unequal(entries: Sequence[Entry], days_apart: int) -> tuple[Why | None, tuple[str, ...]]:
    """Say in what the counting differs, and whose differs from most; None: in nothing."""
    if not entries:
        return None, ()
    usual = _most_common([one.exposure.platforms for one in entries])
    others = tuple(one.code for one in entries if one.exposure.platforms != usual)
    if others:
        return Why.PLATFORMS, others
    for days in (
        [one.exposure.oldest for one in entries],
        [one.exposure.newest for one in entries],
    ):
        known = [day for day in days if day is not None]
        if len(known) < len(days) or (max(known) - min(known)).days > days_apart:
            usual_day = _most_common(days)
            others = tuple(
                one.code
                for one, day in zip(entries, days, strict=True)
                if day is None or usual_day is None or abs((day - usual_day).days) > days_apart
            )
            return Why.DAYS, others or tuple(one.code for one in entries)
    return None, ()


def _most_common(things: Sequence[T]) -> T:
    """Give what most have; of equally many the first."""
    return max(things, key=lambda thing: (things.count(thing), -things.index(thing)))


def _ranks(entries: Sequence[Entry]) -> tuple[Rank, ...]:
    low = np.array([one.low for one in entries])
    high = np.array([np.inf if one.high is None else one.high for one in entries])
    best = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    ahead = high[None, :] > low[:, None]
    np.fill_diagonal(ahead, val=False)
    worst = 1 + ahead.sum(axis=1)
    ranks = [
        Rank(one.code, int(best[place]), int(worst[place]), len(entries))
        for place, one in enumerate(entries)
    ]
    return tuple(sorted(ranks, key=lambda one: (one.best, one.worst, one.code)))
