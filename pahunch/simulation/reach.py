"""Who has which account, and how many follow it on the last planned day.

The plan decides first how each representative stands against five per cent of the electors
and then shares the followers out, so that a state has the headline it was made for: all
ministers but two meet it, one falls short and one cannot be decided because YouTube rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pahunch.facts import AccountKind, Platform
from pahunch.simulation.geography import electors
from pahunch.simulation.plan import SLOTS, Plan, Stream

SHARE_PERCENT = 5
WITHOUT_ACCOUNT = 0.01
ON_THE_LINE = 0.006
"""Members, beside the planned minister, whose followers lie within YouTube's rounding."""
MEMBERS_RATIO, MEMBERS_SPREAD = 0.85, 0.7
MINISTERS_RATIO, MINISTERS_SPREAD = 1.9, 0.45
LEAST_MET = 1.04
FELL_SHORT = 0.72
CHIEF_TIMES = 6
LEAST_FOLLOWERS = 200
"""So that a loss of one in a hundred is more than nobody."""

_FACEBOOK = next(i for i, slot in enumerate(SLOTS) if slot.platform is Platform.FACEBOOK)
_YOUTUBE = next(i for i, slot in enumerate(SLOTS) if slot.platform is Platform.YOUTUBE)
_ALWAYS_MINISTERS = [
    i
    for i, slot in enumerate(SLOTS)
    if slot.kind is AccountKind.OFFICE or slot.platform in {Platform.FACEBOOK, Platform.X}
]
_AT_END = np.array([slot.counts_at_end for slot in SLOTS])
_TENS = 10 ** np.arange(16, dtype=np.int64)
_WEIGHTS = np.array([slot.weight for slot in SLOTS])


@dataclass(frozen=True, slots=True)
class Reach:
    """The representatives of one block: rows are representatives, columns are `SLOTS`."""

    numbers: np.ndarray
    electors: np.ndarray
    """On each of `geography.ROLLS`."""
    has: np.ndarray
    final: np.ndarray
    """True followers on the last planned day; of a closed platform, on its last day."""
    firm: np.ndarray
    """Representatives whose newest counts are all there."""

    def accounts(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the row and the slot of each account, by representative."""
        rows, slots = np.nonzero(self.has)
        return rows, slots


def target(electors_now: np.ndarray) -> np.ndarray:
    """Give the smallest whole number that is five per cent of the electors, or more."""
    aims: np.ndarray = -(-electors_now * SHARE_PERCENT // 100)
    return aims


def rounding_step(followers: np.ndarray) -> np.ndarray:
    """Give the step in which YouTube shows a count: three significant figures."""
    steps: np.ndarray = _TENS[np.searchsorted(_TENS[1:] * 100, followers, side="right")]
    return steps


def draw_reach(plan: Plan, block: int) -> Reach:
    """Draw the accounts of a block of representatives and their followers at the end."""
    members = plan.members_of(block)
    size = len(members)
    roll = electors(size, plan.chance(Stream.ELECTORS, block))
    aims = target(roll[:, -1])
    chance = plan.chance(Stream.REACH, block)
    has = chance.random((size, len(SLOTS))) < np.array([slot.common for slot in SLOTS])
    has[chance.random(size) < WITHOUT_ACCOUNT] = False
    ratio = np.exp(chance.normal(np.log(MEMBERS_RATIO), MEMBERS_SPREAD, size))
    edge = (chance.random(size) < ON_THE_LINE) & has.any(axis=1)
    bold = np.exp(chance.normal(np.log(MINISTERS_RATIO), MINISTERS_SPREAD, size))
    parts = chance.gamma(4.0, 0.25, has.shape) * _WEIGHTS
    firm = edge.copy()
    for rank, number in enumerate(plan.minister_numbers):
        if number not in members:
            continue
        row = number - members.start
        firm[row] = True
        has[row, _ALWAYS_MINISTERS] = True
        edge[row] = rank == plan.ministers - 2 and plan.ministers >= 10
        ratio[row] = _ministers_ratio(plan, rank, float(bold[row]))
    has[edge] |= np.isin(np.arange(len(SLOTS)), [_FACEBOOK, _YOUTUBE])
    parts[edge], ratio[edge] = _WEIGHTS, 1
    final = _share_out(parts * has, ratio * aims)
    _put_on_the_line(final, has, aims, edge)
    return Reach(np.array(members), roll, has, final, firm)


def _ministers_ratio(plan: Plan, rank: int, drawn: float) -> float:
    if rank == 0:
        return max(drawn, LEAST_MET) * CHIEF_TIMES
    if rank == plan.ministers - 1 and plan.ministers >= 5:
        return FELL_SHORT
    return max(drawn, LEAST_MET)


def _share_out(parts: np.ndarray, totals: np.ndarray) -> np.ndarray:
    counted = np.maximum((parts * _AT_END).sum(axis=1), 1e-9)
    final = np.floor(parts * (totals / counted)[:, None])
    return np.where(parts > 0, np.maximum(final, LEAST_FOLLOWERS), 0).astype(np.int64)


def _put_on_the_line(
    final: np.ndarray, has: np.ndarray, aims: np.ndarray, edge: np.ndarray
) -> None:
    """Move followers to Facebook until the target lies inside YouTube's rounding."""
    youtube = np.maximum(final[edge, _YOUTUBE], 1000)
    final[edge, _YOUTUBE] = youtube
    step = rounding_step(youtube)
    others = (final * _AT_END * has)[edge].sum(axis=1) - youtube - final[edge, _FACEBOOK]
    final[edge, _FACEBOOK] = aims[edge] - (youtube // step * step) - step // 2 - others
