"""A suspicion in words: what was seen, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, ngettext

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "decided": lambda: gettext("Somebody has decided this in the meantime."),
    "too_soon": lambda: gettext("The holder still has time to answer."),
    "own_answer": lambda: gettext("You answered for the holder, so somebody else decides."),
    "no_words": lambda: gettext("Say why."),
    "not_decided": lambda: gettext("There is no decision to take back."),
}


def why_not(error: WrongSuspicion) -> str:
    """Say why an action was refused."""
    return WHY[error.why]()


def summary(suspicion: Suspicion) -> str:
    """Say in a sentence how many followers came, in how many days, and how many left."""
    days = (suspicion.last_day - suspicion.first_day).days + 1
    came = ngettext(
        "+%(gained)s beyond the usual on %(days)s day",
        "+%(gained)s beyond the usual in %(days)s days",
        days,
    ) % {"gained": words.number(suspicion.gained), "days": words.number(days)}
    if not suspicion.left:
        return came
    return gettext("%(came)s; %(left)s gone since") % {
        "came": came,
        "left": words.number(suspicion.left),
    }


def evidence(rows: list[dict[str, Any]]) -> list[str]:
    """Say each piece of evidence in words."""
    return [str(row.get("words", row["kind"])) for row in rows]
