from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.collection.by_hand.numbers import LARGEST, is_far, on_screen
from pahunch.facts import Count


@pytest.mark.parametrize(
    ("wording", "low", "high"),
    [
        ("12,345", 12_345, 12_345),
        ("1,23,456", 1_23_456, 1_23_456),
        ("१२,३४५", 12_345, 12_345),
        ("12.3K", 12_250, 12_399),
        ("12.3k followers", 12_250, 12_399),
        ("12.3 हज़ार", 12_250, 12_399),
        ("1.2M", 1_150_000, 1_299_999),
        ("1.2 लाख", 1_15_000, 1_29_999),
        ("1.2 लाख फ़ॉलोअर", 1_15_000, 1_29_999),
        (" 980 ", 980, 980),
        ("0", 0, 0),
    ],
)
def test_a_number_is_read_as_it_stands_on_a_screen(wording: str, low: int, high: int) -> None:
    assert on_screen(wording) == Count(low, high)


def test_no_upper_end_stays_no_upper_end() -> None:
    assert on_screen("1K+") == Count(1_000, None)


@given(st.integers(1_000, 9_999_999))
def test_the_interval_holds_whether_the_screen_rounds_or_cuts(number: int) -> None:
    cut = f"{number // 100 / 10:.1f}K"
    rounded = f"{(number + 50) // 100 / 10:.1f}K"
    for shown in (cut, rounded):
        count = on_screen(shown)
        assert count.high is not None
        assert count.low <= number <= count.high


@pytest.mark.parametrize("wording", ["", "many", "12.3X", "-5", "12 13", "99999999999", "x" * 500])
def test_what_is_no_number_is_not_guessed_at(wording: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are those of the quantities
        on_screen(wording)


def test_more_than_all_people_is_a_slip() -> None:
    with pytest.raises(ValueError, match="more than all people"):
        on_screen(str(LARGEST + 1))


@pytest.mark.parametrize(
    ("new", "last", "far"),
    [
        (Count(300, 300), Count(100, 100), False),
        (Count(301, 301), Count(100, 100), True),
        (Count(100, 100), Count(301, 301), True),
        (Count(100, 100), Count(300, 300), False),
        (Count(1_000, None), Count(100, 100), True),
        (Count(1_000, None), Count(5_000, 5_000), False),
        (Count(1_000, 1_000), Count(10, None), False),
        (Count(3, 3), Count(0, 0), False),
        (Count(12_250, 12_399), Count(12_000, 13_000), False),
    ],
)
def test_far_is_more_than_three_times_at_the_nearest_ends(
    new: Count, last: Count, far: bool
) -> None:
    assert is_far(new, last) is far
