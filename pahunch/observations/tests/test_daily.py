"""The latest row of each account on each day, for the measures over time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pahunch.observations import WrongMoment
from pahunch.observations.tests.made import START, day, row, table

IST = timedelta(hours=5, minutes=30)
FIRST = (START.date() - START.date().replace(year=1970, month=1, day=1)).days


BEFORE, AFTER = day(-30), day(30)


def asked(lake, *accounts, since=BEFORE, until=AFTER, shift=timedelta()):
    found = lake.at().daily(accounts, since=since, until=until, shift=shift)
    return [
        (one["place"], one["day"] - FIRST, one["low"], one["high"]) for one in found.to_pylist()
    ]


def test_each_day_has_its_latest_row_in_the_order_of_the_accounts_asked(lake):
    lake.append("r", table(row("x:1", 1, day(0.1)), row("x:1", 2, day(0.9)), row("x:1", 5, day(2))))
    lake.append("s", table(row("x:2", 7, day(1), high=9), run="s"))
    assert asked(lake, "x:2", "x:1") == [(0, 1, 7, 9), (1, 0, 2, 2), (1, 2, 5, 5)]


def test_a_day_is_one_of_the_zone(lake):
    lake.append("r", table(row("x:1", 1, day(0) + timedelta(hours=18, minutes=30))))
    assert asked(lake, "x:1", shift=IST) == [(0, 1, 1, 1)]
    lake.append("s", table(row("x:1", 2, day(0) + timedelta(hours=18, minutes=29)), run="s"))
    assert asked(lake, "x:1", shift=IST) == [(0, 0, 2, 2), (0, 1, 1, 1)]


def test_withheld_and_unbounded_answers_stay_what_they_are(lake):
    rows = [row("x:1", 4, day(0.1)), row("x:1", None, day(0.2)), row("x:1", 9, day(1), high=None)]
    lake.append("r", table(*rows))
    assert asked(lake, "x:1") == [(0, 0, None, None), (0, 1, 9, None)]


def test_what_has_no_day_is_on_none(lake):
    lake.append(
        "r",
        table(
            row("x:1", 4, None),
            row("x:1", 5, day(1), precision="month"),
            row("x:1", 6, day(2), precision="year"),
            row("x:1", 7, day(3), precision="day"),
        ),
    )
    assert asked(lake, "x:1") == [(0, 3, 7, 7)]


def test_withdrawn_runs_are_not_seen_nor_days_outside(lake):
    lake.append("r", table(row("x:1", 1, day(1)), row("x:1", 2, day(5))))
    lake.append("s", table(row("x:1", 9, day(2)), run="s"))
    lake.withdraw("s", reason="a mistake", at=day(6))
    assert asked(lake, "x:1") == [(0, 1, 1, 1), (0, 5, 2, 2)]
    assert asked(lake, "x:1", since=day(1), until=day(5)) == [(0, 1, 1, 1)]
    assert asked(lake, "x:1", since=day(1) + timedelta(microseconds=1), until=day(5)) == []


def test_nothing_asked_and_nothing_there_give_nothing(lake):
    assert asked(lake, "x:1") == []
    lake.append("r", table(row("x:1", 1, day(1))))
    assert asked(lake) == []
    with pytest.raises(WrongMoment):
        asked(lake, "x:1", until=day(1).replace(tzinfo=None))
