from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.simulation.management.commands.simulate import Command

NUMBERS = ("--seed", "7", "--representatives", "12", "--days", "20", "--until", "2025-06-30")


def simulate(*words: str) -> str:
    out = StringIO()
    call_command("simulate", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_says_what_was_made_and_how_to_judge_it():
    said = simulate(*NUMBERS)

    assert "Udaharan Pradesh (उदाहरण प्रदेश, made up): 12 members" in said
    assert "01-06-2025" not in said
    assert "11-06-2025 to 30-06-2025" in said
    assert "pahunch judge --directive udaharan-ministers --as-of 2025-06-30" in said


@pytest.mark.django_db
def test_as_json_it_gives_the_numbers():
    data = json.loads(simulate(*NUMBERS, "--format", "json"))

    assert data["state"] == "udaharan"
    assert (data["representatives"], data["ministers"], data["days"]) == (12, 1, 20)
    assert (data["first_day"], data["last_day"]) == ("2025-06-11", "2025-06-30")
    assert data["new"] is True
    assert data["rows"] > 500
    assert data["rosters"] == []
    assert data["truth"].endswith("truth/udaharan.csv")


@pytest.mark.django_db
def test_the_second_time_it_says_that_nothing_was_changed():
    simulate(*NUMBERS)

    assert "complete to 30-06-2025; nothing was changed" in simulate(*NUMBERS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--representatives", "0"), "representatives is 0"),
        (("--days", "99999"), "days is 99999"),
        (("--seed", "-4"), "seed is -4"),
    ],
)
def test_numbers_that_make_no_state_fail_with_one_line(words, why):
    with pytest.raises(CommandError, match=why):
        simulate(*words)


@pytest.mark.django_db
def test_another_seed_fails_with_one_line():
    simulate(*NUMBERS)

    with pytest.raises(CommandError, match="Nothing was changed"):
        simulate("--seed", "8")


def test_its_help_has_an_example():
    words = Command().create_parser("pahunch", "simulate").format_help()

    assert "pahunch simulate --seed 7 --representatives 230 --days 730" in words
    assert "PAHUNCH_HOME/truth" in words
