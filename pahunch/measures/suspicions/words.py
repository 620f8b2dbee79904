"""A suspicion in words: what was seen, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, ngettext

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.rules.sudden.evidence import Kind
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
    """Say the first piece of evidence, and how many of those who came are gone."""
    came = evidence(suspicion.evidence)[0] if suspicion.evidence else ""
    kinds = {row["kind"] for row in suspicion.evidence}
    if not suspicion.left or Kind.GONE in kinds:
        return came
    return gettext("%(came)s; %(left)s gone since") % {
        "came": came,
        "left": words.number(suspicion.left),
    }


def evidence(rows: list[dict[str, Any]]) -> list[str]:
    """Say each piece of evidence in words, in the language of the page."""
    return [_SAID[Kind(row["kind"])](row) for row in rows]


def _followers(row: dict[str, Any]) -> str:
    return words.number(round(row["followers"]))


def _times(row: dict[str, Any]) -> str:
    if row["times"] < LEAST_TIMES:
        return ""
    return ", " + gettext("%(times)s times the usual") % {
        "times": words.number(round(row["times"]))
    }


def _gain(row: dict[str, Any]) -> str:
    days = int(row["days"])
    said = ngettext("+%(followers)s in %(days)s day", "+%(followers)s in %(days)s days", days)
    given = {"followers": _followers(row), "days": words.number(days)}
    return said % given + _times(row)


def _gone(row: dict[str, Any]) -> str:
    days = int(row["days"])
    said = ngettext(
        "%(followers)s gone within %(days)s day", "%(followers)s gone within %(days)s days", days
    )
    return said % {"followers": _followers(row), "days": words.number(days)}


def _part(row: dict[str, Any]) -> str:
    return f"{round(100 * row['share'])}%"


LEAST_TIMES = 2
"""So many times the usual is worth saying."""
_SAID: dict[Kind, Callable[[dict[str, Any]], str]] = {
    Kind.GAIN: _gain,
    Kind.MONTH: lambda row: (
        gettext("+%(followers)s in a month") % {"followers": _followers(row)} + _times(row)
    ),
    Kind.FIRST: lambda row: (
        gettext("+%(followers)s in its first month") % {"followers": _followers(row)}
    ),
    Kind.SHARE: lambda row: (
        gettext("%(share)s of all its followers came then") % {"share": _part(row)}
    ),
    Kind.NO_POST: lambda row: (
        gettext("with no post, where %(usual)s are usual") % {"usual": f"{row['usual']:.1f}"}
    ),
    Kind.MANY_POSTS: lambda row: (
        gettext("but %(posts)s posts, many more than usual")
        % {"posts": words.number(round(row["posts"]))}
    ),
    Kind.GONE: _gone,
    Kind.AFTER: lambda row: (
        gettext("the next month brought %(followers)s") % {"followers": _followers(row)}
    ),
    Kind.ROUND: lambda row: (
        gettext("it came to stand just above %(number)s")
        % {"number": words.number(round(row["number"]))}
    ),
    Kind.ALONE: lambda _row: gettext("the others grew as usual in those days"),
    Kind.WAVE: lambda row: (
        gettext("%(share)s of the accounts had a short burst in that month") % {"share": _part(row)}
    ),
}
