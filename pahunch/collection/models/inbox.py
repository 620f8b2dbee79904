"""What people wrote to an account. Personal data: here, where it can be erased."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.staff.rights import SeenBy


class MessageKind(models.TextChoices):
    """How somebody wrote to an account."""

    MENTION = "mention", _("Mention")
    REPLY = "reply", _("Reply")
    COMMENT = "comment", _("Comment")
    MESSAGE = "message", _("Message")


class Message(models.Model):
    """One thing that a person wrote to an account, once however often it arrives."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=MessageKind)
    text = models.TextField(blank=True)
    author_id = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    post_id = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)

    objects = SeenBy["Message"].as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "message_id"], name="message_arrives_once")
        ]
        indexes = [models.Index(fields=["written_at"], name="message_written")]

    def __str__(self) -> str:
        return self.message_id
