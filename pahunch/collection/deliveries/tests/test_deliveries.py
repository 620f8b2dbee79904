"""Deliveries at the door: who is let in, what is kept, and that a stranger learns nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.deliveries.inbox import erase_author, erase_old, keep
from pahunch.collection.models import Message
from pahunch.collection.tests.town import build
from pahunch.facts import Platform
from pahunch.platforms.base import Message as Written
from pahunch.registry.models import Account, Person, Source
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.people import assemble

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-application"
WORD = "a-word-that-the-office-chose"


@pytest.fixture
def town() -> Account:
    """X and Facebook accounts of Meena Bai's, and the keys of both platforms."""
    build()
    Account.objects.create(
        key="facebook:~meena",
        platform="facebook",
        platform_id="77",
        kind="office",
        person=Person.objects.get(slug="meena-bai"),
        source=Source.objects.get(),
    )
    for platform in (Platform.FACEBOOK, Platform.X, Platform.TELEGRAM):
        word = "a-word-that-we-chose_1" if platform == Platform.TELEGRAM else WORD
        change = Change(client_secret=SECRET, webhook_secret=word, token="123456:key")
        set_application(platform, change, by=None, now=NOW)
    return Account.objects.get(key="x:101")


def door(platform: str) -> str:
    return reverse("collection:webhook", args=[platform])


def by_meta(body: bytes, secret: str = SECRET) -> dict[str, str]:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={signature}"}


def by_x(body: bytes, secret: str = WORD) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    return {"x-twitter-webhooks-signature": f"sha256={signature}"}


def send(platform: str, body: bytes, headers: dict[str, str]) -> Any:
    client = Client(enforce_csrf_checks=True)
    return client.post(door(platform), body, content_type="application/json", headers=headers)


def comment(**others: object) -> bytes:
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": "77_5",
        "post_id": "77_1",
        "from": {"id": "900", "name": "Koi Nagrik"},
        "message": "the hand pump is broken",
        "created_time": 1_795_327_200,
        **others,
    }
    entry = {"id": "77", "time": 1, "changes": [{"field": "feed", "value": value}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def mention(kind: str = "post.mention.create", **others: object) -> bytes:
    payload = {
        "id": "5001",
        "author_id": "900",
        "text": "@MeenaOffice the road is broken",
        "created_at": "2026-11-22T21:05:48.000Z",
        **others,
    }
    data = {
        "event_uuid": "42",
        "filter": {"user_id": "101"},
        "event_type": kind,
        "payload": payload,
        "includes": {"users": [{"id": "900", "username": "koi_nagrik"}]},
    }
    return json.dumps({"data": data}).encode()


def test_a_comment_is_kept_once_however_often_it_comes(town: Account) -> None:
    body = comment()
    for _ in range(3):
        assert send("facebook", body, by_meta(body)).status_code == 200
    kept = Message.objects.get()
    assert (kept.account.key, kept.kind, kept.text) == (
        "facebook:~meena",
        "comment",
        "the hand pump is broken",
    )
    assert (kept.author_id, kept.post_id) == ("900", "77_1")


def test_a_mention_and_a_message_on_x_reach_the_account(town: Account) -> None:
    for body in (
        mention(),
        mention("dm.received", id="5002", sender_id="901", text="please call"),
        mention("like.create", id="5003"),
    ):
        assert send("x", body, by_x(body)).status_code == 200
    found = Message.objects.order_by("message_id").values_list("account__key", "kind", "author_id")
    assert list(found) == [("x:101", "mention", "900"), ("x:101", "message", "901")]


def test_what_is_taken_back_is_erased(town: Account) -> None:
    for body in (comment(), comment(verb="remove")):
        send("facebook", body, by_meta(body))
    for body in (mention(), mention("post.delete")):
        send("x", body, by_x(body))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256="},
        {"x-hub-signature-256": "sha256=" + "0" * 64},
        {"x-hub-signature-256": "sha256=शब्द"},
        by_meta(comment(), "another secret"),
        by_meta(comment(), ""),
        by_meta(b"{}"),
    ],
)
def test_a_wrong_signature_gets_no_word(town: Account, headers: dict[str, str]) -> None:
    answer = send("facebook", comment(), headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not Message.objects.exists()


def test_a_platform_that_is_not_set_up_answers_as_one_that_does_not_exist(town: Account) -> None:
    answers = [send(name, b"{}", {}) for name in ("instagram", "koo", "nonsense", "mastodon")]
    assert {(one.status_code, one.content) for one in answers} == {(404, b"")}


def test_a_disabled_application_takes_nothing(town: Account) -> None:
    set_application(Platform.FACEBOOK, Change(enabled=False), by=None, now=NOW)
    body = comment()
    assert send("facebook", body, by_meta(body)).status_code == 404


def test_too_large_a_delivery_is_not_read(town: Account) -> None:
    body = b" " * (1024 * 1024 + 1)
    assert send("facebook", body, by_meta(body)).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 50_000,
        b'{"object": "page"}',
        b'{"object": "page", "entry": [7]}',
        b'{"object": "page", "entry": [{"id": 7}]}',
        comment(created_time="never"),
        comment(message=[]),
    ],
)
def test_a_signed_delivery_that_cannot_be_read_is_answered_and_forgotten(
    town: Account, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert send("facebook", body, by_meta(body)).status_code == 200
    assert not Message.objects.exists()
    assert "pump" not in caplog.text
    assert "Nagrik" not in caplog.text


def test_what_concerns_nobody_of_ours_is_not_kept(town: Account) -> None:
    stranger = comment().replace(b'"id": "77"', b'"id": "78"')
    own = comment(**{"from": {"id": "77", "name": "The office"}})
    other = json.dumps({"object": "user", "entry": []}).encode()
    for body in (stranger, own, other):
        assert send("facebook", body, by_meta(body)).status_code == 200
    assert not Message.objects.exists()


def test_a_talk_of_a_page_is_kept_without_its_own_words(town: Account) -> None:
    said = {
        "sender": {"id": "900"},
        "recipient": {"id": "77"},
        "timestamp": 1_795_327_200_000,
        "message": {"mid": "m-1", "text": "no water since Monday"},
    }
    echo = said | {"message": {"mid": "m-2", "text": "we are coming", "is_echo": True}}
    read = {"sender": {"id": "900"}, "timestamp": 5, "read": {"watermark": 5}}
    entry = {"id": "77", "messaging": [said, echo, read]}
    body = json.dumps({"object": "page", "entry": [entry]}).encode()
    assert send("facebook", body, by_meta(body)).status_code == 200
    assert [one.message_id for one in Message.objects.all()] == ["m-1"]


def test_each_platform_is_answered_when_it_asks_whether_it_is_us(town: Account) -> None:
    client = Client()
    meta = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": WORD}
    assert client.get(door("facebook"), meta).content == b"1158201444"
    assert client.get(door("facebook"), meta | {"hub.verify_token": "wrong"}).status_code == 403
    assert client.get(door("facebook"), meta | {"hub.challenge": "<b>"}).status_code == 403
    said = client.get(door("x"), {"crc_token": "abc"})
    expected = by_x(b"abc")["x-twitter-webhooks-signature"]
    assert said.json() == {"response_token": expected}
    assert client.get(door("x")).status_code == 403


def test_telegram_is_told_by_its_word(town: Account) -> None:
    Account.objects.filter(key="youtube:1").update(
        key="telegram:123456", platform="telegram", platform_id="123456"
    )
    inner = {
        "message_id": 7,
        "date": 1_795_327_200,
        "chat": {"id": 900, "type": "private"},
        "from": {"id": 900, "first_name": "A", "is_bot": False},
        "text": "the road is broken",
    }
    body = json.dumps({"update_id": 31, "message": inner}).encode()
    name = "x-telegram-bot-api-secret-token"
    assert send("telegram", body, {name: "wrong"}).status_code == 403
    assert send("telegram", body, {name: "a-word-that-we-chose_1"}).status_code == 200
    assert Message.objects.get().account.key == "telegram:123456"


def written(number: int, days: int, author: str = "900") -> Written:
    at = NOW - timedelta(days=days)
    return Written("x:101", str(number), "mention", "words", author, "koi_nagrik", at)


def test_messages_are_erased_when_their_time_is_over(town: Account) -> None:
    keep([written(1, 89), written(2, 91), written(3, 400)], NOW)
    assert erase_old(by=None, now=NOW) == 2
    assert [one.message_id for one in Message.objects.all()] == ["1"]
    assert erase_old(by=None, now=NOW) == 0


def test_a_person_s_messages_are_erased_and_the_deed_does_not_say_whose(town: Account) -> None:
    keep([written(1, 1), written(2, 1), written(3, 1, author="901")], NOW)
    assert erase_author(Platform.X, "900", by=None, now=NOW) == 2
    assert Message.objects.get().author_id == "901"
    deed = Deed.objects.get(verb="collection.messages_of_a_person_erased")
    assert "900" not in f"{deed.subject} {deed.detail_json} {deed.reason}"
    with pytest.raises(Refused):
        erase_author(Platform.X, "901", by=assemble().ravi, now=NOW)


def test_the_operator_counts_and_erases(town: Account, capsys: pytest.CaptureFixture[str]) -> None:
    keep([written(1, 1)], NOW)
    call_command("inbox", "count", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert [(row["platform"], row["messages"]) for row in found["platforms"]] == [("x", 1)]
    call_command("inbox", "erase", "--author", "x", "900")
    assert capsys.readouterr().out == "erased 1\n"
    with pytest.raises(CommandError, match="no platform"):
        call_command("inbox", "erase", "--author", "nonsense", "900")
