"""Activity: counts, medians and answers, and that the field's definitions come out as published.

The examples of Fanpage Karma are those of its academy and blog ("Social Media KPIs explained",
2014; academy.fanpagekarma.com). Rival IQ publishes formulas and no worked figures
(help.rivaliq.com, "Understanding engagement metrics"): the figures for them are made up.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import Platform
from pahunch.rules import growth
from pahunch.rules.activity import (
    INTERACTIONS,
    WEIGHTS,
    engagement,
    frequency,
    interactions,
    medians,
    mix,
    rate_by_day,
    rate_of_sums,
    rates,
    response,
    share,
    standing_followers,
    weighted,
)

NAN = float("nan")


def floats(*values):
    return np.array(values, dtype=np.float64)


def whole(*values):
    return np.array(values, dtype=np.int64)


def flags(*values):
    return np.array(values, dtype=np.bool_)


class TestPublishedExamples:
    """What others say their own definitions give."""

    def test_fanpage_karma_engagement_is_the_mean_of_the_days_rates(self):
        """They round each day to two figures before the mean: 0.0062. Exactly it is 0.00613."""
        done = floats(20, 0, 37, 100, 0, 0, 2)
        fans = floats(3500, 3590, 3700, 3750, 3755, 3780, 3783)
        printed = [float(f"{rate:.2g}") for rate in rates(done, fans)]
        assert printed == [0.0057, 0, 0.01, 0.027, 0, 0, 0.00053]
        assert round(sum(printed) / 7, 4) == 0.0062
        assert rate_by_day(done[None], fans[None]) == pytest.approx(0.00613, abs=5e-6)

    def test_fanpage_karma_response_time_is_the_median_and_no_mean(self):
        minutes = floats(10, 45, 120, 1200, 53)
        found = response(whole(0, 0, 0, 0, 0), minutes, flags(*[True] * 5), 1)
        assert found.median.tolist() == [53]
        assert round(found.median[0] / 60, 2) == 0.88
        assert round(minutes.mean() / 60, 2) == 4.76

    def test_fanpage_karma_service_level_is_eleven_of_twenty(self):
        """Four got a like, five a comment, two were deleted: each was seen to."""
        seen_to = flags(*[True] * 11, *[False] * 9)
        found = response(np.zeros(20, dtype=np.int64), np.ones(20), seen_to, 1)
        assert 1 - found.unanswered[0] == pytest.approx(0.55)

    def test_fanpage_karma_weights_a_comment_twice_and_a_share_three_times(self):
        figures = {"likes": floats(10), "comments": floats(4), "shares": floats(2)}
        assert WEIGHTS == {"likes": 1, "comments": 2, "shares": 3}
        assert weighted(figures).tolist() == [24]

    def test_fanpage_karma_growth_from_500_to_2000_in_two_weeks_is_100_per_cent_a_week(self):
        counts = np.full((1, 15), np.nan)
        counts[0, [0, 14]] = 500, 2000
        found = growth.growth(growth.ends(counts, counts, 0, 14))
        assert found.weekly_low[0] == pytest.approx(1.0)
        assert found.net_low[0] == 1500
        assert found.rate_low[0] == pytest.approx(3.0)

    def test_rival_iq_divides_the_interactions_of_a_post_by_followers_when_it_was_made(self):
        figures = {"likes": floats(80), "comments": floats(15), "shares": floats(25)}
        assert rates(interactions(figures, Platform.FACEBOOK), floats(24_000)).tolist() == [0.005]

    @pytest.mark.parametrize(
        ("platform", "total"),
        [
            (Platform.FACEBOOK, 120),  # reactions, comments, shares
            (Platform.INSTAGRAM, 95),  # likes, comments
            (Platform.X, 120),  # likes, retweets, replies
            (Platform.YOUTUBE, 95),  # likes, comments
        ],
    )
    def test_rival_iq_names_the_interactions_of_each_platform(self, platform, total):
        figures = {"likes": floats(80), "comments": floats(15), "shares": floats(25)}
        assert interactions(figures, platform).tolist() == [total]

    def test_rival_iq_weighs_the_posts_of_several_companies_by_their_followers(self):
        assert rate_of_sums(floats(10, 90), floats(1_000, 99_000)) == pytest.approx(0.001)


def test_posts_a_week_and_active_days_count_each_account_by_itself() -> None:
    found = frequency(whole(0, 0, 0, 2), whole(0, 0, 13, 5), 3, 14)
    assert found.posts.tolist() == [3, 0, 1]
    assert found.weekly.tolist() == [1.5, 0, 0.5]
    assert found.active_days.tolist() == [2, 0, 1]


@pytest.mark.parametrize("day", [-1, 7])
def test_a_post_outside_the_period_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match="day of the period"):
        frequency(whole(0), whole(day), 1, 7)


def test_what_is_not_told_is_not_zero() -> None:
    figures = {"likes": floats(80, NAN), "comments": floats(15, 3), "shares": floats(NAN, 2)}
    assert interactions(figures, Platform.INSTAGRAM)[0] == 95
    assert np.isnan(interactions(figures, Platform.FACEBOOK)).all()


@pytest.mark.parametrize("platform", sorted(set(Platform) - set(INTERACTIONS)))
def test_a_platform_that_tells_no_interactions_has_no_rate(platform: Platform) -> None:
    figures = {"likes": floats(80), "comments": floats(15), "shares": floats(25)}
    assert np.isnan(interactions(figures, platform)).all()


def test_an_account_without_followers_has_no_rate() -> None:
    assert np.isnan(rates(floats(5, 5), floats(0, NAN))).all()


def test_the_rate_of_an_account_is_the_median_of_its_posts_that_have_one() -> None:
    found = engagement(whole(0, 0, 0, 1), floats(0.1, 0.2, NAN, NAN), floats(0.3, 0.4, NAN, 0.1), 3)
    assert found.low[0] == pytest.approx(0.15)
    assert found.high[0] == pytest.approx(0.35)
    assert found.rated.tolist() == [2, 0, 0]
    assert np.isnan(found.low[1:]).all()


def test_one_post_that_spreads_far_does_not_change_the_median() -> None:
    low = floats(0.01, 0.02, 0.03)
    wild = floats(0.01, 0.02, 3)
    assert (
        engagement(whole(0, 0, 0), low, low, 1).low == engagement(whole(0, 0, 0), wild, wild, 1).low
    )


def test_a_count_stands_for_a_week_and_no_longer() -> None:
    counts = np.full((1, 20), np.nan)
    counts[0, 5] = 1_000
    found = standing_followers(counts, whole(0, 0, 0, 0), whole(4, 5, 12, 13))
    assert np.isnan(found[[0, 3]]).all()
    assert found[[1, 2]].tolist() == [1_000, 1_000]


def test_leaving_things_open_does_not_make_an_answer_quick() -> None:
    """One of ten was answered within the hour; the others are open for a hundred."""
    waited = floats(1, *[100] * 9)
    found = response(np.zeros(10, dtype=np.int64), waited, flags(True, *[False] * 9), 1)
    assert found.median.tolist() == [1]
    assert found.unanswered.tolist() == [0.9]
    assert np.isnan(found.half[0])


def test_where_everything_was_answered_half_is_the_median_answer() -> None:
    found = response(whole(0, 0, 0, 1), floats(3, 1, 2, 9), flags(True, True, True, True), 2)
    assert found.half.tolist() == found.median.tolist() == [2, 9]


def test_half_agrees_with_kaplan_and_meier() -> None:
    """Six at risk: answered at 1, open at 2, answered at 3: 5/6, then 5/6 × 3/4 = 0.625; then
    answered at 4: × 2/3 = 0.417, below a half."""
    waited, answered = floats(1, 2, 3, 4, 5, 6), flags(True, False, True, True, False, False)
    assert response(np.zeros(6, dtype=np.int64), waited, answered, 1).half.tolist() == [4]


def test_nobody_wrote() -> None:
    found = response(whole(), floats(), flags(), 2)
    assert found.written.tolist() == [0, 0]
    assert np.isnan([*found.median, *found.half, *found.unanswered]).all()


def test_a_time_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not below zero"):
        response(whole(0), floats(NAN), flags(True), 1)


def test_kinds_are_counted_by_account() -> None:
    assert mix(whole(0, 0, 1), whole(2, 2, 0), 2, 3).tolist() == [[0, 0, 2], [1, 0, 0]]


def test_a_share_with_posts_that_nobody_read_is_a_range() -> None:
    low, high = share(whole(3, 0), whole(3, 0), whole(4, 0))
    assert (low[0], high[0]) == (0.3, 0.7)
    assert np.isnan([low[1], high[1]]).all()


ENTRIES = st.lists(
    st.tuples(st.integers(0, 3), st.floats(0, 1_000, allow_nan=False), st.booleans()), max_size=40
)


@given(ENTRIES)
def test_medians_are_those_of_each_account_alone(entries: list[tuple[int, float, bool]]) -> None:
    account = np.array([entry[0] for entry in entries], dtype=np.int64)
    values = np.array([entry[1] for entry in entries], dtype=np.float64)
    found = medians(account, values, 4)
    for one in range(4):
        own = values[account == one]
        assert np.isnan(found[one]) if not len(own) else found[one] == np.median(own)


@given(ENTRIES)
def test_half_is_as_kaplan_and_meier_have_it(entries: list[tuple[int, float, bool]]) -> None:
    account = np.array([entry[0] for entry in entries], dtype=np.int64)
    waited = np.array([entry[1] for entry in entries], dtype=np.float64)
    answered = np.array([entry[2] for entry in entries], dtype=np.bool_)
    found = response(account, waited, answered, 4).half
    for one in range(4):
        mine = [(time, not done) for number, time, done in entries if number == one]
        left, expected = 1.0, NAN
        for rank, (time, is_open) in enumerate(sorted(mine)):
            if not is_open:
                left *= 1 - 1 / (len(mine) - rank)
                if left <= 0.5 + 1e-9:
                    expected = time
                    break
        assert found[one] == pytest.approx(expected, nan_ok=True)


@given(ENTRIES)
def test_half_is_never_sooner_than_the_first_answer(entries: list[tuple[int, float, bool]]) -> None:
    account = np.zeros(len(entries), dtype=np.int64)
    waited = np.array([entry[1] for entry in entries], dtype=np.float64)
    answered = np.array([entry[2] for entry in entries], dtype=np.bool_)
    found = response(account, waited, answered, 1)
    assert np.isnan(found.half[0]) or found.half[0] >= waited[answered].min()
    assert np.isnan(found.unanswered[0]) or 0 <= found.unanswered[0] <= 1
