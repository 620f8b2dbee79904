"""`pahunch measure`: the measures of any plain file, and of those whom a directive binds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from pahunch.directives import subcommands as of_directives
from pahunch.measures import subcommands as of_files
from pahunch.ui.commands import Command as BaseCommand

SUBCOMMANDS = (*of_files.SUBCOMMANDS, *of_directives.SUBCOMMANDS)


class Command(BaseCommand):
    """Measure beside the verdict: a CSV or XLSX file, or those whom a directive binds."""

    help = (
        "Measures beside the verdict. Those that take a CSV or XLSX file need neither database "
        "nor lake, so that they can be checked with any data. The rules are in docs/rules."
    )
    example = "\n  ".join(module.EXAMPLE for module in SUBCOMMANDS)

    def add_arguments(self, parser: CommandParser) -> None:
        """Let every measure say what it takes."""
        below = parser.add_subparsers(dest="what", required=True, metavar="MEASURE")
        for module in SUBCOMMANDS:
            module.add_arguments(self, below.add_parser(module.NAME, help=module.HELP))

    def handle(self, **options: Any) -> None:
        """Run the measure that was asked for."""
        (asked,) = (module for module in SUBCOMMANDS if options["what"] == module.NAME)
        asked.run(self, options)
