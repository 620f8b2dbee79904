"""Cells: what a file may write, and that what is written can be read back."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.registry.columns import MOST, Column, Sort, read_cell, write_cell
from pahunch.registry.paper import columns_page
from pahunch.registry.placing import paths
from pahunch.registry.search import search_text
from pahunch.registry.tables import TABLES

ROOT = Path(__file__).resolve().parents[3]
CELL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=40)
PART = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=9)
VALUES: dict[Sort, st.SearchStrategy[Any]] = {
    Sort.TEXT: CELL,
    Sort.NUMBER: st.none() | st.integers(0, MOST),
    Sort.DATE: st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    Sort.MOMENT: st.datetimes(timezones=st.just(UTC)),
    Sort.YES_NO: st.booleans(),
    Sort.LIST: st.lists(PART, max_size=5),
}


@pytest.mark.parametrize("sort", VALUES)
@given(data=st.data())
def test_what_is_written_is_read_back(sort: Sort, data: st.DataObject) -> None:
    column = Column("cell", sort, "A cell.")
    value = data.draw(VALUES[sort])
    assert read_cell(column, write_cell(column, value)) == value


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (Sort.NUMBER, "1.0"),
        (Sort.NUMBER, "1,000"),
        (Sort.NUMBER, "१२"),
        (Sort.NUMBER, "2147483648"),
        (Sort.NUMBER, "-1"),
        (Sort.DATE, "2023-8-25"),
        (Sort.DATE, "25-08-2023"),
        (Sort.DATE, "2023-02-29"),
        (Sort.DATE, "20230825"),
        (Sort.DATE, "1123-08-25"),
        (Sort.PARTIAL, "2023-13"),
        (Sort.PARTIAL, "2023-02-30"),
        (Sort.PARTIAL, "last year"),
        (Sort.MOMENT, "2023-08-25"),
        (Sort.MOMENT, "2023-08-25T10:00:00"),
        (Sort.MOMENT, "now"),
        (Sort.YES_NO, "हाँ"),
        (Sort.CODE, "a--b"),
        (Sort.CODE, "कोड"),
        (Sort.TEXT, "x" * 201),
    ],
)
def test_what_cannot_be_meant_is_refused(sort: Sort, text: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) "):
        read_cell(Column("cell", sort, "A cell."), text)


@pytest.mark.parametrize("text", ["2023", "2023-04", "2023-04-30", ""])
def test_a_date_may_be_a_year_or_a_month_where_a_source_gives_no_more(text: str) -> None:
    assert read_cell(Column("as_of", Sort.PARTIAL, "When."), text) == text


def test_an_empty_cell_that_is_needed_is_refused() -> None:
    with pytest.raises(ValueError, match="is empty"):
        read_cell(Column("name", Sort.TEXT, "A name.", required=True), "")


def test_every_table_has_its_key_and_every_reference_its_table() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.by_name)
        places = list(TABLES)
        for column in table.columns:
            assert hasattr(table.model, column.name) or column.name == "as_of"
            assert not column.to or places.index(column.to) < places.index(table.name)


def test_the_page_of_the_documents_has_every_column() -> None:
    page = (ROOT / "docs" / "registry.md").read_text(encoding="utf-8")
    assert page.endswith(columns_page())


def test_a_name_is_found_from_each_of_its_words_on() -> None:
    text = search_text("Shivraj Singh Chouhan", "शिवराज सिंह चौहान")
    for query in ("shivraj", "Singh Chouhan", "chouh", "चौहान"):
        assert search_text(query).split(" ")[-1] in text
    assert search_text("", "  ") == ""


@pytest.mark.parametrize(
    ("today", "path"),
    [
        (date(2023, 8, 30), "s/old/c/"),
        (date(2023, 8, 31), "s/new/c/"),
        (date(2031, 1, 1), "s/new/c/"),  # it lies nowhere by then: the last place stays
        (date(1990, 1, 1), "s/old/c/"),
    ],
)
def test_a_place_hangs_where_it_lies_today(today: date, path: str) -> None:
    placements: list[dict[str, Any]] = [
        {"child": "old", "parent": "s", "starts": None, "ends": None},
        {"child": "new", "parent": "s", "starts": None, "ends": None},
        {"child": "c", "parent": "old", "starts": date(2000, 1, 1), "ends": date(2023, 8, 30)},
        {"child": "c", "parent": "new", "starts": date(2023, 8, 31), "ends": date(2030, 1, 1)},
    ]
    assert paths(["s", "old", "new", "c"], placements, today)["c"] == path
