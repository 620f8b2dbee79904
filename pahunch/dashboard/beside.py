"""Everyone whom a directive binds, by activity, people, places and open questions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from pahunch.dashboard.access import SEE, sheet
from pahunch.dashboard.lines import Line, asked
from pahunch.dashboard.panels.activity import share_of
from pahunch.dashboard.panels.suspicions import SEE as SEE_SUSPICIONS
from pahunch.dashboard.question import Question
from pahunch.directives.activity import ActivityOf, activity_bound
from pahunch.directives.inside import inside_of
from pahunch.directives.models import Directive
from pahunch.directives.people import people_of
from pahunch.facts import Count
from pahunch.measures.inside import InsideOf
from pahunch.measures.models import Suspicion
from pahunch.measures.people.judging import PeopleOf
from pahunch.rules import reach
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.ui import words

ORDERS = ("posts", "name", "active", "work", "people", "inside", "open")
"""The first is the usual one: whoever posts least comes first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One representative, in words, with the figures that a table is ordered by."""

    name: str
    place: str
    address: str
    standing: str
    posts: str
    active: str
    work: str
    people: str
    inside: str
    open: str
    by: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Found:
    activity: ActivityOf
    people: PeopleOf
    inside: InsideOf
    open: Mapping[int, int] | None
    """Open questions by person; None: the reader may not see them."""


def beside(directive: Directive, question: Question, user: User, order: str) -> dict[str, Any]:
    """Gather all that the page shows."""
    mine = sheet(user, directive, question.as_of, SEE)
    found = _Found(
        activity_bound(directive, question.as_of),
        people_of(directive, question.as_of),
        inside_of(directive, question.as_of),
        _open(user),
    )
    rows = [_line(found, directive, line) for line in asked(mine.lines, question)]
    return {
        "directive": directive,
        "question": question,
        "as_of": question.as_of,
        "rows": ordered(rows, order),
        "sort": order,
        "sees_open": found.open is not None,
        "computed": mine.judgement.computed,
        "rule": reach.NAME,
        "is_part": mine.is_part,
    }


def ordered(rows: list[Beside], order: str) -> list[Beside]:
    """Put rows in the order asked for; who is not known stands at the end."""
    key = order.removeprefix("-")
    if key not in ORDERS:
        key = ORDERS[0]
    backwards = order.startswith("-")
    if key == "name":
        return sorted(rows, key=attrgetter("name"), reverse=backwards)
    known = [row for row in rows if not math.isnan(row.by[key])]
    unknown = [row for row in rows if math.isnan(row.by[key])]
    return sorted(known, key=lambda row: row.by[key], reverse=backwards) + unknown


def _open(user: User) -> Mapping[int, int] | None:
    """Count the open questions about growth that the reader may see, by person."""
    if not may(user, SEE_SUSPICIONS):
        return None
    seen = Suspicion.objects.seen_by(user, SEE_SUSPICIONS).open()
    return Counter(seen.exclude(account__person=None).values_list("account__person", flat=True))


def _line(found: _Found, directive: Directive, line: Line) -> Beside:
    membership = line.row.membership
    keys = found.activity.keys[membership.code]
    posted = found.activity.activity.together(keys) if keys else None
    told = found.people.people.get(membership.code)
    inside = found.inside.people.get(membership.code)
    asked_about = None if found.open is None else found.open.get(membership.person_id, 0)
    is_posting = posted is not None and posted.posts > 0
    work = posted.work.ends if posted else None
    address = reverse("measures", args=[directive.code, membership.code])
    return Beside(
        name=line.name,
        place=line.place,
        address=f"{address}?as_of={found.activity.judgement.as_of.isoformat()}",
        standing=line.row.verdict.standing.value,
        posts=f"{posted.weekly:.1f}" if posted and is_posting else gettext("none seen"),
        active=words.number(posted.active_days) if posted and is_posting else words.NOTHING,
        work=(share_of(posted.work) if posted else "") or words.NOTHING,
        people=words.interval(Count(told.low, told.high)) if told else words.NOTHING,
        inside=words.interval(Count(inside.low, inside.high))
        if inside and inside.tells
        else words.NOTHING,
        open="" if asked_about is None else words.number(asked_about),
        by={
            "posts": posted.weekly if posted else math.nan,
            "active": float(posted.active_days) if posted else math.nan,
            "work": work[0] if work else math.nan,
            "people": float(told.low) if told else math.nan,
            "inside": float(inside.low) if inside and inside.tells else math.nan,
            "open": math.nan if asked_about is None else float(asked_about),
        },
    )
