"""`pahunch measure suspicion`: what it reads, by day and by month, and what it prints."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from pahunch.measures.calendar import read_calendar
from pahunch.rules.suspicion import Spacing

FIRST = date(2026, 1, 1)
STEP = 60


def write(folder: Path, lines: list[str], header: str = "account,date,followers") -> Path:
    path = folder / "counts.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def daily(account: str, *, step: int = 0, posts: bool = False) -> list[str]:
    """Ninety made-up days of steady growth; one account gains many at once without a post."""
    lines = []
    for day in range(90):
        count = 20_000 + 30 * day + day * day % 17 + (step if day >= STEP else 0)
        made = 2 * day - (2 if step and day == STEP else 0)
        cells = [account, (FIRST + timedelta(days=day)).isoformat(), str(count)]
        lines.append(",".join([*cells, *([str(made)] if posts else [])]))
    return lines


def measured(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> list[dict[str, Any]]:
    call_command("measure", "suspicion", str(path), *options, "--format", "json")
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_each_count_gets_a_score_and_the_sudden_one_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = daily("asha", posts=True) + daily("ravi", step=8_000, posts=True)
    path = write(tmp_path, lines, "account,date,followers,posts")
    found = measured(capsys, path)
    assert len(found) == 180
    assert list(found[0]) == ["account", "date", "flagged", "reason", "score"] or set(found[0]) == {
        "account",
        "date",
        "score",
        "flagged",
        "reason",
    }
    assert found[0]["score"] is None
    flagged = [row for row in found if row["flagged"]]
    assert [(row["account"], row["date"]) for row in flagged] == [("ravi", "2026-03-02")]
    assert flagged[0]["reason"].startswith("+8,0")
    assert "with no post" in flagged[0]["reason"]
    assert flagged[0]["score"] >= 0.5
    assert all(not row["reason"] for row in found if not row["flagged"])


def test_for_people_it_prints_what_asks_for_an_explanation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, daily("asha") + daily("ravi", step=8_000))
    call_command("measure", "suspicion", str(path), "--hindsight")
    said = capsys.readouterr().out
    assert "ravi" in said
    assert "asha" not in said
    assert "1 of 2 accounts ask for an explanation" in said
    assert "docs/rules/suspicion.md" in said


def test_months_are_known_by_their_distance_and_printed_as_they_were_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["asha,2026-01,240", "asha,2026-02,243", "asha,2026-03,244", "ravi,2026-03,90"]
    found = measured(capsys, write(tmp_path, lines), "--hindsight")
    assert [row["date"] for row in found] == ["2026-01", "2026-02", "2026-03", "2026-03"]
    assert found[0]["score"] > 0.3
    assert [row["score"] for row in found[1:3]] == [0, 0]
    older = measured(capsys, write(tmp_path, lines), "--hindsight", "--older")
    assert older[0]["score"] == 0
    ends = ["asha,2026-01-31,240", "asha,2026-02-28,243", "asha,2026-03-31,244"]
    laid = read_calendar(write(tmp_path, ends))
    assert laid.spacing is Spacing.MONTH
    assert laid.counts.tolist() == [[240, 243, 244]]
    assert laid.date(0, 1) == "2026-02-28"


def test_days_stand_on_one_calendar_for_all_accounts(tmp_path: Path) -> None:
    lines = ["a,2026-01-03,5", "b,2026-01-01,7", "a,2026-01-01,4", "b,2026-01-02,"]
    laid = read_calendar(write(tmp_path, lines))
    assert laid.spacing is Spacing.DAY
    assert list(laid.accounts) == ["a", "b"]
    assert laid.counts[0].tolist() == [4, 5]
    assert laid.counts[1, 0] == 7
    weekly = [f"a,2026-01-{day:02d},{day}" for day in (1, 8, 22)]
    laid = read_calendar(write(tmp_path, weekly))
    assert np.isnan(laid.counts[0, 2])
    assert laid.counts[0, [0, 1, 3]].tolist() == [1, 8, 22]


def test_an_accounts_platform_is_named_in_a_column_or_before_a_colon(tmp_path: Path) -> None:
    laid = read_calendar(write(tmp_path, ["x:1,2026-01-01,5", "office:1,2026-01-01,7"]))
    assert list(laid.platforms) == ["x", ""]
    lines = ["a,2026-01-01,5,facebook", "x:1,2026-01-01,7,"]
    laid = read_calendar(write(tmp_path, lines, "account,date,followers,platform"))
    assert list(laid.platforms) == ["facebook", "x"]


@pytest.mark.parametrize(
    ("lines", "header", "why"),
    [
        (["asha,2026-01-01"], "account,date", "followers"),
        (["asha,2026-01-01,many"], "account,date,followers", "whole number"),
        (["asha,1.1.2026,5"], "account,date,followers", "is no day"),
        (["asha,2026-01-01,5", "asha,2026-01-01,6"], "account,date,followers", "another count"),
        ([",2026-01-01,5"], "account,date,followers", "is empty"),
        (["asha,2026-01-01,5,few"], "account,date,followers,posts", "posts"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, lines: list[str], header: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("measure", "suspicion", str(write(tmp_path, lines, header)))


def test_accounts_that_were_never_counted_have_nothing_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured(capsys, write(tmp_path, ["asha,2026-01-01,"])) == []
