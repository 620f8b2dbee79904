"""Threads: one account a call, and one call for the figures of each post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pahunch.facts import FOLLOWERS, Platform
from pahunch.platforms.base import (
    Access,
    Ask,
    Asker,
    Entry,
    Fact,
    Message,
    Need,
    Offering,
    Outcome,
    Page,
    Place,
    Post,
    Seen,
    Target,
    own_words,
)
from pahunch.platforms.errors import Gone, NotOffered
from pahunch.platforms.graph import (
    CALLS,
    ONE,
    READ,
    Graph,
    Row,
    after,
    breakdown,
    data,
    figure,
    insight,
    made_at,
)
from pahunch.platforms.meta_sign_in import ThreadsSignIn
from pahunch.platforms.reading import text
from pahunch.platforms.sign_in import SignIn

PAGE = 50
POST_FIELDS = ("id", "timestamp", "permalink", "media_type", "is_quote_post")
MESSAGE_FIELDS = ("id", "text", "username", "timestamp", "permalink")
METRICS = {
    "views": "views",
    "likes": "likes",
    "replies": "comments",
    "reposts": "shares",
    "quotes": "quotes",
}
"""Their name of a post's figure, and ours."""
REPEATED = "REPOST_FACADE"


@dataclass(frozen=True)
class Threads(Graph):
    """Accounts that connected; others by name, once the lookup is approved."""

    base: str = "https://graph.threads.net"
    version: ClassVar[str] = "v1.0"
    signed: ClassVar = False  # its documents name no proof of the secret
    platform: ClassVar = Platform.THREADS
    entry: ClassVar = Entry.SIGN_IN
    offers: ClassVar = {
        Ask.COUNTS: Offering(1, Need.CONNECTION, ONE, permission="threads_manage_insights"),
        Ask.PUBLIC_COUNTS: Offering(
            1, Need.CONNECTION, ONE, permission="threads_profile_discovery (review)"
        ),
        Ask.POSTS: Offering(1, Need.CONNECTION, ONE, ONE, "threads_basic", page=PAGE, calls_each=1),
        Ask.ENGAGEMENT: Offering(
            1, Need.CONNECTION, {CALLS: 2}, permission="threads_manage_insights", calls=2
        ),
        Ask.INBOX: Offering(1, Need.CONNECTION, ONE, permission="threads_manage_mentions"),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, ONE, permission="threads_manage_insights"),
    }
    facts: ClassVar = (
        Fact(
            "Followers are told as of now; a past day can't be asked for",
            "https://developers.facebook.com/docs/threads/insights",
            READ,
        ),
        Fact(
            "Places are told from 100 followers on",
            "https://developers.facebook.com/docs/threads/insights",
            READ,
        ),
        Fact(
            "However few saw an account, it has 48,000 calls in 24 hours",
            "reports of others; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "Without the review the lookup shows Meta's own accounts only",
            "reports of others; to be confirmed",
            READ,
            sure=False,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """Threads' own OAuth."""
        return ThreadsSignIn(self.base)

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for one account's followers. An answer without a figure is withheld, not zero."""
        (target,) = targets
        answer = await self.read(
            asker, access, f"{target.platform_id}/threads_insights", ("metric", "followers_count")
        )
        count = insight(answer, "followers_count")
        return [Outcome(target, (Seen(FOLLOWERS, count),), platform_id=target.platform_id)]

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Look one public account up by its name, with another's token."""
        (target,) = targets
        row = await self.read(asker, access, "profile_lookup", ("username", target.handle))
        seen = figure(FOLLOWERS, row.get("follower_count"))
        return [Outcome(target, (seen,), handle=text(row.get("username"), "username"))]

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for posts, newest first, and then for the figures of each that is new."""
        asked = [("fields", ",".join([*POST_FIELDS, "text"])), ("limit", str(PAGE))]
        if since is not None:
            asked.append(("since", str(int(since.timestamp()))))
        if cursor:
            asked.append(("after", cursor))
        answer = await self.read(asker, access, f"{target.platform_id}/threads", *asked)
        own = [row for row in data(answer) if row.get("media_type") != REPEATED]
        found = [await self._with_figures(asker, access, target, row) for row in own]
        return Page(tuple(found), after(answer))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for one post and its figures; one that was taken back is absent."""
        (post_id,) = post_ids
        try:
            row = await self.read(asker, access, post_id, ("fields", ",".join(POST_FIELDS)))
        except (Gone, NotOffered):
            return []
        return [await self._with_figures(asker, access, target, row)]

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for public posts that name the account."""
        asked = [("fields", ",".join(MESSAGE_FIELDS)), ("limit", str(PAGE))]
        if cursor:
            asked.append(("after", cursor))
        answer = await self.read(asker, access, f"{target.platform_id}/mentions", *asked)
        return Page(tuple(_message(row, target) for row in data(answer)), after(answer))

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask for the largest cities of today's followers."""
        asked = (("metric", "follower_demographics"), ("breakdown", "city"))
        answer = await self.read(asker, access, f"{target.platform_id}/threads_insights", *asked)
        return breakdown(answer, "city")

    async def _with_figures(self, asker: Asker, access: Access, target: Target, row: Row) -> Post:
        post_id = text(row.get("id"), "id")
        answer = await self.read(
            asker, access, f"{post_id}/insights", ("metric", ",".join(METRICS))
        )
        counts = {ours: insight(answer, theirs) for theirs, ours in METRICS.items()}
        seen = tuple(Seen(name, count) for name, count in counts.items() if count is not None)
        link = str(row.get("permalink") or "")
        made, words = made_at(row.get("timestamp")), own_words(row.get("text"))
        return Post(target.key, post_id, made, link=link, seen=seen, text=words)


def _message(row: Row, target: Target) -> Message:
    return Message(
        target.key,
        text(row.get("id"), "id"),
        "mention",
        str(row.get("text") or ""),
        "",
        str(row.get("username") or ""),
        made_at(row.get("timestamp")),
        link=str(row.get("permalink") or ""),
    )
