"""`pahunch directive`: bring directives in, list them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.load import BadDirective, load_directives, read_directives
from pahunch.directives.models import Directive
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Load directives from a file, or list those there are."""

    help = "Load directives from a CSV file, or list those there are."
    example = "pahunch directive load orders.csv"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `load FILE` or `list`."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        load = deeds.add_parser("load", help="store the orders of a CSV file")
        load.add_argument("file", type=Path)
        self.add_format(load)
        self.add_format(deeds.add_parser("list", help="name the orders there are"))

    def handle(self, **options: Any) -> None:
        """Do what was asked."""
        if options["deed"] == "load":
            self._load(options["file"], options["format"])
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
