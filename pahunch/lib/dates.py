"""Dates as sources give them: a day, only a month, only a year, or none at all.

    "2023-04-30"  "30-04-2023"  "30/04/2023"  "३०-०४-२०२३"  "30 April 2023"    a day
    "2023-04"  "04/2023"  "April 2023"  "अप्रैल 2023"                           a month
    "2023"                                                                     a year
    ""                                                                         unknown

A date with the day and month as numbers is read day first, as India writes it: 01/02/2023
is the first of February. A month or a year stands for its last day. Years of two digits,
and a spreadsheet's bare day number, are refused, because either could be something else.

    ValueError
    └── UnreadableDate    says what about the text is not a date
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from typing import NamedTuple
from zoneinfo import ZoneInfo


class UnreadableDate(ValueError):
    """Text that is not a date in any form known here."""


class PartialDate(NamedTuple):
    """The last day that a date may mean, and how exactly it was given."""

    day: dt.date | None
    precision: str
    """"day", "month", "year" or "unknown", as `facts.Precision` names them."""


UNKNOWN = PartialDate(None, "unknown")

_MONTHS = """
january jan जनवरी|february feb फरवरी फ़रवरी|march mar मार्च|april apr अप्रैल|may मई|june jun जून
july jul जुलाई|august aug अगस्त|september sep sept सितंबर सितम्बर|october oct अक्टूबर अक्तूबर
november nov नवंबर नवम्बर|december dec दिसंबर दिसम्बर
"""


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text).replace("\u093c", "")
    return unicodedata.normalize("NFC", parts).lower()


_MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(_plain(_MONTHS).strip().replace("\n", "|").split("|"), start=1)
    for name in names.split()
}
_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[^\W\d_][\w\u0900-\u0963]*)\.?"
_FORMS = [
    re.compile(form)
    for form in (
        rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?",
        rf"{_DAY}(?P<mark>[-/.]){_MONTH}(?P=mark){_YEAR}",
        rf"{_DAY}[ -]{_NAME},?[ -]{_YEAR}",
        rf"{_NAME} {_DAY},? {_YEAR}",
        rf"{_YEAR}[-/]{_MONTH}",
        rf"{_MONTH}[-/]{_YEAR}",
        rf"{_NAME},?[ -]{_YEAR}",
        _YEAR,
    )
]
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""Nobody had followers before; a later year is a slip of the hand."""


def read_date(text: str) -> PartialDate:
    """Read a date of any precision; raises UnreadableDate in words. Time of day is dropped."""
    written = " ".join(_plain(text).split())
    if not written:
        return UNKNOWN
    digits = re.sub(r"\d", lambda digit: str(int(digit[0])), written)
    for form in _FORMS:
        if found := form.fullmatch(digits):
            return _checked(found.groupdict(), text.strip())
    raise UnreadableDate(_why_not(digits, text.strip()))


def _checked(parts: dict[str, str | None], text: str) -> PartialDate:
    year, month = int(parts["year"] or 0), _month(parts, text)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableDate(f"{text!r}: the year {year} is not between 1990 and 2100")
    if month is None:
        return PartialDate(dt.date(year, 12, 31), "year")
    if not 1 <= month <= 12:
        raise UnreadableDate(f"{text!r}: there is no month {month}; the day is read first")
    last = calendar.monthrange(year, month)[1]
    if parts.get("day") is None:
        return PartialDate(dt.date(year, month, last), "month")
    day = int(parts["day"] or 0)
    if not 1 <= day <= last:
        raise UnreadableDate(f"{text!r}: that month has {last} days")
    return PartialDate(dt.date(year, month, day), "day")


def _month(parts: dict[str, str | None], text: str) -> int | None:
    if name := parts.get("name"):
        if name not in _MONTH_NUMBERS:
            raise UnreadableDate(f"{text!r}: {name!r} is no month")
        return _MONTH_NUMBERS[name]
    return int(parts.get("month") or 0) if parts.get("month") else None


def _why_not(digits: str, text: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", digits):
        return f"{text!r} looks like a spreadsheet's day number; format the column as a date"
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|\D+[- ]'?\d{2}|\d{1,2}[-/.]\d{2}", digits):
        return f"{text!r}: write the year with four digits"
    return f"{text!r} is not a date; write 30-04-2023, 2023-04, 2023, or leave it empty"


def end_of_day(day: dt.date, zone: str | dt.tzinfo) -> dt.datetime:
    """Give the last instant of a day in a place, in UTC: still that day, and no later one."""
    return first_instant_after(day, zone) - dt.timedelta(microseconds=1)


def first_instant_after(day: dt.date, zone: str | dt.tzinfo) -> dt.datetime:
    """Give the first instant that is no longer the day, in UTC: the end "as of" a date."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    next_day = day + dt.timedelta(days=1)
    return dt.datetime.combine(next_day, dt.time(), tzinfo=place).astimezone(dt.UTC)
