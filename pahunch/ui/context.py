"""What every page needs, whoever draws it."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

PLACES = (
    ("home", gettext_lazy("Overview"), ("/d/", "/published/")),
    ("places", gettext_lazy("Districts"), ("/district", "/place/")),
    ("collection:coverage", gettext_lazy("Counting"), ("/collection/",)),
    ("measures:surveys", gettext_lazy("Measures"), ("/measures/",)),
    ("support:assignments", gettext_lazy("Support"), ("/support/",)),
    ("training:programmes", gettext_lazy("Training"), ("/training/",)),
    ("rules", gettext_lazy("How we count"), ("/rules/",)),
)
"""The navigation: the name of an address, its words, and the beginnings of addresses below
it. An address that no room offers is left out."""


class Entry(NamedTuple):
    """One link of the navigation."""

    address: str
    label: str | Promise
    is_here: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Give the navigation and the language to offer."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "navigation": navigation(request.path),
        "language": language,
        "other_language": "en" if language == "hi" else "hi",
        "language_address": address("set_language"),
        "here": request.get_full_path(),
    }


def navigation(path: str) -> list[Entry]:
    """Give the links of the header that exist here, with the current one marked."""
    entries = []
    for name, label, below in PLACES:
        found = address(name)
        if found:
            entries.append(Entry(found, label, path == found or path.startswith(below)))
    return entries


def address(name: str) -> str:
    """Give the address of a page, or nothing where no room offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
