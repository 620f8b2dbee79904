"""Confirming that an order was read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from pahunch.directives.models import Directive, Receipt
from pahunch.directives.orders.errors import WrongReceipt
from pahunch.registry.models import Membership
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@action("directives.confirm_receipt", place="membership")
@transaction.atomic
def confirm_read(
    directive: Directive, membership: Membership, wording: str, *, by: User | None, at: datetime
) -> Receipt:
    """Note that somebody bound has read an order in a wording; a second time changes nothing.

    `wording` is that of the page which was read. Raises WrongReceipt.
    """
    # The row is the lock: no change of the order comes between the look and the note.
    current = Directive.objects.select_for_update().get(pk=directive.pk)
    if not current.bound().in_office(localdate(at)).filter(pk=membership.pk).exists():
        raise WrongReceipt("not_bound")
    if wording != current.wording:
        raise WrongReceipt("changed")
    receipt, is_new = Receipt.objects.get_or_create(
        directive=current,
        membership=membership,
        wording=wording,
        defaults={"read_by": by, "read_at": at},
    )
    if is_new:
        detail = {"membership": membership.code, "wording": wording}
        record("directives.read", f"directive:{current.code}", by=by, at=at, detail=detail)
    return receipt
