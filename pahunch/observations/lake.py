"""The lake as a whole: what may be added to it, and the way to its questions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa

from pahunch.observations import schema
from pahunch.observations.errors import WithdrawnRun, WrongRows
from pahunch.observations.snapshot import Snapshot
from pahunch.observations.tables import Tables
from pahunch.observations.version import LakeVersion


class Lake:
    """The lake in a folder. Several threads and processes may use one folder at once.

    The folder and its tables are made on the first append; until then the lake is empty.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._tables = Tables(self.root)

    def append(self, run: str, rows: pa.Table | pa.RecordBatchReader) -> LakeVersion:
        """Add a run whole, in one commit; a run that is there already adds nothing.

        A table is sorted by account and time; a reader is streamed as it comes. Raises
        WrongRows before anything is added, and Busy where others always committed first.
        """
        if not run.strip():
            raise WrongRows("a run needs a name")
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

    def withdraw(self, run: str, *, reason: str, at: datetime) -> LakeVersion:
        """Take a run out of every question from now on; `series` still shows it.

        Raises WithdrawnRun where the run was never added, or is withdrawn already.
        """
        if not reason.strip():
            raise WrongRows(f"run {run}: a withdrawal needs a reason")
        if not self.has_run(run):
            raise WithdrawnRun(f"run {run} was never added to this lake")
        row = {"run": [run], "reason": [reason], "at": [schema.moment(at)]}
        batches = pa.table(row, schema=schema.WITHDRAWALS).to_batches()
        if not self._tables.withdrawals.append(run, batches, None):
            raise WithdrawnRun(f"run {run} is withdrawn already")
        return self.version()

    def version(self) -> LakeVersion:
        """Give the newest version."""
        withdrawals = self._tables.withdrawals.version()
        return LakeVersion(self._tables.observations.version(), withdrawals)

    def at(self, version: LakeVersion | None = None) -> Snapshot:
        """Give the lake as it was at a version, or as it is. Raises NoSuchVersion."""
        return Snapshot(self._tables, version or self.version())
