"""`pahunch registry`: move a state's facts in and out as CSV, and correct one by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.registry.actions import correct_fact, find_fact
from pahunch.registry.errors import RegistryError
from pahunch.registry.export import export_folder
from pahunch.registry.load import Loaded, load_folder
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Import, export or correct facts of the registry."""

    help = "Move people, places, rolls and accounts in and out as CSV; correct a fact by hand"
    example = (
        "pahunch registry import rajasthan/ --dry-run\n"
        "  pahunch registry import rajasthan.zip\n"
        "  pahunch registry export backup/ --state mp\n"
        '  pahunch registry correct person usha-thakur name_hi "उषा ठाकुर" --reason "her own letter"'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer `import`, `export` and `correct`."""
        words = parser.add_subparsers(dest="what", required=True, metavar="import|export|correct")
        load = words.add_parser("import", help="take in a folder or ZIP archive: all of it or none")
        load.add_argument("path", type=Path, metavar="FOLDER_OR_ZIP")
        load.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        self.add_format(load)
        export = words.add_parser("export", help="write a folder that can be imported again")
        export.add_argument("path", type=Path, metavar="FOLDER", help="new or empty")
        export.add_argument("--state", default="", metavar="CODE", help="one state's rows (all)")
        self.add_format(export)
        correct = words.add_parser("correct", help="correct one field; no import overwrites it")
        correct.add_argument("kind", help="person, division, membership, account ...")
        correct.add_argument("key", help="the row's code; several key columns with spaces between")
        correct.add_argument("field", help="a column of docs/registry.md")
        correct.add_argument("value", help="as a file would write it")
        correct.add_argument("--reason", required=True, help="why; kept in the book of deeds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked. Exit 1: nothing was done, and why."""
        try:
            {"import": self._import, "export": self._export, "correct": self._correct}[
                options["what"]
            ](options)
        except RegistryError as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        loaded = load_folder(options["path"], by=None, at=now, dry_run=options["dry_run"])
        if options["format"] == "json":
            self.print_json(as_data(loaded))
            return
        rows = [
            (name, f"{tally.new:,}", f"{tally.changed:,}", f"{tally.same:,}", f"{tally.kept:,}")
            for name, tally in loaded.tables.items()
        ]
        heads = ("table", "new", "changed", "unchanged", "kept as corrected")
        self.print_table(heads, rows, right=heads[1:])
        if loaded.is_dry_run:
            self.stdout.write("A dry run: nothing was written.")

    def _export(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        counts = export_folder(options["path"], by=None, at=now, state=options["state"])
        if options["format"] == "json":
            self.print_json(counts)
            return
        rows = [(f"{name}.csv", f"{count:,}") for name, count in counts.items() if count]
        self.print_table(("file", "rows"), rows, right=("rows",))

    def _correct(self, options: dict[str, Any]) -> None:
        row = find_fact(options["kind"], options["key"])
        field, value, reason = options["field"], options["value"], options["reason"]
        made = correct_fact(row, field, value, reason=reason, by=None, at=timezone.now())
        self.stdout.write(f"{made} is now {value!r}; no import will overwrite it.")


def as_data(loaded: Loaded) -> dict[str, Any]:
    """Give what a load did, for JSON."""
    return {
        "dry_run": loaded.is_dry_run,
        "tables": {
            name: {
                "new": tally.new,
                "changed": tally.changed,
                "unchanged": tally.same,
                "kept": tally.kept,
            }
            for name, tally in loaded.tables.items()
        },
    }
