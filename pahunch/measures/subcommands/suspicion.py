"""`pahunch measure suspicion FILE`: which gains ask for an explanation, and why."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandParser

from pahunch.measures.calendar import Calendar, read_calendar
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.rules.sudden.evidence import in_words
from pahunch.rules.suspicion import REVISION, Spacing, Suspicion, stretches, suspicion
from pahunch.ui.commands import Command

NAME = "suspicion"
HELP = "gains that ask for an explanation: a score from 0 to 1 with its evidence"
EXAMPLE = "pahunch measure suspicion counts.csv --hindsight --format json"
HEADS = ("account", "from", "to", "score", "gained", "reason")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the file, and what may be looked at."""
    parser.add_argument(
        "file", type=Path, help="columns account, date, followers; posts and platform if known"
    )
    parser.add_argument(
        "--hindsight", action="store_true", help="look at what came after each date, too"
    )
    parser.add_argument(
        "--older",
        action="store_true",
        help="counts a month: the accounts are older than the file, so that a first count is no "
        "gain",
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Read, score, print."""
    laid = read_or_fail(options["file"], read_calendar)
    found = suspicion(
        laid.counts,
        spacing=laid.spacing,
        posts=laid.posts,
        platforms=laid.platforms,
        hindsight=options["hindsight"],
        is_older=options["older"],
    )
    if options["format"] == "json":
        command.print_json(rows(laid, found))
        return
    shown = table(laid, found)
    command.print_table(HEADS, shown, right=("score", "gained"))
    scored = int((~np.isnan(found.score)).sum())
    command.stdout.write(
        f"{len({line[0] for line in shown}):,} of {len(laid.accounts):,} accounts ask for an "
        f"explanation, {len(shown):,} times in {scored:,} counts."
    )
    command.stdout.write(
        f"Rule {REVISION}: docs/rules/suspicion.md says how often it asks in vain, and what it "
        "cannot say."
    )


def rows(laid: Calendar, found: Suspicion) -> list[dict[str, object]]:
    """Give a row for each account and date that was counted; score None: too little is known."""
    given: list[dict[str, object]] = []
    for row, column in zip(
        *(part.tolist() for part in np.nonzero(~np.isnan(laid.counts))), strict=True
    ):
        score = float(found.score[row, column])
        given.append(
            {
                "account": laid.accounts[row],
                "date": laid.date(row, column),
                "score": None if math.isnan(score) else round(score, 4),
                "flagged": bool(found.flagged[row, column]),
                "reason": in_words(found.evidence.get((row, column), ())),
            }
        )
    return given


def table(laid: Calendar, found: Suspicion) -> list[list[str]]:
    """Give a line for each stretch of flagged dates."""
    touching = 1 if laid.spacing is Spacing.MONTH else 7
    return [
        [
            laid.accounts[one.row],
            laid.date(one.row, one.first),
            laid.date(one.row, one.last),
            f"{one.score:.2f}",
            f"{one.gained:,}",
            in_words(one.evidence),
        ]
        for one in stretches(found, touching=touching)
    ]
