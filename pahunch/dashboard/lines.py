"""The lines of the overview's table: every word and number ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement, Row
from pahunch.facts import Standing
from pahunch.lib.names import fold
from pahunch.registry.models import Division
from pahunch.ui import words
from pahunch.ui.charts import bar
from pahunch.ui.templatetags.pahunch import standing as badge

ATTENTION = {
    Standing.NOT_MET: 0,
    Standing.UNDECIDED: 1,
    Standing.MET: 2,
    Standing.NOT_MEASURED: 3,
}
"""The usual order: what asks for a decision first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One representative on the screen, with the row that it was written from."""

    row: Row
    name: str
    address: str
    place: str
    place_address: str
    district: str
    electors: str
    target: str
    count: str
    share: str
    bar: SafeString
    badge: SafeString
    age: str
    is_unverified: bool


def lines(
    judgement: Judgement, question: Question, districts: Mapping[int, Division]
) -> list[Line]:
    """Give the lines that the question asks for, in its order."""
    wanted = [row for row in judgement.rows if _asked(row, question, districts)]
    return [_line(row, judgement, districts) for row in _sorted(wanted, question.sort)]


def _asked(row: Row, question: Question, districts: Mapping[int, Division]) -> bool:
    if question.standing and row.verdict.standing != question.standing:
        return False
    if question.district:
        district = districts.get(row.division.pk) if row.division else None
        if district is None or district.code != question.district:
            return False
    return not question.search or _found(row, question.search)


def _found(row: Row, search: str) -> bool:
    place = row.division
    if search.isdecimal():
        return place is not None and place.number == int(search)
    searched = f" {fold(search)}"
    return searched in row.person.search or (place is not None and searched in place.search)


def _sorted(rows: Sequence[Row], sort: str) -> list[Row]:
    """Sort by a column; those without a value there come last, whichever way it runs."""
    value = _VALUES[sort.removeprefix("-")]
    by_name = sorted(rows, key=lambda row: words.named(row.person))
    known = [row for row in by_name if value(row) is not None]
    unknown = [row for row in by_name if value(row) is None]
    return sorted(known, key=value, reverse=sort.startswith("-")) + unknown


_VALUES: dict[str, Callable[[Row], Any]] = {
    "standing": lambda row: (ATTENTION[row.verdict.standing], row.share or 0.0),
    "name": lambda row: words.named(row.person),
    "place": lambda row: row.division.number if row.division else None,
    "electors": lambda row: row.verdict.electors,
    "target": lambda row: row.verdict.target,
    "count": lambda row: row.verdict.count.low if row.verdict.count else None,
    "share": lambda row: row.share,
    "age": lambda row: row.verdict.newest,
}


def _line(row: Row, judgement: Judgement, districts: Mapping[int, Division]) -> Line:
    verdict, place = row.verdict, row.division
    district = districts.get(place.pk) if place else None
    return Line(
        row=row,
        name=words.named(row.person),
        address=address(judgement, row),
        place=place_name(place),
        place_address=reverse("constituency", args=[place.code]) if place else "",
        district=words.named(district) if district else "",
        electors=words.number(verdict.electors),
        target=words.number(verdict.target),
        count=words.interval(verdict.count),
        share=words.percent(row.share),
        bar=bar(verdict.count, verdict.target, verdict.standing),
        badge=badge(verdict.standing),
        age=words.age(verdict.newest, judgement.as_of),
        is_unverified=not row.membership.verified,
    )


def place_name(place: Division | None) -> str:
    """Write a constituency's name and number."""
    if place is None:
        return words.NOTHING
    return words.named(place) + (f" · {place.number}" if place.number else "")


def address(judgement: Judgement, row: Row) -> str:
    """Give the page of a representative under the directive, on the same day."""
    page = reverse("representative", args=[judgement.directive.code, row.membership.code])
    return f"{page}?as_of={judgement.as_of.isoformat()}"
