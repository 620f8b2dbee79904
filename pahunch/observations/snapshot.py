"""Questions to the lake as it was at one version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa

from pahunch.facts import FOLLOWERS, Terms
from pahunch.observations import engine, questions, schema
from pahunch.observations.errors import NoSuchRoster
from pahunch.observations.tables import Tables
from pahunch.observations.version import LakeVersion
from pahunch.rules import reach

SERIES = schema.OBSERVATIONS.append(pa.field("withdrawn", pa.bool_())).append(
    pa.field("reason", pa.string())
)
"""What `series` gives: every column of a row, and whether and why its run was withdrawn."""

VERDICTS = pa.schema(
    [
        ("representative", pa.string()),
        ("electors", pa.int64()),
        ("target", pa.int64()),
        ("accounts", pa.int64()),
        ("measured", pa.int64()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("standing", pa.string()),
        ("oldest", schema.MOMENT),
        ("newest", schema.MOMENT),
    ]
)
"""What `reach` gives: one row a representative, in the order of the roster."""


class Snapshot:
    """The lake at a version. Cheap to make; asks the same files however often it is asked."""

    def __init__(self, tables: Tables, version: LakeVersion) -> None:
        self.version = version
        self._tables = tables
        self._files = tables.observations.files(version.observations)
        self._withdrawn = tables.withdrawn(version.withdrawals)

    def reach(self, roster: pa.Table, terms: Terms, *, until: datetime) -> pa.Table:
        """Judge every representative of a roster as of the moment before `until`.

        Gives VERDICTS, in the roster's order of first appearance.
        """
        rows = pa.Table.from_batches(list(schema.roster(roster)), schema.ROSTER)
        place = pa.array(np.arange(rows.num_rows))
        return self._judge(
            "SELECT * FROM given_roster",
            terms,
            until,
            tables={"given_roster": rows.append_column("place", place)},
        )

    def reach_of(self, name: str, terms: Terms, *, until: datetime) -> pa.Table:
        """Judge every representative of a roster that was written to the lake."""
        sql = "SELECT *, file_row_number AS place FROM read_parquet($roster, file_row_number=true)"
        return self._judge(sql, terms, until, values={"roster": self._roster(name)})

    def roster(self, name: str) -> pa.Table:
        """Give the newest roster of that name. Raises NoSuchRoster."""
        sql = f"SELECT {', '.join(schema.ROSTER.names)} FROM read_parquet($roster)"
        return engine.ask(sql, {"roster": self._roster(name)}).cast(schema.ROSTER)

    def latest(
        self, accounts: Sequence[str], *, metric: str = FOLLOWERS, until: datetime
    ) -> pa.Table:
        """Give each account's newest dated row before `until`, by account.

        An account without one has no row; a withheld answer has one, without numbers.
        """
        dated, values = questions.dated(self._files, schema.moment(until), self._withdrawn)
        sql = f"""
            WITH every AS ({dated}),
            dated AS (
                SELECT * FROM every
                WHERE metric = $metric AND account IN (SELECT unnest($accounts))
            )
            {questions.LATEST_ROWS} ORDER BY account
        """
        asked = {"metric": metric, "accounts": list(accounts)}
        return engine.ask(sql, values | asked).cast(schema.OBSERVATIONS)

    def series(
        self, accounts: Sequence[str], *, metric: str = FOLLOWERS, until: datetime | None = None
    ) -> pa.Table:
        """Give every row of the accounts: undated ones too, and withdrawn ones with a reason.

        Ordered by account and time, the undated last. With `until`, dated rows before it only.
        """
        if not self._files:
            return SERIES.empty_table()
        end = None if until is None else schema.moment(until)
        reasons = {run: withdrawal.reason for run, withdrawal in self._withdrawn.items()}
        given = pa.table(
            {"run": list(reasons), "reason": list(reasons.values())},
            schema=pa.schema([("run", pa.string()), ("reason", pa.string())]),
        )
        sql = f"""
            SELECT {questions.COUNTS}, withdrawal.run IS NOT NULL AS withdrawn, reason
            FROM read_parquet($files) LEFT JOIN withdrawal USING (run)
            WHERE metric = $metric AND account IN (SELECT unnest($accounts))
            AND ($until IS NULL OR seen_at IS NULL OR seen_at < $until)
            ORDER BY account, seen_at NULLS LAST, run, "precision", low, high, withheld, wording, source
        """
        values = {
            "files": [file.path for file in self._files],
            "metric": metric,
            "accounts": list(accounts),
            "until": end,
        }
        return engine.ask(sql, values, {"withdrawal": given}).cast(SERIES)

    def _judge(
        self,
        roster: str,
        terms: Terms,
        until: datetime,
        *,
        values: dict[str, object] | None = None,
        tables: dict[str, pa.Table] | None = None,
    ) -> pa.Table:
        end = schema.moment(until)
        dated, dates = questions.dated(self._files, end, self._withdrawn)
        sql = f"""
            WITH roster AS ({roster}),
            every AS ({dated}),
            dated AS (SELECT * FROM every WHERE metric = $metric),
            latest AS ({questions.LATEST_COUNTS})
            SELECT * FROM ({reach.SQL})
        """
        asked = reach.parameters(terms, until=end) | {"metric": FOLLOWERS} | (values or {})
        return engine.ask(sql, dates | asked, tables).cast(VERDICTS)

    def _roster(self, name: str) -> list[str]:
        folder = self._tables.roster(name)
        files = folder.files(folder.version())
        if not files:
            raise NoSuchRoster(f"no roster {name!r} was written to this lake")
        return [file.path for file in files]
