"""Looking for growth that asks for an explanation, over all accounts of a state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from pahunch.measures.daily import Daily, daily
from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.actions import Seen, raise_suspicions
from pahunch.observations import Lake
from pahunch.registry.models import Account, Division
from pahunch.rules.suspicion import REVISION, stretches, suspicion
from pahunch.staff.models import User

HISTORY_DAYS = 240
"""Days that are looked back upon."""
ASKED_DAYS = 120
"""A stretch that ended longer ago is not asked about any more."""


def look(state: Division, on: date, *, by: User | None, now: datetime) -> list[Suspicion]:
    """Score the counts of every account of a state by a day, with hindsight, and ask.

    Gives the new suspicions. What was asked about before is not asked about again.
    """
    accounts = list(Account.objects.in_state(state).distinct().order_by("key"))
    snapshot = Lake(settings.LAKE).at()
    keys = [account.key for account in accounts]
    counts = daily(snapshot, keys, on, HISTORY_DAYS, ZoneInfo(settings.TIME_ZONE))
    seen = list(_seen(accounts, counts))
    return raise_suspicions(
        state, seen, rule=REVISION, lake_version=str(snapshot.version), by=by, now=now
    )


def _seen(accounts: list[Account], counts: Daily) -> Iterator[Seen]:
    if not accounts:
        return
    # Where no upper end is known the lower one is all there is; else the middle of the range.
    middle = np.where(np.isinf(counts.high), counts.low, (counts.low + counts.high) / 2)
    names = [account.platform for account in accounts]
    found = suspicion(middle, platforms=names, hindsight=True)
    for stretch in stretches(found):
        if stretch.last < counts.days - ASKED_DAYS:
            continue
        yield Seen(
            account=accounts[stretch.row],
            first_day=counts.day(stretch.first),
            last_day=counts.day(stretch.last),
            evidence=[one.as_data() for one in stretch.evidence],
            score=stretch.score,
            gained=max(stretch.gained, 0),
            left=max(stretch.left, 0),
        )
