"""`pahunch coverage`: which accounts were counted on a day, and why the others were not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate, now

from pahunch.collection.coverage import Coverage, Sum, coverage_on
from pahunch.platforms.catalogue import connectors
from pahunch.registry.models import Account, Division
from pahunch.ui.commands import Command as BaseCommand

PARTS = ("platform", "district", "department")
HEADS = ("due", "counted", "refused", "waiting", "never asked", "not offered")


class Command(BaseCommand):
    """Say which accounts were counted on a day, and why the others were not."""

    help = (
        "Say of the accounts whose followers count how many were due, counted, refused, "
        "waiting, never asked and not offered on a day."
    )
    example = (
        "pahunch coverage\n  pahunch coverage --state mp --by district --as-of 2026-11-22\n"
        "  pahunch coverage --by account --format json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--state", default="", metavar="CODE", help="one state (all real ones)")
        parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="the day (today)")
        parser.add_argument(
            "--by",
            choices=(*PARTS, "account"),
            default="platform",
            help="add up by this (platform)",
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Work it out and print it."""
        coverage = coverage_on(
            self._day(options["as_of"]),
            self._accounts(options["state"]),
            connectors(settings.PLATFORM_BASES),
            now=now(),
        )
        if options["format"] == "json":
            self.print_json(self._data(coverage, options["by"]))
        elif options["by"] == "account":
            self._print_accounts(coverage)
        else:
            self._print_sums(coverage, options["by"])

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text) if text else localdate()
        except ValueError as error:
            raise CommandError(f"--as-of {text!r} is no date: YYYY-MM-DD", returncode=2) from error

    def _accounts(self, code: str) -> Any:
        if not code:
            return Account.objects.all().real()
        state = Division.objects.states().filter(code=code).first()
        if state is None:
            known = ", ".join(Division.objects.states().values_list("code", flat=True))
            raise CommandError(f"no state {code!r}; known: {known}", returncode=2)
        return Account.objects.in_state(state)

    def _parts(self, coverage: Coverage, by: str) -> dict[str, Sum]:
        if by == "district":
            found = coverage.by_district().items()
            return {division.code if division else "": part for division, part in found}
        return coverage.by_department() if by == "department" else coverage.by_platform()

    def _data(self, coverage: Coverage, by: str) -> dict[str, object]:
        data: dict[str, object] = {
            "day": coverage.day.isoformat(),
            "total": coverage.total().as_dict(),
        }
        if by != "account":
            parts = self._parts(coverage, by)
            return data | {by: {name: part.as_dict() for name, part in parts.items()}}
        return data | {
            "account": [
                {
                    "account": line.account.key,
                    "state": line.state.value,
                    "why": line.why,
                    "seen_at": line.seen_at.isoformat() if line.seen_at else None,
                }
                for line in coverage.lines
            ]
        }

    def _print_accounts(self, coverage: Coverage) -> None:
        self.print_table(
            ["account", "state", "why", "latest count"],
            [
                [
                    line.account.key,
                    line.state.value.replace("_", " "),
                    line.why.replace("_", " "),
                    line.seen_at.date().isoformat() if line.seen_at else "",
                ]
                for line in coverage.lines
            ],
        )
        self._print_total(coverage)

    def _print_sums(self, coverage: Coverage, by: str) -> None:
        self.print_table(
            [by, *HEADS],
            [
                [name or "(none)", *(str(part.as_dict()[_field(head)]) for head in HEADS)]
                for name, part in self._parts(coverage, by).items()
            ],
            right=HEADS,
        )
        self._print_total(coverage)

    def _print_total(self, coverage: Coverage) -> None:
        total = coverage.total()
        self.stdout.write(f"counted on {coverage.day}: {total.counted:,} of {total.due:,}")


def _field(head: str) -> str:
    return head.replace(" ", "_")
