"""The lake as a whole: what may be added to it, and the way to its questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from pahunch.observations import engine, questions, schema
from pahunch.observations.compaction import compact
from pahunch.observations.errors import WithdrawnRun, WrongRows
from pahunch.observations.extra import Extra
from pahunch.observations.reading import cheapest
from pahunch.observations.snapshot import Snapshot
from pahunch.observations.tables import tables
from pahunch.observations.version import LakeVersion

IST = ZoneInfo("Asia/Kolkata")

_EVER = datetime(2200, 1, 1, tzinfo=UTC)


class Lake:
    """The lake in a folder. Several threads and processes may use one folder at once.

    The folder and its tables are made on the first append; until then the lake is empty.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._tables = tables(self.root.resolve())

    def append(self, run: str, rows: pa.Table | pa.RecordBatchReader) -> LakeVersion:
        """Add a run whole, in one commit; a run that is there already adds nothing.

        A table is sorted by account and time; a reader is streamed as it comes. Raises
        WrongRows before anything is added, and Busy where others always committed first.
        """
        if not run.strip() or run.startswith("("):
            raise WrongRows(f"{run!r}: a run needs a name, and one that begins with no bracket")
        if isinstance(rows, pa.Table):
            checked = pa.Table.from_batches(
                list(schema.observations(run, rows)), schema.OBSERVATIONS
            )
            order = [("account", "ascending"), ("seen_at", "ascending")]
            batches = iter(checked.sort_by(order).to_batches())
        else:
            batches = schema.observations(run, rows)
        self._tables.observations.append(run, batches, "seen_at")
        return self.version()

    def has_run(self, run: str) -> bool:
        """Tell whether a run was added, withdrawn or not."""
        return self._tables.observations.has(run)

    def add(self, table: Extra, run: str, rows: pa.Table) -> bool:
        """Add a run's rows to a further table in one commit; False where they are there.

        Raises WrongRows before anything is added, and Busy where others always were first.
        """
        return self._tables.extra.add(table, run, rows)

    def has(self, table: Extra, run: str) -> bool:
        """Tell whether a further table has a run."""
        return self._tables.extra.has(table, run)

    def rows(
        self,
        table: Extra,
        *,
        accounts: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> pa.Table:
        """Give the rows of a further table as it is now, by account and moment."""
        return self._tables.extra.rows(
            table, accounts=accounts, since=since, until=until, withdrawn=self._withdrawn()
        )

    def version_of(self, table: Extra) -> int:
        """Give the newest version of a further table; it grows with every run that is added."""
        return self._tables.extra.version(table)

    def posts(self, accounts: Sequence[str], *, since: datetime) -> pa.Table:
        """Give each post made since a moment, newest first: a row a post and newest figure."""
        return self._tables.extra.posts(accounts, since, withdrawn=self._withdrawn())

    def post_rows(
        self, accounts: Sequence[str], *, since: datetime, until: datetime, shift: timedelta
    ) -> pa.Table:
        """Give each post made in some time once, with what was known of it at its end.

        A day is one of a zone that is `shift` ahead of UTC; see `extra.POST_ROWS`.
        """
        return self._tables.extra.post_rows(
            accounts, since, until, shift=shift, withdrawn=self._withdrawn()
        )

    def fetches_of(self, first: date, last: date) -> pa.Table:
        """Give the last attempt for each account, kind of fetch and day, of some days."""
        return self._tables.extra.fetches(first, last)

    def runs(
        self, beginning: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> pa.Table:
        """Give the runs that asked platforms and whose name begins so, newest first, as RUNS.

        Withdrawn ones too: what was asked stays true.
        """
        return self._tables.extra.runs(beginning, since, until)

    def knows(self, run: str) -> bool:
        """Tell whether any table has a run, withdrawn or not."""
        return self.has_run(run) or any(self.has(table, run) for table in Extra)

    def withdraw(self, run: str, *, reason: str, at: datetime) -> LakeVersion:
        """Take a run out of every question from now on; `series` still shows it.

        Raises WithdrawnRun where the run was never added, or is withdrawn already.
        """
        if not reason.strip():
            raise WrongRows(f"run {run}: a withdrawal needs a reason")
        if not self.knows(run):
            raise WithdrawnRun(f"run {run} was never added to this lake")
        row = {"run": [run], "reason": [reason], "at": [schema.moment(at)]}
        batches = pa.table(row, schema=schema.WITHDRAWALS).to_batches()
        if not self._tables.withdrawals.append(run, batches, None):
            raise WithdrawnRun(f"run {run} is withdrawn already")
        return self.version()

    def version(self) -> LakeVersion:
        """Give the newest version."""
        return self._tables.version()

    def at(self, version: LakeVersion | None = None) -> Snapshot:
        """Give the lake as it was at a version, or as it is. Raises NoSuchVersion."""
        return Snapshot(self._tables, version or self.version())

    def write_roster(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Put a roster in the place of the one of that name, streamed, in one commit.

        The rows of one representative must stand together. Raises WrongRows.
        """
        self._tables.rosters.write(name, rows)
        self._tables.pair(self._tables.reading(self.version(), _EVER))

    def checkpoint(self, *days: date, zone: tzinfo = IST) -> int:
        """Keep the latest counts as of the end of each day, in the state's time zone.

        Later questions as of that day or after read them instead of the history before.
        Gives how many were made: none for a day that an earlier one answers alone.
        """
        version = self.version()
        return sum(self._checkpoint(version, day_ends(day, zone)) for day in sorted(set(days)))

    def compact(self) -> bool:
        """Rewrite small files as few, sorted by account and time; False where all are large.

        Every version stays readable and gives the answers it gave.
        """
        further = self._tables.extra.compact()
        return compact(self._tables.observations, self._tables.checkpoints) or further

    def _withdrawn(self) -> list[str]:
        return list(self._tables.withdrawn(self.version()))

    def _checkpoint(self, version: LakeVersion, until: datetime) -> bool:
        known = self._tables.checkpoints
        files = self._tables.observations.files(version.observations)
        withdrawn = self._tables.withdrawn(version)
        reading = cheapest(files, until, withdrawn, known)
        if reading.is_known or not files:
            return False
        every, values = reading.sql(withdrawn)
        sql = questions.compose(questions.LATEST_ROWS, {"dated": every})
        batches = engine.stream(sql, values)
        known.save(batches, until=until, files=files, skipped=withdrawn)
        self._tables.pair(self._tables.reading(version, until))
        return True


def day_ends(day: date, zone: tzinfo = IST) -> datetime:
    """Give the first moment after a day: as of the day means before it."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
