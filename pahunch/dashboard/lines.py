"""Representatives ready to print: every word, number and mark of the overview, made once.

A judgement is kept in memory as long as nothing it rests on changes, and so are its lines,
once a language. A page only picks and orders them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement, Row
from pahunch.facts import Standing
from pahunch.lib.names import fold
from pahunch.registry.models import Division, Placement
from pahunch.ui import words
from pahunch.ui.charts import Mark, bar
from pahunch.ui.templatetags.pahunch import standing as badge

ATTENTION = {
    Standing.NOT_MET: 0,
    Standing.UNDECIDED: 1,
    Standing.MET: 2,
    Standing.NOT_MEASURED: 3,
}
"""The usual order: what asks for a decision first."""
KEPT = 32
"""Sets of lines in memory: some directives and days, in two languages."""


@dataclass(frozen=True, slots=True)
class Line:
    """One representative: the row judged, and all that a page writes of it."""

    row: Row
    name: str
    address: str
    place: str
    district: str
    district_code: str
    said: str
    mark: Mark | None
    html: SafeString


def lines_of(judgement: Judgement) -> Sequence[Line]:
    """Give everybody's line, in the language of the page."""
    key = (id(judgement), get_language() or "")
    found = _kept.get(key)
    if found is None:
        found = _made(judgement)
        _kept.put(key, judgement, found)
    return found


def asked(lines: Iterable[Line], question: Question) -> list[Line]:
    """Give the lines that a question asks for, in its order."""
    wanted = [line for line in lines if _is_asked(line, question)]
    value = _VALUES[question.sort.removeprefix("-")]
    wanted.sort(key=lambda line: line.name)
    known = [line for line in wanted if value(line.row) is not None]
    # Those without a value come last, whichever way the column runs.
    unknown = [line for line in wanted if value(line.row) is None]
    is_down = question.sort.startswith("-")
    if question.sort.removeprefix("-") == "name":
        return wanted[::-1] if is_down else wanted
    return sorted(known, key=lambda line: value(line.row), reverse=is_down) + unknown


def place_name(place: Any) -> str:
    """Write a constituency's name and number."""
    if place is None:
        return words.NOTHING
    return words.named(place) + (f" · {place.number}" if place.number else "")


def address(judgement: Judgement, row: Row) -> str:
    """Give the page of a representative under the directive, on the same day."""
    page = reverse("representative", args=[judgement.directive.code, row.membership.code])
    return f"{page}?as_of={judgement.as_of.isoformat()}"


def districts_on(state: Division, on: date) -> dict[int, Division]:
    """Give, by constituency, the district in which it lay on a day."""
    placed = Placement.objects.on(on).filter(
        child__kind="constituency", parent__kind="district", child__path__startswith=state.path
    )
    return {one.child_id: one.parent for one in placed.select_related("parent")}


_VALUES: dict[str, Callable[[Row], Any]] = {
    "standing": lambda row: (ATTENTION[row.verdict.standing], row.share or 0.0),
    "name": lambda row: row.membership.pk,
    "place": lambda row: row.division.number if row.division else None,
    "electors": lambda row: row.verdict.electors,
    "target": lambda row: row.verdict.target,
    "count": lambda row: row.verdict.count.low if row.verdict.count else None,
    "share": lambda row: row.share,
    "age": lambda row: row.verdict.newest,
}


def _is_asked(line: Line, question: Question) -> bool:
    if question.standing and line.row.verdict.standing != question.standing:
        return False
    if question.district and line.district_code != question.district:
        return False
    return not question.search or _is_found(line.row, question.search)


def _is_found(row: Row, search: str) -> bool:
    place = row.division
    if search.isdecimal():
        return place is not None and place.number == int(search)
    searched = f" {fold(search)}"
    return searched in row.person.search or (place is not None and searched in place.search)


def _made(judgement: Judgement) -> tuple[Line, ...]:
    districts = districts_on(judgement.directive.state, judgement.as_of)
    return tuple(_line(row, judgement, districts) for row in judgement.rows)


def _line(row: Row, judgement: Judgement, districts: Mapping[int, Division]) -> Line:
    verdict, place = row.verdict, row.division
    district = districts.get(place.pk) if place else None
    said = words.standing(verdict.standing)
    if verdict.count is not None:
        said = f"{said}, {words.interval(verdict.count)}"
    shown = {
        "name": words.named(row.person),
        "address": address(judgement, row),
        "place": place_name(place),
        "place_address": reverse("constituency", args=[place.code]) if place else "",
        "district": words.named(district) if district else "",
        "electors": words.number(verdict.electors),
        "target": words.number(verdict.target),
        "count": words.interval(verdict.count),
        "share": words.percent(row.share),
        "bar": bar(verdict.count, verdict.target, verdict.standing),
        "badge": badge(verdict.standing),
        "age": words.age(verdict.newest, judgement.as_of),
    }
    return Line(
        row=row,
        name=shown["name"],
        address=shown["address"],
        place=shown["place"],
        district=shown["district"],
        district_code=district.code if district else "",
        said=said,
        mark=_mark(row, shown["name"], shown["address"], f"{shown['place']}: {said}"),
        html=SafeString(get_template("dashboard/_line.html").render(shown)),
    )


def _mark(row: Row, name: str, page: str, said: str) -> Mark | None:
    count = row.verdict.count
    electors = row.verdict.electors
    if count is None or row.share is None or not electors:
        return None
    high = None if count.high is None else count.high / electors
    return Mark(name, page, f"{name}, {said}", row.verdict.standing, row.share, high)


class _Kept:
    """Lines by judgement and language. Holding the judgement keeps its id from being reused."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lines: OrderedDict[tuple[int, str], tuple[Judgement, tuple[Line, ...]]] = (
            OrderedDict()
        )

    def get(self, key: tuple[int, str]) -> tuple[Line, ...] | None:
        with self._lock:
            found = self._lines.get(key)
            if found is None:
                return None
            self._lines.move_to_end(key)
            return found[1]

    def put(self, key: tuple[int, str], judgement: Judgement, lines: tuple[Line, ...]) -> None:
        with self._lock:
            self._lines[key] = (judgement, lines)
            while len(self._lines) > KEPT:
                self._lines.popitem(last=False)


_kept = _Kept()
