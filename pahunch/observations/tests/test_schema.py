from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from pahunch.observations import OBSERVATIONS, ROSTER, WrongRows
from pahunch.observations.schema import MOST
from pahunch.observations.tests.made import ANY_AGE, day, roster, row, table


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (row("x:1", -1, day(1)), "column low: -1: negative"),
        (row("x:1", 5, day(1), high=4), "column high: 4: below the lower end"),
        (row("x:1", MOST + 1, day(1)), "too large to be true"),
        (row("x:1", 1, day(1), high=10**18), "too large to be true"),
        (row("", 1, day(1)), "no account"),
        (row(None, 1, day(1)), "no account"),
        (row("x:1", 1, day(1), metric=""), "no metric"),
        (row("x:1", 1, day(1), withheld=True), "withheld and a number"),
        (row("x:1", None, day(1), withheld=False), "withheld and a number"),
        (row("x:1", None, day(1), withheld=None), "neither withheld nor given"),
        (row("x:1", None, day(1), high=5), "withheld, and yet with an upper end"),
        (row("x:1", 1, day(1), precision="week"), "not a known precision"),
        (row("x:1", 1, day(1), precision=None), "not a known precision"),
        (row("x:1", 1, day(1), precision="unknown"), "a date without a precision"),
        (row("x:1", 1, None, precision="day"), "a precision without a date"),
        (row("x:1", 1, datetime(1969, 12, 31, tzinfo=UTC)), "before 1970"),
        (row("x:1", 1, datetime(2200, 1, 1, tzinfo=UTC)), "after 2199"),
        (row("x:1", 1, day(1), run="other"), "every row must be of run 'r'"),
        (row("x:1", 1, day(1), run=None), "every row must be of run 'r'"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_enters(lake, wrong, words):
    good = row("x:9", 1, day(1))
    with pytest.raises(WrongRows, match=r"^row 2, column ") as caught:
        lake.append("r", table(good, wrong))
    assert words in str(caught.value)
    assert not lake.has_run("r")
    assert str(lake.version()) == "o0w0"


def test_a_time_without_a_zone_is_refused(lake):
    at = OBSERVATIONS.get_field_index("seen_at")
    naive = table(row("x:1", 1, day(1)))
    naive = naive.set_column(at, "seen_at", naive["seen_at"].cast(pa.timestamp("us")))
    with pytest.raises(WrongRows, match="seen_at: a time without a time zone"):
        lake.append("r", naive)


def test_a_missing_or_foreign_column_is_refused(lake):
    rows = table(row("x:1", 1, day(1)))
    with pytest.raises(WrongRows, match="the columns must be account, metric"):
        lake.append("r", rows.drop_columns(["source"]))
    with pytest.raises(WrongRows, match="likes"):
        lake.append("r", rows.append_column("likes", pa.array([1])))


def test_a_number_that_is_none_is_refused(lake):
    rows = table(row("x:1", 1, day(1)))
    at = OBSERVATIONS.get_field_index("low")
    with pytest.raises(WrongRows, match="column low"):
        lake.append("r", rows.set_column(at, "low", pa.array(["many"])))


def test_columns_may_come_in_any_order_and_in_kindred_types(lake):
    rows = table(row("x:1", 1, day(1)))
    at = OBSERVATIONS.get_field_index("account")
    rows = rows.set_column(at, "account", rows["account"].cast(pa.large_string()))
    lake.append("r", rows.select(list(reversed(OBSERVATIONS.names))))
    assert lake.at().latest(["x:1"], until=day(2)).schema.equals(OBSERVATIONS)


@pytest.mark.parametrize("run", ["", " ", "(rewrite)"])
def test_a_run_needs_a_name(lake, run):
    with pytest.raises(WrongRows, match="needs a name"):
        lake.append(run, OBSERVATIONS.empty_table())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"representative": ""}, "no representative"),
        ({"electors": 0}, "not positive"),
        ({"electors": None}, "not positive"),
        ({"platform": "orkut"}, "not a platform"),
        ({"platform": None}, "not a platform"),
        ({"kind": "family"}, "not a kind of account"),
        ({"account": None}, "not a platform"),
    ],
)
def test_a_wrong_row_of_a_roster_is_named(lake, change, words):
    right = roster(("a", 100, "x:1")).to_pylist()[0]
    wrong = pa.Table.from_pylist([right, right | {"account": "x:2"} | change], schema=ROSTER)
    with pytest.raises(WrongRows, match=f"row 2, column .*{words}"):
        lake.at().reach(wrong, ANY_AGE, until=day(1))
    with pytest.raises(WrongRows, match=f"row 2, column .*{words}"):
        lake.write_roster("state", wrong)


def test_an_account_counts_once_for_a_representative(lake):
    twice = roster(("a", 100, "x:1"), ("b", 100, "x:1"), ("a", 100, "x:1"))
    with pytest.raises(WrongRows, match="row 3, column account: 'x:1' stands twice"):
        lake.at().reach(twice, ANY_AGE, until=day(1))
