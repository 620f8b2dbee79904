# ruff: noqa: E501 a case is a line
"""Broken files of every kind, made by the tests themselves; none is kept in the repository.

`TEXTS`: name to (content, the message). `MAKERS`: name to (maker, the message), for what
takes more than text. A good row stands before the bad one wherever there is room for it, so
that a file that is half taken in would be noticed.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import xlsxwriter

HEAD = "person,account_kind,platform,followers,as_of,source\n"
GOOD = "Asha Verma,personal,x,5000,2023-08-01,https://example.org\n"
ENDS = "person,account_kind,followers_low,followers_high,wording\nAsha Verma,personal,5,6,\n"


def row(person="Meena Bai", kind="personal", platform="x", followers="5", as_of="", source=""):
    return f"{HEAD}{GOOD}{person},{kind},{platform},{followers},{as_of},{source}\n"


TEXTS = {
    "empty": ("", "is empty"),
    "only spaces": ("  \n\n , \n", "holds no text"),
    "only a header": (HEAD, "no rows below it"),
    "only a mark": (b"\xef\xbb\xbf", "holds no text"),
    "windows-1252": (f"{HEAD}{GOOD}Jos\xe9,personal,x,5,,\n".encode("cp1252"), "row 3: letters that"),
    "utf-32": (f"\ufeff{HEAD}{GOOD}".encode("utf-32-le"), "UTF-32"),
    "cut utf-16": (f"\ufeff{HEAD}{GOOD}".encode("utf-16-le") + b"\x00\xd8\n\0", "row 3: letters"),
    "a NUL byte": (f"{HEAD}{GOOD}Meena\0Bai,personal,x,5,,\n", "row 3: holds a NUL byte"),
    "ragged, short": (f"{HEAD}{GOOD}Meena Bai,personal\n", "row 3: has 2 cells"),
    "ragged, long": (f"{HEAD}{GOOD}a,b,c,d,e,f,g\n", "row 3: has 7 cells"),
    "unclosed quote": (f'{HEAD}{GOOD}"Meena Bai,personal,x,5,,\n{GOOD}', "row 3: a quotation mark"),
    "text after a quote": (f'{HEAD}{GOOD}"Meena" Bai,personal,x,5,,\n', "row 3: there is text after"),
    "endless line": (f"{HEAD}{GOOD}{'x' * 1_100_000}\n", "row 3: a line of more than"),
    "long cell": (row(source="x" * 6000), "row 3, column source: a cell of 6,000"),
    "long source": (row(source="x" * 600), "row 3, column source: longer than 500"),
    "101 columns": (",".join(f"c{n}" for n in range(101)) + "\n", "has 101 columns"),
    "html renamed": ("<html><table><tr><td>5</td></tr></table></html>", "is a web page"),
    "xml": ('<?xml version="1.0"?><counts/>', "is a web page or XML"),
    "json": ('[{"person": "Asha Verma"}]', "is JSON"),
    "pdf renamed": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(50), "is a compressed file"),
    "rich text": (b"{\\rtf1 Asha}", "is a text document"),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Excel"),
    "locked xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "locked with a password",
    ),
    "cut zip": (b"PK\x03\x04" + bytes(100), "damaged spreadsheet or ZIP"),
    "duplicate header": ("person,Person,followers\na,b,5\n", "row 1, column Person: the header has"),
    "two names of one column": ("person,name,followers\na,b,5\n", "row 1, column name: says the same"),
    "nameless column": ("person,,followers\na,b,5\n", "row 1, column 2: this column has no name"),
    "unknown column": ("person,followers,caste\na,5,x\n", "row 1, column caste: no column of a file"),
    "no owner column": ("followers,as_of\n5,\n", "row 1: no column says whose"),
    "no count column": ("person,as_of\nAsha Verma,\n", "row 1: no column says the count"),
    "no header at all": ("Asha Verma,personal,5000\nMeena Bai,personal,1\n", "row 1: names no column"),
    "unknown person": (row(person="Nobody Known"), "row 3, column person: 'Nobody Known' is no person"),
    "two people of one name": (row(person="Ravi Kumar"), "is the name of several: ravi-kumar, ravi-"),
    "nobody": (row(person=""), "row 3: does not say whose"),
    "names of two people": (
        "person_en,person_hi,account_kind,followers\nMeena Bai,आशा वर्मा,personal,5\n",
        "row 2, column person_hi: the two names belong to two people",
    ),
    "unknown kind": (row(kind="secret"), "row 3, column account_kind: 'secret' is no kind"),
    "no kind": (row(kind="", platform="koo"), "row 3, column account_kind: is empty"),
    "unknown platform": (row(platform="orkut"), "row 3, column platform: 'orkut' is no platform"),
    "unknown seat": ("ac_no,account_kind,followers\n99,personal,5\n", "row 2, column ac_no: '99' is no"),
    "seat of nobody's number": ("ac_no,account_kind,followers\n1.5,personal,5\n", "column ac_no: '1.5'"),
    "another's seat": (
        "person,ac_no,account_kind,followers\nMeena Bai,1,personal,5\n",
        "row 2, column person: 'Meena Bai' never held seat 1",
    ),
    "seat without a date": (
        "ac_no,account_kind,followers\n3,personal,5\n",
        "row 2, column ac_no: seat 3 was held by",
    ),
    "unknown department": ("department,followers\nMoon,5\n", "row 2, column department: 'Moon' is no"),
    "unknown account": ("account,followers\n@ghost,5\n", "row 2, column account: '@ghost' is no"),
    "account of another": (
        "account,person,followers\nx:101,Asha Verma,5\n",
        "row 2, column account: x:101 does not belong to",
    ),
    "account elsewhere": ("account,platform,followers\nx:101,koo,5\n", "row 2, column platform: koo is"),
    "one of two accounts": (
        "department,platform,followers\nup-party,youtube,5\n",
        "row 2, column account: Udaharan Dal has several",
    ),
    "negative": (row(followers="-5"), "row 3, column followers: cannot be read as a count: '-5'"),
    "fraction": (row(followers="12.5"), "row 3, column followers: cannot be read as a count: 12.5"),
    "10 to the 18th": (row(followers="1" + "0" * 18), "is more than any account has"),
    "more than the world": (row(followers="300 crore"), "is more than any account has"),
    "shortened number": (row(followers="1.22158E+17"), "was shortened by a spreadsheet"),
    "mixed digits": (row(followers="1२३4"), "mixes the digits of two scripts"),
    "no number": (row(followers="many"), "row 3, column followers: cannot be read as a count: the word"),
    "percent": (row(followers="5%"), "the sign '%'"),
    "european thousands": (row(followers="12.000"), "is the point a decimal point?"),
    "no count": (row(followers=""), "row 3: has no count"),
    "count and ends": (
        "person,account_kind,followers,followers_low\nMeena Bai,personal,5,5\n",
        "row 2, column followers: is given beside",
    ),
    "ends the wrong way": (f"{ENDS}Meena Bai,personal,9,5,\n", "row 3, column followers_low: 9 is more"),
    "an end in words": (f"{ENDS}Meena Bai,personal,5 लाख,,\n", "is not one exact number"),
    "an end that is none": (f"{ENDS}Meena Bai,personal,x,,\n", "row 3, column followers_low: cannot"),
    "wording against the ends": (
        f"{ENDS}Meena Bai,personal,5,6,58 लाख\n",
        "row 3, column wording: '58 लाख' says 5,750,000 to 5,849,999, the numbers 5 to 6",
    ),
    "31 February": (row(as_of="31-02-2023"), "row 3, column as_of: '31-02-2023': that month has 28"),
    "month first": (row(as_of="02/25/2023"), "there is no month 25"),
    "tomorrow": (row(as_of="2099-08-27"), "row 3, column as_of: '2099-08-27' is in the future"),
    "next year": (row(as_of="2099"), "row 3, column as_of: '2099' is in the future"),
    "year of two digits": (row(as_of="30-04-23"), "write the year with four digits"),
    "bare day number": (row(as_of="45046"), "looks like a spreadsheet's day number"),
    "no date": (row(as_of="soon"), "row 3, column as_of: 'soon' is not a date"),
}  # fmt: skip


def sheet(fill):
    """Make a workbook with a good row, then let `fill(book, sheet)` spoil it."""

    def make(path: Path):
        with xlsxwriter.Workbook(path) as book:
            first = book.add_worksheet("counts")
            for number, line in enumerate((HEAD, GOOD)):
                first.write_row(number, 0, line.strip().split(","))
            fill(book, first)

    return make


def packed(parts):
    """Make a ZIP archive with these parts."""

    def make(path: Path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return make


def changed(part, old, new):
    """Make a good workbook with some bytes of one part replaced."""

    def make(path: Path):
        sheet(lambda book, first: first.write(5, 3, 17))(path)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert old in parts[part]
        packed(parts | {part: parts[part].replace(old, new)})(path)

    return make


def bomb(path: Path):
    """An XLSX of a few megabytes that unpacks to a gigabyte and does not say so."""
    sheet(lambda book, first: None)(path)
    block = b"<!-- nothing at all -->" * 50_000
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w") as part,
    ):
        for _ in range(1_000_000_000 // len(block)):
            part.write(block)


def large(path: Path):
    """A CSV file of 200 MB, most of it a hole that takes no disk."""
    with path.open("wb") as file:
        file.write((HEAD + GOOD).encode())
        file.truncate(200_000_000)


def loop(path: Path):
    path.symlink_to(path)


_SHEET, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
MAKERS = {
    "200 MB": (large, "is 200 MB; at most 50 MB are read"),
    "zip bomb": (bomb, "unpacks to far more than a spreadsheet"),
    "a folder": (Path.mkdir, "is a folder, not a file"),
    "missing": (lambda path: None, "there is no such file"),
    "a loop of links": (loop, "cannot be opened"),
    "merged cells": (
        sheet(lambda book, first: first.merge_range(2, 0, 3, 0, "Meena Bai")),
        "row 3, column A: the cells A3:A4 are merged",
    ),
    "formula": (
        sheet(lambda book, first: first.write_formula(2, 3, "=SUM(D1:D2)")),
        "row 3, column D: holds a formula",
    ),
    "error value": (
        changed(_SHEET, b'<c r="D6"><v>17</v>', b'<c r="D6" t="e"><v>#N/A</v>'),
        "row 6, column D: holds the error value #N/A",
    ),
    "number of 18 digits": (
        sheet(
            lambda book, first: first.write_row(2, 0, ["Meena Bai", "personal", "x", 1.22158e17])
        ),
        "row 3, column D: a number of more than 15 digits",
    ),
    "cell beyond the header": (
        sheet(lambda book, first: first.write_row(2, 0, ["Meena Bai", "", "", 5, "", "", "?"])),
        "row 3: has 7 cells where the header has 6",
    ),
    "far corner": (
        sheet(lambda book, first: first.write(1_048_575, 0, "x")),
        "more than 300,000 rows",
    ),
    "far column": (
        sheet(lambda book, first: first.write(0, 16_383, "x")),
        "row 1, column XFD: more than 100 columns",
    ),
    "title above the header": (
        sheet(lambda book, first: first.write_row(0, 0, ["Report", "", "", "", "", ""])),
        "row 1, column",
    ),
    "hidden sheet only": (
        changed(_BOOK, b'<sheet name="counts"', b'<sheet state="hidden" name="counts"'),
        "no visible sheet",
    ),
    "external entity": (
        changed(_BOOK, b"<workbook", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><workbook'),
        "declares XML entities",
    ),
    "broken xml": (changed(_SHEET, b"</sheetData>", b"</sheet>"), "is not XML"),
    "opendocument": (packed({"content.xml": "<x/>"}), "is an OpenDocument file"),
    "binary workbook": (packed({"xl/workbook.bin": b"x"}), "is a binary Excel file"),
    "text document": (packed({"word/document.xml": "<x/>"}), "is a text document"),
    "some zip": (packed({"counts.csv": HEAD + GOOD}), "is a ZIP file, not a spreadsheet"),
    "zip of a zip": (packed({"counts.xlsx": b"PK\x03\x04"}), "is a ZIP file, not a spreadsheet"),
}
