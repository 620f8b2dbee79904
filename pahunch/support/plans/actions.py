"""What people can do with improvement plans: propose, agree, do the steps, finish, drop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from pahunch.directives.models import Directive
from pahunch.directives.periods.actions import period_on
from pahunch.rules.plan import REVISION, Suggestion
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action, may
from pahunch.support.models import Plan, PlanStep
from pahunch.support.plans.errors import WrongPlan
from pahunch.support.plans.gathering import Behind, Gathered
from pahunch.support.plans.states import (
    OPEN,
    PlanMove,
    PlanState,
    StepState,
    WrongState,
    after,
)

OWN = "own"
"""The kind of a step that somebody wrote."""
LEAST_DAYS = timedelta(days=14)
"""In fewer nothing could be seen afterwards (rule `effect`)."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who sees to a plan, from when to when."""

    owner: User
    starts: date
    ends: date


@action("support.propose_plans", place="directive")
@transaction.atomic
def propose_plans(
    directive: Directive, gathered: Gathered, *, by: User | None, now: datetime
) -> list[Plan]:
    """Propose a plan to everyone who is behind and has none open; give the new plans.

    Raises WrongPlan in an election period, in which targets rest.
    """
    if period_on(directive.state, localdate(now)) is not None:
        raise WrongPlan("election")
    Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    open_plans = Plan.objects.filter(directive=directive).open()
    have = set(open_plans.values_list("membership", flat=True))
    new = [one for one in gathered.behind if one.row.membership.pk not in have]
    made = [_proposed(one, gathered, by, now) for one in new]
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, number=number, kind=step.kind.value, figures=figures_of(step))
        for plan, one in zip(made, new, strict=True)
        for number, step in enumerate(one.steps, start=1)
    )
    if made:
        detail = {
            "rule": REVISION,
            "lake": gathered.lake_version,
            "as_of": gathered.as_of,
            "plans": [plan.pk for plan in made],
        }
        subject = f"directive:{directive.code}"
        record("support.plans_proposed", subject, by=by, at=now, detail=detail)
    return made


@action("support.agree_plan", place="plan")
@transaction.atomic
def agree_plan(plan: Plan, agreed: Agreed, *, by: User | None, now: datetime) -> Plan:
    """Agree on who sees to a plan and when; agreed anew, these change. Raises WrongPlan."""
    if agreed.ends - agreed.starts < LEAST_DAYS:
        raise WrongPlan("days")
    if not may(agreed.owner, "support.see_plans", plan):
        raise WrongPlan("owner")
    current = _moved(plan, PlanMove.AGREE)
    current.owner, current.starts, current.ends = agreed.owner, agreed.starts, agreed.ends
    return _done("agreed", current, by, now)


@action("support.agree_plan", place="plan")
@transaction.atomic
def finish_plan(plan: Plan, *, note: str, by: User | None, now: datetime) -> Plan:
    """Say that a plan is over, and what is to be said of it. Raises WrongPlan."""
    said = _said(note)
    current = _moved(plan, PlanMove.FINISH)
    current.closed_at = now
    return _done("finished", current, by, now, said)


@action("support.agree_plan", place="plan")
@transaction.atomic
def drop_plan(plan: Plan, *, reason: str, by: User | None, now: datetime) -> Plan:
    """Drop a plan, with a reason. Raises WrongPlan."""
    said = _said(reason)
    current = _moved(plan, PlanMove.DROP)
    current.closed_at = now
    return _done("dropped", current, by, now, said)


@action("support.do_step", place="plan")
@transaction.atomic
def add_step(plan: Plan, words: str, *, by: User | None, now: datetime) -> PlanStep:
    """Add a step in one's own words to an open plan. Raises WrongPlan."""
    said = _said(words)
    current = _open(plan)
    last = current.steps.aggregate(last=Max("number"))["last"] or 0
    step = PlanStep.objects.create(plan=current, number=last + 1, kind=OWN, figures={"words": said})
    _record("step_added", current, by, now, said, step.number)
    return step


@action("support.do_step", place="plan")
@transaction.atomic
def mark_step(
    plan: Plan, number: int, state: StepState, *, note: str, by: User | None, now: datetime
) -> PlanStep:
    """Say of a step that it is done, not done and why, or open again. Raises WrongPlan."""
    current = _open(plan)
    step = current.steps.select_for_update().filter(number=number).first()
    if step is None:
        raise WrongPlan("state")
    said = note.strip()[:2_000]
    if state is StepState.NOT_DONE and not said:
        raise WrongPlan("no_words")
    step.state, step.note = state.value, said
    step.by, step.at = by, now
    step.save()
    _record(f"step_{state.value}", current, by, now, said, number)
    return step


def figures_of(step: Suggestion) -> dict[str, float | str]:
    """Give what a suggestion rests on, as it is kept: plain JSON, nothing infinite."""
    about = {"account": step.account, "platform": step.platform}
    named: dict[str, float | str] = {name: value for name, value in about.items() if value}
    return named | {name: value for name, value in step.figures.items() if isfinite(value)}


def _proposed(one: Behind, gathered: Gathered, by: User | None, now: datetime) -> Plan:
    return Plan.objects.create(
        directive=gathered.directive,
        membership=one.row.membership,
        measured_on=gathered.as_of,
        lake_version=gathered.lake_version,
        rule=REVISION,
        gap_low=one.gap.low,
        gap_high=one.gap.high,
        days_left=one.gap.days_left,
        needed=one.gap.needed,
        pace=one.gap.pace,
        peers=gathered.frozen if one.peers else None,
        peer_codes=list(one.peers),
        proposed_by=by,
        proposed_at=now,
    )


def _moved(plan: Plan, move: PlanMove) -> Plan:
    current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    try:
        current.state = after(current.stage, move).value
    except WrongState as error:
        raise WrongPlan("state") from error
    return current


def _open(plan: Plan) -> Plan:
    current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if current.stage not in OPEN:
        raise WrongPlan("state")
    return current


def _said(words: str) -> str:
    said = words.strip()[:2_000]
    if not said:
        raise WrongPlan("no_words")
    return said


def _done(verb: str, plan: Plan, by: User | None, now: datetime, note: str = "") -> Plan:
    plan.note = note
    plan.save()
    _record(f"plan_{verb}", plan, by, now, note)
    return plan


def _record(
    verb: str, plan: Plan, by: User | None, now: datetime, said: str, number: int | None = None
) -> None:
    detail = {
        "membership": plan.membership.code,
        "directive": plan.directive.code,
        "state": PlanState(plan.state).value,
        "owner": plan.owner.username if plan.owner else None,
        "starts": plan.starts,
        "ends": plan.ends,
        "step": number,
    }
    given = {name: value for name, value in detail.items() if value is not None}
    record(f"support.{verb}", f"plan:{plan.pk}", by=by, at=now, reason=said, detail=given)
