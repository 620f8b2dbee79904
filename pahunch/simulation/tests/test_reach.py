from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import Platform
from pahunch.simulation import BadPlan
from pahunch.simulation.plan import SLOTS, Plan
from pahunch.simulation.reach import LEAST_FOLLOWERS, draw_reach, rounding_step, target

LAST = date(2025, 6, 30)
AT_END = np.array([slot.counts_at_end for slot in SLOTS])
YOUTUBE = np.array([slot.platform is Platform.YOUTUBE for slot in SLOTS])


def ends(reach) -> tuple[np.ndarray, np.ndarray]:
    """Give the ends of everybody's interval on the last day, as the platforms show it."""
    step = np.where(YOUTUBE, rounding_step(reach.final), 1)
    low = reach.final // step * step
    return (low * AT_END).sum(axis=1), ((low + (step - 1) * reach.has) * AT_END).sum(axis=1)


@pytest.mark.parametrize("seed", [0, 1, 7, 2023])
def test_of_31_ministers_29_meet_the_target_one_falls_short_and_one_is_undecided(seed):
    plan = Plan(seed, 230, 730, LAST)
    reach = draw_reach(plan, 0)
    ministers = list(plan.minister_numbers)
    low, high = ends(reach)
    aims = target(reach.electors[:, -1])

    assert len(set(ministers)) == 31
    assert (low >= aims)[ministers].sum() == 29
    assert (high < aims)[ministers].sum() == 1


def test_a_plausible_part_of_the_members_meets_the_target():
    reach = draw_reach(Plan(7, 230, 730, LAST), 0)
    low, _ = ends(reach)

    assert 0.4 < (low >= target(reach.electors[:, -1])).mean() < 0.6


def test_some_members_have_no_account_and_no_minister_is_among_them():
    plan = Plan(7, 5000, 20, LAST)
    reach = draw_reach(plan, 0)
    without = np.logical_not(reach.has.any(axis=1))

    assert 20 < without.sum() < 80
    assert not without[list(plan.minister_numbers)].any()


def test_nobody_without_an_account_has_followers():
    reach = draw_reach(Plan(7, 5000, 20, LAST), 0)

    assert (reach.final[~reach.has] == 0).all()
    assert (reach.final[reach.has & ~YOUTUBE] >= 0).all()
    assert np.median(reach.final[reach.has]) > LEAST_FOLLOWERS


def test_ministers_are_at_most_fifteen_in_a_hundred_and_at_most_31():
    assert Plan(7, 20, 5, LAST).ministers == 3
    assert Plan(7, 230, 5, LAST).ministers == 31
    assert Plan(7, 5_000_000, 5, LAST).ministers == 31
    assert Plan(7, 1, 5, LAST).minister_numbers == (0,)


@given(st.integers(1, 10**9))
def test_youtube_keeps_three_figures(followers):
    step = int(rounding_step(np.array([followers]))[0])
    shown = followers // step * step

    assert shown <= followers < shown + step
    assert len(str(shown).rstrip("0")) <= 3
    assert step == 1 or followers >= 1000


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ((-1, 230, 730), "seed"),
        ((7, 0, 730), "representatives"),
        ((7, 30_000_000, 730), "representatives"),
        ((7, 230, 0), "days"),
        ((7, 230, 5000), "days"),
    ],
)
def test_numbers_that_make_no_state_are_refused_by_name(numbers, word):
    seed, representatives, days = numbers

    with pytest.raises(BadPlan, match=word):
        Plan(seed, representatives, days, LAST)
