"""`pahunch measure growth FILE`: how much each account grew up to its own last count."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandError, CommandParser

from pahunch.measures.series import MOST_DAYS, Series, read_series
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.rules.growth import FRESH_DAYS, REVISION, ends, growth
from pahunch.ui.commands import Command

NAME = "growth"
HELP = "how much each account grew: net, rate, mean compound rate a week"
EXAMPLE = "pahunch measure growth counts.csv --days 28 --format json"
HEADS = ("account", "from", "to", "first", "last", "net", "rate", "weekly", "days")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the file and the period."""
    parser.add_argument("file", type=Path, help="columns account, date, followers")
    parser.add_argument(
        "--days", type=int, default=28, metavar="DAYS", help="up to each last count (28)"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Read, compare, print."""
    days = options["days"]
    if not 1 <= days < MOST_DAYS:
        raise CommandError(f"--days: 1 to {MOST_DAYS - 1}", returncode=2)
    series = read_or_fail(options["file"], read_series)
    found = rows(series, days)
    if options["format"] == "json":
        command.print_json([dict(zip(HEADS, row, strict=True)) for row in found])
        return
    command.print_table(HEADS, [[_words(cell) for cell in row] for row in found], right=HEADS[3:])
    command.stdout.write(
        f"A count may be {FRESH_DAYS} days older than the start; else growth is not known. "
        f"Rule {REVISION}: docs/rules/growth.md."
    )


def rows(series: Series, days: int) -> list[list[object]]:
    """Give a row for each account, in the order of HEADS; None: not known."""
    missing = max(0, days + FRESH_DAYS + 1 - series.counts.shape[1])
    counts = np.pad(series.counts, ((0, 0), (missing, 0)), constant_values=np.nan)
    end = counts.shape[1] - 1
    between = ends(counts, counts, end - days, end)
    grown = growth(between)
    return [
        [
            account,
            _day(series, row, end - int(between.first_day[row])) if between.known[row] else None,
            series.last[row].isoformat(),
            _number(between.first_low[row], 0) if between.known[row] else None,
            _number(between.last_low[row], 0),
            _number(grown.net_low[row], 0),
            _number(grown.rate_low[row], 6),
            _number(grown.weekly_low[row], 6),
            _number(grown.days[row], 0),
        ]
        for row, account in enumerate(series.accounts)
    ]


def _day(series: Series, row: int, ago: int) -> str:
    return (series.last[row] - timedelta(days=ago)).isoformat()


def _number(value: float, places: int) -> float | int | None:
    if math.isnan(value):
        return None
    return round(float(value), places) if places else round(float(value))


def _words(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:+.2%}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")
