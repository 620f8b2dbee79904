"""What every kind of table shares: its limits, its error, its header rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused. Sizes in bytes, cells in letters."""

    size: int = 50_000_000
    rows: int = 1_000_000
    columns: int = 100
    cell: int = 5_000
    inflated: int = 200_000_000
    """What an XLSX file may unpack to, and the letters that all its cells may hold."""
    ratio: int = 200
    """How many times smaller than its content an XLSX file may be, beyond 10 MB."""
    sheet_cells: int = 3_000_000
    """Rows times columns of a sheet, which the spreadsheet reader holds in memory."""
    lossy: bool = False
    """Give numbers whose digits a spreadsheet has lost as it shows them (1.22158E+17)."""


DEFAULT = Limits()
HeaderTest = Callable[[Sequence[str]], int | None]
"""Given the cells of a row: how many cells each row below it has at least, where it is the
header; None where it is a title or something else."""
TITLES = 10
"""How many filled rows are looked at to find a header."""


class BadTable(ValueError):
    """A file that cannot be read as a table, or one place in it that is wrong."""

    def __init__(self, message: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.column = column

    def __str__(self) -> str:
        places = [f"row {self.row}"] if self.row is not None else []
        places += [f"column {self.column}"] if self.column is not None else []
        return f"{', '.join(places)}: {self.message}" if places else self.message


class Row(NamedTuple):
    """One row: its number as the sender's program shows it, its cells in header order."""

    number: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A header and the rows below it, walked once."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    kind: str
    """"csv" or "xlsx"."""
    notes: tuple[str, ...] = ()
    """What the sender should know of how the file was read."""
    header_row: int = 1
    expected_rows: int | None = None
    """About how many rows there are, for a progress bar."""
    _first: list[Row] = field(default_factory=list)

    def look_ahead(self) -> bool:
        """Read the first row now; True where there is one."""
        if not self._first:
            self._first.extend(row for row in [next(self.rows, None)] if row is not None)
        return bool(self._first)

    def close(self) -> None:
        """Let go of the file before the last row; a table walked to its end has done so."""
        if isinstance(self.rows, Generator):
            self.rows.close()

    def __iter__(self) -> Iterator[Row]:
        """Walk the rows; raises BadTable where one is broken."""
        while self._first:
            yield self._first.pop()
        yield from self.rows


def read_header(cells: Sequence[str], row: int, limits: Limits) -> tuple[str, ...]:
    """Check the names of the columns: none empty, none twice, not too many."""
    names = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        raise BadTable(f"has {len(names)} columns; at most {limits.columns} are read", row=row)
    seen: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        if not name:
            raise BadTable("this column has no name in the header", row=row, column=str(place))
        if len(name) > limits.cell:
            raise BadTable(f"a column name longer than {limits.cell} letters", row=row)
        if name.casefold() in seen:
            first = seen[name.casefold()]
            raise BadTable(
                f"the header has this name twice, first as column {first}", row=row, column=name
            )
        seen[name.casefold()] = place
    return tuple(names)


def shape_rows(
    header: Sequence[str],
    lines: Iterable[tuple[int, list[str]]],
    limits: Limits,
    least: int | None = None,
) -> Iterator[Row]:
    """Give rows of the header's width; refuse ragged ones, skip empty ones.

    A row of at least `least` cells, if that is given, is filled up with empty ones.
    """
    count = 0
    for number, raw in lines:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        count += 1
        if count > limits.rows:
            raise BadTable(f"more than {limits.rows:,} rows; split the file", row=number)
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if least is not None and least <= len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        if len(cells) != len(header):
            raise BadTable(f"has {len(cells)} cells where the header has {len(header)}", row=number)
        for name, cell in zip(header, cells, strict=True):
            _check_cell(cell, number, name, limits)
        yield Row(number, tuple(cells))


def _check_cell(cell: str, row: int, column: str, limits: Limits) -> None:
    if len(cell) > limits.cell:
        raise BadTable(
            f"a cell of {len(cell):,} letters; at most {limits.cell:,} are read",
            row=row,
            column=column,
        )
    if not limits.lossy and cell[:1].isdigit() and _SHORTENED.fullmatch(cell):
        raise BadTable(
            f"{cell!r} was shortened by a spreadsheet and its digits are lost; "
            "write the whole number as text",
            row=row,
            column=column,
        )
