"""`pahunch measure activity FILE`: how often accounts post, and what is made of it."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from pahunch.facts import Platform
from pahunch.measures.activity import Activity, Line, Share
from pahunch.measures.post_files import Reading, activity_of_posts, read_answers, read_posts
from pahunch.measures.subcommands.reading import read_or_fail
from pahunch.registry.vocabulary import shipped
from pahunch.rules import activity as rule
from pahunch.rules import government_work
from pahunch.rules.activity import Response
from pahunch.rules.government_work import Places, Vocabulary
from pahunch.ui.commands import Command

NAME = "activity"
HELP = "posts, engagement, answers, kinds, languages and government work of accounts"
EXAMPLE = 'pahunch measure activity posts.csv --days 28 --places "Palashpur,पलाशपुर"'
HEADS = ("account", "posts", "a week", "days", "rate", "rated", "work", "here", "languages")
ANSWER_HEADS = ("account", "written", "unanswered", "first answer", "half answered")
MOST_DAYS = 3_660


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the posts, the period, and what is known beside them."""
    parser.add_argument(
        "file",
        type=Path,
        help="columns account, posted_at; if known platform, kind, text, language, likes, "
        "comments, shares, followers",
    )
    parser.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="the last day (a post's)")
    parser.add_argument("--days", type=int, metavar="N", help="of so many days (from the first)")
    parser.add_argument(
        "--platform",
        choices=[each.value for each in Platform],
        default=Platform.UNSTATED.value,
        help="of accounts that name none",
    )
    parser.add_argument(
        "--places", default="", metavar="NAMES", help="of the constituency, with commas between"
    )
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help="columns account, written_at, answered_at (empty: still open)",
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Read, measure, print."""
    if options["days"] is not None and not 1 <= options["days"] <= MOST_DAYS:
        raise CommandError(f"--days: 1 to {MOST_DAYS}", returncode=2)
    how = reading(options)
    posts = read_or_fail(options["file"], lambda path: read_posts(path, how))
    found = activity_of_posts(posts, options["until"], options["days"])
    answers: dict[str, dict[str, Any]] = {}
    if options["answers"]:
        answers = answers_as_data(
            *read_or_fail(options["answers"], lambda path: read_answers(path, how.zone))
        )
    if options["format"] == "json":
        command.print_json(as_data(found) | ({"answers": answers} if answers else {}))
        return
    rows = [_words(account, found.line(account)) for account in found.accounts]
    command.print_table(HEADS, rows, right=HEADS[1:8])
    if answers:
        shown = [_answer_words(account, each) for account, each in answers.items()]
        command.print_table(ANSWER_HEADS, shown, right=ANSWER_HEADS[1:])
    command.stdout.write(
        f"{found.first:%d-%m-%Y} to {found.last:%d-%m-%Y}, {found.days} days. Rules "
        f"{rule.REVISION} and {government_work.REVISION}: docs/rules says what they cannot say."
    )


def reading(options: Mapping[str, Any]) -> Reading:
    """Say how rows are read: by the shipped words, without a database."""
    names = [name.strip() for name in options["places"].split(",") if name.strip()]
    return Reading(
        Vocabulary(known.term for known in shipped().values()),
        Places(names),
        bool(names),
        Platform(options["platform"]),
        ZoneInfo(settings.TIME_ZONE),
    )


def as_data(found: Activity) -> dict[str, Any]:
    """Give the activity as plain data."""
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "accounts": [
            {"account": account} | line_as_data(found.line(account)) for account in found.accounts
        ],
        "rules": [rule.REVISION, government_work.REVISION],
    }


def line_as_data(line: Line) -> dict[str, Any]:
    """Give one account's activity as plain data; null: not known."""
    return {
        "posts": line.posts,
        "posts_a_week": round(line.weekly, 3),
        "active_days": line.active_days,
        "days": line.days,
        "rate_low": line.rate_low,
        "rate_high": line.rate_high,
        "rated_posts": line.rated,
        "kinds": dict(line.kinds),
        "languages": dict(line.languages),
        "government_work": _share_as_data(line.work),
        "in_constituency": _share_as_data(line.here),
    }


def answers_as_data(accounts: list[str], found: Response) -> dict[str, dict[str, Any]]:
    """Give the answers of each account as plain data, times in hours."""
    return {
        account: {
            "written": int(found.written[at]),
            "answered": int(found.answered[at]),
            "unanswered": _known(found.unanswered[at]),
            "median_hours": _known(found.median[at]),
            "half_answered_hours": _known(found.half[at]),
        }
        for at, account in enumerate(accounts)
    }


def _share_as_data(share: Share) -> dict[str, Any]:
    ends = share.ends or (None, None)
    return {"yes": share.yes, "no": share.no, "not_read": share.not_read} | dict(
        zip(("low", "high"), ends, strict=True)
    )


def _words(account: str, line: Line) -> list[str]:
    return [
        account,
        f"{line.posts:,}",
        f"{line.weekly:.1f}",
        f"{line.active_days}",
        _ends((line.rate_low, line.rate_high), 2),
        f"{line.rated:,}",
        _ends(line.work.ends, 0),
        _ends(line.here.ends, 0),
        ", ".join(f"{name} {count}" for name, count in line.languages.items()),
    ]


def _answer_words(account: str, found: Mapping[str, Any]) -> list[str]:
    times = [found["median_hours"], found["half_answered_hours"]]
    return [
        account,
        f"{found['written']:,}",
        _ends((found["unanswered"], found["unanswered"]), 0),
        *("" if time is None else f"{time:.1f} h" for time in times),
    ]


def _ends(ends: tuple[float | None, float | None] | None, digits: int) -> str:
    if ends is None or ends[0] is None or ends[1] is None:
        return ""
    low, high = (f"{100 * end:.{digits}f}%" for end in (ends[0], ends[1]))
    return low if low == high else f"{low}–{high}"


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day: write 2026-03-31") from error
