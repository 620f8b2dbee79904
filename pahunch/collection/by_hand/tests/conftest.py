"""A town whose Meena Bai has a WhatsApp channel: Ravi looks after her, Meena has her seat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pahunch.collection.by_hand.actions import Screen, confirm_reading, enter_reading
from pahunch.collection.by_hand.tests.pictures import shot
from pahunch.collection.models import HandReading
from pahunch.collection.tests.town import build
from pahunch.observations import Lake
from pahunch.registry.models import Account, Handle, Person, Source
from pahunch.staff.models import User
from tests.people import Cast, assemble

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SEEN = NOW - timedelta(hours=1)


@pytest.fixture
def channel(db: None) -> Account:
    """Give a WhatsApp channel."""
    build()
    fact = {"source": Source.objects.get()}
    account = Account.objects.create(
        key="whatsapp:~meena",
        platform="whatsapp",
        kind="office",
        person=Person.objects.get(slug="meena-bai"),
        **fact,
    )
    Handle.objects.create(account=account, handle="Meena Bai office", **fact)
    return account


@pytest.fixture
def people(channel: Account) -> Cast:
    """Give the cast, placed in the town."""
    return assemble(ravi_sees="meena-bai", district="up/up-ac-3/", state="up/")


Enter = Callable[..., HandReading]


@pytest.fixture
def enter(channel: Account) -> Enter:
    """Enter a reading: what is not said is usual."""

    def usual(by: User | None, wording: str = "12.3K", **others: Any) -> HandReading:
        account = others.pop("account", channel)
        now = others.pop("now", NOW)
        given: dict[str, Any] = {"seen_at": SEEN, "picture": shot(f"{wording} followers")} | others
        return enter_reading(account, Screen(wording, **given), by=by, now=now)

    return usual


@pytest.fixture
def counted(enter: Enter, people: Cast) -> Callable[[str], HandReading]:
    """Enter a reading as Ravi and confirm it as Meena."""

    def both(wording: str) -> HandReading:
        return confirm_reading(enter(people.ravi, wording), wording, by=people.meena, now=NOW)

    return both


@pytest.fixture
def rows(settings: Any, channel: Account) -> Callable[[], list[dict[str, Any]]]:
    """Look at what the lake has of the channel."""

    def look() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = Lake(settings.LAKE).at().series([channel.key]).to_pylist()
        return found

    return look
