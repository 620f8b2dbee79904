"""X: a hundred accounts a request, and a price for each of them.

The specification (2.167) names fields anew (`post.fields`, `post_count`), the written
documents of the same day name them as before (`tweet.fields`, `tweet_count`). We send the
names of the documents, or with `newer_names` those of the specification, and read both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from pahunch.facts import Platform
from pahunch.platforms.asking import moment_header, retry_after, whole_header
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
    Post,
    Reading,
    Target,
)
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.reading import found_some, mapping
from pahunch.platforms.sign_in import Revokes, SignIn
from pahunch.platforms.x_answers import (
    account_outcomes,
    direct_messages,
    mentions,
    next_token,
    posts,
)
from pahunch.platforms.x_sign_in import XSignIn

BATCH = 100
PAGE = 100
READ = date(2026, 11, 22)
LIMITS_PAGE = "https://docs.x.com/x-api/fundamentals/rate-limits"
PRICES_PAGE = "https://docs.x.com/x-api/getting-started/pricing"
USER_READ = 10_000
"""Millionths of a US dollar for each account that is read."""
POST_READ = 5_000
"""The same for each post, also for one that mentions the account."""
MESSAGE_READ = 10_000
"""The same for each direct message, also for one that was read on another day."""
MESSAGES = 20
"""Direct messages a page: X can't be asked for those since a moment, so that each look pays for
the newest page again."""
ONE_POST = {"posts": 1, "money": POST_READ}
FULL_PAGE = {"posts": PAGE, "money": PAGE * POST_READ}
MONTH_OF_POSTS = 3_000_000
USERS = Fact("300 requests in 15 minutes with the application's token", LIMITS_PAGE, READ)
TIMELINES = Fact("10,000 requests in 15 minutes with the application's token", LIMITS_PAGE, READ)
LOOKUPS = Fact("3,500 requests in 15 minutes with the application's token", LIMITS_PAGE, READ)
MENTIONS = Fact("450 requests in 15 minutes with the application's token", LIMITS_PAGE, READ)
TALKS = Fact("15 requests in 15 minutes with an account's own token", LIMITS_PAGE, READ)
CAP = Fact("3,000,000 posts read in a calendar month", PRICES_PAGE, READ)
PRICE = Fact(
    "0.010 US dollars an account read, 0.005 a post read, 0.010 a direct message, paid ahead; what "
    "was read once is free for the rest of its UTC day",
    PRICES_PAGE,
    READ,
)
WALLET = Fact("what the office allows for a calendar month", "the office's own cap", READ)
ACCOUNT_WORDS = {
    "resource-not-found": "missing",
    "not-authorized-for-resource": "private",
}
WAIT_WORDS = {"rate-limit-exceeded": "", "usage-capped": "posts"}


@dataclass(frozen=True)
class X(Connector):
    """X by its interface of version 2, with the application's own token."""

    base: str = "https://api.x.com"
    newer_names: bool = False
    """Send the names of the specification instead of those of the documents."""
    platform: ClassVar = Platform.X
    entry: ClassVar = Entry.SIGN_IN
    limits: ClassVar = (
        Limit("users", 300, Holder.APPLICATION, USERS, seconds=900),
        Limit("timelines", 10_000, Holder.APPLICATION, TIMELINES, seconds=900),
        Limit("lookups", 3_500, Holder.APPLICATION, LOOKUPS, seconds=900),
        Limit("mentions", 450, Holder.APPLICATION, MENTIONS, seconds=900),
        Limit("talks", 15, Holder.TOKEN, TALKS, seconds=900),
        Limit("posts", MONTH_OF_POSTS, Holder.APPLICATION, CAP, month_in="UTC"),
        Limit("money", None, Holder.APPLICATION, WALLET, month_in="UTC"),
    )
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(
            BATCH, Need.APPLICATION, {"users": 1}, {"money": USER_READ}, "users.read"
        ),
        Ask.POSTS: Offering(
            1, Need.APPLICATION, {"timelines": 1}, ONE_POST, "tweet.read", page=PAGE
        ),
        Ask.ENGAGEMENT: Offering(
            BATCH,
            Need.APPLICATION,
            {"lookups": 1},
            ONE_POST,
            "tweet.read",
        ),
        Ask.INBOX: Offering(
            1, Need.APPLICATION, {"mentions": 1}, ONE_POST, "tweet.read", page=PAGE
        ),
        Ask.MESSAGES: Offering(
            1,
            Need.CONNECTION,
            {"talks": 1},
            {"money": MESSAGE_READ},
            "users.read tweet.read dm.read",
            page=MESSAGES,
        ),
    }
    price: ClassVar = PRICE
    facts: ClassVar = (
        Fact(
            "Automated replies are allowed only to who has summoned the account",
            "https://docs.x.com/changelog",
            READ,
        ),
        Fact(
            "What an account or a post took back must go from our store within 24 hours",
            "https://docs.x.com/developer-terms/policy",
            READ,
        ),
        Fact(
            "Reads for 0.001 US dollars are for accounts whose owner owns the application too: not "
            "for others that connected",
            PRICES_PAGE,
            READ,
        ),
        Fact(
            "What anybody believes, votes, suffers from or is accused of may be neither worked out "
            "nor stored: a complaint is sorted, and not whoever wrote it",
            "https://docs.x.com/developer-terms/policy",
            READ,
        ),
        Fact(
            "The specification names post.fields and post_count what the documents of the same day "
            "name tweet.fields and tweet_count",
            "xdevplatform/docs 287132819074, openapi.json 2.167",
            READ,
        ),
        Fact(
            "A suspended account stands among the errors of an answer of status 200",
            "experience; to be confirmed with a token",
            READ,
            sure=False,
        ),
    )

    @property
    def sign_in(self) -> SignIn:
        """OAuth 2 with PKCE, for messages that only the account itself may read."""
        return XSignIn(self.base)

    def revocation(self, target: Target, server: str = "") -> Revokes:
        """Tell X that a token is not used any more."""
        return XSignIn(self.base)

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read a problem by the last part of its `type`: its host differs between documents."""
        if status < 400:
            return None
        word = problem_word(body)
        if word in WAIT_WORDS or status == 429:
            until = moment_header(headers.get("x-rate-limit-reset", ""), headers, now)
            if word == "usage-capped":
                until = month_end(now)
            return TryLater(
                "X has heard enough",
                not_before=until or retry_after(headers, now),
                limit="posts" if word == "usage-capped" else spent_limit(headers),
                code=word or "429",
            )
        if status == 401:
            return Reconnect("the token is no good", code=word or "401")
        if word in ACCOUNT_WORDS and status in {403, 404}:
            return Gone("the account is not there", status=ACCOUNT_WORDS[word], code=word)
        if status in {400, 402, 403, 422}:
            return Refused("X refuses this request", code=word or str(status))
        return None

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Read `x-rate-limit-*`. Which limit they tell of is known by its size."""
        left, size = (
            whole_header(headers, f"x-rate-limit-{name}") for name in ("remaining", "limit")
        )
        if left is None or size is None:
            return ()
        names = [limit.name for limit in self.limits if limit.seconds and limit.amount == size]
        resets = moment_header(headers.get("x-rate-limit-reset", ""), headers, now)
        return [Reading(name, remaining=left, resets_at=resets) for name in names]

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Look up to a hundred accounts up, by number or by name."""
        by_number = bool(targets[0].platform_id)
        names = [target.platform_id if by_number else target.handle for target in targets]
        where = "/2/users" if by_number else "/2/users/by"
        offering = self.offers[Ask.PUBLIC_COUNTS]
        answer = await asker.get(
            f"{self.base}{where}",
            cost={"users": 1, "money": len(targets) * offering.each["money"]},
            params=[
                ("ids" if by_number else "usernames", ",".join(names)),
                ("user.fields", "public_metrics,protected,verified_type"),
            ],
            headers=bearer(access),
        )
        told = mapping(answer, "the answer")
        return found_some(account_outcomes(told, targets, by_number=by_number))

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for a hundred posts of an account, newest first, without what it only repeats."""
        params = [
            ("max_results", str(PAGE)),
            ("exclude", "retweets"),
            *self._named(),
        ]
        if since is not None:
            params.append(("start_time", moment_text(since)))
        if cursor:
            params.append(("pagination_token", cursor))
        answer = mapping(
            await asker.get(
                f"{self.base}/2/users/{target.platform_id}/tweets",
                cost={"timelines": 1, **FULL_PAGE},
                params=params,
                headers=bearer(access),
            ),
            "the answer",
        )
        found = posts(answer, target)
        await asker.give_back(not_read(len(found)))
        return Page(tuple(found), next_token(answer))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Look up to a hundred posts up; those that were taken back are absent."""
        answer = await asker.get(
            f"{self.base}/2/tweets",
            cost={"lookups": 1, "posts": len(post_ids), "money": len(post_ids) * POST_READ},
            params=[("ids", ",".join(post_ids)), *self._named()],
            headers=bearer(access),
        )
        found = posts(mapping(answer, "the answer"), target)
        absent = len(post_ids) - len(found)
        await asker.give_back({"posts": absent, "money": absent * POST_READ})
        return found

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for posts that name the account, newest first, with who wrote them."""
        params = [
            ("max_results", str(PAGE)),
            *self._named("author_id"),
            ("user.fields", "name,username"),
        ]
        if since is not None:
            params.append(("start_time", moment_text(since)))
        if cursor:
            params.append(("pagination_token", cursor))
        answer = mapping(
            await asker.get(
                f"{self.base}/2/users/{target.platform_id}/mentions",
                cost={"mentions": 1, **FULL_PAGE},
                params=params,
                headers=bearer(access),
            ),
            "the answer",
        )
        found = mentions(answer, target)
        await asker.give_back(not_read(len(found)))
        return Page(tuple(found), next_token(answer))

    async def messages(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for direct messages with the account's own token: by whom, without their names."""
        params = [
            ("max_results", str(MESSAGES)),
            ("event_types", "MessageCreate"),
            *self._told(),
        ]
        if cursor:
            params.append(("pagination_token", cursor))
        full = {"money": MESSAGES * MESSAGE_READ}
        answer = mapping(
            await asker.get(
                f"{self.base}/2/dm_events",
                cost={"talks": 1, **full},
                params=params,
                headers=bearer(access),
            ),
            "the answer",
        )
        found, read = direct_messages(answer, target)
        await asker.give_back({"money": (MESSAGES - min(read, MESSAGES)) * MESSAGE_READ})
        return Page(tuple(found), next_token(answer))

    def _told(self) -> list[tuple[str, str]]:
        """Say what a direct message should have; the sender became an expansion."""
        fields = "created_at,event_type,text"
        if self.newer_names:
            return [("dm_event.fields", fields), ("expansions", "sender_id")]
        return [("dm_event.fields", f"{fields},sender_id")]

    def _named(self, *more: str) -> list[tuple[str, str]]:
        """Say which fields a post should have: some moved to the expansions under new names."""
        if self.newer_names:
            expansions = ",".join([*more, "referenced_posts"])
            return [("post.fields", "created_at,public_metrics"), ("expansions", expansions)]
        fields = ",".join(["created_at", "public_metrics", "referenced_tweets", *more])
        return [("tweet.fields", fields), *(("expansions", each) for each in more)]


def not_read(posts: int) -> dict[str, int]:
    """Give what a page costs less than a full one: X takes money for what it answers."""
    return {"posts": PAGE - posts, "money": (PAGE - posts) * POST_READ}


def bearer(access: Access) -> dict[str, str]:
    """Give the header that a request is signed with."""
    return {"authorization": f"Bearer {access.token}"}


def problem_word(body: object) -> str:
    """Give the last part of a problem's type: "usage-capped"; empty where it has none."""
    kind = body.get("type", "") if isinstance(body, dict) else ""
    return str(kind).rstrip("/").rsplit("/", 1)[-1][:80]


def spent_limit(headers: Mapping[str, str]) -> str:
    """Name the limit that is used up, by its size; "users" where the headers don't say."""
    size = headers.get("x-rate-limit-limit", "")
    sizes = {str(limit.amount): limit.name for limit in X.limits if limit.seconds}
    return sizes.get(size, "users")


def moment_text(moment: datetime) -> str:
    """Write a moment as X reads it: whole seconds, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def month_end(now: datetime) -> datetime:
    """Give when the calendar month, in UTC, is over."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    year, month = divmod(first.year * 12 + first.month, 12)
    return first.replace(year=year, month=month + 1)
