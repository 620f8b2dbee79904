"""The life of a suspicion: which moves there are, pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

ANSWER_DAYS = 14
"""So long a holder has before anybody may uphold without an answer."""


class State(StrEnum):
    """Where a suspicion stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Move(StrEnum):
    """What can happen to it."""

    ANSWER = "answer"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    REOPEN = "reopen"


OPEN = frozenset({State.ASKED, State.ANSWERED})
DECIDED = frozenset({State.UPHELD, State.DISMISSED})
FROM = {Move.ANSWER: OPEN, Move.UPHOLD: OPEN, Move.DISMISS: OPEN, Move.REOPEN: DECIDED}


class WrongState(Exception):
    """A move that the state does not allow."""


def after(state: State, move: Move, *, is_answered: bool) -> State:
    """Give the state after a move. Raises WrongState where there is no such move."""
    if state not in FROM[move]:
        raise WrongState(f"{state} does not {move}")
    if move is Move.REOPEN:
        return State.ANSWERED if is_answered else State.ASKED
    return {
        Move.ANSWER: State.ANSWERED,
        Move.UPHOLD: State.UPHELD,
        Move.DISMISS: State.DISMISSED,
    }[move]


def answer_until(asked_at: datetime) -> datetime:
    """Give the moment until which the holder's answer is waited for."""
    return asked_at + timedelta(days=ANSWER_DAYS)


def may_uphold(state: State, asked_at: datetime, now: datetime) -> bool:
    """Tell whether it may be upheld yet: after an answer, or after the time for one."""
    return state is State.ANSWERED or (state is State.ASKED and now >= answer_until(asked_at))
