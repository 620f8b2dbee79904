"""Daily counts of made-up states with known truth, and what a method finds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from pahunch.facts import Platform
from pahunch.simulation.followers import draw_block
from pahunch.simulation.plan import SLOTS, Plan
from pahunch.simulation.reach import rounding_step

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

UNTIL = date(2026, 3, 31)
DAYS = 730
BEFORE, AFTER = 1, 8
"""An alarm so many days before or after what was planted is about it: gaps delay it."""
APART = 7
"""Flagged days that are nearer to each other are one alarm."""
PURGE = 3
"""An alarm so many days after a purge is about it."""


@dataclass(frozen=True, slots=True)
class State:
    """What was seen of a state: rounded, with gaps; and what was planted in it."""

    counts: Floats
    platforms: Sequence[str]
    planted: Sequence[tuple[int, int, int, str]]
    """Account, first and last day, burst or step."""
    purged: tuple[str, int]

    @property
    def two_years(self) -> float:
        """How many times two years of one account are there."""
        return float((~np.isnan(self.counts)).sum() / DAYS)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found of what was planted, and what else."""

    found: int
    planted: int
    false: int
    purge: int
    two_years: float

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found + other.found,
            self.planted + other.planted,
            self.false + other.false,
            self.purge + other.purge,
            self.two_years + other.two_years,
        )


NOTHING = Tally(0, 0, 0, 0, 0.0)


def draw(seed: int, representatives: int) -> State:
    """Draw the first accounts of a made-up state, as its sweeps see them."""
    plan = Plan(seed, representatives, DAYS, UNTIL)
    block = draw_block(plan, 0)
    counts = block.true.astype(np.float64)
    platforms = [SLOTS[slot].platform.value for slot in block.slots]
    rounded = np.array(platforms) == Platform.YOUTUBE.value
    steps = rounding_step(block.true[rounded])
    counts[rounded] = block.true[rounded] // steps * steps
    counts[~block.seen | block.withheld] = np.nan
    planted = [
        (account, (one.starts - plan.first_day).days, (one.ends - plan.first_day).days, one.event)
        for account, one in block.planted
        if one.event in {"burst", "step"}
    ]
    calendar = plan.calendar
    return State(counts, platforms, planted, (calendar.purge_platform.value, calendar.purge_day))


def tally(state: State, flagged: Flags) -> Tally:
    """Compare what was flagged with what was planted."""
    covered = np.zeros(flagged.shape, dtype=bool)
    found = 0
    for account, first, last, _ in state.planted:
        near = slice(max(first - BEFORE, 0), last + AFTER + 1)
        found += bool(flagged[account, near].any())
        covered[account, near] = True
    platform, day = state.purged
    left = flagged & ~covered
    is_there = np.array([name == platform for name in state.platforms])
    purge = int(left[is_there, day : day + PURGE + 1].any(axis=1).sum())
    return Tally(found, len(state.planted), _alarms(left), purge, state.two_years)


def _alarms(flagged: Flags) -> int:
    """Count flagged days that no other lies shortly before in the same account."""
    before = np.zeros(flagged.shape, dtype=bool)
    for step in range(1, APART + 1):
        before[:, step:] |= flagged[:, :-step]
    return int((flagged & ~before).sum())


def at_most(state: Sequence[State], scores: Sequence[Floats], per_two_years: float) -> Tally:
    """Find most of what was planted with so many false alarms at most, at the best limit."""
    best = NOTHING
    pooled = np.concatenate([score[~np.isnan(score)] for score in scores])
    for limit in np.unique(np.quantile(pooled, 1 - np.geomspace(0.2, 1e-5, 25))):
        total = NOTHING
        for one, score in zip(state, scores, strict=True):
            total += tally(one, np.nan_to_num(score, nan=-np.inf) >= max(limit, 1e-9))
        if total.false <= per_two_years * total.two_years and total.found >= best.found:
            best = total
    return best
