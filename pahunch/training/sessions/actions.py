"""What trainers do with sessions: plan, hold, cancel; invite; mark who came, take a mark back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.training.codes import INVITATION, SESSION, new_code, typed_code
from pahunch.training.errors import WrongState, WrongTraining
from pahunch.training.models import Attendance, Invitation, Programme, Session, Trainee
from pahunch.training.models.sessions import Ways
from pahunch.training.people.bringing import search_of
from pahunch.training.people.reading import tidy, wrong_name
from pahunch.training.states import Stage, Step, stage_after

PLACES = (DivisionKind.DISTRICT, DivisionKind.BLOCK)


@dataclass(frozen=True, slots=True)
class Planned:
    """A session as it is to be."""

    day: date
    venue: str
    starts: time | None = None
    trainers: str = ""
    capacity: int | None = None


@action("training.plan_session", place="division")
@transaction.atomic
def plan_session(
    programme: Programme, division: Division, planned: Planned, *, by: User | None, now: datetime
) -> Session:
    """Plan a session of a programme in a block or a district. Raises WrongTraining."""
    if division.kind not in PLACES or not division.path.startswith(programme.state.path):
        raise WrongTraining("place")
    session = Session.objects.create(
        code=new_code(SESSION), programme=programme, division=division, day=planned.day,
        starts=planned.starts, venue=planned.venue, trainers=planned.trainers,
        capacity=planned.capacity, made_at=now, made_by=by,
    )  # fmt: skip
    detail = {
        "programme": programme.code,
        "division": division.code,
        "day": planned.day.isoformat(),
    }
    record("training.session_planned", f"session:{session.code}", by=by, at=now, detail=detail)
    return session


VERBS = {
    Step.HOLD: "training.session_held",
    Step.CANCEL: "training.session_cancelled",
    Step.REOPEN: "training.session_reopened",
}


@action("training.plan_session", place="session")
@transaction.atomic
def move_session(
    session: Session, step: Step, *, reason: str = "", by: User | None, now: datetime
) -> Session:
    """Say that a session was held, cancel it with a reason, or take either back with one.

    Raises WrongTraining: not in this state, before its day, with nobody marked, without a reason.
    """
    current = Session.objects.select_for_update().get(pk=session.pk)
    said = reason.strip()[:500]
    if step is not Step.HOLD and not said:
        raise WrongTraining("no_reason")
    try:
        current.state = stage_after(current.stage, step).value
    except WrongState as error:
        raise WrongTraining("no_step") from error
    if step is Step.HOLD:
        if current.day > timezone.localdate(now):
            raise WrongTraining("too_early")
        if not current.attendances.exists():
            raise WrongTraining("nobody_came")
    current.reason = said if step is Step.CANCEL else ""
    current.save()
    record(VERBS[step], f"session:{current.code}", by=by, at=now, reason=said)
    return current


@action("training.mark_attendance", place="session")
@transaction.atomic
def invite(session: Session, trainees: Iterable[Trainee], *, by: User | None, now: datetime) -> int:
    """Invite people to a session; whoever was invited to the programme comes to this one now.

    Gives how many are invited anew. Raises WrongTraining where there are not enough places.
    """
    people = {one.pk: one for one in trainees}
    there = set(session.invitations.values_list("trainee_id", flat=True))
    missing = [pk for pk in people if pk not in there]
    if session.capacity and len(there) + len(missing) > session.capacity:
        raise WrongTraining("full")
    before = Invitation.objects.filter(programme=session.programme, trainee__in=missing)
    moved = before.update(session=session)
    Invitation.objects.bulk_create(
        (
            Invitation(
                code=new_code(INVITATION), programme=session.programme, session=session,
                trainee_id=pk, made_at=now,
            )
            for pk in missing
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    if missing:
        detail = {"people": len(missing), "from_elsewhere": moved}
        record("training.invited", f"session:{session.code}", by=by, at=now, detail=detail)
    return len(missing)


@action("training.mark_attendance", place="session")
@transaction.atomic
def mark_attendance(
    session: Session, trainees: Iterable[Trainee], how: Ways, *, by: User | None, now: datetime
) -> int:
    """Mark that people came; give how many were not marked before. Raises WrongTraining."""
    if session.stage is Stage.CANCELLED:
        raise WrongTraining("cancelled")
    wanted = [one.pk for one in trainees]
    there = set(session.attendances.values_list("trainee_id", flat=True))
    new = [pk for pk in dict.fromkeys(wanted) if pk not in there]
    Attendance.objects.bulk_create(
        Attendance(session=session, trainee_id=pk, how=how, at=now, by=by) for pk in new
    )
    if new:
        detail = {"people": new if len(new) <= 50 else len(new), "how": how.value}
        record("training.attended", f"session:{session.code}", by=by, at=now, detail=detail)
    return len(new)


def invited_of(session: Session, numbers: Iterable[int]) -> QuerySet[Trainee]:
    """Give those of some people who were invited to a session."""
    return Trainee.objects.filter(pk__in=list(numbers), invitations__session=session)


def invited_by(session: Session, code: str) -> Invitation:
    """Find the invitation of a typed or scanned code. Raises WrongTraining."""
    typed = typed_code(code)
    found = (
        Invitation.objects.select_related("trainee")
        .filter(code=typed, programme=session.programme_id)
        .first()
    )
    if found is None or found.trainee.forgotten_at:
        raise WrongTraining("code_unknown")
    return found


@action("training.mark_attendance", place="session")
@transaction.atomic
def unmark_attendance(
    session: Session, trainee: Trainee, *, reason: str, by: User | None, now: datetime
) -> None:
    """Take back that somebody came, with a reason. Raises WrongTraining."""
    said = reason.strip()[:500]
    if not said:
        raise WrongTraining("no_reason")
    Attendance.objects.filter(session=session, trainee=trainee).delete()
    detail = {"trainee": trainee.pk}
    record(
        "training.attendance_taken_back", f"session:{session.code}", by=by, at=now, reason=said,
        detail=detail,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is on no list."""

    name: str
    block: Division
    guardian: str = ""
    village: str = ""
    work: str = ""


@action("training.mark_attendance", place="session")
@transaction.atomic
def add_newcomer(
    session: Session, newcomer: Newcomer, *, by: User | None, now: datetime
) -> Trainee:
    """Add somebody at the door, invite and mark them. Raises WrongTraining.

    The block may be any of the session's district: people come from the next one. Doubles are
    looked for by `pahunch training doubles`.
    """
    name = tidy(newcomer.name)
    why = wrong_name(name)
    if why:
        raise WrongTraining(why)
    district = session.division.path
    if session.division.kind == DivisionKind.BLOCK:
        district = district.rstrip("/").rpartition("/")[0] + "/"
    if newcomer.block.kind != DivisionKind.BLOCK or not newcomer.block.path.startswith(district):
        raise WrongTraining("block_far")
    trainee = Trainee.objects.create(
        block=newcomer.block, name=name, guardian=tidy(newcomer.guardian)[:120],
        village=tidy(newcomer.village)[:120], work=tidy(newcomer.work)[:120],
        search=search_of(name), added_at=now,
    )  # fmt: skip
    Invitation.objects.create(
        code=new_code(INVITATION), programme=session.programme, session=session,
        trainee=trainee, made_at=now,
    )  # fmt: skip
    mark_attendance(session, [trainee], Ways.LIST, by=by, now=now)
    return trainee
