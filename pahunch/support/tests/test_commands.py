"""`pahunch support` and `pahunch means`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pahunch.support.assigning.actions import add_analyst, make_team
from pahunch.support.models import Analyst, Assignment, MeansRequest
from pahunch.support.tests.conftest import NOW, TODAY, Room, days, profile


def run(*words: str) -> Any:
    out = StringIO()
    call_command(*words, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_assigns_lists_and_hands_over(
    room: Room, ravi: Analyst, capsys: pytest.CaptureFixture[str]
) -> None:
    other = add_analyst(room.state, room.sita, profile(), by=None, now=NOW)
    make_team(room.state, "north", ("North", ""), [other], lead=other, by=None, now=NOW)
    day = days(-5).isoformat()
    asked = ["--kinds", "office", "--hours", "10", "--from", day, "--until", days(9).isoformat()]
    (made,) = run("support", "assign", "anita", "--to", "ravi", *asked)
    assert (made["person"], made["to"], made["kinds"]) == ("anita", "ravi", ["office"])
    assert run("support", "list") == [made]
    assert run("support", "list", "--on", days(10).isoformat()) == []
    handed = ["--on", TODAY.isoformat(), "--notes", "Mind the token."]
    (after,) = run("support", "handover", str(made["number"]), "--to", "team:north", *handed)
    assert (after["to"], after["people"]) == ("team:north", ["sita"])
    call_command("support", "list")
    assert "team:north" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["assign", "nobody", "--to", "ravi"], "nobody called 'nobody'"),
        (["assign", "anita", "--to", "nobody"], "is no analyst"),
        (["assign", "anita", "--to", "team:none"], "is no analyst"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    room: Room, ravi: Analyst, words: list[str], why: str
) -> None:
    given = ["--kinds", "office", "--hours", "10", "--from", TODAY.isoformat()]
    with pytest.raises(CommandError, match=why):
        call_command("support", *words, *given)
    with pytest.raises(CommandError, match="State money serves office accounts only"):
        call_command(
            "support", "assign", "anita", "--to", "ravi", "--kinds", "party", "--hours", "1",
            "--from", TODAY.isoformat(),
        )  # fmt: skip
    with pytest.raises(CommandError, match="no assignment 9"):
        call_command(
            "support", "handover", "9", "--to", "ravi", "--on", TODAY.isoformat(), "--notes", "x"
        )
    assert not Assignment.objects.exists()


def test_requests_are_listed_with_what_is_late(
    room: Room, asked: Callable[..., MeansRequest], capsys: pytest.CaptureFixture[str]
) -> None:
    asked(title="New", amount=None)
    late = asked(title="Late")
    MeansRequest.objects.filter(pk=late.pk).update(stepped_at=NOW - timedelta(days=30))
    assert [one["title"] for one in run("means", "list")] == ["Late", "New"]
    (only,) = run("means", "list", "--overdue")
    assert (only["title"], only["overdue"], only["amount"]) == ("Late", True, 30_000)
    assert run("means", "list", "--kind", "design") == []
    assert run("means", "list", "--state", "declined") == []
    call_command("means", "list")
    assert "2 in all, 1 overdue." in capsys.readouterr().out
