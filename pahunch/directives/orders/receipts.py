"""Who of those bound has confirmed having read an order, in the wording that it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pahunch.directives.models import Directive, Receipt
from pahunch.registry.models import Membership
from pahunch.registry.models.people import MembershipQuerySet
from pahunch.staff.models import User
from pahunch.staff.rights import may

SEE, CONFIRM = "directives.see_receipts", "directives.confirm_receipt"


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody bound, and when their office read the order as it stands."""

    membership: Membership
    read_at: datetime | None
    read_before: bool
    """An earlier wording was read."""
    may_confirm: bool = False


def receipts_of(directive: Directive, day: date) -> list[Row]:
    """Give everybody bound on a day, those who have not confirmed first. Two questions."""
    return _rows(directive, list(_bound(directive, day)))


def seen_receipts(directive: Directive, day: date, user: User) -> list[Row]:
    """Give those of them whom the user may see."""
    seen = Membership.objects.seen_by(user, SEE).values("pk")
    mine = list(_bound(directive, day).filter(pk__in=seen))
    return [
        Row(
            row.membership,
            row.read_at,
            row.read_before,
            row.read_at is None and may(user, CONFIRM, row.membership),
        )
        for row in _rows(directive, mine)
    ]


def _bound(directive: Directive, day: date) -> MembershipQuerySet:
    rows = directive.bound().in_office(day).select_related("person", "division", "post__state")
    return rows.order_by("division__number", "code")


def _rows(directive: Directive, memberships: list[Membership]) -> list[Row]:
    wording = directive.wording
    found: dict[int, dict[str, datetime]] = {}
    for receipt in Receipt.objects.filter(directive=directive):
        found.setdefault(receipt.membership_id, {})[receipt.wording] = receipt.read_at
    rows = [
        Row(one, mine.get(wording), bool(mine))
        for one in memberships
        for mine in [found.get(one.pk, {})]
    ]
    return sorted(rows, key=lambda row: row.read_at is not None)
