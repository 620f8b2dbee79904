from __future__ import annotations

import pyarrow as pa
import pytest

from pahunch.observations import ROSTER, NoSuchRoster, WrongRows
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
