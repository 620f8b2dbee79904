"""A process that dies in the middle of an append leaves the run whole or absent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from pahunch.observations import Lake
from pahunch.observations.tests.made import day, row, table

KILLS = int(os.environ.get("PAHUNCH_KILLS", "20"))
ROWS = 400

# Appends run after run of ROWS rows, half of them streamed; says when it begins and
# when the first one is in.
CHILD = f"""
import itertools, sys
from pathlib import Path
import pyarrow as pa
from pahunch.observations import OBSERVATIONS, Lake
from pahunch.observations.tests.made import day, row, table

lake = Lake(Path(sys.argv[1]))
print("ready", flush=True)
for number in itertools.count():
    run = f"{{sys.argv[2]}} {{number}}"
    rows = table(*(row(f"x:{{n}}", n, day(1), run=run) for n in range({ROWS})))
    if number % 2:
        batches = iter(rows.to_batches(max_chunksize=50))
        lake.append(run, pa.RecordBatchReader.from_batches(OBSERVATIONS, batches))
    else:
        lake.append(run, rows)
    if number == 0:
        print("added", flush=True)
"""


def start(root: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CHILD, str(root), name], stdout=subprocess.PIPE)


def test_a_run_is_whole_or_absent_when_its_process_is_killed(tmp_path):
    chance = random.Random(7)
    root = tmp_path / "lake"
    for kill in range(KILLS):
        with start(root, f"child {kill}") as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            if kill % 2:
                # Every other one is let finish a run first, however slow the machine is.
                assert child.stdout.readline() == b"added\n"
            time.sleep(chance.uniform(0, 0.15))
            child.send_signal(signal.SIGKILL)
    lake = Lake(root)
    accounts = [f"x:{n}" for n in range(ROWS)]
    runs = Counter(lake.at().series(accounts)["run"].to_pylist())
    assert set(runs.values()) == {ROWS}
    assert len(runs) >= KILLS // 2
    assert len(runs) == lake.version().observations
    assert all(lake.has_run(run) for run in runs)
    lake.append("afterwards", table(row("x:1", 77, day(2), run="afterwards")))
    assert lake.at().latest(["x:1"], until=day(3))["low"].to_pylist() == [77]
