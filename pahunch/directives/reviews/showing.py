"""What the pages of reviews show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate

from pahunch.directives.models import Commitment, Review
from pahunch.directives.publishing.showing import heading_of
from pahunch.directives.publishing.words import heading
from pahunch.directives.reviews.agenda import Agenda, agenda_of
from pahunch.directives.reviews.agenda import judged_day as judged_day_of
from pahunch.directives.reviews.forms import CommitForm, HoldForm, label_of
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.ui import words

SEE = "directives.see_reviews"


@dataclass(frozen=True, slots=True)
class Listed:
    """A review in the list; `words` is the heading that it froze, if it froze one."""

    review: Review
    title: str
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment in a list."""

    commitment: Commitment
    whom: str
    is_overdue: bool
    may_finish: bool
    may_drop: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """A note with the words of the point that it was made of; empty: in general."""

    of: str
    text: str
    by: str
    at: datetime


def listed(review: Review) -> Listed:
    """Put a review into a line."""
    said = heading(review.published) if review.published else ""
    return Listed(review, words.named(review), words.named(review, "place"), said)


def rows_of(found: Iterable[Commitment], user: User, today: date) -> list[Promise]:
    """Put commitments into lines, with what the reader may do."""
    return [
        Promise(
            commitment=one,
            whom=words.named(one.membership.person) if one.membership else "",
            is_overdue=one.is_overdue(today),
            may_finish=one.owner_id == user.pk or may(user, "directives.commit", one),
            may_drop=may(user, "directives.commit", one),
        )
        for one in found
    ]


def shown_review(review: Review, user: User, now: datetime) -> dict[str, Any]:
    """Gather all that the page of a review shows, but its forms."""
    agenda = agenda_of(review, user=user, now=now)
    who = review.participants.select_related("person", "division")
    today = localdate(now)
    return {
        "one": listed(review),
        "review": review,
        "verdict": heading_of(review.published) if review.published else None,
        "agenda": agenda,
        "participants": [(one, label_of(one)) for one in who.order_by("division__number", "code")],
        "notes": notes_of(review, agenda),
        "made": rows_of(review.commitments.all().with_names(), user, today),
        "carried": rows_of(agenda.carried, user, today),
    }


def notes_of(review: Review, agenda: Agenda) -> list[Noted]:
    """Give the notes, the oldest first."""
    points = {item.key: item.words for item in agenda.items}
    return [
        Noted(
            of=points.get(note.item, note.item),
            text=note.text,
            by=note.noted_by.get_full_name() if note.noted_by else "",
            at=note.noted_at,
        )
        for note in review.notes.select_related("noted_by").order_by("noted_at", "pk")
    ]


def hold_form(review: Review, now: datetime) -> HoldForm:
    """Ask for the day judged, with the usual one."""
    return HoldForm(initial={"as_of": judged_day_of(review.directive, review.day, now)})


def commit_form(review: Review, given: QueryDict | None = None) -> CommitForm:
    """Ask what somebody undertakes."""
    return CommitForm(review, given)
