"""`pahunch measure inside`: followers inside the constituency, of everyone bound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import add_asked, asked_of, lake_errors
from pahunch.directives.inside import inside_of
from pahunch.directives.judge import Judgement, Row, judge
from pahunch.measures.inside import AccountInside, InsideOf, measure_lists
from pahunch.measures.lists import read_lists
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.registry.models import Division, Roll
from pahunch.rules.inside import REVISION
from pahunch.ui.commands import Command
from pahunch.ui.words import number

NAME = "inside"
HELP = "followers inside the constituency of everyone whom a directive binds"
EXAMPLE = "pahunch measure inside --directive udaharan-ministers --format json"
"""A file: `pahunch measure inside places.csv --constituency mp-ac-159`."""
HEADS = (
    "Representative",
    "Constituency",
    "Target",
    "Certain",
    "Shared",
    "Elsewhere",
    "Unplaced",
    "Low",
    "Point",
    "High",
    "Accounts",
)
PARTS = ("certain", "shared", "elsewhere", "unplaced")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take a directive and a day, or a file and a constituency."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="instead of a directive: columns account, place, followers, and if known total; the "
        "names of places are the registry's",
    )
    add_asked(parser, needed=False)
    parser.add_argument(
        "--constituency", metavar="CODE", help="with a file: whose, such as mp-ac-159"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Measure and print."""
    if (options["file"] is None) == (options["directive"] is None):
        raise CommandError("give either --directive CODE, or a file and --constituency CODE")
    if options["file"] is not None:
        _of_file(command, options)
        return
    asked = asked_of(options)
    with lake_errors():
        judgement = judge(asked.directive, asked.as_of, version=asked.version)
        found = inside_of(asked.directive, asked.as_of, version=asked.version)
    if options["format"] == "json":
        command.print_json(as_data(judgement, found))
        return
    rows = [_words(row, found) for row in judgement.rows]
    command.print_table(HEADS, rows, right=HEADS[2:])
    telling = sum(found.people[row.membership.code].tells for row in judgement.rows)
    command.stdout.write(
        f"Of {telling} of {len(rows)} some account tells places. The interval is no count; where "
        f"nobody tells places nothing is known. Rule {REVISION}: docs/rules/inside.md says what "
        "it cannot say."
    )


def _of_file(command: Command, options: dict[str, Any]) -> None:
    seat = Division.objects.constituencies().filter(code=options["constituency"] or "").first()
    if seat is None:
        raise CommandError(f"There is no constituency {options['constituency']!r}.")
    roll = Roll.objects.of(seat.state_code).first()
    if roll is None:
        raise CommandError(f"{seat.state_code}: no roll is known, so nothing can be weighted.")
    lists = read_or_fail(options["file"], read_lists)
    day = options["as_of"] or timezone.localdate()
    found = measure_lists(lists.told, lists.counts, seat, roll, day)
    if options["format"] == "json":
        accounts = [_account(account) for account in found]
        computed = {"inside": REVISION, "constituency": seat.code, "roll": roll.name}
        command.print_json({"accounts": accounts, "computed": computed})
        return
    rows = [
        (
            account.account,
            *(_number(getattr(account, name)) for name in (*PARTS, "low", "point", "high")),
        )
        for account in found
    ]
    heads = ("Account", *HEADS[3:10])
    command.print_table(heads, rows, right=heads[1:])
    command.stdout.write(
        f"Inside {seat.name}, roll {roll.name}. Rule {REVISION}: docs/rules/inside.md says what it "
        "cannot say."
    )


def as_data(judgement: Judgement, found: InsideOf) -> dict[str, Any]:
    """Give the measure as plain data: the same measure gives the same bytes."""
    return {
        "rows": [_row(row, found) for row in judgement.rows],
        "computed": judgement.computed | {"inside": REVISION, "places": found.digest},
    }


def _row(row: Row, found: InsideOf) -> dict[str, Any]:
    person, division = found.people[row.membership.code], row.division
    return {
        "person": row.person.name,
        "membership": row.membership.code,
        "constituency": division.name if division else None,
        "target": row.verdict.target,
        **{name: person.part(name) for name in PARTS},
        "low": person.low,
        "high": person.high,
        "point": person.point,
        "tells": person.tells,
        "accounts": [_account(account) for account in person.accounts],
    }


def _account(account: AccountInside) -> dict[str, Any]:
    return {
        "account": account.account,
        "followers_low": account.count.low if account.count else None,
        "followers_high": account.count.high if account.count else None,
        "told_at": account.told_at.isoformat() if account.told_at else None,
        **{name: getattr(account, name) for name in PARTS},
        "low": account.low,
        "high": account.high,
        "point": account.point,
        "places": [
            {
                "place": each.place,
                "low": each.count.low,
                "high": each.count.high,
                "part": each.part.value,
                "least": round(each.least, 4),
                "most": round(each.most, 4),
            }
            for each in account.places
        ],
    }


def _words(row: Row, found: InsideOf) -> tuple[str, ...]:
    person = found.people[row.membership.code]
    telling = sum(account.tells for account in person.accounts)
    return (
        row.person.name,
        row.division.name if row.division else "",
        number(row.verdict.target),
        *(_number(person.part(name)) for name in PARTS),
        number(person.low),
        _number(person.point),
        _number(person.high),
        f"{telling} of {len(person.accounts)}",
    )


def _number(value: int | None) -> str:
    """Write a number; one that is not known as a dash."""
    return "-" if value is None else number(value)
