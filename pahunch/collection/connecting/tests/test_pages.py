"""The pages of connections: who sees which account, and the whole way of a consent."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from pahunch.collection.access import access_of, mark_broken
from pahunch.collection.connecting.keeping import Consent, keep
from pahunch.collection.connecting.tests.doors import Door
from pahunch.collection.models import Connection
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from pahunch.staff.models import User
from tests.people import Cast

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def form(**others: str) -> dict[str, str]:
    return {
        "consent_by": "Meena Bai, member",
        "consent_for": "counting",
        "consent_until": (localdate() + timedelta(days=30)).isoformat(),
        "call": "0755-0000000",
        "agreed": "on",
        **others,
    }


def connected(account: Account) -> Connection:
    consent = Consent("Meena Bai, member", "counting", None, "0755-0000000")
    token = Owned("101", "MeenaOffice", "M", Token("the-token"))
    return keep(account, consent, token, by=None, now=now())


def test_an_office_is_led_to_the_platform_and_back(
    people: Cast, account: Account, served: Door, registered: None
) -> None:
    client = browser(people.ravi)
    page = client.post(reverse("collection:connect", args=["x:101"]), form())
    body = page.content.decode()
    address = page.context["there"].address
    assert page.status_code == 200
    assert "users.read" in body
    assert "our-secret" not in body
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["http://testserver/collection/connections/back/"]
    back = client.get(f"{reverse('collection:connect-back')}?{urlencode(served.visit(address))}")
    assert back.status_code == 302
    after = client.get(back["location"]).content.decode()
    assert "Connected: x:101" in after
    assert "first-token" not in after
    assert access_of(Connection.objects.get()).token == "first-token"


def test_an_owner_who_says_no_connects_nothing(
    people: Cast, account: Account, served: Door, registered: None
) -> None:
    client = browser(people.ravi)
    page = client.post(reverse("collection:connect", args=["x:101"]), form())
    state = served.visit(page.context["there"].address)["state"]
    back = reverse("collection:connect-back")
    said = client.get(back, {"state": state, "error": "access_denied"}, follow=True)
    assert "did not consent" in said.content.decode()
    again = client.get(back, {"state": state, "code": "late"}, follow=True)
    assert "Begin again" in again.content.decode()
    assert not Connection.objects.exists()


def test_a_forged_return_asks_no_platform(people: Cast, account: Account, served: Door) -> None:
    back = reverse("collection:connect-back")
    said = browser(people.ravi).get(back, {"state": "made up", "code": "x"}, follow=True)
    assert "was not begun here" in said.content.decode()
    assert served.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent_until": "2020-01-01"},
        {"consent_until": "2099-01-01"},
        {"agreed": ""},
        {"consent_by": ""},
    ],
)
def test_a_consent_that_is_not_whole_goes_nowhere(
    people: Cast, account: Account, registered: None, wrong: dict[str, str]
) -> None:
    address = reverse("collection:connect", args=["x:101"])
    page = browser(people.ravi).post(address, form(**wrong))
    assert page.status_code == 422
    assert "there" not in page.context


def test_a_missing_application_is_said_in_words(people: Cast, account: Account) -> None:
    address = reverse("collection:connect", args=["x:101"])
    page = browser(people.ravi).post(address, form())
    assert page.status_code == 422
    assert "not registered with this platform" in page.content.decode()


def test_each_sees_the_connections_of_his_own_part(people: Cast, account: Account) -> None:
    connection = connected(account)
    mark_broken(connection, "401", now())
    listing = reverse("collection:connections")
    connect = reverse("collection:connect", args=["x:101"])
    for user, sees, may in (
        (people.asha, True, True),
        (people.ravi, True, True),
        (people.om, True, False),
        (people.meena, False, False),
    ):
        client = browser(user)
        body = client.get(listing).content.decode()
        assert ("Meena Bai, member" in body) == sees
        assert "the-token" not in body
        assert client.get(connect).status_code == (
            200 if may else 403 if user == people.om else 404
        )
    assert browser(people.guest).get(listing).status_code == 403


def test_the_overview_is_warned_only_where_somebody_is_needed(
    people: Cast, account: Account
) -> None:
    line = reverse("collection:connections-line")
    connection = connected(account)
    assert browser(people.ravi).get(line).content.strip() == b""
    mark_broken(connection, "401", now())
    assert "1 connection needs somebody" in browser(people.ravi).get(line).content.decode()
    assert browser(people.meena).get(line).content.strip() == b""


def test_a_consent_is_ended_with_a_reason(people: Cast, account: Account, served: Door) -> None:
    connected(account)
    address = reverse("collection:connect-end", args=["x:101"])
    client = browser(people.ravi)
    assert "needs a reason" in client.post(address, {}, follow=True).content.decode()
    assert Connection.objects.get().state == "good"
    said = client.post(address, {"reason": "asked for"}, follow=True).content.decode()
    assert "its token was erased" in said
    assert Connection.objects.get().access_token == ""
    assert browser(people.om).post(address, {"reason": "mischief"}).status_code == 403


def test_only_what_was_looked_for_is_listed(people: Cast, account: Account) -> None:
    client, address = browser(people.asha), reverse("collection:connections")
    assert "youtube:1" in client.get(address).content.decode()
    assert "youtube:1" not in client.get(address, {"platform": "x"}).content.decode()
    connected(account)
    assert "No account fits" in client.get(address, {"platform": "x", "open": "1"}).content.decode()
    assert "x:101" in client.get(address, {"q": "meena"}).content.decode()
