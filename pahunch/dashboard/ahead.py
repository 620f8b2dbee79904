"""Everyone whom a directive binds, by growth and by what is to be expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from pahunch.dashboard.access import SEE, sheet
from pahunch.dashboard.lines import Line, asked
from pahunch.dashboard.overview import who
from pahunch.dashboard.panels.forecast import MANY_DAYS
from pahunch.dashboard.panels.panel import chance, rate, signed, whole
from pahunch.dashboard.question import Question
from pahunch.directives.measured import Measured, measured
from pahunch.directives.models import Directive
from pahunch.directives.periods.actions import period_on
from pahunch.directives.periods.words import held_back
from pahunch.facts import Where
from pahunch.rules import reach
from pahunch.staff.models import User
from pahunch.ui import words

ORDERS = ("near", "name", "chance", "needed", "pace", "day", "growth", "rate")
"""The first is the usual one: those whose chance is nearest to even come first."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One representative, in words, with the figures that a table is ordered by."""

    name: str
    place: str
    address: str
    standing: str
    chance: str
    needed: str
    pace: str
    day: str
    growth: str
    rate: str
    by: dict[str, float]


def ahead(directive: Directive, question: Question, user: User, order: str) -> dict[str, Any]:
    """Gather all that the page shows."""
    mine = sheet(user, directive, question.as_of, SEE)
    found = measured(directive, question.as_of)
    places = {row.membership.pk: place for place, row in enumerate(found.judgement.rows)}
    shown = asked(mine.lines, question)
    period = period_on(directive.state, localdate())
    rows = [
        _expected(found, places[line.row.membership.pk], line, is_held_back=period is not None)
        for line in shown
    ]
    every = [places[line.row.membership.pk] for line in mine.lines]
    return {
        "directive": directive,
        "question": question,
        "as_of": question.as_of,
        "rows": ordered(rows, order),
        "sort": order,
        "answer": held_back(period) if period else answer(found, every),
        "computed": found.judgement.computed,
        "rule": reach.NAME,
        "is_part": mine.is_part,
    }


def ordered(rows: Sequence[Expected], order: str) -> list[Expected]:
    """Put rows in the order asked for; who is not known stands at the end."""
    key = order.removeprefix("-")
    if key not in ORDERS:
        key = ORDERS[0]
    if key == "name":
        return sorted(rows, key=attrgetter("name"), reverse=order.startswith("-"))
    known = [row for row in rows if not math.isnan(row.by[key])]
    unknown = [row for row in rows if math.isnan(row.by[key])]
    return sorted(known, key=lambda row: row.by[key], reverse=order.startswith("-")) + unknown


def answer(found: Measured, places: Sequence[int]) -> str:
    """Say how many are to be expected at the target, as a range where that is what is known."""
    if found.judgement.directive.terms.where is Where.INSIDE:
        return gettext("Growth of followers anywhere; of those inside nothing is foretold")
    low = found.prospect.chance_low[places]
    high = found.prospect.chance_high[places]
    known = ~np.isnan(low)
    if not known.any():
        return gettext("Nobody was counted often enough to say what is to be expected.")
    fewest = round(float(low[known].sum()))
    most = round(float(np.where(np.isnan(high), 1, high)[known].sum()))
    said = {
        "expected": words.number(fewest)
        if fewest == most
        else gettext("%(low)s to %(high)s")
        % {"low": words.number(fewest), "high": words.number(most)},
        "known": words.number(int(known.sum())),
        "who": who(found.judgement.directive.binds, int(known.sum())),
        "day": words.day(found.until),
    }
    return gettext("%(expected)s of %(known)s %(who)s to be expected on target on %(day)s") % said


def _expected(found: Measured, place: int, line: Line, *, is_held_back: bool) -> Expected:
    seen, grown = _prospect(found, place, is_held_back=is_held_back), found.growth
    days = seen.days
    address = reverse("measures", args=[found.judgement.directive.code, line.row.membership.code])
    return Expected(
        name=line.name,
        place=line.place,
        address=f"{address}?as_of={found.judgement.as_of.isoformat()}",
        standing=line.row.verdict.standing.value,
        chance=chance(seen.chance_low, seen.chance_high),
        needed=_needed(seen.needed),
        pace=whole(seen.pace),
        day=_day(found, days),
        growth=signed(float(grown.net_low[place]), float(grown.net_high[place])),
        rate=rate(float(grown.weekly_low[place]), float(grown.weekly_high[place])),
        by={
            "near": abs(seen.chance_low - 0.5),
            "chance": seen.chance_low,
            "needed": seen.needed,
            "pace": seen.pace,
            "day": days,
            "growth": float(grown.net_low[place]),
            "rate": float(grown.weekly_low[place]),
        },
    )


class _Prospect(NamedTuple):
    """One representative's prospects; NaN: not known, or not asked for."""

    chance_low: float
    chance_high: float
    needed: float
    pace: float
    days: float


def _prospect(found: Measured, place: int, *, is_held_back: bool) -> _Prospect:
    if is_held_back or found.judgement.directive.terms.where is Where.INSIDE:
        return _Prospect(*[math.nan] * 5)
    seen = found.prospect
    parts = (seen.chance_low, seen.chance_high, seen.needed, seen.pace, seen.meets_in)
    return _Prospect(*(float(part[place]) for part in parts))


def _needed(value: float) -> str:
    return words.NOTHING if math.isnan(value) else words.number(math.ceil(value))


def _day(found: Measured, days: float) -> str:
    if math.isnan(days):
        return words.NOTHING
    if days == 0:
        return gettext("there today")
    if days > MANY_DAYS:
        return gettext("not at this pace")
    return words.day(found.counted_to + timedelta(days=int(days)))
