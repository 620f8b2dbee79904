"""The API: the same questions as the pages, the same rules about who may ask.

Counts are given as strings, because a JSON number may be read as a float.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import SessionAuth
from pydantic import Field

from pahunch.directives.judge import EARLIEST, LATEST, Row, judge
from pahunch.directives.models import Directive
from pahunch.staff.rights import operation, signed_in

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]

api = NinjaAPI(title="Pahunch", version="1", auth=SessionAuth(csrf=True))


class DirectiveOut(Schema):
    """A directive, as a list shows it."""

    code: str
    state: str
    title: str
    title_hi: str


class VerdictOut(Schema):
    """One representative's verdict."""

    membership: str
    person: str
    person_hi: str
    constituency: str | None
    electors: str | None
    target: str | None
    low: str | None
    high: str | None
    standing: str


class JudgementOut(Schema):
    """Everyone's verdict, the headline, and what it was computed from."""

    headline: dict[str, int]
    rows: list[VerdictOut]
    computed: dict[str, str]


@api.get("/directives", response=list[DirectiveOut])
@operation("directives.see_directive")
def list_directives(request: HttpRequest, /) -> list[dict[str, str]]:
    """Name the directives that the caller may see."""
    orders = Directive.objects.seen_by(signed_in(request), "directives.see_directive")
    return [
        {"code": o.code, "state": o.state.code, "title": o.title, "title_hi": o.title_hi}
        for o in orders.in_registry().with_terms().in_page_order()
    ]


@api.get("/directives/{code}/verdicts", response=JudgementOut)
@operation("directives.see_verdict")
def verdicts(request: HttpRequest, /, code: str, as_of: Day | None = None) -> dict[str, Any]:
    """Judge a directive as of a day: those rows that the caller may see."""
    user = signed_in(request)
    orders = Directive.objects.seen_by(user, "directives.see_directive")
    directive = get_object_or_404(orders.in_registry().with_terms(), code=code)
    day = as_of or directive.usual_day or timezone.localdate()
    judgement = judge(directive, day, user=user)
    return {
        "headline": judgement.headline,
        "rows": [_row(row) for row in judgement.rows],
        "computed": judgement.computed,
    }


def _row(row: Row) -> dict[str, str | None]:
    count = row.verdict.count
    return {
        "membership": row.membership.code,
        "person": row.person.name,
        "person_hi": row.person.name_hi,
        "constituency": row.division.name if row.division else None,
        "electors": _text(row.verdict.electors),
        "target": _text(row.verdict.target),
        "low": _text(count.low if count else None),
        "high": _text(count.high if count else None),
        "standing": row.verdict.standing.value,
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
