"""A fake of Meta's Graph API: Pages, Instagram and Threads accounts, tokens and use of limits."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field

from tests.fakes.base import Answered, Asked


@dataclass
class Thing:
    """One Page, Instagram or Threads account."""

    number: str
    handle: str
    followers: int = 0
    token: str = ""
    cities: dict[str, int] = field(default_factory=dict)
    posts: list[dict[str, object]] = field(default_factory=list)
    comments: list[dict[str, object]] = field(default_factory=list)
    talks: list[dict[str, object]] = field(default_factory=list)


@dataclass
class FakeGraph:
    """Answers as the Graph API does. A token that is taken out of `tokens` is no good any more."""

    application_token: str = "application-token"
    secret: str = ""
    """The application's: where it is set, a request must prove that it is known."""
    things: dict[str, Thing] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    no_metrics: set[str] = field(default_factory=set)
    used: int = 1
    """Per cent of the limit that the headers tell."""
    broken: list[Answered] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.asked.append(asked)
        if self.broken:
            return self.broken.pop(0)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token in self.revoked or not self._knows(token):
            return problem(190, subcode=460)
        if self.secret and asked.one("appsecret_proof") != self._proof(token):
            return problem(100, words="Invalid appsecret_proof provided in the API argument")
        metric = asked.one("metric")
        fields = asked.one("fields")
        for bad in self.no_metrics:
            if bad in metric or bad in fields:
                return problem(100)
        answered = self._route(asked.path.split("/")[2:], asked)
        usage = {"call_count": self.used, "total_cputime": 0, "total_time": 0}
        return Answered(answered.body, answered.status, {"x-app-usage": json.dumps(usage)})

    def _proof(self, token: str) -> str:
        return hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    def _knows(self, token: str) -> bool:
        if token == self.application_token:
            return True
        return any(thing.token == token for thing in self.things.values())

    def _route(self, path: list[str], asked: Asked) -> Answered:
        if path in ([], [""]):
            return self._several(asked)
        if path == ["profile_lookup"]:
            return self._lookup(asked.one("username"))
        thing = self.things.get(path[0])
        if thing is None:
            return self._single(path, asked)
        if len(path) == 1:
            return self._one(thing, asked)
        say = {
            "posts": self._posts,
            "media": self._posts,
            "threads": self._posts,
            "mentions": lambda thing, asked: Answered({"data": thing.comments}),
            "conversations": self._talks,
            "insights": self._insights,
            "threads_insights": self._insights,
        }
        return say[path[1]](thing, asked)

    def _several(self, asked: Asked) -> Answered:
        found: dict[str, object] = {}
        for name in asked.one("ids").split(","):
            if name in self.things:
                found[name] = self._fields(self.things[name])
            every = (post for thing in self.things.values() for post in thing.posts)
            found |= {str(post["id"]): post for post in every if post["id"] == name}
        return Answered(found)

    def _single(self, path: list[str], asked: Asked) -> Answered:
        for thing in self.things.values():
            for post in thing.posts:
                if post["id"] == path[0]:
                    return self._figures(asked) if len(path) > 1 else Answered(post)
        return problem(100, subcode=33)

    def _figures(self, asked: Asked) -> Answered:
        names = asked.one("metric").split(",")
        rows = [{"name": name, "values": [{"value": 5}]} for name in names]
        return Answered({"data": rows})

    def _one(self, thing: Thing, asked: Asked) -> Answered:
        named = re.search(r"business_discovery\.username\((\w+)\)", asked.one("fields"))
        if named is None:
            return Answered(self._fields(thing))
        other = next((t for t in self.things.values() if t.handle == named[1]), None)
        if other is None:
            return problem(110, subcode=2207013)
        return Answered({"business_discovery": self._fields(other), "id": thing.number})

    def _lookup(self, handle: str) -> Answered:
        other = next((t for t in self.things.values() if t.handle == handle), None)
        if other is None:
            return problem(100, subcode=33)
        return Answered({"username": handle, "follower_count": other.followers})

    def _fields(self, thing: Thing) -> dict[str, object]:
        return {
            "id": thing.number,
            "name": thing.handle,
            "username": thing.handle,
            "followers_count": thing.followers,
            "media_count": len(thing.posts),
        }

    def _posts(self, thing: Thing, asked: Asked) -> Answered:
        first = int(asked.one("after", "0"))
        size = int(asked.one("limit", "25"))
        rows = thing.posts[first : first + size]
        if "comments." in asked.one("fields") and "filter(stream)" in asked.one("fields"):
            rows = [{"id": row["id"], "comments": {"data": thing.comments}} for row in rows]
        if asked.one("fields").startswith("id,permalink,comments"):
            rows = [{"id": row["id"], "comments": {"data": thing.comments}} for row in rows]
        body: dict[str, object] = {"data": rows}
        if first + size < len(thing.posts):
            word = {"after": str(first + size)}
            body["paging"] = {"cursors": word, "next": "https://graph.example/?access_token=no"}
        return Answered(body)

    def _talks(self, thing: Thing, asked: Asked) -> Answered:
        return Answered({"data": [{"id": "t1", "messages": {"data": thing.talks}}]})

    def _insights(self, thing: Thing, asked: Asked) -> Answered:
        metric = asked.one("metric")
        if metric == "followers_count":
            row = {"name": metric, "total_value": {"value": thing.followers}}
            return Answered({"data": [row]})
        if metric == "follower_demographics":
            results = [
                {"dimension_values": [name], "value": count} for name, count in thing.cities.items()
            ]
            part = {"dimension_keys": ["city"], "results": results}
            row = {"name": metric, "total_value": {"breakdowns": [part]}}
            return Answered({"data": [row] if thing.cities else []})
        values = [{"value": thing.cities}] if thing.cities else []
        return Answered({"data": [{"name": metric, "values": values}]})


def problem(code: int, *, subcode: int = 0, status: int = 400, words: str = "no") -> Answered:
    """Refuse as Meta does."""
    error: dict[str, object] = {"message": words, "type": "OAuthException", "code": code}
    if subcode:
        error["error_subcode"] = subcode
    return Answered({"error": error}, status)
