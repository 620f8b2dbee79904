"""`pahunch runs`: what came into the lake, from wherever, and taking a run back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate, make_aware, now

from pahunch.collection.errors import CollectionError
from pahunch.collection.runs import runs, withdraw_run
from pahunch.facts import Platform
from pahunch.observations import LakeError
from pahunch.ui.commands import Command as BaseCommand

USUAL_DAYS = 7


class Command(BaseCommand):
    """List the runs of some days, withdraw one."""

    help = (
        "List the runs of some days: parts of sweeps, files, counts read by hand; withdraw one, so "
        "that no question counts it any more."
    )
    example = (
        "pahunch runs list --since 2026-11-20 --platform youtube\n"
        '  pahunch runs withdraw sweep-3f0c --reason "the platform told zeros for an hour"'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        listing = tasks.add_parser("list", help="list the runs of some days, newest first")
        listing.add_argument(
            "--since",
            metavar="YYYY-MM-DD",
            help=f"from this day on (today and {USUAL_DAYS - 1} days before)",
        )
        listing.add_argument("--until", metavar="YYYY-MM-DD", help="to this day (today)")
        listing.add_argument(
            "--platform",
            default="",
            choices=["", *(each.value for each in Platform)],
            metavar="NAME",
            help="parts of sweeps of one platform only",
        )
        self.add_format(listing)
        withdraw = tasks.add_parser("withdraw", help="take a run out of every question")
        withdraw.add_argument("run", metavar="RUN", help="the run, or how it begins")
        withdraw.add_argument("--reason", required=True, metavar="WORDS", help="why")

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        try:
            if options["task"] == "list":
                self._list(options)
            else:
                self._withdraw(options)
        except (CollectionError, LakeError) as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        until = day(options["until"], "--until") or localdate()
        since = day(options["since"], "--since") or until - timedelta(days=USUAL_DAYS - 1)
        found = runs(
            since=beginning(since),
            until=beginning(until + timedelta(days=1)),
            platform=options["platform"],
        )
        rows = [run.as_dict() for run in found]
        if options["format"] == "json":
            self.print_json(rows)
            return
        heads = ("Run", "Kind", "What", "Number", "Counted", "At", "By", "Stage", "Reason")
        self.print_table(
            heads, [[str(each) for each in row.values()] for row in rows], right=heads[3:5]
        )

    def _withdraw(self, options: dict[str, Any]) -> None:
        gone = withdraw_run(options["run"], reason=options["reason"], by=None, now=now())
        self.stdout.write(f"withdrew {gone.run}: it stays visible, and counts no more")


def day(text: str | None, name: str) -> date | None:
    """Read a day. Raises CommandError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"{name} {text!r} is no date: YYYY-MM-DD", returncode=2) from error


def beginning(of: date) -> datetime:
    """Give when a day of the state begins."""
    return make_aware(datetime.combine(of, time()))
