"""What the pages of a session show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.training.codes import grouped
from pahunch.training.models import Attendance, Invitation, Session, Trainee
from pahunch.training.proof.drawing import qr
from pahunch.training.states import Stage

MOST = 1_000
"""People shown on one page of a session."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited or come, as the page lists them."""

    trainee: Trainee
    code: str
    attendance: Attendance | None


@dataclass(frozen=True, slots=True)
class Slip:
    """An invitation on paper."""

    name: str
    code: str
    drawing: SafeString
    test: str
    """The address of the short test; empty where the programme has none."""


def waiting_people(session: Session) -> QuerySet[Trainee]:
    """Give those of the session's place who are to take the programme and have no session yet."""
    return Trainee.objects.filter(
        invitations__programme=session.programme,
        invitations__session=None,
        block__path__startswith=session.division.path,
        forgotten_at=None,
    ).distinct()


def page_of(session: Session, user: User) -> dict[str, Any]:
    """Gather what the page of a session shows, and which forms."""
    stage = session.stage
    came = {
        one.trainee_id: one
        for one in session.attendances.select_related("trainee__block", "by")[:MOST]
    }
    invited = list(
        session.invitations.select_related("trainee__block").order_by("trainee__name", "pk")[:MOST]
    )
    guests = [Guest(one.trainee, grouped(one.code), came.get(one.trainee_id)) for one in invited]
    listed = {one.trainee.pk for one in guests}
    guests += [
        Guest(one.trainee, "", one) for pk, one in came.items() if pk not in listed
    ]  # fmt: skip
    may_mark = may(user, "training.mark_attendance", session) and stage is not Stage.CANCELLED
    return {
        "session": session,
        "guests": guests,
        "came": session.attendances.count(),
        "invited": session.invitations.count(),
        "certificates": session.certificates.filter(withdrawn_at=None).count(),
        "waiting": waiting_people(session).count() if may_mark else 0,
        "may_mark": may_mark,
        "may_plan": may(user, "training.plan_session", session),
        "may_certify": may(user, "training.give_certificate", session) and stage is Stage.HELD,
        "may_import": may(user, "training.import_people", session) and may_mark,
        "is_planned": stage is Stage.PLANNED,
        "is_held": stage is Stage.HELD,
        "is_cancelled": stage is Stage.CANCELLED,
    }


def slips_of(session: Session, absolute: Callable[[str], str]) -> list[Slip]:
    """Give the slips of everybody invited."""
    rows: QuerySet[Invitation] = session.invitations.select_related("trainee").order_by(
        "trainee__name", "pk"
    )
    has_test = session.programme.questions.exists()
    return [
        Slip(
            one.trainee.shown,
            grouped(one.code),
            qr(absolute(reverse("training:scanned", args=[one.code]))),
            absolute(reverse("short-test", args=[one.code])) if has_test else "",
        )
        for one in rows[:MOST]
    ]
