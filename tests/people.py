"""The cast: the people whom every test may call by name.

Asha runs the state cell, Ravi is an analyst, Meena is a district officer, Om audits, Admin
manages users, and Guest may see nothing. They know places as text only, so that the cast
stands without a registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password

from pahunch.staff.models import Grant, Role, User

PASSWORD = "purana-kila-darwaza-92"
NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)
"""11:30 in the morning in India, the day after the report of 25 August 2023."""
STATE = "up/"
DISTRICT = "up/up-d-1/"
PERSON = "ravi-looks-after-her"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, each with what was granted."""

    asha: User
    ravi: User
    meena: User
    om: User
    admin: User
    guest: User


def person(username: str, name: str, name_hi: str) -> User:
    """Add somebody who may see nothing."""
    return User.objects.create(username=username, password=_hashed(), name=name, name_hi=name_hi)


@cache
def _hashed() -> str:
    # Hashing is slow on purpose; once a run is enough.
    return make_password(PASSWORD)


def give(user: User, role: Role, **scope: str) -> User:
    """Give somebody a role, over the whole installation unless a scope is named."""
    Grant.objects.create(user=user, role=role, granted_at=NOW, **scope)
    return user


def assemble(*, district: str = DISTRICT, ravi_sees: str = PERSON, state: str = "") -> Cast:
    """Make the cast; name the places where a test has a registry of its own."""
    return Cast(
        asha=give(person("asha", "Asha", "आशा"), Role.STATE_CELL, division_path=state),
        ravi=give(person("ravi", "Ravi", "रवि"), Role.ANALYST, person=ravi_sees),
        meena=give(person("meena", "Meena", "मीना"), Role.DISTRICT_OFFICER, division_path=district),
        om=give(person("om", "Om", "ओम"), Role.AUDITOR),
        admin=give(person("admin", "Admin", "प्रशासक"), Role.ADMINISTRATOR),
        guest=person("guest", "Guest", "अतिथि"),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """Give the whole cast."""
    return assemble()


@pytest.fixture
def asha(cast: Cast) -> User:
    """Runs the state cell."""
    return cast.asha


@pytest.fixture
def ravi(cast: Cast) -> User:
    """An analyst of one representative."""
    return cast.ravi


@pytest.fixture
def meena(cast: Cast) -> User:
    """A district officer."""
    return cast.meena


@pytest.fixture
def om(cast: Cast) -> User:
    """Reads everything and changes nothing."""
    return cast.om


@pytest.fixture
def admin(cast: Cast) -> User:
    """Manages users, and edits no fact."""
    return cast.admin


@pytest.fixture
def guest(cast: Cast) -> User:
    """Signed in, and without a grant."""
    return cast.guest
