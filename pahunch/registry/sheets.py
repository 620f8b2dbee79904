"""Files of the registry as they lie in a folder or a ZIP archive, read into sheets."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from pahunch.lib.tables import BadTable, read_table
from pahunch.registry.errors import BadFiles, Problem
from pahunch.registry.tables import TABLES

SUFFIXES = (".csv", ".xlsx")
MOST_FILES = 200
MOST_BYTES = 200_000_000
"""What an archive may hold, unpacked: far more than the registry of India's largest state."""


@dataclass(slots=True)
class Sheet:
    """The rows of one table as texts, with the file and line where each was written."""

    table: str
    file: str
    header: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """Give a folder: the path itself, or what a ZIP archive unpacks to. Raises BadFiles."""
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise BadFiles([Problem(path.name, None, None, "is neither a folder nor a file")])
    with TemporaryDirectory(prefix="pahunch-import-") as folder:
        try:
            _unpack(path, Path(folder))
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            EOFError,
            zlib.error,
        ) as error:
            words = f"cannot be unpacked as a ZIP archive: {error}"
            raise BadFiles([Problem(path.name, None, None, words)]) from error
        yield Path(folder)


def _unpack(path: Path, folder: Path) -> None:
    """Unpack the files of tables, by their bare names, while they stay within the limits."""
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        size = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_FILES or size > MOST_BYTES:
            words = f"holds {len(entries)} files of {size:,} bytes; too much to be a registry"
            raise BadFiles([Problem(path.name, None, None, words)])
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/")).name
            if Path(name).suffix.lower() not in SUFFIXES or name.startswith("."):
                continue
            if (folder / name).exists():
                raise BadFiles([Problem(path.name, None, None, f"holds {name} twice")])
            # zipfile stops at the size that the entry declares, which was counted above.
            with archive.open(entry) as packed, (folder / name).open("wb") as plain:
                shutil.copyfileobj(packed, plain)


def read_folder(folder: Path) -> list[Sheet]:
    """Read every table in a folder. Raises BadFiles with all that cannot be read."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
            continue
        if path.stem not in TABLES:
            words = f"is no table of the registry; those are {', '.join(TABLES)}"
            problems.append(Problem(path.name, None, None, words))
        elif any(sheet.table == path.stem for sheet in sheets):
            problems.append(Problem(path.name, None, None, "this table is there twice"))
        else:
            try:
                sheets.append(read_sheet(path, path.stem))
            except BadTable as bad:
                problems.append(Problem(path.name, bad.row, bad.column, bad.message))
    if not sheets and not problems:
        words = f"holds no table of the registry; those are {', '.join(TABLES)} (.csv or .xlsx)"
        problems.append(Problem(folder.name, None, None, words))
    if problems:
        raise BadFiles(problems)
    return sheets


def read_sheet(path: Path, table: str) -> Sheet:
    """Read one file. Raises BadTable."""
    read = read_table(path, allow_no_rows=True)
    return Sheet(table, path.name, read.header, [(row.number, row.cells) for row in read])
