"""Receipts: an office has read an order, in the words that it had then."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pahunch.directives.models.orders import Directive
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy


class Receipt(models.Model):
    """The office of somebody bound confirms having read an order in one wording."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="receipts")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="receipts")
    wording = models.CharField(max_length=12, help_text="`Directive.wording` then.")
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()

    objects = SeenBy["Receipt"].as_manager()
    scope: ClassVar[Scope] = Scope(
        division=("membership__division__path", "directive__state__path"),
        person="membership__person__slug",
    )

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directive", "membership", "wording"], name="receipt_once_a_wording"
            )
        ]

    def __str__(self) -> str:
        """Name it by what was read, and for whom."""
        return f"{self.directive_id}/{self.membership_id}/{self.wording}"
