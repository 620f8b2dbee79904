"""The life of a request for means: which moves there are, who waits how long; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    CHECKED = "checked"
    APPROVED = "approved"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can happen to it."""

    CHECK = "check"
    APPROVE = "approve"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    """The office says that what was delivered did not come."""
    DECLINE = "decline"
    WITHDRAW = "withdraw"


OPEN = frozenset({State.ASKED, State.CHECKED, State.APPROVED, State.DELIVERED})
CLOSED = frozenset(State) - OPEN
UNDELIVERED = OPEN - {State.DELIVERED}

NEXT: Mapping[Move, tuple[frozenset[State], State]] = MappingProxyType(
    {
        Move.CHECK: (frozenset({State.ASKED}), State.CHECKED),
        Move.APPROVE: (frozenset({State.CHECKED}), State.APPROVED),
        Move.DELIVER: (frozenset({State.APPROVED}), State.DELIVERED),
        Move.CONFIRM: (frozenset({State.DELIVERED}), State.CONFIRMED),
        Move.DISPUTE: (frozenset({State.DELIVERED}), State.APPROVED),
        Move.DECLINE: (UNDELIVERED, State.DECLINED),
        Move.WITHDRAW: (UNDELIVERED, State.WITHDRAWN),
    }
)
"""From which states each move leads, and to which."""

WAITS: Mapping[State, int] = MappingProxyType(
    {State.ASKED: 3, State.CHECKED: 7, State.APPROVED: 30, State.DELIVERED: 7}
)
"""Days within which the next step is expected."""


class WrongState(Exception):
    """A move that the state does not allow."""


def after(state: State, move: Move) -> State:
    """Give the state after a move. Raises WrongState where there is no such move."""
    allowed, then = NEXT[move]
    if state not in allowed:
        raise WrongState(f"{state} does not {move}")
    return then


def due(state: State, needed_by: date | None, since: date) -> date | None:
    """Give the day by which the next step is expected; None where nothing is waited for.

    `since` is the day of the last step on the state's calendar. What was approved is expected
    by the day on which it is needed, if that comes first.
    """
    if state in CLOSED:
        return None
    usual = since + timedelta(days=WAITS[state])
    if state is State.APPROVED and needed_by is not None:
        return min(usual, max(needed_by, since))
    return usual


def needs_second(amount: int | None, limit: int) -> bool:
    """Tell whether another than the checker must approve: a sum not told is no small one."""
    return amount is None or amount > limit
