"""Surveys stored and withdrawn: the deed, the refusal, and that a refusal leaves no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pahunch.measures.models import Overlap, Survey
from pahunch.measures.people.actions import import_survey, state_of, withdraw_survey
from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import read_survey
from pahunch.measures.people.tests.conftest import ROWS, Write
from pahunch.measures.people.words import why_not
from pahunch.registry.models import Division
from pahunch.rules.people import Asked
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db


def test_a_survey_is_stored_whole_with_its_citation(
    people: Cast, state: Division, write: Write
) -> None:
    draft = read_survey(write())
    survey = import_survey(draft, state_of(draft), by=people.asha, at=NOW)
    assert str(survey.source) == "made-up survey, table 4"
    assert survey.source.url == "https://example.org/survey"
    assert survey.told == sorted(draft.told, key=lambda one: (one.on, one.also))
    assert survey.overlaps.asked is Asked.FOLLOWERS
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject, deed.by) == (
        "measures.survey_brought",
        "survey:up-2026",
        people.asha,
    )
    assert deed.detail["digest"] == survey.digest


def test_the_digest_changes_with_a_share_and_not_with_a_title(
    survey: Survey, state: Division, write: Write
) -> None:
    again = read_survey(write(survey="up-2026-b", title="Other"))
    same = import_survey(again, state, by=None, at=NOW)
    rows = (*ROWS[:3], ("x", "facebook", "44.5%", "", "", "900"))
    other = import_survey(read_survey(write(rows, survey="up-2026-c")), state, by=None, at=NOW)
    assert same.digest == survey.digest != other.digest


@pytest.mark.parametrize("who", ["ravi", "meena", "om", "admin", "guest"])
def test_only_the_state_cell_brings_surveys_in(
    people: Cast, state: Division, write: Write, who: str
) -> None:
    with pytest.raises(Refused):
        import_survey(read_survey(write()), state, by=getattr(people, who), at=NOW)
    assert not Survey.objects.exists()
    assert not Deed.objects.exists()


def test_a_cell_brings_none_in_for_another_state(people: Cast, write: Write) -> None:
    draft = read_survey(write(state="xp"))
    with pytest.raises(Refused):
        import_survey(draft, state_of(draft), by=people.asha, at=NOW)
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"survey": ""}, "column survey: This cell is empty."),
        ({"survey": "Up 2026"}, "A code has small letters"),
        ({"title": ""}, "column title: This cell is empty."),
        ({"title": "x" * 201}, "longer than 200 letters"),
        ({"asked": ""}, "Say whom the survey asked"),
        ({"area": ""}, "column area: This cell is empty."),
        ({"asked_on": "March"}, "Write the day as 2026-03-31."),
        ({"sample": "many"}, "no whole number"),
        ({"source": ""}, "where anybody can look the survey up"),
        ({"url": "javascript:alert(1)"}, "https://"),
    ],
)
def test_a_survey_that_says_too_little_is_refused_and_leaves_no_trace(
    state: Division, write: Write, about: dict[str, str], said: str
) -> None:
    with pytest.raises(WrongSurvey) as caught:
        import_survey(read_survey(write(**about)), state, by=None, at=NOW)
    assert said in why_not(caught.value)
    assert not Survey.objects.exists()
    assert not Overlap.objects.exists()
    assert not Deed.objects.exists()


def test_a_platform_that_is_not_known_is_refused(state: Division, write: Write) -> None:
    rows = (("facebook", "myspace", "20%", "", "", ""),)
    with pytest.raises(WrongSurvey, match="platform") as caught:
        import_survey(read_survey(write(rows)), state, by=None, at=NOW)
    assert why_not(caught.value) == "myspace is no platform that is known here."


def test_a_survey_is_not_brought_in_twice_nor_edited(
    survey: Survey, state: Division, write: Write
) -> None:
    with pytest.raises(WrongSurvey, match="known"):
        import_survey(read_survey(write(title="Better")), state, by=None, at=NOW)
    assert Survey.objects.get().title == "Where people follow, 2026"


def test_an_unknown_state_is_named(state: Division, write: Write) -> None:
    with pytest.raises(WrongSurvey) as caught:
        state_of(read_survey(write(state="nowhere")))
    assert why_not(caught.value) == "Row 2, column state: The registry has no state nowhere."


def test_a_survey_is_withdrawn_once_with_a_reason(survey: Survey, people: Cast) -> None:
    with pytest.raises(WrongSurvey, match="no_reason"):
        withdraw_survey(survey, reason=" ", by=people.asha, at=NOW)
    found = withdraw_survey(survey, reason="wrong column", by=people.asha, at=NOW)
    assert (found.reason, found.withdrawn_by) == ("wrong column", people.asha)
    assert list(Survey.objects.all()) == [survey], "it stays visible"
    assert not Survey.objects.all().standing().exists()
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("measures.survey_withdrawn", "wrong column")
    with pytest.raises(WrongSurvey, match="withdrawn"):
        withdraw_survey(survey, reason="again", by=people.asha, at=NOW)


@pytest.mark.parametrize("who", ["ravi", "meena", "om", "admin", "guest"])
def test_only_the_state_cell_withdraws(survey: Survey, people: Cast, who: str) -> None:
    deeds = Deed.objects.count()
    with pytest.raises(Refused):
        withdraw_survey(survey, reason="x", by=getattr(people, who), at=NOW)
    assert Survey.objects.get().withdrawn_at is None
    assert Deed.objects.count() == deeds


@pytest.mark.parametrize(
    "row",
    [
        {"on": "x", "also": "x", "share": 0.5},
        {"on": "x", "also": "youtube", "share": 1.5},
        {"on": "x", "also": "facebook", "share": 0.5},
    ],
)
def test_the_database_holds_a_table_to_be_one(survey: Survey, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Overlap.objects.create(survey=survey, **row)


def test_the_file_may_be_a_spreadsheet(state: Division, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "bare.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["platform", "also", "share", "people"])
        sheet.write_row(1, 0, ["x", "facebook", "62%", 400])
    assert read_survey(path).told[0].share == 0.62
