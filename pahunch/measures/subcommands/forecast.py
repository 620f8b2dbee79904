"""`pahunch measure forecast FILE`: each account's count on the days to come."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from pahunch.measures.series import Series, read_series
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.rules.forecast import REVISION, Forecast, forecast
from pahunch.ui.commands import Command

NAME = "forecast"
HELP = "each account's count on the days to come"
EXAMPLE = "pahunch measure forecast counts.csv --horizon 7 --format json"
MOST_DAYS_AHEAD = 730
HEADS = ("account", "date", "day", "point", "low80", "high80", "low95", "high95")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the file and how far ahead."""
    parser.add_argument("file", type=Path, help="columns account, date, followers")
    parser.add_argument(
        "--horizon", type=int, default=7, metavar="DAYS", help="so many days ahead (7)"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Read, forecast, print."""
    days = options["horizon"]
    if not 1 <= days <= MOST_DAYS_AHEAD:
        raise CommandError(f"--horizon: 1 to {MOST_DAYS_AHEAD} days", returncode=2)
    series = read_or_fail(options["file"], read_series)
    found = forecast(series.counts, days)
    if options["format"] == "json":
        command.print_json([dict(zip(HEADS, row, strict=True)) for row in rows(series, found)])
        return
    last = [row for row in rows(series, found) if row[2] == days]
    shown = [["" if cell is None else _words(cell) for cell in row] for row in last]
    command.print_table(HEADS, shown, right=HEADS[2:])
    command.stdout.write(f"Rule {REVISION}: docs/rules/forecast.md says what it cannot say.")


def rows(series: Series, found: Forecast) -> list[list[object]]:
    """Give a row for each account and day ahead, in the order of HEADS; None: not known."""
    parts = (found.point, found.low[80], found.high[80], found.low[95], found.high[95])
    return [
        [
            account,
            (last + timedelta(days=day)).isoformat(),
            day,
            *(_round(part[number, day - 1]) for part in parts),
        ]
        for number, (account, last) in enumerate(zip(series.accounts, series.last, strict=True))
        for day in range(1, found.point.shape[1] + 1)
    ]


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 1)


def _words(cell: object) -> str:
    return f"{cell:,.0f}" if isinstance(cell, float) else str(cell)
