"""Made-up places: divisions, districts, blocks, constituencies, their tiles and electors.

A place's name joins two words of nature ("Palash" and "van"); none is the name of a
constituency or a district of Madhya Pradesh, which a test holds against the shipped lists.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pahunch.simulation.names import Name, read_pairs

STATE = Name("Udaharan Pradesh", "उदाहरण प्रदेश")
CODE = "udaharan"

_FIRST = read_pairs(
    "Amaltas अमलतास, Arunim अरुणिम, Badal बादल, Chameli चमेली, Dhaval धवल, Gulmohar गुलमोहर, "
    "Harit हरित, Jharna झरना, Jugnu जुगनू, Kachnar कचनार, Kalrav कलरव, Kesar केसर, "
    "Kokil कोकिल, Lahar लहर, Tesu टेसू, Mayur मयूर, Bijuri बिजुरी, Nirjhar निर्झर, Ojas ओजस, "
    "Palash पलाश, Parag पराग, Parijat पारिजात, Phulwa फुलवा, Pulin पुलिन, Reshm रेशम, "
    "Rimjhim रिमझिम, Sarovar सरोवर, Savera सवेरा, Semal सेमल, Shabnam शबनम, Sugandh सुगंध, "
    "Sunehra सुनहरा, Taral तरल, Tarang तरंग, Titli तितली, Ujala उजाला, Vasant वसंत, Vitap विटप"
)
_LAST = read_pairs(
    "pur पुर, nagar नगर, gaon गाँव, van वन, tal ताल, ghat घाट, garh गढ़, kund कुंड, tola टोला, "
    "dih डीह, wadi वाड़ी, kheda खेड़ा, dhara धारा, tekri टेकरी, ganj गंज, sar सर"
)
_QUARTERS = read_pairs("North उत्तर, South दक्षिण, East पूर्व, West पश्चिम, Centre मध्य, New नया")
_DIVISIONS = read_pairs(
    "Udayachal उदयाचल, Madhuban मधुवन, Saptadhara सप्तधारा, Neelgagan नीलगगन, Harivan हरिवन, "
    "Swarnrekh स्वर्णरेख, Shvetgiri श्वेतगिरि, Chandrika चंद्रिका, Amritkund अमृतकुंड, "
    "Vanshobha वनशोभा, Meghmala मेघमाला, Suryapath सूर्यपथ"
)

SEATS_A_DISTRICT = 4.2
DISTRICTS_A_DIVISION = 6
RESERVED = (("SC", 35 / 230), ("ST", 47 / 230))
"""Shares of seats as in a state of 230: about 15 in a hundred SC, 20 in a hundred ST."""
ROLLS = (2018, 2023)
TYPICAL_ELECTORS = 239_000
ELECTORS_SPREAD = 0.135
LEAST_ELECTORS, MOST_ELECTORS = 143_000, 412_000


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up division of the state."""

    code: str
    kind: str
    name: Name
    parent: str
    number: int
    reservation: str = ""
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Geography:
    """Every place of the state, from the state itself down."""

    state: Place
    divisions: tuple[Place, ...]
    districts: tuple[Place, ...]
    blocks: tuple[Place, ...]
    constituencies: tuple[Place, ...]

    def everything(self) -> tuple[Place, ...]:
        """Give all places, a parent before its children."""
        return (self.state, *self.divisions, *self.districts, *self.blocks, *self.constituencies)


def electors(count: int, generator: np.random.Generator) -> np.ndarray:
    """Give the electors of constituencies: one row each, one column a roll of `ROLLS`.

    Spread as in a large Hindi-speaking state: around 2.4 lakh on the newer roll, and
    10 to 15 in a hundred fewer on the one before.
    """
    spread = generator.standard_normal(count) * ELECTORS_SPREAD
    newer = np.clip(TYPICAL_ELECTORS * np.exp(spread), LEAST_ELECTORS, MOST_ELECTORS)
    older = newer * generator.uniform(0.86, 0.94, count)
    return np.stack([older, newer], axis=1).astype(np.int64)


def tiles(count: int) -> np.ndarray:
    """Give a compact map: column and row of each constituency, neighbours in a run.

    The tiles nearest to the middle of a wide ellipse, ordered so that any run of numbers
    is a patch of the map.
    """
    reach = math.ceil(math.sqrt(count)) + 2
    column, row = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1))
    wave = 0.35 * np.sin(column * 0.9) + 0.35 * np.cos(row * 1.3)
    distance = np.hypot(column / 1.25, row * 1.05) + wave
    order = np.lexsort((row.ravel(), column.ravel(), distance.ravel()))[:count]
    chosen = np.stack([column.ravel()[order], row.ravel()[order]], axis=1)
    chosen = chosen - chosen.min(axis=0)
    ordered: np.ndarray = chosen[_patches(chosen)]
    return ordered


def _patches(points: np.ndarray) -> np.ndarray:
    """Order points so that every run of them lies close together: as an ox ploughs.

    Strips four rows high are walked to and fro, two columns at a time, so that four
    neighbours in the list are about a square.
    """
    column, row = points[:, 0], points[:, 1]
    strip = row // 4
    along = np.where(strip % 2 == 0, column // 2, -(column // 2))
    down = np.where(column // 2 % 2 == 0, row // 2, -(row // 2))
    return np.lexsort((row, column, down, along, strip))


def make_geography(seats: int, generator: np.random.Generator) -> Geography:
    """Make the places of a state with so many constituencies."""
    district_count = max(1, round(seats / SEATS_A_DISTRICT))
    division_count = max(1, round(district_count / DISTRICTS_A_DIVISION))
    blocks_each = generator.integers(4, 8, district_count)
    names = _Names(generator)
    state = Place(CODE, "state", STATE, "", 0)
    divisions = tuple(
        Place(f"{CODE}-dv-{i + 1}", "division", _division_name(i), CODE, i + 1)
        for i in range(division_count)
    )
    districts = tuple(
        Place(
            f"{CODE}-d-{i + 1}",
            "district",
            names.next(),
            divisions[i * division_count // district_count].code,
            i + 1,
        )
        for i in range(district_count)
    )
    homes = np.repeat(np.arange(district_count), blocks_each)
    blocks = tuple(
        Place(f"{CODE}-b-{i + 1}", "block", names.next(), districts[home].code, i + 1)
        for i, home in enumerate(homes.tolist())
    )
    return Geography(
        state, divisions, districts, blocks, _constituencies(seats, districts, names, generator)
    )


def _constituencies(
    seats: int, districts: tuple[Place, ...], names: _Names, generator: np.random.Generator
) -> tuple[Place, ...]:
    reserved = _reservations(seats, generator)
    where = tiles(seats).tolist()
    return tuple(
        Place(
            code=constituency_code(i),
            kind="constituency",
            name=names.next(),
            parent=districts[i * len(districts) // seats].code,
            number=i + 1,
            reservation=reserved[i],
            tile=(where[i][0], where[i][1]),
        )
        for i in range(seats)
    )


def constituency_code(index: int) -> str:
    """Give the code of a constituency from its place in the list, which begins with 0."""
    return f"{CODE}-ac-{index + 1}"


def _reservations(seats: int, generator: np.random.Generator) -> list[str]:
    """Reserve seats for Scheduled Castes and Tribes; the latter lie in runs, as on real maps."""
    reserved = ["GEN"] * seats
    order = generator.permutation(seats).tolist()
    (castes, caste_share), (tribes, tribe_share) = RESERVED
    tribal = round(seats * tribe_share)
    starts = generator.permutation(max(1, seats // 8)).tolist()
    runs = [start * 8 + step for start in starts for step in range(8)]
    for index in [i for i in runs if i < seats][:tribal]:
        reserved[index] = tribes
    left = [i for i in order if reserved[i] == "GEN"][: round(seats * caste_share)]
    for index in left:
        reserved[index] = castes
    return reserved


def _division_name(index: int) -> Name:
    name = _DIVISIONS[index % len(_DIVISIONS)]
    again = index // len(_DIVISIONS)
    return name if not again else Name(f"{name.latin} {again + 1}", f"{name.hindi} {again + 1}")


class _Names:
    """Names of places, each given once: plain, then of quarters, then numbered."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._order = generator.permutation(len(_FIRST) * len(_LAST)).tolist()
        self._given = 0

    def next(self) -> Name:
        """Give a name that was not given before."""
        again, index = divmod(self._given, len(self._order))
        self._given += 1
        first, last = divmod(self._order[index], len(_LAST))
        latin = _FIRST[first].latin + _LAST[last].latin
        hindi = _FIRST[first].hindi + _LAST[last].hindi
        if not again:
            return Name(latin, hindi)
        number, quarter = divmod(again - 1, len(_QUARTERS))
        side = _QUARTERS[quarter]
        tail = f" {number + 1}" if number else ""
        return Name(f"{latin} {side.latin}{tail}", f"{hindi} {side.hindi}{tail}")
