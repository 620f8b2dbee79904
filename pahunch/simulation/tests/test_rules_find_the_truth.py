"""What was planted in the made-up state is what the rules of the basement find in its counts."""

from __future__ import annotations

from datetime import date

import numpy as np

from pahunch.facts import Platform
from pahunch.rules.shared_moves import shared_moves
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
