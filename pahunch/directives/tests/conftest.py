"""A small state: three ministers, one of whom nobody counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from pahunch.directives.judge import lake
from pahunch.directives.models import Directive
from pahunch.observations import OBSERVATIONS
from pahunch.registry.models import (
    Account,
    AccountStatus,
    Division,
    Electors,
    Membership,
    Person,
    Post,
    Roll,
    Source,
)

DAY = date(2023, 8, 25)


@dataclass(frozen=True, slots=True)
class State:
    """What a test may reach for."""

    directive: Directive
    seats: tuple[Division, ...]
    memberships: tuple[Membership, ...]


def seen(account: str, low: int | None, high: int | None, day: date, run: str) -> dict[str, Any]:
    """Give one observation of followers, at noon UTC of a day."""
    return {
        "account": account,
        "metric": "followers",
        "low": low,
        "high": high,
        "withheld": low is None,
        "seen_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        "precision": "day",
        "run": run,
        "wording": None,
        "source": "made-up",
    }


def append(run: str, *rows: dict[str, Any]) -> None:
    """Add a run to the test's lake."""
    lake().append(run, pa.Table.from_pylist(list(rows), schema=OBSERVATIONS))


@pytest.fixture
def state(db: None) -> State:
    """Give the state."""
    return make_state()


def make_state() -> State:
    """Make the state, its directive and two weeks of counts."""
    fact = {"source": Source.objects.create(text="made-up")}
    up = Division.objects.create(code="up", kind="state", name="Up", path="up/", **fact)
    roll = Roll.objects.create(code="up-2023", state=up, year=2023, name="2023", **fact)
    post = Post.objects.create(
        code="up-minister", state=up, kind="minister", name="Minister", **fact
    )
    seats, memberships = [], []
    for number, name in enumerate(("Anita", "Balram", "Chhaya"), start=1):
        seat = Division.objects.create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            number=number,
            path=f"up/up-d-{number}/up-ac-{number}/",
            **fact,
        )
        Electors.objects.create(roll=roll, division=seat, electors=200_000, **fact)
        person = Person.objects.create(slug=name.lower(), name=name, name_hi="नाम", **fact)
        membership = Membership.objects.create(
            code=f"up-minister-{name.lower()}",
            person=person,
            post=post,
            division=seat,
            starts=date(2020, 1, 1),
            **fact,
        )
        for platform in ("x", "youtube"):
            Account.objects.create(
                key=f"{platform}:{number}",
                platform=platform,
                platform_id=str(number),
                kind="office",
                person=person,
                **fact,
            )
        seats.append(seat)
        memberships.append(membership)
    directive = Directive.objects.create(
        code="up-ministers",
        state=up,
        title="Ministers",
        title_hi="मंत्री",
        text="Reach 5 per cent.",
        issuer="Cabinet",
        starts=date(2020, 1, 1),
        binds="minister",
        kinds=["office"],
        fresh_days=7,
        roll=roll,
        **fact,
    )
    append(
        "day-1",
        seen("x:1", 9_000, 9_000, DAY, "day-1"),
        seen("youtube:1", 1_000, 1_009, DAY, "day-1"),
        seen("x:2", 9_000, 9_000, DAY, "day-1"),
        seen("youtube:2", 990, 999, DAY, "day-1"),
    )
    return State(directive, tuple(seats), tuple(memberships))


def close(account: str, since: date) -> None:
    """Say that an account's platform closed."""
    row = Account.objects.get(key=account)
    AccountStatus.objects.create(account=row, status="closed", since=since, source=row.source)
