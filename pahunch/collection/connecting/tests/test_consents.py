"""From an owner's consent to a stored token, and all that can go wrong between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from pahunch.collection.access import access_of
from pahunch.collection.connecting.consents import Page, begin, finish, take_knock
from pahunch.collection.connecting.ending import withdraw_consent
from pahunch.collection.connecting.entering import enter_password, note_bot
from pahunch.collection.connecting.keeping import keep
from pahunch.collection.connecting.tests.conftest import CONSENT, NOW
from pahunch.collection.connecting.tests.doors import Door
from pahunch.collection.errors import CannotConnect
from pahunch.collection.models import Application, Connection, Knock
from pahunch.platforms.sign_in import Owned, Token
from pahunch.platforms.tests.test_bluesky_homes import DID, HANDLE, HOME, PASSWORD, Net
from pahunch.registry.models import Account, Handle, Person, Source
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.fakes.base import Answered, transport
from tests.people import Cast

BACK = "https://office.example/collection/connections/back/"
pytestmark = pytest.mark.django_db


def start(account: Account, people: Cast, door: Door, server: str = "") -> Page:
    return begin(
        account,
        CONSENT,
        redirect=BACK,
        server=server,
        by=people.ravi,
        now=NOW,
        transport=transport(door),
    )


def come_back(
    account: Account, people: Cast, door: Door, page: Page, now: datetime = NOW
) -> Connection:
    said = door.visit(page.address)
    knock = take_knock(said["state"], by=people.ravi, now=now)
    return finish(
        account,
        knock,
        said["code"],
        redirect=BACK,
        by=people.ravi,
        now=now,
        transport=transport(door),
    )


def why(caught: pytest.ExceptionInfo[CannotConnect]) -> str:
    assert not Connection.objects.exists()
    return caught.value.why


def test_a_consent_becomes_a_sealed_token(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    connection = come_back(account, people, door, start(account, people, door))
    connection.refresh_from_db()
    assert "first-token" not in connection.access_token
    assert "first-refresh" not in connection.refresh_token
    access = access_of(connection)
    assert (access.token, access.user_id) == ("first-token", "101")
    assert connection.expires_at == NOW + timedelta(seconds=7_200)
    assert (connection.consent_by, connection.consent_until) == (CONSENT.by, CONSENT.until)
    deed = Deed.objects.get(verb="collection.account_connected")
    assert deed.by == people.ravi
    assert "token" not in deed.detail_json.replace("first-token", "TOKEN!")


def test_the_page_of_the_platform_is_told_no_secret(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    page = start(account, people, door)
    assert "our-client" in page.address
    assert "our-secret" not in page.address
    state = door.visit(page.address)["state"]
    stored = Knock.objects.get()
    assert state not in (stored.state, stored.verifier)


def test_a_sign_in_can_be_finished_once_and_only_by_whoever_began_it(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    state = door.visit(start(account, people, door).address)["state"]
    with pytest.raises(CannotConnect, match="no_knock"):
        take_knock(state, by=people.asha, now=NOW)
    take_knock(state, by=people.ravi, now=NOW)
    with pytest.raises(CannotConnect, match="no_knock"):
        take_knock(state, by=people.ravi, now=NOW)


def test_a_sign_in_ends_after_a_quarter_of_an_hour(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    page = start(account, people, door)
    with pytest.raises(CannotConnect) as caught:
        come_back(account, people, door, page, NOW + timedelta(minutes=15))
    assert why(caught) == "too_late"


def test_a_token_of_another_account_is_not_kept(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    door.number, door.handle = "999", "somebody_else"
    with pytest.raises(CannotConnect) as caught:
        come_back(account, people, door, start(account, people, door))
    assert why(caught) == "wrong_account"
    assert caught.value.said == "@somebody_else"


def test_an_account_known_by_its_handle_gets_its_id(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    Account.objects.filter(pk=account.pk).update(platform_id="")
    account.refresh_from_db()
    door.number, door.handle = "4711", "meenaoffice"
    come_back(account, people, door, start(account, people, door))
    account.refresh_from_db()
    assert account.platform_id == "4711"


def test_an_empty_token_overwrites_no_good_one(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    come_back(account, people, door, start(account, people, door))
    door.access = ""
    page = start(account, people, door)
    with pytest.raises(CannotConnect, match="platform"):
        come_back(account, people, door, page)
    assert access_of(Connection.objects.get()).token == "first-token"


def test_a_second_consent_takes_the_place_of_the_first(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    first = come_back(account, people, door, start(account, people, door))
    door.access = "second-token"
    second = come_back(account, people, door, start(account, people, door))
    assert second.pk == first.pk
    assert access_of(second).token == "second-token"


@pytest.mark.parametrize(
    "answer",
    [
        Answered({"error": "invalid_grant"}, 400),
        Answered(b"<html>busy</html>", 200),
        Answered({}, 503),
        Answered({"access_token": 7}),
    ],
)
def test_a_platform_that_answers_badly_connects_nothing(
    account: Account, people: Cast, door: Door, registered: None, answer: Answered
) -> None:
    page = start(account, people, door)
    door.broken.append(answer)
    with pytest.raises(CannotConnect) as caught:
        come_back(account, people, door, page)
    assert why(caught) == "platform"
    assert "our-secret" not in str(caught.value)


def test_without_an_application_nobody_is_sent_away(
    account: Account, people: Cast, door: Door
) -> None:
    with pytest.raises(CannotConnect) as caught:
        start(account, people, door)
    assert why(caught) == "no_application"


def test_whoever_may_not_connects_nothing(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    for user in (people.om, people.guest, people.meena):
        with pytest.raises(Refused):
            begin(account, CONSENT, redirect=BACK, by=user, now=NOW)


def test_ending_a_consent_erases_its_token_at_once(
    account: Account, people: Cast, door: Door, registered: None
) -> None:
    come_back(account, people, door, start(account, people, door))
    state = door.visit(start(account, people, door).address)["state"]
    assert withdraw_consent(
        account,
        reason="asked by the office",
        by=people.ravi,
        now=NOW,
        transport=transport(door),
    )
    connection = Connection.objects.get()
    assert (connection.access_token, connection.refresh_token) == ("", "")
    assert not Connection.objects.live(NOW).exists()
    with pytest.raises(CannotConnect, match="no_knock"):
        take_knock(state, by=people.ravi, now=NOW)
    assert not withdraw_consent(account, reason="again", by=people.ravi, now=NOW)
    assert Deed.objects.get(verb="collection.consent_withdrawn").reason == "asked by the office"


def on(platform: str, number: str, handle: str) -> Account:
    source = Source.objects.get()
    person = Person.objects.get(slug="meena-bai")
    made = Account.objects.create(
        key=f"{platform}:{number or '~meena'}",
        platform=platform,
        platform_id=number,
        kind="office",
        person=person,
        source=source,
    )
    Handle.objects.create(account=made, handle=handle, source=source)
    return made


def test_a_server_registers_us_once_and_keeps_its_token(people: Cast, served: Door) -> None:
    account = on("mastodon", "5@social.example", "meena@social.example")
    served.number, served.handle = "5", "meena"
    for _ in range(2):
        page = start(account, people, served, "social.example")
        connection = come_back(account, people, served, page)
    registrations = [one for one in served.asked if one.path.endswith("/api/v1/apps")]
    assert len(registrations) == 1
    assert Application.objects.get().server == "social.example"
    assert access_of(connection).token == "first-token"


def test_a_server_of_our_own_network_is_not_asked(people: Cast, account: Account) -> None:
    made = on("mastodon", "", "meena@social.example")
    for server in ("127.0.0.1", "localhost", "169.254.169.254", "", "a b"):
        with pytest.raises(CannotConnect) as caught:
            begin(made, CONSENT, redirect=BACK, server=server, by=people.ravi, now=NOW)
        assert why(caught) in ("no_server", "no_sign_in")


def test_an_app_password_becomes_a_session_and_is_not_kept(people: Cast, served: Door) -> None:
    account = on("bluesky", "did:plc:meena", "meena.example")
    served.number, served.handle = "did:plc:meena", "meena.example"
    with pytest.raises(CannotConnect) as caught:
        enter_password(
            account, CONSENT, handle="meena.example", password="wrong", by=people.ravi, now=NOW
        )
    assert why(caught) == "platform"
    connection = enter_password(
        account, CONSENT, handle="@meena.example", password="abcd-efgh", by=people.ravi, now=NOW
    )
    assert access_of(connection).token == "first-token"
    row = Connection.objects.filter(pk=connection.pk).values().get()
    assert "abcd-efgh" not in str(row)


def test_the_server_where_an_account_lives_is_kept_with_its_session(people: Cast) -> None:
    account = on("bluesky", DID, HANDLE)
    connection = enter_password(
        account,
        CONSENT,
        handle=HANDLE,
        password=PASSWORD,
        by=people.ravi,
        now=NOW,
        transport=httpx.MockTransport(Net()),
    )
    assert access_of(connection).server == f"https://{HOME}"
    ours = keep(account, CONSENT, Owned(DID, HANDLE, "A", Token("b")), by=people.ravi, now=NOW)
    assert access_of(ours).server == ""


def test_a_bot_needs_a_consent_and_no_token(people: Cast) -> None:
    account = on("telegram", "-100", "meena_channel")
    connection = note_bot(account, CONSENT, by=people.ravi, now=datetime.now(UTC))
    assert connection.access_token == ""
    with pytest.raises(CannotConnect, match="no_bot"):
        note_bot(on("koo", "1", "meena"), CONSENT, by=people.ravi, now=NOW)
