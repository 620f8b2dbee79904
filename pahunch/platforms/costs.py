"""What it costs to count: calls, units and money a day and a month, by arithmetic alone.

A month has thirty days. Money is in millionths of a US dollar. Every account is counted
once a day; a post is read on its own day and again on each of the days in `reread`. X takes
money for each account and each post read; YouTube takes units for each request; the others
take nothing, and have limits that are only told here where they would be passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pahunch.facts import Platform
from pahunch.platforms.base import Ask, Connector, Limit
from pahunch.platforms.catalogue import CONNECTORS

MONTH_DAYS = 30
MONEY = "money"
TAPERED = (1, 7, 28)


@dataclass(frozen=True, slots=True)
class Line:
    """What one platform costs."""

    platform: Platform
    accounts: int
    calls_a_day: int
    spent_a_day: Mapping[str, int]
    """By the names of limits: units, money, posts."""
    passed: Sequence[Limit]
    """Limits that would not last: the day's or the month's use is above them."""

    @property
    def money_a_day(self) -> int:
        """Millionths of a US dollar."""
        return self.spent_a_day.get(MONEY, 0)

    @property
    def money_a_month(self) -> int:
        """Millionths of a US dollar in thirty days."""
        return self.money_a_day * MONTH_DAYS


def cost(
    platform: Platform,
    accounts: int,
    *,
    posts_a_day: int = 0,
    reread: Sequence[int] = TAPERED,
    connectors: Mapping[Platform, Connector] = CONNECTORS,
) -> Line:
    """Work out what counting so many accounts costs on one platform.

    `posts_a_day` is the number of new posts of one account; 0 leaves posts out. Raises
    KeyError where no such platform is known.
    """
    connector = connectors[platform]
    kind = next((ask for ask in (Ask.PUBLIC_COUNTS, Ask.COUNTS) if ask in connector.offers), None)
    if kind is None or accounts == 0:
        return Line(platform, accounts, 0, {}, ())
    calls = -(-accounts // connector.offers[kind].batch)
    spent = _spent(connector, kind, calls, accounts)
    if posts_a_day and Ask.POSTS in connector.offers:
        reads = accounts * posts_a_day * (1 + len(reread))
        more, used = _posts(connector, accounts, reads)
        calls += more
        for name, amount in used.items():
            spent[name] = spent.get(name, 0) + amount
    return Line(platform, accounts, calls, spent, tuple(_passed(connector, spent)))


def _spent(connector: Connector, ask: Ask, calls: int, items: int) -> dict[str, int]:
    offering = connector.offers[ask]
    spent = {name: amount * calls for name, amount in offering.cost.items()}
    for name, amount in offering.each.items():
        spent[name] = spent.get(name, 0) + amount * items
    return spent


def _posts(connector: Connector, accounts: int, reads: int) -> tuple[int, dict[str, int]]:
    """Give calls and what is spent for lists of posts, and for each post as often as it is read."""
    engagement = connector.offers.get(Ask.ENGAGEMENT)
    lists = {
        name: amount * accounts
        for name, amount in connector.offers[Ask.POSTS].cost.items()
        if name not in {MONEY, "posts"}
    }
    if engagement is None:
        return accounts, lists
    each = dict(engagement.each)
    batches = -(-reads // engagement.batch)
    for name, amount in engagement.cost.items():
        lists[name] = lists.get(name, 0) + amount * batches
    for name, amount in each.items():
        lists[name] = lists.get(name, 0) + amount * reads
    return accounts + batches, lists


def _passed(connector: Connector, spent: Mapping[str, int]) -> list[Limit]:
    found = []
    for limit in connector.limits:
        used = spent.get(limit.name, 0)
        if limit.month_in:
            used *= MONTH_DAYS
        elif limit.seconds is not None:
            continue  # a window of minutes comes again all day
        if limit.amount is not None and used > limit.amount:
            found.append(limit)
    return found
