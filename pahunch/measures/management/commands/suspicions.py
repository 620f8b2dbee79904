"""`pahunch suspicions`: look for growth that asks for an explanation, and list what was asked."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions import words as said
from pahunch.measures.suspicions.looking import look
from pahunch.measures.suspicions.states import State
from pahunch.registry.models import Division
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("Number", "Account", "From", "To", "State", "What was seen")


class Command(BaseCommand):
    """Look for suspicious growth over all accounts of a state; list suspicions."""

    help = (
        "Score every account's counts, and ask about growth that stands out. Nothing follows by "
        "itself: the holder answers and a person decides, on the page Suspicions."
    )
    example = "pahunch suspicions look --state udaharan\n  pahunch suspicions list --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        looked = tasks.add_parser("look", help="score all accounts of a state, and ask")
        looked.add_argument("--state", metavar="CODE", help="one state (all of them)")
        self.add_format(looked)
        listed = tasks.add_parser("list", help="what was asked, the newest first")
        listed.add_argument(
            "--stage", choices=("open", "all", *State), default="open", help="which (open)"
        )
        self.add_format(listed)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        if options["task"] == "look":
            self._print(self._looked(options["state"]), options["format"])
            return
        rows = Suspicion.objects.order_by("-asked_at", "-first_day", "pk")
        if options["stage"] == "open":
            rows = rows.open()
        elif options["stage"] != "all":
            rows = rows.filter(state=options["stage"])
        self._print(list(rows.select_related("account")), options["format"])

    def _looked(self, code: str | None) -> list[Suspicion]:
        states = Division.objects.states()
        if code is not None:
            states = states.filter(code=code)
            if not states:
                raise CommandError(f"The registry has no state {code!r}.")
        now = timezone.now()
        return [
            one
            for state in states
            for one in look(state, timezone.localdate(now), now=now, by=None)
        ]

    def _print(self, found: list[Suspicion], form: str) -> None:
        if form == "json":
            self.print_json([_data(one) for one in found])
            return
        self.print_table(HEADS, [_words(one) for one in found])
        self.stdout.write(f"{len(found):,} in all. Each is a question and not a finding.")


def _words(one: Suspicion) -> tuple[str, ...]:
    return (
        str(one.pk),
        one.account.key,
        one.first_day.isoformat(),
        one.last_day.isoformat(),
        one.state,
        "; ".join(said.evidence(one.evidence)),
    )


def _data(one: Suspicion) -> dict[str, Any]:
    return {
        "number": one.pk,
        "account": one.account.key,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "score": round(one.score, 4),
        "gained": one.gained,
        "left": one.left,
        "evidence": one.evidence,
        "state": one.state,
        "rule": one.rule,
        "lake_version": one.lake_version,
    }
