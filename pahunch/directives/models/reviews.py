"""Reviews of a directive, what was noted there, and what somebody undertook to do."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models.orders import Directive, PublishedVerdict
from pahunch.directives.reviews.states import CommitmentState, ReviewState, is_overdue
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy


class ReviewKind(models.TextChoices):
    """Who comes."""

    MEETING = "meeting", _("meeting")
    ONE_TO_ONE = "one_to_one", _("one-to-one")


REVIEW_STATES = [
    (ReviewState.PLANNED.value, _("planned")),
    (ReviewState.HELD.value, _("held")),
    (ReviewState.CANCELLED.value, _("cancelled")),
]
COMMITMENT_STATES = [
    (CommitmentState.OPEN.value, _("open")),
    (CommitmentState.DONE.value, _("done")),
    (CommitmentState.DROPPED.value, _("dropped")),
]


class ReviewQuerySet(SeenBy["Review"]):
    """Questions about reviews."""

    def before(self, review: Review) -> Self:
        """Reviews of the same directive on an earlier day, or entered earlier for the same.

        A review that was never stored comes after all of its day.
        """
        same = self.filter(directive=review.directive_id)
        if review._state.adding:
            return same.filter(day__lte=review.day)
        return same.filter(Q(day__lt=review.day) | Q(day=review.day, pk__lt=review.pk))

    def frozen(self) -> Self:
        """Those that were held and froze a verdict."""
        return self.filter(state=ReviewState.HELD.value).exclude(published=None)

    def with_names(self) -> Self:
        """With all that a list shows, in one query."""
        return self.select_related("directive__state", "directive__source", "published")


class Review(models.Model):
    """A meeting of those whom a directive binds, or a one-to-one with one of them."""

    code = models.SlugField(max_length=100, unique=True)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=12, choices=ReviewKind)
    day = models.DateField()
    title = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_hi = models.CharField(max_length=200, blank=True)
    participants = models.ManyToManyField(Membership, related_name="reviews")
    state = models.CharField(
        max_length=10, choices=REVIEW_STATES, default=ReviewState.PLANNED.value
    )
    as_of = models.DateField(null=True, help_text="The day judged; empty: not held yet.")
    published = models.ForeignKey(
        PublishedVerdict, models.PROTECT, null=True, related_name="reviews"
    )
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was cancelled.")

    objects = ReviewQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(division="directive__state__path")

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ReviewState.HELD.value)
                | Q(held_at__isnull=False, as_of__isnull=False),
                name="review_held_says_when_and_of_which_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.HELD.value, kind="meeting")
                | Q(published__isnull=False),
                name="review_meeting_held_froze_a_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.CANCELLED.value)
                | (Q(cancelled_at__isnull=False) & ~Q(reason="")),
                name="review_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(as_of=None) | Q(as_of__lte=F("day")),
                name="review_judges_no_later_day",
            ),
        ]

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code

    @property
    def name(self) -> str:
        """The title, under the word that every named thing answers to."""
        return self.title

    @property
    def name_hi(self) -> str:
        """The title in Hindi."""
        return self.title_hi

    @property
    def stage(self) -> ReviewState:
        """Where it stands."""
        return ReviewState(self.state)


class ReviewNote(models.Model):
    """What was noted at a review, of one point of its agenda or in general. Never edited."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="notes")
    item = models.CharField(
        max_length=250, blank=True, help_text="Key of a point of the agenda; empty: in general."
    )
    text = models.TextField(max_length=4_000)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = SeenBy["ReviewNote"].as_manager()
    scope: ClassVar[Scope] = Scope(division="review__directive__state__path")

    def __str__(self) -> str:
        """Name it by its review."""
        return f"{self.review_id}: {self.item}"


class CommitmentQuerySet(SeenBy["Commitment"]):
    """Questions about commitments."""

    def open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(state=CommitmentState.OPEN.value)

    def of(self, user: User) -> Self:
        """Those that a user undertook."""
        return self.filter(owner=user)

    def carried_to(self, review: Review) -> Self:
        """Commitments of earlier reviews of the directive that are open there.

        At a review that was held: that were open when it was held. At a one-to-one: of its
        participants only.
        """
        earlier = self.filter(review__in=Review.objects.before(review))
        if review.kind == ReviewKind.ONE_TO_ONE:
            who = review.participants.values("person")
            earlier = earlier.filter(membership__person__in=who)
        still = Q(state=CommitmentState.OPEN.value)
        if review.held_at is not None:
            still |= Q(closed_at__gte=review.held_at)
            earlier = earlier.filter(made_at__lt=review.held_at)
        return earlier.filter(still)

    def with_names(self) -> Self:
        """With all that a list shows, the nearest day first."""
        rows = self.select_related("review__directive__state", "owner", "membership__person")
        return rows.order_by("due_on", "pk")


class Commitment(models.Model):
    """What somebody undertook at a review to do by a day.

    Whoever it is stands as a user or as the name of a post. Overdue is computed, never stored.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="commitments")
    text = models.CharField(max_length=1_000)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="commitments")
    owner_post = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="commitments"
    )
    state = models.CharField(
        max_length=10, choices=COMMITMENT_STATES, default=CommitmentState.OPEN.value
    )
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    note = models.CharField(
        max_length=1_000, blank=True, help_text="What was done, or why it was dropped."
    )

    objects = CommitmentQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(division="review__directive__state__path")

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(owner=None) & ~Q(owner_post=""))
                | (Q(owner__isnull=False) & Q(owner_post="")),
                name="commitment_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=CommitmentState.OPEN.value)
                | (Q(closed_at__isnull=False) & ~Q(note="")),
                name="commitment_closed_with_a_note",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="commitment_state")]

    def __str__(self) -> str:
        """Name it by its first words."""
        return self.text[:80]

    @property
    def stage(self) -> CommitmentState:
        """Where it stands."""
        return CommitmentState(self.state)

    @property
    def owner_name(self) -> str:
        """Who undertook it, in the language of the page where there are two."""
        return self.owner.get_full_name() if self.owner else self.owner_post

    def is_overdue(self, on: date) -> bool:
        """Tell whether it is open after its day."""
        return is_overdue(self.stage, self.due_on, on)
