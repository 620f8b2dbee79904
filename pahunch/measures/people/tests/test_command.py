"""`pahunch surveys`: dry runs store nothing, and a wrong file names its place."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.measures.models import Survey
from pahunch.measures.people.tests.conftest import Write
from pahunch.registry.models import Division

pytestmark = pytest.mark.django_db


def surveys(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("surveys", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_dry_run_shows_and_stores_nothing(state: Division, write: Write) -> None:
    said = surveys("import", write(), "--dry-run")
    assert "up-2026: 4 shares, asked were followers; dry run, nothing stored" in said
    assert not Survey.objects.exists()


def test_a_survey_comes_in_is_listed_and_goes(state: Division, write: Write) -> None:
    brought = json.loads(surveys("import", write(), "--format", "json"))
    assert brought["survey"] == "up-2026"
    assert len(brought["rows"]) == 4
    assert "made-up survey, table 4" in surveys("list")
    (listed,) = json.loads(surveys("list", "--format", "json"))["surveys"]
    assert (listed["digest"], listed["withdrawn"]) == (Survey.objects.get().digest, None)
    assert "withdrew up-2026" in surveys("withdraw", "up-2026", "--reason", "wrong column")
    (listed,) = json.loads(surveys("list", "--format", "json"))["surveys"]
    assert listed["withdrawn"] == "wrong column"


def test_a_wrong_file_stores_nothing_and_names_its_place(state: Division, write: Write) -> None:
    with pytest.raises(CommandError, match=r"Row 2, column asked_on: .* Nothing was stored\."):
        surveys("import", write(asked_on="March"))
    assert not Survey.objects.exists()


def test_a_survey_nobody_brought_cannot_be_withdrawn(state: Division) -> None:
    with pytest.raises(CommandError, match="There is no survey 'none'"):
        surveys("withdraw", "none", "--reason", "x")
