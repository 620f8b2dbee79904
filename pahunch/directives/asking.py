"""What commands about a directive take: its code, and a day whose end counts."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from pahunch.directives.judge import EARLIEST, LATEST
from pahunch.directives.models import Directive


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
