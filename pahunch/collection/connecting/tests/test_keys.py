"""Tokens near their end, keys that change, applications, and how connections are told to be."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from pahunch.collection.access import access_of, access_of_application, mark_broken
from pahunch.collection.connecting import renewing
from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.health import CONSENT_SOON, Level, ailing, health
from pahunch.collection.connecting.keeping import Consent, keep, rotate
from pahunch.collection.connecting.renewing import renew_due, token_of
from pahunch.collection.connecting.tests.conftest import CONSENT, NOW
from pahunch.collection.connecting.tests.doors import Door
from pahunch.collection.errors import Unreadable
from pahunch.collection.models import Application, Connection
from pahunch.collection.sealing import seal
from pahunch.facts import Platform
from pahunch.platforms.catalogue import connectors
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.fakes.base import Answered, transport
from tests.people import Cast

pytestmark = pytest.mark.django_db


def connected(account: Account, ends: datetime | None, consent: Consent = CONSENT) -> Connection:
    token = Token("old-token", "old-refresh", ends)
    return keep(account, consent, Owned("101", "MeenaOffice", "M", token), by=None, now=NOW)


def renewed(door: Door, now: datetime) -> dict[int, str]:
    return renew_due(connectors({}), now=now, transport=transport(door))


def test_a_token_is_renewed_ahead_of_its_end(
    account: Account, registered: None, door: Door
) -> None:
    connection = connected(account, NOW + timedelta(hours=2))
    assert renewed(door, NOW + timedelta(minutes=90)) == {}
    assert renewed(door, NOW + timedelta(minutes=100)) == {connection.pk: "renewed"}
    connection.refresh_from_db()
    assert access_of(connection).token == "first-token"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answered({"access_token": "", "expires_in": 7_200}), "later"),
        (Answered({}, 503), "later"),
        (Answered(b"<html>"), "later"),
        (Answered({"error": "invalid_request"}, 400), "broken"),
    ],
)
def test_only_a_recognised_refusal_breaks_a_connection(
    account: Account, registered: None, door: Door, answer: Answered, word: str
) -> None:
    connection = connected(account, NOW + timedelta(hours=2))
    door.broken.append(answer)
    assert renewed(door, NOW + timedelta(hours=2)) == {connection.pk: word}
    connection.refresh_from_db()
    assert access_of(connection).token == "old-token"
    assert connection.state == ("broken" if word == "broken" else "good")


def test_a_token_that_another_worker_renewed_meanwhile_is_not_called_broken(
    account: Account, registered: None, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connected(account, NOW + timedelta(hours=2))

    def read_too_early(one: Connection) -> Token:
        old = token_of(one)
        Connection.objects.filter(pk=one.pk).update(access_token=seal("newer-token"))
        return old

    monkeypatch.setattr(renewing, "token_of", read_too_early)
    door.broken.append(Answered({"error": "invalid_request"}, 400))
    assert renewed(door, NOW + timedelta(hours=2)) == {connection.pk: "unchanged"}
    connection.refresh_from_db()
    assert (access_of(connection).token, connection.state) == ("newer-token", "good")


def test_a_wrong_secret_of_ours_breaks_nobody_s_connection(
    account: Account, registered: None, door: Door
) -> None:
    connection = connected(account, NOW + timedelta(hours=2))
    door.broken.append(Answered({"error": "invalid_client"}, 401))
    assert renewed(door, NOW + timedelta(hours=2)) == {connection.pk: "later"}
    connection.refresh_from_db()
    assert connection.state == "good"


def test_two_workers_do_not_renew_one_token_at_once(
    account: Account, registered: None, door: Door
) -> None:
    connection = connected(account, NOW + timedelta(hours=2))
    due = NOW + timedelta(minutes=110)
    Connection.objects.update(renewing_until=due + timedelta(minutes=1))
    assert renewed(door, due) == {}
    assert door.asked == []
    assert renewed(door, due + timedelta(minutes=1)) == {connection.pk: "renewed"}
    connection.refresh_from_db()
    assert connection.renewing_until is None


def test_a_new_key_seals_and_the_old_one_may_go(
    account: Account, registered: None, settings: Any
) -> None:
    old, new = settings.TOKEN_KEYS[0], Fernet.generate_key().decode()
    connection = connected(account, None)
    settings.TOKEN_KEYS = [new, old]
    assert rotate(by=None, now=NOW) == 3
    settings.TOKEN_KEYS = [new]
    connection.refresh_from_db()
    assert access_of(connection).token == "old-token"
    assert access_of_application(Application.objects.get()).secret == "our-secret"
    settings.TOKEN_KEYS = [old]
    with pytest.raises(Unreadable):
        access_of(connection)
    with pytest.raises(Unreadable):
        rotate(by=None, now=NOW)


@pytest.mark.parametrize(
    ("token_ends", "consent_ends", "after", "level"),
    [
        (None, None, timedelta(0), Level.GOOD),
        (None, None, timedelta(days=4), Level.SILENT),
        (timedelta(days=60), None, timedelta(days=56), Level.EXPIRING),
        (timedelta(hours=2), None, timedelta(hours=1), Level.GOOD),
        (timedelta(hours=2), None, timedelta(hours=2), Level.EXPIRED),
        (None, CONSENT_SOON, timedelta(0), Level.CONSENT_ENDING),
        (None, timedelta(days=2), timedelta(days=2), Level.CONSENT_ENDED),
    ],
)
def test_a_connection_says_what_it_needs(
    account: Account,
    token_ends: timedelta | None,
    consent_ends: timedelta | None,
    after: timedelta,
    level: Level,
) -> None:
    until = NOW + consent_ends if consent_ends else None
    connection = connected(
        account, NOW + token_ends if token_ends else None, Consent("Meena", "counting", until)
    )
    assert health(connection, NOW + after).level == level
    asked = Connection.objects.all()
    assert bool(ailing(asked, NOW + after)) == (level != Level.GOOD)


def test_a_broken_one_comes_first_with_the_platforms_code(account: Account) -> None:
    connection = connected(account, None)
    mark_broken(connection, "190/460", NOW)
    (found,) = ailing(Connection.objects.all(), NOW)
    assert (found.level, found.connection.broken_code) == (Level.BROKEN, "190/460")


def test_setting_an_application_keeps_what_was_not_given(people: Cast, registered: None) -> None:
    set_application(Platform.X, Change(cap=40_000_000), by=people.admin, now=NOW)
    one = Application.objects.get()
    assert (one.client_id, one.cap) == ("our-client", 40_000_000)
    assert access_of_application(one).secret == "our-secret"
    assert "our-secret" not in "".join(Deed.objects.values_list("detail_json", flat=True))
    with pytest.raises(Refused):
        set_application(Platform.X, Change(cap=1), by=people.asha, now=NOW)


def run(capsys: pytest.CaptureFixture[str], *words: str, typed: str = "", patch: Any = None) -> str:
    if patch is not None:
        patch.setattr("sys.stdin", io.StringIO(typed))
    call_command(*words)
    return capsys.readouterr().out


def test_applications_are_set_without_a_secret_among_the_arguments(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("applications", "set", "x", "--client-id", "ID", "--secret", "token")
    out = run(capsys, *words, typed="s3cret\n", patch=monkeypatch)
    assert out == "x: no cap\n"
    assert run(capsys, "applications", "set", "x", "--cap", "12.50") == "x: ready\n"
    listed = run(capsys, "applications", "list", "--format", "json")
    assert json.loads(listed)[0]["cap_dollars"] == 12.5
    assert "s3cret" not in listed
    assert access_of_application(Application.objects.get()).token == "s3cret"
    assert run(capsys, "applications", "disable", "x") == "x: disabled\n"


@pytest.mark.parametrize("cap", ["-1", "many", "NaN", "Infinity", "0.0000001"])
def test_a_cap_that_is_no_amount_is_refused(db: None, cap: str) -> None:
    with pytest.raises(CommandError, match="no amount of dollars"):
        call_command("applications", "set", "x", f"--cap={cap}")
    assert not Application.objects.exists()


def test_an_empty_secret_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    with pytest.raises(CommandError, match="empty"):
        call_command("applications", "set", "x", "--secret", "token")
    assert not Application.objects.exists()


def test_the_operator_enters_a_token_and_ends_the_consent(
    account: Account,
    served: Door,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ("connections", "enter", "x:101", "--consent-by", "Meena Bai, member")
    assert run(capsys, *words, typed="made-there\n", patch=monkeypatch) == "connected: x:101\n"
    assert access_of(Connection.objects.get()).token == "made-there"
    listed = run(capsys, "connections", "list", "--format", "json")
    assert json.loads(listed)[0]["state"] == "good"
    assert "made-there" not in listed
    assert run(capsys, "connections", "list", "--ailing") == "none\n"
    assert "sealed 1 secrets" in run(capsys, "connections", "rotate")
    ended = run(capsys, "connections", "withdraw", "x:101", "--reason", "asked for")
    said = "ended: x:101; its token was erased\nthe platform takes it no more\n"
    assert ended == said
    assert "none" in run(capsys, "connections", "list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("enter", "x:404", "--consent-by", "M"), "no account 'x:404'"),
        (("enter", "x:101", "--consent-by", "M", "--until", "soon"), "is no day"),
        (("enter", "x:101", "--consent-by", "M", "--until", "2020-01-01"), "in the past"),
        (("withdraw", "x:101", "--reason", "none"), "not connected"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    account: Account, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("connections", *words)
