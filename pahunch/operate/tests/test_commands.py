"""Setting up again changes nothing, and the lake's nightly work changes no answer."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.directives.judge import forget, lake
from pahunch.staff.deeds import verify
from pahunch.staff.models import Deed, Grant, User

pytestmark = pytest.mark.django_db


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def set_up() -> str:
    return say("setup")


def test_setting_up_gives_the_honest_verdict_of_the_real_state(set_up: str) -> None:
    answer = json.loads(say("judge", "--directive", "mp-ministers-2023", "--format", "json"))
    assert answer["headline"] == {
        "bound": 31,
        "met": 3,
        "not_met": 0,
        "undecided": 0,
        "not_measured": 28,
    }
    met = {row["person"] for row in answer["rows"] if row["standing"] == "met"}
    assert met == {"Shivraj Singh Chouhan", "Tulsiram Silawat", "Usha Thakur"}
    assert answer["computed"]["as_of"] == "2023-08-25"


def test_a_count_without_a_date_is_kept_and_never_judged(set_up: str) -> None:
    answer = json.loads(
        say(
            "judge", "--directive", "mp-ministers-2023", "--as-of", "2026-01-01", "--format", "json"
        )
    )
    (chief,) = [row for row in answer["rows"] if row["person"] == "Dr. Mohan Yadav"]
    assert (chief["standing"], chief["low"]) == ("not_measured", None)
    kept = lake().at().series(["instagram:~drmohanyadav51"])
    assert kept.num_rows == 1
    assert kept.column("seen_at").to_pylist() == [None]


def test_setting_up_again_changes_nothing_and_writes_no_deed(set_up: str) -> None:
    deeds, version = Deed.objects.count(), lake().version()
    again = say("setup")
    assert "0 new, 0 changed" in again
    assert (Deed.objects.count(), lake().version()) == (deeds, version)
    assert verify().is_whole


def test_tidying_the_lake_changes_no_answer(set_up: str) -> None:
    def judged() -> Any:
        forget()
        answer = json.loads(say("judge", "--directive", "mp-members-2023", "--format", "json"))
        answer["computed"].pop("lake_version")
        return answer

    before = judged()
    said = json.loads(say("lake", "tidy", "--day", "2023-08-25", "--format", "json"))
    assert said["checkpoints"] == 1
    assert said["version"] == str(lake().version())
    assert judged() == before


def test_the_demonstration_is_refused_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="see docs/operate"):
        say("run", "--no-serve")
    assert not User.objects.exists()


def test_the_demonstration_signs_in_with_a_password_of_its_own(settings: Any) -> None:
    said = say("run", "--no-serve")
    demo = User.objects.get(username="demo")
    password = (settings.HOME / "keys" / "demonstration").read_text(encoding="ascii")
    assert demo.check_password(password)
    assert password in said
    assert Grant.objects.filter(user=demo).count() == 1
    say("run", "--no-serve")
    assert Grant.objects.filter(user=demo).count() == 1
