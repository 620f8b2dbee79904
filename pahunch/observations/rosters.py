"""Rosters in the lake: who is bound by what, for a state too large for the registry."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.observations import engine, questions, schema
from pahunch.observations.errors import NoSuchRoster, WrongRows
from pahunch.observations.table import DeltaFolder

STORED = schema.ROSTER.append(pa.field("number", pa.int64()))
"""A roster's row and its representative's number, counted from 0 in the order written."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


class Rosters:
    """The rosters in a folder, one Delta table each; a name is written again as a whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._tables: dict[str, DeltaFolder] = {}

    def write(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Put a roster in the place of the one of that name, in one commit.

        The rows of one representative must stand together. Raises WrongRows.
        """
        self._table(name).replace(_numbered(schema.roster(rows)), _refuse_repeated)

    def names(self) -> list[str]:
        """Give the names of the rosters that were written."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if self._written(path.name))

    def paths(self, name: str) -> list[str]:
        """Give the files of a roster as it is now. Raises NoSuchRoster."""
        table = self._table(name)
        files = table.files(table.version())
        if not files:
            raise NoSuchRoster(f"no roster {name!r} was written to this lake")
        return [file.path for file in files]

    def _written(self, name: str) -> bool:
        return bool(_NAME.fullmatch(name)) and self._table(name).version() > 0

    def _table(self, name: str) -> DeltaFolder:
        if not _NAME.fullmatch(name):
            raise NoSuchRoster(f"{name!r}: a roster's name is of small letters, digits, . _ -")
        with self._lock:
            table = DeltaFolder(self.folder / name, STORED, only_append=False)
            return self._tables.setdefault(name, table)


def numbered(roster: pa.Table) -> pa.Table:
    """Give a roster in memory with numbers, in the order of first appearance.

    Raises WrongRows where a row is wrong, or an account stands twice with a representative.
    """
    rows = pa.Table.from_batches(list(schema.roster(roster)), schema.ROSTER).combine_chunks()
    number = _dictionary(rows["representative"])
    _refuse_twice(number, rows["account"])
    return rows.append_column("number", pa.array(number))


def _dictionary(column: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    coded = column.combine_chunks().dictionary_encode()
    indices: np.ndarray[tuple[int], np.dtype[np.int64]] = coded.indices.to_numpy(
        zero_copy_only=False
    ).astype(np.int64)
    return indices


def _refuse_twice(
    number: np.ndarray[tuple[int], np.dtype[np.int64]], accounts: pa.ChunkedArray
) -> None:
    account = _dictionary(pc.fill_null(accounts, ""))
    pairs = number * (len(account) + 1) + account
    unique, first = np.unique(pairs, return_index=True)
    if len(unique) < len(pairs):
        row = int(np.setdiff1d(np.arange(len(pairs)), first)[0])
        raise WrongRows(
            f"row {row + 1}, column account: {accounts[row].as_py()!r} stands twice with one "
            "representative"
        )


def _numbered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    last, count = None, 0
    for batch in batches:
        if not batch.num_rows:
            continue
        names = batch.column("representative")
        new = np.ones(len(names), dtype=np.int64)
        if len(names) > 1:
            changed = pc.not_equal(names[1:], names[:-1])
            new[1:] = changed.to_numpy(zero_copy_only=False).astype(np.int64)
        new[0] = names[0].as_py() != last
        numbers = count - 1 + np.cumsum(new)
        last, count = names[-1].as_py(), int(numbers[-1]) + 1
        yield pa.RecordBatch.from_arrays([*batch.columns, pa.array(numbers)], schema=STORED)


def _refuse_repeated(path: Path) -> None:
    found = engine.ask(questions.REPEATED, {"roster": [str(path)]}).to_pylist()
    if found:
        raise WrongRows(
            f"{found[0]['representative']}: the rows of a representative must stand together, "
            "with one number of electors and each account once"
        )
