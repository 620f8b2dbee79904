from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("PAHUNCH_KILLS", "40"))
SEED = int(os.environ.get("PAHUNCH_SEED", "7"))
START = (
    "import django; django.setup(); "
    "from pahunch.collection.sweeps.tests.killing import main; main({kills}, seed={seed})"
)


@pytest.mark.slow
def test_four_workers_that_are_killed_skip_nobody_and_count_nobody_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "PAHUNCH_HOME": str(tmp_path / "home"),
        "PAHUNCH_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "pahunch.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", START.format(kills=KILLS, seed=SEED)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[4],
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["killed"] == KILLS
    assert found["days"] == found["swept_days"]
    for fault in ("skipped", "twice", "over", "overspent", "stuck"):
        assert found[fault] == 0, found
