"""What is taught, what the short test asks, and how many people a place is to train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Division
from pahunch.staff.rights import Scope, SeenBy, held

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from pahunch.staff.scopes import Anybody


class ProgrammeQuerySet(SeenBy["Programme"]):
    """Questions about programmes."""

    def seen_by(self, user: Anybody, operation: str) -> Self:
        """Keep programmes of the states in which the user may do the operation somewhere.

        A programme is the state's, and whoever trains a block of the state teaches it.
        """
        grants = held(user, operation)
        if any(grant.is_whole for grant in grants):
            return self.all()
        states = {grant.division_path.partition("/")[0] for grant in grants}
        return self.filter(state__code__in=states)


class Programme(models.Model):
    """A course of a state: so many hours, what it teaches, and when it must be taken again."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=200)
    title_hi = models.CharField(_("title in Hindi"), max_length=200, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0.5)]
    )
    teaches = models.TextField(_("what it teaches"), max_length=4_000, blank=True)
    teaches_hi = models.TextField(_("what it teaches, in Hindi"), max_length=4_000, blank=True)
    pass_percent = models.PositiveSmallIntegerField(
        _("right answers needed, in per cent"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    refresher_months = models.PositiveSmallIntegerField(
        _("months until it is taken again"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    """None: once is enough."""

    objects = ProgrammeQuerySet.as_manager()
    scope = Scope(division="state__path")
    if TYPE_CHECKING:
        questions: RelatedManager[Question]

    class Meta:
        ordering = ["title", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100),
                name="programme_pass_is_a_share",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="programme_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title, by the name that pages ask for."""
        return self.title

    @property
    def name_hi(self) -> str:
        """The title in Hindi."""
        return self.title_hi

    @property
    def content(self) -> str:
        """What it teaches, in the language of the page where it is there."""
        return (self.teaches_hi if get_language() == "hi" else "") or self.teaches


class Question(models.Model):
    """One question of the short test, with two to five choices of which one is right."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    text_hi = models.CharField(max_length=500, blank=True)
    choices = models.JSONField()
    """Each choice as [English, Hindi]; an empty Hindi is shown in English."""
    right = models.PositiveSmallIntegerField()
    """Which choice is right, counted from 0."""

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="question_number_once")
        ]

    @property
    def words(self) -> str:
        """The question in the language of the page."""
        return (self.text_hi if get_language() == "hi" else "") or self.text

    @property
    def offered(self) -> list[str]:
        """The choices in the language of the page."""
        is_hindi = get_language() == "hi"
        return [(hindi if is_hindi else "") or english for english, hindi in self.choices]


class Plan(models.Model):
    """So many people of a block (or of a district beside its blocks) are to be trained by a day."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="plans")
    division = models.ForeignKey(Division, models.PROTECT, related_name="training_plans")
    people = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    due = models.DateField()

    objects = SeenBy["Plan"].as_manager()
    scope = Scope(division="division__path")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "division"], name="plan_once_a_place"),
            models.CheckConstraint(condition=Q(people__gt=0), name="plan_is_for_somebody"),
        ]
