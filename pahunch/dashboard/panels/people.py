"""How many different people follow on several platforms, and when the verdict would change."""

from __future__ import annotations

from django.utils.translation import gettext

from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.directives.judge import day_ends, evidence
from pahunch.directives.people import people_of
from pahunch.facts import Count, Platform
from pahunch.measures.models import Survey
from pahunch.measures.people.telling import Told
from pahunch.measures.people.words import turn_in_words
from pahunch.registry.names import PLATFORMS
from pahunch.rules.people import NAME
from pahunch.ui import words


def panel(asked: Asked) -> Panel | None:
    """Say the bounds, with a survey's overlaps where one was brought in."""
    rows = _counts(asked)
    if len({platform for _code, platform, _low, _high in rows}) < 2:
        return None
    survey = _survey(asked)
    judgement = asked.measured.judgement
    found = people_of(
        judgement.directive, asked.as_of, survey=survey, version=judgement.lake_version
    )
    told = found.people.get(asked.membership.code)
    if told is None:
        return None
    lead = gettext("%(count)s different people") % {
        "count": words.interval(Count(told.low, told.high))
    }
    table = _table(rows)
    lines = tuple(_lines(told, survey))
    return Panel("people", gettext("People"), lead, NAME, lines, table=table)


def _counts(asked: Asked) -> list[tuple[str, str, float, float]]:
    """Give the usable counts that count under the directive."""
    judgement, code = asked.measured.judgement, asked.membership.code
    fresh = judgement.directive.terms.fresh_days
    end = day_ends(asked.as_of)
    found = []
    for line in evidence(judgement, [code])[code]:
        seen = line["seen"]
        if not line["counts"] or not seen or seen["withheld"]:
            continue
        if fresh is not None and (end - seen["seen_at"]).days >= fresh:
            continue
        high = float("inf") if seen["high"] is None else float(seen["high"])
        found.append((code, str(line["platform"]), float(seen["low"]), high))
    return found


def _survey(asked: Asked) -> Survey | None:
    """Give the survey that the directive names, else the state's newest one of that day."""
    named = asked.directive.survey
    if named is not None and named.withdrawn_at is None:
        return named
    seen = Survey.objects.seen_by(asked.user, "measures.see_surveys")
    mine = seen.standing().filter(state=asked.directive.state, asked_on__lte=asked.as_of)
    return mine.in_page_order().first()


def _lines(told: Told, survey: Survey | None) -> list[str]:
    lines = []
    if told.point is not None:
        said = gettext("Most likely about %(point)s.")
        lines.append(said % {"point": words.number(told.point)})
    if told.turn is not None:
        lines.append(turn_in_words(told.turn))
    if survey is None:
        lines.append(
            gettext("At least the largest account, at most all together: no survey was brought in.")
        )
    else:
        said = gettext("With the overlaps of %(survey)s, without it %(count)s.")
        count = words.interval(Count(told.largest, told.total))
        lines.append(said % {"survey": words.named(survey), "count": count})
    return lines


def _table(rows: list[tuple[str, str, float, float]]) -> Table:
    return Table(
        gettext("Follows on each platform"),
        (gettext("Platform"), gettext("Followers")),
        tuple(
            (
                str(PLATFORMS[Platform(platform)]),
                words.interval(Count(int(low), None if high == float("inf") else int(high))),
            )
            for _code, platform, low, high in rows
        ),
        frozenset({1}),
    )
