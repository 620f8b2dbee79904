"""Different people: a directive that names a survey is judged by it, and says so."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from pahunch.directives.judge import forget, judge
from pahunch.directives.load import BadDirective, load_directives
from pahunch.directives.models import Directive
from pahunch.directives.people import people_of
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.facts import Count, Standing
from pahunch.measures.models import Overlap, Survey
from pahunch.measures.people.actions import withdraw_survey
from pahunch.registry.models import Source
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_people(state: State) -> Directive:
    """Let the directive count people; 9,000 follow Anita on X and 6,000 on YouTube."""
    append(
        "day-2",
        seen("x:1", 9_000, 9_000, DAY, "day-2"),
        seen("youtube:1", 6_000, 6_000, DAY, "day-2"),
        seen("x:3", 9_000, 9_000, DAY, "day-2"),
    )
    Directive.objects.update(adding="people")
    forget()
    return Directive.objects.get()


@pytest.fixture
def survey(state: State) -> Survey:
    """Give a survey by which a third of those on YouTube follow on X too."""
    made = Survey.objects.create(
        code="up-2026",
        state=state.directive.state,
        title="Where people follow",
        asked="followers",
        area="Up",
        asked_on=DAY,
        allowance=0.02,
        brought_at=NOW,
        source=Source.objects.create(text="made-up survey"),
    )
    for on, also, share in (("x", "youtube", 2 / 9), ("youtube", "x", 1 / 3)):
        Overlap.objects.create(survey=made, on=on, also=also, share=share)
    return made


def named(directive: Directive, survey: Survey | None) -> Directive:
    Directive.objects.update(survey=survey)
    forget()
    return Directive.objects.with_terms().get(pk=directive.pk)


def test_without_a_survey_people_are_between_the_largest_and_the_sum(by_people: Directive) -> None:
    judgement = judge(by_people, DAY)
    first = judgement.rows[0].verdict
    assert (first.count, first.standing) == (Count(9_000, 15_000), Standing.UNDECIDED)
    assert judgement.people is None
    assert "survey" not in judgement.computed


def test_a_survey_narrows_and_decides_and_is_named(by_people: Directive, survey: Survey) -> None:
    judgement = judge(named(by_people, survey), DAY)
    first, second, third = (row.verdict for row in judgement.rows)
    # Of 15,000 follows 1,820 to 2,180 are repeats: 2/9 of 9,000, two points more or less.
    assert first.count == Count(12_820, 13_180)
    assert first.standing is Standing.MET
    assert second.count is not None
    assert second.count.low >= 9_000
    assert third.count == Count(9_000, None), "nobody counted the second account"
    assert third.standing is Standing.UNDECIDED
    computed = judgement.computed
    assert (computed["survey"], computed["survey_digest"]) == ("up-2026", survey.digest)
    assert computed["people"] == "people-1"
    assert computed["rule"] == "reach-1"


def test_a_survey_never_widens_what_is_known_without_it(
    by_people: Directive, survey: Survey
) -> None:
    before = {row.membership.code: row.verdict for row in judge(by_people, DAY).rows}
    for row in judge(named(by_people, survey), DAY).rows:
        plain = before[row.membership.code]
        if plain.count is None:
            assert row.verdict == plain
            continue
        assert row.verdict.count is not None
        assert row.verdict.count.low >= plain.count.low
        if plain.count.high is not None:
            assert row.verdict.count.high is not None
            assert row.verdict.count.high <= plain.count.high


def test_a_withdrawn_survey_is_not_used_and_that_is_said(
    by_people: Directive, survey: Survey
) -> None:
    directive = named(by_people, survey)
    assert judge(directive, DAY).people is not None
    withdraw_survey(survey, reason="wrong column", by=None, at=NOW)
    judgement = judge(Directive.objects.with_terms().get(pk=directive.pk), DAY)
    assert judgement.rows[0].verdict.count == Count(9_000, 15_000)
    assert judgement.computed["survey"] == "up-2026, withdrawn: not used"


def test_any_directive_tells_people_and_where_its_verdict_would_change(state: State) -> None:
    told = people_of(state.directive, DAY).people["up-minister-anita"]
    assert (told.low, told.high) == (9_000, 10_009)
    assert told.target == 10_000
    assert told.turn is not None
    assert told.turn.standing is Standing.UNDECIDED
    assert told.turn.turns_low == 0
    assert "up-minister-chhaya" not in people_of(state.directive, DAY).people


def test_the_point_lies_between_the_ends(by_people: Directive, survey: Survey) -> None:
    told = people_of(named(by_people, survey), DAY).people["up-minister-anita"]
    assert told.high is not None
    assert told.point is not None
    assert told.low <= told.point <= told.high
    assert (told.largest, told.total, told.follows) == (9_000, 15_000, (15_000, 15_000))
    assert told.is_narrowed


def test_a_survey_without_a_platform_leaves_it_as_it_was(
    by_people: Directive, survey: Survey
) -> None:
    Overlap.objects.all().delete()
    Overlap.objects.create(survey=survey, on="facebook", also="x", share=0.5)
    told = people_of(named(by_people, survey), DAY).people["up-minister-anita"]
    assert (told.low, told.point, told.high) == (9_000, None, 15_000)


ROW = {
    "code": "up-people",
    "state": "up",
    "title": "People",
    "binds": "minister",
    "share": "5%",
    "adding": "people",
    "kinds": "office",
    "roll": "2023",
    "source": "made-up",
    "survey": "up-2026",
}


def test_a_file_names_the_survey(state: State, survey: Survey) -> None:
    load_directives([ROW], by=None, at=NOW)
    assert Directive.objects.get(code="up-people").survey == survey


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"survey": "none"}, "there is no survey 'none' of up in use"),
        ({"adding": "total"}, "a survey is of people"),
        ({"where": "inside"}, "a survey is of people"),
        ({"roster": "large"}, "a survey is of people"),
    ],
)
def test_a_survey_that_cannot_be_used_is_refused(
    state: State, survey: Survey, change: dict[str, str], why: str
) -> None:
    with pytest.raises(BadDirective, match=f"line 2, column survey: {why}"):
        load_directives([ROW | change], by=None, at=NOW)


def test_a_withdrawn_survey_is_not_named_any_more(state: State, survey: Survey) -> None:
    withdraw_survey(survey, reason="wrong", by=None, at=NOW)
    with pytest.raises(BadDirective, match="in use"):
        load_directives([ROW], by=None, at=NOW)


def test_the_database_holds_that_a_survey_is_of_people(state: State, survey: Survey) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.update(survey=survey)


def measured(*arguments: str) -> str:
    out = StringIO()
    given = ("--directive", "up-ministers", "--as-of", DAY.isoformat(), *arguments)
    call_command("measure", "people-bound", *given, stdout=out)
    return out.getvalue()


def test_the_command_tells_of_everyone_bound(by_people: Directive, survey: Survey) -> None:
    named(by_people, survey)
    found: dict[str, Any] = json.loads(measured("--format", "json"))
    assert [row["person"] for row in found["rows"]] == ["Anita", "Balram", "Chhaya"]
    assert found["rows"][0]["standing"] == "met"
    assert found["computed"]["survey"] == "up-2026"
    assert measured("--format", "json") == measured("--format", "json")
    said = measured()
    assert "survey up-2026" in said
    assert "Chhaya: " in said


def test_a_roster_in_the_lake_is_refused(state: State) -> None:
    Directive.objects.update(roster="large")
    with pytest.raises(CommandError, match="in the lake"):
        measured()


def test_judging_says_of_an_undecided_one_where_the_verdict_would_change(
    by_people: Directive, survey: Survey
) -> None:
    def judged(*arguments: str) -> str:
        out = StringIO()
        given = ("--directive", "up-ministers", "--as-of", DAY.isoformat(), *arguments)
        call_command("judge", *given, stdout=out)
        return out.getvalue()

    rows = {row["person"]: row for row in json.loads(judged("--format", "json"))["rows"]}
    said = "On target if at most 33.3% of all follows are by people counted already"
    assert rows["Anita"]["changes"].startswith(said)
    assert "changes" not in rows["Balram"]
    assert f"Anita: {said}" in judged()
    named(by_people, survey)
    assert "Different people by survey up-2026." in judged()
    assert "Anita: " not in judged(), "met over the whole interval now"
    Directive.objects.update(survey=None, adding="total")
    forget()
    assert "changes" not in judged("--format", "json")
