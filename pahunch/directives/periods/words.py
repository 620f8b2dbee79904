"""An election period in words: what it holds back, and why one is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext

from pahunch.directives.models import ElectionPeriod
from pahunch.directives.periods.errors import WrongPeriod
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "order": lambda: gettext("It ends before it begins."),
    "overlap": lambda: gettext("There is an election period on some of these days already."),
    "long": lambda: gettext("It is longer than a year."),
    "no_reason": lambda: gettext("Say why: the announcement, with its day."),
    "over": lambda: gettext("It is over already."),
}


def why_not(error: WrongPeriod) -> str:
    """Say why a period is not entered or ended so."""
    return WHY[error.why]()


def held_back(period: ElectionPeriod) -> str:
    """Say on a page why something is not shown."""
    return gettext(
        "Election period from %(starts)s to %(ends)s: forecasts and ranks are held back."
    ) % {"starts": words.day(period.starts), "ends": words.day(period.ends)}


def effects() -> list[str]:
    """List everything that a period does, for whoever is about to order it."""
    return [
        gettext("Forecasts, prospects and needed paces are not shown, on pages and by commands."),
        gettext("Nobody is ranked among peers."),
        gettext("No verdict is published; those published before stay."),
        gettext("No reminder of a directive leaves; afterwards only what is still due."),
        gettext("Counting goes on, and so does answering people."),
        gettext("After its last day everything is as before."),
    ]
