"""The pages of sweeps: coverage, platforms and their cost."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from pahunch.collection.models import Duty
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.observations import OBSERVATIONS, Lake
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted() -> None:
    """Three accounts: one counted today, one refused, one that nobody connected."""
    first, second, third = accounts(3)
    row = {
        "account": first.key,
        "metric": "followers",
        "low": 5,
        "high": 5,
        "withheld": False,
        "seen_at": now(),
        "precision": "moment",
        "run": "r",
        "wording": None,
        "source": None,
    }
    Lake(settings.LAKE).append("r", pa.Table.from_pylist([row], schema=OBSERVATIONS))
    for account, outcome in ((second, "refused"), (third, "not_connected")):
        Duty.objects.create(account=account, platform="threads", ask="counts", outcome=outcome)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    call_command("coverage", "--format", "json", *words)
    return dict(json.loads(capsys.readouterr().out))


def test_the_parts_add_up_to_all_accounts(
    counted: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys)
    assert found["total"] == {
        "due": 3,
        "counted": 1,
        "refused": 1,
        "waiting": 0,
        "never_asked": 1,
        "not_offered": 0,
    }
    assert found["platform"] == {"threads": found["total"]}


def test_each_account_says_why_it_was_not_counted(
    counted: None, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = told(capsys, "--by", "account")["account"]
    assert [(row["state"], row["why"]) for row in rows] == [  # type: ignore[attr-defined]
        ("counted", ""),
        ("refused", "refused"),
        ("never_asked", "not_connected"),
    ]


def test_on_a_day_before_anybody_was_asked_nobody_was_counted(
    counted: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "--as-of", "2020-01-01")
    assert found["total"]["counted"] == 0  # type: ignore[index]


def test_the_cell_sees_what_was_counted_and_what_was_not(
    counted: None, client: Client, cast: Cast
) -> None:
    client.force_login(cast.asha)
    page = client.get("/collection/coverage/", headers={"accept-language": "en"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "threads:2" in text
    assert "threads:1" not in text
    line = client.get("/collection/coverage/line/").content.decode()
    assert "1" in line
    assert "3" in line


def test_nobody_sees_coverage_of_what_is_not_theirs(
    counted: None, client: Client, cast: Cast
) -> None:
    client.force_login(cast.meena)
    text = client.get("/collection/coverage/").content.decode()
    assert "threads:2" not in text
    client.force_login(cast.guest)
    assert client.get("/collection/coverage/").status_code == 403
    client.logout()
    assert client.get("/collection/coverage/").status_code == 302


def test_the_page_of_platforms_reckons_as_the_command_does(
    client: Client, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(cast.asha)
    page = client.get("/collection/platforms/?accounts=230&posts=5")
    assert page.context["dollars"] == 759
    call_command("platforms", "--accounts", "230", "--posts", "5", "--format", "json")
    listed = json.loads(capsys.readouterr().out)["platforms"]
    found = {row["name"]: row for row in listed}
    assert list(found) == [
        "x",
        "facebook",
        "instagram",
        "threads",
        "youtube",
        "telegram",
        "bluesky",
        "mastodon",
        "linkedin",
        "whatsapp",
        "sharechat",
        "koo",
    ]
    assert found["x"]["cost"]["dollars_a_month"] == 759
    assert sum(row["cost"]["dollars_a_month"] for row in found.values()) == 759
    assert found["x"]["connections"]["application"] == "missing"


@pytest.mark.parametrize("wrong", ["-1", "many", "", "१२", "9" * 40])
def test_a_number_that_is_none_is_the_usual_one(client: Client, cast: Cast, wrong: str) -> None:
    client.force_login(cast.asha)
    assert client.get("/collection/platforms/", {"accounts": wrong}).status_code == 200


def test_tomorrow_is_not_covered_yet(client: Client, cast: Cast) -> None:
    client.force_login(cast.asha)
    page = client.get("/collection/coverage/?as_of=2199-01-01")
    assert page.context["coverage"].day <= datetime.now(UTC).date().replace(year=2198)
