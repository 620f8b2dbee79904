"""Two Mastodon servers with three people, and how the tests ask them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from pahunch.platforms.asking import FreePurse, HttpAsker
from pahunch.platforms.base import Access, Asker, Outcome, Target
from pahunch.platforms.mastodon import Mastodon
from tests.fakes.base import Answered, Asked, Fake, transport
from tests.fakes.mastodon import FakeMastodon

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 6, 0, 10, tzinfo=UTC)
PLACE = Mastodon(base="http://fake.example/{host}")
ASHA = Target("mastodon:1@social.example", "1@social.example", "asha@social.example")
RAVI = Target("mastodon:2@social.example", "2@social.example", "ravi@social.example")
MEENA = Target("mastodon:1@other.example", "1@other.example", "meena@other.example")


def servers() -> FakeMastodon:
    made = FakeMastodon(clock=NOW.timestamp)
    made.server("social.example").add("1", "asha", 12_345, "asha's token")
    made.server("social.example").add("2", "ravi", 7)
    made.server("other.example").add("1", "meena", 99)
    return made


def ask(
    fake: Fake, what: Callable[[Asker], Awaitable[T]], place: Mastodon = PLACE, purse=None
) -> T:
    async def go() -> T:
        async with httpx.AsyncClient(transport=transport(fake)) as client:
            return await what(HttpAsker(client, place, purse or FreePurse(), lambda: NOW))

    return asyncio.run(go())


def counted(fake: Fake, *targets: Target, token: str = "") -> Sequence[Outcome]:
    access = Access(token=token)
    return ask(fake, lambda asker: PLACE.public_counts(asker, access, targets, NOW))


class Says:
    """Answers every request alike."""

    def __init__(self, answered: Answered) -> None:
        self.answered = answered

    def answer(self, asked: Asked) -> Answered:
        return self.answered
