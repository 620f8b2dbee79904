"""Surveys of who follows or uses several platforms, as they were published."""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.measures.models.states import SeenInState
from pahunch.registry.models import Division, Fact
from pahunch.registry.names import PLATFORM_CHOICES
from pahunch.rules.people import Asked, Overlaps, Told, overlaps
from pahunch.staff.models import User
from pahunch.staff.rights import Scope


class AskedOf(models.TextChoices):
    """Of whom a survey's shares are."""

    FOLLOWERS = Asked.FOLLOWERS.value, _("people who follow a representative")
    ELECTORS = Asked.ELECTORS.value, _("electors")
    USERS = Asked.USERS.value, _("users of a platform")


class SurveyQuerySet(SeenInState["Survey"]):
    """Questions about surveys."""

    def in_page_order(self) -> SurveyQuerySet:
        """The newest survey first."""
        return self.order_by("-asked_on", "code")

    def standing(self) -> SurveyQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Survey(Fact):
    """A survey's table of overlaps between platforms, with its citation. Never edited.

    A mistake is withdrawn with a reason and brought in again under another code.
    """

    code = models.SlugField(max_length=80, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    asked = models.CharField(max_length=10, choices=AskedOf)
    area = models.CharField(max_length=200, help_text="Where its people live.")
    asked_on = models.DateField(help_text="The last day of asking.")
    people = models.PositiveIntegerField(null=True, help_text="How many; empty: not said.")
    allowance = models.FloatField(help_text="How far others may be from those asked, of one.")
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = SurveyQuerySet.as_manager()
    scope = Scope(division="state__path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(allowance__gte=0, allowance__lte=1), name="survey_allowance_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(reason=""), name="survey_withdrawn_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
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
    def told(self) -> list[Told]:
        """The table's rows, as the rule reads them."""
        return [row.told for row in self.rows.order_by("on", "also")]

    @property
    def overlaps(self) -> Overlaps:
        """The table, as the rule reads it."""
        return overlaps(self.told, asked=Asked(self.asked), allowance=self.allowance)

    @property
    def digest(self) -> str:
        """16 hex digits that change when anything does that a figure is computed from."""
        rows = [[one.on, one.also, one.share, one.low, one.high, one.people] for one in self.told]
        text = json.dumps([self.asked, self.allowance, rows], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Overlap(models.Model):
    """Of those on one platform, the share who are on another too.

    `also` empty: the share on `on` of all who were asked. `people` are those on `on` who were
    asked; None: the survey does not say. `low` and `high` are the survey's own ends, if any.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="rows")
    on = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    also = models.CharField(max_length=20, choices=PLATFORM_CHOICES, blank=True)
    share = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "on", "also"], name="overlap_once_a_survey"),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="overlap_share_is_a_part"
            ),
            models.CheckConstraint(condition=~Q(on=F("also")), name="overlap_of_two_platforms"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.also}".strip()

    @property
    def told(self) -> Told:
        """The row, as the rule reads it."""
        return Told(self.on, self.also, self.share, self.people, self.low, self.high)
