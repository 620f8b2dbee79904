"""Election periods: ordered by a named officer, over by themselves, and what they hold back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from pahunch.directives.models import ElectionPeriod
from pahunch.directives.periods.actions import end_period, order_period, period_on
from pahunch.directives.periods.errors import WrongPeriod
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.tests.conftest import DAY, State
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused
from tests.people import Cast, assemble

NOW = datetime(2023, 10, 9, 6, 0, tzinfo=UTC)
FIRST, LAST = date(2023, 10, 9), date(2023, 12, 5)


@pytest.fixture
def people(state: State) -> Cast:
    path = state.directive.state.path
    return assemble(state=path, district=f"{path}nowhere/")


@pytest.fixture
def period(state: State, people: Cast) -> ElectionPeriod:
    return order_period(
        state.directive.state, FIRST, LAST, reason="Announced.", by=people.asha, at=NOW
    )


def test_it_holds_from_its_first_to_its_last_day(state: State, period: ElectionPeriod) -> None:
    place = state.directive.state
    for day in (FIRST, LAST):
        assert period_on(place, day) == period
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        assert period_on(place, day) is None
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("directives.period_ordered", "Announced.")


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "why"),
    [
        (LAST, FIRST, "x", "order"),
        (FIRST, FIRST + timedelta(days=400), "x", "long"),
        (LAST, LAST + timedelta(days=3), "x", "overlap"),
        (date(2024, 1, 1), date(2024, 1, 2), "  ", "no_reason"),
    ],
)
def test_a_wrong_one_is_refused_and_leaves_no_trace(
    state: State, period: ElectionPeriod, starts: date, ends: date, reason: str, why: str
) -> None:
    before = Deed.objects.count()
    with pytest.raises(WrongPeriod, match=why):
        order_period(state.directive.state, starts, ends, reason=reason, by=None, at=NOW)
    assert (ElectionPeriod.objects.count(), Deed.objects.count()) == (1, before)


def test_only_the_cell_orders_and_ends(state: State, period: ElectionPeriod, people: Cast) -> None:
    for user in (people.ravi, people.meena, people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            end_period(period, reason="x", by=user, at=NOW)
        with pytest.raises(Refused):
            order_period(state.directive.state, FIRST, LAST, reason="x", by=user, at=NOW)


def test_ended_early_it_holds_nothing_back_from_that_day(
    state: State, period: ElectionPeriod, people: Cast
) -> None:
    later = NOW + timedelta(days=10)
    ended = end_period(period, reason="Postponed.", by=people.asha, at=later)
    assert ended is not None
    assert period_on(state.directive.state, later.date()) is None
    assert period_on(state.directive.state, FIRST) == ended
    with pytest.raises(WrongPeriod, match="over"):
        end_period(ended, reason="Again.", by=people.asha, at=later)


def test_called_off_before_it_began_nothing_is_left_but_the_deed(
    state: State, period: ElectionPeriod, people: Cast
) -> None:
    before = NOW - timedelta(days=3)
    assert end_period(period, reason="Called off.", by=people.asha, at=before) is None
    assert not ElectionPeriod.objects.exists()
    assert Deed.objects.latest("seq").verb == "directives.period_ended"


def test_no_verdict_is_published_meanwhile_and_afterwards_it_is(
    state: State, period: ElectionPeriod, people: Cast
) -> None:
    draft = Draft(DAY, "Ministers", "meeting")
    with pytest.raises(WrongPublication, match="period"):
        publish_verdict(state.directive, draft, by=people.asha, at=NOW)
    after = NOW + timedelta(days=90)
    assert publish_verdict(state.directive, draft, by=people.asha, at=after).code


def test_the_command_holds_forecasts_back(state: State, people: Cast) -> None:
    today = timezone.localdate()
    order_period(
        state.directive.state, today, today, reason="Announced.", by=people.asha, at=timezone.now()
    )
    with pytest.raises(CommandError, match="held back"):
        call_command("measure", "expected", "--directive", state.directive.code)


def test_the_page_lists_the_effects_orders_and_ends(
    client: Client, state: State, people: Cast
) -> None:
    client.force_login(people.asha)
    client.cookies["django_language"] = "en"
    today = timezone.localdate()
    page = client.get("/published/periods/").content.decode()
    assert "Nobody is ranked among peers." in page
    code = state.directive.state.code
    typed = {"state": code, "starts": today, "ends": today + timedelta(days=30), "reason": "x"}
    assert client.post("/published/periods/", typed).status_code == 302
    assert client.post("/published/periods/", typed).status_code == 422
    line = client.get("/published/periods/line/", {"state": code}).content.decode()
    assert "election period until" in line
    number = ElectionPeriod.objects.get().pk
    assert client.post(f"/published/periods/{number}/end/", {"reason": ""}).status_code == 302
    assert ElectionPeriod.objects.exists()
    client.post(f"/published/periods/{number}/end/", {"reason": "Off."})
    assert not ElectionPeriod.objects.exists()
    assert not client.get("/published/periods/line/", {"state": code}).content.strip()


def test_others_may_look_and_not_order(client: Client, state: State, people: Cast) -> None:
    assert client.get("/published/periods/").status_code == 302
    client.force_login(people.guest)
    assert client.get("/published/periods/").status_code == 403
    client.force_login(people.om)
    page = client.get("/published/periods/").content.decode()
    assert 'name="starts"' not in page
    today = timezone.localdate()
    typed = {"state": state.directive.state.code, "starts": today, "ends": today, "reason": "x"}
    client.post("/published/periods/", typed)
    assert not ElectionPeriod.objects.exists()
