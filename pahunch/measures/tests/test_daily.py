"""The lake's counts laid out by days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pahunch.measures.daily import daily
from pahunch.observations import Lake
from pahunch.observations.tests.made import row, table

KOLKATA = ZoneInfo("Asia/Kolkata")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_each_account_has_a_row_and_each_day_of_the_zone_a_column(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append(
        "r",
        table(
            row("x:1", 10, at(1, 19)),  # the second of March, after midnight in Kolkata
            row("x:1", 12, at(3, 6), high=14),
            row("y:1", 5, at(3, 5), high=None),
            row("y:1", None, at(2, 5)),
        ),
    )
    found = daily(lake.at(), ["y:1", "z:1", "x:1"], date(2026, 3, 3), 3, KOLKATA)
    none = np.nan
    expected = [[none, none, 5], [none, none, none], [none, 10, 12]]
    assert np.array_equal(found.low, np.array(expected), equal_nan=True)
    assert np.array_equal(found.high[[0, 2], 2], np.array([np.inf, 14]))
    assert (found.day(0), found.day(2)) == (date(2026, 3, 1), date(2026, 3, 3))


def test_an_empty_lake_gives_days_without_counts(tmp_path: Path) -> None:
    found = daily(Lake(tmp_path).at(), ["x:1"], date(2026, 3, 3), 4, KOLKATA)
    assert found.days == 4
    assert np.isnan(found.low).all()
