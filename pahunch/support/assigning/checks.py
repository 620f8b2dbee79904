"""What must hold before somebody is assigned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pahunch.facts import AccountKind
from pahunch.registry.models import Person
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.load import Work, overlap, peak
from pahunch.support.models import Analyst, Assignment
from pahunch.support.payers import Payer, beyond


def locked(analysts: Iterable[Analyst]) -> list[Analyst]:
    """Take analysts as they are now, so that two at once do not load one beyond their hours."""
    rows = Analyst.objects.select_for_update().filter(pk__in=[one.pk for one in analysts])
    return list(rows.select_related("user").order_by("pk"))


def works_of(analyst: Analyst, *, since: date, but: Sequence[int] = ()) -> list[Work]:
    """Give everything an analyst has from a day on: of a team's hours an even part."""
    rows = Assignment.objects.of_analyst(analyst).not_over(since).exclude(pk__in=but)
    return [work_of(one) for one in rows.prefetch_related("team__members")]


def work_of(assignment: Assignment) -> Work:
    """Give the hours a week that an assignment takes of each who works on it."""
    return Work(
        assignment.starts, assignment.ends, assignment.hours / max(len(assignment.workers), 1)
    )


def check_payer(analyst: Analyst, kinds: Iterable[AccountKind]) -> None:
    """Raise WrongAssignment where who pays the analyst may not pay for these accounts."""
    check_pay(analyst.payer, kinds, who=str(analyst))


def check_pay(payer: Payer, kinds: Iterable[AccountKind], *, who: str) -> None:
    """Raise WrongAssignment where somebody paid so may not work on these accounts."""
    wrong = beyond(payer, kinds)
    if wrong:
        raise WrongAssignment("payer", who=who, kinds=wrong, payer=payer)


def check_free(analyst: Analyst, person: Person, wanted: Work, *, but: Sequence[int] = ()) -> None:
    """Raise WrongAssignment where the analyst supports the person already, or has no hours left.

    `wanted.hours` are the analyst's own; `but` are assignments that do not stand in the way.
    """
    if analyst.ends is not None and (wanted.ends is None or wanted.ends > analyst.ends):
        raise WrongAssignment("over", who=str(analyst), day=analyst.ends)
    same = Assignment.objects.of_analyst(analyst).filter(person=person).exclude(pk__in=but)
    if any(overlap(Work(one.starts, one.ends, 0), wanted) for one in same):
        raise WrongAssignment("overlap", who=str(analyst))
    hours = wanted.hours + peak(works_of(analyst, since=wanted.starts, but=but), wanted)
    if hours > analyst.hours:
        raise WrongAssignment("overload", who=str(analyst), hours=hours, of=analyst.hours)


def check_hours(analyst: Analyst, hours: int, today: date) -> None:
    """Raise WrongAssignment where the analyst has more work than so many hours a week."""
    most = peak(works_of(analyst, since=today), Work(today, None, 0))
    if most > hours:
        raise WrongAssignment("overload", who=str(analyst), hours=most, of=hours)
