"""Why a reading is not taken, in words, and the field of a form that they belong to."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.collection.errors import WrongReading
from pahunch.facts import Count
from pahunch.ui import words

WHY_NOT: dict[str, Promise] = {
    "unreadable": _(
        "This is no number that is known here. Write it as it stands on the screen: 12,345 "
        "or 12.3K or 12.3 हज़ार."
    ),
    "future": _("This moment has not come yet."),
    "old": _("A screenshot may be %(most)s days old at most. Take a new one."),
    "far": _(
        "The last count was %(last)s on %(day)s, and this is far from it. Look again, at the "
        "account and at the number."
    ),
    "closed": _("%(platform)s has closed. Its series ends on %(on)s, and nothing is added to it."),
    "gone": _("This account was suspended or deleted by that day."),
    "waits": _("A reading of this account waits for a second person already."),
    "used": _("This very screenshot was brought before. Take a new one."),
    "no_screenshot": _("Choose the screenshot."),
    "no_picture": _("This is no PNG, JPEG or WebP picture, or it is broken."),
    "too_large": _("The picture is too large: %(most)s MB at most."),
    "too_many_pixels": _("The picture is too large: %(most)s million pixels at most."),
    "too_small": _("The picture is too small to read a number in it."),
    "nobody": _("A reading is entered and decided by people who are signed in."),
    "own": _("Another person must look at what you entered yourself."),
    "has_read": _(
        "You have read this screenshot before, and not as another did. A third person must read "
        "it, or somebody takes a new one."
    ),
    "decided": _("Somebody has decided this reading already."),
    "no_reason": _("Say why."),
}
FIELDS = {
    "unreadable": "wording",
    "future": "seen_at",
    "old": "seen_at",
    "far": "looked_again",
    "used": "screenshot",
    "no_screenshot": "screenshot",
    "no_picture": "screenshot",
    "too_large": "screenshot",
    "too_many_pixels": "screenshot",
    "too_small": "screenshot",
    "no_reason": "reason",
}
"""The field of a form that is wrong; the rest concerns the whole form."""


def why_not(error: WrongReading) -> str:
    """Say in the language of the page why a reading is not taken."""
    return str(WHY_NOT[error.why]) % {name: _said(one) for name, one in error.given.items()}


def _said(thing: object) -> str:
    if isinstance(thing, Count):
        return words.interval(thing)
    if isinstance(thing, int):
        return words.number(thing)
    return words.day(thing) if isinstance(thing, date | datetime) else str(thing)
