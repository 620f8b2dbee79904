"""A made-up state of seven constituencies like each other and one unlike them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import translation

from pahunch.measures.models import PeerSet
from pahunch.measures.peers.actions import freeze_peers
from pahunch.registry.models import Division, Electors, Roll, Source
from pahunch.staff import guards
from tests.people import NOW, Cast, assemble


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Speak English, as commands do; the pages begin in Hindi."""
    with translation.override("en"):
        yield


@dataclass(frozen=True, slots=True)
class Town:
    """What a test may reach for."""

    state: Division
    other: Division
    roll: Roll
    seats: tuple[Division, ...]


@pytest.fixture
def town(db: None) -> Town:
    """Make the state, its roll and its seats; the eighth is reserved, and alone so."""
    fact = {"source": Source.objects.create(text="made-up")}
    state, other = (
        Division.objects.create(code=code, kind="state", name=name, path=f"{code}/", **fact)
        for code, name in (("up", "Udaharan Pradesh"), ("xp", "Elsewhere"))
    )
    roll = Roll.objects.create(code="up-2023", state=state, year=2023, name="2023", **fact)
    seats = []
    for number in range(1, 9):
        seat = Division.objects.create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            name_hi=f"सीट {number}",
            number=number,
            reservation="ST" if number == 8 else "GEN",
            path=f"up/up-ac-{number}/",
            **fact,
        )
        Electors.objects.create(roll=roll, division=seat, electors=200_000 + 1_000 * number, **fact)
        seats.append(seat)
    return Town(state, other, roll, tuple(seats))


@pytest.fixture
def people(town: Town) -> Cast:
    """Give the cast; Asha runs the cell of the made-up state only."""
    return assemble(state="up/")


@pytest.fixture
def frozen(town: Town) -> PeerSet:
    """Give the sets of the state, frozen by the operator."""
    return freeze_peers(town.state, town.roll, by=None, at=NOW)


def damage(content: dict[str, Any]) -> None:
    """Change every frozen set as somebody would who owns the database."""
    guards.remove(connection, PeerSet._meta.db_table)
    for frozen in PeerSet.objects.all():
        text = PeerSet.written(frozen.said | content)
        QuerySet(PeerSet).filter(pk=frozen.pk).update(text=text)
