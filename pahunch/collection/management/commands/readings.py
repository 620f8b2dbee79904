"""`pahunch readings`: which readings by hand are open, and which accounts wait for one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localtime, now

from pahunch.collection.by_hand.listing import (
    Line,
    Wanted,
    accounts_wanted,
    is_open,
    lines,
    platforms,
)
from pahunch.collection.models import HandReading
from pahunch.registry.models import Account, Division
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """List the readings that wait for a second person, and the accounts that wait for one."""

    help = (
        "List the counts read by hand that are not decided, without the number that the second "
        "person must not know; and the accounts that wait to be read."
    )
    example = (
        "pahunch readings\n  pahunch readings --accounts --state mp\n"
        "  pahunch readings --format json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument(
            "--accounts", action="store_true", help="the accounts that wait to be read, instead"
        )
        parser.add_argument("--state", default="", metavar="CODE", help="one state (all real ones)")
        parser.add_argument(
            "--platform",
            choices=["", *(name for name, _ in platforms())],
            default="",
            metavar="NAME",
            help="one platform",
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Ask and print."""
        states = Division.objects.states().values_list("code", flat=True)
        if options["state"] and options["state"] not in states:
            known = ", ".join(states)
            raise CommandError(f"no state {options['state']!r}; known: {known}", returncode=2)
        if options["accounts"]:
            self._print_accounts(options)
        else:
            self._print_readings(options)

    def _print_readings(self, options: dict[str, Any]) -> None:
        rows = HandReading.objects.filter(is_open()).order_by("entered_at", "pk")
        if options["platform"]:
            rows = rows.filter(account__platform=options["platform"])
        if options["state"]:
            state = Division.objects.states().get(code=options["state"])
            rows = rows.filter(account__in=Account.objects.in_state(state))
        found = [
            {
                "reading": one.pk,
                "account": one.account.key,
                "state": str(one.state),
                "seen_at": localtime(one.seen_at).isoformat(timespec="minutes"),
                "entered_by": one.entered_by.username if one.entered_by else "",
                "entered_at": localtime(one.entered_at).isoformat(timespec="minutes"),
                "screenshot": one.evidence,
            }
            for one in rows.select_related("account", "entered_by")
        ]
        if options["format"] == "json":
            self.print_json({"readings": found})
            return
        names = ["reading", "account", "state", "seen_at", "entered_by"]
        self.print_table(names, [[str(one[name]) for name in names] for one in found])
        self.stdout.write(f"{len(found):,} open")

    def _print_accounts(self, options: dict[str, Any]) -> None:
        wanted = Wanted(platform=options["platform"], state=options["state"])
        moment = now()
        found = lines(accounts_wanted(Account.objects.all(), wanted, moment), wanted, moment)
        if options["format"] == "json":
            self.print_json({"accounts": [_data(line) for line in found]})
            return
        self.print_table(
            ["account", "last count", "open reading"],
            [
                [
                    line.account.key,
                    line.last.seen_at.date().isoformat() if line.last else "",
                    str(line.reading.pk) if line.reading else "",
                ]
                for line in found
            ],
        )
        self.stdout.write(f"{len(found):,} wait")


def _data(line: Line) -> dict[str, object]:
    last = line.last
    return {
        "account": line.account.key,
        "last": {
            "low": last.count.low,
            "high": last.count.high,
            "seen_at": last.seen_at.isoformat(),
        }
        if last
        else None,
        "reading": line.reading.pk if line.reading else None,
    }
