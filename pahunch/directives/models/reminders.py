"""Where offices are reminded, and every reminder: what for, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models.orders import Directive
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy

OF_MEMBERSHIP = Scope(
    division=("membership__division__path", "membership__post__state__path"),
    person="membership__person__slug",
)


class Channel(models.TextChoices):
    """By which way an office is reminded."""

    MAIL = "mail", _("Mail")
    SMS = "sms", _("SMS")
    MESSAGING = "messaging", _("Messaging")


class ContactQuerySet(SeenBy["Contact"]):
    """Questions about contacts."""

    def usable(self, now: datetime) -> ContactQuerySet:
        """Contacts that were not ended and whose consent holds on this day."""
        return self.filter(ended_at=None, valid_until__gte=localdate(now))


class Contact(models.Model):
    """Where the office of a membership is reminded: by which way, in which language, when.

    The address is personal data: `address` is sealed, `shown` tells no more of it than its
    owner needs to know it again, and both are erased when the contact ends.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=12, choices=Channel)
    address = models.TextField(blank=True, help_text="Sealed.")
    shown = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(
        max_length=64, help_text="Keyed hash of the address, so that it is entered once."
    )
    language = models.CharField(max_length=2, choices=[("hi", "हिन्दी"), ("en", "English")])
    from_hour = models.PositiveSmallIntegerField(default=9)
    until_hour = models.PositiveSmallIntegerField(default=18, help_text="Not included.")
    consent = models.CharField(max_length=300, help_text="Who agreed, and when.")
    valid_until = models.DateField(help_text="The last day on which the consent holds.")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    SEALED = ("address",)

    objects = ContactQuerySet.as_manager()
    scope: ClassVar[Scope] = OF_MEMBERSHIP

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "fingerprint"],
                condition=Q(ended_at=None),
                name="contact_address_once",
            ),
            models.CheckConstraint(
                condition=Q(until_hour__gt=F("from_hour"), until_hour__lte=24),
                name="contact_hours_are_hours",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(address="", shown=""),
                name="contact_ended_is_erased",
            ),
        ]

    def __str__(self) -> str:
        """Name it without its address."""
        return f"{self.channel} of {self.membership_id}"


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    DUE = "due", _("the due date is near")
    PACE = "pace", _("the pace falls short")
    RECEIPT = "receipt", _("not confirmed as read")


class State(models.TextChoices):
    """What became of a reminder."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain: perhaps sent")
    DROPPED = "dropped", _("no longer needed")


class ReminderQuerySet(SeenBy["Reminder"]):
    """Questions about reminders."""

    def in_page_order(self) -> ReminderQuerySet:
        """The newest first, with all that a list shows."""
        named = ("directive", "membership__person", "contact")
        return self.select_related(*named).order_by("-made_at", "-pk")


class Reminder(models.Model):
    """One reminder to one contact on one occasion: the database has it once.

    It is sent at most once. `sending` is noted before anything leaves; a worker that dies
    then leaves a row that becomes `uncertain`, and only a person sends that one again.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reminders")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="reminders")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind)
    occasion = models.CharField(max_length=40)
    until = models.DateField(help_text="The last day on which it is worth sending.")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True, help_text="Of the worker that sends it.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=500, blank=True, help_text="What the channel answered.")

    objects = ReminderQuerySet.as_manager()
    scope: ClassVar[Scope] = OF_MEMBERSHIP

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directive", "membership", "contact", "kind", "occasion"],
                name="reminder_once_an_occasion",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"], name="reminder_to_be_sent")
        ]

    def __str__(self) -> str:
        """Name it by what it is about."""
        return f"{self.kind} {self.occasion} of {self.directive_id}"
