"""The made-up registry as a folder of CSV files, for the registry's own door."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from pahunch.facts import AccountKind, Platform
from pahunch.simulation.geography import CODE, ROLLS, STATE, Geography, Place, make_geography
from pahunch.simulation.names import Name, people, read_pairs
from pahunch.simulation.plan import SLOTS, Plan, Stream
from pahunch.simulation.reach import draw_reach
from pahunch.simulation.tables import member_code, minister_code, platform_id

Row = Mapping[str, object]

ASSEMBLY_BEGAN = date(2023, 12, 15)
PUBLISHED = {2018: date(2018, 9, 28), 2023: date(2023, 10, 5)}
MINISTER_POST, MEMBER_POST = f"{CODE}-minister", f"{CODE}-member"
RANKS = (("cm", 1), ("deputy_cm", 2), ("cabinet", 18), ("mos_independent", 5), ("mos", 5))
_DEPARTMENTS = tuple(
    Name(*pair.split(" / "))
    for pair in (
        "General Affairs of Udaharan / उदाहरण सामान्य कार्य",
        "Wells and Springs / कुएँ और झरने",
        "Libraries and Reading / पुस्तकालय और पठन",
        "Footpaths and Bridges / पगडंडियाँ और पुल",
        "Orchards / बाग़-बग़ीचे",
        "Night Lamps / रात्रि दीप",
        "Village Clinics / ग्राम चिकित्सा",
        "School Meals / विद्यालय भोजन",
        "Weaving and Pottery / बुनाई और मिट्टी कला",
        "Ponds and Fisheries / तालाब और मछली पालन",
        "Forest Trails / वन पथ",
        "Fairs and Theatre / मेले और रंगमंच",
        "Playgrounds / खेल मैदान",
        "Weather and Seasons / मौसम और ऋतु",
        "Seeds and Soil / बीज और मिट्टी",
        "Letters and Telephones / पत्र और दूरभाष",
    )
)
PARTIES = read_pairs("Palash-Dal पलाश-दल, Shikhar-Dal शिखर-दल, Nirjhar-Dal निर्झर-दल")
"""No such party exists. The ministry is of the first."""
_PARTY_SHARES = (0.52, 0.38, 0.10)


def write_folder(plan: Plan, folder: Path, *, people_too: bool) -> None:
    """Write the files of the whole registry, or of the bare state without its people."""
    for name, rows in tables(plan, people_too=people_too).items():
        _write(folder / f"{name}.csv", rows, plan)


def _write(path: Path, rows: Iterable[Row], plan: Plan) -> None:
    fact = {"source": plan.source, "as_of": plan.until.isoformat(), "verified": "no"}
    listed = [{**row, **fact} for row in rows]
    if not listed:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, listed[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def tables(plan: Plan, *, people_too: bool) -> dict[str, list[Row]]:
    """Give the rows of each file of the registry, without their source."""
    if not people_too:
        state = Place(CODE, "state", STATE, "", 0)
        return {"divisions": [_division(state)], "rolls": list(_rolls()), "posts": list(_posts())}
    places = make_geography(plan.representatives, plan.chance(Stream.PLACES))
    everything = places.everything()
    return {
        "divisions": [_division(place) for place in everything],
        "placements": [
            {"child": place.code, "parent": place.parent} for place in everything if place.parent
        ],
        "rolls": list(_rolls()),
        "posts": list(_posts()),
        "departments": list(_departments()),
        **_people(plan, places),
    }


def _division(place: Place) -> Row:
    column, row = place.tile or ("", "")
    return {
        "code": place.code,
        "kind": place.kind,
        "name": place.name.latin,
        "name_hi": place.name.hindi,
        "number": place.number or "",
        "reservation": place.reservation,
        "tile_column": column,
        "tile_row": row,
    }


def _rolls() -> Iterator[Row]:
    for year in ROLLS:
        yield {
            "code": roll_code(year),
            "state": CODE,
            "year": year,
            "name": f"Assembly roll of {year} (made-up)",
            "name_hi": f"विधानसभा मतदाता सूची {year} (काल्पनिक)",
            "published_on": PUBLISHED[year],
        }


def roll_code(year: int) -> str:
    """Give the code of a roll."""
    return f"{CODE}-{year}"


def _posts() -> Iterator[Row]:
    for code, kind, name, hindi in (
        (MINISTER_POST, "minister", "Minister of Udaharan Pradesh", "मंत्री, उदाहरण प्रदेश"),
        (MEMBER_POST, "member", "Member, Udaharan Assembly", "सदस्य, उदाहरण विधानसभा"),
    ):
        yield {"code": code, "state": CODE, "kind": kind, "name": name, "name_hi": hindi}


def _departments() -> Iterator[Row]:
    for number, name in enumerate(_DEPARTMENTS, start=1):
        yield _department(f"{CODE}-dept-{number}", "department", name)
    for number, name in enumerate(PARTIES, start=1):
        yield _department(f"{CODE}-party-{number}", "party", _spaced(name))


def _department(code: str, kind: str, name: Name) -> Row:
    return {"code": code, "state": CODE, "kind": kind, "name": name.latin, "name_hi": name.hindi}


def _spaced(name: Name) -> Name:
    return Name(name.latin.replace("-", " "), name.hindi.replace("-", " "))


def _people(plan: Plan, places: Geography) -> dict[str, list[Row]]:
    chance = plan.chance(Stream.PEOPLE)
    names = people(plan.representatives, chance)
    parties = chance.choice(len(PARTIES), plan.representatives, p=_PARTY_SHARES).tolist()
    for number in plan.minister_numbers:
        parties[number] = 0
    began = min(ASSEMBLY_BEGAN, plan.first_day - timedelta(days=1))
    slugs = [
        f"{CODE}-{name.latin.lower().replace(' ', '-')}-{i + 1}" for i, name in enumerate(names)
    ]
    held: list[Row] = [
        {
            "code": member_code(number),
            "person": slug,
            "post": MEMBER_POST,
            "division": places.constituencies[number].code,
            "starts": began,
            "rank": "",
            "portfolios": "",
            "party": _spaced(PARTIES[parties[number]]).latin,
        }
        for number, slug in enumerate(slugs)
    ]
    held += [
        {**held[number], "code": minister_code(number), "post": MINISTER_POST, **_office(place)}
        for place, number in enumerate(plan.minister_numbers)
    ]
    return {
        "people": [
            {"slug": slug, "state": CODE, "name": name.latin, "name_hi": name.hindi}
            for slug, name in zip(slugs, names, strict=True)
        ],
        "memberships": held,
        **_numbers(plan, places, slugs),
    }


def _office(place: int) -> Row:
    """Give the rank and the portfolios of a minister by the place in the ministry."""
    ranks = [rank for rank, count in RANKS for _ in range(count)]
    first = _DEPARTMENTS[place % len(_DEPARTMENTS)].latin
    second = _DEPARTMENTS[(place * 5 + 3) % len(_DEPARTMENTS)].latin
    portfolios = [first] if first == second or place % 2 else [first, second]
    return {"rank": ranks[min(place, len(ranks) - 1)], "portfolios": "; ".join(portfolios)}


def _numbers(plan: Plan, places: Geography, slugs: list[str]) -> dict[str, list[Row]]:
    """Give electors and accounts, which are drawn with the counts."""
    found: dict[str, list[Row]] = {"electors": [], "accounts": [], "handles": [], "statuses": []}
    for block in range(plan.blocks):
        reach = draw_reach(plan, block)
        for row, number in enumerate(reach.numbers.tolist()):
            found["electors"] += [
                {
                    "roll": roll_code(year),
                    "division": places.constituencies[number].code,
                    "electors": count,
                }
                for year, count in zip(ROLLS, reach.electors[row].tolist(), strict=True)
            ]
            for slot in np.flatnonzero(reach.has[row]).tolist():
                _account(plan, number, slot, slugs[number], found)
    return found


def _account(plan: Plan, number: int, slot: int, slug: str, found: dict[str, list[Row]]) -> None:
    platform, kind = SLOTS[slot].platform, SLOTS[slot].kind
    own = platform_id(plan, number, kind)
    key = f"{platform.value}:{own}"
    found["accounts"].append(
        {
            "key": key,
            "platform": platform.value,
            "platform_id": own,
            "kind": kind.value,
            "person": slug,
        }
    )
    # No platform allows "!" in a handle: nobody can be taken for a made-up person.
    office = "!office" if kind is AccountKind.OFFICE else ""
    found["handles"].append({"account": key, "handle": f"namuna!{number + 1:04d}{office}"})
    if platform is Platform.KOO:
        closed = plan.day(plan.closing)
        found["statuses"].append({"account": key, "status": "closed", "since": closed})
