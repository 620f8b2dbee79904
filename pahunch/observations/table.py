"""One Delta table in a folder: commits of whole files, and the files of any version."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from pahunch.observations.errors import Busy, NoSuchVersion

TRIES = 50
ROWS_A_GROUP = 122_880
"""DuckDB's own size of a row group: one is the unit that a thread reads."""

_FOREVER = {
    # A published figure is computed again years later, so no version may ever expire.
    "delta.appendOnly": "true",
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a version: its path, its rows, and the span of its dated rows."""

    path: str
    rows: int
    first: datetime | None
    """When the oldest dated row was seen; None where no row has a date."""
    last: datetime | None
    """Not before the newest dated row was seen."""

    @property
    def name(self) -> str:
        """The file's own name, which no other file of the table ever has."""
        return self.path.rsplit("/", 1)[-1]


class DeltaFolder:
    """A Delta table that is made on the first append and can be read at every version."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.schema = schema
        self._lock = threading.Lock()
        self._newest: DeltaTable | None = None
        self._files: dict[int, tuple[DataFile, ...]] = {}

    def version(self) -> int:
        """Give the number of the newest commit; 0 where nothing was ever added."""
        with self._lock:
            table = self._open()
            return 0 if table is None else table.version()

    def files(self, version: int) -> tuple[DataFile, ...]:
        """Give the files of a version, by name. Raises NoSuchVersion."""
        with self._lock:
            if version not in self._files:
                self._files[version] = self._list(version)
            return self._files[version]

    def has(self, app: str) -> bool:
        """Tell whether a commit of this application id is in the table."""
        with self._lock:
            table = self._open()
            return table is not None and table.transaction_version(app) is not None

    def append(self, app: str, batches: Iterable[pa.RecordBatch], seen: str | None) -> bool:
        """Write the batches as one file and one commit; False where `app` was there before.

        Nothing is committed where `batches` raises. `seen` names the column of moments
        whose span the commit records.
        """
        if self.has(app):
            return False
        self._make()
        added = write(self.path, self.schema, batches, seen)
        try:
            return self._commit([added], app)
        except Busy:
            (self.path / added.path).unlink(missing_ok=True)
            raise

    def rewrite(self, old: Iterable[DataFile], new: list[AddAction]) -> bool:
        """Put files in the place of others with the same rows; False where another did."""
        now = int(time.time() * 1000)
        removed = [RemoveAction(file.name, False, now) for file in old]  # noqa: FBT003
        return self._commit([*new, *removed], None)

    def _commit(self, actions: list[AddAction | RemoveAction], app: str | None) -> bool:
        properties = CommitProperties(
            app_transactions=None if app is None else [Transaction(app, 1)],
            max_commit_retries=TRIES,
        )
        for attempt in range(TRIES):
            table = DeltaTable(self.path)
            if app is not None and table.transaction_version(app) is not None:
                return False
            try:
                table.create_write_transaction(
                    actions, "append", self.schema, commit_properties=properties
                )
            except CommitFailedError:
                if app is None:
                    return False
                time.sleep(0.005 * (attempt + 1))
                continue
            return True
        raise Busy(f"{self.path.name}: {TRIES} tries to commit, and others were first every time")

    def _make(self) -> None:
        for attempt in range(TRIES):
            if DeltaTable.is_deltatable(str(self.path)):
                return
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                DeltaTable.create(self.path, self.schema, mode="ignore", configuration=_FOREVER)
            except DeltaError:
                # Another process makes it at this moment; the next look will find it.
                time.sleep(0.005 * (attempt + 1))

    def _open(self) -> DeltaTable | None:
        if self._newest is None:
            try:
                self._newest = DeltaTable(self.path)
            except TableNotFoundError:
                return None
        else:
            self._newest.update_incremental()
        return self._newest

    def _list(self, version: int) -> tuple[DataFile, ...]:
        table = self._open()
        newest = 0 if table is None else table.version()
        if not 0 <= version <= newest:
            raise NoSuchVersion(
                f"{self.path.name} has versions 0 to {newest}, and {version} was asked for"
            )
        if table is None:
            return ()
        if version != newest:
            table = DeltaTable(self.path, version=version)
        actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
        return tuple(sorted(map(self._file, actions), key=lambda file: file.path))

    def _file(self, action: dict[str, object]) -> DataFile:
        first, last = action.get("min.seen_at"), action.get("max.seen_at")
        return DataFile(
            path=str(self.path / str(action["path"])),
            rows=int(str(action["num_records"])),
            first=first if isinstance(first, datetime) else None,
            last=last if isinstance(last, datetime) else None,
        )


def write(
    folder: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    seen: str | None,
    *,
    metadata: dict[str, str] | None = None,
) -> AddAction:
    """Write one Parquet file, batch by batch, and give the action that would add it.

    A file that could not be finished is removed; one left by a killed process is in no
    version and so is never read.
    """
    path = folder / f"{uuid.uuid4().hex}.parquet"
    span = _Span(seen)
    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for table in _grouped(batches, schema):
                writer.write_table(table, row_group_size=ROWS_A_GROUP)
                span.widen(table)
            writer.add_key_value_metadata(metadata or {})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    with path.open("rb") as file:
        os.fsync(file.fileno())
    size, now = path.stat().st_size, int(time.time() * 1000)
    return AddAction(path.name, size, {}, now, True, span.stats())  # noqa: FBT003


def _grouped(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Gather small batches, so that a stream of them does not become tiny row groups."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= ROWS_A_GROUP:
            yield pa.Table.from_batches(waiting, schema)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


class _Span:
    """The number of rows written so far, and the oldest and newest moment among them."""

    def __init__(self, column: str | None) -> None:
        self._column = column
        self._rows = 0
        self._first: datetime | None = None
        self._last: datetime | None = None

    def widen(self, table: pa.Table) -> None:
        self._rows += table.num_rows
        if self._column is None:
            return
        ends = pc.min_max(table.column(self._column)).as_py()
        if ends["min"] is not None:
            self._first = min(ends["min"], self._first or ends["min"])
            self._last = max(ends["max"], self._last or ends["max"])

    def stats(self) -> str:
        found: dict[str, object] = {"numRecords": self._rows}
        if self._first is not None and self._last is not None:
            # Delta keeps milliseconds: the last is rounded up, so that no row lies outside.
            found["minValues"] = {self._column: _text(self._first)}
            found["maxValues"] = {self._column: _text(self._last + timedelta(microseconds=999))}
        return json.dumps(found)


def _text(value: datetime) -> str:
    micros = (value - _EPOCH) // timedelta(milliseconds=1) * 1000
    return (_EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
