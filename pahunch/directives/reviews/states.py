"""The lives of a review and of a commitment: which moves there are; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class ReviewState(StrEnum):
    """Where a review stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class CommitmentState(StrEnum):
    """Where a commitment stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class WrongMove(Exception):
    """A move that the state does not allow."""


REVIEW_MOVES: Mapping[ReviewState, frozenset[ReviewState]] = MappingProxyType(
    {
        ReviewState.PLANNED: frozenset({ReviewState.HELD, ReviewState.CANCELLED}),
        ReviewState.HELD: frozenset(),
        ReviewState.CANCELLED: frozenset(),
    }
)
COMMITMENT_MOVES: Mapping[CommitmentState, frozenset[CommitmentState]] = MappingProxyType(
    {
        CommitmentState.OPEN: frozenset({CommitmentState.DONE, CommitmentState.DROPPED}),
        CommitmentState.DONE: frozenset(),
        CommitmentState.DROPPED: frozenset(),
    }
)
"""What each state may become."""


def review_becomes(state: ReviewState, then: ReviewState) -> ReviewState:
    """Give the state that a review moves to. Raises WrongMove where there is no such move."""
    if then not in REVIEW_MOVES[state]:
        raise WrongMove(f"a review that is {state} does not become {then}")
    return then


def commitment_becomes(state: CommitmentState, then: CommitmentState) -> CommitmentState:
    """Give the state that a commitment moves to. Raises WrongMove where there is no such move."""
    if then not in COMMITMENT_MOVES[state]:
        raise WrongMove(f"a commitment that is {state} does not become {then}")
    return then


def is_overdue(state: CommitmentState, due_on: date, on: date) -> bool:
    """Tell whether a commitment is open after its day; on its day it is not."""
    return state is CommitmentState.OPEN and due_on < on
