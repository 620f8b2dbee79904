"""What commands about a directive take: its code, a day whose end counts, a lake's version."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.judge import EARLIEST, LATEST
from pahunch.directives.models import Directive
from pahunch.observations import LakeError, LakeVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """A directive whose members the registry knows, a day, and which version of the lake."""

    directive: Directive
    as_of: date
    version: LakeVersion | None
    """None: the newest."""


def add_asked(parser: CommandParser, *, needed: bool = True) -> None:
    """Take `--directive`, `--as-of` and, to compute again, `--lake-version`."""
    parser.add_argument("--directive", required=needed, metavar="CODE", help="which order")
    parser.add_argument(
        "--as-of",
        metavar="YYYY-MM-DD",
        type=day_argument,
        help="the day whose end counts (the directive's usual day, else today)",
    )
    parser.add_argument("--lake-version", metavar="VERSION", help="such as o12w0")


def asked_of(options: Mapping[str, Any]) -> Asked:
    """Read what `add_asked` takes. Raises CommandError."""
    directive = directive_named(options["directive"])
    if directive.roster:
        raise CommandError(f"{directive.code}: its members lie in the lake, not in the registry.")
    with lake_errors():
        version = options["lake_version"] and LakeVersion.parse(options["lake_version"])
    as_of = options["as_of"] or directive.usual_day or timezone.localdate()
    return Asked(directive, as_of, version or None)


@contextmanager
def lake_errors() -> Iterator[None]:
    """Turn what the lake refuses into a command's failure."""
    try:
        yield
    except LakeError as error:
        raise CommandError(str(error)) from error


def directive_named(code: str) -> Directive:
    """Give a directive with its terms. Raises CommandError with the codes that there are."""
    directive = Directive.objects.with_terms().filter(code=code).first()
    if directive is None:
        known = ", ".join(Directive.objects.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no directive {code!r}. Known: {known}.")
    return directive


def day_argument(text: str) -> date:
    """Read a day for argparse. Raises ArgumentTypeError for what is none, or beyond judging."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2023-08-25") from error
    if not EARLIEST <= day <= LATEST:
        raise ArgumentTypeError(f"{text} lies beyond all judging: {EARLIEST} to {LATEST}")
    return day
