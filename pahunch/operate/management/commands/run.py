"""`pahunch run`: set up, make the made-up state, show the verdict, serve."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.operate.steps import demonstration_sign_in
from pahunch.simulation.geography import CODE as MADE_UP
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Show the product on this machine: both states, the verdict, the server."""

    help = "Set up, add the made-up state, print the verdict, serve on 127.0.0.1."
    example = "pahunch run --port 8000"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port, and whether to serve at all."""
        parser.add_argument("--port", type=int, default=8000, help="where to listen (8000)")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")

    def handle(self, **options: Any) -> None:
        """Take every step and become the server."""
        if settings.PRODUCTION:
            raise CommandError("`run` is a demonstration; see docs/operate.md for production.")
        out = self.stdout._out
        call_command("setup", stdout=out)
        call_command("simulate", stdout=out)
        with StringIO() as quiet:
            call_command("suspicions", "look", "--state", MADE_UP, stdout=quiet)
        name, password = demonstration_sign_in(timezone.now())
        self.stdout.write("")
        call_command("judge", directive="mp-ministers-2023", stdout=out)
        self.stdout.write(
            f"\nOpen http://127.0.0.1:{options['port']}/ and sign in as {name} "
            f"with the password {password}\n"
        )
        self.stdout.flush()
        if not options["no_serve"]:
            serve(options["port"])


def serve(port: int) -> None:
    """Replace this process by the web server, on loopback only."""
    words = (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--log-level", "warning", "pahunch.wsgi:application",
    )  # fmt: skip
    os.execv(sys.executable, words)  # noqa: S606  nothing of the shell is wanted
