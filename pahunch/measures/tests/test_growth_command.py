"""Growth of a plain file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def write(folder: Path, *lines: str) -> str:
    path = folder / "counts.csv"
    path.write_text("\n".join(["account,date,followers", *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_the_published_example_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "a,2026-01-01,500", "a,2026-01-15,2000", "b,2026-01-10,7")
    call_command("measure", "growth", path, "--days", "14", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert found[0] == {
        "account": "a",
        "from": "2026-01-01",
        "to": "2026-01-15",
        "first": 500,
        "last": 2000,
        "net": 1500,
        "rate": 3.0,
        "weekly": 1.0,
        "days": 14,
    }
    assert (found[1]["net"], found[1]["from"], found[1]["last"]) == (None, None, 7)
    call_command("measure", "growth", path)
    assert "growth.md" in capsys.readouterr().out


def test_a_period_is_days_and_not_longer_than_is_looked_back(tmp_path: Path) -> None:
    path = write(tmp_path, "a,2026-01-01,500")
    for days in ("0", "800"):
        with pytest.raises(CommandError, match="1 to 799"):
            call_command("measure", "growth", path, f"--days={days}")
