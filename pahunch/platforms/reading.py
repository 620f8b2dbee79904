"""Reading decoded JSON whose shape a platform promised: the wrong type is a BadAnswer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pahunch.platforms.errors import BadAnswer

LARGEST = 10**11
"""More than ten times the people on earth: no count of anything here is larger."""


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
