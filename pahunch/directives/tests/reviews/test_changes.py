"""The points of an agenda: what is named, in which order, and what never is."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pahunch.directives.reviews.changes import MOST, Change, Stand, changes, gained
from pahunch.directives.reviews.states import (
    CommitmentState,
    ReviewState,
    WrongMove,
    commitment_becomes,
    is_overdue,
    review_becomes,
)
from pahunch.facts import Standing
from tests.people import NOW

MET, BEHIND = Standing.MET, Standing.NOT_MET
OPEN, NONE = Standing.UNDECIDED, Standing.NOT_MEASURED


def stand(standing: Standing, low: int | None = 5, high: int | None = 5, code: str = "a") -> Stand:
    return Stand(code, standing, low, high)


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (MET, BEHIND, Change.FELL_BEHIND),
        (OPEN, BEHIND, Change.FELL_BEHIND),
        (BEHIND, MET, Change.REACHED),
        (MET, OPEN, Change.UNDECIDED),
        (MET, NONE, Change.UNMEASURED),
        (NONE, MET, Change.MEASURED),
        (NONE, BEHIND, Change.MEASURED),
    ],
)
def test_a_changed_standing_is_a_point(was: Standing, now: Standing, change: Change) -> None:
    (found,) = changes([stand(was)], [stand(now)])
    assert (found.change, found.whom, found.was, found.now) == (change, "a", was, now)


def test_who_came_and_who_left_is_named() -> None:
    found = changes([stand(MET, code="old")], [stand(BEHIND, code="new")])
    assert [(one.change, one.whom) for one in found] == [
        (Change.JOINED, "new"),
        (Change.LEFT, "old"),
    ]


def test_only_who_certainly_grew_or_fell_is_named_and_the_largest_first() -> None:
    before = [stand(MET, 100, 110, code=code) for code in "abcdef"]
    after = [
        stand(MET, 105, 130, code="a"),
        stand(MET, 111, 111, code="b"),
        stand(MET, 300, None, code="c"),
        stand(MET, 150, 150, code="d"),
        stand(MET, 160, 170, code="e"),
        stand(MET, 20, 99, code="f"),
    ]
    found = changes(before, after)
    assert [(one.change, one.whom) for one in found] == [
        (Change.GREW, "c"),
        (Change.GREW, "e"),
        (Change.GREW, "d"),
        (Change.SHRANK, "f"),
    ]
    gains = [one.gain for one in found]
    assert (gains[0], gains[-1]) == ((190, math.inf), (-90, -1))


def test_who_was_not_measured_has_no_gain() -> None:
    assert gained(stand(NONE, None, None), stand(MET)) is None
    assert gained(stand(MET), stand(NONE, None, None)) is None


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No property hangs on the machine's pace."""
COUNTS = st.tuples(st.integers(0, 999), st.integers(0, 99))
STANDS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.sampled_from(Standing), COUNTS))


def read(rows: dict[str, tuple[Standing, tuple[int, int]]]) -> list[Stand]:
    return [
        Stand(code, standing, None, None)
        if standing is NONE
        else Stand(code, standing, low, low + wide)
        for code, (standing, (low, wide)) in rows.items()
    ]


@UNHURRIED
@given(STANDS)
def test_nothing_changed_means_no_points(rows: dict[str, tuple[Standing, tuple[int, int]]]) -> None:
    assert changes(read(rows), read(rows)) == ()


@UNHURRIED
@given(STANDS, STANDS)
def test_points_are_told_apart_and_stand_in_order(
    before: dict[str, tuple[Standing, tuple[int, int]]],
    after: dict[str, tuple[Standing, tuple[int, int]]],
) -> None:
    found = changes(read(before), read(after))
    assert len({one.key for one in found}) == len(found)
    order = list(Change)
    assert [order.index(one.change) for one in found] == sorted(
        order.index(one.change) for one in found
    )
    for change in (Change.GREW, Change.SHRANK):
        assert sum(one.change is change for one in found) <= MOST
    changed = {code for code in before.keys() & after.keys() if before[code][0] != after[code][0]}
    named = {one.whom for one in found if one.was and one.now}
    assert named == changed


@UNHURRIED
@given(STANDS, STANDS)
def test_backwards_gains_are_falls(
    before: dict[str, tuple[Standing, tuple[int, int]]],
    after: dict[str, tuple[Standing, tuple[int, int]]],
) -> None:
    there, back = changes(read(before), read(after)), changes(read(after), read(before))
    grew = [one.whom for one in there if one.change is Change.GREW]
    assert grew == [one.whom for one in back if one.change is Change.SHRANK]


def test_what_was_held_or_cancelled_stays_so() -> None:
    assert review_becomes(ReviewState.PLANNED, ReviewState.HELD) is ReviewState.HELD
    for state in (ReviewState.HELD, ReviewState.CANCELLED):
        for then in ReviewState:
            with pytest.raises(WrongMove):
                review_becomes(state, then)


def test_what_was_closed_is_not_closed_again() -> None:
    done, dropped = CommitmentState.DONE, CommitmentState.DROPPED
    assert commitment_becomes(CommitmentState.OPEN, done) is done
    for state in (done, dropped):
        for then in CommitmentState:
            with pytest.raises(WrongMove):
                commitment_becomes(state, then)


def test_a_commitment_is_overdue_after_its_day_and_only_while_open() -> None:
    day = NOW.date()
    before = day.replace(day=day.day - 1)
    assert is_overdue(CommitmentState.OPEN, before, day)
    assert not is_overdue(CommitmentState.OPEN, day, day)
    assert not is_overdue(CommitmentState.DONE, before, day)
