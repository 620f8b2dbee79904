"""The one-page brief: what it says, what it says is missing, who may see which part."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from pahunch.dashboard.brief import MOST, SENTENCES, measured_parts
from pahunch.dashboard.panels.panel import Panel
from pahunch.dashboard.tests.conftest import DAY, State, append, seen
from pahunch.dashboard.tests.test_overview import text
from pahunch.directives.models import ElectionPeriod, Review, ReviewKind
from pahunch.directives.reviews.actions import (
    Plan,
    Undertaking,
    finish_commitment,
    make_commitment,
    plan_review,
)
from pahunch.facts import AccountKind
from pahunch.staff.models import Role
from pahunch.support.means.actions import Ask, ask_means
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer
from tests.people import give

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)


def brief(state: State, slug: str) -> str:
    return f"{state.page(slug)}brief/"


@pytest.fixture
def grown(state: State) -> State:
    """Balram gains 25 followers a day."""
    rows = [
        seen("x:balram", 4_000 - 25 * ago, 4_000 - 25 * ago, DAY - timedelta(days=ago))
        for ago in range(1, 61)
    ]
    append("history", *rows)
    state.directive.due_on = DAY + timedelta(days=100)
    state.directive.save()
    return state


@pytest.fixture
def review(state: State) -> Review:
    plan = Plan(
        ReviewKind.ONE_TO_ONE,
        date(2023, 8, 26),
        "One-to-one",
        participants=[state.memberships["balram"]],
    )
    return plan_review(state.directive, plan, by=state.cast.asha, at=NOW)


def undertake(review: Review, state: State, said: str) -> None:
    given = Undertaking(said, date(2023, 9, 1), owner_post="Collector")
    make_commitment(review, given, by=state.cast.asha, at=NOW)


def test_it_says_the_verdict_and_the_measures(english: Client, grown: State) -> None:
    shown = text(english.get(brief(grown, "balram")))
    for said in (
        "Brief: Balram Jain",
        "4,000 followers: up to 6,000 fewer than the target of 10,000",
        "1 of 1 account that counts has a usable count",
        "Chance of 10,000 by the due date, 03-12-2023: under 1%",
        "+700 followers in four weeks",
        "Inside the constituency",
        "reach-1",
    ):
        assert said in shown


def test_it_says_what_is_not_collected(english: Client, state: State) -> None:
    shown = text(english.get(brief(state, "anita")))
    for said in ("Grievances: not collected", "Visits: not collected", "Trained workers: not"):
        assert said in shown


def test_it_is_there_in_hindi(hindi: Client, grown: State) -> None:
    shown = text(hindi.get(brief(grown, "balram")))
    assert "बलराम जैन" in shown
    assert "Grievances" not in shown


def test_a_silent_measure_says_that_it_is_silent(state: State) -> None:
    with translation.override("en"):
        parts = measured_parts([], is_held_back=False)
    assert [part.key for part in parts] == [key for key in SENTENCES if key != "suspicions"]
    assert {part.lead for part in parts} == {"Nothing is known."}


def test_a_long_measure_is_cut_to_its_first_sentences() -> None:
    lines = tuple(f"sentence {number}" for number in range(9))
    panel = Panel("activity", "Activity", "lead", "activity", lines)
    (part,) = [one for one in measured_parts([panel], is_held_back=False) if one.key == "activity"]
    assert part.lines == lines[: SENTENCES["activity"]]


def test_open_commitments_stand_there_until_they_are_closed(
    english: Client, state: State, review: Review
) -> None:
    undertake(review, state, "Open an account")
    shown = text(english.get(brief(state, "balram")))
    assert "Open an account (Collector, by 01-09-2023: overdue)" in shown
    assert "Open an account" not in text(english.get(brief(state, "anita")))
    finish_commitment(review.commitments.get(), note="Opened", by=state.cast.asha, at=NOW)
    assert "Open an account" not in text(english.get(brief(state, "balram")))


def test_more_than_fit_are_counted(english: Client, state: State, review: Review) -> None:
    for number in range(MOST + 2):
        undertake(review, state, f"Work {number}")
    shown = text(english.get(brief(state, "balram")))
    assert "and 2 more" in shown
    assert f"Work {MOST}" not in shown


def test_means_asked_for_stand_there(english: Client, state: State) -> None:
    person = state.memberships["balram"].person
    ask = Ask(
        MeansKind.EQUIPMENT, "A camera", "made up", AccountKind.OFFICE, Payer.STATE, amount=125_000
    )
    ask_means(person, ask, by=None, now=NOW)
    shown = text(english.get(brief(state, "balram")))
    assert "1 request is open" in shown
    assert "A camera · ₹ 1,25,000" in shown


def test_an_election_period_holds_forecast_and_rank_back(english: Client, grown: State) -> None:
    ElectionPeriod.objects.create(
        state=grown.directive.state,
        starts=date(2020, 1, 1),
        ends=date(2099, 1, 1),
        reason="made up",
        ordered_at=NOW,
    )
    shown = text(english.get(brief(grown, "balram")))
    assert "Held back." in shown
    assert "Chance of" not in shown


def test_who_was_not_in_office_has_no_verdict(english: Client, state: State) -> None:
    assert "Not in office on this day" in text(english.get(brief(state, "ela")))


def test_a_one_to_one_is_planned_from_the_brief(client: Client, state: State) -> None:
    code = state.memberships["anita"].code
    address = f"/published/reviews/new/up-ministers/one_to_one/?with={code}"
    client.force_login(state.cast.ravi)
    assert address not in client.get(brief(state, "anita")).content.decode()
    client.force_login(state.cast.asha)
    assert address in client.get(brief(state, "anita")).content.decode()
    chosen = f'<option value="{code}" selected>'
    assert chosen in client.get(address).content.decode()


def test_each_reader_sees_what_is_theirs(client: Client, state: State, review: Review) -> None:
    undertake(review, state, "Open an account")
    client.cookies["django_language"] = "en"
    assert client.get(brief(state, "anita")).status_code == 302
    client.force_login(state.cast.guest)
    assert client.get(brief(state, "anita")).status_code == 403
    client.force_login(state.cast.ravi)
    assert client.get(brief(state, "balram")).status_code == 404
    shown = text(client.get(brief(state, "anita")))
    assert "Means asked for" in shown
    assert "Commitments" not in shown
    district = state.seats["balram"].path.rsplit("/", 2)[0] + "/"
    client.force_login(give(state.cast.guest, Role.DISTRICT_OFFICER, division_path=district))
    shown = text(client.get(brief(state, "balram")))
    assert "Open an account" not in shown
    assert "Means asked for" not in shown
    assert "Suspicious growth" not in shown
