"""The arithmetic of counting: calls, units, money, and limits that would not last."""

from __future__ import annotations

import pytest

from pahunch.facts import Platform
from pahunch.platforms.costs import cost

DOLLAR = 1_000_000
DAILY_FOR_A_WEEK = (1, 2, 3, 4, 5, 6)


def test_five_thousand_accounts_of_x_cost_fifty_dollars_a_day() -> None:
    line = cost(Platform.X, 5_000)
    assert (line.calls_a_day, line.money_a_day, line.money_a_month) == (
        50,
        50 * DOLLAR,
        1_500 * DOLLAR,
    )
    assert not line.passed


def test_posts_read_daily_for_a_week_pass_the_cap_of_the_month() -> None:
    counts = cost(Platform.X, 5_000)
    line = cost(Platform.X, 5_000, posts_a_day=5, reread=DAILY_FOR_A_WEEK)
    assert line.spent_a_day["posts"] == 175_000
    assert line.money_a_day - counts.money_a_day == 875 * DOLLAR
    assert line.spent_a_day["posts"] * 30 == 5_250_000
    assert [limit.name for limit in line.passed] == ["posts"]


def test_read_on_days_0_1_7_and_28_they_stay_below_it() -> None:
    line = cost(Platform.X, 5_000, posts_a_day=5)
    assert line.spent_a_day["posts"] == 100_000
    assert not line.passed


def test_five_thousand_channels_are_a_hundred_units() -> None:
    line = cost(Platform.YOUTUBE, 5_000)
    assert (line.calls_a_day, dict(line.spent_a_day)) == (100, {"units": 100})


@pytest.mark.parametrize(
    ("platform", "calls", "money"),
    [
        (Platform.X, 3, 2_300_000),
        (Platform.FACEBOOK, 5, 0),
        (Platform.INSTAGRAM, 230, 0),
        (Platform.YOUTUBE, 5, 0),
        (Platform.TELEGRAM, 460, 0),
        (Platform.BLUESKY, 10, 0),
    ],
)
def test_230_members_are_counted_for_two_dollars_thirty_a_day(
    platform: Platform, calls: int, money: int
) -> None:
    line = cost(platform, 230)
    assert (line.calls_a_day, line.money_a_day) == (calls, money)
    assert line.money_a_month == money * 30


def test_with_five_posts_a_day_230_members_of_x_cost_759_dollars_a_month() -> None:
    line = cost(Platform.X, 230, posts_a_day=5)
    assert line.money_a_month == (69 + 690) * DOLLAR
    assert line.spent_a_day["posts"] == 230 * 5 * 4


def test_more_pages_than_linkedin_allows_a_day_are_named() -> None:
    assert [limit.name for limit in cost(Platform.LINKEDIN, 600).passed] == ["calls", "member"]


@pytest.mark.parametrize("platform", [Platform.WHATSAPP, Platform.SHARECHAT, Platform.KOO])
def test_what_has_no_interface_costs_nothing(platform: Platform) -> None:
    line = cost(platform, 230)
    assert (line.calls_a_day, line.money_a_day, dict(line.spent_a_day)) == (0, 0, {})
