"""What the pages of people show. A phone is shown by whoever asks with a reason, never here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.training.models import Attendance, Certificate, Double, Phone, Result, Trainee
from pahunch.training.people.bringing import Draft
from pahunch.training.people.reading import Trouble
from pahunch.training.words import reasons, wrong_with

MOST = 300
"""Bad rows that a page names; the command names all."""


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing that is wrong with a row, in words."""

    row: int
    column: str
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class DoubleLine:
    """A proposal with what spoke for and against."""

    double: Double
    reasons: list[str]


def bad_of(troubles: Iterable[Trouble]) -> list[Bad]:
    """Put what is wrong with rows into words."""
    return [Bad(one.row, one.column, one.said, wrong_with(one)) for one in troubles]


def preview_of(draft: Draft) -> dict[str, Any]:
    """Gather what a file becomes."""
    known = {place for place in draft.match if place >= 0}
    return {
        "rows": len(draft.lines) + draft.bad_rows,
        "new": len(draft.new),
        "known": len(known),
        "again": len(draft.lines) - len(draft.new) - sum(one >= 0 for one in draft.match),
        "proposed": len(draft.pairs),
        "bad_rows": draft.bad_rows,
        "bad": bad_of(draft.troubles[:MOST]),
        "more": max(len(draft.troubles) - MOST, 0),
        "columns": draft.read.columns,
        "ignored": draft.read.ignored,
    }


def page_of(trainee: Trainee, user: User) -> dict[str, Any]:
    """Gather what is known of somebody, over all rows that are this person."""
    root = trainee.same_as or trainee
    rows = list(
        Trainee.objects.filter(Q(pk=root.pk) | Q(same_as=root)).select_related("block")
    )  # fmt: skip
    doubles = Double.objects.filter(Q(first__in=rows) | Q(second__in=rows)).filter(state="proposed")
    attendances = Attendance.objects.filter(trainee__in=rows)
    certificates = Certificate.objects.filter(trainee__in=rows)
    return {
        "trainee": trainee,
        "rows": rows,
        "phones": Phone.objects.filter(trainee=trainee).order_by("pk"),
        "attendances": attendances.select_related("session__programme", "session__division"),
        "results": Result.objects.filter(trainee__in=rows).select_related("programme"),
        "certificates": certificates.select_related("programme", "session"),
        "proposed": doubles.count(),
        "may_reveal": may(user, "training.reveal_phone", trainee),
        "may_result": may(user, "training.give_certificate", trainee),
        "may_forget": may(user, "training.erase", trainee) and trainee.forgotten_at is None,
        "may_decide": may(user, "training.decide_double", trainee),
    }


def lines_of_doubles(doubles: Iterable[Double]) -> list[DoubleLine]:
    """Put proposals into words, with both rows' blocks fetched at once."""
    pks = [one.pk for one in doubles]
    found = Double.objects.select_related(
        "first__block", "second__block", "decided_by"
    ).in_bulk(pks)  # fmt: skip
    return [DoubleLine(found[pk], reasons(found[pk].why)) for pk in pks]
