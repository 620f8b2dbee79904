"""One Delta table in a folder: commits of whole files, and the files of any version."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from pahunch.observations.errors import Busy, NoSuchVersion
from pahunch.observations.writing import write

TRIES = 50
REWRITE = "(rewrite)"
"""Marks the commits that put files in the place of others, so that two never cross."""

_FOREVER = {
    # A published figure is computed again years later, so no version may ever expire.
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


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
    """A Delta table that is made on the first commit and can be read at every version."""

    def __init__(
        self, path: Path, schema: pa.Schema, *, only_append: bool = True, moment: str = "seen_at"
    ) -> None:
        """`moment` names the column whose span is known of each file."""
        self.path = path
        self.schema = schema
        self._moment = moment
        self._configuration = _FOREVER | {"delta.appendOnly": str(only_append).lower()}
        self._lock = threading.RLock()
        self._birth: tuple[int, int] | None = None
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
        added = write(self.path, self.schema, batches, seen=seen)
        committed = False
        try:
            committed = self._append(added, app)
        finally:
            if not committed:
                (self.path / added.path).unlink(missing_ok=True)
        return committed

    def rewrite(self, old: Sequence[DataFile], new: Sequence[AddAction]) -> bool:
        """Put files in the place of others with the same rows; False where others did so."""
        with self._lock:
            table = self._present()
            if not {file.name for file in old} <= _names(table):
                return False
            actions: list[AddAction | RemoveAction] = [*new]
            actions += _removals((file.name for file in old), changes=False)
            return self._commit(table, actions, Transaction(REWRITE, table.version() + 1))

    def replace(self, batches: Iterable[pa.RecordBatch], check: Callable[[Path], None]) -> None:
        """Put one file with these rows in the place of everything, once `check` has seen it."""
        self._make()
        added = write(self.path, self.schema, batches)
        committed = False
        try:
            check(self.path / added.path)
            for attempt in range(TRIES):
                with self._lock:
                    table = self._present()
                    actions: list[AddAction | RemoveAction] = [added]
                    actions += _removals(_names(table), changes=True)
                    mark = Transaction(REWRITE, table.version() + 1)
                    committed = self._commit(table, actions, mark)
                if committed:
                    return
                time.sleep(_pause(attempt))
            raise self._busy()
        finally:
            if not committed:
                (self.path / added.path).unlink(missing_ok=True)

    def _append(self, added: AddAction, app: str) -> bool:
        for attempt in range(TRIES):
            with self._lock:
                table = self._present()
                if table.transaction_version(app) is not None:
                    return False
                if self._commit(table, [added], Transaction(app, 1)):
                    return True
            time.sleep(_pause(attempt))
        raise self._busy()

    def _commit(
        self,
        table: DeltaTable,
        actions: Sequence[AddAction | RemoveAction],
        mark: Transaction,
    ) -> bool:
        """Commit once; False where a commit with the same mark, or a conflicting one, was first.

        Commits of other marks that came since `table` was read are no conflict.
        """
        properties = CommitProperties(app_transactions=[mark], max_commit_retries=TRIES)
        try:
            table.create_write_transaction(
                list(actions), "append", self.schema, commit_properties=properties
            )
        except CommitFailedError:
            return False
        return True

    def _busy(self) -> Busy:
        return Busy(f"{self.path.name}: {TRIES} tries, and others committed first every time")

    def _make(self) -> None:
        for attempt in range(TRIES):
            if DeltaTable.is_deltatable(str(self.path)):
                return
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                DeltaTable.create(self.path, self.schema, configuration=self._configuration)
            except DeltaError:
                # Another process makes it at this moment; the next look will find it.
                time.sleep(_pause(attempt))
        raise self._busy()

    def _present(self) -> DeltaTable:
        table = self._open()
        if table is None:
            raise NoSuchVersion(f"{self.path} was removed while it was written to")
        return table

    def _open(self) -> DeltaTable | None:
        birth = self._born()
        if self._newest is None or birth != self._birth:
            # The first look, or the folder was removed and made again since the last one.
            self._files.clear()
            self._newest, self._birth = None, birth
            try:
                self._newest = DeltaTable(self.path)
            except TableNotFoundError:
                return None
        elif self._commit_path(self._newest.version() + 1).exists():
            self._newest.update_incremental()
        return self._newest

    def _born(self) -> tuple[int, int] | None:
        try:
            stat = self._commit_path(0).stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def _commit_path(self, version: int) -> Path:
        return self.path / "_delta_log" / f"{version:020}.json"

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
        first, last = action.get(f"min.{self._moment}"), action.get(f"max.{self._moment}")
        return DataFile(
            path=str(self.path / str(action["path"])),
            rows=int(str(action["num_records"])),
            first=first if isinstance(first, datetime) else None,
            last=last if isinstance(last, datetime) else None,
        )


def _names(table: DeltaTable) -> set[str]:
    return {uri.rsplit("/", 1)[-1] for uri in table.file_uris()}


def _pause(attempt: int) -> float:
    return 0.005 * (attempt + 1)


def _removals(names: Iterable[str], *, changes: bool) -> Iterator[RemoveAction]:
    now = int(time.time() * 1000)
    return (RemoveAction(name, changes, now) for name in names)
