"""`pahunch staff`: who may sign in, and what each may do."""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone, translation

from pahunch.staff import actions
from pahunch.staff.errors import StaffError
from pahunch.staff.models import Grant, Role, User
from pahunch.ui.commands import Command as BaseCommand

PASSWORD_BYTES = 15
SCOPES = ("division_path", "department", "person")


class Command(BaseCommand):
    """Add people, give and take roles. What is done here is done by `command line`."""

    help = "Add people who use the system, and give or take their roles"
    example = (
        "pahunch staff add meena --name Meena --name-hi मीना\n"
        "  pahunch staff grant meena district_officer --division mp/mp-d-667/"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer one word for each thing that can be done."""
        words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        add = words.add_parser("add", help="add somebody; prints a password, once")
        add.add_argument("--name", default="")
        add.add_argument("--name-hi", default="")
        password = words.add_parser("password", help="give somebody a new password")
        grant = words.add_parser("grant", help="give a role")
        revoke = words.add_parser("revoke", help="take a role back")
        close = words.add_parser("close", help="stop somebody signing in")
        for one in (add, password, grant, revoke, close):
            one.add_argument("username")
        for one in (add, password):
            one.add_argument(
                "--password-stdin", action="store_true", help="read it from standard input"
            )
        for one in (grant, revoke):
            one.add_argument("role", choices=Role.values, metavar="ROLE", help=", ".join(Role))
            scope = one.add_mutually_exclusive_group()
            scope.add_argument("--division", dest="division_path", default="", metavar="PATH")
            scope.add_argument("--department", default="", metavar="CODE")
            scope.add_argument("--person", default="", metavar="SLUG")
        for one in (revoke, close):
            one.add_argument("--reason", required=True)
        self.add_format(words.add_parser("list", help="print everybody and their roles"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked. Exit 1: it could not be done, and standard error says why."""
        try:
            with translation.override("en"):  # reasons may come from pages
                getattr(self, f"_{options['what']}")(options)
        except StaffError as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        password = self._new_password(options)
        actions.create_user(
            options["username"],
            password=password,
            name=options["name"],
            name_hi=options["name_hi"],
            by=None,
            at=timezone.now(),
        )
        self._tell(options, f"added {options['username']}", password)

    def _password(self, options: dict[str, Any]) -> None:
        user = found(options["username"])
        password = self._new_password(options)
        actions.set_password(user, password=password, by=None, at=timezone.now())
        self._tell(options, f"changed the password of {user.username}", password)

    def _grant(self, options: dict[str, Any]) -> None:
        scope = {name: options[name] for name in SCOPES}
        user = found(options["username"])
        grant = actions.grant_role(user, options["role"], by=None, at=timezone.now(), **scope)
        self.stdout.write(f"{user.username} is now {grant}")

    def _revoke(self, options: dict[str, Any]) -> None:
        scope = {name: options[name] for name in SCOPES}
        user = found(options["username"])
        grant = Grant.objects.filter(user=user, role=options["role"], **scope).first()
        if grant is None:
            raise CommandError(f"{user.username} holds no such grant: see `pahunch staff list`")
        words = str(grant)
        actions.revoke_grant(grant, by=None, at=timezone.now(), reason=options["reason"])
        self.stdout.write(f"{user.username} is no longer {words}")

    def _close(self, options: dict[str, Any]) -> None:
        user = found(options["username"])
        actions.close_user(user, by=None, at=timezone.now(), reason=options["reason"])
        self.stdout.write(f"{user.username} can no longer sign in")

    def _list(self, options: dict[str, Any]) -> None:
        rows: list[dict[str, Any]] = [
            {
                "username": user.username,
                "name": user.name,
                "active": user.is_active,
                "grants": [_data(grant) for grant in user.grants.all()],
            }
            for user in User.objects.order_by("username").prefetch_related("grants")
        ]
        if options["format"] == "json":
            self.print_json(rows)
            return
        self.print_table(
            ("user", "name", "signs in", "grants"),
            [
                [
                    row["username"],
                    row["name"],
                    "yes" if row["active"] else "no",
                    "; ".join(_words(grant) for grant in row["grants"]),
                ]
                for row in rows
            ],
        )

    def _new_password(self, options: dict[str, Any]) -> str:
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\r\n")
        return secrets.token_urlsafe(PASSWORD_BYTES)

    def _tell(self, options: dict[str, Any], words: str, password: str) -> None:
        self.stdout.write(words)
        if not options["password_stdin"]:
            self.stdout.write(f"password, shown this once: {password}")


def found(username: str) -> User:
    """Give the user, or say that there is none."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"there is no user {username!r}: see `pahunch staff list`")
    return user


def _data(grant: Grant) -> dict[str, str]:
    """Give a grant as plain data; one that was lent, with its days."""
    days = {"starts": grant.starts, "ends": grant.ends}
    lent = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {"role": grant.role, "scope": grant.scope_text, **lent}


def _words(grant: dict[str, str]) -> str:
    lent = f" from {grant['starts']}" if "starts" in grant else ""
    until = f" until {grant['ends']}" if "ends" in grant else ""
    return f"{grant['role']} of {grant['scope']}{lent}{until}"
