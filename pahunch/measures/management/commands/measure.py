"""`pahunch measure`: the measures of any plain file of counts."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from pahunch.lib.tables import BadTable
from pahunch.measures.series import Series, read_series
from pahunch.rules.forecast import REVISION, Forecast, forecast
from pahunch.ui.commands import Command as BaseCommand

MOST_DAYS_AHEAD = 730
HEADS = ("account", "date", "day", "point", "low80", "high80", "low95", "high95")


class Command(BaseCommand):
    """Measure the counts of a file, without a database and without the lake."""

    help = (
        "Measures of a CSV or XLSX file with the columns account, date and followers, so that "
        "they can be checked with any data. The rules are in docs/rules."
    )
    example = "pahunch measure forecast counts.csv --horizon 7 --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be measured."""
        below = parser.add_subparsers(dest="what", required=True)
        ahead = below.add_parser("forecast", help="each account's count on the days to come")
        ahead.add_argument("file", type=Path, help="columns account, date, followers")
        ahead.add_argument(
            "--horizon", type=int, default=7, metavar="DAYS", help="so many days ahead (7)"
        )
        self.add_format(ahead)

    def handle(self, **options: Any) -> None:
        """Read, measure, print."""
        days = options["horizon"]
        if not 1 <= days <= MOST_DAYS_AHEAD:
            raise CommandError(f"--horizon: 1 to {MOST_DAYS_AHEAD} days", returncode=2)
        try:
            series = read_series(options["file"])
        except BadTable as bad:
            raise CommandError(f"{options['file'].name}: {bad}") from bad
        found = forecast(series.counts, days)
        if options["format"] == "json":
            self.print_json([dict(zip(HEADS, row, strict=True)) for row in rows(series, found)])
            return
        last = [row for row in rows(series, found) if row[2] == days]
        shown = [["" if cell is None else _words(cell) for cell in row] for row in last]
        self.print_table(HEADS, shown, right=HEADS[2:])
        self.stdout.write(f"Rule {REVISION}: docs/rules/forecast.md says what it cannot say.")


def rows(series: Series, found: Forecast) -> list[list[object]]:
    """Give a row for each account and day ahead, in the order of HEADS; None: not known."""
    return [
        [
            account,
            (last + timedelta(days=day)).isoformat(),
            day,
            *(
                _round(part[number, day - 1])
                for part in (
                    found.point,
                    found.low[80],
                    found.high[80],
                    found.low[95],
                    found.high[95],
                )
            ),
        ]
        for number, (account, last) in enumerate(zip(series.accounts, series.last, strict=True))
        for day in range(1, found.point.shape[1] + 1)
    ]


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 1)


def _words(cell: object) -> str:
    return f"{cell:,.0f}" if isinstance(cell, float) else str(cell)
