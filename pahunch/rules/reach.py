"""Reach: do enough followers stand beside a representative's electors? See `reach.sql`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pahunch.facts import Terms

NAME = "reach"
REVISION = "reach-1"
"""Stands beside every published verdict; a change of the SQL that changes a verdict raises it."""
SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
COLUMNS = (
    "representative",
    "electors",
    "target",
    "accounts",
    "measured",
    "low",
    "high",
    "standing",
    "oldest",
    "newest",
)
_WIDEST = 2**62
_ANY_AGE = datetime(1, 1, 1, tzinfo=UTC)


def parameters(terms: Terms, *, until: datetime) -> dict[str, object]:
    """Give the values that `reach.sql` asks for.

    `until` is the first moment after the day judged. Raises ValueError where the share is
    negative or too finely written for exact arithmetic in 128 bits, or no kind counts.
    """
    share = terms.share
    if share < 0 or share.numerator > _WIDEST or share.denominator > _WIDEST:
        raise ValueError(f"not a share that can be judged exactly: {share}")
    fresh_from = _ANY_AGE
    if terms.fresh_days is not None:
        fresh_from = until - timedelta(days=terms.fresh_days)
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "adding": str(terms.adding),
        "kinds": sorted(map(str, terms.kinds)),
        "platforms": sorted(map(str, terms.platforms)),
        "fresh_from": fresh_from,
    }
