"""What representatives ask for, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Person
from pahunch.registry.names import ACCOUNT_KIND_CHOICES
from pahunch.staff.models import User
from pahunch.staff.rights import SeenBy
from pahunch.support.means.states import OPEN, State, due
from pahunch.support.models.analysts import OF_PERSON, PAYERS
from pahunch.support.payers import Payer

STATES = [
    (State.ASKED.value, _("asked, to be checked")),
    (State.CHECKED.value, _("checked, to be approved")),
    (State.APPROVED.value, _("approved, to be delivered")),
    (State.DELIVERED.value, _("delivered, to be confirmed")),
    (State.CONFIRMED.value, _("confirmed")),
    (State.DECLINED.value, _("declined")),
    (State.WITHDRAWN.value, _("withdrawn")),
]


class MeansKind(models.TextChoices):
    """What is asked for."""

    EQUIPMENT = "equipment", _("Equipment")
    STAFF = "staff", _("Staff")
    TRAINING = "training", _("Training")
    DESIGN = "design", _("Design")
    ADVERTISING = "advertising", _("Advertising")


class MeansRequestQuerySet(SeenBy["MeansRequest"]):
    """Questions about requests."""

    def open(self) -> MeansRequestQuerySet:
        """Those that somebody still has to act on."""
        return self.filter(state__in=[state.value for state in OPEN])

    def with_names(self) -> MeansRequestQuerySet:
        """With all that a list shows, in one query."""
        return self.select_related("person", "asked_by")


class MeansRequest(models.Model):
    """One thing asked for, by whom it is paid, and who did each step of it.

    `stepped_at` is when its state last changed; whether it is overdue follows from that.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="means")
    kind = models.CharField(max_length=20, choices=MeansKind)
    title = models.CharField(max_length=200)
    why = models.TextField(max_length=2_000)
    account_kind = models.CharField(max_length=20, choices=ACCOUNT_KIND_CHOICES)
    """For whose accounts: this and the payer must go together."""
    amount = models.PositiveIntegerField(null=True, help_text="Rupees; empty: not told.")
    paid_by = models.CharField(max_length=10, choices=PAYERS)
    needed_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.ASKED.value)
    stepped_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    """Who declined or withdrew it."""
    note = models.TextField(blank=True, max_length=2_000)
    """What was said at the last step; the reason where it was declined or disputed."""

    objects = MeansRequestQuerySet.as_manager()
    scope = OF_PERSON

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_by=None)
                | (
                    (Q(checked_by=None) | ~Q(checked_by=F("asked_by")))
                    & (Q(approved_by=None) | ~Q(approved_by=F("asked_by")))
                    & (Q(delivered_by=None) | ~Q(delivered_by=F("asked_by")))
                ),
                name="means_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(delivered_by=None)
                | Q(confirmed_by=None)
                | ~Q(confirmed_by=F("delivered_by")),
                name="means_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED.value) | ~Q(note=""),
                name="means_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(paid_by=Payer.STATE.value) | Q(account_kind="office"),
                name="means_state_money_for_the_office",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "stepped_at"], name="means_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> State:
        """Where it stands."""
        return State(self.state)

    @property
    def is_state_advertising(self) -> bool:
        """Whether it is advertising at the cost of the state, which rests in elections."""
        return self.kind == MeansKind.ADVERTISING and self.paid_by == Payer.STATE

    @property
    def due(self) -> date | None:
        """The day by which the next step is expected; None where nothing is waited for."""
        return due(self.stage, self.needed_by, localdate(self.stepped_at))

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the next step is late."""
        expected = self.due
        return expected is not None and expected < localdate(now)
