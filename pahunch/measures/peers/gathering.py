"""What the registry knows of constituencies, as comparison sets need it; files of urban shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pahunch.lib.tables import BadTable, Limits, read_table
from pahunch.measures.models import UrbanShare
from pahunch.measures.peers.errors import WrongPeers
from pahunch.registry.models import Division, Electors, Roll
from pahunch.rules.peers import Place

NEEDED = ("division", "urban_share", "source")
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)\s*%|([01](?:\.\d{1,9})?)")
LIMITS = Limits(rows=20_000, size=5_000_000)
LONGEST = {"source": 500, "as_of": 10}


@dataclass(frozen=True, slots=True)
class Urban:
    """One constituency's urban share, as a file tells it."""

    division: str
    share: float
    source: str
    as_of: str
    row: int


def places_of(state: Division, roll: Roll, on: date) -> list[Place]:
    """Give a state's constituencies of a day, with a roll's electors and known urban shares."""
    electors: Mapping[int, int] = dict(
        Electors.objects.filter(roll=roll).values_list("division_id", "electors")
    )
    urban: Mapping[int, float] = dict(UrbanShare.objects.values_list("division_id", "share"))
    found = Division.objects.under(state.path).existing(on).constituencies()
    return [
        Place(one.code, electors.get(one.pk), one.reservation, urban.get(one.pk)) for one in found
    ]


def read_urban(path: Path) -> list[Urban]:
    """Read `division`, `urban_share`, `source` and, if known, `as_of`. Raises WrongPeers."""
    try:
        table = read_table(path, limits=LIMITS)
        columns = {name.strip().lower(): place for place, name in enumerate(table.header)}
        rows = list(table)
    except BadTable as bad:
        raise WrongPeers("table", said=str(bad)) from bad
    for name in NEEDED:
        if name not in columns:
            raise WrongPeers("column", name=name)
    found: dict[str, Urban] = {}
    for row in rows:
        cells = {name: row.cells[place] for name, place in columns.items()}
        one = _urban(cells, row.number)
        if one.division in found:
            raise WrongPeers("twice", row=row.number, column="division")
        found[one.division] = one
    return list(found.values())


def _urban(cells: Mapping[str, str], number: int) -> Urban:
    for name in NEEDED:
        if not cells[name]:
            raise WrongPeers("empty", row=number, column=name)
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            raise WrongPeers("long", row=number, column=name, most=most)
    text = SHARE.fullmatch(cells["urban_share"])
    share = (float(text[1]) / 100 if text[1] else float(text[2])) if text else 2.0
    if share > 1:
        raise WrongPeers("share", row=number, column="urban_share")
    return Urban(cells["division"], share, cells["source"], cells.get("as_of", ""), number)
