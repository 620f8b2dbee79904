"""Instagram's professional accounts: one a call, with their consent or through another's."""

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
from pahunch.platforms.errors import BadAnswer, NotOffered
from pahunch.platforms.graph import (
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
from pahunch.platforms.meta_sign_in import InstagramSignIn
from pahunch.platforms.reading import mapping, text
from pahunch.platforms.sign_in import Revokes, SignIn

PAGE = 50
BATCH = 50
USER_FIELDS = ("id", "username", "followers_count", "media_count")
OTHER_FIELDS = ("username", "followers_count", "media_count")
MEDIA_FIELDS = (
    "id",
    "timestamp",
    "permalink",
    "media_type",
    "media_product_type",
    "like_count",
    "comments_count",
)
INSIGHTS = ("views", "shares", "saved")
NAMES = {"views": "views", "shares": "shares", "saved": "saves"}
COMMENTS = "comments.limit(50){id,text,timestamp,username,from}"
KINDS = {"REELS": "reel", "STORY": "story"}
DEMOGRAPHICS = (
    ("metric", "follower_demographics"),
    ("period", "lifetime"),
    ("metric_type", "total_value"),
    ("breakdown", "city"),
    ("timeframe", "this_month"),
)


@dataclass(frozen=True)
class Instagram(Graph):
    """Accounts that connected; others by business_discovery through one that did."""

    base: str = "https://graph.facebook.com"
    platform: ClassVar = Platform.INSTAGRAM
    entry: ClassVar = Entry.SIGN_IN
    offers: ClassVar = {
        Ask.COUNTS: Offering(1, Need.CONNECTION, ONE, permission="instagram_basic"),
        Ask.PUBLIC_COUNTS: Offering(
            1, Need.CONNECTION, ONE, permission="instagram_basic, pages_read_engagement"
        ),
        Ask.POSTS: Offering(1, Need.CONNECTION, ONE, permission="instagram_basic", page=PAGE),
        Ask.ENGAGEMENT: Offering(
            BATCH, Need.CONNECTION, {}, ONE, "instagram_basic, instagram_manage_insights"
        ),
        Ask.INBOX: Offering(1, Need.CONNECTION, ONE, permission="instagram_manage_comments"),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, ONE, permission="instagram_manage_insights"),
    }
    facts: ClassVar = (
        Fact(
            "Places are told from 100 followers on, the 45 largest only, up to 48 hours late; an "
            "empty answer means that nothing is told",
            "https://developers.facebook.com/docs/instagram-platform/api-reference/"
            "instagram-user/insights",
            READ,
        ),
        Fact(
            "Of others only professional accounts without an age limit are shown",
            "https://developers.facebook.com/docs/instagram-platform/api-reference/"
            "instagram-user/business_discovery",
            READ,
        ),
        Fact(
            "Looking others up counts against the limit of the application, one account a request",
            "experience of others; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "Mentions and messages come by webhook; asking for them again and again is not meant",
            "https://developers.facebook.com/docs/instagram-platform/webhooks",
            READ,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """Facebook Login, which names the Instagram account of each Page."""
        return InstagramSignIn(self.base)

    def revocation(self, target: Target, server: str = "") -> Revokes:
        """Tell Meta that the person who signed in consents no more."""
        return InstagramSignIn(self.base)

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for one account with its own token."""
        (target,) = targets
        row = await self.read(asker, access, target.platform_id, ("fields", ",".join(USER_FIELDS)))
        return [_outcome(target, row)]

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Look one account up by its name, through the account whose token it is."""
        (target,) = targets
        fields = ",".join(OTHER_FIELDS)
        asked = ("fields", f"business_discovery.username({target.handle}){{{fields}}}")
        answer = await self.read(asker, access, access.user_id, asked)
        return [_outcome(target, mapping(answer.get("business_discovery"), "business_discovery"))]

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for media with likes and comments, newest first."""
        asked = [("fields", ",".join([*MEDIA_FIELDS, "caption"])), ("limit", str(PAGE))]
        if cursor:
            asked.append(("after", cursor))
        answer = await self.read(asker, access, f"{target.platform_id}/media", *asked)
        return Page(tuple(_post(row, target) for row in data(answer)), after(answer))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for up to fifty media with views, shares and saves, where they are told."""
        ids = ("ids", ",".join(post_ids))
        more = f"insights.metric({','.join(INSIGHTS)}){{name,values}}"
        try:
            asked = (ids, ("fields", ",".join([*MEDIA_FIELDS, more])))
            answer = await self.read(asker, access, "", *asked, calls=len(post_ids))
        except NotOffered:
            # One figure that one medium doesn't have spoils the whole list.
            asked = (ids, ("fields", ",".join(MEDIA_FIELDS)))
            answer = await self.read(asker, access, "", *asked, calls=len(post_ids))
        rows = [answer[each] for each in post_ids if each in answer]
        return [_post(mapping(row, "a medium"), target) for row in rows]

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for comments on the newest media."""
        asked = (("fields", f"id,permalink,{COMMENTS}"), ("limit", "25"))
        answer = await self.read(asker, access, f"{target.platform_id}/media", *asked)
        found = []
        for row in data(answer):
            edge = mapping(row.get("comments") or {"data": []}, "comments")
            found += [_comment(each, row, target) for each in data(edge)]
        own = target.handle.casefold()
        return Page(tuple(each for each in found if each.author_name.casefold() != own))

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask for the largest cities of today's followers."""
        answer = await self.read(asker, access, f"{target.platform_id}/insights", *DEMOGRAPHICS)
        return breakdown(answer, "city")


def _outcome(target: Target, row: Row) -> Outcome:
    try:
        seen = (
            figure(FOLLOWERS, row.get("followers_count")),
            figure("posts", row.get("media_count")),
        )
        identity = row.get("id")
        return Outcome(
            target,
            seen,
            platform_id=identity if isinstance(identity, str) else "",
            handle=text(row.get("username"), "username"),
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)


def _post(row: Row, target: Target) -> Post:
    seen = [figure("comments", row.get("comments_count"))]
    if row.get("like_count") is not None:  # an owner may hide likes
        seen.append(figure("likes", row["like_count"]))
    for theirs in INSIGHTS:
        count = insight(row.get("insights"), theirs)
        if count is not None:
            seen.append(Seen(NAMES[theirs], count))
    product, medium = str(row.get("media_product_type")), str(row.get("media_type"))
    kind = KINDS.get(product) or ("video" if medium == "VIDEO" else "photo")
    return Post(
        target.key,
        text(row.get("id"), "id"),
        made_at(row.get("timestamp")),
        kind=kind,
        link=str(row.get("permalink") or ""),
        seen=tuple(seen),
        text=own_words(row.get("caption")),
    )


def _comment(row: Row, post: Row, target: Target) -> Message:
    author = mapping(row.get("from") or {}, "from")
    return Message(
        target.key,
        text(row.get("id"), "id"),
        "comment",
        str(row.get("text") or ""),
        str(author.get("id") or ""),
        str(row.get("username") or author.get("username") or ""),
        made_at(row.get("timestamp")),
        post_id=text(post.get("id"), "id"),
        link=str(post.get("permalink") or ""),
    )
