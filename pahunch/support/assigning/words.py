"""Analysts and assignments in words: languages, kinds, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pahunch.facts import AccountKind, Platform
from pahunch.registry.names import ACCOUNT_KINDS, PLATFORMS
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.models.analysts import PAYERS
from pahunch.support.payers import Payer
from pahunch.ui import words

LANGUAGES: dict[str, Promise] = {
    "hi": _("Hindi"),
    "en": _("English"),
    "bns": _("Bundeli"),
    "bfy": _("Bagheli"),
    "mup": _("Malvi"),
    "noe": _("Nimadi"),
    "bhb": _("Bhili"),
    "gon": _("Gondi"),
    "mr": _("Marathi"),
    "gu": _("Gujarati"),
    "ur": _("Urdu"),
}
"""By ISO 639: the languages in which an analyst may answer people."""
PAYER_WORDS = {Payer(value): said for value, said in PAYERS}


def payer(of: Payer) -> str:
    """Say who pays."""
    return str(PAYER_WORDS[of])


def kinds(of: Iterable[AccountKind]) -> str:
    """Name kinds of account."""
    return ", ".join(str(ACCOUNT_KINDS[kind]) for kind in of)


def languages(codes: Iterable[str]) -> str:
    """Name languages."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes)


def platforms(names: Iterable[str]) -> str:
    """Name platforms."""
    return ", ".join(str(PLATFORMS[Platform(name)]) for name in names)


def hours(value: float) -> str:
    """Write hours a week, with a decimal where there is one."""
    return f"{value:.1f}".removesuffix(".0")


def why_not(error: WrongAssignment) -> str:
    """Say why an action was refused."""
    return _WHY[error.why](error.said)


def _payer(said: dict[str, Any]) -> str:
    sentence = gettext(
        "%(who)s is paid by %(payer)s, and that money may not pay for: %(kinds)s. "
        "State money serves office accounts only."
    )
    return sentence % {
        "who": said["who"],
        "payer": payer(said["payer"]),
        "kinds": kinds(said["kinds"]),
    }


def _overload(said: dict[str, Any]) -> str:
    sentence = gettext("%(who)s would have %(hours)s of %(of)s hours a week.")
    return sentence % {"who": said["who"], "hours": hours(said["hours"]), "of": said["of"]}


def _over(said: dict[str, Any]) -> str:
    sentence = gettext("%(who)s takes work until %(day)s only.")
    return sentence % {"who": said["who"], "day": words.day(said["day"])}


def _election(said: dict[str, Any]) -> str:
    sentence = gettext(
        "Election period until %(day)s: nobody is assigned to personal and party accounts."
    )
    return sentence % {"day": words.day(said["day"])}


_WHY: dict[str, Callable[[dict[str, Any]], str]] = {
    "payer": _payer,
    "no_kinds": lambda _said: gettext("Name at least one kind of account."),
    "overlap": lambda said: (
        gettext("%(who)s supports this representative already in these days.") % said
    ),
    "overload": _overload,
    "over": _over,
    "election": _election,
    "same": lambda _said: gettext("Whoever has it cannot take it over."),
    "days": lambda _said: gettext("These days are none, or lie outside the assignment."),
    "no_words": lambda _said: gettext("Say why."),
    "known": lambda said: gettext("%(who)s is there already.") % said,
    "no_members": lambda _said: gettext("A team has members, and one of them leads."),
    "elsewhere": lambda said: gettext("%(who)s belongs to another state.") % said,
    "staff": lambda said: gettext("%(who)s could not be given the right for these days.") % said,
}
