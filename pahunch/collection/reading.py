"""One row of a file of counts, read: what was counted, when, and how sure it is.

Knows no database: whose count it is stays in the file's own words here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pahunch.collection.columns import KINDS, PLATFORMS, plain
from pahunch.collection.errors import Problem
from pahunch.facts import AccountKind, Platform
from pahunch.lib.dates import PartialDate, UnreadableDate, read_date
from pahunch.lib.quantities import Quantity, UnreadableQuantity, read_quantity

MOST = 2_000_000_000
"""More followers than any account has: the largest anywhere have a few hundred million."""


@dataclass(slots=True)
class Reading:
    """A row as it was understood; `problems` says what was not."""

    row: int
    owner: Mapping[str, str]
    """The cells that say whose count it is, as written."""
    kind: AccountKind | None = None
    platform: Platform | None = None
    count: Quantity | None = None
    day: dt.date | None = None
    precision: str = "unknown"
    wording: str = ""
    source: str = ""
    account: str = ""
    """The key of the account, once it is found."""
    problems: list[Problem] = field(default_factory=list)

    def trouble(self, column: str | None, message: str) -> None:
        """Note something wrong with this row."""
        self.problems.append(Problem(self.row, column, message))


def read_row(row: int, cells: Mapping[str, str], today: dt.date) -> Reading:
    """Understand one row; nothing is raised, everything wrong is noted on the reading."""
    owners = ("account", "department", "person", "person_en", "person_hi", "ac_no")
    reading = Reading(row, {name: cells[name] for name in owners if cells.get(name)})
    if not reading.owner:
        reading.trouble(None, "does not say whose count it is")
    reading.kind = _choice(reading, cells, "account_kind")
    reading.platform = _platform(reading, cells)
    reading.wording = cells.get("wording", "")
    reading.source = cells.get("source", "")
    if len(reading.source) > 500:
        reading.trouble("source", "longer than 500 letters")
    _read_date(reading, cells.get("as_of", ""), today)
    reading.count = _count(reading, cells)
    return reading


def _choice(reading: Reading, cells: Mapping[str, str], column: str) -> AccountKind | None:
    text = cells.get(column, "")
    if not text:
        return None
    kind = KINDS.get(plain(text))
    if kind is None:
        reading.trouble(column, f"{text!r} is no kind of account: office, personal, party")
    return kind


def _platform(reading: Reading, cells: Mapping[str, str]) -> Platform | None:
    text = cells.get("platform", "")
    if not text:
        return None
    platform = PLATFORMS.get(plain(text))
    if platform is None:
        names = ", ".join(known.value for known in Platform)
        reading.trouble("platform", f"{text!r} is no platform known here: {names}")
    return platform


@lru_cache(maxsize=4096)
def _quantity(text: str) -> Quantity:
    return read_quantity(text)


@lru_cache(maxsize=4096)
def _date(text: str) -> PartialDate:
    return read_date(text)


def _read_date(reading: Reading, text: str, today: dt.date) -> None:
    try:
        day, precision = _date(text)
    except UnreadableDate as error:
        reading.trouble("as_of", str(error))
        return
    # A month or a year that is not over may be reported, and counts from its last day.
    first = day and {"month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(
        precision, day
    )
    if first and first > today:
        reading.trouble("as_of", f"{text!r} is in the future; today is {today:%d-%m-%Y}")
    reading.day, reading.precision = day, precision


def _count(reading: Reading, cells: Mapping[str, str]) -> Quantity | None:
    """Give the count: ends or a number where there are any, else the wording's."""
    one, low, high = (cells.get(n, "") for n in ("followers", "followers_low", "followers_high"))
    if one and (low or high):
        reading.trouble("followers", "is given beside followers_low or followers_high; give one")
        return None
    given = _ends(reading, low, high) if low or high else _worded(reading, "followers", one)
    if given is None:
        if one or low or high:
            return None
        if not reading.wording:
            reading.trouble(None, "has no count: followers, both ends, or wording")
            return None
        return _in_reach(reading, "wording", _worded(reading, "wording", reading.wording))
    if one and not one.isdecimal() and not reading.wording:
        reading.wording = one
    _agree(reading, given)
    return _in_reach(reading, "followers" if one else "followers_low", given)


def _worded(reading: Reading, column: str, text: str) -> Quantity | None:
    if not text:
        return None
    try:
        return _quantity(text)
    except UnreadableQuantity as error:
        reading.trouble(column, f"cannot be read as a count: {error}")
        return None


def _ends(reading: Reading, low: str, high: str) -> Quantity | None:
    ends: dict[str, int | None] = {}
    for column, text in (("followers_low", low), ("followers_high", high)):
        quantity = _worded(reading, column, text)
        if text and quantity is None:
            return None
        if quantity and quantity.low != quantity.high:
            reading.trouble(column, f"{text!r} is not one exact number")
            return None
        ends[column] = quantity.low if quantity else None
    lower, upper = ends["followers_low"] or 0, ends["followers_high"]
    if upper is not None and upper < lower:
        reading.trouble("followers_low", f"{lower:,} is more than the upper end, {upper:,}")
        return None
    return Quantity(lower, upper)


def _agree(reading: Reading, given: Quantity) -> None:
    """Refuse words that say something else; words that say nothing readable are kept."""
    try:
        said = _quantity(reading.wording) if reading.wording else given
    except UnreadableQuantity:
        return
    above = given.high is not None and said.low > given.high
    below = said.high is not None and said.high < given.low
    if above or below:
        reading.trouble(
            "wording", f"{reading.wording!r} says {interval(said)}, the numbers {interval(given)}"
        )


def _in_reach(reading: Reading, column: str, count: Quantity | None) -> Quantity | None:
    if count and max(count.low, count.high or 0) > MOST:
        reading.trouble(
            column, f"{interval(count)} is more than any account has ({MOST:,} at most)"
        )
    return count


def interval(count: Quantity) -> str:
    """Say an interval in figures, as the preview prints it."""
    if count.high is None:
        return f"{count.low:,} or more"
    return f"{count.low:,}" if count.low == count.high else f"{count.low:,} to {count.high:,}"
