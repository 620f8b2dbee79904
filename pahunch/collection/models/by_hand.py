"""A count that somebody read off a screen, with the screenshot, until somebody else confirms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.staff.rights import SeenBy


class ReadingState(models.TextChoices):
    """What became of a count read by hand."""

    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class HandReading(models.Model):
    """One count read by one person; another must confirm it before it counts.

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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.wording}"

    @property
    def run(self) -> str:
        """The run in the lake that it becomes once it is confirmed."""
        return f"hand-{self.pk}"
