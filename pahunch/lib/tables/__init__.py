"""Tables as people send them, CSV and XLSX, read so that a bad file cannot hurt.

    table = read_table(path)
    for row in table:            # row.number as the sender sees it, row.cells as text
        ...

Everything comes out as stripped text: 12000.0 of a spreadsheet is "12000", a date cell is
"2023-04-30". Nothing is computed: a formula, an error value and a merged cell are refused
by row and column. Memory stays bounded whatever the file says of itself.

    ValueError
    └── BadTable    one message, with the row and the column where there is one
"""

from __future__ import annotations

from pathlib import Path

from pahunch.lib.tables.base import DEFAULT, BadTable, HeaderTest, Limits, Row, Table
from pahunch.lib.tables.delimited import read_delimited
from pahunch.lib.tables.signatures import open_plain_file, refuse_other_kinds
from pahunch.lib.tables.workbook import read_workbook

__all__ = ["BadTable", "HeaderTest", "Limits", "Row", "Table", "check_file", "read_table"]


def read_table(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    allow_no_rows: bool = False,
    is_header: HeaderTest | None = None,
) -> Table:
    """Open a CSV or XLSX file, told apart by its content and not by its name.

    The header and the first row are read at once; later rows are read while the table is
    walked, once, and may raise BadTable too. A header without rows is refused unless
    `allow_no_rows`. With `is_header` the header may stand below a few rows of titles; where
    no row is one, the first filled row is given as the header, and what was looked at is gone.
    """
    start = open_plain_file(path, limits)
    if start.startswith(b"PK"):
        table = read_workbook(path, limits, is_header)
    else:
        refuse_other_kinds(start)
        table = read_delimited(path, start, limits, is_header)
    return table if table.look_ahead() or allow_no_rows else _refuse_no_rows(table)


def check_file(path: Path, limits: Limits = DEFAULT) -> None:
    """Raise BadTable where there is no plain, readable file of a fair size."""
    open_plain_file(path, limits)


def _refuse_no_rows(table: Table) -> Table:
    raise BadTable(f"has a header of {len(table.header)} columns and no rows below it")
