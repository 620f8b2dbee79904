"""What every command of Pahunch shares: its help, its two formats, its exit codes.

Exit codes: 0 done, 1 failed (one line on standard error says why), 2 wrong use.
"""

from __future__ import annotations

import json
import re
import sys
from argparse import SUPPRESS, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Iterable, Sequence
from getpass import getpass
from typing import IO, Any, ClassVar, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

DJANGOS_OWN = (
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "verbosity",
    "version",
)

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""Letters that a terminal obeys instead of showing; the end of a line is none of them."""


class Command(BaseCommand):
    """A command with an example in its help and, where it prints data, `--format`."""

    example: ClassVar[str] = ""
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make the parser without Django's own flags in its help, and with an example."""
        prog = "pahunch" if "pahunch" in prog_name or "__main__" in prog_name else prog_name
        parser = super().create_parser(
            prog,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=f"example:\n  {self.example}" if self.example else None,
            **kwargs,
        )
        for action in parser._actions:
            if action.dest in DJANGOS_OWN:
                action.help = SUPPRESS
            if isinstance(action, _SubParsersAction):
                for word, below in action.choices.items():
                    below.formatter_class = RawDescriptionHelpFormatter
                    below.epilog = below.epilog or self._example_of(subcommand, word)
        return parser

    def _example_of(self, command: str, word: str) -> str:
        """Give the examples that use a word of the command; else all that there are."""
        lines = [line.strip() for line in self.example.splitlines()]
        fitting = [line for line in lines if line.startswith(f"pahunch {command} {word} ")]
        return "\n  ".join(["example:", *(fitting or lines)])

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run in English, whatever language the pages begin in: scripts read the output."""
        with translation.override("en"):
            return super().execute(*args, **options)

    def add_format(self, parser: CommandParser) -> None:
        """Let the caller choose between words for people and JSON for programs."""
        parser.add_argument(
            "--format", choices=("human", "json"), default="human", help="how to print (human)"
        )

    def print_json(self, data: object) -> None:
        """Print data as JSON: the same data gives the same bytes."""
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    def print_table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()
    ) -> None:
        """Print rows under their heads; columns named in `right` stand flush right."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for head in heads:
            table.add_column(head, justify="right" if head in right else "left", overflow="fold")
        for row in rows:
            # Text, and not a string: rich would read "[/b]" in a name as markup of its own,
            # and a terminal would obey an escape sequence.
            table.add_row(*[Text(CONTROL.sub("\ufffd", cell)) for cell in row])
        out = cast("IO[str]", self.stdout._out)  # Django's type for it is a method's
        console = Console(file=out)
        if not console.is_terminal:
            console = Console(file=out, width=160)
        console.print(table)

    def ask_secret(self, what: str) -> str:
        """Read a secret from a prompt that shows nothing, or one line of standard input.

        A secret is never an argument: every user of the machine can read those. Raises
        CommandError (2) for an empty one.
        """
        read = getpass if sys.stdin.isatty() else _read_line
        text = read(f"{what}: ").strip()
        if not text:
            raise CommandError(f"the {what} is empty; nothing was changed", returncode=2)
        return text


def _read_line(_prompt: str) -> str:
    return sys.stdin.readline()


def progress(*, quiet: bool = False) -> Progress:
    """Make a progress bar on standard error, silent where nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )
