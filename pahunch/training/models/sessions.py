"""Days on which a programme is taught, who was invited, and who came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Division
from pahunch.staff.rights import Scope, SeenBy
from pahunch.training.codes import INVITATION, SESSION
from pahunch.training.models.people import Trainee
from pahunch.training.models.programmes import Programme
from pahunch.training.states import Stage

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Stages(models.TextChoices):
    """What a session's state is called."""

    PLANNED = Stage.PLANNED.value, _("planned")
    HELD = Stage.HELD.value, _("held")
    CANCELLED = Stage.CANCELLED.value, _("cancelled")


class Ways(models.TextChoices):
    """How it is known that somebody came."""

    LIST = "list", _("list")
    CODE = "qr", _("QR or code")
    FILE = "file", _("file")


class SessionQuerySet(SeenBy["Session"]):
    """Questions about sessions."""

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(state=Stages.HELD)


class Session(models.Model):
    """A programme taught on a day in a block or a district."""

    code = models.CharField(max_length=SESSION, unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sessions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="training_sessions")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("begins at"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=200)
    trainers = models.CharField(_("trainers"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=Stages, default=Stages.PLANNED)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was cancelled."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SessionQuerySet.as_manager()
    scope = Scope(division="division__path")
    if TYPE_CHECKING:
        invitations: RelatedManager[Invitation]
        attendances: RelatedManager[Attendance]

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[stage.value for stage in Stage]),
                name="session_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="session_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0), name="session_has_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.state)


class Invitation(models.Model):
    """Somebody is to take a programme, in a session where one is named."""

    code = models.CharField(max_length=INVITATION, unique=True)
    """Personal: it marks attendance and opens the short test."""
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="invitations")
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField()

    objects = SeenBy["Invitation"].as_manager()
    scope = Scope(division=("trainee__block__path", "session__division__path"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "trainee"], name="invitation_once")
        ]


class Attendance(models.Model):
    """Somebody came to a session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="attendances")
    how = models.CharField(max_length=5, choices=Ways)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SeenBy["Attendance"].as_manager()
    scope = Scope(division=("trainee__block__path", "session__division__path"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "trainee"], name="attendance_once"),
            models.CheckConstraint(condition=Q(how__in=Ways.values), name="attendance_way_known"),
        ]
