"""A plain file's counts on one calendar for all accounts, by day or by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from math import gcd
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pahunch.facts import Platform
from pahunch.lib.tables import BadTable, read_table
from pahunch.measures.series import EPOCH, NEEDED, ROWS, day_number, whole_number
from pahunch.rules.suspicion import Spacing

Floats = npt.NDArray[np.float64]

MONTH_DAYS = 25
"""Counts that lie so far apart, or farther, are counts a month."""
MOST_CELLS = 500_000_000
PLATFORMS = frozenset(platform.value for platform in Platform)
MONTH_TEXT = len("2026-03")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Accounts in the order of their first appearance: a row each; a column a day or a month."""

    accounts: Sequence[str]
    platforms: Sequence[str]
    """By the column `platform`, else by what stands before a colon in the account's name."""
    counts: Floats
    """NaN: no count."""
    posts: Floats | None
    """None: the file has no such column."""
    days: npt.NDArray[np.int64]
    """Days since 1970 on which each count was made; meaningless where there is none."""
    spacing: Spacing
    names_months: bool
    """Whether the file writes 2026-03 and no day."""

    def date(self, row: int, column: int) -> str:
        """Give the date of a count as the file writes it."""
        day = (EPOCH + timedelta(days=int(self.days[row, column]))).isoformat()
        return day[:MONTH_TEXT] if self.names_months else day


@dataclass(slots=True)
class _Rows:
    """The cells of a file, as they come."""

    accounts: dict[str, int]
    platforms: list[str]
    which: list[int]
    days: list[int]
    followers: list[float]
    posts: list[float]
    names_months: bool = True


def read_calendar(path: Path) -> Calendar:
    """Read `account`, `date` and `followers`; `posts` and `platform` where they are known.

    A date is a day, or a month; counts that lie a month apart are counts a month. Where
    `followers` is empty the account was not counted. Other columns are ignored; rows may stand
    in any order. Raises BadTable with the row.
    """
    table = read_table(path, limits=ROWS)
    places = {name.strip().lower(): place for place, name in enumerate(table.header)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise BadTable(f"has no column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    rows = _Rows({}, [], [], [], [], [])
    seen: dict[tuple[int, int], float] = {}
    for row in table:
        cells = {name: row.cells[place] for name, place in places.items()}
        account, text = cells["account"], cells["followers"]
        if not account:
            raise BadTable("is empty", row=row.number, column="account")
        day = day_number(cells["date"], row.number)
        if account not in rows.accounts:
            rows.platforms.append(cells.get("platform", "") or _platform(account))
        number = rows.accounts.setdefault(account, len(rows.accounts))
        if not text:
            continue
        count = whole_number(text, row.number)
        if seen.setdefault((number, day), count) != count:
            words = f"{account} has another count on {cells['date']}"
            raise BadTable(words, row=row.number, column="date")
        posts = cells.get("posts", "")
        rows.which.append(number)
        rows.days.append(day)
        rows.followers.append(count)
        rows.posts.append(whole_number(posts, row.number, "posts") if posts else np.nan)
        rows.names_months &= len(cells["date"]) == MONTH_TEXT
    return _lay_out(rows)


def _platform(account: str) -> str:
    before, colon, _ = account.partition(":")
    return before if colon and before in PLATFORMS else ""


def _lay_out(rows: _Rows) -> Calendar:
    which, days = np.array(rows.which, dtype=np.int64), np.array(rows.days, dtype=np.int64)
    spacing, columns = _columns(which, days, names_months=rows.names_months)
    shape = (len(rows.accounts), int(columns.max(initial=0)) + 1)
    if shape[0] * shape[1] > MOST_CELLS:
        raise BadTable(f"has {shape[0]:,} accounts on {shape[1]:,} dates; split it by account")
    counts, laid_days = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    counts[which, columns] = rows.followers
    laid_days[which, columns] = days
    posts = np.full(shape, np.nan)
    posts[which, columns] = rows.posts
    return Calendar(
        list(rows.accounts),
        rows.platforms,
        counts,
        None if np.isnan(posts).all() else posts,
        laid_days,
        spacing,
        rows.names_months and bool(rows.days),
    )


def _columns(
    which: npt.NDArray[np.int64], days: npt.NDArray[np.int64], *, names_months: bool
) -> tuple[Spacing, npt.NDArray[np.int64]]:
    """Say whether counts are a day or a month apart, and in which column each one stands."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64)
    order = np.lexsort((days, which))
    same = which[order][1:] == which[order][:-1]
    gaps = np.diff(days[order])[same]
    is_first = bool((dates == dates.astype("datetime64[M]").astype("datetime64[D]")).all())
    apart = np.median(gaps) >= MONTH_DAYS if len(gaps) else is_first
    alone = len(np.unique(which * 100_000 + months)) == len(which)
    if len(days) and (names_months or (apart and alone)):
        return Spacing.MONTH, months - months.min()
    first = days.min() if len(days) else 0
    step = reduce(gcd, np.unique(days - first).tolist(), 0) or 1
    return Spacing.DAY, (days - first) // step
