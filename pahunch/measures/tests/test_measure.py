"""The command on plain files: what it reads, what it prints, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from pahunch.measures.series import read_series


def write(folder: Path, *lines: str, header: str = "account,date,followers") -> Path:
    path = folder / "counts.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def steady(account: str, days: int) -> list[str]:
    return [f"{account},2026-01-{day:02d},{1_000 + 10 * day}" for day in range(1, days + 1)]


def test_each_account_gets_its_own_days_ahead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, *steady("asha", 30), *steady("ravi", 20))
    call_command("measure", "forecast", str(path), "--horizon", "2", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert [(row["account"], row["date"], row["day"]) for row in found] == [
        ("asha", "2026-01-31", 1),
        ("asha", "2026-02-01", 2),
        ("ravi", "2026-01-21", 1),
        ("ravi", "2026-01-22", 2),
    ]
    for row in found:
        assert row["low95"] <= row["low80"] <= row["point"] <= row["high80"] <= row["high95"]


def test_too_little_history_gives_no_interval_rather_than_a_wrong_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "asha,2026-01-01,500")
    call_command("measure", "forecast", str(path), "--horizon", "1", "--format", "json")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["point"], row["low80"], row["high95"]) == (500, None, None)
    call_command("measure", "forecast", str(path))
    assert "asha" in capsys.readouterr().out


def test_rows_may_stand_in_any_order_with_other_columns_between(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "12,asha,,2026-01-03",
        "10,asha,x,2026-01-01",
        "5,ravi,,2026-01",
        header="Followers,Account,note,Date",
    )
    series = read_series(path)
    assert series.accounts == ["asha", "ravi"]
    assert [day.isoformat() for day in series.last] == ["2026-01-03", "2026-01-01"]
    assert np.nan_to_num(series.counts, nan=-1).tolist() == [[10, -1, 12], [-1, -1, 5]]


@pytest.mark.parametrize(
    ("lines", "header", "said"),
    [
        (["asha,2026-01-01"], "account,date", "no column followers"),
        (["asha,soon,5"], "account,date,followers", "row 2, column date: 'soon' is no day"),
        (["asha,2026-02-30,5"], "account,date,followers", "is no day"),
        (["asha,2026-01-01,many"], "account,date,followers", "'many' is no whole number"),
        (["asha,2026-01-01,-5"], "account,date,followers", "no whole number"),
        ([",2026-01-01,5"], "account,date,followers", "is empty"),
        (["a,2026-01-01,5", "a,2026-01-01,6"], "account,date,followers", "another count"),
        ([], "account,date,followers", "no rows"),
    ],
)
def test_what_is_wrong_is_named_by_its_row(
    tmp_path: Path, lines: list[str], header: str, said: str
) -> None:
    path = write(tmp_path, *lines, header=header)
    with pytest.raises(CommandError, match=said):
        call_command("measure", "forecast", str(path))


def test_a_horizon_is_days_and_not_more_than_two_years(tmp_path: Path) -> None:
    path = write(tmp_path, *steady("asha", 30))
    for days in ("0", "-1", "731"):
        with pytest.raises(CommandError, match="1 to 730 days"):
            call_command("measure", "forecast", str(path), f"--horizon={days}")
