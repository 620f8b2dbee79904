"""The overview of a directive: the answer first, then the pictures, then the list."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.access import SEE, sheet, tiles_of
from pahunch.dashboard.lines import Line, asked, place_name
from pahunch.dashboard.question import Question
from pahunch.dashboard.todo import todo
from pahunch.directives.judge import Judgement
from pahunch.directives.models import Directive
from pahunch.facts import Standing
from pahunch.rules.reach import NAME
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.charts import Strip, Tile, strip, tiles


def overview(directive: Directive, question: Question, user: User) -> dict[str, Any]:
    """Gather all that the page shows; the number of questions to the database is constant."""
    mine = sheet(user, directive, question.as_of, SEE)
    judgement = mine.judgement
    lines = asked(mine.lines, question)
    return {
        "directive": directive,
        "question": question,
        "computed": judgement.computed,
        "answer": answer(judgement),
        "coverage": judgement.coverage,
        "facts": facts(judgement),
        "how": how(directive),
        "rule": NAME,
        "strip": drawn_strip(directive, mine.lines),
        "unmeasured": [line for line in mine.lines if line.mark is None],
        "map": drawn_map(mine.lines, tiles_of(user, directive.state)),
        "todo": todo(judgement),
        "is_part": mine.is_part,
        "is_nobody_bound": not judgement.rows,
        "lines": lines,
        "rows": SafeString("".join(line.html for line in lines)),
        "districts": sorted(
            {(line.district_code, line.district) for line in mine.lines if line.district_code},
            key=itemgetter(1),
        ),
        "standings": [(one.value, words.standing(one)) for one in Standing],
        "sort": question.sort,
    }


def table(directive: Directive, question: Question, user: User) -> tuple[Judgement, list[Line]]:
    """Give the lines on the screen and nothing else, for a file."""
    mine = sheet(user, directive, question.as_of, "dashboard.export")
    return mine.judgement, asked(mine.lines, question)


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


def drawn_strip(directive: Directive, lines: Sequence[Line]) -> SafeString:
    """Draw everyone measured against the line; empty where nobody was."""
    share = directive.terms.share
    marks = tuple(line.mark for line in lines if line.mark is not None)
    if not marks:
        return SafeString("")
    goal = words.goal(share)
    label = gettext("Share of the electors, on a scale by ratios; the line is the target.")
    return strip(Strip(marks, float(share), gettext("target %(goal)s") % {"goal": goal}, label))


def drawn_map(lines: Sequence[Line], places: Sequence[Any]) -> SafeString:
    """Draw the tile map; a seat that nobody is bound for says so, and links to its page."""
    bound = {line.row.division.pk: line for line in lines if line.row.division}
    page = reverse("constituency", args=["-"])
    nobody = gettext("%(place)s: nobody here is bound")
    drawn = []
    for place in places:
        where = (place.tile_column, place.tile_row)
        line = bound.get(place.pk)
        if line is None:
            said = nobody % {"place": place_name(place)}
            drawn.append(Tile(*where, page.replace("/-/", f"/{place.code}/"), said, None))
        else:
            said = f"{line.place}: {line.name}, {line.said}"
            drawn.append(Tile(*where, line.address, said, line.row.verdict.standing))
    return tiles(tuple(drawn), gettext("Map: one tile a constituency")) if drawn else SafeString("")
