"""Sending the requests of a claim: some at once, each tried again while that may help."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from pahunch.collection.sweeps.claims import Part
from pahunch.collection.sweeps.meters import Grant
from pahunch.collection.sweeps.ways import MONEY
from pahunch.platforms.asking import HttpAsker
from pahunch.platforms.base import (
    Access,
    Ask,
    Asker,
    Connector,
    Message,
    Outcome,
    Page,
    Place,
    Post,
    Reading,
    Target,
)
from pahunch.platforms.errors import BadAnswer, PlatformError, Refused, TryLater
from pahunch.platforms.reading import NOBODY

LOG = logging.getLogger(__name__)
AT_ONCE = 16
"""Requests on their way to one platform at one time."""
TRIES = 3
PAUSES = (0.5, 2.0)
"""Seconds before the second and third try, times a random number up to two."""
PATIENCE = timedelta(seconds=5)
"""A platform that wants us to wait longer is asked again by a later claim."""
FIRST_LOOK = timedelta(days=7)
"""How far back posts and messages are read when an account is asked for the first time."""
OVERLAP = timedelta(hours=1)
"""Lists are read a little further back than they were: platforms publish out of order."""
PAID_OVERLAP = timedelta(minutes=5)
"""The same where each thing that is read again costs money again."""
MOST_PAGES = 20
INVALID = frozenset({"400", "422", "invalid-request", "InvalidRequest"})
"""Words for a request that one wrong name in a batch can spoil."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that an account was asked for, and what came of it."""

    account: str
    number: int
    outcome: str
    code: str
    started_at: datetime
    ended_at: datetime


@dataclass(slots=True)
class Answer:
    """What came of one part. Every duty of the part has an outcome in the end."""

    part: Part
    attempts: list[Attempt] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    """By duty: of a whole request that failed, the error for each."""
    seen_at: datetime | None = None
    posts: list[Post] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    unused: dict[str, int] = field(default_factory=dict)
    """What was spent for the part and not needed."""
    complete: bool = True
    """False: a list was longer than we read."""


Letters = Callable[[Asker, Access, Target, datetime | None, str], Awaitable[Page[Message]]]
"""A question for a page of what was written to an account."""
Reserve = Callable[[str, Mapping[str, int]], Awaitable[Grant]]
"""Spends for one more request of a holder. Raises TryLater."""


class PartPurse:
    """What was spent for a part beforehand, and a way to spend more."""

    def __init__(self, answer: Answer, reserve: Reserve, clock: Callable[[], datetime]) -> None:
        self._answer = answer
        self._reserve = reserve
        self._clock = clock
        answer.unused = dict(answer.part.cost)
        self._grant = answer.part.grant

    async def take(self, cost: Mapping[str, int]) -> None:
        """Use what was spent already, else spend more. Raises TryLater."""
        unused = self._answer.unused
        if self._clock() >= self._grant.until:
            unused.clear()  # its window is over, and so is what was spent in it
        if all(unused.get(name, 0) >= amount for name, amount in cost.items()):
            for name, amount in cost.items():
                unused[name] -= amount
        else:
            self._grant = await self._reserve(self._answer.part.holder, cost)
        await asyncio.sleep(max(0.0, (self._grant.at - self._clock()).total_seconds()))

    async def give_back(self, cost: Mapping[str, int]) -> None:
        """Keep it for the next request of the part, or for the meter when the part is done."""
        unused = self._answer.unused
        for name, amount in cost.items():
            unused[name] = unused.get(name, 0) + amount

    async def learn(self, readings: Sequence[Reading]) -> None:
        """Keep what the headers said until the claim is settled."""
        self._answer.readings.extend(readings)


@dataclass(frozen=True, slots=True)
class Round:
    """The requests of one claim to one platform."""

    connector: Connector
    client: httpx.AsyncClient
    reserve: Reserve
    clock: Callable[[], datetime]
    pauses: tuple[float, ...] = PAUSES

    async def ask(self, parts: Sequence[Part]) -> list[Answer]:
        """Ask for every part, in order of their time, some at once."""
        answers = [Answer(part) for part in parts]
        waiting = iter(sorted(answers, key=lambda answer: answer.part.grant.at))

        async def work() -> None:
            for answer in waiting:
                try:
                    await self._one(answer)
                except Exception as error:
                    # One account's odd answer must not cost the others theirs.
                    LOG.exception("%s: a fault of ours", self.connector.platform)
                    fault = PlatformError("a fault of ours", code=type(error).__name__)
                    for duty, target in answer.part.targets:
                        answer.outcomes.setdefault(duty, Outcome(target, error=fault))

        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(answers))):
                group.create_task(work())
        return answers

    async def _one(self, answer: Answer) -> None:
        asker = HttpAsker(
            self.client, self.connector, PartPurse(answer, self.reserve, self.clock), self.clock
        )
        await self._try(asker, answer, answer.part.targets)

    async def _try(
        self, asker: HttpAsker, answer: Answer, targets: Sequence[tuple[int, Target]]
    ) -> None:
        """Ask for some of a part's accounts, again while waiting helps, by halves if it splits."""
        for number in range(1, TRIES + 1):
            started = self.clock()
            try:
                outcomes = await self._fetch(asker, answer, [target for _, target in targets])
            except PlatformError as error:
                self._note(answer, targets, number, started, error)
                if await self._again(error, number):
                    continue
                if len(targets) > 1 and isinstance(error, Refused) and error.code in INVALID:
                    middle = len(targets) // 2
                    await self._try(asker, answer, targets[:middle])
                    await self._try(asker, answer, targets[middle:])
                    return
                for duty, target in targets:
                    answer.outcomes[duty] = Outcome(target, error=error)
                return
            answer.seen_at = self.clock()
            for (duty, target), outcome in zip(targets, outcomes, strict=True):
                answer.outcomes[duty] = outcome
                self._note(answer, [(duty, target)], number, started, outcome.error)
            return

    async def _again(self, error: PlatformError, number: int) -> bool:
        """Wait a little where that may help; tell whether to try again."""
        if not isinstance(error, TryLater) or error.limit or number >= TRIES:
            return False
        if error.not_before is not None:
            wait = error.not_before - self.clock()
            if wait > PATIENCE:
                return False
            await asyncio.sleep(max(0.0, wait.total_seconds()))
            return True
        await asyncio.sleep(self.pauses[number - 1] * 2 * random.random())  # noqa: S311
        return True

    def _note(
        self,
        answer: Answer,
        targets: Sequence[tuple[int, Target]],
        number: int,
        started: datetime,
        error: PlatformError | None,
    ) -> None:
        ended = self.clock()
        outcome = error.outcome if error else "counted"
        code = error.code if error else ""
        answer.attempts += [
            Attempt(target.key, number, outcome, code, started, ended) for _, target in targets
        ]

    async def _fetch(
        self, asker: HttpAsker, answer: Answer, targets: list[Target]
    ) -> Sequence[Outcome]:
        connector, way = self.connector, answer.part.way
        if way.ask == Ask.COUNTS:
            return await connector.counts(asker, way.access, targets, self.clock())
        if way.ask == Ask.PUBLIC_COUNTS:
            return await connector.public_counts(asker, way.access, targets, self.clock())
        (target,) = targets
        if way.ask == Ask.POSTS:
            answer.posts = await self._posts(asker, answer, target)
        elif way.ask == Ask.ENGAGEMENT:
            answer.posts = await self._engagement(asker, answer, target)
        elif way.ask == Ask.INBOX:
            answer.messages = await self._inbox(asker, answer, target, connector.inbox)
        elif way.ask == Ask.MESSAGES:
            answer.messages = await self._inbox(asker, answer, target, connector.messages)
        else:
            places = await connector.audience(asker, way.access, target, self.clock())
            answer.places = list(places)
        return [Outcome(target)]

    async def _posts(self, asker: HttpAsker, answer: Answer, target: Target) -> list[Post]:
        access, since = answer.part.way.access, self._since(answer.part)
        found: dict[str, Post] = {}
        cursor = ""
        for _ in range(MOST_PAGES):
            page = await self.connector.posts(asker, access, target, since, cursor)
            found |= {post.post_id: post for post in page.items if post.made_at >= since}
            older = any(post.made_at < since for post in page.items)
            cursor = page.cursor
            if not cursor or older:
                return list(found.values())
        answer.complete = False
        return list(found.values())

    async def _inbox(
        self, asker: HttpAsker, answer: Answer, target: Target, question: Letters
    ) -> list[Message]:
        access, since = answer.part.way.access, self._since(answer.part)
        found: dict[str, Message] = {}
        cursor = ""
        for _ in range(MOST_PAGES):
            page = await question(asker, access, target, since, cursor)
            found |= {each.message_id: each for each in page.items if each.written_at >= since}
            older = any(each.written_at < since for each in page.items)
            cursor = page.cursor
            if not cursor or older:
                return list(found.values())
        answer.complete = False
        return list(found.values())

    async def _engagement(self, asker: HttpAsker, answer: Answer, target: Target) -> list[Post]:
        size = self.connector.offers[Ask.ENGAGEMENT].batch
        access, posts = answer.part.way.access, answer.part.posts
        found: list[Post] = []
        for start in range(0, len(posts), size):
            asked = posts[start : start + size]
            told = await self.connector.engagement(asker, access, target, asked)
            if len(asked) > 1 and not told and not answer.part.doubted:
                raise BadAnswer("none of the posts is in the answer", code=NOBODY)
            found += told
        return found

    def _since(self, part: Part) -> datetime:
        offering = self.connector.offers[part.way.ask]
        paid = MONEY in offering.cost or MONEY in offering.each
        overlap = PAID_OVERLAP if paid else OVERLAP
        return part.since - overlap if part.since else self.clock() - FIRST_LOOK
