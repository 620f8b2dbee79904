"""LinkedIn pages of organisations: one call each, few calls a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar
from urllib.parse import quote

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
from pahunch.platforms.errors import BadAnswer, Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.linkedin_sign_in import KIND, ONE, LinkedInSignIn, headers
from pahunch.platforms.reading import listing, mapping, number, text
from pahunch.platforms.sign_in import SignIn

PAGE = 50
READ = date(2026, 11, 22)
DAILY = Fact(
    "500 calls a day for an application of the development tier, until midnight UTC",
    "https://learn.microsoft.com/en-us/linkedin/marketing/community-management-overview",
    READ,
    sure=False,
)
MEMBER = Fact(
    "100 calls a day for one member's token in the development tier",
    "https://learn.microsoft.com/en-us/linkedin/marketing/community-management-overview",
    READ,
    sure=False,
)


@dataclass(frozen=True)
class LinkedIn(Connector):
    """Pages that an administrator connected. Of personal profiles nothing is told to others."""

    base: str = "https://api.linkedin.com"
    platform: ClassVar = Platform.LINKEDIN
    entry: ClassVar = Entry.SIGN_IN
    limits: ClassVar = (
        Limit("calls", 500, Holder.APPLICATION, DAILY, day_in="UTC"),
        Limit("member", 100, Holder.TOKEN, MEMBER, day_in="UTC"),
    )
    offers: ClassVar = {
        Ask.COUNTS: Offering(1, Need.CONNECTION, ONE, permission="rw_organization_admin (review)"),
        Ask.POSTS: Offering(
            1,
            Need.CONNECTION,
            {"calls": 2, "member": 2},
            permission="r_organization_social",
            page=PAGE,
            calls=2,
        ),
        Ask.AUDIENCE: Offering(1, Need.CONNECTION, ONE, permission="rw_organization_admin"),
    }
    facts: ClassVar = (
        Fact(
            "Without LinkedIn's partnership nothing renews a token: an administrator comes again "
            "every 60 days; with it, every 365 days",
            "https://learn.microsoft.com/en-us/linkedin/shared/authentication/"
            "programmatic-refresh-tokens",
            READ,
        ),
        Fact(
            "A version of the interface, a month, is kept for about a year",
            "https://learn.microsoft.com/en-us/linkedin/marketing/community-management-overview",
            READ,
        ),
        Fact(
            "Of a person's own profile no follower count is told to others",
            "experience; to be confirmed",
            READ,
            sure=False,
        ),
        Fact(
            "Who comments may be stored for a very short time only: comments are not read",
            "https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements",
            READ,
            sure=False,
        ),
        Fact(
            "Places are regions and no cities",
            "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/"
            "organizations/follower-statistics",
            READ,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """OAuth 2 of a member who administers the page."""
        return LinkedInSignIn(self.base)

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read the status, and `code` where the answer has one."""
        if status < 400:
            return None
        word = str(body.get("code", "")) if isinstance(body, dict) else ""
        code = word[:80] or str(status)
        if status == 429:
            until = retry_after(headers, now) or utc_midnight(now)
            words = str(body.get("message", "")) if isinstance(body, dict) else ""
            whose = "member" if "throttle MEMBER" in words else "calls"
            return TryLater("the day's calls are used", not_before=until, limit=whose, code=code)
        if status == 401:
            return Reconnect("the token is no good any more", code=code)
        if status == 404:
            return Gone("there is no such page", status="missing", code=code)
        if status in {400, 403, 426}:
            return Refused("LinkedIn refuses this request", code=code)
        return None

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for the followers of one page."""
        (target,) = targets
        urn = quote(KIND + target.platform_id, safe="")
        answer = await self._get(
            asker,
            access,
            f"networkSizes/{urn}",
            ("edgeType", "COMPANY_FOLLOWED_BY_MEMBER"),
        )
        count = Count.exactly(number(answer.get("firstDegreeSize"), "firstDegreeSize"))
        return [Outcome(target, (Seen(FOLLOWERS, count),), platform_id=target.platform_id)]

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for a page's posts, newest first, and then for the figures of all of them."""
        urn = KIND + target.platform_id
        answer = await self._get(
            asker,
            access,
            "posts",
            ("author", urn),
            ("q", "author"),
            ("sortBy", "CREATED"),
            ("count", str(PAGE)),
            ("start", cursor or "0"),
        )
        rows = [mapping(each, "a post") for each in listing(answer.get("elements"), "elements")]
        figures = await self._figures(asker, access, urn, [str(row.get("id")) for row in rows])
        found = [
            Post(
                target.key,
                text(row.get("id"), "id"),
                moment(row.get("publishedAt") or row.get("createdAt")),
                link=f"https://www.linkedin.com/feed/update/{row.get('id')}",
                seen=figures.get(str(row.get("id")), ()),
                text=own_words(row.get("commentary")),
            )
            for row in rows
        ]
        more = len(rows) == PAGE
        return Page(tuple(found), str(int(cursor or "0") + PAGE) if more else "")

    async def _figures(
        self, asker: Asker, access: Access, urn: str, posts: Sequence[str]
    ) -> dict[str, tuple[Seen, ...]]:
        if not posts:
            return {}
        answer = await self._get(
            asker,
            access,
            "organizationalEntityShareStatistics",
            ("q", "organizationalEntity"),
            ("organizationalEntity", urn),
            **{name: several for name, several in by_kind(posts).items() if several},
        )
        found = {}
        for each in listing(answer.get("elements"), "elements"):
            row = mapping(each, "figures")
            told = mapping(row.get("totalShareStatistics"), "totalShareStatistics")
            found[str(row.get("post") or row.get("share") or row.get("ugcPost"))] = tuple(
                Seen(ours, Count.exactly(number(told[theirs], ours)))
                for ours, theirs in FIGURES.items()
                if told.get(theirs) is not None
            )
        return found

    async def audience(
        self, asker: Asker, access: Access, target: Target, now: datetime
    ) -> Sequence[Place]:
        """Ask for the regions of a page's followers, by LinkedIn's own numbers of regions."""
        answer = await self._get(
            asker,
            access,
            "organizationalEntityFollowerStatistics",
            ("q", "organizationalEntity"),
            ("organizationalEntity", KIND + target.platform_id),
        )
        found = []
        for each in listing(answer.get("elements"), "elements"):
            regions = mapping(each, "an element").get("followerCountsByGeo") or []
            for entry in listing(regions, "followerCountsByGeo"):
                row = mapping(entry, "a region")
                told = mapping(row.get("followerCounts"), "followerCounts")
                count = Count.exactly(number(told.get("organicFollowerCount"), "followers"))
                found.append(Place(text(row.get("geo"), "geo"), count, breakdown="region"))
        return found

    async def _get(
        self,
        asker: Asker,
        access: Access,
        path: str,
        *asked: tuple[str, str],
        **lists: Sequence[str],
    ) -> Mapping[str, object]:
        """Ask. What a list holds is encoded, and its own brackets and commas must not be."""
        query = [f"{name}={quote(value, safe='')}" for name, value in asked]
        for name, several in lists.items():
            query.append(f"{name}=List({','.join(quote(each, safe='') for each in several)})")
        answer = await asker.get(
            f"{self.base}/rest/{path}?{'&'.join(query)}", cost=ONE, headers=headers(access.token)
        )
        return mapping(answer, "the answer")


FIGURES = {
    "likes": "likeCount",
    "comments": "commentCount",
    "shares": "shareCount",
    "views": "impressionCount",
}
"""Our name of a post's figure, and LinkedIn's."""


def by_kind(posts: Sequence[str]) -> dict[str, list[str]]:
    """Put posts under the names by which LinkedIn asks for the figures of each kind."""
    shares = [post for post in posts if post.startswith("urn:li:share:")]
    return {"shares": shares, "ugcPosts": [post for post in posts if post not in shares]}


def moment(value: object) -> datetime:
    """Read thousandths of a second since 1970. Raises BadAnswer."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**14:
        raise BadAnswer("a moment is none", code="wrong type")
    return datetime.fromtimestamp(value / 1_000, UTC)


def utc_midnight(now: datetime) -> datetime:
    """Give when the next day of UTC begins."""
    seconds = now.timestamp()
    return datetime.fromtimestamp(seconds - seconds % 86_400 + 86_400, UTC)
