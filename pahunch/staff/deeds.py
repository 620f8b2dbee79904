"""The book of deeds: write one, and prove that none was changed, removed or slipped in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pahunch.staff.errors import ChainIsBroken
from pahunch.staff.models import BEGINNING, Deed, DeedHead, User, canonical

OPERATOR = "command line"
"""Who did it when nobody was signed in."""


def record(
    verb: str,
    subject: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    by_name: str = "",
) -> Deed:
    """Write a deed at the end of the book, inside the caller's transaction.

    The row of the head is locked, so that writers wait for each other and the chain cannot
    fork. Raises ChainIsBroken where there are deeds and no head, ValueError for a naive time.
    """
    if at.utcoffset() is None:
        raise ValueError("the time of a deed must be aware")
    plain = json.loads(json.dumps(detail or {}, cls=DjangoJSONEncoder, allow_nan=False))
    with transaction.atomic():
        head = _locked_head()
        deed = Deed(
            seq=head.count + 1,
            at=at,
            by=by,
            by_name=by.username if by else by_name or OPERATOR,
            verb=verb,
            subject=subject,
            reason=reason,
            detail_json=canonical(plain),
            previous=head.hash,
        )
        deed.hash = deed.computed_hash()
        deed.save()
        head.count, head.hash = deed.seq, deed.hash
        head.save()
    return deed


def _locked_head() -> DeedHead:
    head, is_new = DeedHead.objects.select_for_update().get_or_create(pk=1)
    if is_new and Deed.objects.exists():
        raise ChainIsBroken("the head of the book of deeds is gone: run `pahunch audit verify`")
    return head


class Damage(TextChoices):
    """What happened to the book."""

    CHANGED = "changed", _("it was changed")
    MISSING = "missing", _("it was removed")
    INSERTED = "inserted", _("it was put there")
    CUT_OFF = "cut_off", _("the end was cut off")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the book is broken."""

    seq: int
    damage: Damage
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the book found: its length, its last hash, and the first fault."""

    count: int
    hash: str
    fault: Fault | None

    @property
    def is_whole(self) -> bool:
        """True where nothing is broken."""
        return self.fault is None


def verify(known: tuple[int, str] | None = None) -> Proof:
    """Walk the whole book, oldest first, and name the first deed that is broken.

    Whoever owns the database can write a whole new chain with a head that fits. `known`, the
    length and last hash of an earlier proof kept elsewhere, finds that as well.
    """
    count, last = 0, BEGINNING
    for deed in Deed.objects.order_by("seq").iterator():
        fault = _fault(deed, count + 1, last)
        if known and not fault and deed.seq == known[0] and deed.hash != known[1]:
            why = f"the book up to deed {deed.seq} is not the one known from before"
            fault = Fault(deed.seq, Damage.CHANGED, why)
        if fault:
            return Proof(count, last, fault)
        count, last = deed.seq, deed.hash
    if known and known[0] > count:
        why = f"the book ends at deed {count}, and {known[0]} were known before"
        return Proof(count, last, Fault(count + 1, Damage.CUT_OFF, why))
    return Proof(count, last, _fault_of_head(count, last))


def _fault(deed: Deed, expected: int, previous: str) -> Fault | None:
    if deed.seq > expected:
        upto = f" to {deed.seq - 1}" if deed.seq - 1 > expected else ""
        return Fault(expected, Damage.MISSING, f"deed {expected}{upto} was removed")
    if deed.seq < expected:
        return Fault(deed.seq, Damage.INSERTED, f"deed {deed.seq} has no place in the book")
    if not _fits(deed):
        return Fault(deed.seq, Damage.CHANGED, f"deed {deed.seq} does not fit its own hash")
    if deed.previous != previous:
        return Fault(
            deed.seq,
            Damage.INSERTED,
            f"deed {deed.seq} does not follow deed {expected - 1}: one of the two was put there",
        )
    return None


def _fits(deed: Deed) -> bool:
    try:
        return deed.computed_hash() == deed.hash
    except (AttributeError, TypeError, ValueError):
        # SQLite keeps whatever is put in a column: a time that is none, bytes for a text.
        return False


def _fault_of_head(count: int, last: str) -> Fault | None:
    head = DeedHead.objects.filter(pk=1).first() or DeedHead()
    if head.count > count:
        why = f"the book ends at deed {count}, and its head counts {head.count}"
        return Fault(count + 1, Damage.CUT_OFF, why)
    if head.count < count:
        why = f"deed {head.count + 1} was written past the head, which counts {head.count}"
        return Fault(head.count + 1, Damage.INSERTED, why)
    if head.hash != last:
        return Fault(count, Damage.CHANGED, f"deed {count} is not the one that the head names")
    return None
