"""The benchmarks still run: on a handful of accounts, without a word on how fast."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_sweeps_are_measured_and_pass_no_limit() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    done = subprocess.run(
        [sys.executable, "benchmarks/collect.py", "--accounts", "25"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "claim over: measured 0 requests, goal none: holds" in done.stdout
    for name in ("facebook", "mentions of x by tweepy", "posts of mastodon by Mastodon.py"):
        assert name in done.stdout


@pytest.mark.slow
def test_followers_inside_are_measured_where_the_truth_is_known() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/inside.py", "--cases", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in ("covers", "width", "point", "electors"):
        assert f"claim {name}: measured " in done.stdout


@pytest.mark.slow
def test_people_are_told_where_the_truth_is_known_and_no_end_misses() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/people.py", "--states", "4", "--each", "30", "--own", "12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "claim bounds: measured 0 of 120, goal 0: holds" in done.stdout
    assert "claim bounds-table: measured 0 of 12, goal 0: holds" in done.stdout


@pytest.mark.slow
def test_suspicion_is_measured_on_months_and_on_days() -> None:
    for peer in ("sklearn", "ruptures", "scipy"):
        pytest.importorskip(peer)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    few = ["--repositories", "300", "--states", "1", "--representatives", "20"]
    done = subprocess.run(
        [sys.executable, "benchmarks/suspicion.py", *few, "--accounts", "300"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "claim purge, with hindsight: measured 0 alarms, goal none: holds" in done.stdout
    for name in ("ours, without", "robust z-score", "seasonal hybrid ESD", "ruptures"):
        assert name in done.stdout


@pytest.mark.slow
def test_lists_of_people_are_brought_in_and_their_doubles_marked() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    few = ["--rows", "1500", "--seeds", "4", "--without-splink"]
    done = subprocess.run(
        [sys.executable, "benchmarks/training.py", *few],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "bad rows amiss, goal 0: holds" in done.stdout
    for name in ("import", "doubles", "false", "coverage"):
        assert f"claim {name}: measured " in done.stdout
    for peer in ("same phone", "same name and block", "either"):
        assert peer in done.stdout


@pytest.mark.slow
def test_plans_that_never_were_are_played_on_a_made_up_state() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/effect.py", "--representatives", "30"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "claim false-alarms-made-up: measured " in done.stdout
    assert "told apart of 100" in done.stdout
