"""Some accounts' rows, read once, for as many questions about them as somebody has."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from pahunch.facts import FOLLOWERS, Terms
from pahunch.observations import engine, questions, schema
from pahunch.observations.rosters import numbered
from pahunch.rules import reach

RULE = questions.bare(reach.SQL)
_LATEST = questions.compose(questions.LATEST_ROWS, {"dated": questions.REMEMBERED})
_REACH = questions.compose(
    RULE,
    {
        "every": questions.REMEMBERED,
        "dated": questions.OF_METRIC,
        "latest": questions.LATEST_COUNTS,
        "evidence": questions.EVIDENCE,
    },
)


class History:
    """Every row of some accounts at one version. Gives what the whole lake would give.

    To read the lake's files costs several times what a question about a few accounts does:
    whoever asks about the same accounts on many days reads once.
    """

    def __init__(self, rows: pa.Table) -> None:
        """`rows` is what `Snapshot.series` gives."""
        self.rows = rows

    def latest(self, *, until: datetime) -> pa.Table:
        """Give each account's latest row before `until`, by account, as `Snapshot.latest`."""
        values = {"until": schema.moment(until)}
        return engine.ask(_LATEST, values, {"history": self.rows}).cast(schema.OBSERVATIONS)

    def reach(self, roster: pa.Table, terms: Terms, *, until: datetime) -> pa.Table:
        """Judge a roster that has no other accounts, as `Snapshot.reach` does."""
        end = schema.moment(until)
        values = reach.parameters(terms, until=end) | {"metric": FOLLOWERS, "until": end}
        tables = {"history": self.rows, "roster": numbered(roster)}
        return engine.ask(_REACH, values, tables).cast(schema.VERDICTS)
