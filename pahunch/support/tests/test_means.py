"""Requests for means: steps, second persons, who pays, who waits how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pahunch.facts import AccountKind
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused
from pahunch.support.means.actions import (
    approve_means,
    ask_means,
    check_means,
    confirm_means,
    decline_means,
    deliver_means,
    dispute_means,
    withdraw_means,
)
from pahunch.support.means.errors import WrongMeans
from pahunch.support.means.states import (
    CLOSED,
    NEXT,
    OPEN,
    Move,
    State,
    WrongState,
    after,
    due,
    needs_second,
)
from pahunch.support.models import MeansRequest
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer
from pahunch.support.tests.conftest import NOW, TODAY, Room, days, usual_ask

Asked = Callable[..., MeansRequest]
LIMIT = 50_000


@pytest.fixture(autouse=True)
def _limit(settings: Any) -> None:
    settings.SECOND_PERSON_ABOVE = LIMIT


def world() -> tuple[Any, ...]:
    return list(MeansRequest.objects.order_by("pk").values_list()), Deed.objects.count()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_the_table_of_moves_is_the_rule(state: State, move: Move) -> None:
    allowed, then = NEXT[move]
    if state in allowed:
        assert after(state, move) is then
    else:
        with pytest.raises(WrongState):
            after(state, move)


def test_what_is_closed_stays_so_and_everything_open_can_be_closed() -> None:
    assert all(not (CLOSED & allowed) for allowed, _then in NEXT.values())
    reached = set(OPEN)
    assert {then for allowed, then in NEXT.values() if allowed & reached} >= CLOSED


@pytest.mark.parametrize(
    ("state", "needed", "expected"),
    [
        (State.ASKED, None, 3),
        (State.CHECKED, None, 7),
        (State.APPROVED, None, 30),
        (State.APPROVED, 10, 10),
        (State.APPROVED, 60, 30),
        (State.APPROVED, -5, 0),  # needed before it was approved: due at once
        (State.DELIVERED, 1, 7),
        (State.CONFIRMED, None, None),
        (State.DECLINED, None, None),
    ],
)
def test_the_next_step_is_due_after_some_days(state, needed, expected) -> None:
    since = date(2026, 11, 2)
    by = None if needed is None else since + timedelta(days=needed)
    found = due(state, by, since)
    assert found == (None if expected is None else since + timedelta(days=expected))


@pytest.mark.parametrize(
    ("amount", "is_needed"), [(None, True), (0, False), (LIMIT, False), (LIMIT + 1, True)]
)
def test_a_sum_not_told_is_no_small_sum(amount, is_needed) -> None:
    assert needs_second(amount, LIMIT) is is_needed


def test_from_the_asking_to_the_confirmation_each_step_is_a_deed(room: Room, asked: Asked) -> None:
    made = asked()
    check_means(made, note="In order.", by=room.asha, now=NOW)
    approve_means(made, by=room.asha, now=NOW)
    deliver_means(made, by=room.asha, now=NOW)
    done = confirm_means(made, note="It came.", by=room.kavi, now=NOW)
    assert (done.state, done.confirmed_by, done.approved_by) == ("confirmed", room.kavi, room.asha)
    verbs = Deed.objects.filter(subject=f"means:{made.pk}").order_by("seq")
    assert [deed.verb for deed in verbs] == [
        "support.means_asked",
        "support.means_checked",
        "support.means_approved",
        "support.means_delivered",
        "support.means_confirmed",
    ]
    assert verbs[1].reason == "In order."


@pytest.mark.parametrize("amount", [None, LIMIT + 1])
def test_a_large_sum_is_approved_by_another_than_the_checker(
    room: Room, asked: Asked, amount: int | None
) -> None:
    made = check_means(asked(amount=amount), by=room.asha, now=NOW)
    before = world()
    with pytest.raises(WrongMeans, match="second"):
        approve_means(made, by=room.asha, now=NOW)
    assert world() == before
    assert approve_means(made, by=room.bela, now=NOW).approved_by == room.bela


def test_whoever_asked_decides_nothing(room: Room) -> None:
    """Asha also runs Anita's office, as may happen in a small state."""
    made = ask_means(room.anita, usual_ask(), by=room.kavi, now=NOW)
    MeansRequest.objects.update(asked_by=room.asha)
    before = world()
    with pytest.raises(WrongMeans, match="asker"):
        check_means(made, by=room.asha, now=NOW)
    with pytest.raises(WrongMeans, match="asker"):
        decline_means(made, reason="No.", by=room.asha, now=NOW)
    check_means(made, by=room.bela, now=NOW)
    with pytest.raises(WrongMeans, match="asker"):
        approve_means(made, by=room.asha, now=NOW)
    approve_means(made, by=room.bela, now=NOW)
    with pytest.raises(WrongMeans, match="asker"):
        deliver_means(made, by=room.asha, now=NOW)
    assert before[0] != world()[0]
    for column in ("checked_by", "approved_by", "delivered_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeansRequest.objects.update(**{column: room.asha})


def test_what_did_not_come_waits_for_delivery_again(room: Room, asked: Asked) -> None:
    made = check_means(asked(), by=room.asha, now=NOW)
    approve_means(made, by=room.asha, now=NOW)
    deliver_means(made, by=room.asha, now=NOW)
    back = dispute_means(made, reason="The box was empty.", by=room.kavi, now=NOW)
    assert (back.state, back.delivered_by, back.note) == ("approved", None, "The box was empty.")


@pytest.mark.parametrize("stage", ["asked", "checked", "approved"])
def test_it_is_declined_or_withdrawn_at_any_step_with_a_reason(
    room: Room, asked: Asked, stage: str
) -> None:
    for act, by in ((decline_means, room.bela), (withdraw_means, room.kavi)):
        made = asked()
        if stage != "asked":
            check_means(made, by=room.asha, now=NOW)
        if stage == "approved":
            approve_means(made, by=room.asha, now=NOW)
        with pytest.raises(WrongMeans, match="no_words"):
            act(made, reason="  ", by=by, now=NOW)
        closed = act(made, reason="Bought elsewhere.", by=by, now=NOW)
        assert (closed.closed_by, closed.note) == (by, "Bought elsewhere.")
        assert closed.stage in CLOSED
        with pytest.raises(WrongMeans, match="state"):
            check_means(made, by=room.asha, now=NOW)


def test_what_was_delivered_is_not_declined(room: Room, asked: Asked) -> None:
    made = check_means(asked(), by=room.asha, now=NOW)
    approve_means(made, by=room.asha, now=NOW)
    deliver_means(made, by=room.asha, now=NOW)
    for act, by in ((decline_means, room.bela), (withdraw_means, room.kavi)):
        with pytest.raises(WrongMeans, match="state"):
            act(made, reason="Late.", by=by, now=NOW)


@pytest.mark.parametrize(
    ("kind", "payer", "account", "why"),
    [
        (MeansKind.ADVERTISING, Payer.STATE, AccountKind.OFFICE, None),
        (MeansKind.ADVERTISING, Payer.STATE, AccountKind.PERSONAL, "advertising"),
        (MeansKind.ADVERTISING, Payer.STATE, AccountKind.PARTY, "advertising"),
        (MeansKind.ADVERTISING, Payer.PARTY, AccountKind.PARTY, None),
        (MeansKind.ADVERTISING, Payer.PARTY, AccountKind.OFFICE, "payer"),
        (MeansKind.ADVERTISING, Payer.OWN, AccountKind.PERSONAL, None),
        (MeansKind.STAFF, Payer.STATE, AccountKind.PARTY, "payer"),
        (MeansKind.DESIGN, Payer.OWN, AccountKind.PARTY, "payer"),
    ],
)
def test_who_pays_decides_for_what(room: Room, kind, payer, account, why) -> None:
    ask = usual_ask(kind=kind, paid_by=payer, account_kind=account)
    if why is None:
        assert ask_means(room.anita, ask, by=room.kavi, now=NOW).state == "asked"
        return
    before = world()
    with pytest.raises(WrongMeans, match=why):
        ask_means(room.anita, ask, by=room.kavi, now=NOW)
    assert world() == before


def test_the_database_holds_that_state_money_serves_the_office(room: Room, asked: Asked) -> None:
    asked()
    for kind in ("personal", "party"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeansRequest.objects.update(account_kind=kind)


def test_nothing_is_needed_by_a_day_that_is_over(room: Room, asked: Asked) -> None:
    asked(needed_by=TODAY)
    with pytest.raises(WrongMeans, match="past"):
        asked(needed_by=days(-1))
    with pytest.raises(WrongMeans, match="no_words"):
        asked(title="  ")


def test_overdue_follows_from_the_last_step(asked: Asked) -> None:
    made = asked()
    assert not made.is_overdue(NOW + timedelta(days=3))
    assert made.is_overdue(NOW + timedelta(days=4))
    made.state = "confirmed"
    assert not made.is_overdue(NOW + timedelta(days=400))


def test_strangers_ask_and_decide_nothing_and_leave_no_trace(room: Room, asked: Asked) -> None:
    made = asked()
    before = world()
    for user in (room.ravi, room.meena, room.om, room.guest):
        with pytest.raises(Refused):
            ask_means(room.anita, usual_ask(), by=user, now=NOW)
        for act in (check_means, approve_means, deliver_means, confirm_means):
            with pytest.raises(Refused):
                act(made, by=user, now=NOW)
        for close in (decline_means, dispute_means, withdraw_means):
            with pytest.raises(Refused):
                close(made, reason="x", by=user, now=NOW)
    with pytest.raises(Refused):
        ask_means(room.balram, usual_ask(), by=room.kavi, now=NOW)
    for act in (check_means, approve_means, deliver_means):
        with pytest.raises(Refused):
            act(made, by=room.kavi, now=NOW)
    with pytest.raises(Refused):
        confirm_means(made, by=room.asha, now=NOW)
    assert world() == before
