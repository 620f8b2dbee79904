"""Facebook Pages: one a call with its own token, fifty with a reviewed application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pahunch.facts import FOLLOWERS, Count, Platform
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
from pahunch.platforms.errors import BadAnswer, Gone, NotOffered
from pahunch.platforms.graph import (
    ONE,
    READ,
    Graph,
    Row,
    after,
    data,
    figure,
    insight,
    made_at,
    total,
)
from pahunch.platforms.meta_sign_in import FacebookSignIn
from pahunch.platforms.reading import found_some, listing, mapping, number, text
from pahunch.platforms.sign_in import Revokes, SignIn

BATCH = 50
PAGE = 50
PAGE_FIELDS = ("id", "name", "username", "followers_count")
POST_FIELDS = ("id", "created_time", "permalink_url", "status_type")
POST_EDGES = (
    "shares",
    "reactions.summary(total_count).limit(0)",
    "comments.summary(total_count).limit(0)",
)
VIEWS = "post_media_view"
COMMENT_FIELDS = ("id", "message", "created_time", "permalink_url", "from")
COMMENTS = (
    f"comments.filter(stream).order(reverse_chronological).limit({PAGE})"
    f"{{{','.join(COMMENT_FIELDS)}}}"
)
CONVERSATIONS = f"messages.limit({PAGE}){{id,message,created_time,from}}"
PLACES = (("page_follows_city", "city"), ("page_follows_country", "country"))
PERIODS = ("day", "lifetime")
REMOVED = Fact(
    "page_follows_city and page_follows_country took the place of page_fans_city on 15 November "
    "2025; reports differ on whether cities are still told",
    "https://developers.facebook.com/docs/platforminsights/page/deprecated-metrics",
    READ,
    sure=False,
)


@dataclass(frozen=True)
class Facebook(Graph):
    """Pages that connected, and with Page Public Content Access also others."""

    base: str = "https://graph.facebook.com"
    platform: ClassVar = Platform.FACEBOOK
    entry: ClassVar = Entry.SIGN_IN
    offers: ClassVar = {
        Ask.COUNTS: Offering(1, Need.CONNECTION, ONE, permission="pages_read_engagement"),
        Ask.PUBLIC_COUNTS: Offering(
            BATCH, Need.APPLICATION, {}, ONE, "Page Public Content Access (review)"
        ),
        Ask.POSTS: Offering(1, Need.CONNECTION, ONE, permission="pages_read_engagement", page=PAGE),
        Ask.ENGAGEMENT: Offering(
            BATCH, Need.CONNECTION, {}, ONE, "pages_read_engagement, read_insights"
        ),
        Ask.INBOX: Offering(
            1, Need.CONNECTION, ONE, permission="pages_read_user_content, pages_messaging"
        ),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, ONE, permission="read_insights"),
    }
    facts: ClassVar = (
        REMOVED,
        Fact(
            "A Page with fewer than 100 followers is told no places",
            "https://developers.facebook.com/docs/graph-api/reference/insights",
            READ,
        ),
        Fact(
            "Only the largest places are told, as of today",
            "experience of others; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "Pages that did not connect are told with Page Public Content Access only: a review of "
            "the application and a verified organisation, and perhaps more contracts",
            "https://developers.facebook.com/docs/features-reference/page-public-content-access",
            READ,
        ),
        Fact(
            "Impressions are told no more since 15 June 2026; post_media_view took their place",
            "https://developers.facebook.com/docs/platforminsights/page/deprecated-metrics",
            READ,
        ),
        Fact(
            "Each id of a request for several counts as one call",
            "experience of others; to be confirmed",
            READ,
            sure=False,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """Facebook Login for Business."""
        return FacebookSignIn(self.base)

    def revocation(self, target: Target, server: str = "") -> Revokes:
        """Tell Meta that the person who signed in consents no more."""
        return FacebookSignIn(self.base)

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for one Page with its own token."""
        (target,) = targets
        name = target.platform_id or target.handle
        row = await self.read(asker, access, name, ("fields", ",".join(PAGE_FIELDS)))
        return [_outcome(target, row)]

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for up to fifty Pages with the application's token. A Page may be absent."""
        names = [target.platform_id or target.handle for target in targets]
        asked = (("ids", ",".join(names)), ("fields", ",".join(PAGE_FIELDS)))
        answer = await self.read(asker, access, "", *asked, calls=len(targets))
        pairs = zip(targets, names, strict=True)
        return found_some([_outcome(target, answer.get(name)) for target, name in pairs])

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for posts with reactions, comments and shares, newest first."""
        fields = ",".join([*POST_FIELDS, "message", *POST_EDGES])
        asked = [("fields", fields), ("limit", str(PAGE))]
        if since is not None:
            asked.append(("since", str(int(since.timestamp()))))
        if cursor:
            asked.append(("after", cursor))
        answer = await self.read(asker, access, f"{target.platform_id}/posts", *asked)
        return Page(tuple(_post(row, target) for row in data(answer)), after(answer))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for up to fifty posts with their views; without them where views are not told."""
        fields = [*POST_FIELDS, *POST_EDGES]
        ids = ("ids", ",".join(post_ids))
        views = f"insights.metric({VIEWS}).period(lifetime){{name,values}}"
        try:
            asked = (ids, ("fields", ",".join([*fields, views])))
            answer = await self.read(asker, access, "", *asked, calls=len(post_ids))
        except NotOffered:
            asked = (ids, ("fields", ",".join(fields)))
            answer = await self.read(asker, access, "", *asked, calls=len(post_ids))
        rows = [answer[each] for each in post_ids if each in answer]
        return [_post(mapping(row, "a post"), target) for row in rows]

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for comments on the newest posts, and after them for messages to the Page."""
        part, _, word = (cursor or "posts:").partition(":")
        asked = [("after", word)] if word else []
        if part == "posts":
            fields = ("fields", f"id,{COMMENTS}")
            limit = ("limit", "25")
            answer = await self.read(
                asker, access, f"{target.platform_id}/posts", fields, limit, *asked
            )
            found = [m for row in data(answer) for m in _comments(row, target)]
            return Page(tuple(found), "talks:")
        fields = ("fields", f"id,{CONVERSATIONS}")
        answer = await self.read(
            asker, access, f"{target.platform_id}/conversations", fields, *asked
        )
        found = [m for row in data(answer) for m in _talk(row, target)]
        rest = after(answer)
        return Page(tuple(found), f"talks:{rest}" if rest else "")

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask for cities, and where they are not told for countries, of today's followers."""
        refused: NotOffered | None = None
        for metric, kind in PLACES:
            for period in PERIODS:
                asked = (("metric", metric), ("period", period))
                try:
                    answer = await self.read(
                        asker, access, f"{target.platform_id}/insights", *asked
                    )
                except NotOffered as error:
                    refused = error
                    continue
                if found := _places(answer, kind):
                    return found
        if refused is not None:
            raise refused
        return []


def _outcome(target: Target, value: object) -> Outcome:
    if value is None:
        return Outcome(target, error=Gone("not among the answers", status="missing"))
    try:
        row = mapping(value, "a Page")
        count = row.get("followers_count")
        seen = Seen(FOLLOWERS, None if count is None else Count.exactly(number(count, FOLLOWERS)))
        handle = row.get("username")
        return Outcome(
            target,
            (seen,),
            platform_id=text(row.get("id"), "id"),
            handle=handle if isinstance(handle, str) else "",
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)


def _post(row: Row, target: Target) -> Post:
    shares = mapping(row.get("shares") or {"count": 0}, "shares")
    seen = [
        Seen("likes", Count.exactly(total(row.get("reactions"), "reactions"))),
        Seen("comments", Count.exactly(total(row.get("comments"), "comments"))),
        figure("shares", shares.get("count")),
    ]
    views = insight(row.get("insights"), VIEWS)
    if views is not None:
        seen.append(Seen("views", views))
    return Post(
        target.key,
        text(row.get("id"), "id"),
        made_at(row.get("created_time")),
        kind="video" if row.get("status_type") == "added_video" else "post",
        link=str(row.get("permalink_url") or ""),
        seen=tuple(seen),
        text=own_words(row.get("message")),
    )


def _comments(post: Row, target: Target) -> list[Message]:
    edge = post.get("comments")
    if edge is None:
        return []
    rows = data(mapping(edge, "comments"))
    post_id = text(post.get("id"), "id")
    return [message(row, target, "comment", post_id) for row in rows if not is_own(row, target)]


def _talk(talk: Row, target: Target) -> list[Message]:
    rows = data(mapping(talk.get("messages") or {"data": []}, "messages"))
    return [message(row, target, "message", "") for row in rows if not is_own(row, target)]


def is_own(row: Row, target: Target) -> bool:
    """Tell whether the account itself wrote something."""
    author = row.get("from")
    return isinstance(author, dict) and author.get("id") == target.platform_id


def message(row: Row, target: Target, kind: str, post_id: str) -> Message:
    """Give what somebody wrote; Meta names the writer only where it may. Raises BadAnswer."""
    author = mapping(row.get("from") or {}, "from")
    return Message(
        target.key,
        text(row.get("id"), "id"),
        kind,
        str(row.get("message") or ""),
        str(author.get("id") or ""),
        str(author.get("name") or ""),
        made_at(row.get("created_time")),
        post_id=post_id,
        link=str(row.get("permalink_url") or ""),
    )


def _places(answer: Row, kind: str) -> list[Place]:
    rows = data(answer)
    values = listing(rows[0].get("values"), "values") if rows else []
    newest = mapping(values[-1], "a value").get("value") if values else {}
    found = mapping(newest or {}, "places")
    return [
        Place(name, Count.exactly(number(count, "followers")), breakdown=kind)
        for name, count in found.items()
    ]
