"""`pahunch inbox`: what people wrote to the accounts, in numbers, and erasing it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db.models import Count, Min
from django.utils import timezone

from pahunch.collection.deliveries.inbox import erase_author, erase_old
from pahunch.collection.models import Message
from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Count messages, erase the old ones, or all of one person's."""

    help = (
        "What people wrote to the accounts. It is personal data: it is kept for "
        "PAHUNCH_MESSAGES_KEPT_DAYS days, and a person's own is erased when the person asks."
    )
    example = (
        "pahunch inbox count\n"
        "  pahunch inbox erase --old\n"
        "  pahunch inbox erase --author x 2244994945"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be done."""
        below = parser.add_subparsers(dest="what", required=True)
        self.add_format(below.add_parser("count", help="how many there are, by platform"))
        erasing = below.add_parser("erase", help="erase some, for good")
        which = erasing.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--old", action="store_true", help="those kept longer than the setting says"
        )
        which.add_argument(
            "--author",
            nargs=2,
            metavar=("PLATFORM", "ID"),
            help="everything that one person wrote, by the platform's id of the person",
        )

    def handle(self, **options: Any) -> None:
        """Do what was asked for."""
        if options["what"] == "count":
            self._count(options["format"])
            return
        now = timezone.now()
        if options["old"]:
            number = erase_old(by=None, now=now)
        else:
            name, author = options["author"]
            if name not in {platform.value for platform in CONNECTORS}:
                raise CommandError(f"--author: no platform {name!r}", returncode=2)
            number = erase_author(Platform(name), author, by=None, now=now)
        self.stdout.write(f"erased {number:,}")

    def _count(self, form: str) -> None:
        found = Message.objects.order_by("account__platform").values("account__platform")
        rows = [
            {
                "platform": row["account__platform"],
                "messages": row["number"],
                "oldest": row["oldest"].isoformat(),
            }
            for row in found.annotate(number=Count("pk"), oldest=Min("written_at"))
        ]
        if form == "json":
            self.print_json({"kept_days": settings.MESSAGES_KEPT_DAYS, "platforms": rows})
            return
        self.print_table(
            ["platform", "messages", "oldest"],
            [[row["platform"], f"{row['messages']:,}", row["oldest"][:10]] for row in rows],
            right=["messages"],
        )
        self.stdout.write(f"Kept for {settings.MESSAGES_KEPT_DAYS} days.")
