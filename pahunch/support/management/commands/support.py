"""`pahunch support`: who supports whom; assign, hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import day_argument
from pahunch.facts import AccountKind
from pahunch.registry.models import Person
from pahunch.support.assigning.actions import Wanted, assign, hand_over
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.words import why_not
from pahunch.support.models import Analyst, Assignment, Team
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("Number", "Representative", "Analyst or team", "Accounts", "Hours", "From", "To")


class Command(BaseCommand):
    """List assignments, make one, hand one over."""

    help = (
        "Who supports whom. An assignment lends the right to see the representative, on its days "
        "and no longer; who is paid by the state works on office accounts only."
    )
    example = (
        "pahunch support list --on 2026-11-25\n"
        "  pahunch support assign sarita-made-up --to ravi --kinds office --hours 10 "
        "--from 2026-12-01 --until 2027-02-28\n"
        "  pahunch support handover 12 --to team:north --on 2027-01-01 --notes 'The X token ends.'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        listed = tasks.add_parser("list", help="who supports whom on a day")
        listed.add_argument(
            "--on", type=day_argument, metavar="YYYY-MM-DD", help="that day (today)"
        )
        self.add_format(listed)
        made = tasks.add_parser("assign", help="let an analyst or a team support somebody")
        made.add_argument("person", metavar="PERSON", help="the representative's slug")
        _whom(made)
        made.add_argument(
            "--kinds", required=True, nargs="+", choices=list(AccountKind), help="on these accounts"
        )
        made.add_argument("--hours", required=True, type=int, help="hours a week")
        made.add_argument(
            "--from", required=True, type=day_argument, dest="starts", metavar="YYYY-MM-DD"
        )
        made.add_argument("--until", type=day_argument, dest="ends", metavar="YYYY-MM-DD")
        self.add_format(made)
        handed = tasks.add_parser("handover", help="hand an assignment on, with no day between")
        handed.add_argument("number", type=int, metavar="NUMBER", help="of the assignment")
        _whom(handed)
        handed.add_argument("--on", required=True, type=day_argument, metavar="YYYY-MM-DD")
        handed.add_argument("--notes", required=True, help="what the other must know")
        self.add_format(handed)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        tasks = {"list": _listed, "assign": _assigned, "handover": _handed}
        try:
            found = tasks[options["task"]](options)
        except WrongAssignment as error:
            raise CommandError(why_not(error)) from error
        if options["format"] == "json":
            self.print_json([as_data(one) for one in found])
            return
        self.print_table(HEADS, [_words(one) for one in found], right=("Number", "Hours"))
        self.stdout.write(f"{len(found):,} in all.")


def as_data(one: Assignment) -> dict[str, Any]:
    """Give an assignment as plain data."""
    return {
        "number": one.pk,
        "person": one.person.slug,
        "to": f"team:{one.team.code}" if one.team else one.workers[0].user.username,
        "people": [each.user.username for each in one.workers],
        "kinds": one.kinds,
        "hours": one.hours,
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat() if one.ends else None,
    }


def _whom(parser: CommandParser) -> None:
    parser.add_argument(
        "--to", required=True, metavar="WHO", help="an analyst's user name, or team:CODE"
    )


def _listed(options: dict[str, Any]) -> list[Assignment]:
    day: date = options["on"] or timezone.localdate()
    return list(Assignment.objects.on(day).with_names().order_by("person__slug", "starts", "pk"))


def _assigned(options: dict[str, Any]) -> list[Assignment]:
    person = Person.objects.filter(slug=options["person"]).first()
    if person is None:
        raise CommandError(f"The registry has nobody called {options['person']!r}.")
    wanted = Wanted(
        _worker(options["to"]),
        [AccountKind(kind) for kind in options["kinds"]],
        options["hours"],
        options["starts"],
        options["ends"],
    )
    return [assign(person, wanted, by=None, now=timezone.now())]


def _handed(options: dict[str, Any]) -> list[Assignment]:
    found = Assignment.objects.filter(pk=options["number"]).first()
    if found is None:
        raise CommandError(f"There is no assignment {options['number']}.")
    to, notes = _worker(options["to"]), options["notes"]
    done = hand_over(found, to, options["on"], notes=notes, by=None, now=timezone.now())
    return [done.after]


def _worker(name: str) -> Analyst | Team:
    found: Analyst | Team | None
    if name.startswith("team:"):
        found = Team.objects.filter(code=name.removeprefix("team:")).first()
    else:
        found = Analyst.objects.filter(user__username=name).select_related("user").first()
    if found is None:
        raise CommandError(f"{name!r} is no analyst, nor a team written as team:CODE.")
    return found


def _words(one: Assignment) -> tuple[str, ...]:
    said = as_data(one)
    return (
        str(said["number"]),
        said["person"],
        said["to"],
        ", ".join(said["kinds"]),
        str(said["hours"]),
        said["starts"],
        said["ends"] or "",
    )
