"""`pahunch measure people FILE`: how many different people follow on several platforms."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandError, CommandParser

from pahunch.measures.people.counts import Counts, read_counts
from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import Draft, read_survey
from pahunch.measures.people.telling import Told, tell
from pahunch.measures.people.words import turn_in_words, why_not
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.rules.people import REVISION, Turn
from pahunch.ui.commands import Command

NAME = "people"
HELP = "how many different people follow on several platforms"
EXAMPLE = "pahunch measure people counts.csv --survey overlaps.csv --share 5%"
HEADS = ("representative", "low", "point", "high", "largest", "total", "target", "standing")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the counts, a survey, and a share to be reached."""
    parser.add_argument(
        "file", type=Path, help="columns representative, platform, low, high; electors if known"
    )
    parser.add_argument(
        "--survey", type=Path, metavar="FILE", help="columns platform, also, share; people if known"
    )
    parser.add_argument(
        "--share", default="", metavar="SHARE", help="of the electors, to be reached: 5%%"
    )
    parser.add_argument(
        "--only-electors", action="store_true", help="nobody but electors can be meant"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Read, measure, print."""
    share = _share(options["share"])
    counts = read_or_fail(options["file"], read_counts)
    survey = _survey(options["survey"])
    found = tell(
        counts.low,
        counts.high,
        list(counts.platforms),
        survey=survey.overlaps if survey else None,
        electors=counts.electors,
        targets=_targets(counts, share),
        only_electors=options["only_electors"],
    )
    rows = list(zip(counts.representatives, found, strict=True))
    if options["format"] == "json":
        command.print_json([as_data(name, told) for name, told in rows])
        return
    shown = [[_words(as_data(name, told)[head]) for head in HEADS] for name, told in rows]
    command.print_table(HEADS, shown, right=HEADS[1:7])
    for name, told in rows:
        if told and told.turn and not told.turn.is_settled:
            command.stdout.write(f"{name}: {turn_in_words(told.turn)}")
    command.stdout.write(f"Rule {REVISION}: docs/rules/people.md says what it cannot say.")


def as_data(name: str, told: Told | None) -> dict[str, Any]:
    """Give one representative's people as plain data; None: not known."""
    if told is None:
        return dict.fromkeys(HEADS) | {"representative": name, "standing": "not_measured"}
    turn = told.turn
    return {
        "representative": name,
        "low": told.low,
        "point": told.point,
        "high": told.high,
        "largest": told.largest,
        "total": told.total,
        "target": told.target,
        "standing": turn.standing.value if turn else None,
        "turn": _turn_data(turn) if turn else None,
    }


def _turn_data(turn: Turn) -> dict[str, float | None]:
    parts = (turn.turns_low, turn.turns_high, turn.least, turn.most)
    names = ("met_to", "not_met_from", "repeats_least", "repeats_most")
    return {
        name: None if part is None else round(part, 6)
        for name, part in zip(names, parts, strict=True)
    }


def _survey(path: Path | None) -> Draft | None:
    if path is None:
        return None
    try:
        return read_survey(path)
    except WrongSurvey as error:
        raise CommandError(f"{path.name}: {why_not(error)}") from error


def _share(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(2)
    if not 0 < share <= 1:
        raise CommandError(f"--share: {text!r} is not a share such as 5% or 1/20", returncode=2)
    return share


def _targets(counts: Counts, share: Fraction | None) -> list[int | None] | None:
    if share is None:
        return None
    return [
        None if np.isnan(electors) else math.ceil(share * int(electors))
        for electors in counts.electors
    ]


def _words(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell).replace("_", " ")
