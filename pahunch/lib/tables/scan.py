"""A look through an XLSX file before anything trusts it, in bounded memory.

An XLSX file is a ZIP archive of XML. It may lie about its sizes, name entities outside
itself, place one cell at the far corner of an empty sheet, or repeat one long text a
million times. Each of these is found here, while streaming, before the file is opened by
the reader that holds a sheet in memory.
"""

from __future__ import annotations

import copy
import re
import sys
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pahunch.lib.tables.base import BadTable, Limits

_CHUNK = 65_536
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Sheet:
    """What one sheet holds, as far as it can be told without keeping it."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    letters: int = 0
    hidden: int = 0
    trouble: BadTable | None = None
    """The first formula, error value or merged cell."""
    merged: list[str] = field(default_factory=list)


def column_number(letters: str) -> int:
    """Turn a spreadsheet's column into a number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Turn a column's number into a spreadsheet's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


class Archive:
    """The ZIP archive, unpacked piece by piece against one budget."""

    def __init__(self, archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        self.left = min(limits.inflated, max(limits.ratio * size, 10_000_000))
        self.parts = self._checked()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        parts: dict[str, zipfile.ZipInfo] = {}
        entries = self.archive.infolist()
        if len(entries) > 2_000:
            raise BadTable(f"packs {len(entries):,} files; a spreadsheet has a few dozen")
        for entry in entries:
            if entry.flag_bits & 1:
                raise BadTable("is locked with a password; save it without one")
            if entry.filename in parts:
                raise BadTable(f"packs {entry.filename!r} twice; no spreadsheet program does")
            if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise BadTable("is packed in a way that spreadsheets do not use")
            parts[entry.filename] = entry
        if sum(entry.file_size for entry in entries) > self.left:
            raise self._too_large()
        return parts

    def _too_large(self) -> BadTable:
        return BadTable(
            "unpacks to far more than a spreadsheet of its size holds "
            f"(at most {self.limits.inflated // 1_000_000} MB, {self.limits.ratio} times its size)"
        )

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack one part; what it says of its own length is not believed."""
        entry = self.parts[name]
        unbelieved = copy.copy(entry)
        unbelieved.file_size = sys.maxsize
        length = 0
        try:
            with self.archive.open(unbelieved) as part:
                while piece := part.read(_CHUNK):
                    length += len(piece)
                    self.left -= len(piece)
                    if self.left < 0:
                        raise self._too_large()
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise BadTable(f"is damaged: {name!r} in it cannot be unpacked") from error
        if length != entry.file_size:
            raise BadTable(f"says {name!r} in it is shorter or longer than it is")

    def parse(self, name: str, target: object) -> None:
        """Stream one XML part into `target`; document types and entities are refused."""
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            for piece in self.pieces(name):
                parser.feed(piece)
            parser.close()
        except DefusedXmlException as error:
            raise BadTable("declares XML entities, which no spreadsheet needs") from error
        except (ParseError, ValueError, LookupError) as error:
            if isinstance(error, BadTable):
                raise
            raise BadTable(f"is damaged: {name!r} in it is not XML") from error


class Anything:
    """Reads XML only to see that it is harmless."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def close(self) -> None: ...


class Elements(Anything):
    """Keeps the attributes of a few elements, by their plain names."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _plain(tag) in self.names and len(self.found) < 10_000:
            self.found.append({_plain(name): value for name, value in attributes.items()})


class SharedTexts(Anything):
    """The lengths of the texts that cells refer to by number."""

    def __init__(self) -> None:
        self.lengths = array("q")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _plain(tag) == "si":
            self.lengths.append(0)

    def data(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class SheetScan(Anything):
    """Counts a sheet's cells and notes the first that cannot be taken as it stands."""

    def __init__(self, sheet: Sheet, texts: SharedTexts, limits: Limits) -> None:
        self.sheet = sheet
        self.texts = texts.lengths
        self.limits = limits
        self.row = self.column = 0
        self.kind = ""
        self.value = ""
        self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _plain(tag)
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() else self.row + 1
            self.column = 0
            self.sheet.hidden += attributes.get("hidden") in {"1", "true"}
        elif name == "v":
            self.in_value, self.value = True, ""
        elif name == "f":
            self._trouble("holds a formula; paste its value instead")
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        if self.in_value and len(self.value) < 20:
            self.value += text

    def end(self, tag: str) -> None:
        if _plain(tag) != "v":
            return
        self.in_value = False
        self.sheet.filled += 1
        if self.kind == "e":
            self._trouble(f"holds the error value {self.value}")
        elif self.kind == "s" and self.value.isdecimal():
            number = int(self.value)
            self.sheet.letters += self.texts[number] if number < len(self.texts) else 0
            if self.sheet.letters > self.limits.inflated:
                raise BadTable("repeats long texts until they fill the memory", row=self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if place := _PLACE.fullmatch(attributes.get("r", "")):
            self.column, self.row = column_number(place[1]), int(place[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.sheet.filled += self.kind == "inlineStr"
        self.sheet.rows = max(self.sheet.rows, self.row)
        self.sheet.columns = max(self.sheet.columns, self.column)
        self._check_area()

    def _check_area(self) -> None:
        if self.sheet.columns > self.limits.columns:
            raise BadTable(
                f"more than {self.limits.columns} columns are used",
                row=self.row,
                column=column_letters(self.column),
            )
        # The header is a row more.
        if self.sheet.rows > self.limits.rows + 1:
            raise BadTable(f"more than {self.limits.rows:,} rows; split the file", row=self.row)
        if self.sheet.rows * self.sheet.columns > self.limits.sheet_cells:
            raise BadTable(
                f"more than {self.limits.sheet_cells:,} cells; send it as CSV", row=self.row
            )

    def _merged(self, place: str) -> None:
        first = _PLACE.fullmatch(place.partition(":")[0])
        self.row, self.column = (int(first[2]), column_number(first[1])) if first else (1, 1)
        self._trouble(f"the cells {place} are merged; split them and fill each one")

    def _trouble(self, message: str) -> None:
        if self.sheet.trouble is None:
            self.sheet.trouble = BadTable(message, row=self.row, column=column_letters(self.column))


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
