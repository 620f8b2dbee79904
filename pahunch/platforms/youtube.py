"""YouTube: fifty channels a request, and subscribers rounded to three figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from pahunch.facts import FOLLOWERS, Count, Platform
from pahunch.platforms.asking import retry_after
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
    Place,
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
from pahunch.platforms.reading import digits, found_some, mapping, text
from pahunch.platforms.sign_in import Revokes, SignIn
from pahunch.platforms.youtube_answers import Row, comments, places, rows, videos
from pahunch.platforms.youtube_sign_in import GoogleSignIn

BATCH = 50
COMMENTS = 100
PACIFIC = "America/Los_Angeles"
READ = date(2026, 11, 22)
QUOTA = Fact(
    "10,000 units a day for an application, until midnight in California",
    "https://developers.google.com/youtube/v3/determine_quota_cost",
    READ,
)
ROUNDED = Fact(
    "Subscribers are told to three significant figures, rounded down",
    "https://developers.google.com/youtube/v3/docs/channels#statistics.subscriberCount",
    READ,
)
ONE = {"units": 1}
WAIT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
SLOW = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "backendError", "internalError"})
NOT_THERE = {
    "channelNotFound": "missing",
    "channelClosed": "deleted",
    "channelSuspended": "suspended",
    "accountClosed": "deleted",
    "accountSuspended": "suspended",
    "playlistNotFound": "missing",
}
NO_FIGURE = frozenset({"commentsDisabled"})
NO_TOKEN = frozenset({"authError", "keyInvalid", "keyExpired", "invalidCredentials"})


@dataclass(frozen=True)
class YouTube(Connector):
    """YouTube by its Data API, version 3, and for connected channels by its Analytics API."""

    base: str = "https://youtube.googleapis.com"
    analytics: str = "https://youtubeanalytics.googleapis.com"
    platform: ClassVar = Platform.YOUTUBE
    entry: ClassVar = Entry.SIGN_IN
    limits: ClassVar = (Limit("units", 10_000, Holder.APPLICATION, QUOTA, day_in=PACIFIC),)
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(BATCH, Need.APPLICATION, ONE),
        Ask.POSTS: Offering(1, Need.APPLICATION, {"units": 2}, page=BATCH, calls=2),
        Ask.ENGAGEMENT: Offering(BATCH, Need.APPLICATION, ONE),
        Ask.INBOX: Offering(1, Need.APPLICATION, ONE),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, {}, permission="yt-analytics.readonly"),
    }
    rounding: ClassVar = ROUNDED
    facts: ClassVar = (
        Fact(
            "Places are of views and not of subscribers, two to three days late",
            "https://developers.google.com/youtube/analytics/dimensions",
            READ,
        ),
        Fact(
            "Views are counted in another way since 24 August 2026: the series has a break",
            "reports of others; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "While the consent screen is in testing, what renews a token ends after seven days",
            "reports of others; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "What no owner consented to must be read again or deleted within 30 days: a history of "
            "years needs a lawyer's reading first",
            "https://developers.google.com/youtube/terms/developer-policies",
            READ,
            sure=False,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """Google's OAuth, for the places of a channel's views."""
        return GoogleSignIn(self.base)

    def revocation(self, target: Target, server: str = "") -> Revokes:
        """Tell Google that a token is not used any more."""
        return GoogleSignIn(self.base)

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read the reason that stands in `error.errors`: the status alone says too little."""
        if status < 400:
            return None
        reason = reason_of(body)
        if reason in WAIT:
            return TryLater(
                "the units of the day are used up",
                not_before=pacific_midnight(now),
                limit="units",
                code=reason,
            )
        if reason in SLOW or status == 429:
            return TryLater(
                "YouTube is busy", not_before=retry_after(headers, now), code=reason or "429"
            )
        return lasting_fault(status, reason)

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for up to fifty channels by their ids; by its handle a channel is asked alone."""
        named = not targets[0].platform_id
        which = (
            ("forHandle", f"@{targets[0].handle}")
            if named
            else ("id", ",".join(target.platform_id for target in targets))
        )
        answer = await self._get(asker, access, "channels", ("part", "snippet,statistics"), which)
        found = {text(row.get("id"), "id"): row for row in rows(answer)}
        if named:
            row = next(iter(found.values()), None)
            return [_outcome(targets[0], row)]
        return found_some([_outcome(target, found.get(target.platform_id)) for target in targets])

    def batches(self, ask: Ask, targets: Sequence[Target]) -> list[list[Target]]:
        """Put fifty channels together; one of which only the handle is known stands alone."""
        known = [target for target in targets if target.platform_id]
        size = self.offers[ask].batch
        parts = [known[start : start + size] for start in range(0, len(known), size)]
        return parts + [[target] for target in targets if not target.platform_id]

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for a channel's uploads, newest first, and then for the figures of each."""
        uploads = "UU" + target.platform_id.removeprefix("UC")
        asked = [("part", "contentDetails"), ("playlistId", uploads), ("maxResults", str(BATCH))]
        if cursor:
            asked.append(("pageToken", cursor))
        answer = await self._get(asker, access, "playlistItems", *asked)
        ids = [
            text(mapping(row.get("contentDetails"), "contentDetails").get("videoId"), "videoId")
            for row in rows(answer)
        ]
        found = await self.engagement(asker, access, target, ids) if ids else []
        token = answer.get("nextPageToken")
        return Page(tuple(found), token if isinstance(token, str) else "")

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for up to fifty videos; those that were taken back or made private are absent."""
        answer = await self._get(
            asker, access, "videos", ("part", "snippet,statistics"), ("id", ",".join(post_ids))
        )
        return videos(answer, target)

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for comments on all of a channel's videos, newest first. There are no messages."""
        asked = [
            ("part", "snippet"),
            ("allThreadsRelatedToChannelId", target.platform_id),
            ("maxResults", str(COMMENTS)),
            ("order", "time"),
            ("textFormat", "plainText"),
        ]
        if cursor:
            asked.append(("pageToken", cursor))
        answer = await self._get(asker, access, "commentThreads", *asked)
        token = answer.get("nextPageToken")
        return Page(tuple(comments(answer, target)), token if isinstance(token, str) else "")

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask for the places of a month's views: of viewers, who need not subscribe."""
        last = (now - timedelta(days=3)).date()
        answer = await asker.get(
            f"{self.analytics}/v2/reports",
            cost={},
            params=[
                ("ids", f"channel=={target.platform_id}"),
                ("metrics", "views"),
                ("dimensions", "city"),
                ("sort", "-views"),
                ("maxResults", "25"),
                ("startDate", (last - timedelta(days=27)).isoformat()),
                ("endDate", last.isoformat()),
            ],
            headers={"authorization": f"Bearer {access.token}"},
        )
        return places(mapping(answer, "the answer"))

    async def _get(self, asker: Asker, access: Access, what: str, *asked: tuple[str, str]) -> Row:
        answer = await asker.get(
            f"{self.base}/youtube/v3/{what}",
            cost=ONE,
            params=asked,
            headers={"x-goog-api-key": access.token},
        )
        return mapping(answer, "the answer")


def rounding_step(subscribers: int) -> int:
    """Give how far apart two neighbouring numbers of subscribers are that YouTube tells.

    It tells three significant figures (see ROUNDED), so 1 below 1,000, 10 below 10,000, and
    so on: 12,100 stands for 12,100 to 12,199.
    """
    return int(10 ** max(0, len(str(subscribers)) - 3))


def subscribers(statistics: Row) -> Count | None:
    """Read subscribers as an interval; None where the channel hides them. Raises BadAnswer."""
    if statistics.get("hiddenSubscriberCount") is True:
        return None
    told = digits(statistics.get("subscriberCount"), "subscriberCount")
    return Count(told, told + rounding_step(told) - 1)


def _outcome(target: Target, row: Row | None) -> Outcome:
    if row is None:
        return Outcome(target, error=Gone("not among the answers", status="missing"))
    try:
        statistics = mapping(row.get("statistics"), "statistics")
        seen = (
            Seen(FOLLOWERS, subscribers(statistics)),
            Seen("posts", Count.exactly(digits(statistics.get("videoCount"), "videoCount"))),
        )
        snippet = mapping(row.get("snippet") or {}, "snippet")
        handle = str(snippet.get("customUrl", "")).removeprefix("@")
        return Outcome(target, seen, platform_id=text(row.get("id"), "id"), handle=handle)
    except BadAnswer as bad:
        return Outcome(target, error=bad)


def lasting_fault(status: int, reason: str) -> PlatformError | None:
    """Give the error that a reason stands for, of those that waiting doesn't mend."""
    if reason in NO_FIGURE:
        return NotOffered("comments are switched off", code=reason)
    if reason in NOT_THERE:
        return Gone("the channel is not there", status=NOT_THERE[reason], code=reason)
    if reason in NO_TOKEN or status == 401:
        return Reconnect("the key or token is no good", code=reason or "401")
    if status in {400, 403, 404}:
        return Refused("YouTube refuses this request", code=reason or str(status))
    return None


def reason_of(body: object) -> str:
    """Give the reason of an error; empty where the answer names none."""
    error = body.get("error") if isinstance(body, dict) else None
    errors = error.get("errors") if isinstance(error, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else {}
    return str(first.get("reason", ""))[:80] if isinstance(first, dict) else ""


def pacific_midnight(now: datetime) -> datetime:
    """Give when the next day begins in California."""
    zone = ZoneInfo(PACIFIC)
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)
