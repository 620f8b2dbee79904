from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import PAGE

ALLOWED = {"CSV", "XLSX", "English", "reach"}
"""Words that stand in Latin letters on a Hindi page as well."""
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-head", "data-label")


class Words(HTMLParser):
    """Collects what a reader sees or hears, without the page's machinery."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.found += [value or "" for name, value in attrs if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def english_in(page: str) -> set[str]:
    reader = Words()
    reader.feed(page)
    said = " ".join(reader.found)
    # Handles, versions and digests are names of things, in any language.
    said = re.sub(r"@\S+|\bo\d+w\d+\b|\b[0-9a-f]{16}\b", "", said)
    return set(re.findall(r"[A-Za-z]{3,}", said)) - ALLOWED


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        f"{PAGE}?q=nothing-like-this",
        f"{PAGE}?as_of=2019-01-01",
        "/districts/",
        "/district/up-d-1/",
        "/place/up-ac-1/",
        "/rules/",
        "/no/such/page/",
        *[
            f"{PAGE}r/up-minister-{slug}/"
            for slug in ("anita", "balram", "chhaya", "dinesh", "ela")
        ],
    ],
)
def test_a_hindi_page_has_no_english_words(hindi: Client, state: State, address: str) -> None:
    page = hindi.get(address).content.decode()
    assert 'lang="hi"' in page
    assert english_in(page) - {"nothing", "like", "this"} == set()


def test_the_check_would_find_english() -> None:
    assert english_in('<p title="Electors">मतदाता</p>') == {"Electors"}
