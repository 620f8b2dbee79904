"""Broken files: refused in words, and nothing of them is stored."""

from __future__ import annotations

import pytest
import xlsxwriter

from pahunch.collection.exports.tests import samples
from pahunch.collection.exports.tests.samples import sheet
from pahunch.collection.exports.troubles import BadExport
from pahunch.collection.models import Import
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db
ROW = {"Date": "2025-03-21", "Impressions": "5", "New follows": "1", "Unfollows": "0"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 x", "is a PDF document, not a table"),
        (b"Date,Views\n\xff\xfe\n", "not UTF-8"),
        (b"Date,Views\n\"2025-03-21,5\n", "never closed"),
        (b"Date,Views\n2025-03-21\n", "has 1 cells where the header has 2"),
        (b"Date,Views\n", "nothing in this file can be kept"),
        (b"Date,Views\nTotal,5\n", "row 2, column Date: the total of the table"),
        (b"Date,Views\n2025-03-21,many\n", "row 2, column Views: 'many' is not a whole number"),
        (b"Date,Views\n2025-03-21,1.5\n", "'1.5' is not a whole number"),
        (b"Date,Views\n2025-03-21,-5\n", "'-5' is not a whole number"),
        (b"Date,Views\nsoon,5\n", "row 2, column Date: 'soon' is no date"),
        (b"Date,Views\n,5\n", "row 2, column Date: '' is no date"),
        (b"Date,Views\n2031-03-21,5\n", "'2031-03-21' is in the future"),
        (b"Colour,Size\nred,5\n", "row 1: these columns belong to no export that is known"),
        (b"date,subs,views\n2025-03-21,9000000000,1\n", "more than any account has"),
        (b"Date,Date\n2025-03-21,5\n", "has this name twice"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_and_leaves_nothing(bring, settings, content, words):
    with pytest.raises(BadExport) as refused:
        bring_bytes(bring, settings, content)
    assert words in str(refused.value)
    assert not Import.objects.exists()
    assert not Deed.objects.exists()
    assert not [path for path in settings.HOME.rglob("*") if path.is_file() and path.stat().st_size]


def bring_bytes(bring, settings, content):
    path = settings.HOME.parent / "download.csv"
    path.write_bytes(content)
    return bring(path, "youtube:UCudaharanoffice00000001")


def test_one_wrong_row_refuses_the_whole_file_and_every_wrong_row_is_named(bring):
    rows = [ROW, ROW | {"Impressions": "x"}, ROW | {"Date": "x", "Unfollows": "y"}]
    with pytest.raises(BadExport) as refused:
        bring(sheet(samples.X_OVERVIEW, *rows), "x:101")
    places = [(trouble.row, trouble.column) for trouble in refused.value.troubles]
    assert places == [(3, "Impressions"), (4, "Date"), (4, "Unfollows")]


def test_no_more_than_fifty_problems_are_listed(bring):
    rows = [ROW | {"Impressions": "x"}] * 60
    with pytest.raises(BadExport, match="60 problems") as refused:
        bring(sheet(samples.X_OVERVIEW, *rows), "x:101")
    assert (len(refused.value.troubles), refused.value.unlisted) == (50, 10)


def test_an_export_may_be_utf_16_with_tabs_or_a_spreadsheet(bring, tmp_path):
    text = sheet(samples.X_OVERVIEW, ROW, delimiter="\t")
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("utf-16"))
    assert bring(path, "x:101", dry_run=True).observations == 3
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, samples.names(samples.X_OVERVIEW))
        page.write_row(1, 0, [ROW.get(name, 0) for name in samples.names(samples.X_OVERVIEW)])
    assert bring(path, "x:101", dry_run=True).observations == 3


def test_an_id_that_became_a_number_in_a_spreadsheet_costs_its_row_and_not_the_file(
    bring, tmp_path
):
    path = tmp_path / "posts.xlsx"
    good = {"Post id": "1900000000000000001", "Date": "2025-03-21", "Likes": 5,
            "Link": "https://x.com/udaharanoffice/status/1900000000000000001"}  # fmt: skip
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, samples.names(samples.X_CONTENT))
        for number, row in enumerate((good, good | {"Post id": 1900000000000000002}), start=1):
            page.write_row(number, 0, [row.get(n, 0) for n in samples.names(samples.X_CONTENT)])
    brought = bring(path)
    assert (brought.rows, [each.row for each in brought.prepared.left_out]) == (1, [3])


def test_a_long_post_with_line_breaks_is_read_past(bring):
    row = {"Post id": "1900000000000000001", "Date": "2025-03-21", "Likes": "5",
           "Post text": "word\n" * 9000,
           "Link": "https://x.com/udaharanoffice/status/1900000000000000001"}  # fmt: skip
    assert bring(sheet(samples.X_CONTENT, row, row | {"Likes": "5"})).rows == 2
