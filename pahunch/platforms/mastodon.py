"""Mastodon: each account is asked for at its own server, forty of one server a request."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from pahunch.facts import Platform
from pahunch.platforms import activitypub
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
from pahunch.platforms.mastodon_answers import (
    HOME,
    ONE,
    REST,
    account_outcome,
    last_id,
    local_name,
    mentions,
    statuses,
)
from pahunch.platforms.mastodon_sign_in import MastodonSignIn
from pahunch.platforms.public_hosts import public_host
from pahunch.platforms.reading import found_some, listing, mapping, text

BATCH = 40
"""Accounts; a server refuses more (DEFAULT_ACCOUNTS_LIMIT in its accounts_controller)."""
STATUSES = 20
"""Statuses; a server refuses more (DEFAULT_STATUSES_LIMIT in its statuses_controller)."""
PAGE = 40
READ = date(2026, 11, 22)
WINDOW, LONG_WINDOW = 300, 900
LIMITS_PAGE = "https://docs.joinmastodon.org/api/rate-limits/"
RATE = Fact(
    "300 requests in 5 minutes from one address, and as many for one token; each server by "
    "itself, and its keeper may change it",
    LIMITS_PAGE,
    READ,
)
PAGING = Fact(
    "300 requests in 15 minutes that ask for a further page of a list; its first page is none",
    "mastodon/mastodon config/initializers/rack_attack.rb, paging_request?",
    READ,
)
DEEP = "paging"
PAGED = {REST: 1, DEEP: 1}
GONE = {404: "missing", 410: "deleted"}
LOCAL_ID = re.compile(r"[0-9A-Za-z]{1,64}")


@dataclass(frozen=True)
class Mastodon(Connector):
    """Mastodon and the servers that speak its interface."""

    base: str = HOME
    platform: ClassVar = Platform.MASTODON
    entry: ClassVar = Entry.SERVER
    limits: ClassVar = (
        Limit(REST, 300, Holder.HOST, RATE, seconds=WINDOW),
        Limit(DEEP, 300, Holder.HOST, PAGING, seconds=LONG_WINDOW),
    )
    offers: ClassVar = {
        Ask.COUNTS: Offering(1, Need.CONNECTION, ONE, permission="read:accounts"),
        Ask.PUBLIC_COUNTS: Offering(BATCH, Need.NOTHING, ONE),
        Ask.POSTS: Offering(1, Need.NOTHING, ONE, page=PAGE),
        Ask.ENGAGEMENT: Offering(STATUSES, Need.NOTHING, ONE),
        Ask.INBOX: Offering(1, Need.CONNECTION, ONE, permission="read:notifications read:statuses"),
    }
    facts: ClassVar = (
        Fact(
            "A server counts its own accounts' followers; what another server says of them is old",
            "https://docs.joinmastodon.org/entities/Account/",
            READ,
            sure=False,
        ),
        Fact(
            "Asking for several accounts or statuses at once is new in 4.3; older servers are "
            "asked one by one",
            "https://docs.joinmastodon.org/methods/accounts/#index",
            READ,
        ),
        Fact(
            "glitch-soc answers -1 for a follower count that the account hides",
            "glitch-soc/mastodon app/serializers/rest/account_serializer.rb",
            READ,
        ),
    )

    def sign_in_at(self, server: str) -> MastodonSignIn:
        """Give the way in to one server."""
        return MastodonSignIn(server, self.base)

    def renewal(self, target: Target, server: str = "") -> MastodonSignIn:
        """Give the way by which a token is renewed: that of the account's own server."""
        return self.sign_in_at(self.host(target))

    def revocation(self, target: Target, server: str = "") -> MastodonSignIn:
        """Give the way by which the account's own server forgets a token."""
        return self.renewal(target)

    def host(self, target: Target) -> str:
        """Give the server that an account lives on; empty where its handle names none."""
        name = target.platform_id if "@" in target.platform_id else target.handle.lstrip("@")
        _, named, server = name.rpartition("@")
        if not named:
            return ""
        try:
            return public_host(server) if self.base == HOME else server.lower()
        except Refused:
            return ""

    def batches(self, ask: Ask, targets: Sequence[Target]) -> list[list[Target]]:
        """Put accounts of one server together; one whose id isn't known is looked up alone."""
        known: dict[str, list[Target]] = {}
        named = []
        for target in targets:
            host = self.host(target)
            if host and _local(target):
                known.setdefault(host, []).append(target)
            else:
                named.append([target])
        size = self.offers[ask].batch
        return [
            part[start : start + size]
            for part in known.values()
            for start in range(0, len(part), size)
        ] + named

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read the status; words are in the language of the server, but for OAuth's own."""
        if status < 400:
            return None
        if status == 429:
            return _busy(headers, now)
        if status in GONE:
            return Gone("the account is not there", status=GONE[status], code=str(status))
        spoilt = "invalid_token" in headers.get("www-authenticate", "")
        if status == 401 and (spoilt or _words(body).startswith("The access token")):
            return Reconnect("the token is no good any more", code="invalid_token")
        return None

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Read `X-RateLimit-…`: of the limit that is nearest to its end; reset as ISO or epoch."""
        left = whole_header(headers, "x-ratelimit-remaining")
        if left is None:
            return ()
        resets = moment_header(headers.get("x-ratelimit-reset", ""), headers, now)
        amount = whole_header(headers, "x-ratelimit-limit")
        return (Reading(_limit(resets, now), remaining=left, amount=amount, resets_at=resets),)

    async def counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for the account whose token it is: works where a server answers nobody else."""
        (target,) = targets
        home = self._home(target)
        url = f"{self._at(home)}/api/v1/accounts/verify_credentials"
        answer = mapping(await asker.get(url, cost=ONE, headers=_signed(access)), "the answer")
        outcome = account_outcome(target, answer, home)
        if target.platform_id and outcome.platform_id not in {"", target.platform_id}:
            raise Reconnect("the token is another account's", code="other account")
        return [outcome]

    async def public_counts(
        self, asker: Asker, access: Access, targets: Sequence[Target], now: datetime
    ) -> Sequence[Outcome]:
        """Ask for accounts of one server, by the way that it has open."""
        home = self._home(targets[0])
        if not all(_local(target) for target in targets):
            return await _each(targets, lambda target: self._lookup(asker, access, target))
        try:
            answer = await asker.get(
                f"{self._at(home)}/api/v1/accounts",
                cost=ONE,
                params=[("id[]", _local(target)) for target in targets],
                headers=_signed(access),
            )
        except Gone:
            return await _each(targets, lambda target: self._show(asker, access, target))
        except Refused as refused:
            if refused.code not in {"401", "403"}:
                raise
            return await _each(targets, lambda target: self._finger(asker, target))
        found = {}
        for each in listing(answer, "the answer"):
            account = mapping(each, "an account")
            found[text(account.get("id"), "id")] = account
        return found_some(
            [
                account_outcome(target, found[_local(target)], home)
                if _local(target) in found
                else Outcome(target, error=Gone("not among the answers", status="missing"))
                for target in targets
            ]
        )

    async def posts(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Post]:
        """Ask for what the account wrote itself and everybody may see."""
        home = self._home(target)
        own = _local(target) or (await self._lookup(asker, access, target)).platform_id
        own = own.partition("@")[0]
        answer = await asker.get(
            f"{self._at(home)}/api/v1/accounts/{own}/statuses",
            cost=PAGED if cursor else ONE,
            params=[("limit", str(PAGE)), ("exclude_reblogs", "true"), *_from(cursor)],
            headers=_signed(access),
        )
        found = statuses(answer, target.key, own)
        older = since is not None and any(post.made_at < since for post in found)
        wanted = tuple(post for post in found if since is None or post.made_at >= since)
        return Page(wanted, "" if older else last_id(answer, PAGE))

    async def engagement(
        self, asker: Asker, access: Access, target: Target, post_ids: Sequence[str]
    ) -> Sequence[Post]:
        """Ask for up to twenty statuses; a server before 4.3 is asked for each."""
        url = f"{self._at(self._home(target))}/api/v1/statuses"
        signed = _signed(access)
        named = [identity for identity in post_ids if LOCAL_ID.fullmatch(identity)]
        try:
            params = [("id[]", identity) for identity in named]
            answer = await asker.get(url, cost=ONE, params=params, headers=signed)
        except Gone:
            found: list[object] = []
            for identity in named:
                try:
                    found.append(await asker.get(f"{url}/{identity}", cost=ONE, headers=signed))
                except Gone:
                    continue
            answer = found
        own = _local(target)
        return [post for post in statuses(answer, target.key, own) if post.post_id in named]

    async def inbox(
        self, asker: Asker, access: Access, target: Target, since: datetime | None, cursor: str
    ) -> Page[Message]:
        """Ask for mentions; one that only the two can read is a message."""
        home = self._home(target)
        answer = await asker.get(
            f"{self._at(home)}/api/v1/notifications",
            cost=PAGED if cursor else ONE,
            params=[("types[]", "mention"), ("limit", str(PAGE)), *_from(cursor)],
            headers=_signed(access),
        )
        found = mentions(answer, target.key, _local(target), home)
        older = since is not None and any(each.written_at < since for each in found)
        wanted = tuple(each for each in found if since is None or each.written_at >= since)
        return Page(wanted, "" if older else last_id(answer, PAGE))

    def _home(self, target: Target) -> str:
        home = self.host(target)
        if not home:
            raise Refused("the handle names no public server", code="host")
        return home

    def _at(self, host: str) -> str:
        return self.base.replace("{host}", host)

    async def _show(self, asker: Asker, access: Access, target: Target) -> Outcome:
        home = self._home(target)
        url = f"{self._at(home)}/api/v1/accounts/{_local(target)}"
        answer = await asker.get(url, cost=ONE, headers=_signed(access))
        return account_outcome(target, mapping(answer, "the answer"), home)

    async def _lookup(self, asker: Asker, access: Access, target: Target) -> Outcome:
        """Ask by the name, at home, where it has no host. Where that is closed, ask the actor."""
        home = self._home(target)
        name = target.handle.lstrip("@").rpartition("@")[0]
        url = f"{self._at(home)}/api/v1/accounts/lookup"
        try:
            answer = await asker.get(
                url, cost=ONE, params=[("acct", name)], headers=_signed(access)
            )
        except Refused as refused:
            if refused.code not in {"401", "403"}:
                raise
            return await self._finger(asker, target)
        account = mapping(answer, "the answer")
        called = local_name(text(account.get("acct"), "acct"), home)
        if called.lower() != f"{name}@{home}".lower():
            raise Gone("the server names another account", status="missing", code="other account")
        return account_outcome(target, account, home)

    async def _finger(self, asker: Asker, target: Target) -> Outcome:
        if "@" not in target.handle:
            raise Refused("the server answers only who signed in", code="closed")
        return await activitypub.followers(asker, target, self._home(target), self._at, ONE)


async def _each(
    targets: Sequence[Target], ask: Callable[[Target], Awaitable[Outcome]]
) -> list[Outcome]:
    """Ask one by one; what fails for one doesn't for the others."""
    outcomes = []
    for target in targets:
        try:
            outcomes.append(await ask(target))
        except PlatformError as error:
            if len(targets) == 1 and not isinstance(error, Gone):
                raise
            outcomes.append(Outcome(target, error=error))
    return outcomes


def _busy(headers: Mapping[str, str], now: datetime) -> TryLater:
    until = moment_header(headers.get("x-ratelimit-reset", ""), headers, now)
    return TryLater(
        "the server has heard enough",
        not_before=until or retry_after(headers, now),
        limit=_limit(until, now),
        code="429",
    )


def _limit(resets: datetime | None, now: datetime) -> str:
    """Tell which limit the headers mean: only the longer one ends in five to fifteen minutes."""
    wait = 0.0 if resets is None else (resets - now).total_seconds()
    return DEEP if WINDOW + 5 < wait < LONG_WINDOW + 5 else REST


def _local(target: Target) -> str:
    """Give an account's id on its own server, where it is known."""
    local = target.platform_id.partition("@")[0]
    return local if LOCAL_ID.fullmatch(local) else ""


def _signed(access: Access) -> dict[str, str] | None:
    return {"authorization": f"Bearer {access.token}"} if access.token else None


def _from(cursor: str) -> list[tuple[str, str]]:
    return [("max_id", cursor)] if cursor else []


def _words(body: object) -> str:
    return str(body.get("error", "")) if isinstance(body, dict) else ""
