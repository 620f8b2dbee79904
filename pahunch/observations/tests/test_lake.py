from __future__ import annotations

import shutil
import threading

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from pahunch.observations import (
    OBSERVATIONS,
    Lake,
    LakeVersion,
    NoSuchVersion,
    WithdrawnRun,
    WrongMoment,
    WrongRows,
)
from pahunch.observations.tests.made import ANY_AGE, day, roster, row, table


def lows(lake, *accounts, until=None, version=None):
    rows = lake.at(version).latest(accounts or ["x:1"], until=until or day(100)).to_pylist()
    return {row["account"]: row["low"] for row in rows}


def test_an_empty_lake_answers_every_question(lake):
    snapshot = lake.at()
    assert str(snapshot.version) == "o0w0"
    assert snapshot.latest(["x:1"], until=day(1)).num_rows == 0
    assert snapshot.series(["x:1"]).num_rows == 0
    judged = snapshot.reach(roster(("a", 100, "x:1")), ANY_AGE, until=day(1)).to_pylist()
    assert [row["standing"] for row in judged] == ["not_measured"]


def test_a_question_makes_no_folder(lake):
    lake.at().latest(["x:1"], until=day(1))
    assert not lake.root.exists()


def test_a_run_is_one_commit_and_the_same_run_again_adds_nothing(lake):
    assert str(lake.append("r", table(row("x:1", 5, day(1)), row("x:2", 6, day(1))))) == "o1w0"
    assert str(lake.append("r", table(row("x:1", 9, day(2))))) == "o1w0"
    assert lake.has_run("r")
    assert not lake.has_run("s")
    assert lows(lake, "x:1", "x:2") == {"x:1": 5, "x:2": 6}


def test_a_run_without_rows_is_a_run(lake):
    lake.append("empty", OBSERVATIONS.empty_table())
    assert lake.has_run("empty")
    assert lows(lake) == {}


def test_a_run_is_streamed_batch_by_batch(lake):
    taken = []

    def batches():
        for number in range(5):
            taken.append(number)
            yield from table(row(f"x:{number}", number, day(1))).to_batches()

    lake.append("r", pa.RecordBatchReader.from_batches(OBSERVATIONS, batches()))
    assert taken == [0, 1, 2, 3, 4]
    assert lows(lake, "x:3") == {"x:3": 3}


def test_a_stream_that_breaks_adds_nothing_and_may_be_sent_again(lake):
    def broken():
        yield from table(row("x:1", 1, day(1))).to_batches()
        yield from table(row("x:1", -1, day(2))).to_batches()

    with pytest.raises(WrongRows, match="row 2, column low: -1: negative"):
        lake.append("r", pa.RecordBatchReader.from_batches(OBSERVATIONS, broken()))
    assert str(lake.version()) == "o0w0"
    assert not list(lake.root.rglob("*.parquet"))
    lake.append("r", table(row("x:1", 7, day(1))))
    assert lows(lake) == {"x:1": 7}


def test_an_old_version_gives_what_it_gave(lake):
    first = lake.append("r", table(row("x:1", 1, day(1))))
    lake.append("s", table(row("x:1", 2, day(2)), run="s"))
    assert lows(lake) == {"x:1": 2}
    assert lows(lake, version=first) == {"x:1": 1}
    assert lows(Lake(lake.root), version=LakeVersion.parse("o0w0")) == {}


def test_every_reader_sees_a_commit_of_another_one(lake):
    other = Lake(lake.root)
    lake.append("r", table(row("x:1", 1, day(1))))
    assert str(other.version()) == "o1w0"


def test_a_lake_that_was_removed_and_made_again_is_a_new_lake(lake):
    lake.append("r", table(row("x:1", 1, day(1))))
    assert lows(lake) == {"x:1": 1}
    shutil.rmtree(lake.root)
    assert str(lake.version()) == "o0w0"
    lake.append("s", table(row("x:1", 2, day(1)), run="s"))
    assert lows(lake) == {"x:1": 2}


@pytest.mark.parametrize("text", ["", "o1", "o1w", "w1o1", "o-1w0", "o01w0", "o1w0x", "latest"])
def test_a_version_that_is_none_is_refused(text):
    with pytest.raises(NoSuchVersion, match="o12w0"):
        LakeVersion.parse(text)


def test_a_version_is_read_as_it_is_written():
    assert LakeVersion.parse(" o12w3 ") == LakeVersion(12, 3)
    assert str(LakeVersion(12, 3)) == "o12w3"


@pytest.mark.parametrize("version", [LakeVersion(2, 0), LakeVersion(1, 1)])
def test_a_version_that_is_not_yet_is_refused(lake, version):
    lake.append("r", table(row("x:1", 1, day(1))))
    with pytest.raises(NoSuchVersion, match="versions 0 to"):
        lake.at(version)


def test_a_question_without_a_time_zone_is_refused(lake):
    lake.append("r", table(row("x:1", 1, day(1))))
    with pytest.raises(WrongMoment, match="no time zone"):
        lake.at().latest(["x:1"], until=day(1).replace(tzinfo=None))


def test_a_withdrawn_run_leaves_every_question_but_stays_to_be_seen(lake):
    lake.append("r", table(row("x:1", 1, day(1))))
    before = lake.append("s", table(row("x:1", 2, day(2)), run="s"))
    after = lake.withdraw("s", reason="wrong file", at=day(3))
    assert str(after) == "o2w1"
    assert lows(lake) == {"x:1": 1}
    assert lows(lake, version=before) == {"x:1": 2}
    series = lake.at().series(["x:1"]).to_pylist()
    assert [(row["low"], row["withdrawn"], row["reason"]) for row in series] == [
        (1, False, None),
        (2, True, "wrong file"),
    ]


def test_a_withdrawn_run_does_not_come_back_by_being_sent_again(lake):
    lake.append("r", table(row("x:1", 1, day(1))))
    lake.withdraw("r", reason="wrong file", at=day(3))
    lake.append("r", table(row("x:1", 1, day(1))))
    assert lows(lake) == {}


def test_a_run_is_withdrawn_once_with_a_reason_and_only_if_it_is_there(lake):
    with pytest.raises(WithdrawnRun, match="never added"):
        lake.withdraw("r", reason="why", at=day(3))
    lake.append("r", table(row("x:1", 1, day(1))))
    with pytest.raises(WrongRows, match="needs a reason"):
        lake.withdraw("r", reason=" ", at=day(3))
    with pytest.raises(WrongMoment):
        lake.withdraw("r", reason="why", at=day(3).replace(tzinfo=None))
    lake.withdraw("r", reason="why", at=day(3))
    with pytest.raises(WithdrawnRun, match="already"):
        lake.withdraw("r", reason="why", at=day(3))
    assert str(lake.version()) == "o1w1"


def test_the_series_shows_the_undated_last_and_ends_before_a_moment(lake):
    lake.append("r", table(row("x:1", 3, None), row("x:1", 2, day(2)), row("x:1", 1, day(1))))
    assert lake.at().series(["x:1"])["low"].to_pylist() == [1, 2, 3]
    assert lake.at().series(["x:1"], until=day(2))["low"].to_pylist() == [1, 3]
    assert lake.at().series(["x:1"], metric="posts").num_rows == 0


def test_no_version_is_ever_cleaned_away(lake):
    lake.append("r", table(row("x:1", 1, day(1))))
    configuration = DeltaTable(lake.root / "observations").metadata().configuration
    assert configuration["delta.enableExpiredLogCleanup"] == "false"
    assert configuration["delta.appendOnly"] == "true"


def test_many_threads_of_one_process_may_ask_at_once(lake):
    lake.append("r", table(*(row(f"x:{n}", n, day(1)) for n in range(50))))
    found = {}

    def question(number):
        for _ in range(5):
            found[number] = lows(lake, f"x:{number}")

    threads = [threading.Thread(target=question, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: {f"x:{number}": number} for number in range(8)}
