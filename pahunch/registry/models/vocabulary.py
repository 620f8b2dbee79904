"""What the cell added to the shipped vocabulary and took out of it: a row a change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models.places import Division
from pahunch.rules.government_work import Term, TermClass
from pahunch.staff.rights import Scope, SeenBy


class SpeaksOf(models.TextChoices):
    """What a word or phrase speaks of."""

    SCHEME = TermClass.SCHEME.value, _("scheme")
    WORK = TermClass.WORK.value, _("work")
    OPENING = TermClass.OPENING.value, _("opening")
    DEED = TermClass.DEED.value, _("act on a work")
    SERVICE = TermClass.SERVICE.value, _("public service")
    REVIEW = TermClass.REVIEW.value, _("review by officers")
    BODY = TermClass.BODY.value, _("public body")
    AMOUNT = TermClass.AMOUNT.value, _("sum of money")
    DEMAND = TermClass.DEMAND.value, _("demand")
    BLAME = TermClass.BLAME.value, _("accusation")
    PROMISE = TermClass.PROMISE.value, _("promise")
    PARTY = TermClass.PARTY.value, _("party, election")
    GREETING = TermClass.GREETING.value, _("greeting")
    CONDOLENCE = TermClass.CONDOLENCE.value, _("condolence")
    PRIVATE = TermClass.PRIVATE.value, _("private life")
    CULTURE = TermClass.CULTURE.value, _("culture, religion")
    SPORT = TermClass.SPORT.value, _("sport")
    QUOTE = TermClass.QUOTE.value, _("saying")
    QUESTION = TermClass.QUESTION.value, _("question")


class TermLanguage(models.TextChoices):
    """What a term is written in."""

    HINDI = "hi", _("Hindi")
    HINGLISH = "hinglish", _("Hindi in Latin letters")
    ENGLISH = "en", _("English")


class TermChange(models.Model):
    """One change of a state's vocabulary: a term added, or taken out. Never edited.

    The last change of a term holds. What stands in no row is as it was shipped.
    """

    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    term = models.CharField(max_length=100)
    language = models.CharField(max_length=10, choices=TermLanguage)
    speaks_of = models.CharField(max_length=20, choices=SpeaksOf)
    is_withdrawal = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField()

    objects = SeenBy["TermChange"].as_manager()
    scope = Scope(division="state__path")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="term_changes_for_a_reason"),
            models.CheckConstraint(condition=~Q(term=""), name="term_is_not_empty"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="term_change_state")]

    def __str__(self) -> str:
        return self.term

    @property
    def as_term(self) -> Term:
        """The term as the rule reads it."""
        return Term(self.term, self.language, TermClass(self.speaks_of))
