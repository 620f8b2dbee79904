"""Two made-up members, the cell of their state, an office, and analysts whom nobody assigned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pahunch.facts import AccountKind
from pahunch.registry.models import Division, Membership, Person, Post, Source
from pahunch.staff.models import Role, User
from pahunch.support.assigning.actions import Profile, Wanted, add_analyst
from pahunch.support.means.actions import Ask, ask_means
from pahunch.support.models import Analyst, MeansRequest
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer
from tests.people import give, person

NOW = timezone.now()
"""Rights that are lent hold on some days of the calendar, so that these tests stand on today."""
TODAY = timezone.localdate(NOW)


def days(number: int) -> date:
    """Give a day so many days from today."""
    return TODAY + timedelta(days=number)


def later(hours: float) -> datetime:
    """Give a moment so many hours from now."""
    return NOW + timedelta(hours=hours)


@dataclass(frozen=True, slots=True)
class Room:
    """What a test may reach for. The cell is Asha and Bela; Kavi runs Anita's office."""

    state: Division
    anita: Person
    balram: Person
    asha: User
    bela: User
    kavi: User
    ravi: User
    sita: User
    meena: User
    om: User
    guest: User


@pytest.fixture
def room(db: None) -> Room:
    """Make the state, two members and everybody."""
    fact = {"source": Source.objects.create(text="made up")}
    state = Division.objects.create(code="up", kind="state", name="Udaharan", path="up/", **fact)
    post = Post.objects.create(code="up-member", state=state, kind="member", name="Member", **fact)
    members = []
    for number, (slug, name, name_hi) in enumerate(
        (("anita", "Anita Verma", "अनीता वर्मा"), ("balram", "Balram Singh", "बलराम सिंह")), start=1
    ):
        seat = Division.objects.create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            path=f"up/up-d-{number}/up-ac-{number}/",
            number=number,
            **fact,
        )
        member = Person.objects.create(slug=slug, name=name, name_hi=name_hi, state=state, **fact)
        Membership.objects.create(
            code=f"up-member-{slug}",
            person=member,
            post=post,
            division=seat,
            starts=date(2020, 1, 1),
            **fact,
        )
        members.append(member)
    return Room(
        state=state,
        anita=members[0],
        balram=members[1],
        asha=give(person("asha", "Asha", "आशा"), Role.STATE_CELL, division_path="up/"),
        bela=give(person("bela", "Bela", "बेला"), Role.STATE_CELL, division_path="up/"),
        kavi=give(person("kavi", "Kavi", "कवि"), Role.OFFICE, person="anita"),
        ravi=person("ravi", "Ravi", "रवि"),
        sita=person("sita", "Sita", "सीता"),
        meena=give(
            person("meena", "Meena", "मीना"), Role.DISTRICT_OFFICER, division_path="up/up-d-2/"
        ),
        om=give(person("om", "Om", "ओम"), Role.AUDITOR),
        guest=person("guest", "Guest", "अतिथि"),
    )


def profile(**others: Any) -> Profile:
    """Say the usual of an analyst."""
    given: dict[str, Any] = {
        "languages": ["hi", "bns"],
        "platforms": ["x", "facebook"],
        "hours": 40,
        "paid_by": Payer.STATE,
    }
    return Profile(**(given | others))


@pytest.fixture
def ravi(room: Room) -> Analyst:
    """Ravi, whom the state pays for forty hours a week."""
    return add_analyst(room.state, room.ravi, profile(), by=room.asha, now=NOW)


@pytest.fixture
def sita(room: Room) -> Analyst:
    """Sita, whom the party pays."""
    return add_analyst(room.state, room.sita, profile(paid_by=Payer.PARTY), by=room.asha, now=NOW)


def wanted(worker: Any, **others: Any) -> Wanted:
    """Ask for the usual assignment: office accounts, ten hours, from today for three months."""
    given: dict[str, Any] = {
        "kinds": [AccountKind.OFFICE],
        "hours": 10,
        "starts": TODAY,
        "ends": days(90),
    }
    return Wanted(worker, **(given | others))


def usual_ask(**others: Any) -> Ask:
    """Ask for a camera for the office, for 30,000 rupees of the state."""
    given: dict[str, Any] = {
        "kind": MeansKind.EQUIPMENT,
        "title": "A camera",
        "why": "Visits are not filmed.",
        "account_kind": AccountKind.OFFICE,
        "paid_by": Payer.STATE,
        "amount": 30_000,
    }
    return Ask(**(given | others))


@pytest.fixture
def asked(room: Room) -> Callable[..., MeansRequest]:
    """Let Anita's office ask for something."""

    def ask(**others: Any) -> MeansRequest:
        return ask_means(room.anita, usual_ask(**others), by=room.kavi, now=NOW)

    return ask


__all__ = ["NOW", "TODAY", "Room", "days", "later", "profile", "usual_ask", "wanted"]
