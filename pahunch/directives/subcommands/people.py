"""`pahunch measure people-bound`: different people who follow everyone bound."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from pahunch.directives.asking import add_asked, asked_of, lake_errors
from pahunch.directives.judge import Judgement, Row, by_survey, judge
from pahunch.directives.people import people_of
from pahunch.measures.people.judging import PeopleOf
from pahunch.measures.people.words import turn_in_words
from pahunch.measures.subcommands.people import as_data as told_as_data
from pahunch.rules.people import REVISION
from pahunch.ui.commands import Command
from pahunch.ui.words import number

NAME = "people-bound"
HELP = "different people who follow everyone whom a directive binds"
EXAMPLE = "pahunch measure people-bound --directive udaharan-ministers --format json"
HEADS = ("Representative", "Constituency", "Target", "Low", "Point", "High", "Largest", "Sum")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the directive, the day, and, to compute again, the lake's version."""
    add_asked(parser)
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Measure and print."""
    asked = asked_of(options)
    with lake_errors():
        judgement = judge(asked.directive, asked.as_of, version=asked.version)
        found = people_of(asked.directive, asked.as_of, version=asked.version)
    if options["format"] == "json":
        command.print_json(as_data(judgement, found))
        return
    command.print_table(HEADS, [_words(row, found) for row in judgement.rows], right=HEADS[2:])
    for row in judgement.rows:
        told = found.people.get(row.membership.code)
        if told and told.turn and not told.turn.is_settled:
            command.stdout.write(f"{row.person.name}: {turn_in_words(told.turn)}")
    survey = f"survey {found.survey}" if found.survey else "no survey"
    command.stdout.write(f"Rule {REVISION}, {survey}: docs/rules/people.md.")


def as_data(judgement: Judgement, found: PeopleOf) -> dict[str, Any]:
    """Give the measure as plain data: the same measure gives the same bytes."""
    return {
        "rows": [
            {
                **told_as_data(row.membership.code, found.people.get(row.membership.code)),
                "person": row.person.name,
            }
            for row in judgement.rows
        ],
        "computed": judgement.computed | by_survey(found),
    }


def _words(row: Row, found: PeopleOf) -> tuple[str, ...]:
    told = found.people.get(row.membership.code)
    seat = row.division.name if row.division else ""
    ends = (
        (None,) * 5 if told is None else (told.low, told.point, told.high, told.largest, told.total)
    )
    return (row.person.name, seat, number(row.verdict.target), *map(number, ends))
