"""What an account is asked with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.keeping import Consent, keep
from pahunch.collection.models import Message, Meter
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import Lane
from pahunch.collection.sweeps.plans import PlanChange, set_timetable
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.ways import NoWay, Way, ways
from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from tests.fakes.base import transport
from tests.fakes.x import Account as FakeAccount
from tests.fakes.x import FakeX, Talk

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def of_x() -> Account:
    """Give an account of X with its owner's consent."""
    (account,) = accounts(1)
    Account.objects.filter(pk=account.pk).update(platform="x", key="x:1")
    consent = Consent("Asha Verma, her office", "messages", None)
    keep(account, consent, Owned("1", "asha", "A", Token("hers")), by=None, now=NOW)
    return Account.objects.get()


def test_what_costs_money_is_not_asked_without_a_cap_also_with_consent() -> None:
    account = of_x()
    for change, why in (
        (None, "no_application"),
        (Change("our-client", token="ours"), "no_cap"),
        (Change(cap=1_000_000, enabled=False), "no_application"),
        (Change(enabled=True), ""),
    ):
        if change is not None:
            set_application(Platform.X, change, by=None, now=NOW)
        way = ways(CONNECTORS[Platform.X], None, NOW).of("messages", account.pk)
        assert (way.why if isinstance(way, NoWay) else "") == why
    assert isinstance(way, Way)
    assert way.access.token == "hers"


def test_messages_of_x_are_read_only_where_the_office_switched_it_on() -> None:
    account = of_x()
    set_application(Platform.X, Change("c", token="application-token", cap=10**8), by=None, now=NOW)
    fake = FakeX(clock=NOW.timestamp, owners={"hers": "1"})
    fake.add(FakeAccount("1", "asha", 5))
    fake.talks = [Talk(str(n), "1", "77", NOW - timedelta(hours=n), "पानी") for n in range(25)]
    connector = CONNECTORS[Platform.X]
    enrol({Platform.X: connector})
    for on in (False, True):
        if on:
            set_timetable(connector, "messages", PlanChange(enabled=True), by=None, now=NOW)
        lane = Lane(connector, "w1", lambda: NOW, transport=transport(fake))
        lane.run(patience=timedelta(0))
        assert Message.objects.filter(account=account, kind="message").count() == (25 if on else 0)
    spent = Meter.objects.get(limit="money").spent
    assert spent == fake.money == 10_000 + 25 * 10_000
    assert Meter.objects.get(limit="talks").spent == 2


@pytest.mark.parametrize(
    ("platform", "secret"),
    [
        (Platform.FACEBOOK, "our-secret"),
        (Platform.INSTAGRAM, "our-secret"),
        (Platform.THREADS, ""),
        (Platform.LINKEDIN, ""),
    ],
)
def test_only_a_platform_that_wants_requests_proved_is_asked_with_the_secret(
    platform: Platform, secret: str
) -> None:
    (account,) = accounts(1)
    Account.objects.filter(pk=account.pk).update(platform=platform.value)
    account.refresh_from_db()
    consent = Consent("Asha Verma, her office", "counting", None)
    keep(account, consent, Owned("1", "asha", "A", Token("hers")), by=None, now=NOW)
    change = Change("our-client", client_secret="our-secret")
    set_application(platform, change, by=None, now=NOW)
    way = ways(CONNECTORS[platform], None, NOW).of("counts", account.pk)
    assert isinstance(way, Way)
    assert (way.access.token, way.access.secret) == ("hers", secret)
    assert "our-secret" not in repr(way)
