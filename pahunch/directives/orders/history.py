"""The history of an order: every change that the book of deeds holds, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pahunch.directives.models import Directive
from pahunch.directives.models.orders import READ
from pahunch.directives.orders.words import field_name
from pahunch.staff.models import Deed
from pahunch.ui import words

CHANGES = ("directives.loaded", "directives.changed")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was changed: its name in words, what stood there, what stands there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed on an order."""

    at: datetime
    who: str
    is_first: bool
    changes: tuple[Change, ...]


def history_of(directive: Directive) -> list[Entry]:
    """Give every change of an order with who made it, the newest first."""
    return [_entry(deed) for deed in _deeds(directive)]


def worded_at(directive: Directive) -> datetime | None:
    """Give when an order took the words and terms that it has; None: before the book."""
    for deed in _deeds(directive):
        if deed.verb == CHANGES[0] or set(deed.detail) & set(READ):
            return deed.at
    return None


def _deeds(directive: Directive) -> list[Deed]:
    deeds = Deed.objects.filter(subject=f"directive:{directive.code}", verb__in=CHANGES)
    return list(deeds.select_related("by").order_by("-seq"))


def _entry(deed: Deed) -> Entry:
    changes = tuple(
        Change(field_name(name), _said(before), _said(after))
        for name, (before, after) in sorted(deed.detail.items())
    )
    who = words.named(deed.by) if deed.by else deed.by_name
    return Entry(deed.at, who, deed.verb == CHANGES[0], changes)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or words.NOTHING
    return words.NOTHING if value in ("", "None", "[]") else str(value)
