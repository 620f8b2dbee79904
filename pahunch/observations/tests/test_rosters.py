from __future__ import annotations

import os
import shutil

import pyarrow as pa
import pytest

from pahunch.observations import ROSTER, NoSuchRoster, WrongRows
from pahunch.observations.lake import day_ends
from pahunch.observations.tests.made import ANY_AGE, day, roster, row, table

BOUND = roster(
    ("b", 100, "x:2"), ("b", 100, "youtube:2"), ("a", 200, "x:1"), ("c", 300, None), ("d", 9, "x:2")
)


def test_a_roster_is_given_back_as_it_was_written(lake):
    lake.write_roster("state", BOUND)
    assert lake.at().roster("state").equals(BOUND)


def test_a_roster_in_the_lake_is_judged_as_one_in_memory(lake):
    lake.append("r", table(row("x:1", 9, day(1)), row("x:2", 5, day(1))))
    lake.write_roster("state", BOUND)
    judged = lake.at().reach_of("state", ANY_AGE, until=day(2))
    assert judged.equals(lake.at().reach(BOUND, ANY_AGE, until=day(2)))
    assert judged["representative"].to_pylist() == ["b", "a", "c", "d"]
    assert judged["standing"].to_pylist() == ["met", "not_met", "not_measured", "met"]


def test_a_roster_written_again_takes_the_place_of_the_old_one(lake):
    lake.write_roster("state", BOUND)
    lake.write_roster("state", BOUND.slice(0, 2))
    assert lake.at().roster("state").num_rows == 2


def test_a_roster_is_streamed_and_its_numbers_go_on_from_batch_to_batch(lake):
    small = pa.RecordBatchReader.from_batches(ROSTER, iter(BOUND.to_batches(max_chunksize=1)))
    lake.write_roster("state", small)
    judged = lake.at().reach_of("state", ANY_AGE, until=day(2))
    assert judged["representative"].to_pylist() == ["b", "a", "c", "d"]


@pytest.mark.parametrize(
    "wrong",
    [
        roster(("a", 1, "x:1"), ("a", 1, "x:1")),
        roster(("a", 1, "x:1"), ("b", 1, "x:2"), ("a", 1, "x:3")),
        roster(("a", 1, "x:1"), ("a", 2, "x:2")),
    ],
)
def test_a_roster_that_contradicts_itself_is_refused_and_the_old_one_stays(lake, wrong):
    lake.write_roster("state", BOUND)
    with pytest.raises(WrongRows, match=r"^a: the rows of a representative must stand together"):
        lake.write_roster("state", wrong)
    assert lake.at().roster("state").equals(BOUND)


@pytest.mark.parametrize("name", ["nobody", "", "../observations", "A"])
def test_a_roster_that_is_not_there_is_refused(lake, name):
    with pytest.raises(NoSuchRoster):
        lake.at().roster(name)
    with pytest.raises(NoSuchRoster):
        lake.at().reach_of(name, ANY_AGE, until=day(1))


def test_a_pair_of_roster_and_checkpoint_changes_nothing_but_speed(lake):
    lake.append("r", table(row("x:1", 9, day(1)), row("x:2", 5, day(1)), row("x:2", 7, day(4))))
    lake.write_roster("state", BOUND)
    lake.checkpoint(day(2).date(), day(5).date())
    pairs = lake.root / "pairs"
    assert len(list(pairs.glob("*.parquet"))) == 2
    untils = [day_ends(day(number).date()) for number in range(7)]
    with_pairs = [lake.at().reach_of("state", ANY_AGE, until=until) for until in untils]
    shutil.rmtree(pairs)
    without = [lake.at().reach_of("state", ANY_AGE, until=until) for until in untils]
    in_memory = [lake.at().reach(BOUND, ANY_AGE, until=until) for until in untils]
    assert with_pairs == without == in_memory


def test_a_new_roster_is_paired_with_the_newest_checkpoint_and_the_old_pair_goes(lake):
    lake.append("r", table(row("x:1", 9, day(1))))
    lake.write_roster("state", BOUND)
    lake.checkpoint(day(2).date())
    (old,) = (lake.root / "pairs").glob("*.parquet")
    os.utime(old, (0, 0))
    lake.write_roster("state", BOUND.slice(2))
    (new,) = (lake.root / "pairs").glob("*.parquet")
    assert new != old
    judged = lake.at().reach_of("state", ANY_AGE, until=day(9))
    assert judged["representative"].to_pylist() == ["a", "c", "d"]


def test_a_withdrawn_run_is_not_judged_from_a_pair(lake):
    lake.append("r", table(row("x:1", 3, day(1))))
    lake.append("s", table(row("x:1", 99, day(2)), run="s"))
    lake.write_roster("state", BOUND)
    lake.checkpoint(day(3).date())
    before = lake.version()
    lake.withdraw("s", reason="wrong", at=day(4))
    for version, low in ((before, 99), (None, 3)):
        judged = lake.at(version).reach_of("state", ANY_AGE, until=day(5))
        assert judged["low"].to_pylist()[1] == low
