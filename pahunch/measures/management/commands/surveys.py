"""`pahunch surveys`: bring a survey of overlaps in, list them, withdraw one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.measures.models import Survey
from pahunch.measures.people.actions import (
    check_survey,
    import_survey,
    state_of,
    withdraw_survey,
)
from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import Draft, read_survey
from pahunch.measures.people.words import why_not
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("on", "also", "share", "low", "high", "people")


class Command(BaseCommand):
    """Bring surveys of overlaps between platforms in, list them, withdraw one."""

    help = "Bring in a survey of overlaps between platforms; list surveys; withdraw one."
    example = (
        "pahunch surveys import overlaps.csv --dry-run\n  pahunch surveys list\n"
        '  pahunch surveys withdraw mp-2026 --reason "wrong column in the file"'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        brought = tasks.add_parser("import", help="bring a survey in: whole, or not at all")
        brought.add_argument("file", type=Path, metavar="FILE", help="docs/rules/people.md")
        brought.add_argument("--dry-run", action="store_true", help="read and show, store nothing")
        self.add_format(brought)
        self.add_format(tasks.add_parser("list", help="the surveys, the newest first"))
        withdraw = tasks.add_parser("withdraw", help="take a survey out of use; it stays visible")
        withdraw.add_argument("code", metavar="CODE")
        withdraw.add_argument("--reason", required=True, metavar="WORDS", help="why")

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        tasks: dict[str, Callable[[dict[str, Any]], None]] = {
            "import": self._import,
            "list": self._list,
            "withdraw": self._withdraw,
        }
        try:
            tasks[options["task"]](options)
        except WrongSurvey as error:
            raise CommandError(f"{why_not(error)} Nothing was stored.") from error

    def _import(self, options: dict[str, Any]) -> None:
        draft = read_survey(options["file"])
        state = state_of(draft)
        if options["dry_run"]:
            fields = check_survey(draft)
            done, code = "dry run, nothing stored", fields["code"]
        else:
            survey = import_survey(draft, state, by=None, at=timezone.now())
            done, code = f"stored with digest {survey.digest}", survey.code
        if options["format"] == "json":
            self.print_json({"survey": code, "dry_run": options["dry_run"], "rows": _rows(draft)})
            return
        rows = [
            ["" if cell is None else str(cell) for cell in row.values()] for row in _rows(draft)
        ]
        self.print_table(HEADS, rows, right=HEADS[2:])
        self.stdout.write(f"{code}: {len(draft.told)} shares, asked were {draft.asked}; {done}")

    def _list(self, options: dict[str, Any]) -> None:
        surveys = [
            {
                "code": one.code,
                "state": one.state.code,
                "title": one.title,
                "asked": one.asked,
                "area": one.area,
                "asked_on": one.asked_on.isoformat(),
                "people": one.people,
                "allowance": one.allowance,
                "source": one.source.text,
                "digest": one.digest,
                "withdrawn": one.reason or None,
            }
            for one in Survey.objects.select_related("state", "source").in_page_order()
        ]
        if options["format"] == "json":
            self.print_json({"surveys": surveys})
            return
        heads = ("code", "asked", "area", "asked_on", "people", "source", "withdrawn")
        rows = [[str(one[head] or "") for head in heads] for one in surveys]
        self.print_table(heads, rows, right=("people",))
        self.stdout.write(f"{len(surveys):,} surveys")

    def _withdraw(self, options: dict[str, Any]) -> None:
        survey = Survey.objects.filter(code=options["code"]).first()
        if survey is None:
            raise CommandError(f"There is no survey {options['code']!r}.")
        withdraw_survey(survey, reason=options["reason"], by=None, at=timezone.now())
        self.stdout.write(f"withdrew {survey.code}; no verdict uses it any more")


def _rows(draft: Draft) -> list[dict[str, Any]]:
    return [
        dict(zip(HEADS, (one.on, one.also, one.share, one.low, one.high, one.people), strict=True))
        for one in draft.told
    ]
