"""`pahunch lake`: which version it has, and the nightly work that keeps it quick."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.judge import lake
from pahunch.observations import LakeError
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Name the lake's version, or compact it and keep a checkpoint."""

    help = "Name the lake's version; compact it and keep a checkpoint, as every night should."
    example = "pahunch lake tidy"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `version` or `tidy`."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        self.add_format(deeds.add_parser("version", help="name the newest version"))
        tidy = deeds.add_parser(
            "tidy",
            help="rewrite small files as few, and keep the latest counts as of a day; "
            "no answer changes, and every older version stays readable",
        )
        tidy.add_argument(
            "--day",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day whose end the checkpoint stands for (yesterday)",
        )
        self.add_format(tidy)

    def handle(self, **options: Any) -> None:
        """Do what was asked."""
        try:
            if options["deed"] == "version":
                self._say(options["format"], version=str(lake().version()))
            else:
                self._tidy(options["day"], options["format"])
        except LakeError as error:
            raise CommandError(str(error)) from error

    def _tidy(self, day: date | None, form: str) -> None:
        day = day or timezone.localdate() - timedelta(days=1)
        opened = lake()
        compacted = opened.compact()
        kept = opened.checkpoint(day, zone=timezone.get_default_timezone())
        self._say(
            form, compacted=compacted, checkpoints=kept, day=str(day), version=str(opened.version())
        )

    def _say(self, form: str, **facts: Any) -> None:
        if form == "json":
            self.print_json(facts)
            return
        for name, value in facts.items():
            self.stdout.write(f"{name}: {value}")
