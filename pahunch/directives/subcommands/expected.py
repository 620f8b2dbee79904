"""`pahunch measure expected`: growth and prospects of everyone whom a directive binds."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import add_asked, asked_of, lake_errors
from pahunch.directives.measured import Measured, measured
from pahunch.directives.periods.actions import period_on
from pahunch.directives.periods.words import held_back
from pahunch.rules import growth, prospect
from pahunch.ui.commands import Command
from pahunch.ui.words import number

NAME = "expected"
HELP = "growth and prospects of everyone whom a directive binds"
EXAMPLE = "pahunch measure expected --directive udaharan-members --format json"
HEADS = ("Representative", "Target", "Now", "Chance", "Needed a day", "Pace a day", "There on")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the directive, the day, and, to compute again, the lake's version."""
    add_asked(parser)
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Measure and print."""
    asked = asked_of(options)
    period = period_on(asked.directive.state, timezone.localdate())
    if period is not None:
        raise CommandError(held_back(period))
    with lake_errors():
        found = measured(asked.directive, asked.as_of, version=asked.version)
    if options["format"] == "json":
        command.print_json(as_data(found))
        return
    rows = as_data(found)["rows"]
    command.print_table(HEADS, [_words(row) for row in rows], right=HEADS[1:])
    command.stdout.write(
        f"Looked ahead to {found.until:%d-%m-%Y}"
        f"{', the due date' if found.is_due else ''}. Rules {growth.REVISION} and "
        f"{prospect.REVISION}: docs/rules says what they cannot say."
    )


def as_data(found: Measured) -> dict[str, Any]:
    """Give the measures as plain data: the same measures give the same bytes."""
    return {
        "until": found.until.isoformat(),
        "is_due": found.is_due,
        "rows": [_row(found, place) for place in range(len(found.judgement.rows))],
        "computed": found.judgement.computed
        | {"growth": growth.REVISION, "prospect": prospect.REVISION},
    }


def _row(found: Measured, place: int) -> dict[str, Any]:
    row, seen, grown = found.judgement.rows[place], found.prospect, found.growth
    days = float(seen.meets_in[place])
    there = found.counted_to + timedelta(days=days) if days <= MOST_DAYS else None
    return {
        "person": row.person.name,
        "membership": row.membership.code,
        "target": row.verdict.target,
        "low": _whole(found.lower[place, -1]),
        "high": _whole(found.upper[place, -1]),
        "chance_low": _part(seen.chance_low[place]),
        "chance_high": _part(seen.chance_high[place]),
        "needed_a_day": _part(seen.needed[place]),
        "pace_a_day": _part(seen.pace[place]),
        "there_on": there.isoformat() if there else None,
        "net_low": _whole(grown.net_low[place]),
        "net_high": _whole(grown.net_high[place]),
        "weekly_low": _part(grown.weekly_low[place]),
        "weekly_high": _part(grown.weekly_high[place]),
        "days_compared": _whole(grown.days[place]),
    }


MOST_DAYS = 3_650
"""Beyond ten years a pace says nothing."""


def _whole(value: float) -> int | None:
    return round(float(value)) if math.isfinite(value) else None


def _part(value: float) -> float | None:
    return round(float(value), 4) if math.isfinite(value) else None


def _words(row: dict[str, Any]) -> tuple[str, ...]:
    low, high = row["chance_low"], row["chance_high"]
    chance = "" if low is None else f"{low:.0%}" if high is None else f"{low:.0%} to {high:.0%}"
    return (
        row["person"],
        number(row["target"]),
        number(row["low"]),
        chance,
        "" if row["needed_a_day"] is None else f"{row['needed_a_day']:,.1f}",
        "" if row["pace_a_day"] is None else f"{row['pace_a_day']:,.1f}",
        row["there_on"] or "",
    )
