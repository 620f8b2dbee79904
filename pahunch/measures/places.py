"""The gazetteer of a state out of the registry, and of the file of its towns."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from pahunch.lib.tables import BadTable, read_table
from pahunch.measures.gazetteer import Area, Gazetteer, Seat, Town
from pahunch.registry.districts import districts_on
from pahunch.registry.models import Division, Placement
from pahunch.registry.names import DivisionKind

DATA = Path(__file__).resolve().parents[1] / "data"
INITIALS = {"mp": ("MP", "M.P.", "मप्र", "म.प्र.")}
"""How a state is shortened, by its code; nothing a name could be mistaken for."""


def gazetteer_of(state: Division, on: date) -> Gazetteer:
    """Give the gazetteer of a state as its districts were on a day, in a few queries."""
    districts = districts_on(state, on)
    places = Division.objects.under(state.path)
    ever: dict[int, set[str]] = defaultdict(set)
    held = Placement.objects.filter(
        child__path__startswith=state.path, parent__kind=DivisionKind.DISTRICT
    )
    for child, parent in held.values_list("child_id", "parent__code"):
        ever[child].add(parent)
    seats = [
        Seat(
            seat.code,
            _names(seat),
            districts[seat.pk].code if seat.pk in districts else "",
            frozenset(ever[seat.pk]),
        )
        for seat in places.constituencies()
    ]
    areas = [Area(_names(place), place.code) for place in places.filter(kind=DivisionKind.DISTRICT)]
    areas += [
        Area(_names(block), district, is_block=True)
        for block in places.filter(kind=DivisionKind.BLOCK)
        for district in ever[block.pk]
    ]
    own = (*_names(state), *INITIALS.get(state.code, ()))
    return Gazetteer(own, seats, areas, towns_of(state.code, {seat.code for seat in seats}))


def towns_of(state: str, seats: set[str]) -> list[Town]:
    """Read the file of a state's towns; none where it has none.

    Raises BadTable where a row names a constituency that the state has not.
    """
    path = DATA / state / "towns.csv"
    if not path.exists():
        return []
    table = read_table(path)
    found = []
    for row in table:
        cells = dict(zip(table.header, row.cells, strict=True))
        codes = tuple(f"{state}-ac-{number}" for number in cells["constituencies"].split(";"))
        if seats and not seats.issuperset(codes):
            raise BadTable("names no constituency", row=row.number, column="constituencies")
        names = tuple(name for name in (cells["name"], cells["name_hi"]) if name)
        found.append(Town(names, codes))
    return found


def _names(place: Division) -> tuple[str, ...]:
    return tuple(name for name in (place.name, place.name_hi) if name)
