"""What the pages fetch, each narrowed to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement, judge
from pahunch.directives.models import Directive
from pahunch.registry.models import Division, Membership, Placement
from pahunch.staff.models import User

SEE = "dashboard.see_overview"


def reader(request: HttpRequest) -> User:
    """Give who is signed in: a page asks only after sign-in."""
    assert isinstance(request.user, User), "every page is declared with @page"
    return request.user


def directive_for(user: User, code: str) -> Directive:
    """Give a directive that the reader may see; Http404 for any other."""
    seen = Directive.objects.seen_by(user, "directives.see_directive").with_terms()
    found = seen.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def usual_day(directive: Directive) -> date:
    """Give the day that a page judges where nobody asks for another."""
    return directive.usual_day or timezone.localdate()


def question_of(request: HttpRequest, directive: Directive) -> Question:
    """Read what the address asks of a directive."""
    return Question.of(request.GET, usual_day(directive))


def judgement_for(user: User, directive: Directive, as_of: date, operation: str) -> Judgement:
    """Judge a directive, of those representatives only whom the reader may see."""
    seen = Membership.objects.seen_by(user, operation).filter(
        post__state=directive.state_id, post__kind=directive.binds
    )
    return judge(directive, as_of).of(seen.values_list("pk", flat=True))


def districts_on(user: User, state: Division, on: date) -> dict[int, Division]:
    """Give, by constituency, the district in which it lay on a day."""
    placed = (
        Placement.objects.seen_by(user, "registry.see")
        .on(on)
        .filter(child__kind="constituency", parent__kind="district")
        .filter(child__path__startswith=state.path)
        .select_related("parent")
    )
    return {placement.child_id: placement.parent for placement in placed}


def tiles_of(user: User, state: Division) -> Sequence[Division]:
    """Give the constituencies that have a place on the tile map."""
    return list(
        Division.objects.seen_by(user, "registry.see")
        .under(state.path)
        .constituencies()
        .exclude(tile_column=None)
    )
