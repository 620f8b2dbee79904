"""The table on the screen as a file: the same rows, the same order, the same question."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext

from pahunch.dashboard.lines import Line
from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement
from pahunch.ui import words

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heads() -> list[str]:
    """Name the columns, in the language of the page."""
    return [
        gettext("Name"),
        gettext("Constituency"),
        gettext("Number"),
        gettext("District"),
        gettext("Electors"),
        gettext("Target"),
        gettext("Followers, at least"),
        gettext("Followers, at most"),
        gettext("Share of the electors"),
        gettext("Standing"),
        gettext("Accounts that count"),
        gettext("Of those, counted"),
        gettext("Oldest count"),
        gettext("Newest count"),
        gettext("Verified"),
    ]


def cells(line: Line) -> list[Cell]:
    """Give a line's values: numbers as numbers, nothing where nothing is known."""
    verdict, place = line.row.verdict, line.row.division
    count = verdict.count
    return [
        line.name,
        words.named(place) if place else None,
        place.number if place else None,
        line.district or None,
        verdict.electors,
        verdict.target,
        count.low if count else None,
        count.high if count else None,
        None if line.row.share is None else round(line.row.share, 6),
        words.standing(verdict.standing),
        verdict.accounts,
        verdict.measured,
        words.day(verdict.oldest) if verdict.oldest else None,
        words.day(verdict.newest) if verdict.newest else None,
        gettext("yes") if line.row.membership.verified else gettext("no"),
    ]


def footer(judgement: Judgement, question: Question) -> list[tuple[str, str]]:
    """Say what the table was computed from, so that it can be computed again."""
    computed = judgement.computed
    asked = [
        (gettext("Search"), question.search),
        (gettext("District"), question.district),
        (gettext("Standing"), words.standing(question.standing) if question.standing else ""),
    ]
    return [
        (gettext("Directive"), f"{words.named(judgement.directive)} ({computed['directive']})"),
        (gettext("As of"), words.day(judgement.as_of)),
        (gettext("Roll"), words.named(judgement.directive.roll)),
        (gettext("Rule"), computed["rule"]),
        (gettext("Lake version"), computed["lake_version"]),
        (gettext("Registry"), computed["roster"]),
        *[(name, value) for name, value in asked if value],
    ]


def as_csv(judgement: Judgement, question: Question, lines: Sequence[Line]) -> bytes:
    """Write CSV with a byte order mark: without it Excel misreads Hindi."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads())
    writer.writerows([_harmless(cell) for cell in cells(line)] for line in lines)
    writer.writerow([])
    writer.writerows(
        [_harmless(name), _harmless(value)] for name, value in footer(judgement, question)
    )
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_xlsx(judgement: Judgement, question: Question, lines: Sequence[Line]) -> bytes:
    """Write a workbook: the table, and a second sheet that says what it was computed from."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        whole = book.add_format(
            {"num_format": "[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;##,##0"}
        )
        share = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet(gettext("Table"))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 3, 22)
        sheet.set_column(4, 7, 14, whole)
        sheet.set_column(8, 8, 12, share)
        sheet.set_column(9, 14, 16)
        sheet.write_row(0, 0, heads(), bold)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(cells(line)):
                if cell is not None:
                    sheet.write(number, column, cell)
        sheet.autofilter(0, 0, max(len(lines), 1), len(heads()) - 1)
        second = book.add_worksheet(gettext("Computed from"))
        second.set_column(0, 0, 24, bold)
        second.set_column(1, 1, 60)
        for number, pair in enumerate(footer(judgement, question)):
            second.write_row(number, 0, pair)
    return file.getvalue()
