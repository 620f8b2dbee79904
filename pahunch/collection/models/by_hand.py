"""A count that somebody read off a screen, with the screenshot, until somebody else confirms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.facts import Count
from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.staff.rights import SeenBy


class ReadingState(models.TextChoices):
    """What became of a count read by hand."""

    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("The second person read another number")
    DECLINED = "declined", _("Declined")


class HandReading(models.Model):
    """One count read by one person; another must read the same before it counts.

    The screenshot lies in `PAHUNCH_HOME/uploads` under its checksum, decoded and written
    anew so that nothing of the camera or the phone is kept with it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="hand_readings")
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField(null=True, blank=True)
    wording = models.CharField(max_length=200)
    """The number as it stood on the screen."""
    seen_at = models.DateTimeField()
    evidence = models.CharField(max_length=64)
    """SHA-256 of the screenshot as it is kept."""
    state = models.CharField(
        max_length=20, choices=ReadingState, default=ReadingState.WAITING.value
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    entered_at = models.DateTimeField()
    second_low = models.PositiveBigIntegerField(null=True, blank=True)
    second_high = models.PositiveBigIntegerField(null=True, blank=True)
    second_wording = models.CharField(max_length=200, blank=True)
    """The number as the second person read it, without having seen the first."""
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was declined; empty where it was entered again instead."""

    objects = SeenBy["HandReading"].as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gte=F("low")), name="reading_is_an_interval"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting")
                | (Q(decided_at__isnull=False) & ~Q(decided_by=F("entered_by"))),
                name="another_person_decides",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("entered_by")),
                name="another_person_reads_it_again",
            ),
        ]
        indexes = [models.Index(fields=["state", "entered_at"], name="reading_state")]

    def __str__(self) -> str:
        return f"{self.account}: {self.wording}"

    @property
    def count(self) -> Count:
        """What the first person read."""
        return Count(self.low, self.high)

    @property
    def second_count(self) -> Count | None:
        """What the second person read; None: nobody did yet."""
        return None if self.second_low is None else Count(self.second_low, self.second_high)

    @property
    def run(self) -> str:
        """The run in the lake that it becomes once it is confirmed."""
        return f"hand-{self.pk}"
