"""`pahunch measure posts`: posts and government work of everyone whom a directive binds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.activity import ActivityOf, activity_bound
from pahunch.directives.asking import day_argument, directive_named
from pahunch.measures.activity import USUAL_DAYS, Line, Share
from pahunch.measures.subcommands.activity import MOST_DAYS, line_as_data
from pahunch.rules import activity as rule
from pahunch.rules import government_work
from pahunch.ui.commands import Command
from pahunch.ui.words import number, percent

NAME = "posts"
HELP = "posts, engagement and government work of everyone whom a directive binds"
EXAMPLE = "pahunch measure posts --directive udaharan-members --format json"
HEADS = (
    "Representative",
    "Constituency",
    "Posts",
    "A week",
    "Active days",
    "Government work",
    "In the constituency",
    "Not read",
)


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the directive, the day and the period."""
    parser.add_argument("--directive", required=True, metavar="CODE", help="which order")
    parser.add_argument(
        "--as-of",
        metavar="YYYY-MM-DD",
        type=day_argument,
        help="the last day (the directive's usual day, else today)",
    )
    parser.add_argument(
        "--days", type=int, default=USUAL_DAYS, metavar="N", help=f"so many days ({USUAL_DAYS})"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Measure and print."""
    directive = directive_named(options["directive"])
    if directive.roster:
        raise CommandError(f"{directive.code}: its members lie in the lake, not in the registry.")
    if not 1 <= options["days"] <= MOST_DAYS:
        raise CommandError(f"--days: 1 to {MOST_DAYS}", returncode=2)
    as_of = options["as_of"] or directive.usual_day or timezone.localdate()
    found = activity_bound(directive, as_of, options["days"])
    if options["format"] == "json":
        command.print_json(as_data(found))
        return
    command.print_table(HEADS, _rows(found), right=HEADS[2:])
    command.stdout.write(
        f"{found.activity.first:%d-%m-%Y} to {found.activity.last:%d-%m-%Y}. Rules "
        f"{rule.REVISION} and {government_work.REVISION}: docs/rules says what they cannot say."
    )


def as_data(found: ActivityOf) -> dict[str, Any]:
    """Give the activity of everyone bound as plain data, account by account."""
    return {
        "first": found.activity.first.isoformat(),
        "last": found.activity.last.isoformat(),
        "rows": [
            {
                "representative": row.membership.code,
                "name": row.person.name,
                "together": line_as_data(found.activity.together(found.keys[row.membership.code])),
                "accounts": [
                    {"account": key} | line_as_data(found.activity.line(key))
                    for key in found.keys[row.membership.code]
                ],
            }
            for row in found.judgement.rows
        ],
        "rules": [rule.REVISION, government_work.REVISION],
    }


def _rows(found: ActivityOf) -> list[list[str]]:
    rows = []
    for row in found.judgement.rows:
        line = found.activity.together(found.keys[row.membership.code])
        place = row.division.name if row.division else ""
        rows.append([row.person.name, place, *_words(line)])
    return rows


def _words(line: Line) -> list[str]:
    return [
        number(line.posts),
        f"{line.weekly:.1f}",
        number(line.active_days),
        _share(line.work),
        _share(line.here),
        number(line.work.not_read),
    ]


def _share(share: Share) -> str:
    if share.ends is None or share.yes + share.no == 0:
        return ""
    low, high = (percent(end) for end in share.ends)
    return low if low == high else f"{low}–{high}"
