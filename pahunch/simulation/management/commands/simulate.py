"""`pahunch simulate`: make the made-up state उदाहरण प्रदेश."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.load import DirectiveError
from pahunch.observations import LakeError
from pahunch.registry.errors import RegistryError
from pahunch.simulation import SimulationError
from pahunch.simulation.actions import LARGE, Asked, Simulated, make_state, truth_folder
from pahunch.simulation.geography import CODE, STATE
from pahunch.ui.commands import Command as BaseCommand
from pahunch.ui.commands import progress
from pahunch.ui.words import number


class Command(BaseCommand):
    """Make a state that never existed, with its people, places, directives and counts."""

    help = "Make the made-up state, for trying things out and for measuring them."
    example = "pahunch simulate --seed 7 --representatives 230 --days 730"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the numbers that a state is made from."""
        parser.description = (
            f"{self.help}\n\nThe same numbers give the same state; run again later, it goes on\n"
            f"to yesterday. Above {LARGE:,} representatives it lives in the lake alone.\n"
            "What was planted in the counts is written to PAHUNCH_HOME/truth."
        )
        parser.add_argument("--seed", type=int, metavar="NUMBER", help="chance (7)")
        parser.add_argument("--representatives", type=int, metavar="NUMBER", help="members (230)")
        parser.add_argument("--days", type=int, metavar="NUMBER", help="days of counts (730)")
        parser.add_argument(
            "--until",
            type=day,
            metavar="YYYY-MM-DD",
            help="the last day with counts (yesterday)",
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Make the state and say what was made."""
        asked = Asked(
            options["seed"], options["representatives"], options["days"], options["until"]
        )
        with progress(quiet=options["format"] == "json") as bar:
            tasks: dict[str, Any] = {}

            def watch(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=total)
                bar.advance(tasks[what], done)

            try:
                made = make_state(asked, by=None, at=timezone.now(), watch=watch)
            except (SimulationError, RegistryError, DirectiveError, LakeError) as error:
                raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.print_json(as_data(made))
        else:
            self._print_words(made)

    def _print_words(self, made: Simulated) -> None:
        plan = made.plan
        if not made.is_new:
            self.stdout.write(
                f"{STATE.latin} is complete to {plan.last_day:%d-%m-%Y}; nothing was changed."
            )
            return
        self.stdout.write(
            f"{STATE.latin} ({STATE.hindi}, made up): {number(plan.representatives)} members, "
            f"of whom {plan.ministers} are ministers; {number(made.rows)} counts of "
            f"{plan.first_day:%d-%m-%Y} to {plan.last_day:%d-%m-%Y}.\n"
            f"{number(made.events)} things were planted: {truth_folder() / f'{CODE}.csv'}\n"
            f"Judge it: pahunch judge --directive {made.lists[0]} --as-of {plan.last_day}"
        )


def day(text: str) -> date:
    """Read a day; argparse names this function where it cannot."""
    return date.fromisoformat(text)


def as_data(made: Simulated) -> dict[str, Any]:
    """Give a making as plain data."""
    plan = made.plan
    return {
        "state": CODE,
        "seed": plan.seed,
        "representatives": plan.representatives,
        "ministers": plan.ministers,
        "days": plan.all_days,
        "first_day": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "new": made.is_new,
        "rows": made.rows,
        "planted": made.events,
        "directives": made.lists,
        "rosters": made.lists if made.is_large else [],
        "lake_version": made.lake_version,
        "truth": str(truth_folder() / f"{CODE}.csv"),
    }
