"""`pahunch import`: counts and exports from files, the imports so far, and a withdrawal."""

from __future__ import annotations

import os
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from rich.progress import Progress

from pahunch.collection.actions import Imported, import_counts, withdraw_import
from pahunch.collection.errors import CollectionError
from pahunch.collection.exports import printing
from pahunch.collection.exports.actions import Wish, import_export
from pahunch.collection.exports.preparing import is_plain_sheet_at
from pahunch.collection.exports.reading import Said
from pahunch.collection.models import Import, Stage
from pahunch.collection.reading import Reading, interval
from pahunch.observations import LakeError
from pahunch.ui.commands import Command as BaseCommand
from pahunch.ui.commands import progress

SHOWN = 20
"""Rows of the preview; `--format json` prints them all."""


class Command(BaseCommand):
    """Bring in counts from a file, list what was brought, withdraw a run."""

    help = "Bring in counts from a CSV or XLSX file; list imports; withdraw one."
    example = (
        "pahunch import counts followers.xlsx --state mp --dry-run\n"
        "  pahunch import list\n"
        '  pahunch import withdraw counts-mp-1f0c --reason "wrong month in the file"'
    )
    tasks: ClassVar[dict[str, str]] = {
        "counts": "bring in counts: every row or, where one is wrong, none",
        "export": "bring in an export of another tool, known by its columns",
        "list": "list the imports, newest first",
        "withdraw": "take a run out of every question; it stays visible",
    }

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        counts = tasks.add_parser(
            "counts",
            help=self.tasks["counts"],
            description="Bring in counts from a CSV or XLSX file; docs/imports.md has the columns.",
            epilog="example:\n  pahunch import counts followers.xlsx --state mp --dry-run",
            formatter_class=RawDescriptionHelpFormatter,
        )
        counts.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
        counts.add_argument("--state", default="", metavar="CODE", help="whose seats ac_no numbers")
        counts.add_argument("--dry-run", action="store_true", help="read and show, store nothing")
        self.add_format(counts)
        self._add_export(tasks)
        self.add_format(tasks.add_parser("list", help=self.tasks["list"]))
        withdraw = tasks.add_parser("withdraw", help=self.tasks["withdraw"])
        withdraw.add_argument("run", metavar="RUN", help="the run, or how it begins")
        withdraw.add_argument("--reason", required=True, metavar="WORDS", help="why")

    def _add_export(self, tasks: Any) -> None:
        export = tasks.add_parser(
            "export",
            help=self.tasks["export"],
            description=(
                "Bring in a file of CrowdTangle, Meta Business Suite, X, YouTube Studio, LinkedIn, "
                "Sprout or Social Blade, known by its columns, or a plain sheet of counts."
            ),
            epilog="example:\n  pahunch import export TableData.csv --account youtube:~office",
            formatter_class=RawDescriptionHelpFormatter,
        )
        export.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
        export.add_argument(
            "--account",
            action="append",
            default=[],
            metavar="KEY",
            help="key or @handle of the account, where the file does not say; again for several",
        )
        export.add_argument(
            "--state", default="", metavar="CODE", help="accounts of one state only"
        )
        export.add_argument(
            "--exported-on", default="", metavar="YYYY-MM-DD", help="the day the file was made"
        )
        export.add_argument(
            "--decimals", choices=("point", "comma"), default="", help="what begins decimals"
        )
        export.add_argument(
            "--dates", choices=("dmy", "mdy"), default="", help="which comes first in dates"
        )
        export.add_argument("--dry-run", action="store_true", help="read and show, store nothing")
        self.add_format(export)

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        tasks: dict[str, Callable[[dict[str, Any]], None]] = {
            "counts": self._counts,
            "export": self._export,
            "list": self._list,
            "withdraw": self._withdraw,
        }
        try:
            tasks[options["task"]](options)
        except (CollectionError, LakeError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or ''}: {error.strerror}") from error

    def _counts(self, options: dict[str, Any]) -> None:
        with progress(quiet=options["format"] == "json") as bar:
            imported = import_counts(
                # Path.resolve() would fail on a loop of links before it can be refused.
                Path(os.path.abspath(options["file"])),  # noqa: PTH100
                state=options["state"],
                by=None,
                now=timezone.now(),
                dry_run=options["dry_run"],
                watch=_watch(bar),
            )
        if options["format"] == "json":
            self.print_json(_as_data(imported))
            return
        if imported.readings:
            self._preview(imported)
        self.stdout.write(_in_words(imported))

    def _export(self, options: dict[str, Any]) -> None:
        path = Path(os.path.abspath(options["file"]))  # noqa: PTH100 - see _counts
        if is_plain_sheet_at(path):
            self._counts(options)
            return
        with progress(quiet=options["format"] == "json") as bar:
            brought = import_export(
                Wish(
                    path, accounts=options["account"], state=options["state"], said=_said(options)
                ),
                by=None,
                now=timezone.now(),
                dry_run=options["dry_run"],
                watch=_watch(bar),
            )
        if options["format"] == "json":
            self.print_json(printing.as_data(brought))
            return
        prepared = brought.prepared
        self.stdout.write(f"recognised: {prepared.format.label}")
        self.print_table(("Column", "Becomes"), printing.columns(brought))
        self.print_table(
            ("Row", "Account", "Day", "Post", "Figures"),
            printing.rows(brought, SHOWN),
            right=("Row",),
        )
        for note in prepared.notes:
            self.stdout.write(f"note: {note.english}")
        for each in prepared.left_out[:SHOWN]:
            self.stdout.write(f"left out: {each.problem()}")
        if (more := len(prepared.left_out) - SHOWN) > 0:
            self.stdout.write(f"and {more:,} more rows left out")
        self.stdout.write(printing.in_words(brought))

    def _preview(self, imported: Imported) -> None:
        heads = ("Row", "Account", "Count", "As of", "Wording")
        rows = [
            (
                str(reading.row),
                reading.account,
                interval(reading.count) if reading.count else "",
                f"{reading.day:%d-%m-%Y} ({reading.precision})" if reading.day else "not known",
                reading.wording,
            )
            for reading in imported.readings[:SHOWN]
        ]
        self.print_table(heads, rows, right=("Row", "Count"))
        if (more := len(imported.readings) - SHOWN) > 0:
            self.stdout.write(f"and {more:,} more rows")
        for note in imported.notes:
            self.stdout.write(f"note: {note}")

    def _list(self, options: dict[str, Any]) -> None:
        imports = Import.objects.exclude(kind="sweep").select_related("state", "by")
        imports = imports.order_by("-at", "-pk")
        if options["format"] == "json":
            self.print_json([_of_list(imported) for imported in imports])
            return
        heads = ("Run", "File", "Rows", "By", "At", "Stage", "Reason")
        rows = [[str(value) for value in _of_list(imported).values()] for imported in imports]
        self.print_table(heads, rows, right=("Rows",))

    def _withdraw(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        imported = withdraw_import(options["run"], reason=options["reason"], by=None, now=now)
        self.stdout.write(f"withdrew {imported.run}: {imported.rows:,} observations stay visible")


def _said(options: dict[str, Any]) -> Said:
    text = options["exported_on"]
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(
            f"--exported-on {text!r} is no date: YYYY-MM-DD", returncode=2
        ) from error
    return Said(options["decimals"], options["dates"], day)


def _watch(bar: Progress) -> Callable[[int, int | None], None]:
    task = bar.add_task("reading", total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


def _in_words(imported: Imported) -> str:
    if imported.already and imported.stage == Stage.WITHDRAWN:
        return f"nothing added: this file was brought before, and {imported.run} was withdrawn"
    if imported.already:
        return f"nothing added: this file was brought before as {imported.run}"
    made = f"{len(imported.new_accounts):,} new accounts"
    if imported.dry_run:
        return f"dry run: {imported.rows:,} observations and {made} would be added"
    return f"added {imported.rows:,} observations and {made} as {imported.run}"


def _as_data(imported: Imported) -> dict[str, object]:
    return {
        "run": imported.run,
        "rows": imported.rows,
        "already": imported.already,
        "stage": imported.stage,
        "dry_run": imported.dry_run,
        "new_accounts": list(imported.new_accounts),
        "notes": list(imported.notes),
        "readings": [_reading(reading) for reading in imported.readings],
    }


def _reading(reading: Reading) -> dict[str, object]:
    return {
        "row": reading.row,
        "account": reading.account,
        "low": reading.count.low if reading.count else None,
        "high": reading.count.high if reading.count else None,
        "as_of": reading.day.isoformat() if reading.day else None,
        "precision": reading.precision,
        "wording": reading.wording,
        "source": reading.source,
    }


def _of_list(imported: Import) -> dict[str, object]:
    return {
        "run": imported.run,
        "file": imported.file_name,
        "rows": imported.rows,
        "by": imported.by.username if imported.by else "command line",
        "at": timezone.localtime(imported.at).isoformat(timespec="seconds"),
        "stage": imported.stage,
        "reason": imported.reason,
    }
