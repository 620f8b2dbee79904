from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.collection.exports.numbers import Cell, decimal_mark, read_whole


def cells(texts, *, whole=True):
    return [Cell(row, "Likes", text, whole) for row, text in enumerate(texts, start=2)]


@pytest.mark.parametrize(
    ("figures", "scores", "mark"),
    [
        (["12", "7"], [], ""),
        (["407.137"], ["1,4"], ","),
        (["1,250"], ["3.5"], "."),
        (["1.234.567", "407.137"], [], ","),
        (["1,25,000"], [], "."),
        (["1,234.0"], [], "."),
        (["1.234,0"], [], ","),
        (["407.137", "12.500", "9.001"], [], ","),
        (["1,250", "3,400", "7,001", "12"], [], "."),
        (["407 137", "5"], [], ""),
        (["0.125"], [], "."),
        (["1250"], ["4.25%"], "."),
    ],
)
def test_a_file_shows_what_begins_decimals(figures, scores, mark):
    assert decimal_mark([*cells(figures), *cells(scores, whole=False)]) == (mark, [])


def test_one_figure_that_could_be_read_two_ways_is_refused_by_row_and_column():
    (trouble,) = decimal_mark(cells(["12", "407.137"]))[1]
    assert (trouble.row, trouble.column) == (3, "Likes")
    assert "'407.137': nothing in the file shows" in trouble.english


def test_the_same_figure_again_and_again_shows_nothing():
    assert decimal_mark(cells(["1,000"] * 5))[1]


def test_whoever_knows_the_file_may_say_it_and_is_contradicted_by_evidence():
    assert decimal_mark(cells(["407.137"]), ",") == (",", [])
    (trouble,) = decimal_mark(cells(["1.234.567"]), ".")[1]
    assert "not written with the decimals that were named" in trouble.english


def test_a_file_that_writes_numbers_in_two_ways_is_refused_with_both_rows():
    (trouble,) = decimal_mark(cells(["1.234.567", "1,234,567"]))[1]
    assert trouble.row == 3
    assert "'1,234,567' and, in row 2, '1.234.567'" in trouble.english


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("407.137", ",", 407_137),
        ("1,25,000", ".", 125_000),
        ("1,250", ".", 1250),
        ("12.0", ".", 12),
        ("12,00", ",", 12),
        ("1 234 567", "", 1_234_567),
        ("1\u202f234", "", 1234),
        ("१२३", "", 123),
        ("0", "", 0),
        ("", "", None),
        ("N/A", "", None),
        ("--", ".", None),
    ],
)
def test_a_figure_is_read_as_its_file_writes_it(text, mark, number):
    assert read_whole(text, mark) == number


@pytest.mark.parametrize(
    ("text", "mark"),
    [("407.137", "."), ("1.4", "."), ("-5", ""), ("1,2", "."), ("12,50,00", "."), ("1.2K", "."),
     ("many", ""), ("1.22158E+17", "."), ("5%", "")],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(text, mark):
    with pytest.raises(ValueError, match=re.escape(text)):
        read_whole(text, mark)


@given(st.integers(0, 10**12), st.sampled_from([".", ","]))
def test_a_grouped_number_comes_back_whatever_the_mark(number, decimal):
    group = {".": ",", ",": "."}[decimal]
    assert read_whole(f"{number:,}".replace(",", group), decimal) == number
