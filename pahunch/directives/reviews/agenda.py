"""The agenda of a review: what changed since the last one of the same directive, with evidence.

It is gathered from sealed verdicts where reviews froze them, so that the standings and gains
of a review that was held say the same for ever; those of a planned one are judged as of its day
or today. Questions about growth and commitments are read as they stand, by when they were asked,
decided or closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from pahunch.directives.judge import day_ends, judge
from pahunch.directives.models import Commitment, Directive, PublishedVerdict, Review, ReviewKind
from pahunch.directives.publishing.actions import content
from pahunch.directives.publishing.words import in_language
from pahunch.directives.reviews.changes import Change, Item, Stand, changes, in_order
from pahunch.directives.reviews.words import counted, sentence
from pahunch.facts import Count, Standing
from pahunch.measures.models import Suspicion
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.ui import words

DOUBTS = "measures.see_suspicions"


@dataclass(frozen=True, slots=True)
class Shown:
    """A point of the agenda in words, with the page of its evidence."""

    key: str
    change: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that is to be talked about."""

    as_of: date
    before: Review | None
    """The last review that froze a verdict; None: there was none."""
    is_frozen: bool
    """Whether the figures are sealed; else they are of today's lake."""
    items: tuple[Shown, ...]
    carried: tuple[Commitment, ...]
    """Commitments of earlier reviews that were open at this one."""
    said: dict[str, Any]
    """The verdict, as it is published or would be."""


def agenda_of(review: Review, *, user: User | None, now: datetime) -> Agenda:
    """Gather the agenda. `user` None is the operator, who sees everything.

    A review that was never stored stands for a meeting of everyone who is bound on its day.
    """
    who = {one.code: one for one in _participants(review)}
    last = Review.objects.before(review).frozen().with_names().order_by("-day", "-pk").first()
    as_of = review.as_of or judged_day(review.directive, review.day, now)
    after = review.published.said if review.published else judged(review.directive, as_of)
    before = standing_verdict(last, review.held_at or now) if last else None
    rows = (_rows_of(before) if before else {}) | _rows_of(after)
    asked = who if review.kind == ReviewKind.ONE_TO_ONE else rows.keys()
    items = _changed(before, after, asked)
    carried = tuple(Commitment.objects.carried_to(review).with_names())
    until = moment_of(review, now)
    shown = [_shown(item, rows[item.whom], review, as_of) for item in items]
    on = review.day if review.held_at else localdate(now)
    shown += _doubts(review, last, who.values(), user, until)
    shown += [_overdue(one) for one in carried if one.due_on < on]
    return Agenda(
        as_of=as_of,
        before=last,
        is_frozen=review.published is not None,
        items=tuple(shown),
        carried=carried,
        said=after,
    )


def moment_of(review: Review, now: datetime) -> datetime:
    """Give the moment up to which a review looks: when it was held, or now.

    One that was entered afterwards looks up to the end of its day.
    """
    return min(review.held_at, day_ends(review.day)) if review.held_at else now


def _participants(review: Review) -> Iterable[Membership]:
    if review._state.adding:  # asked as if a meeting were held
        return review.directive.bound().in_office(review.day).select_related("person")
    return review.participants.select_related("person")


def judged_day(directive: Directive, day: date, now: datetime) -> date:
    """Give the day that a review of a day would judge: the usual one, and none to come."""
    return min(directive.usual_day or localdate(now), day, localdate(now))


def judged(directive: Directive, as_of: date) -> dict[str, Any]:
    """Give the verdict of a day in the shape in which it would be published."""
    return content(judge(directive, as_of))


def standing_verdict(review: Review, at: datetime) -> dict[str, Any]:
    """Give what a review froze, or what had taken its place by a moment."""
    found = review.published
    assert found is not None, "only frozen reviews are compared with"
    while (later := _correction(found, at)) is not None:
        found = later
    return found.said


def _correction(published: PublishedVerdict, at: datetime) -> PublishedVerdict | None:
    return PublishedVerdict.objects.filter(corrects=published, published_at__lte=at).first()


def stands(said: dict[str, Any]) -> list[Stand]:
    """Read how everyone stood out of a verdict's text."""
    return [
        Stand(row["membership"], Standing(row["standing"]), row["low"], row["high"])
        for row in said["rows"]
    ]


def _changed(
    before: dict[str, Any] | None, after: dict[str, Any], asked: Iterable[str]
) -> tuple[Item, ...]:
    if before is None:
        return ()
    wanted = set(asked)
    then, now = ([one for one in stands(said) if one.code in wanted] for said in (before, after))
    return in_order(changes(then, now))


def _rows_of(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["membership"]: row for row in said["rows"]}


def _shown(item: Item, row: dict[str, Any], review: Review, as_of: date) -> Shown:
    count = None if row["low"] is None else Count(row["low"], row["high"])
    said = counted(count, row["target"])
    page = reverse("representative", args=[review.directive.code, item.whom])
    return Shown(
        key=item.key,
        change=item.change.value,
        words=sentence(item, in_language(row, "person"), said),
        address=f"{page}?as_of={as_of.isoformat()}",
    )


def _doubts(
    review: Review,
    last: Review | None,
    who: Iterable[Membership],
    user: User | None,
    until: datetime,
) -> list[Shown]:
    """Give questions about growth that were asked or decided since; at first, the open ones."""
    rows: Any = Suspicion.objects.all() if user is None else Suspicion.objects.seen_by(user, DOUBTS)
    mine = rows.filter(account__person__in={one.person_id for one in who})
    mine = mine.select_related("account__person").order_by("asked_at", "pk")
    if last is None:
        still = mine.filter(Q(decided_at=None) | Q(decided_at__gte=until), asked_at__lt=until)
        return [_doubt(one, Change.ASKED) for one in still]
    start = moment_of(last, until)
    asked = mine.filter(asked_at__gte=start, asked_at__lt=until)
    decided = mine.filter(decided_at__gte=start, decided_at__lt=until)
    return [_doubt(one, Change.ASKED) for one in asked] + [
        _doubt(one, Change.DECIDED) for one in decided
    ]


def _doubt(one: Suspicion, change: Change) -> Shown:
    item = Item(change, str(one.pk))
    state = str(one.get_state_display())
    said = words.day(one.first_day) if change is Change.ASKED else state
    return Shown(
        key=item.key,
        change=change.value,
        words=sentence(item, words.named(one.account.person), said),
        address=reverse("measures:suspicion", args=[one.pk]),
    )


def _overdue(one: Commitment) -> Shown:
    item = Item(Change.OVERDUE, str(one.pk))
    said = f"{one.text}, {words.day(one.due_on)}"
    return Shown(
        key=item.key,
        change=item.change.value,
        words=sentence(item, one.owner_name, said),
        address=reverse("directives:review", args=[one.review.code]),
    )


def names_of(agenda: Agenda) -> Sequence[tuple[str, str]]:
    """Give the keys of the points with their words, for whoever notes something."""
    return [(item.key, item.words) for item in agenda.items]
