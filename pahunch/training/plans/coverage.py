"""How many people of each block are trained, against the plan of the block.

Trained is a person of the block who came to at least one session of the programme that was
held, wherever it was. Several rows that a human said are one person count once, in the block
of the oldest of them. What is only proposed to be one counts twice until somebody decides; the
number of such proposals stands beside the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind
from pahunch.training.models import Attendance, Certificate, Double, Invitation, Plan, Programme
from pahunch.training.models.sessions import Stages


class Stand(StrEnum):
    """How a place stands to its plan."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    LATE = "late"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class Covered:
    """One place, or several together. A place without a plan has `people` 0 and no `due`."""

    division: Division
    people: int
    due: date | None
    invited: int
    trained: int
    counts: int
    """The trained that count to the plan: of a block no more than it plans, and together no
    more than all of its parts; whoever is trained beyond one block's plan is missing in none."""
    certified: int
    doubles: int
    """Proposals with somebody of the place that nobody has decided."""
    stand: Stand

    @property
    def share(self) -> float | None:
        """The trained that count, of those planned; None without a plan."""
        return self.counts / self.people if self.people else None

    @property
    def missing(self) -> int:
        """How many are still to be trained."""
        return self.people - self.counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The blocks of a place and all of them together, or the districts of a state."""

    programme: Programme
    whole: Covered
    parts: tuple[Covered, ...]
    own_people: int = 0
    """People that the plan of the district itself names, beside its blocks."""


def coverage_of_district(programme: Programme, district: Division, on: date) -> Coverage:
    """Give every block of a district against its plan, in six queries whatever its size."""
    blocks = list(
        Division.objects.under(district.path).filter(kind=DivisionKind.BLOCK).order_by("name")
    )
    plans = _plans(programme, district)
    counted = _counted(programme, district)
    parts = tuple(_covered(block, [block.pk], plans, counted, on) for block in blocks)
    own = plans.get(district.pk)
    return Coverage(
        programme, _whole(district, parts, own, on), parts, own.people if own else 0
    )  # fmt: skip


def coverage_of_state(programme: Programme, state: Division, on: date) -> Coverage:
    """Give every district of a state against the plans of its blocks, or its own."""
    places = list(
        Division.objects.under(state.path)
        .filter(kind__in=[DivisionKind.BLOCK, DivisionKind.DISTRICT])
        .order_by("name")
    )
    plans = _plans(programme, state)
    counted = _counted(programme, state)
    blocks = [one for one in places if one.kind == DivisionKind.BLOCK]
    parts = []
    for district in (one for one in places if one.kind == DivisionKind.DISTRICT):
        within = [
            _covered(block, [block.pk], plans, counted, on)
            for block in blocks
            if block.path.startswith(district.path)
        ]
        parts.append(_whole(district, within, plans.get(district.pk), on))
    return Coverage(programme, _whole(state, parts, None, on), tuple(parts))


def _plans(programme: Programme, place: Division) -> dict[int, Plan]:
    found = Plan.objects.filter(programme=programme, division__path__startswith=place.path)
    return {plan.division_id: plan for plan in found}


Counted = dict[str, dict[int, int]]


def _counted(programme: Programme, place: Division) -> Counted:
    """Count people by block, four ways: the person behind a row, in the person's own block."""
    person = Coalesce("trainee__same_as", "trainee")
    block = Coalesce("trainee__same_as__block", "trainee__block")
    # A row of another district may stand for somebody of this one.
    here = Q(trainee__block__path__startswith=place.path) | Q(
        trainee__same_as__block__path__startswith=place.path
    )
    rows = {
        "invited": Invitation.objects.filter(here, programme=programme),
        "trained": Attendance.objects.filter(
            here, session__programme=programme, session__state=Stages.HELD
        ),
        "certified": Certificate.objects.filter(here, programme=programme, withdrawn_at=None),
    }
    counted: Counted = {
        name: dict(
            found.order_by()  # type: ignore[attr-defined]
            .annotate(place=block)
            .values("place")
            .annotate(people=Count(person, distinct=True))
            .values_list("place", "people")
        )
        for name, found in rows.items()
    }
    counted["doubles"] = dict(
        Double.objects.open()
        .filter(first__block__path__startswith=place.path)
        .order_by()
        .values_list("first__block")
        .annotate(proposals=Count("pk"))
    )
    return counted


def _covered(
    division: Division, blocks: Iterable[int], plans: dict[int, Plan], counted: Counted, on: date
) -> Covered:
    plan = plans.get(division.pk)
    number = {name: sum(of.get(pk, 0) for pk in blocks) for name, of in counted.items()}
    people, due = (plan.people, plan.due) if plan else (0, None)
    counts = min(number["trained"], people)
    return Covered(
        division, people, due, number["invited"], number["trained"], counts,
        number["certified"], number["doubles"], _stand(people, due, counts, on),
    )  # fmt: skip


def _whole(division: Division, parts: Sequence[Covered], own: Plan | None, on: date) -> Covered:
    """Put parts together. What a district's own plan has beyond its blocks' plans anybody fills."""
    planned = sum(one.people for one in parts)
    people = max(planned, own.people if own else 0)
    due = max([one.due for one in parts if one.due] + ([own.due] if own else []), default=None)
    trained = sum(one.trained for one in parts)
    counts = sum(one.counts for one in parts)
    counts += min(trained - counts, people - planned)
    return Covered(
        division, people, due,
        sum(one.invited for one in parts), trained, counts,
        sum(one.certified for one in parts), sum(one.doubles for one in parts),
        _stand(people, due, counts, on),
    )  # fmt: skip


def _stand(people: int, due: date | None, counts: int, on: date) -> Stand:
    if not people or due is None:
        return Stand.UNPLANNED
    if counts >= people:
        return Stand.REACHED
    return Stand.LATE if due < on else Stand.UNDER_WAY
