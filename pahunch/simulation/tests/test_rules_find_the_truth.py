"""What was planted in the made-up state is what the rules of the basement find in its counts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from pahunch.facts import Platform
from pahunch.rules.shared_moves import shared_moves
from pahunch.rules.suspicion import suspicion
from pahunch.simulation.followers import draw_block
from pahunch.simulation.plan import SLOTS, Plan

PLAN = Plan(seed=7, representatives=120, days=300, until=date(2026, 3, 31))


def test_the_purge_is_found_on_its_own_platform_alone() -> None:
    block = draw_block(PLAN, 0)
    counts = np.where(block.seen & ~block.withheld, block.true, np.nan)
    platforms = np.array([SLOTS[slot].platform for slot in block.slots])
    found = shared_moves(counts[platforms == Platform.X])
    assert found.is_event[PLAN.calendar.purge_day]
    assert (found.move < -0.01).sum() == 1
    for other in (Platform.FACEBOOK, Platform.INSTAGRAM):
        assert not (shared_moves(counts[platforms == other]).move < -0.01).any()


@pytest.mark.parametrize("hindsight", [False, True])
def test_planted_bursts_and_steps_ask_for_an_explanation_and_the_purge_does_not(
    *, hindsight: bool
) -> None:
    block = draw_block(PLAN, 0)
    counts = np.where(block.seen & ~block.withheld, block.true, np.nan)
    platforms = [SLOTS[slot].platform.value for slot in block.slots]
    flagged = suspicion(counts, platforms=platforms, hindsight=hindsight).flagged
    left = flagged.copy()
    planted = [one for one in block.planted if one[1].event in {"burst", "step"}]
    missed = []
    for account, one in planted:
        first, last = (one.starts - PLAN.first_day).days, (one.ends - PLAN.first_day).days
        near = slice(max(first - 1, 0), last + 9)
        if not flagged[account, near].any():
            missed.append((account, one))
        left[account, near] = False
    assert len(planted) > 10
    assert not missed
    assert left.any(axis=1).mean() < 0.01
    purge = PLAN.calendar.purge_day
    assert not left[:, purge : purge + 4].any()
