"""The tables of this room: orders and what was published of them, receipts, reminders."""

from __future__ import annotations

from pahunch.directives.models.orders import (
    Directive,
    DirectiveQuerySet,
    ElectionPeriod,
    IssuerKind,
    PublishedVerdict,
)
from pahunch.directives.models.receipts import Receipt
from pahunch.directives.models.reminders import Channel, Contact, Reminder, ReminderKind, State
from pahunch.directives.models.reviews import Commitment, Review, ReviewKind, ReviewNote

__all__ = [
    "Channel",
    "Commitment",
    "Contact",
    "Directive",
    "DirectiveQuerySet",
    "ElectionPeriod",
    "IssuerKind",
    "PublishedVerdict",
    "Receipt",
    "Reminder",
    "ReminderKind",
    "Review",
    "ReviewKind",
    "ReviewNote",
    "State",
]
