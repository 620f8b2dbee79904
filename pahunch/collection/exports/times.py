"""Days and moments as exports write them, with the zone that they name.

    "2021-07-05 18:02:45 BRT"   "2017-03-01 10:00 +0000"   "03/21/2025 14:30"
    "Fri, Mar 21, 2025"   "Thu Mar 20 2025"   "Mar 5, 2024"   "21-03-2025"   "2025-03-21"

Where both numbers of a date could be the month, the whole file decides: one date that fits
only one order, or that would lie in the future in the other, settles it for all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from pahunch.collection.exports.troubles import Trouble
from pahunch.lib.dates import UnreadableDate, end_of_day, read_date

DMY, MDY = "dmy", "mdy"
_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "IST": 5.5, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "GST": 4, "PKT": 5, "NPT": 5.75, "SGT": 8, "HKT": 8, "JST": 9,
    "AEST": 10, "AEDT": 11, "BRT": -3, "BRST": -2, "ART": -3, "EST": -5, "EDT": -4, "CST": -6,
    "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Names of zones as CrowdTangle and others write them. IST is India's here."""
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?P<date>.+?)(?:(?:[ ,]+|T)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[a-z]{1,5})?\s*(?P<offset>[+-]\d\d:?\d\d)?"
    r"(?:\s*\(.*\))?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


class BadTime(ValueError):
    """Text that is no day or moment; the message is a string of the translations."""


class Cell(NamedTuple):
    """A date as it stands in a file."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, or a moment, in UTC."""

    at: dt.datetime
    """Of a day: its last instant."""
    day: dt.date
    is_moment: bool


def day_order(
    cells: Iterable[Cell], *, today: dt.date, usual: str = "", said: str = ""
) -> tuple[str, list[Trouble]]:
    """Settle which number of a date is the day; "" where no date needs it."""
    against: dict[str, Cell] = {}
    unclear: Cell | None = None
    for cell in cells:
        found = _NUMBERS.match(_WEEKDAY.sub("", cell.text.strip()))
        if not found:
            continue
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        for order, month, day in ((DMY, second, first), (MDY, first, second)):
            if not _could_be(year, month, day, today):
                against.setdefault(order, cell)
        if first != second:
            unclear = unclear or cell
    return _settled(against, unclear, usual, said)


def _could_be(year: int, month: int, day: int, today: dt.date) -> bool:
    try:
        return dt.date(year, month, day) <= today
    except ValueError:
        return False


def _settled(
    against: dict[str, Cell], unclear: Cell | None, usual: str, said: str
) -> tuple[str, list[Trouble]]:
    left = [order for order in (DMY, MDY) if order not in against]
    if unclear is None and not against:
        return DMY, []
    if len(left) == 1 and (not said or said == left[0]):
        return left[0], []
    if len(left) == 2 and (said or usual):
        return said or usual, []
    if len(left) == 2 and unclear:
        words = _(
            "%(text)r: nothing in the file shows whether the day or the month comes first; "
            "say which"
        )
        return "", [Trouble(unclear.row, unclear.column, words, {"text": unclear.text})]
    cell = against.get(said) or max(against.values())
    words = _("%(text)r is no day, or one in the future, as the dates of this file are written")
    return "", [Trouble(cell.row, cell.column, words, {"text": cell.text})]


def reader(order: str, zone: str) -> Callable[[str], Stamp]:
    """Give a reader of the dates of one file; it raises BadTime.

    `zone` is that of times which name none, and of days.
    """
    place = ZoneInfo(zone)
    known: dict[str, Stamp] = {}

    def read(text: str) -> Stamp:
        if text not in known:
            known[text] = _stamp(text, order, place)
        return known[text]

    return read


def _stamp(text: str, order: str, place: ZoneInfo) -> Stamp:
    found = _WHOLE.fullmatch(_WEEKDAY.sub("", text.strip()))
    if found is None:
        raise BadTime(_("%(text)r is no date that is known here"))
    day = _day(found["date"].strip(), order)
    if found["hour"] is None:
        return Stamp(end_of_day(day, place), day, is_moment=False)
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        time = dt.time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError as error:
        raise BadTime(_("%(text)r: there is no such time of day")) from error
    at = dt.datetime.combine(day, time, tzinfo=_zone(found["zone"], found["offset"], place))
    return Stamp(at.astimezone(dt.UTC), at.astimezone(place).date(), is_moment=True)


def _day(text: str, order: str) -> dt.date:
    if found := _NUMBERS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (second, first) if order == MDY else (first, second)
        text = f"{year}-{month:02}-{day:02}"
    try:
        day_read, precision = read_date(text)
    except UnreadableDate as error:
        raise BadTime(_("%(text)r is no date that is known here")) from error
    if day_read is None or precision != "day":
        raise BadTime(_("%(text)r names no day"))
    return day_read


def _zone(name: str | None, offset: str | None, place: ZoneInfo) -> dt.tzinfo:
    if not name and not offset:
        return place
    if name and name.upper() not in _HOURS:
        raise BadTime(_("%(text)r: this name of a time zone is not known"))
    minutes = int(_HOURS[name.upper()] * 60) if name else 0
    if offset:
        digits = offset[1:].replace(":", "")
        minutes += (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if offset[0] == "-" else 1)
    if abs(minutes) >= 24 * 60:
        raise BadTime(_("%(text)r: this name of a time zone is not known"))
    return dt.timezone(dt.timedelta(minutes=minutes))
