"""Several processes that append, withdraw, compact and make checkpoints at once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pahunch.observations import Lake
from pahunch.observations.checkpoints import Checkpoints
from pahunch.observations.compaction import compact
from pahunch.observations.schema import OBSERVATIONS
from pahunch.observations.table import DeltaFolder
from pahunch.observations.tests.made import day, row, table

PROCESSES, RUNS = 4, 8

CHILD = """
import sys
from pathlib import Path
from pahunch.observations import Lake
from pahunch.observations.tests.made import day, row, table

root, name, runs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
lake = Lake(root)
print("ready", flush=True)
sys.stdin.readline()
for number in range(runs):
    shared = f"shared {number}"
    lake.append(shared, table(row("x:shared", number, day(number), run=shared)))
    own = f"{name} {number}"
    lake.append(own, table(row(f"x:{name}", number, day(number), run=own)))
    if number == runs // 2:
        lake.withdraw(own, reason="wrong", at=day(50))
        lake.checkpoint(day(number).date())
        lake.compact()
"""


def test_four_processes_at_once_lose_nothing_and_add_nothing_twice(tmp_path):
    root = tmp_path / "lake"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(root), f"p{number}", str(RUNS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(PROCESSES)
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    # All begin at the same moment, with the making of the table.
    for child in children:
        child.communicate(b"go\n", timeout=120)
    assert [child.returncode for child in children] == [0] * PROCESSES
    lake = Lake(root)
    names = ["shared", *(f"p{number}" for number in range(PROCESSES))]
    rows = lake.at().series([f"x:{name}" for name in names]).to_pylist()
    assert Counter(one["account"] for one in rows) == {f"x:{name}": RUNS for name in names}
    assert len({one["run"] for one in rows}) == RUNS * (PROCESSES + 1)
    assert Counter(one["withdrawn"] for one in rows)[True] == PROCESSES
    latest = lake.at().latest([f"x:{name}" for name in names], until=day(60))
    assert latest["low"].to_pylist() == [RUNS - 1] * len(names)


@pytest.fixture
def folder(tmp_path):
    lake = Lake(tmp_path / "lake")
    for number in range(3):
        run = f"r{number}"
        lake.append(run, table(row("x:1", number, day(number), run=run)))
    return lake.root


def test_of_two_compactions_at_once_only_one_counts(folder: Path):
    table = DeltaFolder(folder / "observations", OBSERVATIONS)
    other = DeltaFolder(folder / "observations", OBSERVATIONS)
    known = Checkpoints(folder / "checkpoints")
    files = other.files(other.version())
    assert compact(table, known)
    assert not other.rewrite(files, [])
    assert not compact(table, known)
    assert Lake(folder).at().series(["x:1"])["low"].to_pylist() == [0, 1, 2]


def test_a_run_appended_while_files_are_compacted_stays(folder: Path, monkeypatch):
    lake = Lake(folder)
    rewrite = DeltaFolder.rewrite

    def appended_meanwhile(self, old, new):
        lake.append("late", table(row("x:1", 9, day(9), run="late")))
        return rewrite(self, old, new)

    monkeypatch.setattr(DeltaFolder, "rewrite", appended_meanwhile)
    assert lake.compact()
    assert lake.at().series(["x:1"])["low"].to_pylist() == [0, 1, 2, 9]


def test_the_same_run_from_two_writers_at_once_is_added_once(folder: Path, monkeypatch):
    lake = Lake(folder)
    row_of = table(row("x:1", 5, day(5), run="twice"))
    other = DeltaFolder(folder / "observations", OBSERVATIONS)
    batches = iter(row_of.to_batches())

    def first_the_other():
        # The other writer commits after this one has looked and before it commits.
        lake.append("twice", row_of)
        yield from batches

    assert not other.append("twice", first_the_other(), "seen_at")
    assert lake.at().series(["x:1"])["low"].to_pylist() == [0, 1, 2, 5]
    parquet = {path.name for path in (folder / "observations").glob("*.parquet")}
    assert len(parquet) == 4
