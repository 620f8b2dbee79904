"""What the pages of analysts and assignments show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from pahunch.facts import Platform
from pahunch.registry.models import Account, Person
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.support.assigning import words as said
from pahunch.support.assigning.checks import work_of
from pahunch.support.assigning.forms import EndForm, HandoverForm
from pahunch.support.assigning.load import Work, on, peak
from pahunch.support.assigning.matters import MEANS, STEP
from pahunch.support.elections import period_of, rests
from pahunch.support.models import Analyst, Assignment, Handover, MeansRequest, PlanStep, Team
from pahunch.support.models.analysts import AssignmentQuerySet
from pahunch.support.plans.states import OPEN, StepState
from pahunch.support.plans.words import step
from pahunch.ui import words


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment of a list."""

    assignment: Assignment
    worker: str
    kinds: str
    hours: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """One analyst with the hours a week that are given today, and the most from today on."""

    analyst: Analyst
    languages: str
    platforms: str
    paid_by: str
    today: str
    most: str
    is_full: bool
    people: int


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is open, with where it leads."""

    said: str
    kind: str
    number: int
    person: Person | None = None


def lines(rows: Iterable[Assignment]) -> list[Line]:
    """Put assignments into words."""
    return [
        Line(one, name_of(one.worker), said.kinds(one.the_kinds), said.hours(one.hours))
        for one in rows
    ]


def name_of(worker: Analyst | Team) -> str:
    """Name an analyst, or a team with how many it has."""
    if isinstance(worker, Analyst):
        return str(worker)
    return gettext("%(name)s (%(number)s people)") % {
        "name": words.named(worker),
        "number": len(worker.members.all()),
    }


def wanted(seen: AssignmentQuerySet, when: str, today: date) -> AssignmentQuerySet:
    """Give those of today, those to come, or all, by person."""
    rows = seen
    if when == "coming":
        rows = rows.filter(starts__gt=today)
    elif when != "all":
        rows = rows.on(today)
    return rows.with_names().order_by("person__name", "person", "starts", "pk")


def loads(analysts: Iterable[Analyst], today: date) -> list[Loaded]:
    """Give each analyst's load, in a fixed number of queries for all of them."""
    every = list(analysts)
    works: dict[int, list[Work]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    for one in Assignment.objects.not_over(today).with_names():
        for each in one.workers:
            works[each.pk].append(work_of(one))
            if one.starts <= today:
                people[each.pk].add(one.person_id)
    return [_loaded(one, works[one.pk], len(people[one.pk]), today) for one in every]


def _loaded(analyst: Analyst, works: Sequence[Work], people: int, today: date) -> Loaded:
    most = peak(works, Work(today, None, 0))
    return Loaded(
        analyst,
        said.languages(analyst.languages),
        said.platforms(analyst.platforms),
        said.payer(analyst.payer),
        said.hours(on(today, works)),
        said.hours(most),
        most >= analyst.hours,
        people,
    )


def matters_of(people: Sequence[int]) -> list[Matter]:
    """Give what is open of some people: steps of plans, then requests for means."""
    steps = PlanStep.objects.filter(
        plan__membership__person__in=people,
        plan__state__in=[state.value for state in OPEN],
        state=StepState.OPEN.value,
    ).select_related("plan__membership__person")
    requests = MeansRequest.objects.open().filter(person__in=people).with_names()
    found = [
        Matter(step(one), STEP, one.plan_id, one.plan.membership.person)
        for one in steps.order_by("plan__membership__person__name", "plan", "number")
    ]
    return found + [
        Matter(one.title, MEANS, one.pk, one.person) for one in requests.order_by("stepped_at")
    ]


def handed(handover: Handover) -> list[Matter]:
    """Put what was open at a handover into words; a step by what it is called now."""
    numbers = [number for kind, number, _words in handover.open_matters if kind == STEP]
    steps = {one.pk: one for one in PlanStep.objects.filter(pk__in=numbers)}
    found = []
    for kind, number, told in handover.open_matters:
        if kind == MEANS:
            found.append(Matter(str(told), MEANS, int(number)))
        elif number in steps:
            found.append(Matter(step(steps[number]), STEP, steps[number].plan_id))
    return found


def page_of(assignment: Assignment, user: User, today: date) -> dict[str, Any]:
    """Gather what the page of an assignment shows, and which forms."""
    may_change = may(user, "support.assign", assignment)
    is_open = assignment.ends is None or assignment.ends >= today
    before = Handover.objects.filter(after=assignment).select_related(
        "before__analyst__user", "before__team", "by"
    )
    handover = before.prefetch_related("before__team__members").first()
    return {
        "assignment": assignment,
        "line": lines([assignment])[0],
        "paid": sorted({said.payer(one.payer) for one in assignment.workers}),
        "handover": handover,
        "from_worker": name_of(handover.before.worker) if handover else "",
        "handed": handed(handover) if handover else [],
        "matters": matters_of([assignment.person_id]),
        "uncovered": said.platforms(uncovered(assignment, today)),
        "held": period_of(assignment.person, today) if rests(assignment.the_kinds) else None,
        "may_change": may_change and is_open,
        "end_form": EndForm(initial={"ends": today}),
        "handover_form": HandoverForm(user, initial={"starts": today}) if may_change else None,
    }


def uncovered(assignment: Assignment, today: date) -> list[str]:
    """Give the platforms of the person's accounts on which nobody who is assigned works."""
    known = {name for one in assignment.workers for name in one.platforms}
    rows = Account.objects.countable(today).filter(
        person=assignment.person_id, kind__in=assignment.kinds
    )
    names = set(rows.values_list("platform", flat=True)) - known - {Platform.UNSTATED.value}
    return sorted(names)


def analyst_page(analyst: Analyst, seen: AssignmentQuerySet, today: date) -> dict[str, Any]:
    """Gather what an analyst's page shows: the people of today and to come, what is open."""
    rows = seen.filter(pk__in=Assignment.objects.of_analyst(analyst).values("pk"))
    now = list(rows.not_over(today).with_names().order_by("person__name", "starts"))
    return {
        "analyst": analyst,
        "loaded": loads([analyst], today)[0],
        "lines": lines(now),
        "matters": matters_of([one.person_id for one in now]),
        "teams": list(analyst.teams.order_by("name")),
    }
