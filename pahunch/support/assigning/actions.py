"""What people can do with analysts, teams and assignments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from pahunch.facts import AccountKind
from pahunch.registry.models import Division, Person
from pahunch.staff.actions import Days, end_loan, lend_analyst
from pahunch.staff.deeds import record
from pahunch.staff.errors import WrongStaff
from pahunch.staff.models import User
from pahunch.staff.rights import action, require
from pahunch.support.assigning.checks import (
    check_free,
    check_hours,
    check_pay,
    check_payer,
    locked,
)
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.load import Work
from pahunch.support.assigning.matters import open_matters
from pahunch.support.elections import period_of, rests
from pahunch.support.models import Analyst, Assignment, Handover, Team
from pahunch.support.payers import Payer

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said of an analyst."""

    languages: Sequence[str]
    platforms: Sequence[str]
    hours: int
    paid_by: Payer
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an assignment is to be; `worker` is an analyst or a team."""

    worker: Analyst | Team
    kinds: Sequence[AccountKind]
    hours: int
    starts: date
    ends: date | None = None
    note: str = ""


@action("support.manage_analysts", place="state")
@transaction.atomic
def add_analyst(
    state: Division, user: User, profile: Profile, *, by: User | None, now: datetime
) -> Analyst:
    """Say that a user is an analyst of a state. Raises WrongAssignment where known already."""
    if Analyst.objects.filter(user=user).exists():
        raise WrongAssignment("known", who=str(user))
    analyst = Analyst(user=user, state=state)
    _say(analyst, profile)
    _done("support.analyst_added", f"analyst:{user.username}", by, now, _of_profile(profile))
    return analyst


@action("support.manage_analysts", place="analyst")
@transaction.atomic
def change_analyst(
    analyst: Analyst, profile: Profile, *, by: User | None, now: datetime
) -> Analyst:
    """Change what is said of an analyst, as far as what they are assigned to allows it.

    Raises WrongAssignment where who pays then may not pay for accounts that the analyst works
    on, the hours are fewer than the work, or it ends before that.
    """
    (current,) = locked([analyst])
    today = localdate(now)
    for one in Assignment.objects.of_analyst(current).not_over(today):
        check_pay(profile.paid_by, one.the_kinds, who=str(current))
        if profile.ends is not None and (one.ends is None or one.ends > profile.ends):
            raise WrongAssignment("over", who=str(current), day=profile.ends)
    check_hours(current, profile.hours, today)
    _say(current, profile)
    subject = f"analyst:{current.user.username}"
    _done("support.analyst_changed", subject, by, now, _of_profile(profile))
    return current


@action("support.manage_analysts", place="state")
@transaction.atomic
def make_team(
    state: Division,
    code: str,
    names: tuple[str, str],
    members: Sequence[Analyst],
    *,
    lead: Analyst,
    by: User | None,
    now: datetime,
) -> Team:
    """Make a team of a state's analysts; `names` are in English and in Hindi.

    Raises WrongAssignment where the code is taken, nobody is in it, or somebody is of another
    state.
    """
    _check_members(state, members, lead)
    try:
        with transaction.atomic():
            team = Team.objects.create(
                state=state, code=code, name=names[0], name_hi=names[1], lead=lead
            )
    except IntegrityError as error:
        raise WrongAssignment("known", who=code) from error
    team.members.set(members)
    _done("support.team_made", f"team:{code}", by, now, _of_team(team, members))
    return team


@action("support.manage_analysts", place="team")
@transaction.atomic
def set_members(
    team: Team, members: Sequence[Analyst], *, lead: Analyst, by: User | None, now: datetime
) -> Team:
    """Change who is in a team; rights are lent to who comes, and end for who goes.

    Raises WrongAssignment where whoever comes may not work on what the team does, or somebody
    would have more than their hours.
    """
    current = Team.objects.select_for_update().get(pk=team.pk)
    _check_members(current.state, members, lead)
    before = set(current.members.all())
    come, gone = set(members) - before, before - set(members)
    running = list(
        Assignment.objects.filter(team=current).not_over(localdate(now)).select_related("person")
    )
    current.members.set(members)
    current.lead = lead
    current.save()
    for one in running:
        _end_loans(one, {each.user_id for each in gone}, localdate(now) - DAY, by, now)
    for one in running:
        start = max(one.starts, localdate(now))
        share = Work(start, one.ends, one.hours / len(members))
        for each in locked(members):
            if each in come:
                check_payer(each, one.the_kinds)
            check_free(each, one.person, share, but=[one.pk])
        for each in come:
            _lend(one, each, start, by, now)
    _done("support.team_changed", f"team:{current.code}", by, now, _of_team(current, members))
    return current


@action("support.assign", place="person")
@transaction.atomic
def assign(person: Person, wanted: Wanted, *, by: User | None, now: datetime) -> Assignment:
    """Let an analyst or a team support a person, and see the person on these days.

    Raises WrongAssignment.
    """
    made = _assigned(person, wanted, by, now)
    _done("support.assigned", f"person:{person.slug}", by, now, _of(made))
    return made


@action("support.assign", place="assignment")
@transaction.atomic
def end_assignment(
    assignment: Assignment, ends: date, *, reason: str, by: User | None, now: datetime
) -> Assignment | None:
    """Let an assignment end on a day, with a reason; the right to see the person ends with it.

    One that has not begun is called off by a day before its first, and then nothing is left of
    it but the deeds. Raises WrongAssignment for a day outside the assignment, and where what
    would be called off was handed over.
    """
    said = _said(reason)
    current = _current(assignment)
    is_called_off = ends < current.starts
    if is_called_off and (current.starts <= localdate(now) or _is_handed(current)):
        raise WrongAssignment("days")
    if current.ends is not None and ends > current.ends:
        raise WrongAssignment("days")
    detail = _of(current) | {"ends": ends}
    if is_called_off:
        users = set(current.grants.values_list("user", flat=True))
        _end_loans(current, users, ends, by, now)
        current.delete()
    else:
        _end(current, ends, by, now)
    subject = f"person:{current.person.slug}"
    record("support.assignment_ended", subject, by=by, at=now, reason=said, detail=detail)
    return None if is_called_off else current


@action("support.assign", place="assignment")
@transaction.atomic
def hand_over(
    assignment: Assignment,
    to: Analyst | Team,
    on: date,
    *,
    notes: str,
    by: User | None,
    now: datetime,
) -> Handover:
    """Hand an assignment on: it ends the day before `on`, and the other starts on that day.

    The kinds of account, the hours and the last day stay. What is open on the plans and
    requests of the person is kept with the notes. Raises WrongAssignment.
    """
    said = _said(notes, 4_000)
    current = _current(assignment)
    if current.worker == to:
        raise WrongAssignment("same")
    last = current.ends
    if on <= current.starts or (last is not None and on > last):
        raise WrongAssignment("days")
    _end(current, on - DAY, by, now)
    wanted = Wanted(to, current.the_kinds, current.hours, on, last, current.note)
    made = _assigned(current.person, wanted, by, now)
    handover = Handover.objects.create(
        before=current,
        after=made,
        notes=said,
        open_matters=open_matters(current.person),
        by=by,
        at=now,
    )
    detail = {"from": str(current.worker), "to": str(to), "on": on.isoformat()}
    subject = f"person:{current.person.slug}"
    record("support.handed_over", subject, by=by, at=now, reason=said, detail=detail)
    return handover


def _assigned(person: Person, wanted: Wanted, by: User | None, now: datetime) -> Assignment:
    require(by, "support.assign", wanted.worker)
    if not wanted.kinds:
        raise WrongAssignment("no_kinds")
    if wanted.ends is not None and wanted.ends < wanted.starts:
        raise WrongAssignment("days")
    period = period_of(person, wanted.starts) if rests(wanted.kinds) else None
    if period is not None:
        raise WrongAssignment("election", day=period.ends)
    made = Assignment(
        person=person,
        analyst=wanted.worker if isinstance(wanted.worker, Analyst) else None,
        team=wanted.worker if isinstance(wanted.worker, Team) else None,
        kinds=[kind.value for kind in AccountKind if kind in wanted.kinds],
        hours=wanted.hours,
        starts=wanted.starts,
        ends=wanted.ends,
        note=wanted.note.strip(),
        made_by=by,
        made_at=now,
    )
    workers = locked(made.workers)
    share = Work(wanted.starts, wanted.ends, wanted.hours / len(workers))
    for one in workers:
        check_payer(one, wanted.kinds)
        check_free(one, person, share)
    made.save()
    for one in workers:
        _lend(made, one, made.starts, by, now)
    return made


def _lend(
    assignment: Assignment, analyst: Analyst, starts: date, by: User | None, now: datetime
) -> None:
    person = assignment.person
    days = Days(starts, assignment.ends)
    try:
        grant = lend_analyst(analyst.user, person, days, person=person.slug, by=by, at=now)
    except WrongStaff as error:
        raise WrongAssignment("staff", who=str(analyst)) from error
    assignment.grants.add(grant)


def _end(assignment: Assignment, ends: date, by: User | None, now: datetime) -> None:
    assignment.ends = ends
    assignment.save(update_fields=["ends"])
    users = set(assignment.grants.values_list("user", flat=True))
    _end_loans(assignment, users, ends, by, now)


def _end_loans(
    assignment: Assignment, users: set[int], ends: date, by: User | None, now: datetime
) -> None:
    for grant in assignment.grants.filter(user__in=users).select_related("user"):
        if grant.ends is None or grant.ends > ends:
            end_loan(grant, assignment.person, ends=ends, by=by, at=now)


def _is_handed(assignment: Assignment) -> bool:
    of = Q(before=assignment) | Q(after=assignment)
    return Handover.objects.filter(of).exists()


def _current(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.select_related("person").get(pk=assignment.pk)


def _say(analyst: Analyst, profile: Profile) -> None:
    analyst.languages = list(profile.languages)
    analyst.platforms = list(profile.platforms)
    analyst.hours = profile.hours
    analyst.paid_by = profile.paid_by.value
    analyst.ends = profile.ends
    analyst.save()


def _check_members(state: Division, members: Sequence[Analyst], lead: Analyst) -> None:
    if not members or lead not in members:
        raise WrongAssignment("no_members")
    for one in members:
        if one.state_id != state.pk:
            raise WrongAssignment("elsewhere", who=str(one))


def _said(words: str, most: int = 2_000) -> str:
    said = words.strip()[:most]
    if not said:
        raise WrongAssignment("no_words")
    return said


def _of_profile(profile: Profile) -> dict[str, Any]:
    return {
        "hours": profile.hours,
        "paid_by": profile.paid_by.value,
        "languages": list(profile.languages),
        "platforms": list(profile.platforms),
        "ends": profile.ends,
    }


def _of_team(team: Team, members: Sequence[Analyst]) -> dict[str, Any]:
    return {
        "lead": team.lead.user.username,
        "members": sorted(one.user.username for one in members),
    }


def _of(assignment: Assignment) -> dict[str, Any]:
    named = [one.user.username for one in assignment.workers]
    return {
        "assignment": assignment.pk,
        "to": assignment.team.code if assignment.team else named[0],
        "kinds": assignment.kinds,
        "hours": assignment.hours,
        "starts": assignment.starts,
        "ends": assignment.ends,
    }


def _done(verb: str, subject: str, by: User | None, now: datetime, detail: dict[str, Any]) -> None:
    record(verb, subject, by=by, at=now, detail=detail)
