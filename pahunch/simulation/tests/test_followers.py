from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from pahunch.facts import Platform
from pahunch.simulation.followers import draw_block
from pahunch.simulation.plan import SLOTS, Plan

PLAN = Plan(7, 230, 730, date(2025, 6, 30))


@pytest.fixture(scope="module")
def block():
    return draw_block(PLAN, 0)


def of(block, platform: Platform) -> np.ndarray:
    """Say which of a block's accounts are on a platform."""
    return np.array([SLOTS[slot].platform is platform for slot in block.slots])


def day(when: date) -> int:
    return (when - PLAN.first_day).days


def planted(block, event: str):
    return [(account, row) for account, row in block.planted if row.event == event]


def test_five_platforms_are_there(block):
    assert {SLOTS[slot].platform for slot in block.slots} == {
        Platform.X,
        Platform.FACEBOOK,
        Platform.INSTAGRAM,
        Platform.YOUTUBE,
        Platform.KOO,
    }


def test_the_last_planned_day_is_as_the_plan_decided(block):
    final = block.reach.final[block.rows, block.slots]
    there = ~of(block, Platform.KOO)

    assert (block.true[there, -1] == final[there]).all()


def test_koo_ends_midway_and_never_falls_to_zero(block):
    koo = of(block, Platform.KOO)

    assert 0.5 < PLAN.closing / PLAN.days < 0.6
    assert block.seen[koo, : PLAN.closing].any()
    assert not block.seen[koo, PLAN.closing :].any()
    assert not block.open[koo, PLAN.closing :].any()
    assert block.true[koo, : PLAN.closing].min() > 0
    assert (
        block.true[koo, PLAN.closing - 1] == block.reach.final[block.rows, block.slots][koo]
    ).all()


def test_nobody_ever_has_fewer_than_one_follower(block):
    assert block.true[block.open].min() > 0


def test_a_weekend_grows_more_slowly(block):
    calm = np.ones(PLAN.days - 1, dtype=bool)
    for start, end in PLAN.calendar.busy:
        calm[start - 1 : end] = False
    growth = np.diff(block.true[of(block, Platform.FACEBOOK)], axis=1)
    weekday = (PLAN.first_day.weekday() + 1 + np.arange(PLAN.days - 1)) % 7

    weekend = growth[:, calm & (weekday >= 5)].mean()
    assert weekend < 0.75 * growth[:, calm & (weekday < 5)].mean()


def test_a_busy_spell_grows_faster(block):
    start, end = PLAN.calendar.busy[0]
    growth = np.diff(block.true[of(block, Platform.FACEBOOK)], axis=1)

    assert growth[:, start - 1 : end - 1].mean() > 1.4 * growth.mean()


def test_the_purge_takes_followers_from_every_account_of_its_platform_on_its_day(block):
    purged = of(block, PLAN.calendar.purge_platform)
    lost = np.diff(block.true, axis=1)[:, PLAN.calendar.purge_day - 1]

    assert purged.any()
    assert (lost[purged] < 0).all()
    assert (lost[~purged & block.open[:, PLAN.calendar.purge_day]] >= 0).mean() > 0.75


def test_a_bought_burst_is_in_the_counts_and_decays(block):
    bursts = planted(block, "burst")
    typical = np.median(np.abs(np.diff(block.true, axis=1)), axis=1)

    assert len(bursts) > 10
    for account, row in bursts:
        start, end = day(row.starts), day(row.ends)
        gained = int(block.true[account, end] - block.true[account, start - 1])
        assert gained > 0.8 * row.size
        assert gained / (end - start + 1) > 3 * typical[account]


def test_a_step_happens_in_one_day_and_stays(block):
    steps = planted(block, "step")

    assert steps
    for account, row in steps:
        start = day(row.starts)
        assert row.starts == row.ends
        assert block.true[account, start] - block.true[account, start - 1] > 0.8 * row.size


def test_long_gaps_are_absent_and_not_zero(block):
    gaps = planted(block, "gap")

    assert gaps
    for account, row in gaps:
        assert not block.seen[account, day(row.starts) : day(row.ends) + 1].any()
        assert block.true[account, 0] > 0


def test_an_outage_hides_every_account_of_its_platform(block):
    outages = [row for row in PLAN.calendar.planted() if row.event == "outage"]

    assert {row.platform for row in outages} >= {"facebook", "x"}
    for row in outages:
        there = of(block, Platform(row.platform))
        assert not block.seen[there, day(row.starts) : day(row.ends) + 1].any()


def test_refusals_are_planted_and_seen(block):
    refusals = planted(block, "withheld")

    assert refusals
    for account, row in refusals:
        assert block.withheld[account, day(row.starts) : day(row.ends) + 1].all()


def test_single_days_are_missed_or_withheld_now_and_then(block):
    assert 0.01 < (~block.seen & block.open).mean() < 0.04
    assert 0.002 < block.withheld.mean() < 0.03


def test_nothing_is_missing_of_ministers_in_the_last_days(block):
    firm = block.reach.firm[block.rows] & ~of(block, Platform.KOO)

    assert block.seen[firm, -7:].all()
    assert not block.withheld[firm, -7:].any()


def test_the_same_seed_gives_the_same_counts_and_another_seed_others(block):
    again, other = draw_block(PLAN, 0), draw_block(replace(PLAN, seed=8), 0)

    assert np.array_equal(again.true, block.true)
    assert np.array_equal(again.seen, block.seen)
    assert not np.array_equal(other.reach.electors, block.reach.electors)


def test_days_added_later_leave_the_past_as_it_was(block):
    longer = draw_block(replace(PLAN, extra_days=12), 0)

    assert longer.true.shape[1] == PLAN.days + 12
    assert np.array_equal(longer.true[:, : PLAN.days], block.true)
    assert np.array_equal(longer.seen[:, : PLAN.days], block.seen)
    assert np.array_equal(longer.withheld[:, : PLAN.days], block.withheld)
    assert longer.seen[:, PLAN.days :].any()


def test_blocks_do_not_depend_on_which_others_are_drawn():
    plan = Plan(7, 3000, 730, date(2025, 6, 30))

    second = draw_block(plan, 1)
    draw_block(plan, 0)

    assert plan.blocks > 1
    assert np.array_equal(draw_block(plan, 1).true, second.true)
    assert sum(len(plan.members_of(number)) for number in range(plan.blocks)) == 3000


@pytest.mark.parametrize("days", [1, 2, 3, 10, 20, 59, 61])
def test_a_state_of_few_days_can_be_made(days):
    plan = Plan(3, 40, days, date(2025, 6, 30))
    made = draw_block(plan, 0)

    assert made.true.shape[1] == days
    assert made.true[made.open].min() > 0
    assert not made.open[of(made, Platform.KOO), -1].any()
