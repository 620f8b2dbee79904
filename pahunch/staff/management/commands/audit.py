"""`pahunch audit`: read the book of deeds, and prove that nothing in it was changed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.staff.deeds import Proof, verify
from pahunch.staff.models import Deed
from pahunch.staff.sealed import broken_seals
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Check the chain of deeds, or list them, oldest first."""

    help = "Read the book of deeds, and prove that nothing in it was changed"
    example = "pahunch audit verify\n  pahunch audit list --since 2023-08-25 --subject user:asha"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer `verify` and `list`."""
        words = parser.add_subparsers(dest="what", required=True, metavar="verify|list")
        check = words.add_parser("verify", help="name the first deed that is broken, and why")
        check.add_argument(
            "--known",
            type=known,
            metavar="COUNT:HASH",
            help="what an earlier check printed and you kept elsewhere",
        )
        self.add_format(check)
        listing = words.add_parser("list", help="print deeds, oldest first")
        listing.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
        listing.add_argument("--subject", default="", help="kind:key, or the beginning of it")
        listing.add_argument("--by", default="", dest="who", help="user name")
        self.add_format(listing)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked. Exit 1: the book is broken."""
        if options["what"] == "verify":
            self._verify(verify(options["known"]), options["format"])
        else:
            rows = Deed.objects.order_by("seq").matching(
                since=options["since"], subject=options["subject"], who=options["who"]
            )
            self._list([as_data(deed) for deed in rows.iterator()], options["format"])

    def _verify(self, proof: Proof, form: str) -> None:
        fault, seals = proof.fault, broken_seals()
        if form == "json":
            broken = fault and {"seq": fault.seq, "damage": fault.damage.value, "why": fault.why}
            self.print_json(
                {
                    "whole": proof.is_whole and not seals,
                    "count": proof.count,
                    "hash": proof.hash,
                    "broken": broken,
                    "seals": [{"subject": one.subject, "why": one.why} for one in seals],
                }
            )
        elif proof.is_whole and not seals:
            self.stdout.write(f"{proof.count} deeds, nothing broken")
            self.stdout.write(f"keep this elsewhere: {proof.count}:{proof.hash}")
        if fault:
            raise CommandError(f"broken at deed {fault.seq} ({fault.damage.value}): {fault.why}")
        if seals:
            raise CommandError("\n".join(f"{one.subject}: {one.why}" for one in seals))

    def _list(self, rows: list[dict[str, Any]], form: str) -> None:
        if form == "json":
            self.print_json(rows)
            return
        heads = ("seq", "at", "by", "verb", "subject", "reason")
        self.print_table(heads, [[str(row[head]) for head in heads] for row in rows], right=["seq"])


def known(text: str) -> tuple[int, str]:
    """Read COUNT:HASH."""
    count, _, hash_ = text.partition(":")
    if not count.isdigit() or len(hash_) != 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not COUNT:HASH")
    return int(count), hash_


def as_data(deed: Deed) -> dict[str, Any]:
    """Give a deed as JSON shows it, in the state's time."""
    return {
        "seq": deed.seq,
        "at": timezone.localtime(deed.at).isoformat(),
        "by": deed.by_name,
        "verb": deed.verb,
        "subject": deed.subject,
        "reason": deed.reason,
        "detail": deed.detail,
        "hash": deed.hash,
    }
