"""A consent ends here at once, and then at the platform, whatever that answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from pahunch.collection.connecting import asking as asking_once
from pahunch.collection.connecting import ending
from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.ending import Told, withdraw_consent
from pahunch.collection.connecting.entering import note_bot
from pahunch.collection.connecting.keeping import keep
from pahunch.collection.connecting.tests.conftest import CONSENT, NOW
from pahunch.collection.connecting.tests.doors import Door
from pahunch.collection.models import Connection
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.facts import Platform
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.fakes.base import Answered
from tests.people import Cast

pytestmark = pytest.mark.django_db

Answer = Callable[[httpx.Request], httpx.Response]


def connected(account: Account, *, platform: str = "x", grantor: str = "") -> Connection:
    Account.objects.filter(pk=account.pk).update(platform=platform)
    account.refresh_from_db()
    token = Token("her-token", "her-refresh", NOW + timedelta(hours=2))
    owned = Owned(account.platform_id, "MeenaOffice", "M", token, grantor=grantor)
    return keep(account, CONSENT, owned, by=None, now=NOW)


def ended(account: Account, answer: Answer) -> tuple[Told | None, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def hear(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    line = httpx.MockTransport(hear)
    told = withdraw_consent(account, reason="asked for", by=None, now=NOW, transport=line)
    return told, seen


def erased(account: Account) -> bool:
    row = Connection.objects.get(account=account)
    return (row.state, row.access_token, row.refresh_token, row.grantor) == (
        "withdrawn",
        "",
        "",
        "",
    )


def deeds() -> list[tuple[str, object]]:
    rows = Deed.objects.filter(verb__startswith="collection.consent").order_by("seq")
    return [(deed.verb.rpartition(".")[2], deed.detail.get("platform")) for deed in rows]


def test_the_platform_is_told_after_the_token_was_erased_here(
    account: Account, registered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(account)
    asking, before = asking_once.ask, []

    def ask(*words: Any, **more: Any) -> object:
        before.append((erased(account), deeds()))
        return asking(*words, **more)

    monkeypatch.setattr(ending, "ask", ask)
    told, seen = ended(account, lambda request: httpx.Response(200, json={"revoked": True}))
    assert (told, len(seen), erased(account)) == (Told.REVOKED, 2, True)
    assert before == [(True, [("consent_withdrawn", None)])]
    assert deeds() == [("consent_withdrawn", None), ("consent_taken_back_there", "revoked")]
    assert "her-" not in str(list(Deed.objects.values_list("detail_json", "reason")))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda request: httpx.Response(503), "503"),
        (lambda request: httpx.Response(400, json={"error": "invalid_request"}), "400"),
        (lambda request: httpx.Response(200, content=b"<html>"), "html"),
    ],
)
def test_whatever_the_platform_answers_the_consent_has_ended(
    account: Account, registered: None, answer: Answer, code: str
) -> None:
    connected(account)
    told, _ = ended(account, answer)
    assert (told, erased(account)) == (Told.FAILED, True)
    deed = Deed.objects.get(verb="collection.consent_taken_back_there")
    assert (deed.detail["platform"], deed.detail["code"]) == ("failed", code)


def test_nobody_waits_for_a_platform_that_does_not_answer(
    account: Account, registered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "PATIENCE_SECONDS", 0.01)
    connected(account)

    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(60)
            raise AssertionError

    told = withdraw_consent(account, reason="asked", by=None, now=NOW, transport=Silent())
    assert (told, erased(account)) == (Told.FAILED, True)
    assert Deed.objects.get(verb="collection.consent_taken_back_there").detail["code"] == "timeout"


def test_a_sign_in_that_serves_other_accounts_is_left_alone(account: Account, people: Cast) -> None:
    set_application(Platform.FACEBOOK, Change("id", client_secret="s"), by=None, now=NOW)
    (other,) = accounts(1)
    connected(account, platform="facebook", grantor="77")
    connected(other, platform="facebook", grantor="77")
    yes = lambda request: httpx.Response(200, json={"success": True})  # noqa: E731
    told, seen = ended(account, yes)
    assert (told, len(seen), erased(account)) == (Told.SHARED, 0, True)
    told, seen = ended(other, yes)
    assert (told, len(seen), erased(other)) == (Told.REVOKED, 1, True)
    assert seen[0].url.path == "/v26.0/77/permissions"


def test_where_there_is_no_way_or_no_token_nothing_is_asked(account: Account) -> None:
    never = lambda request: httpx.Response(500)  # noqa: E731
    connected(account, platform="linkedin")
    assert ended(account, never) == (Told.NO_WAY, [])
    connected(account, platform="facebook")
    assert ended(account, never) == (Told.NO_WAY, [])
    Connection.objects.all().delete()
    Account.objects.filter(pk=account.pk).update(platform="telegram")
    account.refresh_from_db()
    note_bot(account, CONSENT, by=None, now=NOW)
    assert ended(account, never) == (Told.NO_TOKEN, [])
    assert ended(account, never) == (None, [])


def test_a_token_that_cannot_be_read_any_more_ends_all_the_same(
    account: Account, registered: None
) -> None:
    connection = connected(account)
    Connection.objects.filter(pk=connection.pk).update(access_token="not sealed by us")
    told, seen = ended(account, lambda request: httpx.Response(500))
    assert (told, seen, erased(account)) == (Told.NO_TOKEN, [], True)


def test_whoever_may_not_ends_nothing_and_no_platform_is_told(
    account: Account, people: Cast
) -> None:
    connected(account)
    before = Deed.objects.count()
    for stranger in (people.om, people.guest):
        with pytest.raises(Refused):
            withdraw_consent(account, reason="why", by=stranger, now=NOW)
    assert (Connection.objects.get().state, Deed.objects.count()) == ("good", before)


def test_the_page_says_what_the_platform_answered(
    account: Account, people: Cast, served: Door, registered: None
) -> None:
    client = Client(headers={"accept-language": "en"})
    connected(account)
    served.broken.append(Answered({}, 503))
    client.force_login(people.ravi)
    address = reverse("collection:connect-end", args=["x:101"])
    page = client.post(address, {"reason": "asked for"}, follow=True).content.decode()
    assert "its token was erased" in page
    assert "did not confirm" in page
