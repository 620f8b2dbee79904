"""`pahunch timetable`: when each platform is asked for what, and setting it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from pahunch.collection.errors import WrongTimetable
from pahunch.collection.models import Plan
from pahunch.collection.models.sweeping import ASKS
from pahunch.collection.sweeps.duties import timetables
from pahunch.collection.sweeps.plans import PlanChange, reset_timetable, set_timetable
from pahunch.collection.sweeps.timetable import DAY, Timetable
from pahunch.facts import Platform
from pahunch.platforms.base import Connector
from pahunch.platforms.catalogue import connectors
from pahunch.ui.commands import Command as BaseCommand

MIDNIGHT = "24:00"


class Command(BaseCommand):
    """List the timetables, set one, or go back to the usual one."""

    help = (
        "When each platform is asked for what: how often, and in which hours of the state's day. "
        "Whatever is not set here is done at the usual times."
    )
    example = (
        "pahunch timetable list\n"
        "  pahunch timetable set youtube inbox --every 360\n"
        "  pahunch timetable set x counts --opens 05:00 --closes 22:00\n"
        "  pahunch timetable set x inbox --off\n"
        "  pahunch timetable reset x inbox"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be done."""
        below = parser.add_subparsers(dest="what", required=True)
        self.add_format(below.add_parser("list", help="list when each platform is asked"))
        setting = below.add_parser("set", help="set what is given, and keep the rest")
        for one in (setting, below.add_parser("reset", help="go back to the usual times")):
            one.add_argument("platform", choices=[each.value for each in asked_platforms()])
            one.add_argument("ask", choices=[ask for ask, _ in ASKS], metavar="WHAT")
        setting.add_argument("--every", type=int, metavar="MINUTES", help="how often (1440: a day)")
        setting.add_argument("--opens", metavar="HH:MM", help="not earlier in the day than this")
        setting.add_argument("--closes", metavar="HH:MM", help="not later (24:00: midnight)")
        setting.add_argument("--on", action="store_true", help="do it")
        setting.add_argument("--off", action="store_true", help="do it no more")

    def handle(self, **options: Any) -> None:
        """Do what was asked for."""
        if options["what"] == "list":
            self._list(options["format"])
            return
        connector = connectors(settings.PLATFORM_BASES)[Platform(options["platform"])]
        try:
            if options["what"] == "set":
                change = self._change(options)
                table = set_timetable(connector, options["ask"], change, by=None, now=now())
            else:
                table = reset_timetable(connector, options["ask"], by=None, now=now())
        except WrongTimetable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['platform']} {options['ask']}: {words(table)}")

    def _change(self, options: dict[str, Any]) -> PlanChange:
        if options["on"] and options["off"]:
            raise CommandError("--on and --off: choose one", returncode=2)
        enabled = True if options["on"] else False if options["off"] else None
        change = PlanChange(
            options["every"], clock(options["opens"]), clock(options["closes"]), enabled
        )
        if change == PlanChange():
            raise CommandError(
                "nothing to set: give --every, --opens, --closes, --on or --off", returncode=2
            )
        return change

    def _list(self, form: str) -> None:
        set_here = set(Plan.objects.values_list("platform", "ask"))
        rows = [
            {
                "platform": platform.value,
                "what": ask,
                "every_minutes": table.minutes,
                "opens": f"{table.opens:%H:%M}",
                "closes": f"{table.closes:%H:%M}" if table.closes else MIDNIGHT,
                "enabled": table.enabled,
                "set": (platform.value, ask) in set_here,
            }
            for platform, connector in asked_platforms().items()
            for ask, table in timetables(connector).items()
        ]
        if form == "json":
            self.print_json(rows)
            return
        self.print_table(
            ["platform", "what", "every", "opens", "closes", ""],
            [
                [
                    str(row["platform"]),
                    str(row["what"]),
                    often(int(str(row["every_minutes"]))) if row["enabled"] else "off",
                    str(row["opens"]),
                    str(row["closes"]),
                    "set here" if row["set"] else "",
                ]
                for row in rows
            ],
        )


def asked_platforms() -> dict[Platform, Connector]:
    """Give the platforms that are asked at all."""
    every = connectors(settings.PLATFORM_BASES).items()
    return {platform: connector for platform, connector in every if connector.offers}


def words(table: Timetable) -> str:
    """Say a timetable in words."""
    if not table.enabled:
        return "off"
    closes = f"{table.closes:%H:%M}" if table.closes else MIDNIGHT
    return f"{often(table.minutes)}, from {table.opens:%H:%M} to {closes}"


def often(minutes: int) -> str:
    """Say how often something is done."""
    if minutes < DAY:
        return f"{minutes} minutes"
    return "day" if minutes == DAY else f"{minutes // DAY} days"


def clock(text: str | None) -> time | None:
    """Read a time of the day; 24:00 is midnight. Raises CommandError."""
    if text is None:
        return None
    try:
        return time(0) if text == MIDNIGHT else time.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no time of the day: write 06:30", returncode=2) from None
