"""The rim of the console script: one line and exit code 1, never a traceback."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

from pahunch.cli import commands

ROOT = Path(__file__).resolve().parents[1]


def pahunch(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the console script on a home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    return subprocess.run(
        [sys.executable, "-m", "pahunch", *words],
        env={**clean, "PAHUNCH_HOME": str(home)},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_the_bytes_do_not_depend_on_the_locale(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "pahunch", "पहुँच"],
        env={**clean, **plain, "PAHUNCH_HOME": str(tmp_path)},
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert "there is no command" in done.stderr.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_every_word_of_it_has_an_example(name: str) -> None:
    command = load_command_class(commands()[name].split(".management.")[0], name)
    parser = command.create_parser("pahunch", name)
    below = [
        one
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for one in action.choices.values()
    ]
    for one in (parser, *below):
        assert f"example:\n  pahunch {name}" in one.format_help()


def is_one_line(done: subprocess.CompletedProcess[str]) -> bool:
    """Tell whether a command failed in one line that begins with its name."""
    lines = done.stderr.splitlines()
    return (done.returncode, done.stdout, len(lines)) == (1, "", 1) and lines[0].startswith(
        "pahunch: "
    )


@pytest.mark.parametrize(
    "words", [("staff", "list"), ("audit", "verify"), ("judge", "--directive", "x")]
)
def test_a_home_without_a_database_says_what_makes_one(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = pahunch(tmp_path / "home", *words)
    assert is_one_line(done)
    assert "`pahunch setup`" in done.stderr


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "pahunch.sqlite3").write_text("not a database " * 100)
    assert is_one_line(pahunch(tmp_path, "staff", "list"))


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    done = pahunch(tmp_path, "staff", "list")
    assert is_one_line(done)
    assert "keys" in done.stderr
