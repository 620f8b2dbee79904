"""A worker that is killed sends nothing twice, and hides nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pahunch.directives.tests.killing import EACH

KILLS = int(os.environ.get("PAHUNCH_KILLS", "6"))
SEED = int(os.environ.get("PAHUNCH_SEED", "7"))
START = (
    "import django; django.setup(); "
    "from pahunch.directives.tests.killing import main; main({kills}, seed={seed})"
)


@pytest.mark.slow
def test_a_reminder_whose_worker_is_killed_is_sent_once_or_uncertain(tmp_path: Path) -> None:
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
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not found["broken"], found
    assert found.get("sent", 0) + found.get("uncertain", 0) == KILLS * EACH
    assert found["killed"]
    assert found.get("uncertain", 0) <= found["killed"]
