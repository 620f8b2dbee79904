from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from pahunch.dashboard.files import _harmless
from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import PAGE, names

ASKED = [
    "",
    "?sort=-share",
    "?district=up-d-2&sort=name",
    "?q=जैन",
    "?standing=met&as_of=2023-08-25",
]


def rows(client: Client, asked: str) -> list[list[str]]:
    content = client.get(f"{PAGE}export.csv{asked}").content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def people(table: list[list[str]]) -> list[str]:
    return [row[0] for row in table[1 : table.index([])]]


@pytest.mark.parametrize("asked", ASKED)
def test_the_file_holds_who_is_on_the_screen_in_the_same_order(english: Client, asked: str) -> None:
    assert people(rows(english, asked)) == names(english, f"{PAGE}{asked}")


@pytest.mark.parametrize("asked", ASKED)
def test_the_workbook_holds_the_same_as_the_file(english: Client, asked: str) -> None:
    content = english.get(f"{PAGE}export.xlsx{asked}").content
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheet = book.get_sheet_by_index(0).to_python()
    table = rows(english, asked)
    assert sheet[0] == table[0]
    read = [[written(cell) for cell in row] for row in sheet[1:]]
    assert read == table[1 : table.index([])]


def written(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def test_counts_are_numbers_with_both_ends_and_nothing_where_nothing_is_known(
    english: Client,
) -> None:
    table = rows(english, "?sort=name")
    low, high = table[0].index("Followers, at least"), table[0].index("Followers, at most")
    found = {row[0]: (row[low], row[high]) for row in table[1:5]}
    assert found["Chhaya Patel"] == ("9900", "10100")
    assert found["Dinesh Meena"] == ("", "")


def test_the_file_says_what_it_was_computed_from(english: Client, state: State) -> None:
    table = rows(english, "?q=anita")
    footer = dict(row for row in table[table.index([]) + 1 :])
    assert footer["As of"] == "25-08-2023"
    assert footer["Rule"] == "reach-1"
    assert footer["Lake version"].startswith("o")
    assert footer["Roll"] == "Roll 2023"
    assert footer["Search"] == "anita"


def test_the_file_speaks_the_language_of_the_page(hindi: Client) -> None:
    table = rows(hindi, "?q=anita")
    assert table[0][:2] == ["नाम", "विधानसभा क्षेत्र"]
    assert table[1][0] == "अनीता वर्मा"


def test_a_text_is_never_taken_for_a_formula() -> None:
    assert _harmless("=1+1") == "'=1+1"
    assert _harmless("अनीता") == "अनीता"
    assert _harmless(-5) == -5


def test_another_kind_of_file_is_not_there(english: Client) -> None:
    assert english.get(f"{PAGE}export.exe").status_code == 404


def test_the_name_of_the_file_says_directive_and_day(english: Client) -> None:
    response = english.get(f"{PAGE}export.csv")
    assert "up-ministers-2023-08-25.csv" in response.headers["Content-Disposition"]
