"""Those who are trained, their phones while they may be kept, and who may be whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pahunch.lib.names import fold
from pahunch.registry.models import Division
from pahunch.staff.rights import Scope, SeenBy
from pahunch.training.states import Verdict

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Verdicts(models.TextChoices):
    """What a human said of two rows."""

    PROPOSED = Verdict.PROPOSED.value, _("to be decided")
    CONFIRMED = Verdict.CONFIRMED.value, _("one person")
    REJECTED = Verdict.REJECTED.value, _("two people")


class Roster(models.Model):
    """A file of people that was brought in. The file itself is kept sealed, and then erased."""

    checksum = models.CharField(max_length=64)
    programme = models.ForeignKey("training.Programme", models.PROTECT, related_name="rosters")
    session = models.ForeignKey(
        "training.Session", models.PROTECT, null=True, blank=True, related_name="rosters"
    )
    name = models.CharField(max_length=100)
    rows = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    """Rows that were named and not stored."""
    new = models.PositiveIntegerField()
    """People who were not known before."""
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    kept_until = models.DateField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = SeenBy["Roster"].as_manager()
    scope = Scope(division="programme__state__path")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checksum", "programme", "session"], name="roster_once_a_session"
            ),
            models.UniqueConstraint(
                fields=["checksum", "programme"],
                condition=Q(session=None),
                name="roster_once_a_programme",
            ),
        ]


class TraineeQuerySet(SeenBy["Trainee"]):
    """Questions about people."""

    def persons(self) -> Self:
        """One row a person: those that stand for themselves."""
        return self.filter(same_as=None)

    def called(self, words: str) -> Self:
        """People with a name that goes on so from one of its words, in either script."""
        return self.filter(search__contains=f" {fold(words)}")


class Trainee(models.Model):
    """Somebody who is trained, as a list wrote the name, and the block of their work.

    `same_as` leads to the row that stands for the same person, where a human said so.
    """

    block = models.ForeignKey(Division, models.PROTECT, related_name="trainees")
    name = models.CharField(max_length=120)
    """As it was written, in whichever script."""
    guardian = models.CharField(max_length=120, blank=True)
    """Father's or husband's name, as lists here carry it to tell namesakes apart."""
    village = models.CharField(max_length=120, blank=True)
    work = models.CharField(max_length=120, blank=True)
    """What they do: secretary of a panchayat, worker of an office."""
    search = models.TextField(blank=True, editable=False)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="also_written"
    )
    added_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When the name was erased at the person's wish."""

    objects = TraineeQuerySet.as_manager()
    scope = Scope(division="block__path")
    if TYPE_CHECKING:
        phones: RelatedManager[Phone]
        invitations: RelatedManager[models.Model]
        also_written: RelatedManager[Trainee]

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["block", "same_as"], name="trainee_of_block")]
        constraints = [
            models.CheckConstraint(condition=~Q(same_as=F("id")), name="trainee_is_not_itself")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """The name, or what stands where it was erased."""
        return self.name or ("नाम मिटाया गया" if get_language() == "hi" else "name erased")


class Phone(models.Model):
    """A phone: three keyed marks, and the sealed number where its holder agreed.

    Equal numbers have equal marks, and nobody without the key can tell a number by its mark.
    The marks of the two halves find a number with one wrong digit. All of it goes on the day
    `kept_until`.
    """

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="phones")
    mark = models.BigIntegerField(db_index=True)
    head = models.BigIntegerField()
    tail = models.BigIntegerField()
    sealed = models.TextField(blank=True)
    """Empty: without consent only the marks are kept."""
    consent_on = models.DateField(null=True, blank=True)
    kept_until = models.DateField(db_index=True)

    objects = SeenBy["Phone"].as_manager()
    scope = Scope(division="trainee__block__path")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "mark"], name="phone_once_a_trainee"),
            models.CheckConstraint(
                condition=Q(sealed="") | Q(consent_on__isnull=False),
                name="phone_is_kept_with_consent",
            ),
        ]


class DoubleQuerySet(SeenBy["Double"]):
    """Questions about proposals."""

    def open(self) -> Self:
        """Those that nobody has decided, the surest first.

        Two rows that stand for one person already, by way of a third, need no decision.
        """
        one = Coalesce("first__same_as", "first")
        other = Coalesce("second__same_as", "second")
        found = self.filter(state=Verdicts.PROPOSED).alias(one=one, other=other)
        return found.exclude(one=F("other")).order_by("-score", "pk")


class Double(models.Model):
    """Two rows that may be one person: why, how sure, and what a human said."""

    first = models.ForeignKey(Trainee, models.CASCADE, related_name="doubles")
    second = models.ForeignKey(Trainee, models.CASCADE, related_name="doubled_by")
    score = models.FloatField()
    why = models.JSONField()
    """The words of `people.words.REASONS` that spoke for and against."""
    state = models.CharField(max_length=10, choices=Verdicts, default=Verdicts.PROPOSED)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DoubleQuerySet.as_manager()
    scope = Scope(division=("first__block__path", "second__block__path"))

    class Meta:
        indexes = [models.Index(fields=["state", "-score"], name="double_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="double_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="double_in_one_order"),
            models.CheckConstraint(
                condition=Q(state__in=[verdict.value for verdict in Verdict]),
                name="double_state_known",
            ),
        ]
