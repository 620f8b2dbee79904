"""Whole numbers as exports write them: "407.137" may be 407137, and the file must show it.

A point or a comma either groups digits or begins decimals, one way throughout a file. What
shows it: a number with two groups ("1.234.567"), one with decimals ("1,4"), one with both;
or several figures of things that come whole, every one with exactly three digits behind the
mark. A single "407.137" shows nothing, and is refused unless somebody says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from pahunch.collection.exports.troubles import Trouble

POINT, COMMA = ".", ","
OTHER = {POINT: COMMA, COMMA: POINT}
EMPTY = frozenset({"", "-", "--", "—", "n/a", "na", "null", "none"})
"""What tools write where they have no figure."""
ENOUGH = 3
"""So many different figures with three digits behind the mark are no accident."""

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
_SHAPE = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


class Cell(NamedTuple):
    """A number as it stands in a file."""

    row: int
    column: str
    text: str
    is_whole: bool
    """A figure that comes whole, and not a score or a rate."""


def is_empty(text: str) -> bool:
    """Tell whether a cell says that there is no figure."""
    return text.strip().lower() in EMPTY


def decimal_mark(cells: Iterable[Cell], said: str = "") -> tuple[str, list[Trouble]]:
    """Settle what begins decimals in a file: a point, a comma, or nothing ("") where no mark
    is used; with what speaks against it. `said` is what somebody says who knows the file.
    """
    evidence: dict[str, Cell] = {}
    unclear: dict[str, dict[str, Cell]] = {POINT: {}, COMMA: {}}
    for cell in cells:
        text = _SPACES.sub("", cell.text.strip().rstrip("%").strip())
        if not _SHAPE.fullmatch(text) or text.lstrip("+-").isdecimal():
            continue
        shown = _shows(text)
        if shown:
            evidence.setdefault(shown, cell)
        elif cell.is_whole:
            unclear[POINT if POINT in text else COMMA].setdefault(text, cell)
    return _settled(evidence, unclear, said)


def _shows(text: str) -> str:
    """Give the mark that begins decimals if this number is well written; "": it does not show."""
    text = text.lstrip("+-")
    if POINT in text and COMMA in text:
        return text[max(text.rfind(POINT), text.rfind(COMMA))] if _mixed(text) else ""
    mark = POINT if POINT in text else COMMA
    head, *tail = text.split(mark)
    if len(tail) > 1:
        return OTHER[mark]
    return "" if len(tail[0]) == 3 and 1 <= len(head) <= 3 and head != "0" else mark


def _mixed(text: str) -> bool:
    last = max(text.rfind(POINT), text.rfind(COMMA))
    return text.count(text[last]) == 1


def _settled(
    evidence: dict[str, Cell], unclear: dict[str, dict[str, Cell]], said: str
) -> tuple[str, list[Trouble]]:
    if len(evidence) == 2:
        point, comma = evidence[POINT], evidence[COMMA]
        later = max(point, comma)
        words = _("%(one)r and, in row %(row)s, %(other)r cannot be of one way to write numbers")
        earlier = min(point, comma)
        given = {"one": later.text, "row": earlier.row, "other": earlier.text}
        return "", [Trouble(later.row, later.column, words, given)]
    if evidence:
        (mark,) = evidence
        if said and said != mark:
            cell = evidence[mark]
            words = _("%(text)r is not written with the decimals that were named for the file")
            return "", [Trouble(cell.row, cell.column, words, {"text": cell.text})]
        return mark, []
    return _from_many(unclear, said)


def _from_many(unclear: dict[str, dict[str, Cell]], said: str) -> tuple[str, list[Trouble]]:
    used = [mark for mark, found in unclear.items() if found]
    if said or not used:
        return said, []
    if len(used) == 1 and len(unclear[used[0]]) >= ENOUGH:
        return OTHER[used[0]], []
    cell = min(cell for mark in used for cell in unclear[mark].values())
    words = _(
        "%(text)r: nothing in the file shows whether the mark groups digits or begins "
        "decimals; say whether decimals begin with a point or a comma"
    )
    return "", [Trouble(cell.row, cell.column, words, {"text": cell.text})]


def read_whole(text: str, decimal: str) -> int | None:
    """Read a figure that comes whole; None where there is none. Raises ValueError."""
    if is_empty(text):
        return None
    plain = _SPACES.sub("", text.strip())
    if not _SHAPE.fullmatch(plain) or plain.startswith("-"):
        raise ValueError(text)
    if decimal:
        head, mark, tail = plain.partition(decimal)
        if mark and tail.strip("0"):
            raise ValueError(text)
        groups = head.split(OTHER[decimal])
        is_grouped = len(groups[-1]) == 3 and all(len(group) in {2, 3} for group in groups[1:])
        if len(groups) > 1 and not is_grouped:
            raise ValueError(text)
        plain = "".join(groups)
    return int(plain)
