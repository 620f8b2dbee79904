"""A fake LinkedIn: pages that members administer, their posts, and the calls of a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote

from tests.fakes.base import Answered, Asked

CALLS = 500
MEMBER_CALLS = 100
KIND = "urn:li:organization:"
NEEDED = ("linkedin-version", "x-restli-protocol-version")


@dataclass
class Share:
    """One post of a page. `told` is False where LinkedIn has no figures of it."""

    number: str
    at: datetime
    likes: int = 0
    told: bool = True


@dataclass
class Page:
    """One page of an organisation, and the tokens of those who administer it."""

    number: str
    followers: int = 0
    tokens: set[str] = field(default_factory=set)
    posts: list[Share] = field(default_factory=list)
    regions: dict[str, int] = field(default_factory=dict)


@dataclass
class FakeLinkedIn:
    """Answers as LinkedIn does. `over` counts the calls beyond those of a day of UTC."""

    clock: Callable[[], float] = time.time
    calls: int = CALLS
    member_calls: int = MEMBER_CALLS
    pages: dict[str, Page] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    """Tokens that are over."""
    version_kept: bool = True
    broken: list[Answered] = field(default_factory=list)
    total: int = 0
    over: int = 0
    _day: str = ""
    _spent: dict[str, int] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.total += 1
        if self.broken:
            return self.broken.pop(0)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        return self._shut(token, asked) or self._open(token, asked)

    def _shut(self, token: str, asked: Asked) -> Answered | None:
        """Refuse whoever may ask nothing at all now."""
        if not self._knows(token) or token in self.ended:
            word = "EXPIRED_ACCESS_TOKEN" if token in self.ended else "INVALID_ACCESS_TOKEN"
            return problem(401, word)
        if not all(name in asked.headers for name in NEEDED) or not self.version_kept:
            return problem(426, "NONEXISTENT_VERSION")
        spent = self._spend(token)
        self.over += spent is not None
        return spent

    def _open(self, token: str, asked: Asked) -> Answered:
        parts = unquote(asked.path).removeprefix("/rest/").split("/")
        say = {
            "networkSizes": self._size,
            "posts": self._posts,
            "organizationalEntityShareStatistics": self._figures,
            "organizationalEntityFollowerStatistics": self._regions,
            "organizationAcls": self._roles,
        }.get(parts[0])
        urn = asked.one("author") or asked.one("organizationalEntity") or parts[-1]
        page = self.pages.get(urn.removeprefix(KIND))
        if say is None or (page is None and parts[0] != "organizationAcls"):
            return problem(404, "NOT_FOUND")
        if page is not None and token not in page.tokens:
            return problem(403, "ACCESS_DENIED")
        return say(page or Page(token), asked)

    def _knows(self, token: str) -> bool:
        return any(token in page.tokens for page in self.pages.values())

    def _spend(self, token: str) -> Answered | None:
        day = datetime.fromtimestamp(self.clock(), UTC).date().isoformat()
        if day != self._day:
            self._day, self._spent = day, {}
        for whose, most, name in ((token, self.member_calls, "MEMBER"), ("", self.calls, "APP")):
            if self._spent.get(whose, 0) >= most:
                kind = "MEMBER" if name == "MEMBER" else "APPLICATION"
                words = f"Resource level throttle {kind} DAY limit for calls to this resource"
                return Answered({"status": 429, "serviceErrorCode": 101, "message": words}, 429)
        for whose in (token, ""):
            self._spent[whose] = self._spent.get(whose, 0) + 1
        return None

    def _size(self, page: Page, asked: Asked) -> Answered:
        if asked.one("edgeType") != "COMPANY_FOLLOWED_BY_MEMBER":
            return problem(400, "ILLEGAL_ARGUMENT")
        return Answered({"firstDegreeSize": page.followers})

    def _posts(self, page: Page, asked: Asked) -> Answered:
        newest = sorted(page.posts, key=lambda post: post.at, reverse=True)
        first, count = int(asked.one("start", "0")), int(asked.one("count", "10"))
        rows = [
            {"id": post.number, "publishedAt": int(post.at.timestamp() * 1_000)}
            for post in newest[first : first + count]
        ]
        return Answered({"elements": rows, "paging": {"start": first, "count": count}})

    def _figures(self, page: Page, asked: Asked) -> Answered:
        wanted = {
            urn: one
            for name, one in (("shares", "share"), ("ugcPosts", "ugcPost"))
            for urn in asked.one(name, "List()").removeprefix("List(").removesuffix(")").split(",")
        }
        rows = [
            {
                wanted[post.number]: post.number,
                "totalShareStatistics": {"likeCount": post.likes, "impressionCount": 100},
            }
            for post in page.posts
            if post.number in wanted and post.told
        ]
        return Answered({"elements": rows})

    def _regions(self, page: Page, asked: Asked) -> Answered:
        rows = [
            {"geo": geo, "followerCounts": {"organicFollowerCount": count}}
            for geo, count in page.regions.items()
        ]
        return Answered({"elements": [{"followerCountsByGeo": rows}]})

    def _roles(self, member: Page, asked: Asked) -> Answered:
        rows = [
            {"organization": KIND + page.number, "role": "ADMINISTRATOR", "state": "APPROVED"}
            for page in self.pages.values()
            if member.number in page.tokens
        ]
        return Answered({"elements": rows})


def problem(status: int, word: str) -> Answered:
    """Refuse as LinkedIn does."""
    return Answered({"status": status, "code": word, "message": "no"}, status)
