"""The life of a suspicion, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pahunch.measures.suspicions.states import (
    ANSWER_DAYS,
    DECIDED,
    OPEN,
    Move,
    State,
    WrongState,
    after,
    may_uphold,
)

ASKED_AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "move", "then"),
    [
        (State.ASKED, Move.ANSWER, State.ANSWERED),
        (State.ANSWERED, Move.ANSWER, State.ANSWERED),
        (State.ASKED, Move.UPHOLD, State.UPHELD),
        (State.ANSWERED, Move.UPHOLD, State.UPHELD),
        (State.ASKED, Move.DISMISS, State.DISMISSED),
        (State.ANSWERED, Move.DISMISS, State.DISMISSED),
    ],
)
def test_an_open_one_can_be_answered_and_decided(state: State, move: Move, then: State) -> None:
    assert after(state, move, is_answered=False) is then


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_a_decided_one_can_only_be_reopened(state: State) -> None:
    assert after(state, Move.REOPEN, is_answered=True) is State.ANSWERED
    assert after(state, Move.REOPEN, is_answered=False) is State.ASKED
    for move in set(Move) - {Move.REOPEN}:
        with pytest.raises(WrongState):
            after(state, move, is_answered=True)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_one_has_no_decision_to_take_back(state: State) -> None:
    with pytest.raises(WrongState):
        after(state, Move.REOPEN, is_answered=False)


def test_nobody_upholds_before_the_answer_or_two_weeks() -> None:
    soon = ASKED_AT + timedelta(days=ANSWER_DAYS) - timedelta(seconds=1)
    assert not may_uphold(State.ASKED, ASKED_AT, soon)
    assert may_uphold(State.ASKED, ASKED_AT, ASKED_AT + timedelta(days=ANSWER_DAYS))
    assert may_uphold(State.ANSWERED, ASKED_AT, ASKED_AT)
    assert not any(may_uphold(state, ASKED_AT, soon + timedelta(days=99)) for state in DECIDED)
