"""A published verdict in words: its heading, and why one is not published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from pahunch.directives.models import PublishedVerdict
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "large": lambda: gettext("Its members lie in the lake, and have no pages."),
    "nobody": lambda: gettext("Nobody is bound on that day."),
    "period": lambda: gettext("In an election period no verdict is published."),
    "future": lambda: gettext("That day has not come yet."),
    "no_title": lambda: gettext("Give it a title."),
    "no_reason": lambda: gettext("Say what it is published for."),
    "other": lambda: gettext("What is to be corrected is of another directive."),
    "corrected": lambda: gettext("That one was corrected before."),
}


def why_not(error: WrongPublication) -> str:
    """Say why a verdict is not published."""
    return WHY[error.why]()


def in_language(said: dict[str, Any], field: str) -> str:
    """Give a field of the frozen text in the language of the page, or in the one it has."""
    hindi, english = str(said.get(f"{field}_hi") or ""), str(said.get(field) or "")
    return (hindi or english) if get_language() == "hi" else (english or hindi)


def heading(published: PublishedVerdict) -> str:
    """Say the share that met with all that it never stands without."""
    said = published.said
    head, computed = said["headline"], said["computed"]
    share = head["met"] / head["bound"]
    return gettext(
        "%(share)s met: %(met)s of %(bound)s, as of %(day)s, %(roll)s, rule %(rule)s, "
        "counted %(measured)s of %(bound)s"
    ) % {
        "share": words.percent(share),
        "met": words.number(head["met"]),
        "bound": words.number(head["bound"]),
        "day": words.day(date.fromisoformat(computed["as_of"])),
        "roll": in_language(said["directive"], "roll"),
        "rule": computed["rule"],
        "measured": words.number(said["coverage"]["measured"]),
    }
