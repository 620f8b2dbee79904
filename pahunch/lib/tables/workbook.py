"""XLSX: the first visible sheet that holds anything, read after a safety pass."""

from __future__ import annotations

import datetime as dt
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from pahunch.lib.tables.base import (
    TITLES,
    BadTable,
    HeaderTest,
    Limits,
    Table,
    read_header,
    shape_rows,
)
from pahunch.lib.tables.scan import (
    Anything,
    Archive,
    Elements,
    SharedTexts,
    Sheet,
    SheetScan,
    column_letters,
)

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_EXACT = 1e15
"""A spreadsheet keeps 15 digits of a number and drops the rest."""

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_workbook(path: Path, limits: Limits, is_header: HeaderTest | None = None) -> Table:
    """Give the header and rows of the first visible sheet that is not empty."""
    try:
        with zipfile.ZipFile(path) as packed:
            sheets = _scan(Archive(packed, path.stat().st_size, limits), limits)
    except zipfile.BadZipFile as error:
        raise BadTable("is a damaged spreadsheet or ZIP file") from error
    try:
        return _read(path, sheets, limits, is_header)
    except CalamineError as error:
        raise BadTable(f"is a damaged spreadsheet: {error}") from error


def _scan(archive: Archive, limits: Limits) -> dict[str, Sheet]:
    """Look through every part; give what was seen, by the sheet's shown name."""
    parts = archive.parts
    if _BOOK not in parts or _LINKS not in parts:
        raise BadTable(_other_archive(parts.keys()))
    book, links, texts = Elements("sheet"), Elements("Relationship"), SharedTexts()
    archive.parse(_BOOK, book)
    archive.parse(_LINKS, links)
    if _TEXTS in parts:
        archive.parse(_TEXTS, texts)
    targets = {link.get("Id", ""): _inside(link.get("Target", "")) for link in links.found}
    named = {targets.get(sheet.get("id", ""), ""): sheet.get("name", "") for sheet in book.found}
    sheets: dict[str, Sheet] = {}
    for name in parts:
        if name in {_BOOK, _LINKS, _TEXTS}:
            continue
        if name in named or name.startswith("xl/worksheets/sheet"):
            sheet = sheets[named.get(name, name)] = Sheet()
            archive.parse(name, SheetScan(sheet, texts, limits))
        elif name.endswith((".xml", ".rels", ".vml")):
            archive.parse(name, Anything())
        else:
            for _ in archive.pieces(name):
                pass
    return sheets


def _inside(target: str) -> str:
    return posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _other_archive(names: Collection[str]) -> str:
    if "xl/workbook.bin" in names:
        return "is a binary Excel file (.xlsb); save it as XLSX"
    if "content.xml" in names:
        return "is an OpenDocument file (.ods); save it as XLSX or CSV"
    if "word/document.xml" in names:
        return "is a text document, not a spreadsheet"
    return "is a ZIP file, not a spreadsheet; unpack it first"


def _read(
    path: Path, sheets: dict[str, Sheet], limits: Limits, is_header: HeaderTest | None
) -> Table:
    book = CalamineWorkbook.from_path(path)
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    filled = [name for name in shown if name in sheets and sheets[name].filled]
    if not filled:
        raise BadTable("holds no visible sheet with anything in it")
    name, seen = filled[0], sheets[filled[0]]
    if seen.trouble:
        raise seen.trouble
    notes = []
    if len(book.sheet_names) > 1:
        notes.append(
            f"read sheet {name!r}, the first of {len(book.sheet_names)} that holds anything"
        )
    if seen.hidden:
        notes.append(f"{seen.hidden} hidden rows were read like the others")
    lines = _lines(book, book.get_sheet_by_name(name), limits)
    number, cells = _header_cells(lines, is_header)
    header = read_header(cells, number, limits)
    least = is_header(header) if is_header else None
    rows = shape_rows(header, _cut(lines, len(header)), limits, least)
    return Table(header, rows, "xlsx", tuple(notes), number, seen.rows)


def _header_cells(
    lines: Iterator[tuple[int, list[str]]], is_header: HeaderTest | None
) -> tuple[int, list[str]]:
    filled: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        filled.append((number, cells))
        if is_header is None or is_header(cells) is not None:
            return filled[-1]
        if len(filled) == TITLES:
            break
    if not filled:
        raise BadTable("holds no text")
    return filled[0]


def _cut(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Drop what the sheet's widest row added to the right, if it is empty."""
    for number, cells in lines:
        yield number, cells if any(cells[width:]) else cells[:width]


def _lines(
    book: CalamineWorkbook, sheet: CalamineSheet, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start[1] if sheet.start else 0
    with book:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield (
                number,
                [
                    _text(cell, number, first + place, lossy=limits.lossy)
                    for place, cell in enumerate(cells, start=1)
                ],
            )


def _text(value: Value, row: int, column: int, *, lossy: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ") if value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if abs(value) >= _EXACT and not lossy:
        raise BadTable(
            "a number of more than 15 digits, of which a spreadsheet keeps 15; "
            "format the column as text and write it again",
            row=row,
            column=column_letters(column),
        )
    return _number(value)


def _number(value: float) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else repr(value)
