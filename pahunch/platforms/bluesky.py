"""Bluesky: the public AppView answers without sign-in, twenty-five accounts a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from pahunch.facts import FOLLOWERS, Count, Platform
from pahunch.platforms.asking import moment_header, retry_after, whole_header
from pahunch.platforms.base import (
    Access,
    Ask,
    Asker,
    Connector,
    Fact,
    Holder,
    Limit,
    Need,
    Offering,
    Outcome,
    Reading,
    Seen,
    Target,
)
from pahunch.platforms.errors import BadAnswer, Gone, PlatformError, Reconnect, TryLater
from pahunch.platforms.reading import listing, mapping, number, text

BATCH = 25
READ = date(2026, 11, 22)
RATE = Fact(
    "3,000 requests in 5 minutes from one address",
    "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    READ,
)
GONE = {"AccountTakedown": "suspended", "AccountDeactivated": "deleted"}


@dataclass(frozen=True)
class Bluesky(Connector):
    """The reference AppView and whatever speaks as it does."""

    base: str = "https://public.api.bsky.app"
    platform: ClassVar = Platform.BLUESKY
    limits: ClassVar = (Limit("requests", 3_000, Holder.HOST, RATE, seconds=300),)
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(BATCH, Need.NOTHING, {"requests": 1}),
    }

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Match `error`, the machine's word: `message` has changed between versions."""
        if status < 400:
            return None
        word = str(body.get("error", "")) if isinstance(body, dict) else ""
        if status == 429:
            until = moment_header(headers.get("ratelimit-reset", ""), headers, now)
            return TryLater(
                "Bluesky has heard enough",
                not_before=until or retry_after(headers, now),
                limit="requests",
                code="429",
            )
        if word in GONE:
            return Gone("the account is not there", status=GONE[word], code=word)
        if word in {"ExpiredToken", "InvalidToken", "AuthMissing"} or status == 401:
            return Reconnect("the sign-in is no good any more", code=word or "401")
        return None

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Read `ratelimit-remaining` and `ratelimit-reset` (epoch seconds)."""
        left = whole_header(headers, "ratelimit-remaining")
        if left is None:
            return ()
        resets = moment_header(headers.get("ratelimit-reset", ""), headers, now)
        return (Reading("requests", remaining=left, resets_at=resets),)

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for profiles. An actor that is unknown or taken down is silently absent."""
        answer = mapping(
            await asker.get(
                f"{self.base}/xrpc/app.bsky.actor.getProfiles",
                cost=self.offers[Ask.PUBLIC_COUNTS].cost,
                params=[("actors", target.platform_id or target.handle) for target in targets],
            ),
            "the answer",
        )
        found: dict[str, Mapping[str, object]] = {}
        for each in listing(answer.get("profiles"), "profiles"):
            profile = mapping(each, "a profile")
            found[text(profile.get("did"), "did")] = profile
            found[text(profile.get("handle"), "handle").lower()] = profile
        return [
            _outcome(target, found.get(target.platform_id or target.handle.lower()))
            for target in targets
        ]


def _outcome(target: Target, profile: Mapping[str, object] | None) -> Outcome:
    if profile is None:
        return Outcome(target, error=Gone("not among the answers", status="missing"))
    try:
        seen = (
            Seen(FOLLOWERS, Count.exactly(number(profile.get("followersCount"), "followers"))),
            Seen("posts", Count.exactly(number(profile.get("postsCount"), "posts"))),
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)
    return Outcome(target, seen, platform_id=str(profile["did"]), handle=str(profile["handle"]))
