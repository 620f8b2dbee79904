"""A small made-up state: five ministers, one of each standing and one who left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from pahunch.directives.judge import forget, lake
from pahunch.directives.models import Directive
from pahunch.observations import OBSERVATIONS
from pahunch.registry.models import (
    Account,
    Division,
    Electors,
    Handle,
    Membership,
    Person,
    Placement,
    Post,
    Roll,
    Source,
)
from pahunch.registry.search import search_text
from tests.people import Cast, assemble

DAY = date(2023, 8, 25)
PEOPLE = (
    ("anita", "Anita Verma", "अनीता वर्मा", "Shivpur", "शिवपुर"),
    ("balram", "Balram Jain", "बलराम जैन", "Raipura", "रायपुरा"),
    ("chhaya", "Chhaya Patel", "छाया पटेल", "Devgarh", "देवगढ़"),
    ("dinesh", "Dinesh Meena", "दिनेश मीणा", "Kotra", "कोटरा"),
    ("ela", "Ela Bhat", "इला भट", "Sonpur", "सोनपुर"),
)
LEFT = "ela"


@dataclass(frozen=True, slots=True)
class State:
    """What a test may reach for."""

    directive: Directive
    memberships: dict[str, Membership]
    seats: dict[str, Division]
    cast: Cast

    def page(self, slug: str) -> str:
        """Give the address of a representative's page."""
        return f"/d/up-ministers/r/{self.memberships[slug].code}/"


def seen(
    account: str, low: int | None, high: int | None, day: date | None = DAY, **more: Any
) -> Any:
    """Give one observation of followers, at noon UTC of a day."""
    row = {
        "account": account,
        "metric": "followers",
        "low": low,
        "high": high,
        "withheld": low is None,
        "seen_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None,
        "precision": "day" if day else "unknown",
        "run": "first",
        "wording": None,
        "source": "बनाया हुआ",
    }
    return row | more


def append(run: str, *rows: dict[str, Any]) -> None:
    """Add a run to the test's lake."""
    table = pa.Table.from_pylist([row | {"run": run} for row in rows], schema=OBSERVATIONS)
    lake().append(run, table)


def _fact() -> dict[str, Any]:
    return {"source": Source.objects.get_or_create(text="बनाया हुआ")[0]}


def _place(code: str, kind: str, name: str, name_hi: str, path: str, **more: Any) -> Division:
    words = {"name": name, "name_hi": name_hi, "search": search_text(name, name_hi)}
    return Division.objects.create(code=code, kind=kind, path=path, **words, **_fact(), **more)


def _minister(number: int, post: Post, roll: Roll, districts: list[Division]) -> Membership:
    slug, name, name_hi, seat_name, seat_name_hi = PEOPLE[number - 1]
    district = districts[number % 2]
    seat = _place(
        f"up-ac-{number}",
        "constituency",
        seat_name,
        seat_name_hi,
        f"{district.path}up-ac-{number}/",
        number=number,
        tile_column=number,
        tile_row=1,
    )
    Placement.objects.create(child=seat, parent=district, **_fact())
    Electors.objects.create(roll=roll, division=seat, electors=200_000, **_fact())
    person = Person.objects.create(
        slug=slug, name=name, name_hi=name_hi, search=search_text(name, name_hi), **_fact()
    )
    return Membership.objects.create(
        code=f"up-minister-{slug}",
        person=person,
        post=post,
        division=seat,
        starts=date(2020, 1, 1),
        ends=date(2021, 1, 1) if slug == LEFT else None,
        verified=slug == "anita",
        **_fact(),
    )


def _account(person: Person, platform: str, kind: str = "office") -> None:
    key = f"{platform}:{person.slug}"
    account = Account.objects.create(
        key=key, platform=platform, platform_id=person.slug, kind=kind, person=person, **_fact()
    )
    Handle.objects.create(account=account, handle=f"{person.slug}_{platform}", **_fact())


@pytest.fixture
def state(db: None) -> State:
    """Make the state: met, behind, undecided, not measured, and one no longer in office."""
    forget()
    up = _place("up", "state", "Udaharan", "उदाहरण", "up/")
    districts = [
        _place(f"up-d-{number}", "district", name, name_hi, f"up/up-d-{number}/")
        for number, name, name_hi in ((1, "East", "पूर्व"), (2, "West", "पश्चिम"))
    ]
    _place("up-b-1", "block", "First", "पहला", "up/up-d-1/up-b-1/")
    roll = Roll.objects.create(
        code="up-2023", state=up, year=2023, name="Roll 2023", name_hi="सूची 2023", **_fact()
    )
    post = Post.objects.create(
        code="up-minister", state=up, kind="minister", name="Minister", name_hi="मंत्री", **_fact()
    )
    memberships = [_minister(number, post, roll, districts) for number in range(1, 6)]
    for membership in memberships[:4]:
        _account(membership.person, "x")
    _account(memberships[0].person, "youtube")
    _account(memberships[0].person, "facebook", "party")
    directive = Directive.objects.create(
        code="up-ministers",
        state=up,
        title="Ministers",
        title_hi="मंत्री",
        text="Reach 5 per cent.",
        text_hi="5 प्रतिशत तक पहुँचें।",
        issuer="Cabinet",
        issuer_hi="मंत्रिपरिषद",
        starts=date(2020, 1, 1),
        usual_day=DAY,
        binds="minister",
        kinds=["office"],
        fresh_days=7,
        roll=roll,
        **_fact(),
    )
    append(
        "first",
        seen("x:anita", 9_000, 9_000),
        seen("youtube:anita", 2_000, 2_099),
        seen("facebook:anita", 90_000, 90_000),
        seen("x:balram", 4_000, 4_000),
        seen("x:chhaya", 9_900, 10_100, wording="करीब 10 हज़ार"),
        seen("x:dinesh", 50_000, 50_000, None),
    )
    return State(
        directive,
        {one.person.slug: one for one in memberships},
        {one.person.slug: one.division for one in memberships if one.division},
        assemble(district="up/up-d-1/", ravi_sees="anita"),
    )


@pytest.fixture
def hindi(state: State, client: Client) -> Client:
    """Asha at her desk, in Hindi."""
    client.force_login(state.cast.asha)
    client.cookies["django_language"] = "hi"
    return client


@pytest.fixture
def english(state: State, client: Client) -> Client:
    """Asha at her desk, in English."""
    client.force_login(state.cast.asha)
    client.cookies["django_language"] = "en"
    return client
