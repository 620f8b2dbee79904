"""The imports: which file brought which run, who brought it, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Division
from pahunch.staff.rights import Scope, SeenBy


class Stage(models.TextChoices):
    """How far an import is. The middle two last a moment, unless the machine dies."""

    PENDING = "pending", _("Being added")
    DONE = "done", _("Added")
    LEAVING = "leaving", _("Being withdrawn")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ImportQuerySet(SeenBy["Import"]):
    """Questions about imports."""

    def unfinished(self) -> ImportQuerySet:
        """Imports that a crash may have left half way."""
        return self.filter(stage__in=[Stage.PENDING.value, Stage.LEAVING.value]).order_by("pk")


class Import(models.Model):
    """One file of counts: its bytes, its run in the lake, its stage."""

    run = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, default="counts")
    state = models.ForeignKey(
        Division, models.PROTECT, related_name="imports", null=True, blank=True
    )
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.PENDING.value)
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64)
    raw_path = models.CharField(max_length=500)
    rows = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = ImportQuerySet.as_manager()
    scope = Scope(division="state__path")

    class Meta:
        indexes = [models.Index(fields=["stage"], name="import_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["pending", "done"])
                | (~Q(reason="") & Q(withdrawn_at__isnull=False)),
                name="withdrawal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.run
