"""Made-up rows for the tests of the lake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pyarrow as pa

from pahunch.facts import AccountKind, Adding, Terms
from pahunch.observations import OBSERVATIONS, ROSTER

START = datetime(2025, 1, 1, tzinfo=UTC)
ANY_AGE = Terms(Fraction(1, 20), Adding.TOTAL, frozenset(AccountKind), frozenset(), None)


def day(number: float) -> datetime:
    """Give a moment so many days after the first one."""
    return START + timedelta(days=number)


def row(account, low, seen_at, *, high=..., run="r", **others):
    """Make one row; a low of None is a withheld answer, without `high` the count is exact."""
    made = {
        "account": account,
        "metric": "followers",
        "low": low,
        "high": low if high is ... else high,
        "withheld": low is None,
        "seen_at": seen_at,
        "precision": "unknown" if seen_at is None else "moment",
        "run": run,
        "wording": None,
        "source": None,
    }
    return made | others


def table(*rows: dict[str, object], run: str | None = None) -> pa.Table:
    """Put rows into a table, all of one run where one is named."""
    named = [one if run is None else one | {"run": run} for one in rows]
    return pa.Table.from_pylist(named, schema=OBSERVATIONS)


def roster(*rows: tuple[str, int, str | None]) -> pa.Table:
    """Make a roster of office accounts from (representative, electors, account)."""
    return pa.Table.from_pylist(list(_bound(rows)), schema=ROSTER)


def _bound(rows: Iterable[tuple[str, int, str | None]]) -> Iterable[dict[str, object]]:
    for representative, electors, account in rows:
        yield {
            "representative": representative,
            "electors": electors,
            "account": account,
            "platform": account and account.split(":")[0],
            "kind": account and "office",
        }
