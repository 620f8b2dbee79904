"""The lives of a session and of a proposal that two are one: which moves there are, pure."""

from __future__ import annotations

from enum import StrEnum

from pahunch.training.errors import WrongState


class Stage(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a session."""

    HOLD = "hold"
    CANCEL = "cancel"
    REOPEN = "reopen"


STEPS = {
    (Stage.PLANNED, Step.HOLD): Stage.HELD,
    (Stage.PLANNED, Step.CANCEL): Stage.CANCELLED,
    (Stage.HELD, Step.REOPEN): Stage.PLANNED,
    (Stage.CANCELLED, Step.REOPEN): Stage.PLANNED,
}


class Verdict(StrEnum):
    """What a human said of two rows."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Move(StrEnum):
    """What can happen to a proposal."""

    CONFIRM = "confirm"
    REJECT = "reject"
    UNDO = "undo"


MOVES = {
    (Verdict.PROPOSED, Move.CONFIRM): Verdict.CONFIRMED,
    (Verdict.PROPOSED, Move.REJECT): Verdict.REJECTED,
    (Verdict.CONFIRMED, Move.UNDO): Verdict.PROPOSED,
    (Verdict.REJECTED, Move.UNDO): Verdict.PROPOSED,
}


def stage_after(stage: Stage, step: Step) -> Stage:
    """Give a session's state after a step. Raises WrongState where there is no such step."""
    if (stage, step) not in STEPS:
        raise WrongState(f"{stage} does not {step}")
    return STEPS[stage, step]


def verdict_after(verdict: Verdict, move: Move) -> Verdict:
    """Give a proposal's state after a move. Raises WrongState where there is no such move."""
    if (verdict, move) not in MOVES:
        raise WrongState(f"{verdict} does not {move}")
    return MOVES[verdict, move]
