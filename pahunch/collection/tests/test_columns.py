from __future__ import annotations

import re
from pathlib import Path

import pytest

from pahunch.collection.columns import COLUMNS, KINDS, PLATFORMS, place_columns, plain
from pahunch.facts import AccountKind, Platform

PAGE = Path(__file__).parents[3] / "docs" / "imports.md"


def test_the_page_describes_exactly_the_columns_that_are_read():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", text, flags=re.MULTILINE)
    assert rows == [
        (column.name, ", ".join(f"`{alias}`" for alias in column.aliases), column.words)
        for column in COLUMNS
    ]


def test_no_two_columns_share_a_name():
    names = [plain(name) for column in COLUMNS for name in (column.name, *column.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "header",
    [
        ["Person EN", "AC No", "Account-Kind", "As Of", "Followers Low"],
        ["person_en", "ac_no", "account_kind", "as_of", "followers_low"],
        ["अंग्रेज़ी नाम", "विधानसभा क्रमांक", "खाते का प्रकार", "दिनांक", "न्यूनतम"],
    ],
)
def test_a_column_is_found_however_it_is_written(header):
    places, problems = place_columns(header)
    assert list(places) == ["person_en", "ac_no", "account_kind", "as_of", "followers_low"]
    assert not problems


def test_every_platform_and_kind_has_its_own_name():
    assert {PLATFORMS[platform.value] for platform in Platform} == set(Platform)
    assert {KINDS[kind.value] for kind in AccountKind} == set(AccountKind)
    assert PLATFORMS[plain("X/Twitter")] is Platform.X
