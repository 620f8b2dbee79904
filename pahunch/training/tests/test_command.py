"""`pahunch training`: the same actions, without a page."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.training.models import Attendance, Certificate, Double, Programme, Session, Trainee
from pahunch.training.models.sessions import Ways
from pahunch.training.proof.actions import give_certificates
from pahunch.training.proof.drawing import has_font
from pahunch.training.sessions.actions import mark_attendance, move_session
from pahunch.training.states import Step
from pahunch.training.tests.conftest import NOW, ROWS, List, add


def run(*words: object) -> str:
    out = StringIO()
    call_command("training", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_dry_run_names_what_is_wrong_and_stores_nothing(
    programme: Programme, listed: List
) -> None:
    rows = (*ROWS, ("Uma Sen", "", "Wakanda", "", "", "", "", ""))
    said = run("import", listed(rows), "--programme", "orientation", "--dry-run")
    assert "no block is called so" in said
    assert "4 good rows, 1 bad; 4 new people" in said
    assert not Trainee.objects.exists()
    told = json.loads(run("import", listed(rows), "--programme", "orientation", "--format", "json"))
    assert (told["new"], told["bad"], told["dry_run"]) == (4, 1, False)
    assert told["troubles"][0]["row"] == 6
    assert Trainee.objects.count() == 4


def test_a_list_of_a_session_marks_who_came(session: Session, listed: List) -> None:
    run("import", listed(), "--session", session.code.lower(), "--consent-on", "2026-11-01")
    assert Attendance.objects.filter(session=session).count() == 4


@pytest.mark.parametrize(
    "words",
    [
        ("import", "x.csv"),
        ("import", "x.csv", "--programme", "nothing"),
        ("import", "x.csv", "--programme", "orientation"),
        ("import", "x.csv", "--session", "NOTHING"),
        ("coverage", "nothing"),
        ("coverage", "orientation", "--district", "nothing"),
        ("doubles", "look", "--state", "nothing"),
        ("certificate", "nothing", "--to", "x.pdf"),
    ],
)
def test_what_is_not_there_is_one_message(programme: Programme, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)


def test_a_file_that_is_no_table_is_one_message(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(CommandError, match="Nothing was stored"):
        run("import", path, "--programme", "orientation")


def test_coverage_is_printed_for_people_and_for_programs(programme: Programme) -> None:
    told = json.loads(run("coverage", "orientation", "--district", "up-d-1", "--format", "json"))
    assert [one["place"] for one in told["parts"]] == ["up-b-2", "up-b-1"]
    assert told["whole"]["stand"] == "unplanned"
    assert "Udaharan: 0 of 0 trained" in run("coverage", "orientation")


def test_doubles_are_looked_for_and_listed(programme: Programme) -> None:
    for name in ("Uma Sen", "उमा सेन"):
        add(name, 1, guardian="Hari Sen", village="Kheda")
    assert json.loads(run("doubles", "look", "--format", "json")) == {"proposed": 1}
    assert "0 new pairs" in run("doubles", "look", "--state", "up")
    (told,) = json.loads(run("doubles", "list", "--format", "json"))["doubles"]
    assert told["number"] == Double.objects.get().pk
    assert "1 to be decided by a human" in run("doubles", "list")


def test_a_certificate_is_drawn_into_a_file(
    session: Session, ramesh: Trainee, tmp_path: Path
) -> None:
    if not has_font():
        pytest.skip("Noto Sans Devanagari is not installed: no certificate is drawn")
    mark_attendance(session, [ramesh], Ways.LIST, by=None, now=NOW)
    give_certificates(move_session(session, Step.HOLD, by=None, now=NOW), by=None, now=NOW)
    path = tmp_path / "c.pdf"
    run("certificate", Certificate.objects.get().code, "--to", path, "--address", "https://x.org/")
    assert path.read_bytes().startswith(b"%PDF-")


def test_erasing_and_sealing_anew_say_how_much(programme: Programme, listed: List) -> None:
    run("import", listed(), "--programme", "orientation")
    assert json.loads(run("erase", "--format", "json")) == {"phones": 0, "files": 0}
    assert "erased 0 phones and 0 files" in run("erase")
    assert "sealed 2 phones again" in run("reseal")
