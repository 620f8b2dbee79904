"""Looking: what the lake's counts lead to, and what they don't."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.looking import look
from pahunch.measures.suspicions.tests.conftest import NOW
from pahunch.measures.suspicions.words import evidence, summary
from pahunch.observations import Lake
from pahunch.observations.tests.made import row, table
from pahunch.registry.models import Account, Division
from pahunch.rules.sudden.evidence import Kind
from tests.people import Cast

LAST = date(2026, 11, 19)
DAYS = 200


@pytest.fixture
def counted(account: Account, people: Cast) -> Callable[..., None]:
    """Count ten accounts for 200 days; Anita's gains so many on one day, and loses some."""

    def count(burst: int, gone: int = 0, ago: int = 40) -> None:
        chance = np.random.default_rng(5)
        rows = []
        for number in range(10):
            key = account.key if number == 0 else f"x:other-{number}"
            if number:
                Account.objects.create(
                    key=key, platform="x", platform_id=key[2:], kind="office",
                    person=account.person, source=account.source,
                )  # fmt: skip
            series = 5_000 + np.cumsum(chance.poisson(12, DAYS))
            if number == 0:
                series[DAYS - ago :] += burst
                series[DAYS - ago + 5 :] -= gone
            for day, followers in enumerate(series.tolist()):
                at = datetime(LAST.year, LAST.month, LAST.day, 6, tzinfo=UTC)
                rows.append(row(key, followers, at - timedelta(days=DAYS - 1 - day)))
        Lake(settings.LAKE).append("r", table(*rows))

    return count


def test_a_burst_that_melts_is_asked_about_once(
    state: Division, counted: Callable[..., None], people: Cast
) -> None:
    counted(4_000, gone=1_500)
    (found,) = look(state, LAST, by=people.asha, now=NOW)
    assert found.account.key == "x:anita"
    assert found.first_day == LAST - timedelta(days=39)
    assert 3_900 <= found.gained <= 4_200
    assert found.left > 0
    kinds = {Kind(one["kind"]) for one in found.evidence}
    assert {Kind.GAIN, Kind.GONE} <= kinds
    assert look(state, LAST, by=people.asha, now=NOW) == []
    assert look(state, LAST - timedelta(days=2), by=None, now=NOW) == []


def test_steady_growth_is_not_asked_about(state: Division, counted: Callable[..., None]) -> None:
    counted(0)
    assert look(state, LAST, by=None, now=NOW) == []


def test_what_is_long_past_is_not_asked_about(
    state: Division, counted: Callable[..., None]
) -> None:
    counted(4_000, ago=130)
    assert look(state, LAST, by=None, now=NOW) == []


def test_a_state_without_accounts_or_counts_is_looked_at_in_vain(state: Division) -> None:
    assert look(state, LAST, by=None, now=NOW) == []


def test_every_kind_of_evidence_is_said_in_both_languages() -> None:
    numbers = {
        "followers": 41_000.0, "days": 7.0, "times": 12.0, "share": 0.6, "usual": 3.5,
        "posts": 90.0, "number": 50_000.0, "pace": 1.0,
    }  # fmt: skip
    rows: list[dict[str, Any]] = [{"kind": kind.value, **numbers} for kind in Kind]
    with translation.override("en"):
        english = evidence(rows)
    with translation.override("hi"):
        hindi = evidence(rows)
    assert "+41,000 in 7 days, 12 times the usual" in english
    assert "41,000 gone within 7 days" in english
    assert all(one != other for one, other in zip(english, hindi, strict=True))


def test_the_summary_names_the_gain_and_the_loss_once(asked: Suspicion) -> None:
    with translation.override("en"):
        assert summary(asked) == "+41,000 in 1 day, 80 times the usual"
        asked.evidence = asked.evidence[:1]
        assert summary(asked) == "+41,000 in 1 day, 80 times the usual; 9,000 gone since"
        asked.left = 0
        assert summary(asked) == "+41,000 in 1 day, 80 times the usual"


def test_the_command_looks_and_lists(
    state: Division, counted: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    counted(4_000, gone=1_500)
    call_command("suspicions", "look", "--state", "up", "--format", "json")
    capsys.readouterr()
    call_command("suspicions", "list", "--format", "json", "--stage", "all")
    found = json.loads(capsys.readouterr().out)
    assert [one["account"] for one in found] == [one.account.key for one in Suspicion.objects.all()]
    call_command("suspicions", "list")
    assert "Each is a question and not a finding." in capsys.readouterr().out
    with pytest.raises(CommandError, match="no state 'nowhere'"):
        call_command("suspicions", "look", "--state", "nowhere")
