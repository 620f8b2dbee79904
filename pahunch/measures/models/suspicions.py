"""Growth that asks for an explanation, what the holder said, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.measures.suspicions.states import DECIDED, State
from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.staff.models import User
from pahunch.staff.rights import SeenBy

STATES = [
    (State.ASKED.value, _("waits for an answer")),
    (State.ANSWERED.value, _("answered, to be decided")),
    (State.UPHELD.value, _("upheld")),
    (State.DISMISSED.value, _("dismissed")),
]


class SuspicionQuerySet(SeenBy["Suspicion"]):
    """Questions about suspicions."""

    def open(self) -> SuspicionQuerySet:
        """Those that nobody has decided."""
        return self.exclude(state__in=[state.value for state in DECIDED])

    def upheld(self) -> SuspicionQuerySet:
        """Those that somebody found to be right."""
        return self.filter(state=State.UPHELD.value)


class Suspicion(models.Model):
    """One stretch of days on which one account's counts ask for an explanation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="suspicions")
    first_day = models.DateField()
    last_day = models.DateField()
    evidence = models.JSONField(help_text="What was seen: a list of kinds with their figures.")
    score = models.FloatField(help_text="From 0 to 1, by the rule.")
    gained = models.PositiveBigIntegerField(help_text="Followers of the sudden gain.")
    left = models.PositiveBigIntegerField(default=0, help_text="Of them, gone again when asked.")
    rule = models.CharField(max_length=40)
    lake_version = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=State.ASKED.value)
    answer = models.TextField(blank=True, max_length=4_000)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, max_length=2_000)

    objects = SuspicionQuerySet.as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "first_day"], name="suspicion_once_an_account_and_day"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="suspicion_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(left__lte=F("gained")), name="suspicion_loses_no_more_than_it_gained"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.ASKED.value, State.ANSWERED.value])
                | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="suspicion_decided_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(answered_by=None)
                | ~Q(decided_by=F("answered_by")),
                name="suspicion_decided_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="suspicion_state")]

    def __str__(self) -> str:
        return f"{self.account}: {self.first_day}"

    @property
    def stage(self) -> State:
        """Where it stands."""
        return State(self.state)

    @property
    def doubtful(self) -> int:
        """Followers that were gained so and have not left: they may all be true, or none."""
        return self.gained - self.left
