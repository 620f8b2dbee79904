"""`pahunch staff` and `pahunch audit`."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pahunch.staff.deeds import record, verify
from pahunch.staff.models import Deed, User
from tests.people import NOW, PASSWORD

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def run_json(*words: str) -> Any:
    return json.loads(run(*words, "--format", "json"))


def test_a_generated_password_is_shown_once_and_works() -> None:
    said = run("staff", "add", "sita", "--name", "Sita", "--name-hi", "सीता")
    user = User.objects.get(username="sita")
    assert user.check_password(said.split("shown this once: ")[1].strip())
    assert Deed.objects.get().by_name == "command line"
    assert "shown this once" in run("staff", "password", "sita")


def test_a_password_is_read_from_standard_input_and_never_printed(monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    said = run("staff", "add", "sita", "--password-stdin")
    assert User.objects.get().check_password(PASSWORD)
    assert PASSWORD not in said


def test_a_password_is_no_argument() -> None:
    with pytest.raises(CommandError):
        run("staff", "add", "sita", "--password", PASSWORD)
    assert not User.objects.exists()


def test_roles_are_given_listed_and_taken_back(guest) -> None:
    run("staff", "grant", "guest", "district_officer", "--division", "up/up-d-2/")
    (row,) = [row for row in run_json("staff", "list") if row["username"] == "guest"]
    assert row["grants"] == [{"role": "district_officer", "scope": "division:up/up-d-2/"}]
    assert "district_officer of division:up/up-d-2/" in run("staff", "list")
    words = ("guest", "district_officer", "--division", "up/up-d-2/")
    run("staff", "revoke", *words, "--reason", "moved")
    assert not guest.grants.exists()
    assert Deed.objects.latest("seq").reason == "moved"
    with pytest.raises(CommandError, match="no such grant"):
        run("staff", "revoke", *words, "--reason", "moved")


def test_a_user_is_closed(guest) -> None:
    run("staff", "close", "guest", "--reason", "left")
    guest.refresh_from_db()
    assert not guest.is_active
    assert "no" in run("staff", "list")


def test_what_cannot_be_done_is_said_in_one_line(guest) -> None:
    with pytest.raises(CommandError, match="no user 'nobody'"):
        run("staff", "grant", "nobody", "reviewer")
    with pytest.raises(CommandError, match=r"\w"):
        run("staff", "add", "guest")
    with pytest.raises(CommandError, match="king"):
        run("staff", "grant", "guest", "king")


def test_a_whole_book_is_said_to_be_whole_with_a_proof_to_keep() -> None:
    deed = record("test.wrote", "page:1", by=None, at=NOW)
    said = run("audit", "verify")
    assert "1 deeds, nothing broken" in said
    assert f"1:{deed.hash}" in said
    proof = run_json("audit", "verify", "--known", f"1:{deed.hash}")
    whole = {"whole": True, "count": 1, "hash": deed.hash, "broken": None, "seals": []}
    assert proof == whole


def test_a_broken_book_fails_and_names_the_deed() -> None:
    for number in range(3):
        record("test.wrote", f"page:{number}", by=None, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_deed SET reason = 'better' WHERE seq = 2")
    with pytest.raises(CommandError, match=r"deed 2 \(changed\)") as failure:
        run("audit", "verify")
    assert failure.value.returncode == 1
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("audit", "verify", "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["broken"]["seq"] == 2


def test_a_shorter_book_than_the_known_one_fails() -> None:
    with pytest.raises(CommandError, match="cut_off"):
        run("audit", "verify", "--known", f"5:{verify().hash}")
    with pytest.raises(CommandError, match="COUNT:HASH"):
        run("audit", "verify", "--known", "5")


def test_deeds_are_listed_oldest_first_by_day_and_subject(asha) -> None:
    record("test.wrote", "page:1", by=None, at=NOW.replace(year=2022))
    record("test.wrote", "page:2", by=asha, at=NOW, reason="new order", detail={"a": 1})
    record("test.wrote", "user:asha", by=None, at=NOW)
    assert [row["seq"] for row in run_json("audit", "list")] == [1, 2, 3]
    (row,) = run_json("audit", "list", "--since", "2023-01-01", "--subject", "page:")
    assert row["at"] == "2023-08-26T11:30:00+05:30"
    assert (row["by"], row["reason"], row["detail"]) == ("asha", "new order", {"a": 1})
    assert [row["seq"] for row in run_json("audit", "list", "--by", "asha")] == [2]
    assert "new order" in run("audit", "list")


def test_a_day_begins_at_midnight_in_india() -> None:
    record("test.wrote", "page:1", by=None, at=NOW.replace(hour=18, minute=29, day=25))
    record("test.wrote", "page:2", by=None, at=NOW.replace(hour=18, minute=30, day=25))
    assert [row["seq"] for row in run_json("audit", "list", "--since", "2023-08-26")] == [2]
