"""Requests for means in words: sums, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from pahunch.registry.names import ACCOUNT_KINDS
from pahunch.support.assigning.words import payer
from pahunch.support.means.errors import WrongMeans
from pahunch.ui import words


def rupees(amount: int | None) -> str:
    """Write a sum in rupees; a dash where it was not told."""
    return words.NOTHING if amount is None else f"₹ {words.number(amount)}"


def why_not(error: WrongMeans) -> str:
    """Say why an action was refused."""
    return _WHY[error.why](error.said)


def _second(said: dict[str, Any]) -> str:
    if said["amount"] is None:
        return gettext("The sum was not told, so another than the checker approves it.")
    sentence = gettext("Above %(limit)s another than the checker approves.")
    return sentence % {"limit": rupees(said["limit"])}


def _payer(said: dict[str, Any]) -> str:
    sentence = gettext("Money of %(payer)s may not pay for this: %(kind)s.")
    return sentence % {"payer": payer(said["payer"]), "kind": ACCOUNT_KINDS[said["kind"]]}


def _election(said: dict[str, Any]) -> str:
    sentence = gettext(
        "Election period until %(day)s: no advertising at the cost of the state "
        "(Model Code of Conduct, part VII, paragraph 4)."
    )
    return sentence % {"day": words.day(said["day"])}


_WHY: dict[str, Callable[[dict[str, Any]], str]] = {
    "state": lambda _said: gettext("Somebody has gone on with this in the meantime."),
    "asker": lambda _said: gettext("You asked for it, so somebody else decides and delivers."),
    "second": _second,
    "deliverer": lambda _said: gettext("You delivered it, so somebody else confirms."),
    "payer": _payer,
    "advertising": lambda _said: gettext(
        "State money never pays for advertising of a person or a party; "
        "such spending is the candidate's or the party's own (Election Commission, 25-10-2013)."
    ),
    "election": _election,
    "no_words": lambda _said: gettext("Say why."),
    "past": lambda _said: gettext("The day by which it is needed is over."),
}
