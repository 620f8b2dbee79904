"""What is open of a person: steps of plans, requests for means."""

from __future__ import annotations

from pahunch.registry.models import Person
from pahunch.support.models import MeansRequest, PlanStep
from pahunch.support.plans.states import OPEN, StepState

STEP, MEANS = "step", "means"


def open_steps(person: Person) -> list[PlanStep]:
    """Give the open steps of the person's open plans, in their order."""
    rows = PlanStep.objects.filter(
        plan__membership__person=person,
        plan__state__in=[state.value for state in OPEN],
        state=StepState.OPEN.value,
    )
    return list(rows.select_related("plan").order_by("plan", "number"))


def open_requests(person: Person) -> list[MeansRequest]:
    """Give the person's open requests, the oldest first."""
    return list(MeansRequest.objects.open().filter(person=person).order_by("asked_at", "pk"))


def open_matters(person: Person) -> list[list[str | int]]:
    """Give what is open as a handover keeps it: its kind, its number, and what it is."""
    steps: list[list[str | int]] = [[STEP, one.pk, one.kind] for one in open_steps(person)]
    return steps + [[MEANS, one.pk, one.title] for one in open_requests(person)]
