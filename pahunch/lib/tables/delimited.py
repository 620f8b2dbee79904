"""CSV as people send it: commas, semicolons or tabs; UTF-8, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from pahunch.lib.tables.base import (
    TITLES,
    BadTable,
    HeaderTest,
    Limits,
    Row,
    Table,
    read_header,
    shape_rows,
)

_LONGEST_LINE = 1_000_000
_BROKEN = re.compile("[\udc80-\udcff\ufffd]")


def read_delimited(
    path: Path, start: bytes, limits: Limits, is_header: HeaderTest | None = None
) -> Table:
    """Give the header, and the rows as a stream that closes the file at its end."""
    encoding, errors = _encoding(start)
    rows = _Rows(path, encoding, errors, limits)
    try:
        header = rows.header(is_header)
    except BadTable:
        rows.file.close()
        raise
    return Table(
        header,
        rows.walk(header),
        "csv",
        header_row=rows.first_line,
        expected_rows=_count_lines(path, encoding),
    )


def _encoding(start: bytes) -> tuple[str, str]:
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise BadTable("is written in UTF-32; save it as CSV UTF-8")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    # Bytes that are not UTF-8 come through as lone surrogates, so their line can be named.
    return "utf-8-sig", "surrogateescape"


def _count_lines(path: Path, encoding: str) -> int:
    with path.open("rb") as file:
        breaks = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return max(breaks, 1)


class _Rows:
    """One pass over a file: lines are checked before the CSV reader sees them."""

    def __init__(self, path: Path, encoding: str, errors: str, limits: Limits) -> None:
        self.limits = limits
        self.encoding = encoding
        self.file = path.open(encoding=encoding, errors=errors, newline="")
        self.line = 0
        self.first_line = 0
        self.least: int | None = None
        self.reader = csv.reader(iter(()))

    def lines(self) -> Iterator[str]:
        while text := self.file.readline(_LONGEST_LINE):
            self.line += 1
            if len(text) == _LONGEST_LINE:
                raise BadTable(f"a line of more than {_LONGEST_LINE:,} letters", row=self.line)
            if "\0" in text:
                raise BadTable("holds a NUL byte; this is not text", row=self.line)
            if broken := _BROKEN.search(text):
                raise BadTable(self._not_text(text, broken.start()), row=self.line)
            yield text

    def _not_text(self, text: str, place: int) -> str:
        if self.encoding == "utf-16":
            return "letters that are not UTF-16; save the file as CSV UTF-8"
        before = text[max(0, place - 12) : place].strip()
        where = f" after {before!r}" if before else ""
        return (
            f"letters that are not UTF-8{where} (an old code page such as Windows-1252, or a "
            "Hindi font); save the file as CSV UTF-8"
        )

    def header(self, is_header: HeaderTest | None) -> tuple[str, ...]:
        lines = self.lines()
        text, self.first_line = self._header_line(lines, is_header)
        # The CSV reader meets the header line again, so that a quoted name may run on.
        again = _again(text, lines)
        self.reader = csv.reader(again, delimiter=_delimiter(text), strict=True)
        cells = self._next(self.first_line) or []
        self.least = is_header(cells) if is_header else None
        return read_header(cells, self.first_line, self.limits)

    def _header_line(self, lines: Iterator[str], is_header: HeaderTest | None) -> tuple[str, int]:
        filled: list[tuple[str, int]] = []
        for text in lines:
            if not text.strip(" \t\r\n,;"):
                continue
            filled.append((text, self.line))
            cells = next(csv.reader([text], delimiter=_delimiter(text)), [])
            if is_header is None or is_header(cells) is not None:
                return filled[-1]
            if len(filled) == TITLES:
                break
        if not filled:
            raise BadTable("holds no text")
        return filled[0]

    def walk(self, header: tuple[str, ...]) -> Iterator[Row]:
        with self.file:
            yield from shape_rows(header, self._cells(), self.limits, self.least)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            number = self.line + 1
            cells = self._next(number)
            if cells is None:
                return
            yield number, cells

    def _next(self, number: int) -> list[str] | None:
        try:
            return next(self.reader, None)
        except csv.Error as error:
            raise BadTable(_in_words(str(error)), row=number) from error


def _delimiter(text: str) -> str:
    unquoted = re.sub(r'"[^"]*"', "", text)
    return max(",;\t", key=unquoted.count)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _in_words(message: str) -> str:
    if "unexpected end" in message or "field larger" in message:
        return "a quotation mark is opened here and never closed"
    if "expected after" in message:
        return "there is text after a closing quotation mark; inside a cell write the mark twice"
    return f"cannot be split into cells: {message}"
