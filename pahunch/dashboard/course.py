"""The growth chart's lines: what the rule would have said on each day, and each account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext

from pahunch.dashboard.evidence import accounts_of, title
from pahunch.dashboard.representative import SEE
from pahunch.directives.judge import day_ends, judge, lake
from pahunch.directives.models import Directive
from pahunch.facts import Terms, Where
from pahunch.observations import ROSTER, LakeVersion
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.charts.growth import Growth, Line, Point

DRAWN = ["account", "low", "high", "seen_at", "withdrawn"]
"""Columns of a history that a course is drawn from; words would take most of the time."""
MOST_DAYS = 25
"""Days on which the rule is asked; a longer course is asked at even steps."""


def course(
    directive: Directive, membership: Membership, as_of: date, user: User, *, is_narrow: bool
) -> Growth:
    """Give a representative's growth up to a day, as the chart shows it."""
    judgement = judge(directive, as_of)
    snapshot = lake().at(judgement.lake_version)
    accounts = accounts_of(user, membership.person, as_of)
    names = {account.key: title(account) for account in accounts}
    history = snapshot.history(list(names), until=day_ends(as_of))
    drawn = history.rows.select(DRAWN).to_pylist()
    dated = [row for row in drawn if row["seen_at"] is not None and not row["withdrawn"]]
    days = spread(sorted({words.local_day(row["seen_at"]) for row in dated} | {as_of}))
    only = Membership.objects.seen_by(user, SEE).filter(pk=membership.pk)
    roster = flatten(only, on=as_of, roll=directive.roll)
    total = judged(judgement.lake_version, roster, directive.terms, days)
    row = next((one for one in judgement.rows if one.membership.pk == membership.pk), None)
    # Where followers are is told as of now and not of days past: the line is of all of them.
    is_inside = directive.terms.where is Where.INSIDE
    label = gettext("followers anywhere") if is_inside else gettext("judged")
    target = (row.verdict.target if row else None) or 0
    return Growth(
        lines=(Line(label, total, is_sum=True), *courses(dated, names)),
        target=target,
        target_label=gettext("target %(goal)s") % {"goal": words.number(target)},
        is_narrow=is_narrow,
    )


def judged(
    version: LakeVersion, roster: pa.Table, terms: Terms, days: list[date]
) -> tuple[Point, ...]:
    """Ask the rule itself on each day, with the accounts of the day judged."""
    rows = tuple(tuple(row.values()) for row in roster.to_pylist())
    return _judged(settings.LAKE, version, rows, terms, tuple(days))


@lru_cache(maxsize=512)
def _judged(
    _lake: Path,
    version: LakeVersion,
    rows: tuple[tuple[Any, ...], ...],
    terms: Terms,
    days: tuple[date, ...],
) -> tuple[Point, ...]:
    # All that the answer depends on is in the arguments: a lake's version never changes.
    columns = [
        pa.array(column, field.type)
        for column, field in zip(zip(*rows, strict=True), ROSTER, strict=True)
    ]
    roster = pa.table(columns, schema=ROSTER)
    accounts = [key for key in roster["account"].to_pylist() if key]
    history = lake().at(version).history(accounts, until=day_ends(max(days)))
    found = []
    for day in days:
        answer = history.reach(roster, terms, until=day_ends(day)).to_pylist()[0]
        found.append(Point(day, answer["low"], answer["high"]))
    return tuple(found)


def courses(rows: Iterable[dict[str, Any]], names: dict[str, str]) -> list[Line]:
    """Give each account's own course, a point a day; a withheld count breaks the line."""
    found = []
    for account, group in groupby(rows, key=itemgetter("account")):
        daily = {words.local_day(row["seen_at"]): row for row in group}
        points = tuple(Point(day, row["low"], row["high"]) for day, row in daily.items())
        found.append(Line(names[account], points))
    return found


def spread(days: Sequence[date]) -> list[date]:
    """Keep at most MOST_DAYS of the days, evenly, the first and the last among them."""
    if len(days) <= MOST_DAYS:
        return list(days)
    step = (len(days) - 1) / (MOST_DAYS - 1)
    return [days[round(number * step)] for number in range(MOST_DAYS)]
