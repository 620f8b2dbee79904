"""Whether the target will be met by the due date, drawn as a fan."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
from django.utils.translation import gettext

from pahunch.dashboard.panels import moves
from pahunch.dashboard.panels.panel import Asked, Panel, Table, chance, whole
from pahunch.facts import Where
from pahunch.rules.prospect import NAME
from pahunch.ui import words
from pahunch.ui.charts.fan import Fan, fan

DRAWN_DAYS = 90
"""Days of the past that are drawn before the forecast."""
MANY_DAYS = 3_650
"""Beyond ten years a pace says nothing."""


def panel(asked: Asked) -> Panel | None:
    """Say the chance, what is needed a day, and when today's pace would get there."""
    measured, place = asked.measured, asked.place
    target = measured.judgement.rows[place].verdict.target
    if asked.directive.terms.where is Where.INSIDE:
        # Counts are of followers anywhere: there is no course of those inside to carry on.
        return None
    if target is None or math.isnan(measured.lower[place, -1]):
        return None
    seen = measured.prospect
    until = words.day(measured.until)
    said = {
        "chance": chance(seen.chance_low[place], seen.chance_high[place]),
        "day": until,
        "target": words.number(target),
    }
    if measured.is_due:
        lead = gettext("Chance of %(target)s by the due date, %(day)s: %(chance)s") % said
    else:
        lead = gettext("Chance of %(target)s in four weeks, on %(day)s: %(chance)s") % said
    lines = [_needed(asked, target), _pace(asked)]
    if math.isnan(seen.chance_low[place]):
        lines.append(gettext("Too little was counted to say how far such forecasts miss."))
    return Panel(
        "forecast",
        gettext("Forecast"),
        lead,
        NAME,
        tuple(line for line in lines if line),
        fan(_fan(asked, target)),
        _table(asked),
    )


def _needed(asked: Asked, target: int) -> str:
    seen, place = asked.measured.prospect, asked.place
    needed, now = float(seen.needed[place]), float(asked.measured.lower[place, -1])
    if needed == 0:
        return gettext("It is at the target today.")
    return gettext("%(short)s are missing: %(needed)s a day until %(day)s.") % {
        "short": whole(target - now),
        "needed": words.number(math.ceil(needed)),
        "day": words.day(asked.measured.until),
    }


def _pace(asked: Asked) -> str:
    seen, place = asked.measured.prospect, asked.place
    pace, days = float(seen.pace[place]), float(seen.meets_in[place])
    said = {"pace": words.number(round(pace))}
    if days == 0:
        return gettext("Today's pace: %(pace)s a day.") % said
    if days > MANY_DAYS:
        return gettext("Today's pace, %(pace)s a day, does not lead there.") % said
    said["day"] = words.day(asked.measured.counted_to + timedelta(days=int(days)))
    return gettext("Today's pace, %(pace)s a day, leads there on %(day)s.") % said


def _ends(asked: Asked) -> dict[int, tuple[list[float], list[float]]]:
    """Give the ends of each interval: the low one of the low end, the high one of the high."""
    seen, place = asked.measured.prospect, asked.place
    high = seen.high if np.isfinite(seen.high.point[place]).all() else seen.low
    return {
        per_cent: (seen.low.low[per_cent][place].tolist(), high.high[per_cent][place].tolist())
        for per_cent in (95, 80)
    }


def _fan(asked: Asked, target: int) -> Fan:
    measured, place = asked.measured, asked.place
    past = measured.lower[place, -DRAWN_DAYS:]
    days = range(-len(past) + 1, 1)
    ends = _ends(asked)
    shown = [(day, float(count)) for day, count in zip(days, past, strict=True)]
    return Fan(
        past=tuple((day, count) for day, count in shown if not math.isnan(count)),
        days=measured.prospect.days,
        point=tuple(measured.prospect.low.point[place].tolist()),
        wide=(tuple(ends[95][0]), tuple(ends[95][1])),
        narrow=(tuple(ends[80][0]), tuple(ends[80][1])),
        target=target,
        target_label=gettext("target %(goal)s") % {"goal": words.number(target)},
        day_label=words.day,
        today=measured.counted_to,
        label=gettext("Counts so far and the forecast; the table below says the same."),
        events=tuple(
            ((measured.counts.day(event.column) - measured.counted_to).days, moves.said(event))
            for event in moves.events_of(asked)
        ),
    )


def _table(asked: Asked) -> Table:
    measured, place = asked.measured, asked.place
    seen, ends = measured.prospect, _ends(asked)
    rows = [
        (
            words.day(measured.counted_to + timedelta(days=day)),
            whole(float(seen.low.point[place, number])),
            f"{whole(ends[80][0][number])} – {whole(ends[80][1][number])}",
            f"{whole(ends[95][0][number])} – {whole(ends[95][1][number])}",
        )
        for number, day in enumerate(seen.days)
    ]
    return Table(
        gettext("The forecast in numbers"),
        (
            gettext("Day"),
            gettext("Most likely"),
            gettext("In 80 of 100 cases between"),
            gettext("In 95 of 100 cases between"),
        ),
        tuple(rows),
        frozenset({1, 2, 3}),
    )
