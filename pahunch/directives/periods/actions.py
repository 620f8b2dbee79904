"""Ordering an election period, and ending it before its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from pahunch.directives.models import ElectionPeriod
from pahunch.directives.periods.errors import WrongPeriod
from pahunch.registry.models import Division
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

LONGEST = timedelta(days=366)


def period_on(state: Division, day: date) -> ElectionPeriod | None:
    """Give the election period of a state in which a day lies; None: an ordinary day."""
    return ElectionPeriod.objects.on(day).filter(state=state).first()


@action("directives.order_period", place="state")
@transaction.atomic
def order_period(
    state: Division, starts: date, ends: date, *, reason: str, by: User | None, at: datetime
) -> ElectionPeriod:
    """Hold back in a state, from a day to a day, what an election period holds back.

    Raises WrongPeriod.
    """
    said = reason.strip()[:500]
    if not said:
        raise WrongPeriod("no_reason")
    if ends < starts:
        raise WrongPeriod("order")
    if ends - starts > LONGEST:
        raise WrongPeriod("long")
    touching = Q(state=state, starts__lte=ends, ends__gte=starts)
    # A state's periods are ordered one after the other: the row of the state is the lock.
    Division.objects.select_for_update().get(pk=state.pk)
    if ElectionPeriod.objects.filter(touching).exists():
        raise WrongPeriod("overlap")
    period = ElectionPeriod.objects.create(
        state=state, starts=starts, ends=ends, reason=said, ordered_by=by, ordered_at=at
    )
    _record("directives.period_ordered", period, by, at, said)
    return period


@action("directives.order_period", place="period")
@transaction.atomic
def end_period(
    period: ElectionPeriod, *, reason: str, by: User | None, at: datetime
) -> ElectionPeriod | None:
    """End a period today, or call one off that has not begun: then nothing is left of it.

    Raises WrongPeriod.
    """
    said = reason.strip()[:500]
    if not said:
        raise WrongPeriod("no_reason")
    today = localdate(at)
    current = ElectionPeriod.objects.select_for_update().get(pk=period.pk)
    if current.ends < today:
        raise WrongPeriod("over")
    _record("directives.period_ended", current, by, at, said)
    if current.starts >= today:
        current.delete()
        return None
    # Today is an ordinary day again.
    current.ends = today - timedelta(days=1)
    current.save()
    return current


def _record(verb: str, period: ElectionPeriod, by: User | None, at: datetime, reason: str) -> None:
    detail = {"starts": period.starts.isoformat(), "ends": period.ends.isoformat()}
    subject = f"period:{period.state.code}:{period.starts.isoformat()}"
    record(verb, subject, by=by, at=at, reason=reason, detail=detail)
