"""Telegram: a bot asks for the members of a channel, two requests each.

The key of the bot is part of every address. It never stands in an error: what the asker
raises holds no address, and httpx's own log is held back where it asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import ClassVar

from pahunch.facts import FOLLOWERS, Count, Platform
from pahunch.platforms.asking import unknown_fault
from pahunch.platforms.base import (
    Access,
    Ask,
    Asker,
    Connector,
    Entry,
    Fact,
    Holder,
    Limit,
    Message,
    Need,
    Offering,
    Outcome,
    Page,
    Post,
    Seen,
    Target,
)
from pahunch.platforms.errors import (
    BadAnswer,
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.reading import listing, mapping, number, text
from pahunch.platforms.telegram_updates import account_key, message_of, post_of, whole

READ = date(2026, 11, 22)
MANUAL = "https://core.telegram.org/bots/api"
RATE = Fact(
    "About 30 requests a second; Telegram names 30 messages a second and no number for questions",
    "https://core.telegram.org/bots/faq",
    READ,
    sure=False,
)
QUEUE = Fact(
    "One fetch of updates at a time: a second one ends the first with 409",
    MANUAL + "#getupdates",
    READ,
    sure=False,
)
REST = "requests"
UPDATES = "updates"
ONE = {REST: 1}
FETCH = {REST: 1, UPDATES: 1}
LONGEST_QUEUE = 100
KEY = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
CHAT = re.compile(r"-?[0-9]{1,16}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
FOLLOWED = frozenset({"channel", "supergroup", "group"})
MORE = "more"
NO_VIEWS = (
    "Telegram tells bots no views or reactions of a post; only a person's sign-in can see them"
)

KNOWN: Sequence[tuple[int, str, Callable[[], PlatformError]]] = (
    (400, "chat not found", partial(Gone, "no such chat", status="missing", code="no chat")),
    (401, "", partial(Reconnect, "Telegram doesn't know the bot's key", code="401")),
    (404, "", partial(Reconnect, "Telegram doesn't know the bot's key", code="404")),
    (409, "webhook", partial(Refused, "a webhook is set, updates come there", code="webhook")),
    (409, "", partial(TryLater, "another fetch of updates is on its way", code="409")),
)
"""By code, and by a word of the description where two things share a code."""


@dataclass(frozen=True)
class Telegram(Connector):
    """The Bot API, asked with the installation's own bot."""

    base: str = "https://api.telegram.org"
    platform: ClassVar = Platform.TELEGRAM
    entry: ClassVar = Entry.BOT
    limits: ClassVar = (
        Limit(REST, 30, Holder.APPLICATION, RATE, seconds=1, paced=True),
        Limit(UPDATES, 1, Holder.APPLICATION, QUEUE, seconds=1, paced=True),
    )
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(1, Need.APPLICATION, {REST: 2}, calls=2),
        Ask.POSTS: Offering(
            1, Need.APPLICATION, FETCH, permission="the bot administers the channel"
        ),
        Ask.INBOX: Offering(
            1,
            Need.APPLICATION,
            {REST: 2, UPDATES: 1},
            permission="the bot administers the discussion group",
        ),
    }
    facts: ClassVar = (
        Fact(
            "The count of members is exact, and is given of public channels the bot is not in",
            MANUAL + "#getchatmembercount",
            READ,
            sure=False,
        ),
        Fact(NO_VIEWS, MANUAL + "#message", READ),
        Fact(
            "Updates that nobody fetched are kept for 24 hours, and no more than 100 come at once",
            MANUAL + "#getting-updates",
            READ,
        ),
        Fact(
            "Every picture of an album is a post of its own",
            MANUAL + "#message",
            READ,
            sure=False,
        ),
    )

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read `ok`, `error_code` and, where two things share a code, the description."""
        if not isinstance(body, dict) or body.get("ok") is not False:
            return None
        code = body.get("error_code")
        code = code if isinstance(code, int) and not isinstance(code, bool) else status
        if code == 429:
            return _busy(body, now)
        words = str(body.get("description", "")).lower()
        for known, word, error in KNOWN:
            if code == known and word in words:
                return error()
        return unknown_fault(code, headers, now)

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask what the chat is called now, and how many are in it."""
        (target,) = targets
        chat = await self._chat(asker, access, target)
        identity, name = str(whole(chat.get("id"), "id")), chat.get("username")
        name = text(name, "username") if name is not None else ""
        where = f"@{name}" if name else identity
        count = number(await self._ask(asker, access, "getChatMemberCount", where), "members")
        seen = (Seen(FOLLOWERS, Count.exactly(count)),)
        return [Outcome(target, seen, platform_id=identity, handle=name)]

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Give what of the last day is still in the bot's queue. Confirms nothing."""
        if cursor:
            return Page((), cursor)
        own = await self._identity(asker, access, target)
        updates = await self._updates(asker, access)
        found = (post_of(update) for update in updates)
        mine = [
            replace(post, account=target.key)
            for post in found
            if post is not None and post.account == account_key(own) and _since(post.made_at, since)
        ]
        return Page(tuple(reversed(mine)), _cursor(updates))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Say why there is none."""
        raise NotOffered(NO_VIEWS)

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Give what is still in the bot's queue: to the bot, or below the channel's posts.

        Nothing is confirmed: other accounts share the queue, and what Telegram forgets after a
        confirmation could not be read again. A full queue is told by a cursor that never
        ends: then a webhook is needed.
        """
        if cursor:
            return Page((), cursor)
        bot, own = _bot(access), _known(target)
        groups: dict[int, int] = {}
        if own != bot:
            chat = await self._chat(asker, access, target)
            own = whole(chat.get("id"), "id")
            if chat.get("linked_chat_id") is not None:
                groups[whole(chat.get("linked_chat_id"), "linked_chat_id")] = own
        updates = await self._updates(asker, access)
        found = (message_of(update, bot, groups) for update in updates)
        mine = [
            replace(each, account=target.key)
            for each in found
            if each is not None
            and each.account == account_key(own)
            and _since(each.written_at, since)
        ]
        return Page(tuple(reversed(mine)), _cursor(updates))

    async def _chat(self, asker: Asker, access: Access, target: Target) -> Mapping[str, object]:
        """Find a chat. Raises Gone, Refused, NotOffered."""
        if target.platform_id == str(_bot(access)):
            raise NotOffered("a bot has no followers")
        found = mapping(await self._found(asker, access, target), "the chat")
        if _known(target) not in {0, whole(found.get("id"), "id")}:
            raise Gone("the name is another chat's now", status="missing", code="another chat")
        if found.get("type") not in FOLLOWED:
            raise NotOffered("a person has no followers on Telegram")
        return found

    async def _found(self, asker: Asker, access: Access, target: Target) -> object:
        """Ask by the id, then by the name: a bot may see a channel it is not in only by that."""
        name = target.handle.lstrip("@")
        try:
            if _known(target):
                return await self._ask(asker, access, "getChat", target.platform_id)
        except Gone:
            if not NAME.fullmatch(name):
                raise
        if not NAME.fullmatch(name):
            raise Refused("this is no name of a channel", code="handle")
        return await self._ask(asker, access, "getChat", f"@{name}")

    async def _identity(self, asker: Asker, access: Access, target: Target) -> int:
        if _known(target):
            return _known(target)
        return whole((await self._chat(asker, access, target)).get("id"), "id")

    async def _updates(self, asker: Asker, access: Access) -> list[Mapping[str, object]]:
        wanted = json.dumps(["message", "channel_post"])
        params = [("limit", str(LONGEST_QUEUE)), ("timeout", "0"), ("allowed_updates", wanted)]
        answer = await asker.get(self._url(access, "getUpdates"), cost=FETCH, params=params)
        return [mapping(each, "an update") for each in listing(_result(answer), "the updates")]

    async def _ask(self, asker: Asker, access: Access, method: str, chat: str) -> object:
        url = self._url(access, method)
        return _result(await asker.get(url, cost=ONE, params=[("chat_id", chat)]))

    def _url(self, access: Access, method: str) -> str:
        return f"{self.base}/bot{_key(access)}/{method}"


def _key(access: Access) -> str:
    """Give the bot's key if it looks like one: it becomes part of an address."""
    if not KEY.fullmatch(access.token):
        raise Reconnect("this is no key of a bot", code="token")
    return access.token


def _known(target: Target) -> int:
    """Give the chat's id, negative for channels; 0 where it isn't known."""
    return int(target.platform_id) if CHAT.fullmatch(target.platform_id) else 0


def _bot(access: Access) -> int:
    """Give the bot's own id, which is how its key begins."""
    return int(_key(access).partition(":")[0])


def _result(answer: object) -> object:
    envelope = mapping(answer, "the answer")
    if envelope.get("ok") is not True or "result" not in envelope:
        raise BadAnswer("the answer has no result", code="wrong type")
    return envelope["result"]


def _busy(body: Mapping[str, object], now: datetime) -> TryLater:
    more = body.get("parameters")
    seconds = more.get("retry_after") if isinstance(more, dict) else None
    until = None
    if isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds < 10**7:
        until = now + timedelta(seconds=seconds)
    return TryLater("Telegram has heard enough", not_before=until, limit=REST, code="429")


def _cursor(updates: Sequence[object]) -> str:
    return MORE if len(updates) >= LONGEST_QUEUE else ""


def _since(moment: datetime, since: datetime | None) -> bool:
    return since is None or moment >= since
