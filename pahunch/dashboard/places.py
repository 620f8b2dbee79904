"""Places: a constituency through the years, and a district with what lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from pahunch.dashboard.access import sheet, usual_day
from pahunch.dashboard.lines import address, place_name
from pahunch.directives.models import Directive
from pahunch.registry.models import Division, Electors, Membership, Placement
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.templatetags.pahunch import standing

SEE_SEAT = "dashboard.see_constituency"
SEE_DISTRICT = "dashboard.see_district"


@dataclass(frozen=True, slots=True)
class Held:
    """A membership with the pages of the directives that bind it."""

    membership: Membership
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A representative in a district under a directive, ready to print."""

    name: str
    address: str
    place: str
    place_address: str
    count: str
    target: str
    badge: SafeString


def place_for(user: User, operation: str, code: str, kinds: Sequence[str]) -> Division:
    """Give a place that the reader may see, or Http404."""
    seen = Division.objects.seen_by(user, operation).select_related("source")
    found = seen.filter(code=code, kind__in=kinds).first()
    if found is None:
        raise Http404
    return found


def constituency(place: Division, user: User) -> dict[str, Any]:
    """Gather what is known of a constituency: rolls, districts, who held it."""
    directives = _directives(user, place)
    prefetch_related_objects(directives, "only")
    rolls = Electors.objects.seen_by(user, SEE_SEAT).filter(division=place)
    placed = Placement.objects.seen_by(user, SEE_SEAT).filter(child=place)
    held = Membership.objects.seen_by(user, SEE_SEAT).filter(division=place)
    return {
        "place": place,
        "rolls": list(rolls.select_related("roll", "source").order_by("-roll__year")),
        "placements": list(
            placed.select_related("parent", "source").order_by(F("starts").desc(nulls_last=True))
        ),
        "held": [
            Held(one, _pages(one, directives))
            for one in held.select_related("person", "post", "source").order_by("-starts")
        ],
    }


def district(place: Division, user: User) -> dict[str, Any]:
    """Gather what lies in a district today, and how those bound there stand."""
    below = list(
        Division.objects.seen_by(user, SEE_DISTRICT)
        .under(place.path)
        .exclude(pk=place.pk)
        .order_by("kind", "number", "name")
    )
    rolls = Electors.objects.seen_by(user, SEE_DISTRICT).filter(
        division__path__startswith=place.path
    )
    electors = {
        count.division_id: words.number(count.electors)
        for count in rolls.select_related("roll").order_by("roll__year")
    }
    return {
        "place": place,
        "seats": [
            (one, place_name(one), electors.get(one.pk, words.NOTHING))
            for one in below
            if one.kind == "constituency"
        ],
        "blocks": [one for one in below if one.kind == "block"],
        "verdicts": [
            (directive, usual_day(directive), _bound(directive, place, user))
            for directive in _directives(user, place)
        ],
    }


def states(user: User) -> list[tuple[Division, list[Division]]]:
    """Give the states and their districts that the reader may see."""
    seen = Division.objects.seen_by(user, SEE_DISTRICT)
    districts = list(seen.districts())
    roots = seen.states().select_related("source").order_by("name")
    found = [
        (state, [one for one in districts if one.path.startswith(state.path)]) for state in roots
    ]
    known = {one.pk for _state, inside in found for one in inside}
    rest = [one for one in districts if one.pk not in known]
    return found if not rest else [*found, *[(one, [one]) for one in rest]]


def _directives(user: User, place: Division) -> list[Directive]:
    seen = Directive.objects.seen_by(user, "directives.see_directive").with_terms()
    return list(seen.in_registry().filter(state__code=place.state_code).in_page_order())


def _pages(membership: Membership, directives: Sequence[Directive]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            words.named(directive),
            reverse("representative", args=[directive.code, membership.code]),
        )
        for directive in directives
        if directive.may_bind(membership) and _holds(membership, usual_day(directive))
    )


def _holds(membership: Membership, day: date) -> bool:
    return membership.starts <= day and (membership.ends is None or membership.ends >= day)


def _bound(directive: Directive, place: Division, user: User) -> list[Bound]:
    judgement = sheet(user, directive, usual_day(directive), SEE_DISTRICT).judgement
    return [
        Bound(
            name=words.named(row.person),
            address=address(judgement, row),
            place=place_name(row.division),
            place_address=reverse("constituency", args=[row.division.code]),
            count=words.interval(row.verdict.count),
            target=words.number(row.verdict.target),
            badge=standing(row.verdict.standing),
        )
        for row in judgement.rows
        if row.division is not None and row.division.path.startswith(place.path)
    ]
