"""What people do with reviews and commitments: plan, hold, cancel, note; commit, finish, drop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from pahunch.directives.models import (
    Commitment,
    Directive,
    PublishedVerdict,
    Review,
    ReviewKind,
    ReviewNote,
)
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.reviews.errors import WrongReview
from pahunch.directives.reviews.states import (
    CommitmentState,
    ReviewState,
    WrongMove,
    commitment_becomes,
    review_becomes,
)
from pahunch.registry.models import Membership
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import Refused, action, refusal
from pahunch.ui import words

OWN = "directives.do_own_commitment"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to review. Nobody in `participants` of a meeting: all who are bound."""

    kind: ReviewKind
    day: date
    title: str
    title_hi: str = ""
    place: str = ""
    place_hi: str = ""
    participants: Sequence[Membership] = ()


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What somebody undertakes: a user, or the name of a post."""

    text: str
    due_on: date
    owner: User | None = None
    owner_post: str = ""
    membership: Membership | None = None


@action("directives.hold_review", place="directive")
@transaction.atomic
def plan_review(directive: Directive, plan: Plan, *, by: User | None, at: datetime) -> Review:
    """Plan a review of a directive, on any day. Raises WrongReview."""
    if directive.roster:
        raise WrongReview("large")
    if not plan.title.strip():
        raise WrongReview("no_title")
    participants = _participants(directive, plan)
    review = Review.objects.create(
        code=_free_code(directive, plan),
        directive=directive,
        kind=plan.kind.value,
        day=plan.day,
        title=plan.title.strip()[:200],
        title_hi=plan.title_hi.strip()[:200],
        place=plan.place.strip()[:200],
        place_hi=plan.place_hi.strip()[:200],
        planned_by=by,
        planned_at=at,
    )
    review.participants.set(participants)
    who = sorted(one.code for one in participants)
    _record("planned", review, by, at, detail={"day": plan.day.isoformat(), "with": who})
    return review


@action("directives.hold_review", place="review")
@transaction.atomic
def hold_review(
    review: Review, as_of: date, *, freezes: bool = True, by: User | None, at: datetime
) -> Review:
    """Say that a review was held, of the verdict of a day.

    A meeting always freezes that verdict under the meeting's title; a one-to-one where
    `freezes`. Raises WrongReview, and what `publish_verdict` raises, `Refused` among it.
    """
    current = _moved(review, ReviewState.HELD)
    if current.day > localdate(at):
        raise WrongReview("early")
    if as_of > current.day:
        raise WrongReview("after")
    if freezes or current.kind == ReviewKind.MEETING:
        current.published = _frozen(current, as_of, by, at)
    current.as_of, current.held_by, current.held_at = as_of, by, at
    current.save()
    frozen = current.published.code if current.published else None
    _record("held", current, by, at, detail={"as_of": as_of.isoformat(), "published": frozen})
    return current


@action("directives.hold_review", place="review")
@transaction.atomic
def cancel_review(review: Review, *, reason: str, by: User | None, at: datetime) -> Review:
    """Say that a planned review does not take place, and why. Raises WrongReview."""
    said = _said(reason, 500)
    current = _moved(review, ReviewState.CANCELLED)
    current.cancelled_by, current.cancelled_at, current.reason = by, at, said
    current.save()
    _record("cancelled", current, by, at, reason=said)
    return current


@action("directives.hold_review", place="review")
@transaction.atomic
def note_review(
    review: Review, text: str, *, item: str = "", by: User | None, at: datetime
) -> ReviewNote:
    """Note what was said, of a point of the agenda (its key) or in general.

    Notes are added and never edited. Raises WrongReview.
    """
    said = _said(text, 4_000)
    _not_cancelled(review)
    note = ReviewNote.objects.create(
        review=review, item=item[:250], text=said, noted_by=by, noted_at=at
    )
    _record("noted", review, by, at, detail={"item": note.item})
    return note


@action("directives.commit", place="review")
@transaction.atomic
def make_commitment(
    review: Review, given: Undertaking, *, by: User | None, at: datetime
) -> Commitment:
    """Enter what somebody undertook at a review. Raises WrongReview."""
    said, post = _said(given.text, 1_000), given.owner_post.strip()[:200]
    _not_cancelled(review)
    if (given.owner is None) == (not post):
        raise WrongReview("no_owner")
    if given.due_on < review.day:
        raise WrongReview("past")
    known = review.participants.all()
    if given.membership is not None and given.membership not in known:
        raise WrongReview("not_bound")
    made = Commitment.objects.create(
        review=review,
        text=said,
        owner=given.owner,
        owner_post=post,
        due_on=given.due_on,
        membership=given.membership or _only(review),
        made_by=by,
        made_at=at,
    )
    _record_commitment("made", made, by, at)
    return made


@action("directives.commit", place="commitment")
@transaction.atomic
def finish_commitment(
    commitment: Commitment, *, note: str, by: User | None, at: datetime
) -> Commitment:
    """Say that a commitment was done, and what was done. Raises WrongReview."""
    return _closed(commitment, CommitmentState.DONE, note, by, at)


@action("directives.commit", place="commitment")
@transaction.atomic
def drop_commitment(
    commitment: Commitment, *, note: str, by: User | None, at: datetime
) -> Commitment:
    """Say that a commitment is no longer wanted, and why. Raises WrongReview."""
    return _closed(commitment, CommitmentState.DROPPED, note, by, at)


@action(OWN)
@transaction.atomic
def finish_own_commitment(
    commitment: Commitment, *, note: str, by: User | None, at: datetime
) -> Commitment:
    """Say of one's own commitment that it was done. Raises WrongReview, Refused for another's."""
    if by is None or commitment.owner_id != by.pk:
        raise Refused(OWN, refusal(elsewhere=False))
    return _closed(commitment, CommitmentState.DONE, note, by, at)


def _participants(directive: Directive, plan: Plan) -> list[Membership]:
    bound = {one.pk: one for one in directive.bound().in_office(plan.day)}
    wanted = {one.pk for one in plan.participants}
    if plan.kind is ReviewKind.ONE_TO_ONE and len(wanted) != 1:
        raise WrongReview("one")
    if not wanted <= bound.keys():
        raise WrongReview("not_bound")
    found = [bound[key] for key in sorted(wanted or bound)]
    if not found:
        raise WrongReview("nobody")
    return found


def _free_code(directive: Directive, plan: Plan) -> str:
    base = f"{directive.code}-{plan.kind.value.replace('_', '-')}-{plan.day.isoformat()}"
    taken = set(Review.objects.filter(code__startswith=base).values_list("code", flat=True))
    number = 1
    while (code := f"{base}-{number}") in taken:
        number += 1
    return code


def _frozen(review: Review, as_of: date, by: User | None, at: datetime) -> PublishedVerdict:
    draft = Draft(
        as_of=as_of,
        title=review.title,
        title_hi=review.title_hi,
        reason=f"{review.title_hi or review.title}, {words.day(review.day)}",
    )
    return publish_verdict(review.directive, draft, by=by, at=at)


def _moved(review: Review, then: ReviewState) -> Review:
    current = Review.objects.select_for_update().get(pk=review.pk)
    try:
        current.state = review_becomes(current.stage, then).value
    except WrongMove as error:
        raise WrongReview("state") from error
    return current


def _not_cancelled(review: Review) -> None:
    current = Review.objects.select_for_update().get(pk=review.pk)
    if current.stage is ReviewState.CANCELLED:
        raise WrongReview("cancelled")


def _only(review: Review) -> Membership | None:
    """Give whom a one-to-one is with: what is undertaken there is of that one."""
    return review.participants.first() if review.kind == ReviewKind.ONE_TO_ONE else None


def _closed(
    commitment: Commitment, then: CommitmentState, note: str, by: User | None, at: datetime
) -> Commitment:
    said = _said(note, 1_000)
    current = Commitment.objects.select_for_update().get(pk=commitment.pk)
    try:
        current.state = commitment_becomes(current.stage, then).value
    except WrongMove as error:
        raise WrongReview("state") from error
    current.closed_by, current.closed_at, current.note = by, at, said
    current.save()
    _record_commitment(then.value, current, by, at, said)
    return current


def _said(text: str, most: int) -> str:
    said = text.strip()[:most]
    if not said:
        raise WrongReview("no_words")
    return said


def _record(
    verb: str,
    review: Review,
    by: User | None,
    at: datetime,
    *,
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    subject = f"review:{review.code}"
    record(f"directives.review_{verb}", subject, by=by, at=at, reason=reason, detail=detail)


def _record_commitment(
    verb: str, commitment: Commitment, by: User | None, at: datetime, reason: str = ""
) -> None:
    detail = {"review": commitment.review.code, "due": commitment.due_on.isoformat()}
    subject = f"commitment:{commitment.pk}"
    record(f"directives.commitment_{verb}", subject, by=by, at=at, reason=reason, detail=detail)
