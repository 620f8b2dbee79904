"""A fake X: accounts, posts and mentions, its limits with their headers, and its prices."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.fakes.base import Answered, Asked

WINDOW = 900
SIZES = {"users": 300, "timelines": 10_000, "lookups": 3_500, "mentions": 450, "talks": 15}
USER_READ = 10_000
POST_READ = 5_000
MESSAGE_READ = 10_000
PROBLEM = "https://api.x.com/2/problems/"


@dataclass
class Account:
    """One account of the fake."""

    number: str
    handle: str
    followers: int = 0
    posts: int = 0
    state: str = "active"
    """active, suspended, deleted or protected."""


@dataclass
class Post:
    """One post of the fake, with its figures."""

    number: str
    author: str
    at: datetime
    text: str = "..."
    likes: int = 0
    to: str = ""
    """The account that it names."""
    answers: str = ""


@dataclass
class Talk:
    """One direct message: to an account, or from it."""

    number: str
    account: str
    """Whose messages it stands among."""
    sender: str
    at: datetime
    text: str = "..."
    kind: str = "MessageCreate"


@dataclass
class Window:
    """What was asked in a window of a quarter of an hour."""

    ends: float = 0.0
    spent: int = 0


@dataclass
class FakeX:
    """Answers as X does. `over` counts the requests that went beyond a limit."""

    token: str = "application-token"
    newer_names: bool = False
    seconds: float = WINDOW
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)
    clock: Callable[[], float] = time.time
    accounts: dict[str, Account] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    talks: list[Talk] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    """Tokens of accounts that consented, and whose they are."""
    broken: list[Answered] = field(default_factory=list)
    """Answers that are given before any other, one a request."""
    asked: list[Asked] = field(default_factory=list)
    keep_asked: bool = True
    total: int = 0
    over: int = 0
    money: int = 0
    """Millionths of a US dollar that were charged."""
    _windows: dict[str, Window] = field(default_factory=dict)
    _charged: dict[str, set[str]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        """Add an account, or put it in the place of its former self."""
        self.accounts[account.number] = account
        self._names[account.handle.lower()] = account.number

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.total += 1
        if self.keep_asked:
            self.asked.append(asked)
        if self.broken:
            return self.broken.pop(0)
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        owner = self.owners.get(bearer, "")
        if owner == "" if asked.path == "/2/dm_events" else bearer != self.token:
            return self._problem(401, "about:blank", "Unauthorized")
        limit, say = self._route(asked.path)
        if say is None:
            return self._problem(404, f"{PROBLEM}resource-not-found", "Not Found")
        headers = self._spend(limit, owner)
        if headers is None:
            self.over += 1
            return Answered(
                {"title": "Too Many Requests", "type": f"{PROBLEM}rate-limit-exceeded"},
                429,
                self._headers(limit, owner),
            )
        answered = say(asked)
        return Answered(answered.body, answered.status, {**answered.headers, **headers})

    def _route(self, path: str) -> tuple[str, Callable[[Asked], Answered] | None]:
        if path in {"/2/users", "/2/users/by"}:
            return "users", self._users
        if path == "/2/tweets":
            return "lookups", self._lookup
        if path == "/2/dm_events":
            return "talks", self._talks
        if path.endswith("/tweets"):
            return "timelines", self._timeline
        if path.endswith("/mentions"):
            return "mentions", self._mentions
        return "", None

    def _spend(self, limit: str, owner: str) -> dict[str, str] | None:
        window = self._windows.setdefault(limit + owner, Window())
        if self.clock() >= window.ends:
            window.ends, window.spent = self.clock() + self.seconds, 0
        if window.spent >= self.sizes[limit]:
            return None
        window.spent += 1
        return self._headers(limit, owner)

    def _headers(self, limit: str, owner: str) -> dict[str, str]:
        window = self._windows[limit + owner]
        return {
            "x-rate-limit-limit": str(self.sizes[limit]),
            "x-rate-limit-remaining": str(self.sizes[limit] - window.spent),
            "x-rate-limit-reset": str(int(window.ends) + (window.ends % 1 > 0)),
            "date": format_datetime(datetime.fromtimestamp(self.clock(), UTC), usegmt=True),
        }

    def _users(self, asked: Asked) -> Answered:
        by_number = asked.path == "/2/users"
        names = asked.one("ids" if by_number else "usernames").split(",")
        if not 1 <= len(names) <= 100 or not all(names):
            return self._problem(400, f"{PROBLEM}invalid-request", "1 to 100 accounts")
        data, errors = [], []
        for name in names:
            account = self.accounts.get(name if by_number else self._names.get(name.lower(), ""))
            if account is None or account.state in {"deleted", "suspended"}:
                errors.append(self._absent(name, by_number, account))
                continue
            self._charge("user", account.number, USER_READ)
            data.append(self._user(account))
        body: dict[str, object] = {"data": data} if data else {}
        return Answered(body | ({"errors": errors} if errors else {}))

    def _user(self, account: Account) -> dict[str, object]:
        counted = "post_count" if self.newer_names else "tweet_count"
        return {
            "id": account.number,
            "name": account.handle,
            "username": account.handle,
            "protected": account.state == "protected",
            "public_metrics": {
                "followers_count": account.followers,
                "following_count": 0,
                counted: account.posts,
                "listed_count": 0,
                "like_count": 0,
                "media_count": 0,
            },
        }

    def _absent(self, name: str, by_number: bool, account: Account | None) -> dict[str, object]:
        suspended = account is not None and account.state == "suspended"
        return {
            "value": name,
            "detail": f"User has been suspended: [{name}]."
            if suspended
            else f"Could not find user with {'ids' if by_number else 'usernames'}: [{name}].",
            "title": "Forbidden" if suspended else "Not Found Error",
            "resource_type": "user",
            "parameter": "ids" if by_number else "usernames",
            "resource_id": name,
            "type": f"{PROBLEM}resource-not-found",
        }

    def _timeline(self, asked: Asked) -> Answered:
        author = asked.path.split("/")[3]
        return self._page(asked, [post for post in self.posts.values() if post.author == author])

    def _mentions(self, asked: Asked) -> Answered:
        account = asked.path.split("/")[3]
        return self._page(asked, [post for post in self.posts.values() if post.to == account])

    def _talks(self, asked: Asked) -> Answered:
        owner = self.owners[asked.headers["authorization"].removeprefix("Bearer ")]
        wanted = asked.one("event_types").split(",")
        mine = [talk for talk in self.talks if talk.account == owner and talk.kind in wanted]
        mine.sort(key=lambda talk: talk.at, reverse=True)
        first = int(asked.one("pagination_token", f"{0:016}"))
        shown = mine[first : first + int(asked.one("max_results", "100"))]
        rows = []
        for talk in shown:
            self._charge("message", talk.number, MESSAGE_READ)
            rows.append(
                {
                    "id": talk.number,
                    "event_type": talk.kind,
                    "sender_id": talk.sender,
                    "text": talk.text,
                    "created_at": talk.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                }
            )
        body: dict[str, object] = {"data": rows} if rows else {}
        meta: dict[str, object] = {"result_count": len(rows)}
        if first + len(shown) < len(mine):
            meta["next_token"] = f"{first + len(shown):016}"
        return Answered(body | {"meta": meta})

    def _page(self, asked: Asked, posts: list[Post]) -> Answered:
        since = asked.one("start_time")
        if since:
            start = datetime.fromisoformat(since)
            posts = [post for post in posts if post.at >= start]
        posts.sort(key=lambda post: post.at, reverse=True)
        first = int(asked.one("pagination_token", "p0")[1:])
        size = int(asked.one("max_results", "10"))
        shown = posts[first : first + size]
        for post in shown:
            self._charge("post", post.number, POST_READ)
        meta: dict[str, object] = {"result_count": len(shown)}
        if first + size < len(posts):
            meta["next_token"] = f"p{first + size}"
        body: dict[str, object] = {"meta": meta}
        if shown:
            body["data"] = [self._post(post) for post in shown]
        if "expansions" in asked.query and shown:
            writers = {post.author for post in shown} & self.accounts.keys()
            body["includes"] = {"users": [self._user(self.accounts[each]) for each in writers]}
        return Answered(body)

    def _lookup(self, asked: Asked) -> Answered:
        names = asked.one("ids").split(",")
        if len(names) > 100:
            return self._problem(400, f"{PROBLEM}invalid-request", "1 to 100 posts")
        found = [self.posts[name] for name in names if name in self.posts]
        for post in found:
            self._charge("post", post.number, POST_READ)
        return Answered({"data": [self._post(post) for post in found]} if found else {})

    def _post(self, post: Post) -> dict[str, object]:
        newer = self.newer_names
        row: dict[str, object] = {
            "id": post.number,
            "text": post.text,
            "author_id": post.author,
            "created_at": post.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "public_metrics": {
                "like_count": post.likes,
                "reply_count": 1,
                "repost_count" if newer else "retweet_count": 2,
                "quote_count": 0,
                "bookmark_count": 0,
                "impression_count": 100,
            },
        }
        if post.answers:
            name = "referenced_posts" if newer else "referenced_tweets"
            row[name] = [{"type": "replied_to", "id": post.answers}]
        return row

    def _charge(self, kind: str, name: str, price: int) -> None:
        """Charge for what is read, once in a day of UTC."""
        day = datetime.fromtimestamp(self.clock(), UTC).date().isoformat()
        known = self._charged.setdefault(f"{kind} {day}", set())
        if name not in known:
            known.add(name)
            self.money += price

    def _problem(self, status: int, kind: str, title: str) -> Answered:
        return Answered({"title": title, "type": kind, "status": status, "detail": title}, status)
