"""When a kind of fetch is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.collection.sweeps.timetable import DAY, USUAL_MINUTES, Timetable

IST = ZoneInfo("Asia/Kolkata")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=IST).astimezone(UTC)


def test_a_daily_fetch_has_one_window_a_day_of_the_state() -> None:
    table = Timetable(DAY, opens=time(6))
    assert table.window(at("2026-11-23 06:00"), IST) == at("2026-11-23 00:00")
    assert table.window(at("2026-11-23 23:59"), IST) == at("2026-11-23 00:00")
    assert table.window(at("2026-11-24 06:00"), IST) == at("2026-11-24 00:00")


@pytest.mark.parametrize("clock", ["05:59", "22:00", "23:00"])
def test_outside_its_hours_no_window_is_open(clock: str) -> None:
    table = Timetable(DAY, opens=time(6), closes=time(22))
    assert table.window(at(f"2026-11-23 {clock}"), IST) is None


def test_a_fetch_every_half_hour_has_forty_eight_windows() -> None:
    table = Timetable(30)
    day = at("2026-11-23 00:00")
    seen = {table.window(day + timedelta(minutes=minute), IST) for minute in range(DAY)}
    assert len(seen) == 48


def test_a_weekly_fetch_has_one_window_in_seven_days() -> None:
    table = Timetable(7 * DAY)
    day = at("2026-11-23 12:00")
    seen = [table.window(day + timedelta(days=number), IST) for number in range(14)]
    assert len(set(seen)) in {2, 3}
    assert max(seen.count(each) for each in seen) == 7


def test_what_is_switched_off_is_never_due() -> None:
    assert Timetable(DAY, enabled=False).window(at("2026-11-23 12:00"), IST) is None


@given(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1)),  # noqa: DTZ001
    st.sampled_from(sorted(set(USUAL_MINUTES.values()))),
    st.integers(0, 23),
)
def test_the_next_opening_is_open_and_lies_ahead(moment: datetime, minutes: int, hour: int) -> None:
    table = Timetable(minutes, opens=time(hour))
    now = moment.replace(tzinfo=UTC)
    found = table.next(now, IST)
    assert found > now
    assert table.window(found, IST) is not None
    assert table.window(found, IST) != table.window(now, IST)
