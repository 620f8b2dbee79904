"""A fake Bluesky: the AppView's profiles, feeds and posts, with its limit for an address."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.fakes.base import Answered, Asked

RATE = 3_000
WINDOW = 300
BATCH = 25


@dataclass(slots=True)
class Profile:
    """One account of the fake."""

    did: str
    handle: str
    followers: int = 0
    posts: int = 0


@dataclass(slots=True)
class FakeBluesky:
    """Answers as the AppView does. `over` counts the requests that went beyond the limit."""

    clock: Callable[[], float] = time.time
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    feeds: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)
    """Items of a feed by account, newest first."""
    total: int = 0
    over: int = 0
    _ends: float = 0.0
    _spent: int = 0

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.total += 1
        headers = self._spend()
        if headers["ratelimit-remaining"] == "-1":
            self.over += 1
            headers["ratelimit-remaining"] = "0"
            return Answered({"error": "RateLimitExceeded", "message": "slow down"}, 429, headers)
        say = {
            "app.bsky.actor.getProfiles": self._profiles,
            "app.bsky.feed.getAuthorFeed": self._feed,
            "app.bsky.feed.getPosts": self._posts,
        }.get(asked.path.removeprefix("/xrpc/"))
        if say is None:
            return Answered({"error": "MethodNotImplemented"}, 501, headers)
        answered = say(asked)
        return Answered(answered.body, answered.status, headers)

    def _spend(self) -> dict[str, str]:
        now = self.clock()
        if now >= self._ends:
            self._ends, self._spent = now + WINDOW, 0
        self._spent += 1
        return {
            "ratelimit-limit": str(RATE),
            "ratelimit-remaining": str(max(-1, RATE - self._spent)),
            "ratelimit-reset": str(int(self._ends) + 1),
            "ratelimit-policy": f"{RATE};w={WINDOW}",
        }

    def _profiles(self, asked: Asked) -> Answered:
        actors = asked.query.get("actors", [])
        if not 1 <= len(actors) <= BATCH:
            return Answered({"error": "InvalidRequest", "message": "1 to 25 actors"}, 400)
        found = [self.profiles[actor] for actor in actors if actor in self.profiles]
        return Answered({"profiles": [self._profile(each) for each in found]})

    def _profile(self, profile: Profile) -> dict[str, object]:
        return {
            "did": profile.did,
            "handle": profile.handle,
            "followersCount": profile.followers,
            "followsCount": 0,
            "postsCount": profile.posts,
        }

    def _feed(self, asked: Asked) -> Answered:
        actor = asked.one("actor")
        if actor not in self.profiles:
            return Answered({"error": "InvalidRequest", "message": "Profile not found"}, 400)
        items = self.feeds.get(actor, [])
        first, size = int(asked.one("cursor", "0")), int(asked.one("limit", "50"))
        body: dict[str, object] = {"feed": items[first : first + size]}
        if first + size < len(items):
            body["cursor"] = str(first + size)
        return Answered(body)

    def _posts(self, asked: Asked) -> Answered:
        uris = asked.query.get("uris", [])
        if not 1 <= len(uris) <= BATCH:
            return Answered({"error": "InvalidRequest", "message": "1 to 25 posts"}, 400)
        every = [item["post"] for items in self.feeds.values() for item in items]
        return Answered({"posts": [post for post in every if _uri(post) in uris]})


def item(did: str, number: int, at: datetime, likes: int = 0) -> dict[str, object]:
    """Make an item of a feed."""
    return {
        "post": {
            "uri": f"at://{did}/app.bsky.feed.post/{number}",
            "record": {"text": "..."},
            "indexedAt": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "likeCount": likes,
            "replyCount": 0,
            "repostCount": 0,
            "quoteCount": 0,
        }
    }


def _uri(post: object) -> str:
    return str(post["uri"]) if isinstance(post, dict) else ""
