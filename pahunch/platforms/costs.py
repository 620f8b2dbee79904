"""What it costs to count: calls, units and money a day and a month, by arithmetic alone.

A month has thirty days. Money is in millionths of a US dollar. Every account is counted
once a day. Its new posts come in a list, which is a fetch for each account, and with them
their figures of the first day; on each of the days in `reread` the figures are read again,
in batches of one account's posts. That is what a sweep sends (a test counts its requests).
X takes money for each account and each post read; YouTube takes units for each request; the
others take nothing, and have limits that are only told here where they would be passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pahunch.facts import Platform
from pahunch.platforms.base import Ask, Connector, Limit, Need, Offering
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

    `posts_a_day` is the number of new posts of one account; 0 leaves posts out. Where posts
    need the account's consent, its followers are asked for with that consent too. Raises
    KeyError where no such platform is known.
    """
    connector = connectors[platform]
    lists = connector.offers.get(Ask.POSTS) if posts_a_day else None
    preferred = [Ask.PUBLIC_COUNTS, Ask.COUNTS]
    if lists is not None and lists.need == Need.CONNECTION:
        preferred.reverse()
    kind = next((ask for ask in preferred if ask in connector.offers), None)
    if kind is None or accounts == 0:
        return Line(platform, accounts, 0, {}, ())
    counts = connector.offers[kind]
    fetches = [_Fetches(counts, -(-accounts // counts.batch), accounts)]
    if lists is not None:
        pages = -(-posts_a_day // lists.page) if lists.page else 1
        fetches.append(_Fetches(lists, accounts * pages, accounts * posts_a_day))
    again = connector.offers.get(Ask.ENGAGEMENT)
    if lists is not None and again is not None:
        known = posts_a_day * len(reread)
        batches = -(-known // again.batch)
        fetches.append(_Fetches(again, accounts * batches, accounts * known))
    calls = sum(each.calls for each in fetches)
    spent: dict[str, int] = {}
    for each in fetches:
        each.spend(spent)
    return Line(platform, accounts, calls, spent, tuple(_passed(connector, spent)))


@dataclass(frozen=True, slots=True)
class _Fetches:
    """So many fetches of one kind in a day, which name or bring so many accounts or posts."""

    offering: Offering
    number: int
    items: int

    @property
    def calls(self) -> int:
        return self.number * self.offering.calls + self.items * self.offering.calls_each

    def spend(self, spent: dict[str, int]) -> None:
        for name, amount in self.offering.cost.items():
            spent[name] = spent.get(name, 0) + amount * self.number
        for name, amount in self.offering.each.items():
            spent[name] = spent.get(name, 0) + amount * self.items


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
