"""A town with an X account of Meena Bai's, whose analyst is Ravi, and X's door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.keeping import Consent
from pahunch.collection.connecting.tests.doors import Door
from pahunch.collection.tests.town import build
from pahunch.facts import Platform
from pahunch.registry.models import Account
from tests.fakes.base import Served
from tests.people import Cast, assemble

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
CONSENT = Consent("Meena Bai, her office", "counting", NOW + timedelta(days=365), "0755-0000000")


@pytest.fixture
def account(db: None) -> Account:
    build()
    return Account.objects.get(key="x:101")


@pytest.fixture
def people(account: Account) -> Cast:
    return assemble(ravi_sees="meena-bai")


@pytest.fixture
def registered(db: None) -> None:
    change = Change("our-client", client_secret="our-secret")
    set_application(Platform.X, change, by=None, now=NOW)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def served(door: Door, settings: Any) -> Iterator[Door]:
    with Served(door) as address:
        bases = dict.fromkeys(("x", "mastodon", "bluesky"), address.base)
        settings.PLATFORM_BASES = bases
        yield door
