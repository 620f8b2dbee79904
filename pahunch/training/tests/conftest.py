"""A made-up state with two districts, three blocks, a programme, and people of nobody's life."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from pahunch.registry.models import Division, Source
from pahunch.staff.models import Role, User
from pahunch.training.models import Invitation, Programme, Session, Trainee
from pahunch.training.people.bringing import Draft, Wish, bring_people, draft_of
from pahunch.training.plans.actions import Asked, set_questions
from pahunch.training.sessions.actions import Planned, invite, plan_session
from tests.people import Cast, assemble, give, person

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
HEAD = ("नाम", "पिता/पति का नाम", "विकासखंड", "जिला", "ग्राम पंचायत", "पद", "मोबाइल नंबर", "सहमति")
ROWS = (
    ("रमेश वर्मा", "मोहन वर्मा", "शिवपुर", "पूर्वी", "रामपुर", "सचिव", "98765 43210", "हाँ"),
    ("Sunita Patel", "Hari Patel", "Shivpur", "Purvi", "Kheda", "Teacher", "+91-9123456780", "yes"),
    ("गीता साहू", "", "नयागढ़", "पूर्वी", "टीला", "सचिव", "९८९८९८९८९१", "नहीं"),
    ("Anil Jain", "Suresh Jain", "Tilakpur", "Paschim", "Kunda", "Teacher", "", ""),
)


@pytest.fixture
def state(db: None) -> Division:
    """Make the state of the cast, its districts and its blocks."""
    fact = {"source": Source.objects.create(text="made up")}
    made = Division.objects.create(code="up", kind="state", name="Udaharan", path="up/", **fact)
    for code, kind, name, name_hi, path in (
        ("up-d-1", "district", "Purvi", "पूर्वी", "up/up-d-1/"),
        ("up-d-2", "district", "Paschim", "पश्चिम", "up/up-d-2/"),
        ("up-b-1", "block", "Shivpur", "शिवपुर", "up/up-d-1/up-b-1/"),
        ("up-b-2", "block", "Nayagarh", "नयागढ़", "up/up-d-1/up-b-2/"),
        ("up-b-3", "block", "Tilakpur", "तिलकपुर", "up/up-d-2/up-b-3/"),
    ):
        Division.objects.create(code=code, kind=kind, name=name, name_hi=name_hi, path=path, **fact)
    return made


def block(number: int) -> Division:
    """Give a block by its number."""
    return Division.objects.get(code=f"up-b-{number}")


@pytest.fixture
def people(state: Division) -> Cast:
    """Give the cast: Asha runs the cell, Meena is the officer of the first district."""
    return assemble(district="up/up-d-1/", state="up/")


@pytest.fixture
def trainer(people: Cast) -> User:
    """Give Tara, who trains the first block."""
    return give(
        person("tara", "Tara", "तारा"), Role.BLOCK_TRAINER, division_path="up/up-d-1/up-b-1/"
    )


@pytest.fixture
def programme(state: Division) -> Programme:
    """Make a programme without a test."""
    return Programme.objects.create(
        code="orientation", state=state, title="Orientation", title_hi="उन्मुखीकरण",
        hours=Decimal("3.5"), refresher_months=12,
    )  # fmt: skip


@pytest.fixture
def tested(programme: Programme) -> Programme:
    """Give the programme a test of two questions; the first choice is right."""
    choices = (("Everybody", "सबको"), ("Nobody", "किसी को नहीं"))
    asked = [Asked("Whom do you answer?", "किसे उत्तर देंगे?", choices, 0)] * 2
    set_questions(programme, asked, by=None, now=NOW)
    return programme


@pytest.fixture
def ramesh(state: Division) -> Trainee:
    """Give somebody of the first block."""
    return add("रमेश वर्मा", 1)


def add(name: str, number: int, **more: str) -> Trainee:
    """Add somebody of a block."""
    return Trainee.objects.create(block=block(number), name=name, added_at=NOW, **more)


@pytest.fixture
def session(programme: Programme, ramesh: Trainee) -> Session:
    """Plan a session of the first block, and invite Ramesh."""
    planned = Planned(DAY, "Panchayat hall", time(11), "Tara", 40)
    made = plan_session(programme, block(1), planned, by=None, now=NOW - timedelta(days=7))
    invite(made, [ramesh], by=None, now=NOW - timedelta(days=7))
    return made


@pytest.fixture
def invitation(session: Session, ramesh: Trainee) -> Invitation:
    """Give the invitation of Ramesh."""
    return Invitation.objects.get(session=session, trainee=ramesh)


List = Callable[..., Path]


@pytest.fixture
def listed(tmp_path: Path) -> List:
    """Write a list as CSV."""

    def write(rows: Sequence[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> Path:
        path = tmp_path / "list.csv"
        lines = [",".join(f'"{cell}"' for cell in row) for row in (head, *rows)]
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def bring(
    path: Path, programme: Programme, session: Session | None = None, agreed: date | None = None
) -> Draft:
    """Bring a file in at the command line."""
    draft = draft_of(Wish(path, programme, session, path.name, agreed), None)
    bring_people(draft, by=None, now=NOW)
    return draft


def as_(client: Client, user: User, language: str = "en") -> Client:
    """Sign somebody in."""
    client.force_login(user)
    client.cookies["django_language"] = language
    return client
