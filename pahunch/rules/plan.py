"""Whoever is behind is suggested those steps that the measures speak for: open access to an
account again, have it counted, begin on a platform that most peers use, post as often as the
middle peer, answer what people write, look into an account that does not grow.

A step is suggested only where what it rests on is known: what was not measured, of oneself or of
enough peers, suggests nothing. A suggestion shows its figures; whether it is followed is decided
by people. No step buys, trades or asks for followers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from statistics import median

from pahunch.rules.peers import LEAST

NAME = "plan"
REVISION = "plan-1"

STALE_DAYS = 7
"""An account that counts and was last counted longer ago is to be counted."""
FEW = 0.75
"""Posts a week below this part of the peers' median are too few."""
LEAST_POSTS = 1.0
"""A shortfall of less than this many posts a week is not worth a step."""
OPEN_PART = 0.25
"""More of what people wrote than this, unanswered, is too much."""
LEAST_WRITTEN = 10
"""Of fewer that were written no part is said."""


class Kind(StrEnum):
    """What is suggested, in the order in which it is shown."""

    ACCESS = "access"
    """The consent or token of an account ended: connect it again."""
    COUNT = "count"
    """An account that counts was not counted lately; without an account: none is known."""
    PLATFORM = "platform"
    POSTS = "posts"
    COMMENTS = "comments"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """One account that counts, as far as it was measured. None: not known."""

    key: str
    days_since: int | None
    """Days since its latest count; None: never counted."""
    access_ended: bool | None = None
    """None: nobody connected it, or nothing is known of the connection."""
    net_low: float | None = None
    net_high: float | None = None
    """Followers gained in four weeks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One representative, as far as measured. None: not known."""

    platforms: frozenset[str] = frozenset()
    """Platforms with an account that counts; none: the registry knows no account."""
    weekly: float | None = None
    """Posts a week over four weeks; None also where no post was ever collected."""
    written: int | None = None
    unanswered: float | None = None
    """Of what people wrote in four weeks, the part without an answer."""
    accounts: tuple[AccountSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One step, with the account or the platform that it is about, and its figures."""

    kind: Kind
    account: str = ""
    platform: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


def suggest(own: Seen, peers: Sequence[Seen]) -> tuple[Suggestion, ...]:
    """Give the steps that the measures of one and of its peers speak for, in order of kind."""
    found = [
        *_accounts(own),
        *_platforms(own, peers),
        *_posts(own, peers),
        *_comments(own),
        *_growth(own),
    ]
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.platform, one.account)))


def _accounts(own: Seen) -> list[Suggestion]:
    """Suggest to open access, or else to count. Lost access is the reason for a lost count."""
    if not own.accounts:
        return [Suggestion(Kind.COUNT)]
    found = []
    for one in own.accounts:
        if one.access_ended:
            found.append(Suggestion(Kind.ACCESS, account=one.key))
        elif one.days_since is None:
            found.append(Suggestion(Kind.COUNT, account=one.key))
        elif one.days_since > STALE_DAYS:
            figures = {"days": float(one.days_since)}
            found.append(Suggestion(Kind.COUNT, account=one.key, figures=figures))
    return found


def _platforms(own: Seen, peers: Sequence[Seen]) -> list[Suggestion]:
    known = [one.platforms for one in peers if one.platforms]
    if not own.platforms or len(known) < LEAST:
        return []
    on = Counter(name for platforms in known for name in platforms)
    return [
        Suggestion(
            Kind.PLATFORM,
            platform=name,
            figures={"peers": float(number), "of": float(len(known))},
        )
        for name, number in on.items()
        if 2 * number > len(known) and name not in own.platforms
    ]


def _posts(own: Seen, peers: Sequence[Seen]) -> list[Suggestion]:
    known = [one.weekly for one in peers if one.weekly is not None]
    if own.weekly is None or len(known) < LEAST:
        return []
    middle = median(known)
    lacking = middle - own.weekly
    if own.weekly >= FEW * middle or lacking < LEAST_POSTS:
        return []
    figures = {
        "weekly": own.weekly,
        "median": middle,
        "more": float(ceil(lacking)),
        "of": float(len(known)),
    }
    return [Suggestion(Kind.POSTS, figures=figures)]


def _comments(own: Seen) -> list[Suggestion]:
    if own.unanswered is None or own.written is None or own.written < LEAST_WRITTEN:
        return []
    if own.unanswered <= OPEN_PART:
        return []
    figures = {"unanswered": own.unanswered, "written": float(own.written)}
    return [Suggestion(Kind.COMMENTS, figures=figures)]


def _growth(own: Seen) -> list[Suggestion]:
    """Suggest to look into accounts that certainly did not grow: even the high end says so."""
    return [
        Suggestion(
            Kind.GROWTH,
            account=one.key,
            figures={"low": one.net_low, "high": one.net_high},
        )
        for one in own.accounts
        if one.net_low is not None and one.net_high is not None and one.net_high <= 0
    ]
