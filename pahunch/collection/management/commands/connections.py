"""`pahunch connections`: how the accounts' tokens are, entering one, ending a consent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.collection.connecting.consents import connector_of
from pahunch.collection.connecting.ending import Told, withdraw_consent
from pahunch.collection.connecting.entering import enter_password, enter_token, note_bot
from pahunch.collection.connecting.health import NEEDS_SOMEBODY, Health, health
from pahunch.collection.connecting.keeping import Consent, end_of, rotate
from pahunch.collection.connecting.renewing import renew_due
from pahunch.collection.connecting.words import WHY_NOT
from pahunch.collection.errors import CannotConnect, Unreadable
from pahunch.collection.models import Connection, State
from pahunch.platforms.base import Entry
from pahunch.platforms.catalogue import connectors
from pahunch.registry.models import Account
from pahunch.ui.commands import Command as BaseCommand

AT_THE_PLATFORM = {
    Told.REVOKED: "the platform takes it no more",
    Told.NO_WAY: "at the platform itself the owner takes the consent back",
    Told.SHARED: "at the platform the sign-in stays: the same person's other accounts need it",
    Told.FAILED: "the platform did not confirm it: the owner should take the consent back there",
}


class Command(BaseCommand):
    """List connections and how they are; enter, renew, withdraw, and seal anew."""

    help = (
        "The consents of accounts' owners, and their tokens. Platforms with a sign-in page are "
        "connected on the page Connections; a password or token is typed at a prompt, or read "
        "from standard input."
    )
    example = (
        "pahunch connections list --ailing\n"
        '  pahunch connections enter bluesky:did:plc:… --consent-by "Name, office"\n'
        '  pahunch connections withdraw facebook:1234 --reason "asked by the office"\n'
        "  pahunch connections rotate"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be done."""
        below = parser.add_subparsers(dest="what", required=True)
        listing = below.add_parser("list", help="list them, and how each is")
        listing.add_argument("--ailing", action="store_true", help="only those that need somebody")
        self.add_format(listing)
        entering = below.add_parser("enter", help="connect with a password, a token or a bot")
        entering.add_argument("account", help="key of the account")
        entering.add_argument("--consent-by", required=True, help="who consents: name and office")
        entering.add_argument(
            "--consent-for", default="counting, and answering people", help="what for"
        )
        entering.add_argument("--until", metavar="DAY", help="last day of the consent (no end)")
        entering.add_argument("--call", default="", help="whom to call when it breaks")
        entering.add_argument("--handle", default="", help="what to sign in as (Bluesky)")
        ending = below.add_parser("withdraw", help="end a consent, and erase its token")
        ending.add_argument("account", help="key of the account")
        ending.add_argument("--reason", required=True)
        below.add_parser("renew", help="renew the tokens that are near their end, now")
        below.add_parser("rotate", help="seal every secret again with the first token key")

    def handle(self, **options: Any) -> None:
        """Do what was asked for."""
        try:
            getattr(self, f"_{options['what']}")(options)
        except CannotConnect as error:
            words = str(WHY_NOT[error.why])
            raise CommandError(f"{words} ({error.said})" if error.said else words) from error
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        kept = Connection.objects.exclude(state=State.WITHDRAWN.value).select_related("account")
        every = [health(one, now) for one in kept.order_by("account__key")]
        if options["ailing"]:
            every = [one for one in every if one.level in NEEDS_SOMEBODY]
        if options["format"] == "json":
            self.print_json([row(one) for one in every])
            return
        if not every:
            self.stdout.write("none")
            return
        self.print_table(
            ["account", "state", "days left", "last good fetch", "call"],
            [
                [
                    one.connection.account.key,
                    f"{one.level.replace('_', ' ')} {one.connection.broken_code}".strip(),
                    "" if one.days is None else str(one.days),
                    _day(one.connection.last_good_at),
                    one.connection.call,
                ]
                for one in every
            ],
            right=["days left"],
        )

    def _enter(self, options: dict[str, Any]) -> None:
        account, now = self._account(options["account"]), timezone.now()
        consent = Consent(
            options["consent_by"], options["consent_for"], self._until(options), options["call"]
        )
        entry = connector_of(account).entry
        if entry == Entry.PASSWORD:
            handle = options["handle"] or account.handle
            if not handle:
                words = "the registry knows no handle of it: give --handle"
                raise CommandError(words, returncode=2)
            password = self.ask_secret("app password")
            enter_password(account, consent, handle=handle, password=password, by=None, now=now)
        elif entry == Entry.BOT:
            note_bot(account, consent, by=None, now=now)
        else:
            if connector_of(account).sign_in is None:
                raise CannotConnect("no_token")
            enter_token(account, consent, token=self.ask_secret("token"), by=None, now=now)
        self.stdout.write(f"connected: {account.key}")

    def _withdraw(self, options: dict[str, Any]) -> None:
        account = self._account(options["account"])
        if not options["reason"].strip():
            raise CommandError("--reason is empty", returncode=2)
        told = withdraw_consent(account, reason=options["reason"], by=None, now=timezone.now())
        if told is None:
            raise CommandError(f"{account.key} is not connected")
        self.stdout.write(f"ended: {account.key}; its token was erased")
        if told in AT_THE_PLATFORM:
            self.stdout.write(AT_THE_PLATFORM[told])

    def _renew(self, options: dict[str, Any]) -> None:
        done = renew_due(connectors(settings.PLATFORM_BASES), now=timezone.now())
        self.stdout.write("\n".join(f"{pk}: {what}" for pk, what in done.items()) or "none is due")

    def _rotate(self, options: dict[str, Any]) -> None:
        number = rotate(by=None, now=timezone.now())
        self.stdout.write(f"sealed {number:,} secrets with the first key; older keys may go now")

    def _account(self, key: str) -> Account:
        account = Account.objects.filter(key=key).first()
        if account is None:
            raise CommandError(f"no account {key!r} in the registry")
        return account

    def _until(self, options: dict[str, Any]) -> datetime | None:
        if options["until"] is None:
            return None
        try:
            day = date.fromisoformat(options["until"])
        except ValueError:
            words = f"--until: {options['until']!r} is no day; write 2027-03-31"
            raise CommandError(words, returncode=2) from None
        if day < timezone.localdate():
            raise CommandError("--until lies in the past", returncode=2)
        return end_of(day)


def row(one: Health) -> dict[str, object]:
    """Give what a program reads of a connection; never a token."""
    connection = one.connection
    ends = connection.expires_at
    return {
        "account": connection.account.key,
        "state": one.level.value,
        "days_left": one.days,
        "code": connection.broken_code,
        "connected_at": connection.connected_at.isoformat(),
        "token_ends": ends.isoformat() if ends else None,
        "consent_ends": connection.consent_until.isoformat() if connection.consent_until else None,
        "last_good_fetch": connection.last_good_at.isoformat() if connection.last_good_at else None,
        "call": connection.call,
    }


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
