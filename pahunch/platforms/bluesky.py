"""Bluesky: the public AppView answers without sign-in, twenty-five accounts a request.

What is written to an account is told only to it: by the server where it lives, to whoever
has an app password of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from pahunch.platforms.bluesky_answers import cursor_of, feed, messages, posts, profiles
from pahunch.platforms.bluesky_homes import LARGE, Registrar
from pahunch.platforms.bluesky_sign_in import BlueskySession
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.reading import found_some, mapping
from pahunch.platforms.sign_in import Owned, Renews, Revokes

VIEW = "https://public.api.bsky.app"
DIRECTORY = "https://plc.directory"
BATCH = 25
"""Accounts, or posts, that one request may name; a twenty-sixth is refused."""
PAGE = 100
READ = date(2026, 11, 22)
RATE = Fact(
    "3,000 requests in 5 minutes from one address",
    "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    READ,
)
GENEROUS = Fact(
    "That number is for servers where accounts live; of the public AppView, which is asked for "
    "counts, it is only said that its limit is generous",
    "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    READ,
)
SIGN_INS = Fact(
    "An account may sign in 30 times in 5 minutes and 300 times a day: a session is renewed and "
    "not begun again",
    "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    READ,
)
ABSENT = Fact(
    "An unknown, deactivated or taken-down account is silently absent from a batch",
    "bluesky-social/atproto packages/bsky 0.0.221, tried",
    READ,
)
WORDS = Fact(
    "The machine's word for an error stays; its sentence changes between versions",
    "bluesky-social/atproto packages/bsky 0.0.221 and 0.0.280, tried",
    READ,
)
GONE = {"AccountTakedown": "suspended", "AccountDeactivated": "deleted"}
STATUS = {
    "takendown": "suspended",
    "suspended": "suspended",
    "deactivated": "deleted",
    "deleted": "deleted",
}
"""What a server says of an account's repository, in our words."""
NO_SIGN_IN = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})
ONE = {"requests": 1}
NOT_PUBLIC = 3
"""Accounts that are absent from a batch and looked up alone, at most: the rest waits a day."""


@dataclass(frozen=True)
class Bluesky(Connector):
    """The reference AppView and whatever speaks as it does."""

    base: str = VIEW
    home: str = ""
    """Where accounts live: it knows of a takedown, and tells an account what was written to it.
    Empty: the large server; another `base` is its own home."""
    directory: str = ""
    """Where identities are kept; empty: the public directory, and of another `base` none."""
    platform: ClassVar = Platform.BLUESKY
    entry: ClassVar = Entry.PASSWORD
    limits: ClassVar = (Limit("requests", 3_000, Holder.HOST, RATE, seconds=300),)
    offers: ClassVar = {
        Ask.PUBLIC_COUNTS: Offering(BATCH, Need.NOTHING, ONE),
        Ask.POSTS: Offering(1, Need.NOTHING, ONE, page=PAGE),
        Ask.ENGAGEMENT: Offering(BATCH, Need.NOTHING, ONE),
        Ask.INBOX: Offering(1, Need.CONNECTION, ONE, permission="an app password"),
    }
    facts: ClassVar = (GENEROUS, SIGN_INS, ABSENT, WORDS)

    @property
    def sessions(self) -> BlueskySession:
        """The way in at the usual home."""
        return BlueskySession(self.home or (LARGE if self.base == VIEW else self.base))

    def sessions_at(self, server: str) -> BlueskySession:
        """Give the way in at the server where an account lives; empty: the usual home."""
        return BlueskySession(server) if server else self.sessions

    def renewal(self, target: Target, server: str = "") -> Renews:
        """Give the way by which a session is renewed."""
        return self.sessions_at(server)

    def revocation(self, target: Target, server: str = "") -> Revokes:
        """Give the way by which the account's own server ends a session."""
        return self.sessions_at(server)

    @property
    def registrar(self) -> Registrar | None:
        """Who knows where accounts live; None in a network whose base is everybody's home."""
        if self.directory:
            return Registrar(self.base, self.directory, is_own=self.base != VIEW)
        return Registrar(VIEW, DIRECTORY) if self.base == VIEW else None

    async def enter(self, asker: Asker, *, handle: str, password: str) -> Owned:
        """Turn an app password into a session at the server where the account lives.

        That server's word is taken only for the identity that led to it. Raises PlatformError.
        """
        if self.registrar is None:
            return await self.sessions.create(asker, handle=handle, password=password)
        found = await self.registrar.find(asker, handle)
        way = BlueskySession(found.home)
        owned = await way.create(asker, handle=found.did, password=password)
        if owned.platform_id != found.did:
            raise Refused("the server speaks for another account", code="identity")
        return replace(owned, handle=found.handle, name=found.handle, server=found.home)

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Match `error`, the machine's word: `message` has changed between versions."""
        if status < 400:
            return None
        word = str(body.get("error", "")) if isinstance(body, dict) else ""
        if status == 429:
            until = moment_header(headers.get("ratelimit-reset", ""), headers, now)
            return TryLater(
                "Bluesky has heard enough",
                not_before=until or retry_after(headers, now),
                limit="requests",
                code="429",
            )
        if word in GONE:
            return Gone("the account is not there", status=GONE[word], code=word)
        if word in NO_SIGN_IN or status == 401:
            return Reconnect("the sign-in is no good any more", code=word or "401")
        return None

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Read `ratelimit-remaining` and `ratelimit-reset` (epoch seconds)."""
        left = whole_header(headers, "ratelimit-remaining")
        if left is None:
            return ()
        resets = moment_header(headers.get("ratelimit-reset", ""), headers, now)
        return (Reading("requests", remaining=left, resets_at=resets),)

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for profiles; of the first few that are absent, ask what has become of them."""
        answer = await asker.get(
            f"{self.base}/xrpc/app.bsky.actor.getProfiles",
            cost=ONE,
            params=[("actors", target.platform_id or target.handle) for target in targets],
        )
        outcomes = list(found_some(profiles(mapping(answer, "the answer"), targets)))
        absent = [
            number
            for number, outcome in enumerate(outcomes)
            if isinstance(outcome.error, Gone) and outcome.target.platform_id
        ]
        for number in absent[:NOT_PUBLIC]:
            target = outcomes[number].target
            outcomes[number] = replace(outcomes[number], error=await self._absent(asker, target))
        return outcomes

    async def _absent(self, asker: Asker, target: Target) -> PlatformError:
        """Say what has become of an account that the AppView doesn't show."""
        try:
            answer = mapping(
                await asker.get(
                    f"{self.sessions.home}/xrpc/com.atproto.sync.getRepoStatus",
                    cost=ONE,
                    params=[("did", target.platform_id)],
                ),
                "the answer",
            )
        except PlatformError as error:
            if isinstance(error, Gone):
                return error
            return Gone("absent, and its server doesn't say why", status="missing")
        status = str(answer.get("status", ""))
        if answer.get("active") is False and status in STATUS:
            return Gone("its server says so", status=STATUS[status], code=status)
        return Gone("absent, and its server doesn't say why", status="missing")

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for a hundred of an account's own posts and replies, newest first."""
        params = [("actor", target.platform_id or target.handle), ("limit", str(PAGE))]
        params += [("filter", "posts_with_replies"), *([("cursor", cursor)] if cursor else [])]
        answer = mapping(
            await asker.get(
                f"{self.base}/xrpc/app.bsky.feed.getAuthorFeed", cost=ONE, params=params
            ),
            "the answer",
        )
        return Page(tuple(feed(answer, target)), cursor_of(answer))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for up to twenty-five posts; those that were taken back are absent."""
        answer = await asker.get(
            f"{self.base}/xrpc/app.bsky.feed.getPosts",
            cost=ONE,
            params=[("uris", each) for each in post_ids],
        )
        return posts(mapping(answer, "the answer"), target)

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask what was written to an account: mentions, replies and quotes, newest first."""
        params = [("reasons", reason) for reason in ("mention", "reply", "quote")]
        params += [("limit", str(PAGE)), *([("cursor", cursor)] if cursor else [])]
        answer = mapping(
            await asker.get(
                f"{self.sessions_at(access.server).home}/xrpc/app.bsky.notification.listNotifications",
                cost=ONE,
                params=params,
                headers={"authorization": f"Bearer {access.token}"},
            ),
            "the answer",
        )
        return Page(tuple(messages(answer, target)), cursor_of(answer))
