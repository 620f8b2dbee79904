"""Representatives ready to print: every word, number and mark of the overview, made once.

A judgement is kept in memory as long as nothing it rests on changes, and so are its lines,
once a language. A page only picks and orders them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from html import escape
from threading import Lock
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from pahunch.dashboard.question import Question
from pahunch.directives.judge import Judgement, Row
from pahunch.facts import Standing
from pahunch.lib.names import fold
from pahunch.registry.districts import districts_on
from pahunch.registry.models import Division
from pahunch.ui import words
from pahunch.ui.charts import Mark, bar
from pahunch.ui.templatetags.pahunch import spoken
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
ROW = (
    '<tr><th scope="row"><a href="{address}">{name}</a><small>{where}</small></th>'
    '<td class="n" data-head="{electors_head}">{electors}</td>'
    '<td class="n" data-head="{target_head}">{target}</td>'
    '<td class="n" data-head="{count_head}">{count}</td>'
    '<td class="whole"><div class="share"><span>{share}</span>{bar}</div></td>'
    '<td class="top-right">{badge}</td><td class="age whole">{age}</td></tr>'
)
PLACE = '<a href="{place_address}">{place}</a>'
"""A row of the table, and its link to a place. A template takes ten times as long."""


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
    return f"{page}{on_the_day(judgement)}"


def on_the_day(judgement: Judgement) -> str:
    """End an address so that it asks for the day judged."""
    return f"?as_of={judgement.as_of.isoformat()}"


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


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the lines of one judgement share, looked up once for all of them."""

    page: str
    place_page: str
    end: str
    as_of: date
    districts: Mapping[int, Division]
    standings: Mapping[Standing, str]
    badges: Mapping[Standing, SafeString]
    heads: dict[str, str]
    """The heads of the table, escaped."""
    zone: tzinfo
    ages: dict[date | None, str]
    """How old a count of a day is, in words: most are of the same day."""

    @classmethod
    def of(cls, judgement: Judgement) -> _Frame:
        return cls(
            page=reverse("representative", args=[judgement.directive.code, "-"]),
            place_page=reverse("constituency", args=["-"]),
            end=on_the_day(judgement),
            as_of=judgement.as_of,
            districts=districts_on(judgement.directive.state, judgement.as_of),
            standings={one: words.standing(one) for one in Standing},
            badges={one: badge(one) for one in Standing},
            heads={
                "electors_head": escape(gettext("Electors")),
                "target_head": escape(gettext("Target")),
                "count_head": escape(gettext("Followers")),
            },
            zone=get_current_timezone(),
            ages={},
        )

    def age(self, newest: datetime | None) -> str:
        day = None if newest is None else newest.astimezone(self.zone).date()
        if day not in self.ages:
            self.ages[day] = words.age(day, self.as_of)
        return self.ages[day]


def _made(judgement: Judgement) -> tuple[Line, ...]:
    frame = _Frame.of(judgement)
    return tuple(_line(row, frame) for row in judgement.rows)


def _line(row: Row, frame: _Frame) -> Line:
    verdict, place = row.verdict, row.division
    district = frame.districts.get(place.pk) if place else None
    shown = {
        "address": _page(frame.page, row.membership.code) + frame.end,
        "name": words.named(row.person),
        "place": place_name(place),
        "place_address": _page(frame.place_page, place.code) if place else "",
        "district": words.named(district) if district else "",
        "electors": words.number(verdict.electors),
        "target": words.number(verdict.target),
        "count": words.interval(verdict.count),
        "share": words.percent(row.share),
        "age": frame.age(verdict.newest),
    }
    said = frame.standings[verdict.standing]
    if verdict.count is not None:
        said = f"{said}, {shown['count']}"
    return Line(
        row=row,
        name=shown["name"],
        address=shown["address"],
        place=shown["place"],
        district=shown["district"],
        district_code=district.code if district else "",
        said=said,
        mark=_mark(row, shown["name"], shown["address"], f"{shown['place']}: {said}"),
        html=_html(row, shown, frame),
    )


def _html(row: Row, shown: Mapping[str, str], frame: _Frame) -> SafeString:
    """Write a row: every word and address is escaped here, and only our drawings are not."""
    safe = frame.heads | {key: escape(said) for key, said in shown.items()}
    safe |= {key: conditional_escape(spoken(shown[key])) for key in ("name", "place")}
    where = PLACE.format(**safe) if row.division else ""
    if safe["district"]:
        where = f"{where}, {safe['district']}"
    verdict = row.verdict
    drawn = bar(verdict.count, verdict.target, verdict.standing)
    badge_of = frame.badges[verdict.standing]
    return SafeString(ROW.format(where=where, bar=drawn, badge=badge_of, **safe))


def _page(pattern: str, code: str) -> str:
    # To reverse an address costs more than to write the line; the last "-" is the code.
    before, _, after = pattern.rpartition("/-/")
    return f"{before}/{code}/{after}"


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
