"""A Telegram for bots: channels with members, a queue of updates, thirty requests a second."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.base import Answered, Asked

KEY = "123456:fake-key-of-a-bot-that-does-not-exist"
RATE = 30
KEPT = 86_400


@dataclass(slots=True)
class Chat:
    """A channel, a group or a person."""

    identity: int
    name: str
    members: int = 0
    kind: str = "channel"
    linked: int = 0
    kicked: bool = False


@dataclass(slots=True)
class FakeTelegram:
    """One bot's view. `over` counts requests that came too fast."""

    clock: Callable[[], float] = time.time
    key: str = KEY
    rate: int = RATE
    webhook: bool = False
    chats: dict[int, Chat] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    updates: list[dict[str, object]] = field(default_factory=list)
    asked: int = 0
    over: int = 0
    last: int = 0
    _ticks: list[float] = field(default_factory=list)

    def add(self, identity: int, name: str, members: int = 0, **more: object) -> Chat:
        """Let there be a chat."""
        chat = Chat(identity, name, members)
        for word, value in more.items():
            setattr(chat, word, value)
        self.chats[identity] = chat
        if name:
            self.names[name.lower()] = identity
        return chat

    def rename(self, identity: int, name: str) -> None:
        """Call a chat otherwise; the old name is free."""
        chat = self.chats[identity]
        self.names.pop(chat.name.lower(), None)
        chat.name = name
        if name:
            self.names[name.lower()] = identity

    def tell(self, kind: str, message: dict[str, object]) -> None:
        """Put an update at the end of the queue."""
        self.last += 1
        self.updates.append({"update_id": self.last, kind: message})

    def answer(self, asked: Asked) -> Answered:
        """Answer one method of the bot."""
        self.asked += 1
        now = self.clock()
        self._ticks = [tick for tick in self._ticks if tick > now - 1]
        if len(self._ticks) >= self.rate:
            self.over += 1
            return fault(429, "Too Many Requests: retry after 3", parameters={"retry_after": 3})
        self._ticks.append(now)
        _, key, method = asked.path.split("/")
        if key != f"bot{self.key}":
            return fault(401, "Unauthorized")
        if method == "getUpdates":
            return self._updates(asked, now)
        chat = self._find(asked.one("chat_id"))
        if chat is None:
            return fault(400, "Bad Request: chat not found")
        if chat.kicked:
            return fault(403, "Forbidden: bot was kicked from the channel chat")
        return _said(chat.members if method == "getChatMemberCount" else shown(chat))

    def _find(self, where: str) -> Chat | None:
        if where.startswith("@"):
            return self.chats.get(self.names.get(where[1:].lower(), 0))
        return self.chats.get(int(where)) if where.lstrip("-").isdecimal() else None

    def _updates(self, asked: Asked, now: float) -> Answered:
        if self.webhook:
            words = "Conflict: can't use getUpdates method while webhook is active"
            return fault(409, words)
        first = int(asked.one("offset", "0"))
        wanted = set(json.loads(asked.one("allowed_updates", "[]")))
        self.updates = [each for each in self.updates if _id(each) >= first]
        kept = [each for each in self.updates if _date(each) > now - KEPT]
        told = [each for each in kept if not wanted or wanted & each.keys()]
        return _said(told[: int(asked.one("limit", "100"))])


def shown(chat: Chat) -> dict[str, object]:
    """Give a chat as `getChat` does."""
    said: dict[str, object] = {"id": chat.identity, "type": chat.kind, "title": "A chat"}
    if chat.name:
        said["username"] = chat.name
    if chat.linked:
        said["linked_chat_id"] = chat.linked
    return said


def fault(code: int, words: str, **more: object) -> Answered:
    """Say no as the Bot API does."""
    return Answered({"ok": False, "error_code": code, "description": words, **more}, code)


def _said(result: object) -> Answered:
    return Answered({"ok": True, "result": result})


def _id(update: dict[str, object]) -> int:
    return int(str(update["update_id"]))


def _date(update: dict[str, object]) -> float:
    inner = next(value for value in update.values() if isinstance(value, dict))
    return float(inner["date"])
