"""`pahunch vocabulary`: what it prints, changes and refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pahunch.registry.models import Division, Source, TermChange
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state() -> Division:
    source = Source.objects.create(text="made-up, for a test")
    made = [
        Division(code=code, kind=kind, name=code, name_hi=hindi, path=path, source=source)
        for code, kind, hindi, path in (
            ("up", "state", "", "up/"),
            ("up-ac-1", "constituency", "पलाशपुर", "up/up-ac-1/"),
        )
    ]
    Division.objects.bulk_create(made)
    return made[0]


@pytest.fixture
def run(capsys: Any) -> Any:
    def command(*words: str) -> str:
        call_command("vocabulary", *words)
        said: str = capsys.readouterr().out
        return said

    return command


def test_a_sentence_is_tried_with_its_evidence(run: Any) -> None:
    said = run("try", "पलाशपुर में सड़क का भूमिपूजन", "--place", "up-ac-1")
    assert "government work in the constituency (पलाशपुर): 3 points, 2 are enough" in said
    assert "भूमिपूजन" in said
    found = json.loads(run("try", "We demand a road", "--format", "json"))
    assert found["government_work"] is False
    assert found["language"] == "en"
    assert {"words": "We demand", "class": "demand"} in found["words"]


def test_a_term_is_added_listed_and_withdrawn(run: Any) -> None:
    named = ("छायादान", "--language", "hi", "--reason", "a test")
    assert "added छायादान to the vocabulary of up" in run("add", *named, "--class", "scheme")
    listed = run("list", "--class", "scheme", "--language", "hi")
    assert "छायादान" in listed.splitlines()[1] + listed.splitlines()[2]
    assert "precision 0.978" in listed
    assert "withdrew छायादान" in run("withdraw", *named)
    assert "छायादान" not in run("list")
    assert Deed.objects.count() == 2


def test_the_list_is_for_programs_too(run: Any) -> None:
    terms = json.loads(run("list", "--class", "opening", "--format", "json"))["terms"]
    assert {"term", "language", "class", "points", "department", "source"} == terms[0].keys()
    assert {term["class"] for term in terms} == {"opening"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "सड़कें", "--language", "hi", "--class", "work", "--reason", "x"), "there already"),
        (("withdraw", "छायादान", "--language", "hi", "--reason", "x"), "is not in this"),
        (("withdraw", "सड़क", "--language", "hi", "--reason", " "), "Say why."),
        (("try", "road", "--place", "nowhere"), "no constituency"),
        (("list", "--state", "zp"), "say one of the registry's states: up"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(
    run: Any, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(*words)
    assert not TermChange.objects.exists()
    assert not Deed.objects.exists()
