"""Questions to the lake as it was at one version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from pahunch.facts import FOLLOWERS, Terms
from pahunch.observations import engine, questions, schema
from pahunch.observations.extra import Extra
from pahunch.observations.history import RULE, History
from pahunch.observations.reading import Reading
from pahunch.observations.rosters import numbered
from pahunch.observations.tables import Tables
from pahunch.observations.version import LakeVersion
from pahunch.rules import reach

FEW = 5_000
"""A roster with no more rows is looked for among the accounts before the latest is taken."""


class Snapshot:
    """The lake at a version. Cheap to make; asks the same files however often it is asked."""

    def __init__(self, tables: Tables, version: LakeVersion) -> None:
        self.version = version
        self._tables = tables
        self._files = tables.observations.files(version.observations)
        self._withdrawn = tables.withdrawn(version)

    def reach(self, roster: pa.Table, terms: Terms, *, until: datetime) -> pa.Table:
        """Judge every representative of a roster as of the moment before `until`.

        Gives VERDICTS, in the roster's order of first appearance. Raises WrongRows where
        the roster is wrong, WrongMoment where `until` has no time zone.
        """
        rows = numbered(roster)
        few = rows.num_rows <= FEW
        return self._judge({}, terms, until, tables={"roster": rows}, few=few)

    def reach_of(self, name: str, terms: Terms, *, until: datetime) -> pa.Table:
        """Judge every representative of a roster that was written to the lake."""
        end = schema.moment(until)
        (roster,) = self._tables.rosters.paths(name)
        pair = self._tables.pairs.find(roster, self._tables.reading(self.version, end))
        if pair is None:
            return self._judge(
                {"roster": questions.ROSTER}, terms, end, values={"roster": [roster]}
            )
        sql = questions.compose(RULE, {"evidence": questions.PAIRED}, kept=False)
        values = reach.parameters(terms, until=end) | {"paired": str(pair)}
        return engine.ask(sql, values).cast(schema.VERDICTS)

    def roster(self, name: str) -> pa.Table:
        """Give a roster as it was last written. Raises NoSuchRoster."""
        paths = self._tables.rosters.paths(name)
        return engine.ask(questions.ROSTER, {"roster": paths}).select(schema.ROSTER.names)

    def latest(
        self, accounts: Sequence[str], *, metric: str = FOLLOWERS, until: datetime
    ) -> pa.Table:
        """Give each account's latest row before `until`, by account.

        An account without one has no row; a withheld answer has one, without numbers.
        """
        every, values = self._every(until)
        sql = questions.compose(
            questions.LATEST_ROWS,
            {"every": every, "dated": f"{questions.OF_METRIC} {questions.OF_ACCOUNTS}"},
        )
        asked = values | {"metric": metric, "accounts": list(accounts)}
        return engine.ask(sql, asked).cast(schema.OBSERVATIONS)

    def places(self, accounts: Sequence[str], *, since: datetime, until: datetime) -> pa.Table:
        """Give what accounts were told of their followers' places, by account and moment.

        Without the runs that were withdrawn at this version. Rows that were told since for
        earlier days are there too, for places are no part of a version.
        """
        return self._tables.extra.rows(
            Extra.AUDIENCE,
            accounts=accounts,
            since=since,
            until=until,
            withdrawn=list(self._withdrawn),
        )

    def series(
        self, accounts: Sequence[str], *, metric: str = FOLLOWERS, until: datetime | None = None
    ) -> pa.Table:
        """Give every row of the accounts: undated ones too, and withdrawn ones with a reason.

        Ordered by account and time, the undated last. With `until`, dated rows before it only.
        """
        if not self._files:
            return schema.SERIES.empty_table()
        reasons = {run: withdrawal.reason for run, withdrawal in self._withdrawn.items()}
        given = pa.table(
            {"run": list(reasons), "reason": list(reasons.values())}, schema=schema.REASONS
        )
        values = {
            "files": [file.path for file in self._files],
            "metric": metric,
            "accounts": list(accounts),
            "until": None if until is None else schema.moment(until),
        }
        return engine.ask(questions.SERIES, values, {"withdrawal": given}).cast(schema.SERIES)

    def daily(
        self,
        accounts: Sequence[str],
        *,
        metric: str = FOLLOWERS,
        since: datetime,
        until: datetime,
        shift: timedelta,
    ) -> pa.Table:
        """Give the latest row of each account on each day, as DAILY, by account and day.

        A day is one of a zone that is `shift` ahead of UTC. Rows dated by month or year are
        left out: nobody knows on which day they were true. Raises WrongMoment for a moment
        without a time zone.
        """
        first, end = schema.moment(since), schema.moment(until)
        files = [
            file.path
            for file in self._files
            if file.first is not None and file.first < end and first <= (file.last or end)
        ]
        if not files or not accounts:
            return schema.DAILY.empty_table()
        values = {
            "files": files,
            "metric": metric,
            "accounts": list(accounts),
            "since": first,
            "until": end,
            "shift": shift // timedelta(microseconds=1),
            "withdrawn": sorted(self._withdrawn),
        }
        return engine.ask(questions.DAILY, values).cast(schema.DAILY)

    def history(self, accounts: Sequence[str], *, until: datetime | None = None) -> History:
        """Read every row about the followers of some accounts, to ask many questions of them."""
        return History(self.series(accounts, until=until))

    def _every(self, until: datetime) -> tuple[str, dict[str, object]]:
        end = schema.moment(until)
        return self._tables.reading(self.version, end).sql(self._withdrawn)

    def _judge(
        self,
        relations: Mapping[str, str],
        terms: Terms,
        until: datetime,
        *,
        values: dict[str, object] | None = None,
        tables: dict[str, pa.Table] | None = None,
        few: bool = False,
    ) -> pa.Table:
        end = schema.moment(until)
        latest, found = self._latest_counts(self._tables.reading(self.version, end), few=few)
        sql = questions.compose(RULE, {**relations, **latest, "evidence": questions.EVIDENCE})
        asked = reach.parameters(terms, until=end) | {"metric": FOLLOWERS} | (values or {})
        return engine.ask(sql, found | asked, tables).cast(schema.VERDICTS)

    def _latest_counts(
        self, reading: Reading, *, few: bool
    ) -> tuple[dict[str, str], dict[str, object]]:
        """Give the relation `latest`, with those it asks, and the values of all of them."""
        if reading.checkpoint is not None and reading.is_known:
            # A checkpoint has one row an account: there is nothing to take the latest of.
            return {"latest": questions.KNOWN_COUNTS}, {"checkpoint": reading.checkpoint.path}
        every, values = reading.sql(self._withdrawn)
        dated = f"{questions.OF_METRIC} {questions.OF_ROSTER if few else ''}"
        return {"every": every, "dated": dated, "latest": questions.LATEST_COUNTS}, values
