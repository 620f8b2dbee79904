"""`pahunch means`: requests for means."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from pahunch.support.means.showing import Asked, wanted
from pahunch.support.means.states import State
from pahunch.support.models import MeansRequest
from pahunch.support.models.means import MeansKind
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("Number", "Representative", "Kind", "What", "Rupees", "Paid by", "State", "Due")


class Command(BaseCommand):
    """List requests for means."""

    help = (
        "What representatives ask for, whoever waits longest first. Each step is taken on the "
        "page Means, by people who did not ask for it."
    )
    example = "pahunch means list --overdue\n  pahunch means list --state all --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        listed = tasks.add_parser("list", help="the requests")
        listed.add_argument(
            "--state", choices=("open", "all", *State), default="open", help="which (open)"
        )
        listed.add_argument("--kind", choices=MeansKind.values, default="", help="of one kind")
        listed.add_argument("--overdue", action="store_true", help="only those that are late")
        self.add_format(listed)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        now = timezone.now()
        asked = Asked(options["state"], options["kind"], "", options["overdue"])
        rows = [as_data(one, now) for one in wanted(MeansRequest.objects.all(), asked)]
        if options["overdue"]:
            rows = [row for row in rows if row["overdue"]]
        if options["format"] == "json":
            self.print_json(rows)
            return
        self.print_table(HEADS, [_words(row) for row in rows], right=("Number", "Rupees"))
        self.stdout.write(f"{len(rows):,} in all, {sum(row['overdue'] for row in rows):,} overdue.")


def as_data(one: MeansRequest, now: datetime) -> dict[str, Any]:
    """Give a request as plain data; the sum in rupees, None where it was not told."""
    return {
        "number": one.pk,
        "person": one.person.slug,
        "kind": one.kind,
        "title": one.title,
        "accounts": one.account_kind,
        "amount": one.amount,
        "paid_by": one.paid_by,
        "state": one.state,
        "due": one.due.isoformat() if one.due else None,
        "overdue": one.is_overdue(now),
    }


def _words(row: dict[str, Any]) -> tuple[str, ...]:
    amount = "" if row["amount"] is None else f"{row['amount']:,}"
    due = (row["due"] or "") + (" overdue" if row["overdue"] else "")
    return (
        str(row["number"]),
        row["person"],
        row["kind"],
        row["title"],
        amount,
        row["paid_by"],
        row["state"],
        due,
    )
