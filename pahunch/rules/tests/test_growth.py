"""Growth: the field's published examples, gaps, intervals, and what must never happen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pahunch.rules.growth import FRESH_DAYS, ends, growth, growth_together

NONE = np.nan


def grown(*counts, start=0, end=-1, high=None):
    low = np.array([counts], dtype=np.float64)
    tops = low if high is None else np.array([high], dtype=np.float64)
    return growth(ends(low, tops, start, low.shape[1] + end))


def test_fanpage_karmas_example_500_to_2000_in_two_weeks_is_100_per_cent_a_week():
    found = grown(500, *[NONE] * 13, 2_000)
    assert found.weekly_low[0] == pytest.approx(1.0)
    assert found.weekly_high[0] == pytest.approx(1.0)
    assert (found.net_low[0], found.days[0]) == (1_500, 14)


def test_the_rate_is_the_net_growth_over_the_first_count():
    found = grown(1_000, *[NONE] * 29, 1_100)
    assert found.rate_low[0] == pytest.approx(0.1)
    assert grown(1_000, 900).rate_high[0] == pytest.approx(-0.1)


def test_an_end_is_the_last_count_on_or_before_it():
    found = grown(NONE, 100, NONE, NONE, 130, NONE, start=2)
    assert (found.net_low[0], found.days[0]) == (30, 3)


@pytest.mark.parametrize(
    "counts",
    [
        (NONE, NONE, NONE),
        (100, NONE, NONE),
        (NONE, NONE, 100),
        (100, *[NONE] * (FRESH_DAYS + 1), 120, *[NONE] * (FRESH_DAYS + 1)),
    ],
)
def test_without_a_fresh_count_at_both_ends_nothing_is_known(counts):
    found = grown(*counts)
    assert np.isnan(
        [found.net_low[0], found.rate_low[0], found.weekly_high[0], found.days[0]]
    ).all()


def test_a_week_old_count_still_stands_and_an_older_one_does_not():
    old = [NONE] * FRESH_DAYS
    assert grown(100, *old, 120, start=FRESH_DAYS).net_low[0] == 20
    assert np.isnan(grown(100, NONE, *old, 120, start=FRESH_DAYS + 1).net_low[0])


def test_rounded_counts_give_an_interval():
    found = grown(12_100, 12_300, high=(12_199, 12_399))
    assert (found.net_low[0], found.net_high[0]) == (101, 299)
    still = grown(12_100, 12_100, high=(12_199, 12_199))
    assert (still.net_low[0], still.net_high[0]) == (-99, 99)


def test_no_upper_end_leaves_growth_open_above_only():
    found = grown(1_000, 1_500, high=(1_000, np.inf))
    assert (found.net_low[0], found.net_high[0]) == (500, np.inf)


def test_growth_from_nothing_has_no_rate():
    found = grown(0, 50)
    assert found.net_low[0] == 50
    assert np.isnan([found.rate_low[0], found.rate_high[0], found.weekly_low[0]]).all()


def test_a_new_account_is_not_growth_of_its_owner():
    low = np.array([[100, 110], [NONE, 5_000], [NONE, 7.0]])
    found, made_of = growth_together(ends(low, low, 0, 1), np.array([0, 0, 1]), 3)
    assert found.net_low[0] == 10
    assert made_of.tolist() == [1, 0, 0]
    assert np.isnan(found.net_low[1:]).all()


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (-1, 1), (0, 3)])
def test_a_period_starts_before_it_ends_within_the_days(start, end):
    with pytest.raises(ValueError, match="period"):
        ends(np.zeros((1, 3)), np.zeros((1, 3)), start, end)


COUNTS = arrays(np.float64, (4, 12), elements=st.integers(1, 10**7) | st.just(NONE))


@given(COUNTS, st.integers(0, 10_000))
def test_a_wider_interval_never_narrows_growth(low, more):
    exact = growth(ends(low, low, 2, 11))
    wide = growth(ends(low, low + more, 2, 11))
    known = ~np.isnan(exact.net_low)
    assert (wide.net_low[known] <= exact.net_low[known]).all()
    assert (wide.net_high[known] >= exact.net_high[known]).all()


@given(COUNTS)
def test_groups_of_one_grow_as_their_account(low):
    found = ends(low, low, 0, 11)
    alone, together = growth(found), growth_together(found, np.arange(4), 4)[0]
    for name in ("net_low", "net_high", "rate_low", "weekly_high", "days"):
        assert np.array_equal(getattr(alone, name), getattr(together, name), equal_nan=True)
