"""Daily followers of a block of accounts: what was true and what was seen.

Chance is drawn day after day for all accounts of a block, from a stream of its own, so
that neither the number of blocks asked for at once nor further days change a past count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pahunch.facts import Platform
from pahunch.simulation.plan import QUIET_END, SLOTS, Plan, Planted, Stream
from pahunch.simulation.reach import Reach, draw_reach

MISSED = 0.012
"""Account-days on which nobody asked, or no answer came."""
WITHHELD = 0.002
LEAST_DAYS = 60
"""Below this a state has no room for what happens to single accounts."""
_BURST, _STEP, _GAP, _SPELL, _HIDDEN = 0.035, 0.02, 0.04, 0.015, 0.006


@dataclass(frozen=True, slots=True)
class Block:
    """Accounts by days. A closed platform's days are neither true nor seen."""

    plan: Plan
    reach: Reach
    rows: np.ndarray
    """Of each account, its representative's row in `reach`."""
    slots: np.ndarray
    true: np.ndarray
    """True followers; meaningless where `open` is False."""
    open: np.ndarray
    """Of each account and day, whether the platform was there."""
    seen: np.ndarray
    """Whether there is an observation; False is a gap."""
    withheld: np.ndarray
    """Whether the observation is a refusal to say."""
    planted: list[tuple[int, Planted]]
    """What was planted in single accounts, by the account's place in this block."""


def draw_block(plan: Plan, block: int) -> Block:
    """Draw a block of representatives with every day of every account."""
    reach = draw_reach(plan, block)
    rows, slots = reach.accounts()
    single = _Single(plan, block, reach.firm[rows], slots)
    shape = single.bend(_growth(plan, block, slots))
    last = np.where(_is(slots, Platform.KOO), max(plan.closing, 1), plan.days) - 1
    final = reach.final[rows, slots]
    at_last = shape[last, np.arange(len(slots))]
    true = np.rint(shape / at_last * final)
    there = np.ones(true.shape, dtype=bool)
    there[plan.closing :, _is(slots, Platform.KOO)] = False
    seen, withheld = _seen(plan, block, slots, single.firm)
    seen &= there
    single.hide(seen, withheld)
    return Block(
        plan=plan,
        reach=reach,
        rows=rows,
        slots=slots,
        true=true.T.astype(np.int64),
        open=there.T,
        seen=seen.T,
        withheld=withheld.T,
        planted=single.planted(final / at_last, shape),
    )


def _is(slots: np.ndarray, platform: Platform) -> np.ndarray:
    there: np.ndarray = np.array([slot.platform is platform for slot in SLOTS])[slots]
    return there


def _growth(plan: Plan, block: int, slots: np.ndarray) -> np.ndarray:
    """Grow each account from its start: weekends, busy spells, chance, the purge."""
    size = (plan.all_days, len(slots))
    came = plan.chance(Stream.GROWTH, block).standard_exponential(size, dtype=np.float32)
    left = plan.chance(Stream.UNFOLLOWS, block).standard_normal(size, dtype=np.float32)
    chance = plan.chance(Stream.PLANTED, block)
    quickening = chance.uniform(-1.0, 1.2, len(slots)).astype(np.float32)
    trend = np.exp(quickening * (np.arange(plan.all_days) / plan.days)[:, None])
    daily = plan.calendar.pace()[:, None] * (0.35 + 0.65 * came) * trend + 0.25 * left
    purged = _is(slots, plan.calendar.purge_platform)
    purge_day = plan.calendar.purge_day
    daily[purge_day, purged] = 0
    grown = np.cumsum(daily, axis=0)
    start = chance.uniform(0.3, 0.75, len(slots))
    loss = chance.uniform(0.015, 0.045, len(slots))
    whole = np.maximum(grown[plan.days - 1], 0.3 * plan.days)
    shape: np.ndarray = np.maximum(start + (1 - start) * grown / whole, 0.05)
    if purge_day > 0:
        shape[purge_day:, purged] *= 1 - loss[purged]
    return shape


def _seen(
    plan: Plan, block: int, slots: np.ndarray, firm: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Say for each day and account whether a count is there, and whether it was withheld."""
    luck = plan.chance(Stream.MISSING, block).random((plan.all_days, len(slots)), dtype=np.float32)
    luck[max(0, plan.days - QUIET_END) : plan.days, firm] = 1
    seen = luck >= MISSED
    for platform, spells in plan.calendar.outages.items():
        there = _is(slots, platform)
        for start, end in spells:
            seen[start:end, there] = False
    return seen, luck < MISSED + WITHHELD


class _Single:
    """What happens to single accounts: bursts, steps, long gaps, refusals."""

    def __init__(self, plan: Plan, block: int, firm: np.ndarray, slots: np.ndarray) -> None:
        self.plan = plan
        self.firm = firm
        chance = plan.chance(Stream.PLANTED, block + 2**31)
        size = len(slots)
        luck = chance.random((3, size))
        if plan.days < LEAST_DAYS:
            luck[:] = 1
        self.starts = chance.integers(
            plan.days // 10, max(plan.days * 9 // 10, plan.days // 10 + 1), (3, size)
        )
        self.lengths = np.stack(
            [
                chance.integers(2, 9, size),
                chance.integers(5, 26, size),
                chance.integers(15, 61, size),
            ]
        )
        self.sizes = chance.uniform(0.12, 0.6, size)
        self.keeps = chance.uniform(0.2, 0.6, size)
        self.halves = chance.uniform(20, 80, size)
        free = self._away_from_purge(slots) & self._while_open(slots)
        self.bursts = np.flatnonzero((luck[0] < _BURST) & free)
        self.steps = np.flatnonzero((luck[0] >= _BURST) & (luck[0] < _BURST + _STEP) & free)
        self.gaps = np.flatnonzero(luck[1] < _GAP)
        self.spells = np.flatnonzero(luck[2] < _SPELL)
        hidden = (luck[2] >= _SPELL) & (luck[2] < _SPELL + _HIDDEN)
        self.hidden = np.flatnonzero(hidden & ~firm & ~_is(slots, Platform.KOO))
        self.slots = slots

    def _away_from_purge(self, slots: np.ndarray) -> np.ndarray:
        start, end = self.starts[0], self.starts[0] + self.lengths[0]
        day = self.plan.calendar.purge_day
        purged = _is(slots, self.plan.calendar.purge_platform)
        near: np.ndarray = purged & (start <= day + 1) & (day <= end)
        return ~near

    def _while_open(self, slots: np.ndarray) -> np.ndarray:
        ends = np.where(_is(slots, Platform.KOO), self.plan.closing, self.plan.days)
        fits: np.ndarray = self.starts[0] + self.lengths[0] < ends
        return fits

    def bend(self, shape: np.ndarray) -> np.ndarray:
        """Add bought bursts, which decay, and steps, which stay."""
        days = np.arange(len(shape))[:, None]
        chosen = self.bursts
        if len(chosen):
            since = days - self.starts[0][chosen] + 1
            ramp = np.clip(since / self.lengths[0][chosen], 0, 1)
            after = np.maximum(since - self.lengths[0][chosen], 0)
            keep = self.keeps[chosen]
            stays = keep + (1 - keep) * np.exp2(-after / self.halves[chosen])
            shape[:, chosen] += self._at_start(shape, chosen) * ramp * stays
        chosen = self.steps
        if len(chosen):
            shape[:, chosen] += self._at_start(shape, chosen) * (days >= self.starts[0][chosen])
        return shape

    def _at_start(self, shape: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        before = shape[np.maximum(self.starts[0][chosen] - 1, 0), chosen]
        added: np.ndarray = before * self.sizes[chosen]
        return added

    def hide(self, seen: np.ndarray, withheld: np.ndarray) -> None:
        """Take out long gaps and refusals, in place."""
        for account in self.gaps.tolist():
            start, end = self._spell(1, account)
            seen[start:end, account] = False
        for account in self.spells.tolist():
            start, end = self._spell(2, account)
            withheld[start:end, account] = True
        for account in self.hidden.tolist():
            withheld[self._hides(account) :, account] = True

    def _spell(self, row: int, account: int) -> tuple[int, int]:
        """Give a spell that is over before the quiet end of the planned days."""
        start = int(self.starts[row][account])
        end = start + int(self.lengths[row][account])
        return start, min(end, self.plan.days - QUIET_END)

    def _hides(self, account: int) -> int:
        return self.plan.days - 12 - int(self.lengths[2][account]) // 4

    def planted(self, people: np.ndarray, shape: np.ndarray) -> list[tuple[int, Planted]]:
        """List what was planted; `people` turns the shape into followers."""
        day = self.plan.day
        found = []
        for event, chosen in (("burst", self.bursts), ("step", self.steps)):
            added = (self._at_start(shape, chosen) * people[chosen]).tolist()
            for account, gained in zip(chosen.tolist(), added, strict=True):
                start = int(self.starts[0][account])
                days = int(self.lengths[0][account]) if event == "burst" else 1
                found.append(
                    (account, Planted(event, day(start), day(start + days - 1), size=round(gained)))
                )
        for event, row, chosen in (("gap", 1, self.gaps), ("withheld", 2, self.spells)):
            for account in chosen.tolist():
                start, end = self._spell(row, account)
                if start < end:
                    found.append((account, Planted(event, day(start), day(end - 1))))
        for account in self.hidden.tolist():
            starts = day(self._hides(account))
            found.append((account, Planted("withheld", starts, self.plan.until)))
        return found
