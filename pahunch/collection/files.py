"""What this room keeps in the home: the lock, the raw files, the journal.

A file is written beside its place, forced to the disk and moved there in one step, so that
a name either is not there or holds everything.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from pahunch.observations import Extra

INCOMING = ".incoming-"


@contextmanager
def alone() -> Iterator[None]:
    """Keep imports, withdrawals and recoveries of this home apart. The lock dies with us."""
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "collection.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone_if_free() -> Iterator[bool]:
    """Take the lock only where nobody holds it; tell whether it was taken."""
    with (Path(settings.HOME) / "collection.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def uploads() -> Path:
    """Give the folder of raw files, each under its checksum."""
    return Path(settings.UPLOADS)


def journal() -> Path:
    """Give the folder of runs that are about to be appended."""
    return Path(settings.HOME) / "journal"


def take_copy(path: Path) -> tuple[Path, str]:
    """Copy a file into the uploads under a passing name; give the copy and its SHA-256.

    What is read afterwards is the copy, so the checksum is of the bytes that were read.
    """
    with path.open("rb") as source:
        return take(source)


def take(source: BinaryIO) -> tuple[Path, str]:
    """Write what a stream holds into the uploads under a passing name; as `take_copy`."""
    copy = _made(uploads()) / f"{INCOMING}{os.getpid()}"
    digest = hashlib.sha256()
    with copy.open("wb") as target:
        while piece := source.read(1 << 20):
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return copy, digest.hexdigest()


def keep_copy(copy: Path, checksum: str) -> Path:
    """Move a copy to its lasting name."""
    kept = uploads() / checksum
    copy.replace(kept)
    _settle(kept.parent)
    return kept


def write_journal(
    run: str, checksum: str, rows: pa.Table, further: Mapping[Extra, pa.Table] | None = None
) -> Path:
    """Write what will be appended, with the checksum of the file it came from.

    `further` has the run's rows of the lake's further tables. They are written first: where
    the observations stand, all of the run stands.
    """
    folder = _made(journal())
    tables = {f"{run}.{table}.parquet": more for table, more in (further or {}).items()}
    tables[f"{run}.parquet"] = rows
    for name, table in tables.items():
        passing = (folder / name).with_suffix(".writing")
        with passing.open("wb") as file:
            marked = table.replace_schema_metadata({"checksum": checksum})
            pq.write_table(marked, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        passing.replace(folder / name)
    _settle(folder)
    return folder / f"{run}.parquet"


def read_journal(run: str) -> pa.Table | None:
    """Give what a run is going to append; None where there is no journal of it."""
    return _read(journal() / f"{run}.parquet")


def read_further(run: str) -> dict[Extra, pa.Table]:
    """Give what a run is going to add to the lake's further tables."""
    read = {table: _read(journal() / f"{run}.{table}.parquet") for table in Extra}
    return {table: rows for table, rows in read.items() if rows is not None}


def _read(path: Path) -> pa.Table | None:
    return pq.read_table(path).replace_schema_metadata(None) if path.exists() else None


def journalled() -> Iterator[tuple[str, str]]:
    """Give the runs in the journal, whole or not, each with the checksum of its raw file."""
    runs: dict[str, str] = {}
    for path in sorted(journal().glob("*.parquet")):
        metadata = pq.read_schema(path).metadata or {}
        runs[path.name.partition(".")[0]] = metadata.get(b"checksum", b"").decode()
    yield from runs.items()


def drop_journal(run: str) -> None:
    """Remove the journal of a run that is in the lake, or will never be."""
    for path in (journal() / f"{run}.parquet", *journal().glob(f"{run}.*.parquet")):
        path.unlink(missing_ok=True)


def drop_upload(checksum: str) -> None:
    """Remove a raw file that no import names."""
    if checksum:
        (uploads() / checksum).unlink(missing_ok=True)


def sweep() -> None:
    """Remove files that a crash left half written. Only under the lock."""
    for path in _half_written():
        path.unlink(missing_ok=True)


def leftovers() -> bool:
    """Tell whether a dead or a living import has files under way."""
    return bool(_half_written()) or any(journal().glob("*.parquet"))


def _half_written() -> list[Path]:
    return [*uploads().glob(f"{INCOMING}*"), *journal().glob("*.writing")]


def _made(folder: Path) -> Path:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _settle(folder.parent)
    return folder


def _settle(folder: Path) -> None:
    """Force a folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
