"""Many Mastodon servers in one: followers, statuses, mentions, and a limit for each server.

A server is named by the first part of the path (`/social.example/api/v1/…`), so that one
address serves them all: the connector's base is `http://127.0.0.1:PORT/{host}`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.fakes.base import Answered, Asked

RATE, WINDOW = 300, 300
PAGING, LONG_WINDOW = 300, 900
BATCH = 40
STATUSES = 20
PAGE = 40
NOBODY = Answered({"error": "Record not found"}, 404)


@dataclass(slots=True)
class Person:
    """An account of one server."""

    identity: str
    name: str
    followers: int = 0
    suspended: bool = False
    limited: bool = False
    moved: str = ""
    statuses: list[dict[str, object]] = field(default_factory=list)
    mentions: list[dict[str, object]] = field(default_factory=list)


@dataclass(slots=True)
class Server:
    """One server. `closed`: it answers only who signed in. `old`: before version 4.3."""

    closed: bool = False
    old: bool = False
    people: dict[str, Person] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    spent: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """By token and limit: which window, and how many requests in it."""

    def add(self, identity: str, name: str, followers: int = 0, token: str = "") -> Person:
        """Let somebody live here."""
        self.people[identity] = Person(identity, name, followers)
        self.names[name] = identity
        if token:
            self.tokens[token] = identity
        return self.people[identity]

    def rename(self, identity: str, name: str) -> None:
        """Call somebody otherwise."""
        person = self.people[identity]
        del self.names[person.name]
        person.name = name
        self.names[name] = identity

    def named(self, name: str) -> Person | None:
        """Find somebody by name."""
        return self.people.get(self.names.get(name, ""))


@dataclass(slots=True)
class FakeMastodon:
    """The servers by name. Windows begin with the clock's, as the real server's do."""

    clock: Callable[[], float] = time.time
    servers: dict[str, Server] = field(default_factory=dict)
    asked: int = 0
    over: int = 0
    """Requests that came although the limit of their server was used up."""

    def server(self, host: str) -> Server:
        """Give a server, made at the first mention."""
        return self.servers.setdefault(host, Server())

    def answer(self, asked: Asked) -> Answered:
        """Answer one request to one of the servers."""
        self.asked += 1
        _, host, path = asked.path.split("/", 2)
        server = self.servers.get(host)
        if server is None:
            return NOBODY
        if not path.startswith("api/"):
            return _activity(server, host, path, asked)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        me = server.people.get(server.tokens.get(token, ""))
        limits = self._spend(server, token, further="max_id" in asked.query)
        if limits["x-ratelimit-remaining"] == "-1":
            self.over += 1
            limits["x-ratelimit-remaining"] = "0"
            return Answered({"error": "Too many requests"}, 429, limits)
        if token and me is None:
            spoilt = {"www-authenticate": 'Bearer realm="Doorkeeper", error="invalid_token"'}
            return Answered({"error": "The access token is invalid"}, 401, limits | spoilt)
        if server.closed and me is None:
            words = {"error": "This method requires an authenticated user"}
            return Answered(words, 401, limits)
        answered = _interface(server, path.removeprefix("api/v1/"), asked, me)
        return Answered(answered.body, answered.status, {**limits, **answered.headers})

    def _spend(self, server: Server, token: str, *, further: bool) -> dict[str, str]:
        """Count a request in each of its limits; the headers tell of the one with least left."""
        now = self.clock()
        limits = [("", RATE, WINDOW), *([("paging", PAGING, LONG_WINDOW)] if further else [])]
        least: tuple[int, int, int] | None = None
        for name, rate, length in limits:
            window = int(now) // length
            spent = server.spent.get((token, name), (window, 0))
            number = spent[1] + 1 if spent[0] == window else 1
            server.spent[token, name] = (window, number)
            left = (max(rate - number, -1), rate, (window + 1) * length)
            least = left if least is None else min(least, left)
        assert least is not None
        resets = datetime.fromtimestamp(least[2], UTC)
        return {
            "date": datetime.fromtimestamp(int(now), UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ratelimit-limit": str(least[1]),
            "x-ratelimit-remaining": str(least[0]),
            "x-ratelimit-reset": resets.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        }


def _interface(server: Server, path: str, asked: Asked, me: Person | None) -> Answered:
    several = {"accounts": _several, "statuses": _statuses}
    if path in several:
        return several[path](server, asked)
    if path == "notifications":
        return NOBODY if me is None else _page(me.mentions, asked)
    where = path.split("/")
    if where[0] == "statuses":
        found = [each for each in _all(server) if each["id"] == where[1]]
        return Answered(found[0]) if found else NOBODY
    special = {"lookup": server.named(asked.one("acct")), "verify_credentials": me}
    person = special[where[1]] if where[1] in special else server.people.get(where[1])
    if person is None:
        return NOBODY
    return _page(person.statuses, asked) if where[2:] else Answered(_account(person))


def _several(server: Server, asked: Asked) -> Answered:
    ids = asked.query.get("id[]", [])
    if server.old:
        return NOBODY
    if len(ids) > BATCH:
        return Answered({"error": "Validation failed"}, 422)
    found = [server.people[each] for each in dict.fromkeys(ids) if each in server.people]
    return Answered([_account(each) for each in found])


def _statuses(server: Server, asked: Asked) -> Answered:
    ids = set(asked.query.get("id[]", []))
    if server.old:
        return NOBODY
    if len(ids) > STATUSES:
        return Answered({"error": "Validation failed"}, 422)
    return Answered([each for each in _all(server) if each["id"] in ids])


def _all(server: Server) -> list[dict[str, object]]:
    return [each for person in server.people.values() for each in person.statuses]


def _page(items: list[dict[str, object]], asked: Asked) -> Answered:
    """Give up to forty, newest first, below `max_id`; ids are compared as numbers."""
    size = min(int(asked.one("limit", "20")), PAGE)
    below = asked.one("max_id")
    newest = sorted(items, key=lambda each: -int(str(each["id"])))
    rest = [each for each in newest if not below or int(str(each["id"])) < int(below)]
    return Answered(rest[:size])


def _account(person: Person) -> dict[str, object]:
    account: dict[str, object] = {
        "id": person.identity,
        "username": person.name,
        "acct": person.name,
        "display_name": "" if person.suspended else person.name.title(),
        "followers_count": person.followers,
        "following_count": 0,
        "statuses_count": len(person.statuses),
    }
    flags: Mapping[str, bool] = {"suspended": person.suspended, "limited": person.limited}
    account |= {name: True for name, flag in flags.items() if flag}
    if person.moved:
        account["moved"] = {"id": "1", "acct": person.moved}
    return account


def _activity(server: Server, host: str, path: str, asked: Asked) -> Answered:
    """Speak ActivityPub: the finger, the actor, the collection."""
    if path == ".well-known/webfinger":
        name = asked.one("resource").removeprefix("acct:").partition("@")[0]
        href = f"https://{host}/users/{name}"
        links = [{"rel": "self", "type": "application/activity+json", "href": href}]
        return NOBODY if server.named(name) is None else Answered({"links": links})
    _, name, *rest = path.split("/")
    person = server.named(name)
    if person is None:
        return NOBODY
    if rest == ["followers"]:
        return Answered({"type": "OrderedCollection", "totalItems": person.followers})
    return Answered({"type": "Person", "followers": f"https://{host}/users/{name}/followers"})
