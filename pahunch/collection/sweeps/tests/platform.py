"""A platform for the tests of sweeps: it answers as it is told to, and counts its requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import ClassVar

import httpx

from pahunch.facts import FOLLOWERS, Count, Platform
from pahunch.platforms.base import (
    Access,
    Ask,
    Asker,
    Connector,
    Fact,
    Holder,
    Limit,
    Message,
    Need,
    Offering,
    Outcome,
    Page,
    Place,
    Post,
    Seen,
    Target,
)
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.reading import found_some, mapping

FACT = Fact("made up for the tests", "this file", date(2026, 11, 23))
BATCH = 3


@dataclass(frozen=True)
class Toy(Connector):
    """Threads by name, and nothing like it: three accounts a request, four requests a minute."""

    base: str = "http://toy"
    platform: ClassVar = Platform.THREADS
    limits: ClassVar = (Limit("calls", 4, Holder.HOST, FACT, seconds=60),)
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(BATCH, Need.NOTHING, {"calls": 1}),
        Ask.POSTS: Offering(1, Need.NOTHING, {"calls": 1}),
        Ask.ENGAGEMENT: Offering(50, Need.NOTHING, {"calls": 1}),
        Ask.INBOX: Offering(1, Need.CONNECTION, {"calls": 1}),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, {"calls": 1}),
    }

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        word = str(body.get("error", "")) if isinstance(body, dict) else ""
        if status == 401:
            return Reconnect("no", code="401")
        if word == "invalid-request":
            return Refused("no such name", code=word)
        if word == "slow":
            until = datetime.fromtimestamp(now.timestamp() + 30, UTC)
            return TryLater("slow", not_before=until, limit="calls", code="429")
        return None

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        params = [("id", target.platform_id or target.handle) for target in targets]
        answer = mapping(
            await asker.get(f"{self.base}/counts", cost={"calls": 1}, params=params), ""
        )
        return found_some([self._outcome(target, answer) for target in targets])

    def _outcome(self, target: Target, answer: Mapping[str, object]) -> Outcome:
        found = answer.get(target.platform_id or target.handle)
        if found is None:
            return Outcome(target, error=Gone("absent", status="missing"))
        if isinstance(found, str):
            return Outcome(target, error=Gone("gone", status=found, code=found))
        row = mapping(found, "an account")
        count = row.get("followers")
        seen = Seen(FOLLOWERS, Count.exactly(int(str(count))) if count is not None else None)
        return Outcome(
            target,
            (seen,),
            platform_id=str(row.get("id", "")),
            handle=str(row.get("handle", "")),
            note=str(row.get("note", "")),
        )

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        params = [("id", target.platform_id), ("cursor", cursor)]
        answer = mapping(
            await asker.get(f"{self.base}/posts", cost={"calls": 1}, params=params), ""
        )
        items = [
            Post(
                target.key,
                str(row["id"]),
                datetime.fromisoformat(str(row["at"])),
                seen=(Seen("likes", Count.exactly(int(str(row["likes"])))),),
                text=str(row.get("text", "")),
            )
            for row in answer["items"]  # type: ignore[attr-defined]
        ]
        return Page(tuple(items), str(answer.get("cursor", "")))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        params = [("id", each) for each in post_ids]
        answer = mapping(
            await asker.get(f"{self.base}/likes", cost={"calls": 1}, params=params), ""
        )
        return [
            Post(
                target.key,
                each,
                datetime.fromisoformat(str(mapping(answer[each], "")["at"])),
                seen=(Seen("likes", Count.exactly(int(str(mapping(answer[each], "")["likes"])))),),
            )
            for each in post_ids
            if each in answer
        ]

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        headers = {"authorization": f"Bearer {access.token}"}
        answer = mapping(
            await asker.get(f"{self.base}/inbox", cost={"calls": 1}, headers=headers), ""
        )
        items = [
            Message(
                target.key,
                str(row["id"]),
                "mention",
                str(row["text"]),
                "7",
                "Koi Nagrik",
                datetime.fromisoformat(str(row["at"])),
            )
            for row in answer["items"]  # type: ignore[attr-defined]
        ]
        return Page(tuple(items))

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        answer = mapping(await asker.get(f"{self.base}/places", cost={"calls": 1}), "")
        return [Place(name, Count.exactly(int(str(number)))) for name, number in answer.items()]


@dataclass
class Line:
    """Where the requests of a test go: what was asked, and how each is answered."""

    answer: Callable[[httpx.Request], httpx.Response]
    asked: list[httpx.Request] = field(default_factory=list)

    @property
    def transport(self) -> httpx.MockTransport:
        """What a lane is given instead of the network."""

        def handle(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self.answer(request)

        return httpx.MockTransport(handle)


def everybody(request: httpx.Request) -> httpx.Response:
    """Answer every account with a thousand followers and its own number."""
    ids = request.url.params.get_list("id")
    return httpx.Response(
        200, json={each: {"followers": 1_000 + int(each), "id": each} for each in ids}
    )
