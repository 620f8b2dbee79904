"""The overview of a directive: the answer first, then the pictures, then the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.access import SEE, districts_on, judgement_for, tiles_of
from pahunch.dashboard.lines import Line, address, lines, place_name
from pahunch.dashboard.question import Question
from pahunch.dashboard.todo import todo
from pahunch.directives.judge import Judgement, Row
from pahunch.directives.models import Directive
from pahunch.facts import Standing
from pahunch.registry.models import Division
from pahunch.rules.reach import NAME
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.charts import Mark, Strip, Tile, strip, tiles


def overview(directive: Directive, question: Question, user: User) -> dict[str, Any]:
    """Gather all that the page shows; the number of questions to the database is constant."""
    judgement = judgement_for(user, directive, question.as_of, SEE)
    districts = districts_on(user, directive.state, question.as_of)
    names = {district.code: words.named(district) for district in districts.values()}
    return {
        "directive": directive,
        "judgement": judgement,
        "question": question,
        "computed": judgement.computed,
        "headline": judgement.headline,
        "answer": answer(judgement),
        "coverage": judgement.coverage,
        "facts": facts(judgement),
        "how": how(directive),
        "rule": NAME,
        "strip": drawn_strip(judgement),
        "unmeasured": [
            (words.named(row.person), address(judgement, row))
            for row in judgement.rows
            if row.verdict.standing == Standing.NOT_MEASURED
        ],
        "map": drawn_map(judgement, tiles_of(user, directive.state)),
        "todo": todo(judgement),
        "lines": lines(judgement, question, districts),
        "districts": sorted(names.items(), key=lambda pair: pair[1]),
        "standings": [(one.value, words.standing(one)) for one in Standing],
        "sort": question.sort,
    }


def table(directive: Directive, question: Question, user: User) -> tuple[Judgement, list[Line]]:
    """Give the lines on the screen and nothing else, for a file."""
    judgement = judgement_for(user, directive, question.as_of, "dashboard.export")
    districts = districts_on(user, directive.state, question.as_of)
    return judgement, lines(judgement, question, districts)


def answer(judgement: Judgement) -> dict[str, str]:
    """Give the answer's parts: how many of how many, and what they are called."""
    counted = judgement.headline
    return {
        "met": words.number(counted["met"]),
        "bound": words.number(counted["bound"]),
        "who": who(judgement.directive.binds, counted["bound"]),
    }


def who(kind: str, count: int) -> str:
    """Say what those bound are called."""
    if kind == "minister":
        return ngettext("minister", "ministers", count)
    if kind == "member":
        return ngettext("member", "members", count)
    return ngettext("representative", "representatives", count)


def facts(judgement: Judgement) -> list[tuple[str, str, str, str]]:
    """Give each standing's number: its key, shape, number and word."""
    return [
        (
            standing.value,
            words.SHAPES[standing],
            words.number(judgement.headline[standing.value]),
            words.standing(standing),
        )
        for standing in (Standing.MET, Standing.NOT_MET, Standing.UNDECIDED, Standing.NOT_MEASURED)
    ]


def how(directive: Directive) -> list[str]:
    """Say in phrases how the directive counts."""
    fresh = directive.fresh_days
    return [
        words.named(directive.roll),
        str(directive.get_adding_display()),
        gettext("counts of any age")
        if fresh is None
        else ngettext("counts of the last %(days)s day", "counts of the last %(days)s days", fresh)
        % {"days": words.number(fresh)},
    ]


def drawn_strip(judgement: Judgement) -> SafeString:
    """Draw everyone measured against the line; empty where nobody was."""
    share = judgement.directive.terms.share
    marks = tuple(mark for row in judgement.rows if (mark := _mark(judgement, row)))
    if not marks:
        return SafeString("")
    goal = words.goal(share)
    label = gettext("Share of the electors, on a scale by ratios; the line is the target.")
    return strip(Strip(marks, float(share), gettext("target %(goal)s") % {"goal": goal}, label))


def _mark(judgement: Judgement, row: Row) -> Mark | None:
    count = row.verdict.count
    if count is None or row.share is None:
        return None
    high = None if count.high is None else count.high / row.verdict.electors
    title = f"{words.named(row.person)}, {place_name(row.division)}: {_said(row)}"
    name = words.named(row.person)
    return Mark(name, address(judgement, row), title, row.verdict.standing, row.share, high)


def _said(row: Row) -> str:
    said = words.standing(row.verdict.standing)
    return said if row.verdict.count is None else f"{said}, {words.interval(row.verdict.count)}"


def drawn_map(judgement: Judgement, places: Sequence[Division]) -> SafeString:
    """Draw the tile map; a seat that nobody is bound for says so, and links to its page."""
    bound: Mapping[int, Row] = {row.division.pk: row for row in judgement.rows if row.division}
    drawn = tuple(_tile(judgement, place, bound.get(place.pk)) for place in places)
    return tiles(drawn, gettext("Map: one tile a constituency")) if drawn else SafeString("")


def _tile(judgement: Judgement, place: Division, row: Row | None) -> Tile:
    assert place.tile_column is not None, "only places on the map are asked for"
    assert place.tile_row is not None, "a constraint holds that a tile is whole"
    if row is None:
        page = reverse("constituency", args=[place.code])
        title = gettext("%(place)s: nobody here is bound") % {"place": place_name(place)}
        return Tile(place.tile_column, place.tile_row, page, title, None)
    title = f"{place_name(place)}: {words.named(row.person)}, {_said(row)}"
    page = address(judgement, row)
    return Tile(place.tile_column, place.tile_row, page, title, row.verdict.standing)
