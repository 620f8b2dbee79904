"""Judging: the registry of that day, the lake of that version, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.directives.judge import evidence, forget, judge, lake
from pahunch.directives.tests.conftest import DAY, State, append, close, seen
from pahunch.facts import Standing
from pahunch.registry.models import Membership
from pahunch.staff.deeds import record
from tests.people import NOW, assemble


def standings(state: State, **words: Any) -> list[str]:
    return [row.verdict.standing.value for row in judge(state.directive, DAY, **words).rows]


def test_each_representative_gets_what_the_counts_allow(state: State) -> None:
    judgement = judge(state.directive, DAY)
    assert [row.verdict.standing for row in judgement.rows] == [
        Standing.MET,
        Standing.NOT_MET,
        Standing.NOT_MEASURED,
    ]
    assert judgement.headline == {
        "bound": 3,
        "met": 1,
        "not_met": 1,
        "undecided": 0,
        "not_measured": 1,
    }
    assert judgement.coverage == 2
    first = judgement.rows[0]
    assert (first.electors, first.verdict.target, first.share) == (200_000, 10_000, 0.05)


def test_the_day_before_the_counts_nobody_was_measured(state: State) -> None:
    judgement = judge(state.directive, DAY - timedelta(days=1))
    assert judgement.headline["not_measured"] == 3


def test_people_are_fetched_once_for_all_days_until_a_fact_changes(
    state: State, django_assert_num_queries: Any
) -> None:
    today = judge(state.directive, DAY)
    # How facts stand, who is bound that day, their electors, their accounts.
    with django_assert_num_queries(4):
        before = judge(state.directive, DAY - timedelta(days=1))
    assert [row.membership for row in before.rows] == [row.membership for row in today.rows]
    assert all(a.membership is b.membership for a, b in zip(today.rows, before.rows, strict=True))
    person = today.rows[0].person
    type(person).objects.filter(pk=person.pk).update(name="Somebody Else")
    record("registry.fact_corrected", f"person:{person.slug}", by=None, at=NOW)
    assert judge(state.directive, DAY).rows[0].person.name == "Somebody Else"


def test_somebody_who_entered_office_past_the_actions_is_judged_too(state: State) -> None:
    judge(state.directive, DAY - timedelta(days=1))
    known = Membership.objects.order_by("pk").first()
    assert known is not None
    known.pk, known.code, known.starts = None, f"{known.code}-again", DAY
    known.save()
    assert len(judge(state.directive, DAY).rows) == 4


def test_a_count_goes_stale_after_the_days_the_directive_names(state: State) -> None:
    assert judge(state.directive, DAY + timedelta(days=6)).headline["met"] == 1
    assert judge(state.directive, DAY + timedelta(days=8)).headline["not_measured"] == 3


def test_an_account_nobody_counted_leaves_its_owner_undecided(state: State) -> None:
    append("day-2", seen("x:3", 100, 100, DAY, "day-2"))
    row = judge(state.directive, DAY).rows[2]
    assert row.verdict.standing is Standing.UNDECIDED
    assert row.verdict.count is not None
    assert row.verdict.count.high is None
    assert (row.verdict.accounts, row.verdict.measured) == (2, 1)


def test_an_account_on_a_closed_platform_no_longer_counts(state: State) -> None:
    append("day-2", seen("x:3", 100, 100, DAY, "day-2"))
    close("youtube:3", DAY)
    forget()
    assert standings(state)[2] == "not_met"


def test_an_older_version_of_the_lake_gives_the_older_answer(state: State) -> None:
    before = lake().version()
    append("day-2", seen("youtube:2", 5_000, 5_009, DAY + timedelta(days=0), "day-2"))
    assert standings(state) == ["met", "met", "not_measured"]
    assert standings(state, version=before) == ["met", "not_met", "not_measured"]


def test_a_withdrawn_run_no_longer_counts_and_the_old_answer_stays(state: State) -> None:
    before = lake().version()
    lake().withdraw("day-1", reason="wrong accounts", at=NOW)
    assert standings(state) == ["not_measured"] * 3
    assert standings(state, version=before)[0] == "met"


def test_who_left_before_the_day_is_not_judged(state: State) -> None:
    Membership.objects.filter(pk=state.memberships[0].pk).update(ends=DAY - timedelta(days=1))
    forget()
    assert judge(state.directive, DAY).headline["bound"] == 2


def test_a_reader_sees_the_rows_of_their_grants_alone(state: State) -> None:
    cast = assemble(state="up/", district="up/up-d-2/", ravi_sees="anita")
    seen_by = {
        name: [row.person.slug for row in judge(state.directive, DAY, user=user).rows]
        for name, user in (
            ("asha", cast.asha),
            ("meena", cast.meena),
            ("ravi", cast.ravi),
            ("guest", cast.guest),
        )
    }
    assert seen_by == {
        "asha": ["anita", "balram", "chhaya"],
        "meena": ["balram"],
        "ravi": ["anita"],
        "guest": [],
    }


def test_the_evidence_has_every_account_with_its_newest_count(state: State) -> None:
    judgement = judge(state.directive, DAY)
    found = evidence(judgement, ["up-minister-anita", "up-minister-chhaya"])
    assert [(line["account"], line["counts"]) for line in found["up-minister-anita"]] == [
        ("x:1", True),
        ("youtube:1", True),
    ]
    assert found["up-minister-anita"][1]["seen"]["high"] == 1_009
    assert [line["seen"] for line in found["up-minister-chhaya"]] == [None, None]


def ask(*words: str) -> str:
    out = StringIO()
    call_command(
        "judge", "--directive", "up-ministers", "--as-of", "2023-08-25", *words, stdout=out
    )
    return out.getvalue()


def test_the_command_prints_the_same_bytes_for_the_same_version(state: State) -> None:
    version = str(lake().version())
    first = ask("--format", "json")
    append("day-2", seen("youtube:2", 5_000, 5_009, DAY, "day-2"))
    forget()
    assert ask("--format", "json", "--lake-version", version) == first
    assert ask("--format", "json") != first


def test_a_registry_that_changed_since_is_refused_and_not_passed_off(state: State) -> None:
    digest = json.loads(ask("--format", "json"))["computed"]["roster"]
    assert ask("--roster", digest)
    close("youtube:3", DAY)
    forget()
    with pytest.raises(CommandError, match=f"was {digest} and is "):
        ask("--roster", digest)


def test_the_command_s_json_says_what_it_was_computed_from(state: State) -> None:
    answer = json.loads(ask("--format", "json"))
    computed = answer["computed"]
    assert computed.pop("roster")
    assert computed == {
        "lake_version": str(lake().version()),
        "roll": "2023",
        "rule": "reach-1",
        "as_of": "2023-08-25",
        "directive": "up-ministers",
    }
    worst = answer["rows"][0]
    assert (worst["person"], worst["standing"], worst["low"], worst["high"], worst["target"]) == (
        "Balram",
        "not_met",
        9_990,
        9_999,
        10_000,
    )
    assert worst["evidence"][0]["source"] == "made-up"


def test_the_command_prints_a_table_and_the_headline(state: State) -> None:
    words = ask()
    assert "1 of 3 met, 1 not met, 0 undecided, 1 not measured (coverage 2 of 3)" in words
    assert "Balram" in words


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--directive", "unheard-of"), "There is no directive 'unheard-of'. Known: up-ministers"),
        (("--lake-version", "o99w0"), "versions 0 to 1, and 99 was asked for"),
        (("--lake-version", "yesterday"), "yesterday"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_a_line(
    state: State, words: tuple[str, str], why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        ask(*words)


def test_a_list_narrows_whom_the_rule_binds(state: State) -> None:
    anita, balram, _chhaya = state.memberships
    state.directive.only.set([balram])
    forget()
    judgement = judge(state.directive, DAY)
    assert [row.membership for row in judgement.rows] == [balram]
    assert anita not in state.directive.bound()
