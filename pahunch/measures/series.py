"""Counts of many accounts over time, out of a plain file or the lake, as one array."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pahunch.lib.tables import BadTable, Limits, read_table

Floats = npt.NDArray[np.float64]

MOST_DAYS = 800
"""Days before an account's last count that are looked at: more would not change a measure."""
ROWS = Limits(rows=20_000_000, size=2_000_000_000)
WHOLE = re.compile(r"\d{1,13}(\.0+)?")
DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
EPOCH = date(1970, 1, 1)
NEEDED = ("account", "date", "followers")


@dataclass(frozen=True, slots=True)
class Series:
    """Accounts in the order of their first appearance, with the day of each one's last count.

    `counts` has a row an account and a column a day, right-aligned: the last count stands in
    the last column. NaN: no count on that day.
    """

    accounts: Sequence[str]
    last: Sequence[date]
    counts: Floats


def read_series(path: Path) -> Series:
    """Read `account`, `date` (a day, or a month for its first day) and `followers`.

    Other columns are ignored; rows may stand in any order. Raises BadTable with the row.
    """
    table = read_table(path, limits=ROWS)
    places = {name.strip().lower(): place for place, name in enumerate(table.header)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise BadTable(f"has no column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    columns = [places[name] for name in NEEDED]
    numbers: dict[str, int] = {}
    seen: dict[tuple[int, int], float] = {}
    for row in table:
        account, day, count = (row.cells[place] for place in columns)
        if not account:
            raise BadTable("is empty", row=row.number, column="account")
        key = (numbers.setdefault(account, len(numbers)), day_number(day, row.number))
        value = whole_number(count, row.number)
        if key in seen and seen[key] != value:
            raise BadTable(f"{account} has another count on {day}", row=row.number, column="date")
        seen[key] = value
    return series_of(list(numbers), ((a, d, value) for (a, d), value in seen.items()))


def series_of(accounts: Sequence[str], counts: Iterable[tuple[int, int, float]]) -> Series:
    """Lay counts out, each given with its account's number and its day since 1970."""
    rows = np.array([*counts], dtype=np.float64).reshape(-1, 3)
    which, days = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
    last = np.zeros(len(accounts), dtype=np.int64)
    np.maximum.at(last, which, days)
    ages = last[which] - days
    near = ages < MOST_DAYS
    width = int(ages[near].max(initial=0)) + 1
    laid = np.full((len(accounts), width), np.nan)
    laid[which[near], width - 1 - ages[near]] = rows[near, 2]
    return Series(accounts, [EPOCH + timedelta(days=int(day)) for day in last], laid)


def day_number(text: str, row: int) -> int:
    """Read a day, or a month for its first day, as days since 1970. Raises BadTable."""
    whole = f"{text}-01" if len(text) == len("2026-03") else text
    try:
        day = date.fromisoformat(whole) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        words = f"{text!r} is no day: write 2026-03-31, or 2026-03 for a month"
        raise BadTable(words, row=row, column="date")
    return (day - EPOCH).days


def whole_number(text: str, row: int, column: str = "followers") -> float:
    """Read a whole number that is not negative. Raises BadTable."""
    if not WHOLE.fullmatch(text):
        raise BadTable(f"{text!r} is no whole number", row=row, column=column)
    return float(text)
