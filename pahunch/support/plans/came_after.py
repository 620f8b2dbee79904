"""What came after a plan: counts of one and of the frozen peers, for the rule `effect`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from pahunch.directives.measured import Measured, measured
from pahunch.rules.effect import Course, Effect, effect
from pahunch.rules.growth import ends
from pahunch.support.models import Plan
from pahunch.support.plans.states import PlanState

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
MOST_DAYS = 84
"""Twelve weeks before and twelve after lie within the days that are read (HISTORY_DAYS)."""


@dataclass(frozen=True, slots=True)
class CameAfter:
    """What came after a plan, on which days, and from which version of the lake."""

    effect: Effect
    before: date
    start: date
    after: date
    reach_low: float | None
    reach_high: float | None
    """Followers at the start, on the accounts that were counted on all three days."""
    end_low: float | None
    end_high: float | None
    new: int | None
    """Followers at the end, at least, on accounts that were not counted on all three days."""
    left_out: tuple[str, ...]
    """Constituencies of peers that had a plan in these weeks."""
    lake_version: str


def came_after(plan: Plan, today: date) -> CameAfter | None:
    """Say what came after an agreed plan until its last day or today; None: it did not begin.

    The directive of the plan must be there with its terms.
    """
    if plan.starts is None or plan.ends is None or plan.starts >= today:
        return None
    after = min(today, plan.ends, plan.starts + timedelta(days=MOST_DAYS))
    length = (after - plan.starts).days
    before = plan.starts - timedelta(days=length)
    found = measured(plan.directive, after)
    mine = found.place(plan.membership)
    left_out = planned(plan, before, after)
    places = [
        number
        for number, row in enumerate(found.judgement.rows)
        if row.division is not None
        and row.division.code in plan.peer_codes
        and row.division.code not in left_out
    ]
    course, new = courses(found, length)
    own = _of(course, [] if mine is None else [mine])
    told = effect(own, _of(course, places), length / 7)
    known = mine is not None and bool(own.known.all())
    return CameAfter(
        effect=told,
        before=before,
        start=plan.starts,
        after=after,
        reach_low=float(own.start_low[0]) if known else None,
        reach_high=float(own.start_high[0]) if known else None,
        end_low=float(own.after_low[0]) if known else None,
        end_high=float(own.after_high[0]) if known else None,
        new=int(new[mine]) if mine is not None else None,
        left_out=tuple(sorted(left_out & set(plan.peer_codes))),
        lake_version=str(found.judgement.lake_version),
    )


def planned(plan: Plan, first: date, last: date) -> set[str]:
    """Give the other constituencies that had a plan under the directive on some days."""
    had = [PlanState.AGREED.value, PlanState.FINISHED.value]
    rows = Plan.objects.filter(
        Q(ends__gte=first), directive=plan.directive, state__in=had, starts__lte=last
    ).exclude(pk=plan.pk)
    seats = rows.filter(membership__division__isnull=False)
    return set(seats.values_list("membership__division__code", flat=True))


def courses(found: Measured, length: int) -> tuple[Course, Floats]:
    """Add up each representative's accounts that were counted on all three days.

    The days are the last one measured, `length` days before it and as many before that. Beside
    it stand the followers on all other accounts on the last day.
    """
    counts, of = found.counts, found.bound.of
    number = len(found.judgement.rows)
    end = counts.days - 1
    first = ends(counts.low, counts.high, end - 2 * length, end - length)
    second = ends(counts.low, counts.high, end - length, end)
    known = (first.first_day >= 0) & (second.first_day >= 0) & (second.last_day >= 0)
    parts = (
        first.first_low,
        first.first_high,
        second.first_low,
        second.first_high,
        second.last_low,
        second.last_high,
    )
    none = np.bincount(of[known], minlength=number) == 0
    sums = [
        np.where(none, np.nan, np.bincount(of[known], part[known], minlength=number))
        for part in parts
    ]
    others = ~known & (second.last_day >= 0)
    new = np.bincount(of[others], second.last_low[others], minlength=number)
    return Course(*sums), np.asarray(new, dtype=np.float64)


def _of(course: Course, places: list[int]) -> Course:
    return Course(
        course.before_low[places],
        course.before_high[places],
        course.start_low[places],
        course.start_high[places],
        course.after_low[places],
        course.after_high[places],
    )
