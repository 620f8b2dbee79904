"""The short test's results, and certificates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pahunch.staff.rights import Scope, SeenBy
from pahunch.training.codes import CERTIFICATE
from pahunch.training.models.people import Trainee
from pahunch.training.models.programmes import Programme
from pahunch.training.models.sessions import Session


class Result(models.Model):
    """One try at the short test."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="results")
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="results")
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    """By the share that the programme asked for then."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Who wrote down a test on paper; None: taken on the page."""

    objects = SeenBy["Result"].as_manager()
    scope = Scope(division="trainee__block__path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__gt=0, right__lte=F("asked")), name="result_within_the_test"
            )
        ]


class Certificate(models.Model):
    """Somebody took a programme: the name and the title as they were written then."""

    code = models.CharField(max_length=CERTIFICATE, unique=True)
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="certificates")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="certificates")
    session = models.ForeignKey(Session, models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=120)
    issued_on = models.DateField()
    refresher_on = models.DateField(null=True, blank=True)
    """The day from which the programme is to be taken again."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = SeenBy["Certificate"].as_manager()
    scope = Scope(division=("trainee__block__path", "session__division__path"))

    class Meta:
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trainee", "session"], name="certificate_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(reason=""), name="certificate_says_why"
            ),
        ]
