"""`pahunch registry`: words, JSON, and one clear refusal."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pahunch.registry.models import Division, Person
from pahunch.registry.tests.conftest import write_folder

pytestmark = pytest.mark.django_db


def run(*words: str | Path) -> str:
    """Run the command and give what it printed."""
    out = StringIO()
    call_command("registry", *map(str, words), stdout=out)
    return out.getvalue()


def test_an_import_prints_what_is_new(tmp_path: Path) -> None:
    printed = run("import", write_folder(tmp_path / "in"))
    assert "divisions" in printed
    assert "kept as corrected" in printed
    assert Division.objects.count() == 5


def test_a_dry_run_says_that_nothing_was_written(tmp_path: Path) -> None:
    assert "nothing was written" in run("import", write_folder(tmp_path / "in"), "--dry-run")
    assert not Division.objects.exists()


def test_an_import_prints_json_for_programs(tmp_path: Path) -> None:
    printed = json.loads(run("import", write_folder(tmp_path / "in"), "--format", "json"))
    assert printed["dry_run"] is False
    assert printed["tables"]["divisions"] == {"new": 5, "changed": 0, "unchanged": 0, "kept": 0}


def test_a_bad_folder_is_refused_with_its_lines(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", lambda tables: tables["people"][0].update(name=""))
    with pytest.raises(CommandError, match=r"people\.csv, line 2, column name: is empty"):
        run("import", folder)


@pytest.mark.usefixtures("small")
def test_an_export_prints_its_files_and_can_be_imported(tmp_path: Path) -> None:
    assert "divisions.csv" in run("export", tmp_path / "out", "--state", "zz")
    printed = json.loads(run("import", tmp_path / "out", "--format", "json"))
    assert {tally["new"] + tally["changed"] for tally in printed["tables"].values()} == {0}
    assert json.loads(run("export", tmp_path / "json", "--format", "json"))["rolls"] == 1


@pytest.mark.usefixtures("small")
def test_a_correction_says_what_the_field_is_now() -> None:
    printed = run("correct", "person", "asha-one", "name_hi", "आशा देवी", "--reason", "her letter")
    assert "people asha-one name_hi is now 'आशा देवी'" in printed
    assert Person.objects.get(slug="asha-one").name_hi == "आशा देवी"


@pytest.mark.usefixtures("small")
def test_a_correction_of_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="there is no person 'nobody'"):
        run("correct", "person", "nobody", "name", "X", "--reason", "why")
