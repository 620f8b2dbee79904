"""Hours a week on days: the peak is what the plain way of counting finds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pahunch.support.assigning.load import Work, on, overlap, peak

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]
WORK = st.builds(
    lambda start, length, hours: Work(
        DAYS[start], None if length is None else DAYS[min(start + length, 39)], hours
    ),
    st.integers(0, 39),
    st.none() | st.integers(0, 20),
    st.integers(1, 30),
)


@given(st.lists(WORK, max_size=6), WORK)
def test_the_peak_is_the_busiest_day(works, within) -> None:
    inside = [day for day in DAYS if within.starts <= day and (within.ends or day) >= day]
    assert peak(works, within) == max(on(day, works) for day in inside)


@given(WORK, WORK)
def test_two_overlap_where_they_share_a_day(one, other) -> None:
    shared = any(on(day, [one]) and on(day, [other]) for day in DAYS)
    assert overlap(one, other) == overlap(other, one) == shared
