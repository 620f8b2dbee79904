"""The life of an improvement plan and of its steps, pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class PlanState(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    FINISHED = "finished"
    DROPPED = "dropped"


class PlanMove(StrEnum):
    """What can happen to it."""

    AGREE = "agree"
    FINISH = "finish"
    DROP = "drop"


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


OPEN = frozenset({PlanState.PROPOSED, PlanState.AGREED})
NEXT: Mapping[PlanMove, tuple[frozenset[PlanState], PlanState]] = MappingProxyType(
    {
        PlanMove.AGREE: (OPEN, PlanState.AGREED),
        PlanMove.FINISH: (frozenset({PlanState.AGREED}), PlanState.FINISHED),
        PlanMove.DROP: (OPEN, PlanState.DROPPED),
    }
)
"""From which states each move leads, and to which; agreed anew, the owner or dates change."""


class WrongState(Exception):
    """A move that the state does not allow."""


def after(state: PlanState, move: PlanMove) -> PlanState:
    """Give the state after a move. Raises WrongState where there is no such move."""
    allowed, then = NEXT[move]
    if state not in allowed:
        raise WrongState(f"{state} does not {move}")
    return then
