"""The shape of a panel, and what its figures look like."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from pahunch.directives.measured import Measured
from pahunch.directives.models import Directive
from pahunch.registry.models import Account, Membership
from pahunch.staff.models import User
from pahunch.ui import words

SHORT = 8
"""Rows of a table that stands open."""
SURE = 0.01
"""A chance nearer to none or to certainty than this is not told apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom, by whom and for which day a page of measures was asked."""

    user: User
    directive: Directive
    membership: Membership
    as_of: date
    measured: Measured
    place: int
    """The representative's place in every array of `measured`."""
    accounts: tuple[Account, ...]
    """The representative's accounts that the reader may see."""

    def rows(self) -> list[int]:
        """Give the places of the representative's accounts that count."""
        of = self.measured.bound.of
        return [row for row in range(len(of)) if of[row] == self.place]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows; `numbers` says which columns are figures, from 0."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()

    @property
    def is_long(self) -> bool:
        """Whether it is folded away until somebody opens it."""
        return len(self.rows) > SHORT

    @property
    def cells(self) -> list[list[tuple[str, str, bool]]]:
        """Give each row's cells with their heads, and whether they are figures."""
        return [
            [
                (head, cell, number in self.numbers)
                for number, (head, cell) in enumerate(zip(self.heads, row, strict=True))
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure of one representative, in words ready to print."""

    key: str
    title: str
    lead: str
    rule: str
    """The page of `docs/rules` that says how it is made."""
    lines: tuple[str, ...] = ()
    drawing: str = ""
    table: Table | None = None


def signed(low: float, high: float) -> str:
    """Write a gain as a number or a range, with its sign; a dash where it is not known."""
    if math.isnan(low):
        return words.NOTHING
    if math.isinf(high) or math.isnan(high):
        return gettext("at least %(number)s") % {"number": _plus(low)}
    if low == high:
        return _plus(low)
    return gettext("%(low)s to %(high)s") % {"low": _plus(low), "high": _plus(high)}


def _plus(value: float) -> str:
    rounded = round(value)
    return ("+" if rounded > 0 else "") + words.number(rounded)


def rate(low: float, high: float) -> str:
    """Write a rate as a percentage with its sign, or a range of two."""
    ends = [f"{100 * end:+.1f}%" for end in (low, high) if math.isfinite(end)]
    if not ends:
        return words.NOTHING
    if len(ends) == 1:
        return gettext("at least %(number)s") % {"number": ends[0]}
    return ends[0] if ends[0] == ends[1] else " … ".join(ends)


def chance(low: float, high: float) -> str:
    """Write a chance: about a percentage, a range, or that it is nearly none or certain."""
    if math.isnan(low):
        return words.NOTHING
    if math.isnan(high):
        return gettext("at least %(number)s") % {"number": _hundredths(low)}
    if high < SURE:
        return gettext("under 1%%") % {}
    if low > 1 - SURE:
        return gettext("over 99%%") % {}
    ends = (_hundredths(low), _hundredths(high))
    return ends[0] if ends[0] == ends[1] else " … ".join(ends)


def _hundredths(part: float) -> str:
    return f"{min(max(round(100 * part), 1), 99)}%"


def whole(value: float) -> str:
    """Write followers, rounded to whole ones; a dash where they are not known."""
    return words.number(round(value)) if math.isfinite(value) else words.NOTHING
