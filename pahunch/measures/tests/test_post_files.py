"""`pahunch measure activity` on plain files: what it reads, prints and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

HEADER = "account,posted_at,kind,text,likes,comments,shares,followers"
ROWS = (
    "facebook:1,2026-03-01,photo,पलाशपुर में 6 करोड़ की सड़क स्वीकृत,40,5,5,10000",
    "facebook:1,2026-03-01 23:30,video,Happy birthday to the minister,80,0,0,10000",
    "facebook:1,2026-03-14,photo,,900,0,0,10000",
    "koo:2,2026-03-02,,Aaj gaon mein nayi sadak ka lokarpan kiya,5,5,5,100",
)


@pytest.fixture
def measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(
        *options: str, rows: tuple[str, ...] = ROWS, header: str = HEADER, form: str = "json"
    ) -> Any:
        path = tmp_path / "posts.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        call_command("measure", "activity", str(path), *options, "--format", form)
        said = capsys.readouterr().out
        return json.loads(said) if form == "json" else said

    return run


def test_each_account_is_measured_over_the_period_of_the_file(measured: Any) -> None:
    found = measured()
    assert (found["first"], found["last"]) == ("2026-03-01", "2026-03-14")
    facebook, koo = found["accounts"]
    assert (facebook["posts"], facebook["posts_a_week"], facebook["active_days"]) == (3, 1.5, 2)
    assert facebook["rate_low"] == pytest.approx(0.008)
    assert facebook["kinds"] == {"photo": 2, "video": 1}
    assert facebook["languages"] == {"en": 1, "hi": 1, "unknown": 1}
    assert koo["languages"] == {"hinglish": 1}
    assert koo["rate_low"] is None


def test_what_was_not_read_makes_the_share_a_range(measured: Any) -> None:
    work = measured()["accounts"][0]["government_work"]
    assert (work["yes"], work["no"], work["not_read"]) == (1, 1, 1)
    assert (work["low"], work["high"]) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_work_in_the_constituency_is_told_where_its_places_are_given(measured: Any) -> None:
    unknown = measured()["accounts"][0]["in_constituency"]
    assert (unknown["yes"], unknown["not_read"]) == (0, 3)
    known = measured("--places", "Palashpur, तरंगगंज")["accounts"][0]["in_constituency"]
    assert (known["yes"], known["no"], known["not_read"]) == (1, 1, 1)


def test_a_period_leaves_posts_out_and_no_account(measured: Any) -> None:
    found = measured("--until", "2026-03-14", "--days", "7")
    assert [line["posts"] for line in found["accounts"]] == [1, 0]
    assert found["accounts"][1]["government_work"]["low"] is None


def test_a_platform_may_be_told_for_accounts_that_name_none(measured: Any) -> None:
    rows = ("asha,2026-03-01,photo,,10,0,,1000",)
    assert measured(rows=rows)["accounts"][0]["rate_low"] is None
    told = measured("--platform", "instagram", rows=rows)
    assert told["accounts"][0]["rate_low"] == pytest.approx(0.01)
    assert measured("--platform", "x", rows=rows)["accounts"][0]["rate_low"] is None


def test_answers_are_measured_with_what_is_still_open(measured: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        "account,written_at,answered_at\n"
        "x:1,2026-03-01 10:00,2026-03-01 11:00\n"
        "x:1,2026-03-01 10:00,2026-03-01 13:00\n"
        "x:1,2026-03-01 10:00,\n"
        "x:2,2026-03-05 10:00,\n",
        encoding="utf-8",
    )
    found = measured("--answers", str(path))["answers"]
    assert found["x:1"] == {
        "written": 3,
        "answered": 2,
        "unanswered": pytest.approx(0.3333),
        "median_hours": 2,
        "half_answered_hours": 3,
    }
    assert (found["x:2"]["unanswered"], found["x:2"]["median_hours"]) == (1, None)
    assert "half answered" in measured("--answers", str(path), form="human")


def test_the_table_says_the_period_and_the_rules(measured: Any) -> None:
    said = measured(form="human")
    assert "facebook:1" in said
    assert "33%–67%" in said
    assert "01-03-2026 to 14-03-2026, 14 days. Rules activity-1 and government-work-1" in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("facebook:1,yesterday,photo,,1,1,1,1",), "row 2, column posted_at"),
        (("facebook:1,2026-03-01,photo,,few,1,1,1",), "row 2, column likes"),
        ((",2026-03-01,photo,,1,1,1,1",), "row 2, column account"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(
    measured: Any, rows: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        measured(rows=rows)


def test_a_missing_column_is_named(measured: Any) -> None:
    with pytest.raises(CommandError, match="has no column posted_at"):
        measured(header="account,day", rows=("x:1,2026-03-01",))


def test_a_language_or_platform_that_is_none_is_named(measured: Any) -> None:
    with pytest.raises(CommandError, match="column language"):
        measured(header="account,posted_at,language", rows=("x:1,2026-03-01,fr",))
    with pytest.raises(CommandError, match="column platform"):
        measured(header="account,posted_at,platform", rows=("x:1,2026-03-01,orkut",))


@pytest.mark.parametrize("days", ["0", "9999"])
def test_a_period_that_is_none_is_refused(measured: Any, days: str) -> None:
    with pytest.raises(CommandError, match="--days"):
        measured("--days", days)


def test_an_answer_before_its_question_is_named(measured: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("account,written_at,answered_at\nx:1,2026-03-02,2026-03-01\n", encoding="utf-8")
    with pytest.raises(CommandError, match="before it was written"):
        measured("--answers", str(path))
