"""Codes that people read off paper and type: no letter is taken for another.

Thirty-one signs without 0, 1, I, L and O. A session's code is short and only leads there who
is signed in; the codes of an invitation and of a certificate open a page to a stranger and are
too many to guess: 31^10 and 31^12 (49 and 59 bits).
"""

from __future__ import annotations

import re
import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SESSION, INVITATION, CERTIFICATE = 6, 10, 12
"""Signs of each kind of code."""
_APART = re.compile(r"[\s\-–—]+")


def new_code(signs: int) -> str:
    """Make a code."""
    number = secrets.randbelow(len(SIGNS) ** signs)
    letters = []
    for _ in range(signs):
        number, sign = divmod(number, len(SIGNS))
        letters.append(SIGNS[sign])
    return "".join(letters)


def typed_code(text: str) -> str:
    """Give a code as it is stored, of what somebody typed: small letters, in groups."""
    return _APART.sub("", text).upper()[:40]


def grouped(code: str) -> str:
    """Write a code in groups of four, as paper shows it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
