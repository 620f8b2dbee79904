"""Telegram's deliveries: one update each, with the word that we chose in a header.

`setWebhook` is told an address and a `secret_token`; Telegram sends that word back with every
update. It sends an update again until it is answered with 200, for a day at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pahunch.platforms.base import Message, Post
from pahunch.platforms.telegram_updates import message_of, post_of, whole
from pahunch.platforms.webhooks import Delivery, same, unpacked

SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""What Telegram lets a secret be made of, and no shorter than a guess takes years."""
ALLOWED = ("message", "channel_post")
"""The kinds of update to ask for with `setWebhook`."""


@dataclass(frozen=True, slots=True)
class TelegramWebhooks:
    """The deliveries to one bot."""

    bot: int = 0
    """The id that its key begins with: what is written to the bot belongs to that account."""
    groups: Mapping[int, int] = field(default_factory=dict)
    """Which channel a discussion group belongs to, where that is known."""

    def verify(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Compare the word in the header. An empty or short secret lets nobody in."""
        given = headers.get("x-telegram-bot-api-secret-token", "")
        return SECRET.fullmatch(secret) is not None and same(given, secret)

    def challenge(self, query: Mapping[str, str], secret: str) -> str | None:
        """Telegram asks nothing beforehand."""
        return None

    def messages(self, body: bytes) -> Sequence[Message]:
        """Give what a citizen wrote to the bot, or in a discussion group."""
        return self.delivery(body).messages

    def event_ids(self, body: bytes) -> Sequence[str]:
        """Give the number of the update."""
        return self.delivery(body).event_ids

    def delivery(self, body: bytes) -> Delivery:
        """Read one update."""
        update = unpacked(body)
        message = message_of(update, self.bot, self.groups)
        number = str(whole(update.get("update_id"), "update_id"))
        return Delivery((number,), () if message is None else (message,))

    def posts(self, body: bytes) -> Sequence[Post]:
        """Give the post of a channel, if the update is one."""
        post = post_of(unpacked(body))
        return () if post is None else (post,)
