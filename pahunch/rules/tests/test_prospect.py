"""Prospects: what is added up, what a chance is of, and what must never happen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.facts import Adding
from pahunch.rules.prospect import courses, prospect

NONE, OPEN = np.nan, np.inf
DAYS = [7, 28]


def added(low, adding=Adding.TOTAL, *, high=None, groups=None, number=1, fresh=7):
    lows = np.array(low, dtype=np.float64)
    highs = lows if high is None else np.array(high, dtype=np.float64)
    whose = np.zeros(len(lows), dtype=np.int64) if groups is None else np.array(groups)
    return courses(lows, highs, whose, number, adding, fresh=fresh)


@pytest.mark.parametrize(
    ("adding", "lower", "upper"),
    [
        (Adding.TOTAL, [400, 440], [400, 440]),
        (Adding.BEST, [300, 320], [300, 320]),
        (Adding.PEOPLE, [300, 320], [400, 440]),
    ],
)
def test_accounts_are_added_up_as_the_directive_says(adding, lower, upper):
    found = added([[100, 120], [300, 320]], adding)
    assert (found[0][0].tolist(), found[1][0].tolist()) == (lower, upper)


def test_gaps_are_bridged_and_days_before_the_youngest_account_left_out():
    lower, _upper = added([[10, NONE, 30, NONE], [NONE, 5, 5, 5]])
    assert np.isnan(lower[0, 0])
    assert lower[0, 1:].tolist() == [25, 35, 35]


def test_a_stale_account_is_left_out_and_opens_the_upper_end():
    old = [50, *[NONE] * 8]
    lower, upper = added([old, [10.0] * 9])
    assert (lower[0, -1], upper[0, -1]) == (10, OPEN)
    lower, upper = added([old, [10.0] * 9], fresh=None)
    assert (lower[0, -1], upper[0, -1]) == (60, 60)


def test_no_upper_end_of_one_account_is_none_of_all():
    lower, upper = added([[10, 10], [20, 20]], high=[[10, 10], [20, OPEN]])
    assert (lower[0, -1], upper[0, -1]) == (30, OPEN)


def test_who_has_nothing_counted_has_no_course():
    lower, upper = added([[NONE, NONE], [5, 6]], groups=[0, 2], number=3)
    assert np.isnan(lower[:2]).all()
    assert np.isnan(upper[:2]).all()
    assert lower[2].tolist() == [5, 6]
    assert np.isnan(added([[NONE]])[0]).all()


def steady(number=6, days=90, gain=10.0, start=1_000):
    return start + gain * np.arange(days) + 100.0 * np.arange(number)[:, None]


def test_a_target_far_below_is_nearly_certain_and_far_above_nearly_hopeless():
    now = steady()
    for target, sure in ((500.0, True), (50_000.0, False)):
        found = prospect(now, now, np.full(6, target), DAYS)
        assert ((found.chance_low > 0.99) == sure).all()
        assert ((found.chance_high < 0.01) != sure).all()


def test_needed_a_day_and_the_day_of_meeting_follow_from_todays_pace():
    now = steady(1)
    target = now[0, -1] + 280
    found = prospect(now, now, np.array([target]), DAYS)
    assert found.needed[0] == pytest.approx(10)
    assert found.pace[0] == pytest.approx(10)
    assert found.meets_in[0] == 28
    there = prospect(now, now, np.array([5.0]), DAYS)
    assert (there.needed[0], there.meets_in[0]) == (0, 0)
    falling = prospect(now[:, ::-1].copy(), now, np.array([9_000.0]), DAYS)
    assert falling.meets_in[0] == np.inf


def test_what_is_not_known_is_not_known_of_the_prospect_either():
    lower = np.vstack([steady(1), np.full((1, 90), NONE)])
    upper = np.vstack([np.full((1, 90), OPEN), np.full((1, 90), NONE)])
    found = prospect(lower, upper, np.array([1_500.0, 1_500.0]), DAYS)
    assert found.needed[0] == 0
    assert np.isnan(found.chance_high).all()
    for part in (found.needed, found.pace, found.meets_in):
        assert np.isnan(part[1])
    without_target = prospect(lower, upper, np.array([NONE, NONE]), DAYS)
    assert np.isnan(without_target.chance_low).all()
    assert np.isnan(without_target.meets_in).all()
    with pytest.raises(ValueError, match="a day"):
        prospect(lower, upper, np.array([1.0, 1.0]), [])


@settings(deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 5_000), st.floats(0, 400))
def test_a_wider_range_never_narrows_the_chance_and_a_higher_target_never_raises_it(
    seed, more, wider
):
    chance = np.random.default_rng(seed)
    now = 5_000 + np.cumsum(chance.normal(8, 5, (8, 80)), axis=1)
    near = prospect(now, now, np.full(8, 5_700.0), DAYS)
    far = prospect(now, now, np.full(8, 5_700.0 + more), DAYS)
    assert (far.chance_low <= near.chance_low + 1e-12).all()
    ranged = prospect(now, now + wider, np.full(8, 5_700.0), DAYS)
    assert (ranged.chance_low <= near.chance_low + 1e-12).all()
    assert (ranged.chance_high >= near.chance_high - 1e-12).all()
    assert (ranged.chance_low <= ranged.chance_high).all()
