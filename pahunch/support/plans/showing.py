"""What the pages of plans show: the list, one plan with its steps and what came after."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from pahunch.facts import Count
from pahunch.rules.effect import Effect
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.support.models import Plan, PlanStep
from pahunch.support.models.plans import PlanQuerySet
from pahunch.support.plans import words as said
from pahunch.support.plans.came_after import CameAfter, came_after
from pahunch.support.plans.forms import AddForm, AgreeForm, NoteForm, StepForm
from pahunch.support.plans.states import OPEN, PlanState, StepState
from pahunch.ui import words


@dataclass(frozen=True, slots=True)
class Line:
    """One plan of a list."""

    plan: Plan
    gap: str
    needed: str
    pace: str
    done: int
    steps: int
    is_late: bool
    """Agreed, its last day is over, and nobody finished it."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words, with the form that says what became of it."""

    step: PlanStep
    said: str
    form: StepForm


@dataclass(frozen=True, slots=True)
class After:
    """What came after, in words."""

    found: CameAfter
    lead: str
    lines: tuple[str, ...]


def wanted(seen: PlanQuerySet, stage: str) -> QuerySet[Plan]:
    """Give the plans of one state, or all that are open; the largest gap first."""
    rows = seen.with_names()
    if stage in set(PlanState):
        rows = rows.filter(state=stage)
    elif stage != "all":
        rows = rows.open()
    return rows.order_by("-gap_low", "pk")


def lines(rows: Iterable[Plan], today: date) -> list[Line]:
    """Put plans into words."""
    return [line_of(one, today) for one in rows]


def line_of(plan: Plan, today: date) -> Line:
    """Put one plan into words."""
    steps = list(plan.steps.all())
    is_over = plan.ends is not None and plan.ends < today
    return Line(
        plan,
        words.interval(Count(plan.gap_low, plan.gap_high)),
        said.a_day(plan.needed),
        said.a_day(plan.pace),
        sum(one.state == StepState.DONE.value for one in steps),
        len(steps),
        plan.stage is PlanState.AGREED and is_over,
    )


def page_of(plan: Plan, user: User, today: date) -> dict[str, Any]:
    """Gather what the page of a plan shows, and which forms."""
    is_open = plan.stage in OPEN
    may_agree = is_open and may(user, "support.agree_plan", plan)
    begin = {"owner": plan.owner_id, "starts": plan.starts or today, "ends": plan.ends}
    return {
        "plan": plan,
        "line": line_of(plan, today),
        "steps": [
            StepLine(
                one,
                said.step(one),
                StepForm(initial={"note": one.note}, auto_id=f"step-{one.number}-%s"),
            )
            for one in plan.steps.all()
        ],
        "may_step": is_open and may(user, "support.do_step", plan),
        "may_agree": may_agree,
        "may_finish": may_agree and plan.stage is PlanState.AGREED,
        "agree_form": AgreeForm(plan, initial=begin) if may_agree else None,
        "note_form": NoteForm(),
        "add_form": AddForm(),
        "after": after(plan, today),
    }


def after(plan: Plan, today: date) -> After | None:
    """Put what came after an agreed plan into words; None: it did not begin."""
    found = came_after(plan, today)
    return None if found is None else After(found, lead(found.effect), tuple(_lines(found)))


def lead(effect: Effect) -> str:
    """Say what came after in a sentence that claims no cause."""
    if effect.why is not None:
        return str(said.NO_EFFECT[effect.why])
    given = {"low": points(effect.low), "high": points(effect.high), "peers": effect.peers}
    if not effect.is_told_apart:
        sentence = gettext(
            "Not told apart from %(peers)s peers: growth a week changed by %(low)s to %(high)s "
            "points more than theirs."
        )
        return sentence % given
    sentence = gettext(
        "Growth a week changed by %(low)s to %(high)s points more than that of %(peers)s peers."
    )
    return sentence % given


def _lines(found: CameAfter) -> Iterable[str]:
    effect = found.effect
    if found.reach_low is not None and found.end_low is not None:
        sentence = gettext("Followers: %(start)s on %(first)s, %(end)s on %(last)s.")
        yield sentence % {
            "start": followers(found.reach_low, found.reach_high),
            "end": followers(found.end_low, found.end_high),
            "first": words.day(found.start),
            "last": words.day(found.after),
        }
    if effect.own_before is not None and effect.own_after is not None:
        sentence = gettext("Growth a week: %(before)s before, %(after)s after.")
        yield sentence % {"before": rate(effect.own_before), "after": rate(effect.own_after)}
    if effect.peers_before is not None and effect.peers_after is not None:
        sentence = gettext("Of the peers: %(before)s before, %(after)s after.")
        yield sentence % {"before": rate(effect.peers_before), "after": rate(effect.peers_after)}
    if effect.followers_low is not None and effect.followers_high is not None:
        sentence = gettext(
            "That is %(low)s to %(high)s followers which the change of the peers does not "
            "account for."
        )
        yield sentence % {
            "low": words.number(round(effect.followers_low)),
            "high": words.number(round(effect.followers_high)),
        }
    if found.new:
        sentence = gettext("Not compared: %(number)s followers on accounts counted only since.")
        yield sentence % {"number": words.number(found.new)}
    if found.left_out:
        sentence = gettext("Left out, because they had a plan in these weeks: %(codes)s.")
        yield sentence % {"codes": ", ".join(found.left_out)}


def followers(low: float, high: float | None) -> str:
    """Write a count of whole followers."""
    end = None if high is None or math.isinf(high) else round(high)
    return words.interval(Count(round(low), end))


def rate(part: float) -> str:
    """Write growth a week as a percentage with its sign."""
    return f"{100 * part:+.1f}%"


def points(part: float | None) -> str:
    """Write a difference of growth in hundredths, with its sign."""
    return words.NOTHING if part is None else f"{100 * part:+.2f}"
