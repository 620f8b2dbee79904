"""`pahunch messages`: collect strings, compile Hindi, name what is missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from pahunch.ui import messages
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Collect new strings into each room's .po, compile them, and fail where Hindi is missing."""

    help = "Collect and compile translations; fails where a string has no Hindi."
    example = "pahunch messages --collect"

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whether to write new strings into the .po files first."""
        parser.add_argument("--collect", action="store_true", help="add new strings to the .po")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, compile, and name every string without Hindi."""
        if options["collect"]:
            for path in messages.collect():
                self.stdout.write(f"added strings to {path.relative_to(messages.PACKAGE.parent)}")
        messages.compile_all()
        missing = messages.untranslated()
        if missing:
            raise CommandError("\n".join([f"{len(missing)} strings have no Hindi:", *missing]))
        self.stdout.write("every string has its Hindi")
