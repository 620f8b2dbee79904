"""`pahunch reminders`: send what is due, say what became of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from pahunch.directives.models import Reminder, State
from pahunch.directives.reminders.planning import plan
from pahunch.directives.reminders.sending import send_due
from pahunch.ui import words
from pahunch.ui.commands import Command as BaseCommand

SHOWN = 200


class Command(BaseCommand):
    """Send reminders of directives, or list them."""

    help = (
        "Remind offices before a due date, where the pace falls short, and where nobody "
        "confirmed having read. Run it every ten minutes; several at once are no harm."
    )
    example = (
        "pahunch reminders send --dry-run\n  pahunch reminders send\n"
        "  pahunch reminders list --state failed"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        send = tasks.add_parser("send", help="send what is due and may leave now")
        send.add_argument("--dry-run", action="store_true", help="say what is due, send nothing")
        self.add_format(send)
        listed = tasks.add_parser("list", help="what became of them, the newest first")
        listed.add_argument("--state", choices=State.values, help="only these")
        self.add_format(listed)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        if options["task"] == "list":
            rows = Reminder.objects.in_page_order()
            if options["state"]:
                rows = rows.filter(state=options["state"])
            self._print(list(rows[:SHOWN]), options["format"])
        elif options["dry_run"]:
            self._print(plan(timezone.now()), options["format"])
        else:
            self._send(options["format"])

    def _send(self, form: str) -> None:
        done = send_due(timezone.now)
        if form == "json":
            self.print_json(dict(sorted(done.items())))
        else:
            said = ", ".join(f"{number} {state}" for state, number in sorted(done.items()))
            self.stdout.write(said or "Nothing to send now.")

    def _print(self, rows: list[Reminder], form: str) -> None:
        if form == "json":
            self.print_json([_data(row) for row in rows])
            return
        self.print_table(
            ("Whom", "Way", "Directive", "About", "State", "Tries", "Said", "Made"),
            [
                (
                    row.membership.code,
                    f"{row.contact.channel} {row.contact.shown}",
                    row.directive.code,
                    f"{row.kind} {row.occasion}",
                    row.state,
                    str(row.tries),
                    row.said,
                    words.moment(row.made_at),
                )
                for row in rows
            ],
        )


def _data(row: Reminder) -> dict[str, Any]:
    return {
        "membership": row.membership.code,
        "channel": row.contact.channel,
        "contact": row.contact_id,
        "directive": row.directive.code,
        "kind": row.kind,
        "occasion": row.occasion,
        "state": row.state,
        "tries": row.tries,
        "said": row.said,
    }
