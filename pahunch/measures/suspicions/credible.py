"""Counts as they are credible: an interval where a suspicion was upheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pahunch.facts import Count
from pahunch.measures.models import Suspicion


def doubtful(accounts: Iterable[str], on: date) -> Mapping[str, int]:
    """Give, by account key, the followers that upheld suspicions throw doubt on by a day."""
    found: dict[str, int] = {}
    rows = Suspicion.objects.upheld().filter(account__key__in=list(accounts), first_day__lte=on)
    for row in rows.select_related("account"):
        found[row.account.key] = found.get(row.account.key, 0) + row.doubtful
    return found


def credible(count: Count, doubtful_followers: int) -> Count:
    """Give the count with its low end as low as it is if none of the doubtful ones is true.

    The high end stays: what was bought is not known to be false, follower by follower.
    """
    return Count(max(0, count.low - doubtful_followers), count.high)
