"""The lake's counts of many accounts as two arrays: an account a row, a day a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from pahunch.observations import Snapshot

Floats = npt.NDArray[np.float64]
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Daily:
    """The latest count of each account on each day of the calendar.

    `low` and `high` are accounts by days, in followers; NaN: not counted, or withheld. `high`
    is infinite where no upper end is known. The last column is `last`.
    """

    accounts: Sequence[str]
    last: date
    low: Floats
    high: Floats

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.low.shape[1])

    def day(self, column: int) -> date:
        """Give the day of a column."""
        return self.last - timedelta(days=self.days - 1 - column)


def daily(
    snapshot: Snapshot, accounts: Sequence[str], last: date, days: int, zone: ZoneInfo
) -> Daily:
    """Read so many days up to a day, the last one whole, in a zone."""
    until = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    since = datetime.combine(last - timedelta(days=days - 1), time.min, tzinfo=zone)
    rows = snapshot.daily(
        accounts, since=since, until=until, shift=until.utcoffset() or timedelta()
    )
    place = rows["place"].to_numpy()
    column = rows["day"].to_numpy() - (last - EPOCH).days + days - 1
    # Where clocks change, an hour of the day before may fall on the first day.
    inside = (column >= 0) & (column < days)
    low, high = (np.full((len(accounts), days), np.nan) for _ in range(2))
    lows, highs = (rows[name].to_numpy().astype(np.float64) for name in ("low", "high"))
    highs = np.where(np.isnan(highs) & ~np.isnan(lows), np.inf, highs)
    low[place[inside], column[inside]] = lows[inside]
    high[place[inside], column[inside]] = highs[inside]
    return Daily(accounts, last, low, high)
