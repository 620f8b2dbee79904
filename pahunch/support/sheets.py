"""A table as CSV or XLSX, whatever is in it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(
    form: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> HttpResponse:
    """Give a table as a file to keep. KeyError for a form that there is none of."""
    kind = TYPES[form]
    content = as_csv(heads, rows) if form == "csv" else as_xlsx(heads, rows)
    disposition = f'attachment; filename="{name}.{form}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write CSV with a byte order mark: without it Excel misreads Hindi."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_xlsx(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write a workbook of one sheet."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, 18)
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    return file.getvalue()
