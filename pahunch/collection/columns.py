"""The columns of a file of counts, under every name that they are known by.

`docs/imports.md` prints the same rows, and a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from pahunch.collection.errors import Problem
from pahunch.facts import AccountKind, Platform


class Column(NamedTuple):
    """One column: its name, what else it may be called, and what it says."""

    name: str
    aliases: tuple[str, ...]
    words: str


COLUMNS = (
    Column("person", ("name", "minister", "representative", "नाम", "व्यक्ति", "मंत्री"),
           "Name in either script, of a person, a party or an office."),
    Column("person_en", ("name_en", "अंग्रेज़ी नाम"), "Name in English letters."),
    Column("person_hi", ("name_hi", "हिंदी नाम"), "Name in Hindi."),
    Column("department", ("dept", "विभाग"), "Code or name of a department, party or office."),
    Column("account", ("handle", "username", "खाता", "हैंडल"),
           "Key (`x:~name`) or handle (`@name`, with the platform) of a known account."),
    Column("ac_no", ("ac", "seat_no", "constituency_no", "विधानसभा क्रमांक", "क्षेत्र क्रमांक"),
           "Number of the constituency; with `--state`."),
    Column("account_kind", ("kind", "account_type", "खाते का प्रकार", "प्रकार"),
           "`office`, `personal` or `party`."),
    Column("platform", ("network", "मंच", "प्लेटफ़ॉर्म"), "Name of the platform; empty: not stated."),
    Column("followers", ("follower", "follower_count", "count", "फ़ॉलोअर", "फ़ॉलोअर्स", "अनुयायी"),
           "Number of followers, or its wording."),
    Column("followers_low", ("low", "न्यूनतम"), "The lower end, where the ends are known."),
    Column("followers_high", ("high", "अधिकतम"), "The upper end; empty beside a lower end: none."),
    Column("wording", ("words", "as_printed", "शब्द", "कथन"), "The words of the source."),
    Column("as_of", ("date", "day", "तारीख", "दिनांक", "तिथि"),
           "A day, a month, a year; empty: not known."),
    Column("source", ("url", "link", "स्रोत"), "Where anybody can look it up."),
)  # fmt: skip
OWNERS = ("person", "person_en", "person_hi", "department", "account", "ac_no")
COUNTS = ("followers", "followers_low", "followers_high", "wording")

_PLATFORMS = {
    Platform.X: "twitter, x/twitter, एक्स, ट्विटर",
    Platform.FACEBOOK: "fb, फेसबुक",
    Platform.INSTAGRAM: "insta, ig, इंस्टाग्राम",
    Platform.YOUTUBE: "yt, यूट्यूब",
    Platform.WHATSAPP: "व्हाट्सएप",
    Platform.TELEGRAM: "टेलीग्राम",
    Platform.KOO: "कू",
    Platform.UNSTATED: "not stated, unknown",
}
_KINDS = {
    AccountKind.OFFICE: "official, कार्यालय, कार्यालयीन",
    AccountKind.PERSONAL: "person, private, निजी, व्यक्तिगत",
    AccountKind.PARTY: "पार्टी, दल",
}


def plain(text: str) -> str:
    """Bring a heading or a choice to one spelling: small, no nukta, no marks between words."""
    parts = unicodedata.normalize("NFKD", text).replace("\u093c", "")
    return re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFC", parts)).strip().lower()


PLATFORMS = {platform.value: platform for platform in Platform} | {
    plain(alias): platform for platform, names in _PLATFORMS.items() for alias in names.split(", ")
}
KINDS = {kind.value: kind for kind in AccountKind} | {
    plain(alias): kind for kind, names in _KINDS.items() for alias in names.split(", ")
}
_NAMES = {plain(name): column.name for column in COLUMNS for name in (column.name, *column.aliases)}


def place_columns(header: Sequence[str], row: int = 1) -> tuple[dict[str, int], list[Problem]]:
    """Find each column's place in a header; what is wrong with the header comes along."""
    places: dict[str, int] = {}
    problems = []
    for place, heading in enumerate(header):
        name = _NAMES.get(plain(heading))
        if name is None:
            message = f"no column of a file of counts; those are {_all_names()}"
            problems.append(Problem(row, heading, message))
        elif name in places:
            message = f"says the same as column {header[places[name]]}: {name}"
            problems.append(Problem(row, heading, message))
        else:
            places[name] = place
    if not places:
        message = f"names no column of a file of counts; those are {_all_names()}"
        return places, [Problem(row, None, message)]
    return places, problems or _missing(places, row)


def _all_names() -> str:
    return ", ".join(column.name for column in COLUMNS)


def _missing(places: dict[str, int], row: int) -> list[Problem]:
    problems = []
    if not places.keys() & set(OWNERS):
        problems.append(
            Problem(row, None, f"no column says whose count it is: {', '.join(OWNERS)}")
        )
    if not places.keys() & set(COUNTS):
        problems.append(Problem(row, None, f"no column says the count: {', '.join(COUNTS)}"))
    return problems
