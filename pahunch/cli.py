"""The console script `pahunch`: one door to the commands of every room.

Exit codes: 0 done, 1 failed, 2 wrong use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error as DatabaseError

import pahunch
from pahunch.observations import DAMAGED, LakeError

DJANGO_TOO = ("migrate", "makemigrations", "shell", "dbshell", "test", "check", "collectstatic")
"""Django's own commands that a technician may reach through `pahunch`."""
MOST_WORDS = 400
"""Letters of a message; a reader of files can say very much."""


def commands() -> dict[str, str]:
    """Name every command of the house with the module that holds it; none is imported."""
    return {
        path.stem: f"{app.name}.management.commands.{path.stem}"
        for app in apps.get_app_configs()
        if app.name.startswith("pahunch.")
        for path in Path(app.path, "management", "commands").glob("[a-z]*.py")
    }


def overview() -> str:
    """Say what can be done, one line a command."""
    rows = "\n".join(
        f"  {name:<10} {import_module(module).Command.help}"
        for name, module in sorted(commands().items())
    )
    return (
        f"pahunch {pahunch.__version__}: how far representatives reach those who elect them\n\n"
        f"usage: pahunch COMMAND [--help]\n\n{rows}\n"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names are printed in two scripts, and the same bytes whatever the locale is.
            stream.reconfigure(encoding="utf-8")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pahunch.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        fail(error)
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        sys.exit(0)
    if words[0] in {"--version", "version"}:
        sys.stdout.write(f"{pahunch.__version__}\n")
        sys.exit(0)
    if words[0] not in commands() and words[0] not in DJANGO_TOO:
        sys.stderr.write(f"pahunch: there is no command {words[0]!r}\n\n{overview()}")
        sys.exit(2)
    run(words)


def run(words: Sequence[str]) -> None:
    """Run a command; what only the machine can get wrong is told in one line too."""
    try:
        execute_from_command_line(["pahunch", *words])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output had enough (`| head`); Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DatabaseError as error:
        fail(error, before="the database: ", after="; `pahunch setup` makes it or renews it")
    except DAMAGED as error:
        fail(error, before="the lake cannot be read: ")
    except (LakeError, OSError) as error:
        fail(error)


def fail(error: Exception, *, before: str = "", after: str = "") -> NoReturn:
    """Say in one line why nothing more can be done, and exit with 1."""
    said = " ".join(str(error).split())
    sys.stderr.write(f"pahunch: {before}{said[:MOST_WORDS]}{after}\n")
    sys.exit(1)
