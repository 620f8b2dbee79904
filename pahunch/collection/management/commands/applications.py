"""`pahunch applications`: the keys that platforms gave the installation."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.states import application_state
from pahunch.collection.models import Application
from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.ui.commands import Command as BaseCommand

SECRETS = {"client-secret": "client secret", "token": "token", "webhook-secret": "webhook secret"}
MICROS = 1_000_000


class Command(BaseCommand):
    """List the installation's applications, set one, or stop asking with it."""

    help = (
        "The installation's own registrations with platforms. Secrets are never arguments: "
        "they are typed at a prompt, or read from standard input, one a line, in the order asked."
    )
    example = (
        "pahunch applications list\n"
        "  pahunch applications set x --client-id ID --secret client-secret --cap 40\n"
        "  pahunch applications disable x"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be done."""
        below = parser.add_subparsers(dest="what", required=True)
        self.add_format(below.add_parser("list", help="list them, without their secrets"))
        setting = below.add_parser("set", help="set what is given, and keep the rest")
        setting.add_argument("platform", choices=[platform.value for platform in CONNECTORS])
        setting.add_argument("--client-id", metavar="ID", help="as the platform names it")
        setting.add_argument(
            "--secret",
            action="append",
            default=[],
            choices=sorted(SECRETS),
            help="ask for this one; may be repeated",
        )
        setting.add_argument(
            "--cap", metavar="DOLLARS", help="most that may be spent in a calendar month"
        )
        for word, words in (("enable", "ask with it again"), ("disable", "ask with it no more")):
            one = below.add_parser(word, help=words)
            one.add_argument("platform", choices=[platform.value for platform in CONNECTORS])

    def handle(self, **options: Any) -> None:
        """Do what was asked for."""
        if options["what"] == "list":
            self._list(options["format"])
            return
        platform = Platform(options["platform"])
        if options["what"] == "set":
            change = self._change(options)
        else:
            change = Change(enabled=options["what"] == "enable")
        set_application(platform, change, by=None, now=now())
        state = application_state(
            CONNECTORS[platform], Application.objects.get(platform=platform.value, server="")
        )
        self.stdout.write(f"{platform.value}: {state.replace('_', ' ')}")

    def _change(self, options: dict[str, Any]) -> Change:
        cap = None if options["cap"] is None else micros(options["cap"])
        given: dict[str, Any] = {
            name.replace("-", "_"): self.ask_secret(SECRETS[name]) for name in options["secret"]
        }
        if options["client_id"] is None and cap is None and not given:
            raise CommandError("nothing to set: give --client-id, --secret or --cap", returncode=2)
        return Change(client_id=options["client_id"], cap=cap, **given)

    def _list(self, form: str) -> None:
        rows = [
            {
                "platform": one.platform,
                "server": one.server,
                "client_id": one.client_id,
                "state": "ready" if one.server else application_state(_connector(one), one),
                "cap_dollars": None if one.cap is None else one.cap / MICROS,
                "broken_at": one.broken_at.isoformat() if one.broken_at else None,
                "broken_code": one.broken_code,
            }
            for one in Application.objects.order_by("platform", "server")
        ]
        if form == "json":
            self.print_json(rows)
            return
        if not rows:
            self.stdout.write("No application is set. Begin with: pahunch applications set --help")
            return
        self.print_table(
            ["platform", "server", "client id", "state", "cap a month"],
            [
                [
                    str(row["platform"]),
                    str(row["server"]),
                    str(row["client_id"]),
                    f"{row['state']} {row['broken_code']}".replace("_", " ").strip(),
                    "" if row["cap_dollars"] is None else f"${row['cap_dollars']:,.2f}",
                ]
                for row in rows
            ],
            right=["cap a month"],
        )


def micros(text: str) -> int:
    """Read dollars as millionths. Raises CommandError for what is no amount."""
    try:
        amount = Decimal(text) * MICROS
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise CommandError(f"--cap: {text!r} is no amount of dollars", returncode=2)
    return int(amount)


def _connector(application: Application) -> Any:
    return CONNECTORS[Platform(application.platform)]
