"""What the pages fetch, each narrowed to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils import timezone

from pahunch.dashboard.lines import Line, lines_of
from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement, judge
from pahunch.directives.models import Directive
from pahunch.registry.models import Division, Membership
from pahunch.staff.models import User

SEE = "dashboard.see_overview"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A judgement as one reader may see it, and the lines of those whom the reader may see."""

    judgement: Judgement
    lines: Sequence[Line]
    is_part: bool = False
    """Others are bound too, whom the reader may not see."""


def reader(request: HttpRequest) -> User:
    """Give who is signed in, with the grants at hand: every narrowing asks for them."""
    user = request.user
    assert isinstance(user, User), "every page is declared with @page"
    prefetch_related_objects([user], "grants")
    return user


def directive_for(user: User, code: str) -> Directive:
    """Give a directive that the reader may see; Http404 for any other."""
    seen = Directive.objects.seen_by(user, "directives.see_directive").with_terms()
    found = seen.in_registry().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def usual_day(directive: Directive) -> date:
    """Give the day that a page judges where nobody asks for another."""
    return directive.usual_day or timezone.localdate()


def question_of(request: HttpRequest, directive: Directive) -> Question:
    """Read what the address asks of a directive."""
    return Question.of(request.GET, usual_day(directive))


def seen_of(user: User, directives: Sequence[Directive], operation: str) -> set[int]:
    """Give the memberships that directives may bind and that the reader may see."""
    seen = Membership.objects.seen_by(user, operation).filter(
        post__state__in={one.state_id for one in directives},
        post__kind__in={one.binds for one in directives},
    )
    return set(seen.values_list("pk", flat=True))


def sheet(user: User, directive: Directive, as_of: date, operation: str) -> Sheet:
    """Judge a directive, and keep those representatives whom the reader may see."""
    mine = seen_of(user, [directive], operation)
    judgement = judge(directive, as_of)
    lines = [line for line in lines_of(judgement) if line.row.membership.pk in mine]
    return Sheet(judgement.of(mine), lines, is_part=len(lines) < len(judgement.rows))


def tiles_of(user: User, state: Division) -> Sequence[Any]:
    """Give the constituencies that have a place on the tile map."""
    seen = Division.objects.seen_by(user, "registry.see").under(state.path).constituencies()
    fields = ("pk", "code", "name", "name_hi", "number", "tile_column", "tile_row")
    return list(seen.exclude(tile_column=None).values_list(*fields, named=True))
