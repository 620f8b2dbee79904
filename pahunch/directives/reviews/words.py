"""Reviews in words: the points of an agenda, and why something is refused."""

from __future__ import annotations

import math
from collections.abc import Callable

from django.utils.translation import gettext

from pahunch.directives.reviews.changes import Change, Item
from pahunch.directives.reviews.errors import WrongReview
from pahunch.facts import Count
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "large": lambda: gettext("Its members lie in the lake, and have no pages."),
    "no_title": lambda: gettext("Give it a title."),
    "no_words": lambda: gettext("Write something."),
    "no_owner": lambda: gettext("Name who will do it: a user, or a post, and not both."),
    "nobody": lambda: gettext("Nobody is bound on that day."),
    "one": lambda: gettext("A one-to-one is with exactly one representative."),
    "not_bound": lambda: gettext("Somebody named is not bound on that day, or does not take part."),
    "early": lambda: gettext("The day of the review has not come yet."),
    "after": lambda: gettext("The day judged comes after the review."),
    "state": lambda: gettext("Somebody has held, cancelled or closed it in the meantime."),
    "cancelled": lambda: gettext("It was cancelled."),
    "past": lambda: gettext("That day comes before the review."),
}


def why_not(error: WrongReview) -> str:
    """Say why something is not done."""
    return WHY[error.why]()


def sentence(item: Item, name: str, said: str) -> str:
    """Say a point of the agenda. `said` is the count now, or what the suspicion or text says."""
    given = {
        "name": name,
        "said": said,
        "was": words.standing(item.was) if item.was else "",
        "now": words.standing(item.now) if item.now else "",
        "gain": gain(item),
    }
    return _SENTENCES[item.change]() % given


def counted(count: Count | None, target: int | None) -> str:
    """Say a count beside its target."""
    said = {"count": words.interval(count), "target": words.number(target)}
    return gettext("%(count)s followers, target %(target)s") % said


def gain(item: Item) -> str:
    """Write a gain as a number or a range, without its sign; empty where there is none."""
    if item.gain is None:
        return ""
    low, high = sorted(abs(end) for end in item.gain)
    if math.isinf(high):
        return gettext("at least %(number)s") % {"number": words.number(round(low))}
    if low == high:
        return words.number(round(low))
    return f"{words.number(round(low))}–{words.number(round(high))}"


_SENTENCES: dict[Change, Callable[[], str]] = {
    Change.FELL_BEHIND: lambda: gettext("%(name)s fell behind (%(was)s before): %(said)s"),
    Change.UNMEASURED: lambda: gettext("%(name)s is no longer measured (%(was)s before)"),
    Change.UNDECIDED: lambda: gettext("%(name)s became undecided (%(was)s before): %(said)s"),
    Change.REACHED: lambda: gettext("%(name)s reached the target (%(was)s before): %(said)s"),
    Change.MEASURED: lambda: gettext("%(name)s is newly measured: %(now)s, %(said)s"),
    Change.JOINED: lambda: gettext("%(name)s is newly bound: %(now)s"),
    Change.LEFT: lambda: gettext("%(name)s is no longer bound (%(was)s before)"),
    Change.GREW: lambda: gettext("%(name)s grew most: %(gain)s followers more"),
    Change.SHRANK: lambda: gettext("%(name)s fell most: %(gain)s followers fewer"),
    Change.ASKED: lambda: gettext("Growth of %(name)s was asked about: %(said)s"),
    Change.DECIDED: lambda: gettext(
        "A question about the growth of %(name)s was decided: %(said)s"
    ),
    Change.OVERDUE: lambda: gettext("Overdue: %(said)s (%(name)s)"),
}
