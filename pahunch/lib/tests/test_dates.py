from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.lib.dates import UnreadableDate, end_of_day, first_instant_after, read_date

DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2023-04-30", "2023-04-30", "day"),
        ("2023/4/3", "2023-04-03", "day"),
        ("30-04-2023", "2023-04-30", "day"),
        ("30/04/2023", "2023-04-30", "day"),
        ("30.04.2023", "2023-04-30", "day"),
        ("३०-०४-२०२३", "2023-04-30", "day"),
        ("30 April 2023", "2023-04-30", "day"),
        ("30-Apr-2023", "2023-04-30", "day"),
        ("April 30, 2023", "2023-04-30", "day"),
        ("1st May 2023", "2023-05-01", "day"),
        ("३० अप्रैल २०२३", "2023-04-30", "day"),
        ("2023-04-30 14:20:00", "2023-04-30", "day"),
        ("2023-04", "2023-04-30", "month"),
        ("04/2023", "2023-04-30", "month"),
        ("April 2023", "2023-04-30", "month"),
        ("अप्रैल 2023", "2023-04-30", "month"),
        ("फ़रवरी 2024", "2024-02-29", "month"),
        ("फरवरी 2023", "2023-02-28", "month"),
        ("सितम्बर 2023", "2023-09-30", "month"),
        ("2023", "2023-12-31", "year"),
    ],
)
def test_a_partial_date_means_its_last_day(text, day, precision):
    assert read_date(text) == (dt.date.fromisoformat(day), precision)


def test_the_day_is_read_before_the_month():
    assert read_date("01/02/2023").day == dt.date(2023, 2, 1)


@pytest.mark.parametrize("text", ["", "  "])
def test_no_date_is_unknown_and_not_an_error(text):
    assert read_date(text) == (None, "unknown")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31-02-2023", "that month has 28 days"),
        ("02/25/2023", "there is no month 25; the day is read first"),
        ("2023-13", "there is no month 13"),
        ("0-01-2023", "that month has 31 days"),
        ("30-04-23", "write the year with four digits"),
        ("Apr-23", "write the year with four digits"),
        ("45046", "spreadsheet's day number"),
        ("3023-01-01", "the year 3023"),
        ("1823", "the year 1823"),
        ("Foo 2023", "'foo' is no month"),
        ("30-04/2023", "is not a date"),
        ("yesterday", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text, words):
    with pytest.raises(UnreadableDate, match=words):
        read_date(text)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_is_read_back_in_either_order_and_either_script(day):
    for text in (day.isoformat(), f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day:%d %B %Y}"):
        assert read_date(text) == read_date(text.translate(DEVANAGARI)) == (day, "day")


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text):
    with suppress(UnreadableDate):
        assert read_date(text).precision in {"day", "month", "year", "unknown"}


def test_a_day_in_india_ends_at_half_past_six_in_the_evening_utc():
    day = dt.date(2023, 8, 25)
    after = first_instant_after(day, "Asia/Kolkata")
    assert after == dt.datetime(2023, 8, 25, 18, 30, tzinfo=dt.UTC)
    assert after - end_of_day(day, "Asia/Kolkata") == dt.timedelta(microseconds=1)
