from __future__ import annotations

import json

import pytest

from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.telegram_webhooks import TelegramWebhooks

DOOR: TelegramWebhooks = TelegramWebhooks(bot=123456, groups={-1002: -1001})
SECRET = "a-word-that-we-chose_1"
HEADER = "x-telegram-bot-api-secret-token"


def update(kind: str = "message", **more: object) -> bytes:
    inner = {
        "message_id": 7,
        "date": 1_795_327_200,
        "chat": {"id": -1002, "type": "supergroup"},
        "from": {"id": 900, "first_name": "A", "is_bot": False},
        "text": "the road is broken",
        **more,
    }
    return json.dumps({"update_id": 31, kind: inner}).encode()


def test_only_who_knows_the_word_is_let_in():
    assert DOOR.verify({HEADER: SECRET}, b"", SECRET)
    for headers in ({}, {HEADER: ""}, {HEADER: SECRET + "x"}, {HEADER: "शब्द"}):
        assert not DOOR.verify(headers, b"", SECRET)


@pytest.mark.parametrize("secret", ["", "short", "a word with spaces in it"])
def test_a_secret_that_telegram_would_not_take_lets_nobody_in(secret):
    assert not DOOR.verify({HEADER: secret}, b"", secret)


def test_nothing_is_asked_beforehand():
    assert DOOR.challenge({"hub.challenge": "1"}, SECRET) is None


def test_a_comment_in_the_group_belongs_to_its_channel():
    (message,) = DOOR.messages(update())
    assert (message.account, message.kind) == ("telegram:-1001", "comment")
    assert message.message_id == "-1002/7"
    assert message.text == "the road is broken"
    assert DOOR.event_ids(update()) == ("31",)


def test_a_message_to_the_bot_belongs_to_the_bot():
    (message,) = DOOR.messages(update(chat={"id": 900, "type": "private"}))
    assert (message.account, message.kind) == ("telegram:123456", "message")


def test_the_same_update_twice_has_the_same_names():
    assert DOOR.delivery(update()) == DOOR.delivery(update())


def test_a_post_of_a_channel_is_no_message():
    post = update("channel_post", chat={"id": -1001, "type": "channel", "username": "office"})
    assert DOOR.messages(post) == ()
    (found,) = DOOR.posts(post)
    assert (found.account, found.post_id) == ("telegram:-1001", "7")
    assert DOOR.posts(update()) == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"message": {}}',
        b'{"update_id": "1"}',
        update(chat="x"),
        update(date="yesterday"),
        b" " * 2_000_000,
    ],
)
def test_a_delivery_of_a_wrong_shape_is_a_bad_answer_without_a_word_of_it(body):
    with pytest.raises(BadAnswer) as caught:
        DOOR.delivery(body)
    assert "yesterday" not in str(caught.value)
