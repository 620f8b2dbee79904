"""What an account is asked with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.keeping import Consent, keep
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.ways import Way, ways
from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


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
