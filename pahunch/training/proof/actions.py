"""Tests taken and certificates given, withdrawn and told to be real."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.training.codes import CERTIFICATE, new_code, typed_code
from pahunch.training.errors import WrongTraining
from pahunch.training.models import (
    Attendance,
    Certificate,
    Invitation,
    Programme,
    Result,
    Session,
    Trainee,
)
from pahunch.training.models.sessions import Stages
from pahunch.training.states import Stage

TRIES = 3
"""How often the test on the page can be taken: enough to learn by, too few to guess through."""


def invitation_of(code: str) -> Invitation | None:
    """Find the invitation of a personal code; None: there is none, or its person is forgotten."""
    return (
        Invitation.objects.select_related("programme", "trainee")
        .filter(code=typed_code(code), trainee__forgotten_at=None)
        .first()
    )


def certificate_of(code: str) -> Certificate | None:
    """Find the certificate of a code, which is all that anybody needs to check it."""
    rows = Certificate.objects.select_related("programme", "session__division")
    return rows.filter(code=code).first()


def rows_of(trainee: Trainee) -> list[int]:
    """Give the keys of all rows of somebody's person."""
    root = trainee.same_as_id or trainee.pk
    return list(Trainee.objects.filter(Q(pk=root) | Q(same_as=root)).values_list("pk", flat=True))


def check_test(invitation: Invitation) -> None:
    """Raise WrongTraining where the holder of an invitation can't take the test now."""
    if not invitation.programme.questions.exists():
        raise WrongTraining("no_test")
    rows = rows_of(invitation.trainee)
    came = Attendance.objects.filter(
        trainee__in=rows, session__programme=invitation.programme
    ).exclude(session__state=Stages.CANCELLED)
    if not came.exists():
        raise WrongTraining("not_attended")
    tried = Result.objects.filter(programme=invitation.programme, trainee__in=rows, by=None)
    if tried.count() >= TRIES:
        raise WrongTraining("tries")


@transaction.atomic
def take_test(invitation: Invitation, answers: Sequence[int | None], *, now: datetime) -> Result:
    """Mark the short test of whoever holds a personal code; the code is the right to take it.

    `answers` has a choice a question, in their order. Raises WrongTraining.
    """
    # Two sendings at once count as two tries, one after the other.
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    check_test(invitation)
    questions = list(invitation.programme.questions.all())
    if len(answers) != len(questions) or any(answer is None for answer in answers):
        raise WrongTraining("answers")
    pairs = zip(questions, answers, strict=True)
    right = sum(question.right == answer for question, answer in pairs)
    return _result(invitation.programme, invitation.trainee, right, len(questions), None, now)


@action("training.give_certificate", place="trainee")
@transaction.atomic
def note_result(
    programme: Programme,
    trainee: Trainee,
    right: int,
    asked: int,
    *,
    by: User | None,
    now: datetime,
) -> Result:
    """Write down a test that was taken on paper. Raises WrongTraining."""
    if not 0 <= right <= asked or not 1 <= asked <= 200:
        raise WrongTraining("score")
    result = _result(programme, trainee, right, asked, by, now)
    detail = {"programme": programme.code, "right": right, "asked": asked}
    record("training.result_noted", f"trainee:{trainee.pk}", by=by, at=now, detail=detail)
    return result


def _result(
    programme: Programme, trainee: Trainee, right: int, asked: int, by: User | None, now: datetime
) -> Result:
    passed = right * 100 >= programme.pass_percent * asked
    return Result.objects.create(
        programme=programme, trainee=trainee, right=right, asked=asked, passed=passed, at=now, by=by
    )


@action("training.give_certificate", place="session")
@transaction.atomic
def give_certificates(session: Session, *, by: User | None, now: datetime) -> list[Certificate]:
    """Give a certificate to everybody who came to a session that was held and passed the test.

    Where the programme has no test, coming is enough. One a person and session: whoever has
    one, also by another row that is the same person, gets none. Raises WrongTraining.
    """
    # Two clicks at once wait for each other, and the second finds everybody certified.
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.stage is not Stage.HELD:
        raise WrongTraining("not_held")
    came = Trainee.objects.filter(attendances__session=session, forgotten_at=None)
    came = came.exclude(name="").select_related("same_as")
    passed = _passed(session.programme) if session.programme.questions.exists() else None
    has = {
        one.trainee.same_as_id or one.trainee_id
        for one in session.certificates.select_related("trainee")
    }
    today = timezone.localdate(now)
    made = []
    for trainee in came.order_by("pk"):
        person = trainee.same_as_id or trainee.pk
        if person in has or (passed is not None and person not in passed):
            continue
        has.add(person)
        made.append(
            Certificate(
                code=new_code(CERTIFICATE), trainee=trainee, programme=session.programme,
                session=session, name=trainee.name, issued_on=today,
                refresher_on=refresher_day(session.day, session.programme.refresher_months),
            )
        )  # fmt: skip
    Certificate.objects.bulk_create(made)
    if made:
        detail = {"certificates": len(made)}
        record("training.certified", f"session:{session.code}", by=by, at=now, detail=detail)
    return made


def _passed(programme: Programme) -> set[int]:
    """Give the keys of the people who passed the test of a programme."""
    rows = Result.objects.filter(programme=programme, passed=True)
    pairs = rows.values_list("trainee__same_as", "trainee")
    return {same or trainee for same, trainee in pairs}


def refresher_day(day: date, months: int | None) -> date | None:
    """Give the day so many months later, the last of its month where it has not so many days."""
    if months is None:
        return None
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@action("training.give_certificate", place="certificate")
@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, *, reason: str, by: User | None, now: datetime
) -> Certificate:
    """Withdraw a certificate with a reason: its page says so from now on. Raises WrongTraining."""
    said = reason.strip()[:500]
    if not said:
        raise WrongTraining("no_reason")
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.withdrawn_at is not None:
        raise WrongTraining("withdrawn")
    current.withdrawn_at, current.reason = now, said
    current.save()
    record(
        "training.certificate_withdrawn", f"certificate:{current.pk}", by=by, at=now, reason=said
    )
    return current
