"""Phone numbers as lists carry them: read, marked, sealed.

A mark is the first 63 bits of an HMAC-SHA256 under a key made from the installation's secret
key: equal numbers have equal marks, and without the key a mark says nothing, though there are
few enough numbers to try them all.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

KEPT_DAYS = 730
"""A phone is kept so long after its holder agreed; its marks so long after they came."""
NOTHING = frozenset(
    ("", "-", "--", "—", "na", "n/a", "n.a.", "nil", "none", "no", "x", "0", "नहीं", "नही", "निल")
)
"""What people write where there is no phone."""
_BETWEEN = re.compile(r"[,;/|&\n\r]+|\bor\b|\band\b|(?<!\S)(?:या|और|व)(?!\S)", re.IGNORECASE)
_EXTRA = re.compile(r"[\s\-–—.()'’_]+")
_NUMBER = re.compile(r"(?:\+?91|0091|0)?([6-9]\d{9})")
_ONE = r"(?:\+?91|0)?([6-9]\d{9})"
_TWO = re.compile(_ONE + _ONE)
_WHOLE = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells that two numbers are equal: in whole, in the first five, in the last five."""

    whole: int
    head: int
    tail: int


def numbers_in(cell: str) -> tuple[tuple[str, ...], str]:
    """Read a cell: its mobile numbers, ten digits each, once each; and the first wrong piece.

    Takes +91, 0091 and 0 before a number, any digits of Unicode, spaces and dashes within,
    several numbers behind one another. An empty wrong piece: nothing was wrong.
    """
    if cell.strip().casefold() in NOTHING:
        return (), ""
    found: dict[str, None] = {}
    for piece in _BETWEEN.split(_plain_digits(cell)):
        bare = _EXTRA.sub("", _WHOLE.sub(r"\1", piece.strip()))
        if bare.casefold() in NOTHING or (len(bare) >= 10 and len(set(bare)) == 1):
            continue
        one, two = _NUMBER.fullmatch(bare), _TWO.fullmatch(bare)
        if one is None and two is None:
            return tuple(found), piece.strip()[:40]
        for number in one.groups() if one else two.groups() if two else ():
            if len(set(number)) > 1:
                found[number] = None
    return tuple(found), ""


def _plain_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(letter)) if not letter.isascii() and letter.isdigit() else letter
        for letter in text
    )


def marks_of(number: str) -> Marks:
    """Give the marks of a number of ten digits."""
    return Marks(_mark(f"all:{number}"), _mark(f"head:{number[:5]}"), _mark(f"tail:{number[5:]}"))


def _mark(text: str) -> int:
    digest = hmac.digest(_mark_key(settings.SECRET_KEY), text.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> 1


@lru_cache(maxsize=4)
def _mark_key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"pahunch.training.phones", "sha256")


def sealed(numbers: Sequence[str]) -> list[str]:
    """Seal numbers as `collection.sealing.seal` does, with the keys read once for all of them."""
    keys = MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
    return [keys.encrypt(number.encode()).decode() for number in numbers]


def kept_until(day: date) -> date:
    """Give the day on which what was agreed on a day is erased."""
    return day + timedelta(days=KEPT_DAYS)
