"""Reading decoded JSON whose shape a platform promised: the wrong type is a BadAnswer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pahunch.platforms.base import Outcome
from pahunch.platforms.errors import BadAnswer, Gone

LARGEST = 10**11
"""More than ten times the people on earth: no count of anything here is larger."""


NOBODY = "nobody"
"""The code of an answer that has none of several accounts that were asked for."""


def mapping(value: object, what: str) -> Mapping[str, object]:
    """Give an object of JSON. Raises BadAnswer."""
    if not isinstance(value, dict):
        raise BadAnswer(f"{what} is no object", code="wrong type")
    return value


def listing(value: object, what: str) -> Sequence[object]:
    """Give a list of JSON. Raises BadAnswer."""
    if not isinstance(value, list):
        raise BadAnswer(f"{what} is no list", code="wrong type")
    return value


def text(value: object, what: str) -> str:
    """Give a text of JSON. Raises BadAnswer."""
    if not isinstance(value, str):
        raise BadAnswer(f"{what} is no text", code="wrong type")
    return value


def number(value: object, what: str) -> int:
    """Give a count that JSON has as a whole number. Raises BadAnswer."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise BadAnswer(f"{what} is no count", code="wrong type")
    return value


def digits(value: object, what: str) -> int:
    """Give a count that JSON has as a text of digits. Raises BadAnswer."""
    if not isinstance(value, str) or not (value.isascii() and value.isdecimal()):
        raise BadAnswer(f"{what} is no text of digits", code="wrong type")
    return number(int(value[:20]), what)


def found_some(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """Give the outcomes of a batch as they are, unless all of several accounts are just absent.

    A platform that is half down answers with an empty list: that makes nobody missing. One
    account that was asked for alone may be. Raises BadAnswer.
    """
    absent = [
        isinstance(each.error, Gone) and each.error.status == "missing" and not each.error.code
        for each in outcomes
    ]
    if len(absent) > 1 and all(absent):
        raise BadAnswer("none of the accounts is in the answer", code=NOBODY)
    return outcomes
