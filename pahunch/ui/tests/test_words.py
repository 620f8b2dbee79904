from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest
from babel.numbers import format_decimal
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import Count, Precision, Standing
from pahunch.ui import words

JUDGED = date(2023, 8, 25)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (15_046, "15,046"),
        (243_743, "2,43,743"),
        (12_345_678, "1,23,45,678"),
    ],
)
def test_numbers_stand_in_lakh_and_crore(value: int, written: str) -> None:
    assert words.number(value) == written


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_every_number_is_grouped_as_india_does(value: int) -> None:
    assert words.number(value) == format_decimal(value, locale="en_IN")


def test_what_is_not_known_is_a_dash_and_not_zero() -> None:
    assert words.number(None) == words.interval(None) == words.percent(None) == "—"
    assert words.day(None) == words.age(None, JUDGED) == "—"


def test_an_interval_says_both_ends() -> None:
    assert words.interval(Count(15_046, 15_727)) == "15,046–15,727"
    assert words.interval(Count.exactly(12_584)) == "12,584"


def test_a_count_without_upper_end_says_at_least() -> None:
    with translation.override("en"):
        assert words.interval(Count.at_least(1_500_000)) == "at least 15,00,000"
    with translation.override("hi"):
        assert words.interval(Count.at_least(1_500_000)) == "15,00,000 या अधिक"


def test_a_share_below_the_line_is_never_printed_as_the_line() -> None:
    assert words.percent(0.04999) == "4.9%"
    assert words.percent(0.05) == "5.0%"
    assert words.percent(66.3601) == "6,636%"


@given(st.fractions(min_value=0, max_value=Fraction(1)))
def test_a_printed_share_never_exceeds_the_share(share: Fraction) -> None:
    printed = words.percent(share).removesuffix("%").replace(",", "")
    assert Fraction(printed) / 100 <= share + Fraction(1, 10**6)


@given(st.integers(min_value=1, max_value=400_000), st.integers(min_value=1, max_value=400_000))
def test_a_share_kept_as_a_float_is_cut_as_the_exact_one(low: int, electors: int) -> None:
    assert words.percent(low / electors) == words.percent(Fraction(low, electors))


def test_a_target_share_has_no_needless_noughts() -> None:
    assert [words.goal(Fraction(5, 100)), words.goal(Fraction(1, 40))] == ["5%", "2.5%"]


def test_a_day_is_the_day_of_the_state_and_not_of_greenwich() -> None:
    late = datetime(2023, 8, 25, 19, 30, tzinfo=UTC)
    assert words.day(late) == "26-08-2023"
    assert words.moment(late) == "26-08-2023 01:00"


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        (Precision.MOMENT, "30-04-2023 17:30"),
        (Precision.DAY, "30-04-2023"),
        (Precision.MONTH, "04-2023"),
        (Precision.YEAR, "2023"),
    ],
)
def test_a_date_is_printed_no_more_exactly_than_its_source(precision: str, written: str) -> None:
    assert words.seen_on(datetime(2023, 4, 30, 12, tzinfo=UTC), precision) == written


def test_a_count_without_date_says_so() -> None:
    with translation.override("en"):
        assert words.seen_on(None, Precision.UNKNOWN) == "no date"


@pytest.mark.parametrize(
    ("seen", "english", "hindi"),
    [
        (date(2023, 8, 26), "after the date judged", "निर्णय की तिथि के बाद"),
        (date(2023, 8, 25), "on the date judged", "निर्णय की तिथि को ही"),
        (date(2023, 8, 24), "1 day before the date judged", "निर्णय की तिथि से 1 दिन पहले"),
        (date(2023, 8, 1), "24 days before the date judged", "निर्णय की तिथि से 24 दिन पहले"),
        (date(2023, 4, 20), "4 months before the date judged", "निर्णय की तिथि से 4 महीने पहले"),
        (date(2019, 1, 11), "4 years before the date judged", "निर्णय की तिथि से 4 वर्ष पहले"),
    ],
)
def test_an_age_is_said_in_words(seen: date, english: str, hindi: str) -> None:
    with translation.override("en"):
        assert words.age(seen, JUDGED) == english
    with translation.override("hi"):
        assert words.age(seen, JUDGED) == hindi


def test_a_name_stands_in_the_language_of_the_page_or_in_the_one_there_is() -> None:
    both = SimpleNamespace(name="Budhni", name_hi="बुधनी")
    one = SimpleNamespace(name="Barod", name_hi="")
    with translation.override("hi"):
        assert [words.named(both), words.named(one), words.named(None)] == ["बुधनी", "Barod", "—"]
    with translation.override("en"):
        assert words.named(both) == "Budhni"


def test_every_standing_has_a_shape_and_a_word_of_its_own() -> None:
    assert len(set(words.SHAPES.values())) == len(Standing)
    for language in ("hi", "en"):
        with translation.override(language):
            assert len({words.standing(one) for one in Standing}) == len(Standing)
