from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import httpx
import pytest

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.asking import FreePurse, HttpAsker
from pahunch.platforms.base import Access, Ask, Asker, Outcome, Page, Target
from pahunch.platforms.errors import (
    BadAnswer,
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.telegram import Telegram
from pahunch.platforms.telegram_updates import message_of, post_of
from tests.fakes.base import Answered, Asked, Fake, Served, transport
from tests.fakes.telegram import KEY, FakeTelegram, fault

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 6, 0, 10, tzinfo=UTC)
SECRET = KEY.partition(":")[2]
BOT = 123456
PLACE = Telegram()
ACCESS = Access("bot", KEY)
CHANNEL = Target("telegram:-1001", "-1001", "office_mp")
GROUP = -1002


@pytest.fixture
def fake() -> FakeTelegram:
    made = FakeTelegram(clock=NOW.timestamp)
    made.add(-1001, "Office_MP", 58_123, linked=GROUP)
    made.add(GROUP, "", 400, kind="supergroup")
    return made


def ask(fake: Fake, what: Callable[[Asker], Awaitable[T]]) -> T:
    async def go() -> T:
        async with httpx.AsyncClient(transport=transport(fake)) as client:
            return await what(HttpAsker(client, PLACE, FreePurse(), lambda: NOW))

    return asyncio.run(go())


def counted(fake: Fake, target: Target = CHANNEL, access: Access = ACCESS) -> Outcome:
    outcomes: Sequence[Outcome] = ask(
        fake, lambda asker: PLACE.public_counts(asker, access, [target], NOW)
    )
    return outcomes[0]


class Says:
    """Answers every request alike."""

    def __init__(self, answered: Answered) -> None:
        self.answered = answered

    def answer(self, asked: Asked) -> Answered:
        return self.answered


def said(text: str, *, number: int = 7, hours: float = 1.0, **more: object) -> dict[str, object]:
    return {
        "message_id": number,
        "date": int((NOW - timedelta(hours=hours)).timestamp()),
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": {"id": 900, "first_name": "A", "last_name": "Citizen", "is_bot": False},
        "text": text,
        **more,
    }


def below(post: int) -> dict[str, object]:
    return {
        "message_id": 5,
        "is_automatic_forward": True,
        "sender_chat": {"id": -1001, "type": "channel"},
        "forward_origin": {"type": "channel", "message_id": post},
    }


def private(text: str, *, number: int = 7) -> dict[str, object]:
    return said(text, number=number, chat={"id": 900, "type": "private"})


def posted(number: int, hours: float = 1.0, **more: object) -> dict[str, object]:
    chat = {"id": -1001, "type": "channel", "username": "Office_MP"}
    return said("our words", number=number, hours=hours, chat=chat, **more)


def test_members_are_counted_to_the_unit_and_the_name_is_told(fake):
    outcome = counted(fake)
    assert [(each.metric, each.count) for each in outcome.seen] == [
        (FOLLOWERS, Count.exactly(58_123))
    ]
    assert (outcome.platform_id, outcome.handle) == ("-1001", "Office_MP")
    assert fake.asked == 2 == PLACE.offers[Ask.PUBLIC_COUNTS].cost["requests"]


def test_a_channel_known_by_its_name_gets_its_id(fake):
    for handle in ("office_mp", "@Office_MP"):
        assert counted(fake, Target("k", "", handle)).platform_id == "-1001"


def test_a_renamed_channel_tells_its_new_name(fake):
    fake.rename(-1001, "Office_MP_New")
    assert counted(fake).handle == "Office_MP_New"


def test_a_channel_that_the_bot_sees_only_by_name_is_found_by_it(fake):
    hidden = fake.chats.pop(-1001)
    fake.chats[-1009] = hidden
    fake.names["office_mp"] = -1009
    assert counted(fake).platform_id == "-1001"


def test_a_name_that_changed_hands_is_not_the_channel(fake):
    del fake.chats[-1001]
    fake.add(-1077, "office_mp", 5)
    with pytest.raises(Gone) as caught:
        counted(fake)
    assert (caught.value.status, caught.value.code) == ("missing", "another chat")


def test_a_channel_that_is_not_there_is_missing(fake):
    with pytest.raises(Gone) as caught:
        counted(fake, Target("k", "", "nobody_here"))
    assert caught.value.status == "missing"
    with pytest.raises(Gone):
        counted(fake, Target("k", "-1055", ""))


def test_a_person_and_the_bot_itself_have_no_followers(fake):
    fake.add(900, "a_person", kind="private")
    for target in (Target("k", "900", ""), Target("k", str(BOT), "")):
        with pytest.raises(NotOffered):
            counted(fake, target)


@pytest.mark.parametrize("handle", ["", "a", "1abc", "two words", "../getMe", "नाम"])
def test_what_is_no_name_is_not_asked_for(fake, handle):
    with pytest.raises(Refused) as caught:
        counted(fake, Target("k", "", handle))
    assert caught.value.code == "handle"
    assert fake.asked == 0


def test_a_channel_that_put_the_bot_out_refuses(fake):
    fake.chats[-1001].kicked = True
    with pytest.raises(Refused) as caught:
        counted(fake)
    assert caught.value.code == "403"


@pytest.mark.parametrize("code", [401, 404])
def test_a_key_that_telegram_does_not_know_disconnects(code):
    with pytest.raises(Reconnect):
        counted(Says(fault(code, "Unauthorized")))


@pytest.mark.parametrize("key", ["", "no key", "123456:short", KEY + "\n", KEY + "/../x"])
def test_what_is_no_key_never_becomes_part_of_an_address(fake, key):
    with pytest.raises(Reconnect) as caught:
        counted(fake, access=Access("bot", key))
    assert caught.value.code == "token"
    assert fake.asked == 0


def test_too_many_requests_wait_as_long_as_the_body_says(fake):
    fake.rate = 1
    with pytest.raises(TryLater) as caught:
        counted(fake)
    assert caught.value.not_before == NOW + timedelta(seconds=3)
    assert caught.value.limit == "requests"
    assert fake.over == 1


@pytest.mark.parametrize("seconds", [None, "3", True, -1, 0, 10**12, 1.5])
def test_a_wait_that_is_no_number_of_seconds_is_not_believed(seconds):
    busy = fault(429, "Too Many Requests", parameters={"retry_after": seconds})
    with pytest.raises(TryLater) as caught:
        counted(Says(busy))
    assert caught.value.not_before is None
    assert caught.value.limit == "requests"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"ok": True}, BadAnswer),
        ({"result": 5}, BadAnswer),
        ([], BadAnswer),
        ({"ok": True, "result": {"id": "x", "type": "channel"}}, BadAnswer),
        ({"ok": True, "result": {"id": -1001, "type": "channel", "username": 7}}, BadAnswer),
        ({"ok": True, "result": {"id": -1001, "type": "moon"}}, NotOffered),
        ({"ok": False}, Refused),
        ({"ok": False, "error_code": 502}, TryLater),
        ({"ok": False, "error_code": 400, "description": "Bad Request: odd"}, Refused),
    ],
)
def test_other_answers_are_named(body, kind):
    with pytest.raises(PlatformError) as caught:
        counted(Says(Answered(body)))
    assert type(caught.value) is kind


def test_the_key_stands_in_no_error_no_value_and_no_log(fake, caplog):
    caplog.set_level(logging.DEBUG)

    async def go(base: str, timeout: float = 5.0) -> None:
        place = Telegram(base=base)
        async with httpx.AsyncClient(trust_env=False, timeout=timeout) as client:
            asker = HttpAsker(client, place, FreePurse(), lambda: NOW)
            await place.public_counts(asker, ACCESS, [CHANNEL], NOW)

    told = []
    with Served(fake) as served:
        asyncio.run(go(served.base))
        fake.chats.clear()
        served.latency = 0.0
        for base, patience in (
            (served.base, 5.0),
            ("http://127.0.0.1:9", 5.0),
            (served.base, 1e-9),
            ("http://[half", 5.0),
        ):
            with pytest.raises(PlatformError) as caught:
                asyncio.run(go(base, patience))
            error = caught.value
            told += [*traceback.format_exception(error), repr(error), repr(vars(error))]
            assert error.__cause__ is None
            assert not isinstance(error.__context__, httpx.HTTPError)
    words = "".join([*told, caplog.text, repr(ACCESS), repr(PLACE)])
    assert SECRET not in words


def test_posts_are_those_of_the_channel_in_the_queue_newest_first(fake):
    fake.tell("channel_post", posted(10, hours=3))
    fake.tell("channel_post", posted(11, hours=2, photo=[{}]))
    fake.tell("channel_post", posted(12, hours=1, forward_origin={"type": "channel"}))
    other = {"id": -1555, "type": "channel"}
    fake.tell("channel_post", posted(13) | {"chat": other})
    page = ask(fake, lambda asker: PLACE.posts(asker, ACCESS, CHANNEL, None, ""))
    assert [(post.post_id, post.kind) for post in page.items] == [
        ("12", "repost"),
        ("11", "photo"),
        ("10", "post"),
    ]
    assert page.items[0].account == CHANNEL.key
    assert page.items[0].link == "https://t.me/Office_MP/12"
    assert page.items[0].seen == ()
    since = NOW - timedelta(hours=1.5)
    later = ask(fake, lambda asker: PLACE.posts(asker, ACCESS, CHANNEL, since, ""))
    assert [post.post_id for post in later.items] == ["12"]


def test_posts_of_a_channel_without_an_id_come_under_its_key(fake):
    fake.tell("channel_post", posted(10))
    named = Target("telegram:~office", "", "office_mp")
    page = ask(fake, lambda asker: PLACE.posts(asker, ACCESS, named, None, ""))
    assert [post.account for post in page.items] == ["telegram:~office"]


def test_there_is_no_engagement_and_it_says_why(fake):
    assert Ask.ENGAGEMENT not in PLACE.offers
    with pytest.raises(NotOffered, match="no views"):
        ask(fake, lambda asker: PLACE.engagement(asker, ACCESS, CHANNEL, ["1"]))


def test_comments_below_posts_and_answers_to_them_belong_to_the_channel(fake):
    fake.tell("message", said("first", number=7, hours=3, reply_to_message=below(10)))
    fake.tell("message", said("an answer", number=8, hours=2, reply_to_message={"message_id": 7}))
    fake.tell("message", private("to the bot"))
    page = ask(fake, lambda asker: PLACE.inbox(asker, ACCESS, CHANNEL, None, ""))
    assert [(each.message_id, each.kind, each.post_id) for each in page.items] == [
        (f"{GROUP}/8", "comment", ""),
        (f"{GROUP}/7", "comment", "10"),
    ]
    assert page.items[0].author_name == "A Citizen"
    assert "Citizen" not in repr(page)
    assert "answer" not in repr(page)


def test_messages_to_the_bot_belong_to_the_account_that_is_the_bot(fake):
    fake.tell("message", private("/start"))
    fake.tell("message", private("when does it open?", number=9))
    bot = Target("telegram:123456", str(BOT), "office_bot")
    page = ask(fake, lambda asker: PLACE.inbox(asker, ACCESS, bot, None, ""))
    assert [(each.kind, each.text, each.account) for each in page.items] == [
        ("message", "when does it open?", "telegram:123456")
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"is_automatic_forward": True},
        {"sender_chat": {"id": -1001, "type": "channel"}, "reply_to_message": below(1)},
        {"sender_chat": {"id": GROUP, "type": "supergroup"}},
        {"from": {"id": 5, "is_bot": True}},
        {"from": None},
        {"text": None, "new_chat_members": [{}]},
        {"chat": {"id": -1001, "type": "channel"}},
    ],
)
def test_what_no_citizen_wrote_is_no_message(more):
    written = {name: value for name, value in (said("x") | more).items() if value is not None}
    assert message_of({"message": written}, BOT, {GROUP: -1001}) is None


def test_a_group_whose_channel_we_do_not_know_speaks_for_itself():
    message = message_of({"message": said("x")}, BOT, {})
    assert message is not None
    assert message.account == f"telegram:{GROUP}"


@pytest.mark.parametrize("wrong", ["1", 1.5, None, True, 2**60])
def test_an_id_or_moment_of_a_wrong_type_is_a_bad_answer(wrong):
    with pytest.raises(BadAnswer):
        post_of({"channel_post": posted(1) | {"message_id": wrong}})
    with pytest.raises(BadAnswer):
        post_of({"channel_post": posted(1) | {"date": wrong}})
    assert post_of({"channel_post": "x"}) is None
    assert post_of({"edited_message": {}}) is None


def test_reading_the_queue_confirms_nothing(fake):
    fake.tell("message", said("once", reply_to_message=below(10)))
    for _ in range(2):
        page = ask(fake, lambda asker: PLACE.inbox(asker, ACCESS, CHANNEL, None, ""))
        assert len(page.items) == 1
    assert len(fake.updates) == 1


def test_a_full_queue_is_never_the_whole_list_and_is_asked_for_once(fake):
    for number in range(120):
        fake.tell("message", said("x", number=number, reply_to_message=below(10)))
    reads: Sequence[Callable[..., Awaitable[Page[Any]]]] = (PLACE.inbox, PLACE.posts)
    for read in reads:
        page = ask(fake, partial(_read, read, cursor=""))
        before = fake.asked
        rest = ask(fake, partial(_read, read, cursor=page.cursor))
        assert page.cursor
        assert (rest.items, rest.cursor, fake.asked) == ((), page.cursor, before)


async def _read(read: Callable[..., Awaitable[Page[Any]]], asker: Asker, cursor: str) -> Page[Any]:
    return await read(asker, ACCESS, CHANNEL, None, cursor)


def test_updates_that_come_to_a_webhook_cannot_be_fetched(fake):
    fake.webhook = True
    with pytest.raises(Refused) as caught:
        ask(fake, lambda asker: PLACE.inbox(asker, ACCESS, CHANNEL, None, ""))
    assert caught.value.code == "webhook"
    other = fault(409, "Conflict: terminated by other getUpdates request")
    with pytest.raises(TryLater):
        ask(Says(other), lambda asker: PLACE.posts(asker, ACCESS, CHANNEL, None, ""))
