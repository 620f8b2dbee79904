"""Directives from a file: one row an order, checked whole before anything is stored."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction

from pahunch.directives.actions import store_directive
from pahunch.directives.models import Directive, IssuerKind
from pahunch.facts import AccountKind, Adding, Platform, Where
from pahunch.measures.models import Survey
from pahunch.registry.models import Division, Membership, Roll, Source
from pahunch.registry.names import DivisionKind, PostKind
from pahunch.staff.models import User

COLUMNS = (
    "code", "state", "title", "title_hi", "text", "text_hi", "issuer", "issuer_hi",
    "issued_on", "due_on", "starts", "usual_day", "binds", "share", "adding", "kinds",
    "platforms", "fresh_days", "where", "roll", "roster", "survey", "replaces", "source",
    "verified", "issuer_kind", "meeting", "meeting_hi", "only",
)  # fmt: skip
LATER = ("issuer_kind", "meeting", "meeting_hi", "only")
"""Columns that a file may lack; what they say of a directive then stays as it is."""
WORDS = ("title", "title_hi", "text", "text_hi", "issuer", "issuer_hi", "roster")
NEEDED = ("code", "state", "binds", "share", "adding", "kinds", "roll", "source")


class DirectiveError(Exception):
    """Something that concerns a directive went wrong."""


class BadDirective(DirectiveError):
    """A row of a file that cannot be a directive: which line, which column, and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading changed."""

    new: int
    changed: int
    same: int


def read_directives(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of directives. Raises BadDirective where columns are missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise BadDirective(f"{path.name}: no column {', '.join(missing)}")
        return list(reader)


@transaction.atomic
def load_directives(rows: Iterable[Mapping[str, str]], *, by: User | None, at: datetime) -> Loaded:
    """Store directives by their code. Loading the same rows again changes nothing.

    Raises BadDirective, naming line and column, or Refused where the user has no right in a
    directive's state; and then stores none of them.
    """
    done: Counter[str] = Counter()
    for line, row in enumerate(rows, start=2):
        fields = _Reading(row, line).fields()
        done[store_directive(fields, state=fields["state"], by=by, at=at)] += 1
    return Loaded(done["new"], done["changed"], done["same"])


class _Reading:
    """One row being read; every refusal names its line and column."""

    def __init__(self, row: Mapping[str, str], line: int) -> None:
        self._row = row
        self._line = line

    def fields(self) -> dict[str, Any]:
        """Give the model's fields."""
        share = self._share()
        state = self._state()
        return {
            "code": self._text("code", needed=True),
            "state": state,
            **{name: self._text(name) for name in WORDS},
            **{name: self._day(name) for name in ("issued_on", "due_on", "usual_day")},
            "starts": self._day("starts") or date(1950, 1, 26),
            "binds": self._one_of("binds", PostKind.values),
            "share_numerator": share.numerator,
            "share_denominator": share.denominator,
            "adding": self._one_of("adding", [adding.value for adding in Adding]),
            "kinds": self._several("kinds", [kind.value for kind in AccountKind]),
            "platforms": self._several("platforms", [name.value for name in Platform]),
            "fresh_days": self._days(),
            "where": self._where(),
            "roll": self._roll(state),
            "survey": self._survey(state),
            "replaces": self._replaced(),
            **self._later(state),
            "source": Source.objects.get_or_create(text=self._text("source", needed=True))[0],
            "verified": self._text("verified") == "yes",
        }

    def _later(self, state: Division) -> dict[str, Any]:
        """Give the fields of those columns that the file has."""
        given = {name for name in LATER if self._row.get(name) is not None}
        found: dict[str, Any] = {name: self._text(name) for name in given - {"only"}}
        if found.get("issuer_kind"):
            self._one_of("issuer_kind", IssuerKind.values)
        if "only" in given:
            found["only"] = self._only(state)
        return found

    def _only(self, state: Division) -> list[Membership]:
        codes = {code.strip() for code in self._text("only").split(";") if code.strip()}
        if codes and self._text("roster"):
            raise self._refuse("only", "a roster in the lake is a list already")
        posts = {"post__state": state, "post__kind": self._text("binds")}
        found = list(Membership.objects.filter(code__in=codes, **posts))
        missing = sorted(codes - {membership.code for membership in found})
        if missing:
            raise self._refuse("only", f"{missing[0]!r} holds no such post in {state.code}")
        return found

    def _refuse(self, column: str, why: str) -> BadDirective:
        return BadDirective(f"line {self._line}, column {column}: {why}")

    def _text(self, column: str, *, needed: bool = False) -> str:
        value = (self._row.get(column) or "").strip()
        if needed and not value:
            raise self._refuse(column, "is empty")
        return value

    def _day(self, column: str) -> date | None:
        value = self._text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self._refuse(column, f"{value!r} is not a date such as 2023-08-25") from None

    def _one_of(self, column: str, choices: list[str]) -> str:
        value = self._text(column, needed=True)
        if value not in choices:
            raise self._refuse(column, f"{value!r} is none of {', '.join(choices)}")
        return value

    def _several(self, column: str, choices: list[str]) -> list[str]:
        values = sorted(word.strip() for word in self._text(column).split(";") if word.strip())
        for value in values:
            if value not in choices:
                raise self._refuse(column, f"{value!r} is none of {', '.join(choices)}")
        return values

    def _share(self) -> Fraction:
        value = self._text("share", needed=True)
        try:
            share = Fraction(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
        except (ValueError, ZeroDivisionError):
            raise self._refuse("share", f"{value!r} is not a share such as 5% or 1/20") from None
        if not 0 < share <= 1:
            raise self._refuse("share", f"{value!r} is not above 0 and at most 100%")
        return share

    def _days(self) -> int | None:
        value = self._text("fresh_days")
        if value and not value.isdecimal():
            raise self._refuse("fresh_days", f"{value!r} is not a number of days")
        return int(value) if value else None

    def _where(self) -> str:
        value = self._text("where") or Where.ANYWHERE.value
        if value not in (choices := [where.value for where in Where]):
            raise self._refuse("where", f"{value!r} is none of {', '.join(choices)}")
        if value == Where.INSIDE and self._text("roster"):
            raise self._refuse("where", "a roster in the lake has no places of followers")
        return value

    def _survey(self, state: Division) -> Survey | None:
        code = self._text("survey")
        if not code:
            return None
        found = Survey.objects.all().standing().filter(code=code, state=state).first()
        if found is None:
            raise self._refuse("survey", f"there is no survey {code!r} of {state.code} in use")
        anywhere = (self._text("where") or Where.ANYWHERE.value) == Where.ANYWHERE
        if self._text("adding") != Adding.PEOPLE or not anywhere or self._text("roster"):
            why = "a survey is of people, anywhere, whom the registry knows"
            raise self._refuse("survey", why)
        return found

    def _state(self) -> Division:
        code = self._text("state", needed=True)
        state = Division.objects.filter(code=code, kind=DivisionKind.STATE.value).first()
        if state is None:
            raise self._refuse("state", f"the registry has no state {code!r}")
        return state

    def _roll(self, state: Division) -> Roll:
        year = self._text("roll", needed=True)
        roll = Roll.objects.filter(state=state, year=int(year) if year.isdecimal() else 0).first()
        if roll is None:
            raise self._refuse("roll", f"the registry has no roll of {year!r} for {state.code}")
        return roll

    def _replaced(self) -> Directive | None:
        code = self._text("replaces")
        found = Directive.objects.filter(code=code).first()
        if code and found is None:
            raise self._refuse("replaces", f"there is no directive {code!r}")
        return found
