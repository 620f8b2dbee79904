"""Places as platforms write them ("Jabalpur, Madhya Pradesh", "जबलपुर"), laid on constituencies.

A name is looked up as it is spelled, and only where nothing is spelled so by its sound
(`lib.names.fold`), which is the same in both scripts but also for some different towns. What a
name may mean, its readings, are all kept: two towns of one name stay two.

What a reading says follows from the names alone, for no list of a state says in which
constituency each town lies:

- a town that gave its name to one constituency lies in it, and around it lie the others of the
  district;
- a city that several constituencies are named after ("Indore-1", "Jabalpur East") may lie in
  every constituency of its district, as may a district, and a block, for which the directory
  names its district alone;
- a town of the file `towns.csv` of the state lies where the file says;
- a place with another state's or country's name behind it lies elsewhere;
- a name without a state behind it may mean a namesake elsewhere: nothing of it is certain;
- whatever else is written is not known, and its followers have no place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pahunch.lib.names import fold
from pahunch.rules.inside import Bools, Floats, Ints, Shares, pooled, spread

QUARTERS = frozenset(
    word
    for line in (
        "north south east west central centre rural urban city cantt new",
        "uttar dakshin purva paschim madhya",
        "उत्तर दक्षिण पूर्व पश्चिम मध्य ग्रामीण शहर कैंट नया",
    )
    for word in line.split()
)
"""Words behind a town's name that tell apart the constituencies named after it."""
NOISE = frozenset(
    ("district", "tehsil", "tahsil", "city", "division", "जिला", "ज़िला", "तहसील", "संभाग", "शहर")
)
"""Words that say what a place is and not what it is called."""
COUNTRY = frozenset({"india", "bharat", "in", "भारत"})
"""The country as platforms write it."""
_SPLIT = re.compile(r"[,;|()]+")
_WORDS = re.compile(r"[\s\-–]+")
_NOT_LETTERS = re.compile(r"[^a-z0-9\u0900-\u097f]")
_SMALL = str.maketrans({"़": None, "ँ": "ं", "\u200c": None, "\u200d": None})
_NASAL = re.compile("[ङञणनम]्(?=[क-म])")


class Kind(StrEnum):
    """What a reading takes a name for."""

    TOWN = "town"
    """A town of one constituency, by its name or by the file."""
    CITY = "city"
    """A city of several constituencies."""
    DISTRICT = "district"
    """A district, a block, or a town of which only the district is known."""
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a name may mean: the constituencies that it lies in, and those around it.

    The numbers are places in `Gazetteer.codes`. Without a core it lies elsewhere.
    """

    kind: Kind
    core: frozenset[int]
    rim: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """All that a name may mean. Without a reading the place is not known."""

    readings: tuple[Reading, ...] = ()
    unsure: bool = False
    """Whether it may also mean another place, as no state was named."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A constituency: its names, the district that it lies in, and those it ever lay in."""

    code: str
    names: tuple[str, ...]
    district: str
    districts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Area:
    """A district or a block, by the code of the district, under its names."""

    names: tuple[str, ...]
    district: str
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    """A town of which it is known in which constituencies it lies, by their codes."""

    names: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """What carries a name: a seat, a town (by its seats), or else an area."""

    district: str
    seat: int | None = None
    is_quarter: bool = False
    town: frozenset[int] = frozenset()


class Gazetteer:
    """The names of one state's places, as they were on a day."""

    def __init__(
        self,
        state: Iterable[str],
        seats: Sequence[Seat],
        areas: Iterable[Area],
        towns: Iterable[Town] = (),
    ) -> None:
        """Take the state's own names and spellings, and its places."""
        self.codes = tuple(seat.code for seat in seats)
        self._seats = tuple(seats)
        self._state = {key for name in state for key in (exact(name), fold(name)) if key}
        self._within: dict[str, frozenset[int]] = defaultdict(frozenset)
        for number, seat in enumerate(seats):
            self._within[seat.district] |= {number}
        self._spelled: dict[str, list[_Record]] = defaultdict(list)
        self._sounds: dict[str, list[_Record]] = defaultdict(list)
        self._districts: dict[str, set[str]] = defaultdict(set)
        for number, seat in enumerate(seats):
            for name in seat.names:
                plain, is_quarter = base(name)
                self._enter(plain, _Record(seat.district, number, is_quarter))
        for area in areas:
            self._enter_area(area)
        number_of = {seat.code: number for number, seat in enumerate(seats)}
        for town in towns:
            chosen = frozenset(number_of[code] for code in town.seats)
            for name in town.names:
                self._enter(name, _Record(seats[min(chosen)].district, town=chosen))

    def find(self, place: str, breakdown: str = "city") -> Found:
        """Give what a platform's name of a place may mean; nothing where it is not known."""
        named, *behind = [part for part in map(_plain, _SPLIT.split(place)) if part] or [""]
        if breakdown == "country":
            known = exact(named) in COUNTRY or not named
            return Found() if known else Found((Reading(Kind.ELSEWHERE, frozenset()),))
        behind = [part for part in behind if exact(part) not in COUNTRY]
        if not behind:
            return Found(tuple(self._readings(named, None)), unsure=True)
        if self._is_state(behind[-1]):
            behind = behind[:-1]
        elif not self._known(behind[-1]):
            return Found((Reading(Kind.ELSEWHERE, frozenset()),))
        districts = set().union(*(self._districts_named(part) for part in behind)) or None
        return Found(tuple(self._readings(named, districts)))

    def shares(self, found: Sequence[Found], electors: Floats) -> tuple[Ints, Shares]:
        """Lay what names may mean on the constituencies.

        `electors` has one number a constituency, in the order of `codes`. Gives, for each
        name, its row in the shares, -1 where it is not known; and shares of a row a known name
        and a column a constituency.
        """
        rows = np.full(len(found), -1, dtype=np.int64)
        known = [number for number, each in enumerate(found) if each.readings]
        rows[known] = np.arange(len(known))
        if not known:
            nothing = np.zeros((0, len(self.codes)))
            return rows, Shares(nothing, nothing, nothing)
        readings = [reading for number in known for reading in found[number].readings]
        core, rim = (np.zeros((len(readings), len(self.codes)), dtype=bool) for _ in range(2))
        for row, reading in enumerate(readings):
            core[row, list(reading.core)] = True
            rim[row, list(reading.rim)] = True
        counts = [len(found[number].readings) for number in known]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        unsure: Bools = np.array([found[number].unsure for number in known])
        return rows, pooled(spread(core, rim, electors), starts, unsure)

    def _enter_area(self, area: Area) -> None:
        for name in area.names:
            self._enter(base(name)[0], _Record(area.district))
            self._districts[exact(name)].add(area.district)
            if not area.is_block:
                self._districts[fold(name)].add(area.district)

    def _enter(self, name: str, record: _Record) -> None:
        for index, key in ((self._spelled, exact(name)), (self._sounds, fold(name))):
            if key and record not in index[key]:
                index[key].append(record)

    def _records(self, name: str) -> list[_Record]:
        return self._spelled.get(exact(name)) or self._sounds.get(fold(name)) or []

    def _readings(self, name: str, districts: set[str] | None) -> Iterator[Reading]:
        """Give one reading a district in which something has the name."""
        records = self._records(base(name)[0]) or self._records(name)
        if districts is not None and any(one.district in districts for one in records):
            records = [one for one in records if one.district in districts]
        passed: set[str] = set()
        for seat in (one.seat for one in records if one.seat is not None):
            # The directory still has the block in the district from which the seat moved.
            passed |= self._seats[seat].districts - {self._seats[seat].district}
        groups: dict[str, list[_Record]] = defaultdict(list)
        for one in records:
            if one.seat is not None or one.town or one.district not in passed:
                groups[one.district].append(one)
        for district, group in groups.items():
            reading = self._reading(district, group)
            if reading.core:
                yield reading

    def _reading(self, district: str, group: Sequence[_Record]) -> Reading:
        everything = self._within[district]
        towns = [one.town for one in group if one.town]
        if towns:
            core = frozenset().union(*towns)
            kind = Kind.TOWN if len(core) == 1 else Kind.CITY
            return Reading(kind, core, everything - core)
        named = frozenset(one.seat for one in group if one.seat is not None)
        if len(named) == 1 and not any(one.is_quarter for one in group):
            return Reading(Kind.TOWN, named, everything - named)
        return Reading(Kind.CITY if named else Kind.DISTRICT, everything)

    def _is_state(self, name: str) -> bool:
        return exact(name) in self._state or fold(name) in self._state

    def _known(self, name: str) -> bool:
        """Tell whether a name behind a place is one of ours: by sound Bihar would be Baihar."""
        return exact(name) in self._spelled or bool(self._districts_named(name))

    def _districts_named(self, name: str) -> set[str]:
        return self._districts.get(exact(name)) or self._districts.get(fold(name)) or set()


def exact(name: str) -> str:
    """Give a name's own letters: without case, marks and spaces, nasals written as dots."""
    letters = unicodedata.normalize("NFD", name.casefold()).translate(_SMALL)
    plain = "".join(one for one in letters if not ("\u0300" <= one <= "\u036f"))
    return _NASAL.sub("ं", _NOT_LETTERS.sub("", plain))


def base(name: str) -> tuple[str, bool]:
    """Give a name without the words and numbers of a quarter, and whether it had any."""
    words = _WORDS.split(name.strip())
    kept = [*words]
    while len(kept) > 1 and (kept[-1].casefold() in QUARTERS or kept[-1].isdecimal()):
        kept.pop()
    return " ".join(kept), len(kept) < len(words)


def _plain(part: str) -> str:
    """Give a part of a place without the words that say what it is."""
    words = part.split()
    kept = [word for word in words if word.casefold() not in NOISE]
    return " ".join(kept or words)
