"""`pahunch directive`: bring directives in, list them, say who has read one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import directive_named
from pahunch.directives.load import BadDirective, load_directives, read_directives
from pahunch.directives.models import Directive
from pahunch.directives.orders.receipts import receipts_of
from pahunch.ui import words
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Load directives from a file, list those there are, say who has read one."""

    help = "Load directives from a CSV file, list those there are, say who has read one."
    example = (
        "pahunch directive load orders.csv\n"
        "  pahunch directive receipts --directive mp-ministers-2023"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `load FILE`, `receipts` or `list`."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        load = deeds.add_parser("load", help="store the orders of a CSV file")
        load.add_argument("file", type=Path)
        self.add_format(load)
        receipts = deeds.add_parser("receipts", help="who confirmed having read an order")
        receipts.add_argument("--directive", required=True, metavar="CODE")
        self.add_format(receipts)
        self.add_format(deeds.add_parser("list", help="name the orders there are"))

    def handle(self, **options: Any) -> None:
        """Do what was asked."""
        if options["deed"] == "load":
            self._load(options["file"], options["format"])
        elif options["deed"] == "receipts":
            self._receipts(directive_named(options["directive"]), options["format"])
        else:
            self._list(options["format"])

    def _load(self, path: Path, form: str) -> None:
        try:
            loaded = load_directives(read_directives(path), by=None, at=timezone.now())
        except (BadDirective, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path.name}: {error}. Nothing was stored.") from error
        if form == "json":
            self.print_json({"new": loaded.new, "changed": loaded.changed, "same": loaded.same})
        else:
            self.stdout.write(f"{loaded.new} new, {loaded.changed} changed, {loaded.same} same.")

    def _receipts(self, directive: Directive, form: str) -> None:
        rows = receipts_of(directive, timezone.localdate())
        if form == "json":
            self.print_json(
                {
                    "directive": directive.code,
                    "wording": directive.wording,
                    "receipts": {
                        row.membership.code: row.read_at and row.read_at.isoformat() for row in rows
                    },
                }
            )
            return
        read = sum(row.read_at is not None for row in rows)
        self.stdout.write(f"{read} of {len(rows)} have confirmed it as it stands.")
        self.print_table(
            ("Whom", "Read"),
            [
                (row.membership.code, words.moment(row.read_at) if row.read_at else "not confirmed")
                for row in rows
            ],
        )

    def _list(self, form: str) -> None:
        orders = list(Directive.objects.with_terms().in_page_order())
        if form == "json":
            self.print_json(
                [
                    {"code": order.code, "title": order.title, "state": order.state.code}
                    for order in orders
                ]
            )
            return
        self.print_table(
            ("Code", "State", "Title", "Share", "Roll", "Judged as of"),
            [
                (
                    order.code,
                    order.state.name,
                    order.title,
                    f"{order.share_percent:g}%",
                    order.roll.name,
                    f"{order.usual_day:%d-%m-%Y}" if order.usual_day else "today",
                )
                for order in orders
            ],
        )
