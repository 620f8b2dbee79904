from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("PAHUNCH_KILLS", "10"))
SEED = int(os.environ.get("PAHUNCH_SEED", "7"))
START = (
    "import django; django.setup(); "
    "from pahunch.collection.by_hand.tests.killing import main; main({kills}, seed={seed})"
)


@pytest.mark.slow
def test_a_reading_that_is_killed_is_entered_or_confirmed_or_was_never_there(tmp_path):
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
    assert not found["broken"], found
    assert sum(found.get(end, 0) for end in ("nothing", "entered", "confirmed")) == KILLS
    assert found["killed"]
