"""Plans: proposed from the measures, agreed, done step by step, looked back upon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pahunch.collection.models import Connection
from pahunch.directives.models import Directive
from pahunch.registry.models import Account
from pahunch.rules.effect import Why
from pahunch.rules.plan import Kind
from pahunch.staff.models import Deed, Role, User
from pahunch.staff.rights import Refused
from pahunch.support.models import Plan, PlanStep
from pahunch.support.plans.actions import (
    Agreed,
    add_step,
    agree_plan,
    drop_plan,
    finish_plan,
    mark_step,
    propose_plans,
)
from pahunch.support.plans.came_after import came_after
from pahunch.support.plans.errors import WrongPlan
from pahunch.support.plans.gathering import gather
from pahunch.support.plans.states import NEXT, PlanMove, PlanState, StepState, WrongState, after
from pahunch.support.tests.conftest import NOW, TODAY, days
from pahunch.support.tests.planned import NUMBER, State, count, make_state, post
from tests.people import give, person

DAYS = 120


def line(first: int, weekly: float, change: float = 0, turn: int = 42) -> Sequence[int]:
    """Give counts of 120 days: growth a day, and another from `turn` days before the last on."""
    counts, now = [], float(first)
    for day in range(DAYS):
        counts.append(round(now))
        now *= 1 + (weekly + (change if day >= DAYS - 1 - turn else 0)) / 7
    return counts


@pytest.fixture
def state(db: None) -> State:
    """Let everybody grow by a hundredth a week; the first has 5,000 and the others 12,000."""
    made = make_state()
    series = [("x:1", line(4_000, 0.01))]
    for number in range(2, NUMBER + 1):
        # Peers differ a little, as peers do.
        series.append((f"x:{number}", line(9_000, 0.01, change=0.0002 * (number - 5))))
        series.append((f"facebook:{number}", line(3_000, 0.01)))
    count(*series)
    return made


@pytest.fixture
def asha(state: State) -> User:
    """Runs the cell."""
    return give(person("asha", "Asha", "आशा"), Role.STATE_CELL, division_path="up/")


@pytest.fixture
def ravi(state: State) -> User:
    """Analyst of the first member."""
    return give(person("ravi", "Ravi", "रवि"), Role.ANALYST, person="m1")


@pytest.fixture
def plan(state: State, asha: User) -> Plan:
    """Propose plans; only the first member is behind."""
    (made,) = propose_plans(state.directive, gather(terms(), TODAY, now=NOW), by=asha, now=NOW)
    return made


def terms() -> Directive:
    return Directive.objects.with_terms().get()


def world() -> tuple[Any, ...]:
    return (
        list(Plan.objects.order_by("pk").values_list()),
        list(PlanStep.objects.order_by("pk").values_list()),
        Deed.objects.count(),
    )


@pytest.mark.parametrize("state", list(PlanState))
@pytest.mark.parametrize("move", list(PlanMove))
def test_the_table_of_moves_is_the_rule(state: PlanState, move: PlanMove) -> None:
    allowed, then = NEXT[move]
    if state in allowed:
        assert after(state, move) is then
    else:
        with pytest.raises(WrongState):
            after(state, move)


def test_whoever_is_behind_gets_a_plan_with_the_gap_and_what_the_measures_suggest(
    state: State, plan: Plan
) -> None:
    now = line(4_000, 0.01)[-1]
    assert plan.membership == state.memberships[0]
    assert (plan.gap_low, plan.gap_high) == (10_000 - now, 10_000 - now)
    assert plan.days_left == 100
    assert plan.needed == pytest.approx((10_000 - now) / 100)
    assert plan.pace is not None
    assert 4 < plan.pace < 10
    assert plan.peers == state.frozen
    assert len(plan.peer_codes) == NUMBER - 1
    (step,) = plan.steps.all()
    assert (step.kind, step.figures) == (
        Kind.PLATFORM,
        {"platform": "facebook", "peers": 7, "of": 7},
    )
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.detail["plans"]) == ("support.plans_proposed", [plan.pk])


def test_nobody_gets_a_second_plan_while_one_is_open(state: State, plan: Plan, asha: User) -> None:
    before = world()
    assert propose_plans(terms(), gather(terms(), TODAY, now=NOW), by=asha, now=NOW) == []
    assert world() == before
    drop_plan(plan, reason="Asked too early.", by=asha, now=NOW)
    assert len(propose_plans(terms(), gather(terms(), TODAY, now=NOW), by=asha, now=NOW)) == 1


def test_posts_are_compared_where_they_are_collected_and_nowhere_else(state: State) -> None:
    def kinds() -> set[Kind]:
        (one,) = gather(terms(), TODAY, now=NOW).behind
        return {step.kind for step in one.steps}

    assert Kind.POSTS not in kinds()
    post({f"x:{number}": 32 for number in range(2, 7)})
    assert Kind.POSTS not in kinds()  # nobody collected the posts of the first
    post({"x:1": 4}, run="more")
    (one,) = gather(terms(), TODAY, now=NOW).behind
    (step,) = (step for step in one.steps if step.kind is Kind.POSTS)
    assert step.figures == {"weekly": 1.0, "median": 8.0, "more": 7.0, "of": 5.0}


def test_access_that_ended_is_opened_again_unless_its_owner_withdrew_it(state: State) -> None:
    held = Connection.objects.create(
        account=Account.objects.get(key="x:1"),
        connected_at=NOW - timedelta(days=90),
        expires_at=NOW - timedelta(days=1),
    )
    (one,) = gather(terms(), TODAY, now=NOW).behind
    assert (Kind.ACCESS, "x:1") in {(step.kind, step.account) for step in one.steps}
    Connection.objects.filter(pk=held.pk).update(state="withdrawn")
    (one,) = gather(terms(), TODAY, now=NOW).behind
    assert Kind.ACCESS not in {step.kind for step in one.steps}


def test_whom_nobody_counted_for_a_week_has_no_plan_for_nothing_is_known(
    state: State,
) -> None:
    found = gather(terms(), TODAY + timedelta(days=6), now=NOW)
    assert len(found.behind) == 1
    later = gather(terms(), TODAY + timedelta(days=8), now=NOW)
    assert later.behind == ()
    assert later.unmeasured == NUMBER


def test_without_frozen_peers_nothing_is_compared(state: State, monkeypatch: Any) -> None:
    monkeypatch.setattr("pahunch.support.plans.gathering.newest_peers", lambda _directive: None)
    (one,) = gather(terms(), TODAY, now=NOW).behind
    assert (one.peers, one.steps) == ((), ())


def test_a_plan_is_agreed_done_step_by_step_and_finished(
    plan: Plan, asha: User, ravi: User
) -> None:
    agreed = agree_plan(plan, Agreed(ravi, TODAY, days(42)), by=asha, now=NOW)
    assert (agreed.state, agreed.owner) == ("agreed", ravi)
    own = add_step(plan, "Film the visits.", by=ravi, now=NOW)
    assert own.number == 2
    mark_step(plan, 1, StepState.DONE, note="", by=ravi, now=NOW)
    undone = mark_step(plan, 2, StepState.NOT_DONE, note="No camera.", by=ravi, now=NOW)
    assert (undone.state, undone.note, undone.by) == ("not_done", "No camera.", ravi)
    finished = finish_plan(plan, note="Half of it.", by=asha, now=NOW)
    assert (finished.state, finished.note) == ("finished", "Half of it.")
    verbs = Deed.objects.filter(subject=f"plan:{plan.pk}").order_by("seq")
    assert [deed.verb.removeprefix("support.") for deed in verbs] == [
        "plan_agreed",
        "step_added",
        "step_done",
        "step_not_done",
        "plan_finished",
    ]


def test_what_is_refused_of_a_plan_leaves_no_trace(plan: Plan, asha: User, ravi: User) -> None:
    guest = person("guest", "Guest", "अतिथि")
    before = world()
    for agreed, why in (
        (Agreed(ravi, TODAY, days(13)), "days"),
        (Agreed(guest, TODAY, days(30)), "owner"),
    ):
        with pytest.raises(WrongPlan, match=why):
            agree_plan(plan, agreed, by=asha, now=NOW)
    with pytest.raises(WrongPlan, match="state"):
        finish_plan(plan, note="Over.", by=asha, now=NOW)
    with pytest.raises(WrongPlan, match="state"):
        mark_step(plan, 9, StepState.DONE, note="", by=ravi, now=NOW)
    with pytest.raises(WrongPlan, match="no_words"):
        mark_step(plan, 1, StepState.NOT_DONE, note=" ", by=ravi, now=NOW)
    with pytest.raises(WrongPlan, match="no_words"):
        drop_plan(plan, reason="", by=asha, now=NOW)
    for user in (ravi, guest):
        with pytest.raises(Refused):
            agree_plan(plan, Agreed(ravi, TODAY, days(30)), by=user, now=NOW)
        with pytest.raises(Refused):
            drop_plan(plan, reason="No.", by=user, now=NOW)
        with pytest.raises(Refused):
            propose_plans(terms(), gather(terms(), TODAY, now=NOW), by=user, now=NOW)
    with pytest.raises(Refused):
        mark_step(plan, 1, StepState.DONE, note="", by=guest, now=NOW)
    assert world() == before


def test_a_dropped_plan_is_over(plan: Plan, asha: User, ravi: User) -> None:
    drop_plan(plan, reason="Resigned.", by=asha, now=NOW)
    for refused in (
        lambda: add_step(plan, "More.", by=ravi, now=NOW),
        lambda: mark_step(plan, 1, StepState.DONE, note="", by=ravi, now=NOW),
        lambda: agree_plan(plan, Agreed(ravi, TODAY, days(30)), by=asha, now=NOW),
    ):
        with pytest.raises(WrongPlan, match="state"):
            refused()


def test_the_database_holds_what_an_agreed_plan_has(plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(state="agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.update(state="not_done")


def began(plan: Plan, weeks: int, owner: User) -> Plan:
    """Let a plan have begun so many weeks ago."""
    Plan.objects.filter(pk=plan.pk).update(
        state="agreed", owner=owner, starts=TODAY - timedelta(weeks=weeks), ends=days(30)
    )
    return Plan.objects.select_related("directive").get(pk=plan.pk)


def test_who_grows_as_before_is_not_told_apart_from_the_peers(plan: Plan, asha: User) -> None:
    found = came_after(began(plan, 6, asha), TODAY)
    assert found is not None
    assert (found.effect.peers, found.effect.why, found.effect.weeks) == (NUMBER - 1, None, 6)
    assert not found.effect.is_told_apart
    assert found.effect.own_after == pytest.approx(0.01, abs=0.001)
    assert (found.before, found.start) == (
        TODAY - timedelta(weeks=12),
        TODAY - timedelta(weeks=6),
    )


def test_a_change_of_one_alone_is_told_apart_and_new_accounts_are_told_beside_it(
    plan: Plan, asha: User, state: State
) -> None:
    Account.objects.create(
        key="facebook:1",
        platform="facebook",
        platform_id="1",
        kind="office",
        person=state.memberships[0].person,
        source=state.directive.source,
    )
    old = line(4_000, 0.01)
    count(("facebook:1", [700] * 10), run="new")
    found = came_after(began(plan, 6, asha), TODAY)
    assert found is not None
    assert found.new == 700
    assert found.end_low == old[-1]
    assert not found.effect.is_told_apart
    grown = [number + (30 * max(0, day - (DAYS - 43))) for day, number in enumerate(old)]
    count(("x:1", grown), run="grown")
    found = came_after(Plan.objects.select_related("directive").get(), TODAY)
    assert found is not None
    assert found.effect.is_told_apart
    assert found.effect.followers_low is not None
    assert found.effect.followers_low > 0


def test_peers_with_a_plan_in_the_same_weeks_are_left_out(
    plan: Plan, asha: User, state: State
) -> None:
    for number in (1, 2, 3, 4):
        Plan.objects.create(
            directive=state.directive,
            membership=state.memberships[number],
            measured_on=TODAY,
            lake_version="o1w0",
            rule="plan-1",
            gap_low=1,
            gap_high=1,
            days_left=1,
            needed=1,
            state="finished",
            owner=asha,
            starts=days(-60),
            ends=days(-50),
            proposed_at=NOW,
        )
    found = came_after(began(plan, 6, asha), TODAY)
    assert found is not None
    assert len(found.left_out) == 4
    assert (found.effect.why, found.effect.peers) == (Why.TOO_FEW, 3)


@pytest.mark.parametrize(("weeks", "why"), [(1, Why.TOO_SOON), (9, Why.NOT_COUNTED)])
def test_where_nothing_can_be_compared_it_says_why(
    plan: Plan, asha: User, weeks: int, why: Why
) -> None:
    found = came_after(began(plan, weeks, asha), TODAY)
    assert found is not None
    assert found.effect.why is why


def test_a_plan_that_has_not_begun_has_nothing_to_show(plan: Plan, asha: User) -> None:
    assert came_after(plan, TODAY) is None
    assert came_after(began(plan, 0, asha), TODAY) is None


def test_twelve_weeks_are_the_most(plan: Plan, asha: User) -> None:
    found = came_after(began(plan, 20, asha), TODAY)
    assert found is not None
    assert (found.after - found.start).days == 84
