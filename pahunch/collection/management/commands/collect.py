"""`pahunch collect`: ask every platform for what is due."""

from __future__ import annotations

import os
import signal
import socket
import threading
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from pahunch.collection.sweeps.claims import LEASE
from pahunch.collection.sweeps.lanes import Tally, sweep
from pahunch.collection.sweeps.upkeep import keep_up, upkeep
from pahunch.facts import Platform
from pahunch.platforms.base import Connector
from pahunch.platforms.catalogue import connectors
from pahunch.ui.commands import Command as BaseCommand

PATIENCE_MINUTES = 20


class Command(BaseCommand):
    """Ask every platform for what is due, within every limit, and stop when it is done."""

    help = (
        "Ask every platform for what is due: followers, posts, engagement, messages. Several "
        "workers, on several machines, may run at once: none takes what another has taken."
    )
    example = (
        "pahunch collect\n  pahunch collect --platform x --platform youtube --wait 0\n"
        "  pahunch collect --forever"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument(
            "--forever", action="store_true", help="stay, and begin again with every window"
        )
        parser.add_argument(
            "--platform",
            action="append",
            choices=[platform.value for platform in connectors({})],
            help="this platform only; may be repeated (all)",
        )
        parser.add_argument(
            "--wait",
            type=int,
            default=PATIENCE_MINUTES,
            metavar="MINUTES",
            help=f"longest wait for a platform's limit ({PATIENCE_MINUTES})",
        )
        parser.add_argument("--worker", default="", help="name of this worker (host and process)")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            metavar="SECONDS",
            help="until others may take what this worker has not finished "
            f"({LEASE.total_seconds():.0f})",
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Enrol, renew, sweep, and say what came of it."""
        if options["lease"] <= 0 or options["wait"] < 0:
            raise CommandError("--lease must be more than 0, and --wait not less", returncode=2)
        known = self._connectors(options["platform"])
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        with upkeep(lambda: keep_up(known, now())):
            tallies = sweep(
                known,
                worker=options["worker"] or f"{socket.gethostname()}-{os.getpid()}",
                clock=now,
                patience=None if options["forever"] else timedelta(minutes=options["wait"]),
                lease=timedelta(seconds=options["lease"]),
                stop=stop,
            )
        self._print(tallies, options["format"], now())

    def _connectors(self, names: list[str] | None) -> dict[Platform, Connector]:
        every = connectors(settings.PLATFORM_BASES)
        return {
            platform: connector
            for platform, connector in every.items()
            if connector.offers and (not names or platform.value in names)
        }

    def _print(self, tallies: dict[Platform, Tally], form: str, at: datetime) -> None:
        if form == "json":
            self.print_json(
                {
                    "at": at.isoformat(),
                    "platforms": {
                        platform.value: {
                            "requests": tally.requests,
                            "claims": tally.claims,
                            "outcomes": dict(sorted(tally.outcomes.items())),
                        }
                        for platform, tally in tallies.items()
                    },
                }
            )
            return
        self.print_table(
            ["platform", "requests", "outcomes"],
            [
                [
                    platform.value,
                    str(tally.requests),
                    ", ".join(f"{n} {word}" for word, n in sorted(tally.outcomes.items()))
                    or "nothing due",
                ]
                for platform, tally in tallies.items()
            ],
            right=["requests"],
        )
        self.stdout.write("See `pahunch coverage` for what was counted and what was not.")
