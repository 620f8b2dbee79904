"""The pages of plans: allowed, refused in words, stranger; what came after is never a proof."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pahunch.directives.periods.actions import order_period
from pahunch.rules.effect import Why
from pahunch.rules.plan import Kind
from pahunch.staff.models import Role, User
from pahunch.support.assigning.actions import add_analyst, assign, hand_over
from pahunch.support.models import Plan, PlanStep
from pahunch.support.plans.actions import add_step, mark_step
from pahunch.support.plans.states import StepState
from pahunch.support.plans.words import NO_EFFECT, step
from pahunch.support.tests.conftest import NOW, TODAY, days, profile, wanted
from pahunch.support.tests.planned import NUMBER, State, count, make_state
from pahunch.support.tests.test_pages import as_, shown
from tests.people import give, person

DAYS = 120


def line(first: int, daily: int, change: int = 0) -> list[int]:
    """Give counts that grow by so many a day, and by so many more in the last six weeks."""
    return [first + daily * day + change * max(0, day - (DAYS - 43)) for day in range(DAYS)]


@pytest.fixture
def state(db: None) -> State:
    """Let three of eight be behind, and the first grow faster in the last six weeks."""
    made = make_state()
    series = [("x:1", line(4_000, 5, change=20))]
    for number in range(2, NUMBER + 1):
        first = 3_000 if number < 4 else 11_000
        series.append((f"x:{number}", line(first, 10 + number)))
        series.append((f"facebook:{number}", line(1_000, 1)))
    count(*series)
    return made


@pytest.fixture
def asha(state: State) -> User:
    """Runs the cell."""
    return give(person("asha", "Asha", "आशा"), Role.STATE_CELL, division_path="up/")


@pytest.fixture
def kavi(state: State) -> User:
    """Runs the office of the first member."""
    return give(person("kavi", "Kavi", "कवि"), Role.OFFICE, person="m1")


def proposed(client: Client) -> list[Plan]:
    sent = client.post("/support/plans/propose/", {"directive": "up-members"})
    assert sent.status_code == 302
    return list(Plan.objects.order_by("membership__code"))


def begin(plan: Plan, owner: User, weeks: int = 6) -> None:
    """Let a plan have begun some weeks ago."""
    Plan.objects.filter(pk=plan.pk).update(
        state="agreed", owner=owner, starts=TODAY - timedelta(weeks=weeks), ends=days(30)
    )


def test_the_cell_proposes_plans_and_the_list_says_what_is_missing(
    client: Client, asha: User
) -> None:
    as_(client, asha)
    assert "0 improvement plans are open" in shown(client, "/support/plans/")
    first, *_others = found = proposed(client)
    assert len(found) == 3
    page = shown(client, "/support/plans/")
    assert "3 improvement plans are open" in page
    assert "Member 1" in page
    assert "0/" in page
    assert "सदस्य 1" in shown(as_(client, asha, "hi"), "/support/plans/")
    assert len(proposed(client)) == 3
    for stage, number in (("agreed", 0), ("all", 3), ("proposed", 3), ("nonsense", 3)):
        rows = shown(as_(client, asha), "/support/plans/", state=stage)
        assert rows.count('<th scope="row">') == number
    assert client.post("/support/plans/propose/", {"directive": "none"}).status_code == 422
    assert first.membership.code == "up-member-m1"


def test_a_plan_is_agreed_done_and_closed_on_its_page(
    client: Client, asha: User, kavi: User
) -> None:
    first, *_others = proposed(as_(client, asha))
    address = f"/support/plans/{first.pk}/"
    assert "The plan has not begun." in shown(client, address)
    agreed = {"owner": kavi.pk, "starts": TODAY.isoformat()}
    wrong = client.post(f"{address}agree/", agreed | {"ends": days(5).isoformat()})
    assert wrong.status_code == 422
    assert "two weeks or more" in wrong.content.decode()
    right = client.post(f"{address}agree/", agreed | {"ends": days(30).isoformat()})
    assert right.status_code == 302
    as_(client, kavi)
    assert client.post(f"{address}steps/", {"words": "Film the visits."}).status_code == 302
    number = first.steps.get(kind="own").number
    refused = client.post(f"{address}steps/{number}/", {"state": "not_done", "note": ""})
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    given = {"state": "not_done", "note": "No camera."}
    assert client.post(f"{address}steps/{number}/", given).status_code == 302
    page = shown(client, address)
    assert "Film the visits." in page
    assert "No camera." in page
    assert "Drop" not in page
    assert client.post(f"{address}close/", {"note": "x", "how": "drop"}).status_code == 403
    as_(client, asha)
    assert client.post(f"{address}close/", {"note": "", "how": "finish"}).status_code == 422
    done = client.post(f"{address}close/", {"note": "Half of it.", "how": "finish"})
    assert done.status_code == 302
    assert "Half of it." in shown(client, address)
    assert Plan.objects.get(pk=first.pk).state == "finished"
    assert client.post(f"{address}steps/", {"words": "More."}).status_code == 422


def test_what_came_after_is_shown_with_its_interval_and_called_no_proof(
    client: Client, asha: User
) -> None:
    first, *_others = proposed(as_(client, asha))
    begin(first, asha)
    address = f"/support/plans/{first.pk}/"
    page = shown(client, address)
    assert "points more than that of 7 peers" in page
    assert "Shown, and no proof" in page
    assert "proves" not in page
    assert "प्रमाण" in shown(as_(client, asha, "hi"), address)


def test_in_an_election_period_nothing_is_proposed(
    client: Client, asha: User, state: State
) -> None:
    order_period(state.state, TODAY, days(30), reason="Announced.", by=None, at=NOW)
    answer = as_(client, asha).post("/support/plans/propose/", {"directive": "up-members"})
    assert answer.status_code == 422
    assert "In an election period targets rest" in answer.content.decode()
    with pytest.raises(CommandError, match="election period"):
        call_command("plans", "propose", "--directive", "up-members")
    assert not Plan.objects.exists()


def test_a_handover_names_the_steps_that_were_open(
    client: Client, asha: User, state: State
) -> None:
    first, *_others = proposed(as_(client, asha))
    own = add_step(first, "Film the visits.", by=asha, now=NOW)
    one, other = (
        add_analyst(state.state, person(name, name, ""), profile(), by=asha, now=NOW)
        for name in ("ravi", "sita")
    )
    made = assign(first.membership.person, wanted(one, starts=days(-3)), by=asha, now=NOW)
    done = hand_over(made, other, TODAY, notes="On.", by=asha, now=NOW)
    mark_step(first, own.number, StepState.DONE, note="", by=asha, now=NOW)
    page = shown(client, f"/support/who/{done.after_id}/")
    assert page.count("Film the visits.") == 1  # open then; done since, and so not open now
    assert f'href="/support/plans/{first.pk}/"' in page


def test_who_sees_another_part_finds_no_plan(client: Client, asha: User, kavi: User) -> None:
    first, second, _third = proposed(as_(client, asha))
    as_(client, kavi)
    assert client.get(f"/support/plans/{first.pk}/").status_code == 200
    assert client.get(f"/support/plans/{second.pk}/").status_code == 404
    assert client.post(f"/support/plans/{second.pk}/steps/", {"words": "x"}).status_code == 404
    page = shown(client, "/support/plans/")
    assert page.count('<th scope="row">') == 1
    assert "Propose plans" not in page
    assert client.post("/support/plans/propose/", {"directive": "up-members"}).status_code == 403
    guest = person("guest", "Guest", "अतिथि")
    assert as_(client, guest).get(f"/support/plans/{first.pk}/").status_code == 403


def test_more_plans_ask_no_more_of_the_database(client: Client, asha: User) -> None:
    def queries(address: str) -> int:
        shown(client, address)
        with CaptureQueriesContext(connection) as seen:
            shown(client, address)
        return len(seen)

    first, *others = proposed(as_(client, asha))
    address = f"/support/plans/{first.pk}/"
    every = queries("/support/plans/"), queries(address)
    PlanStep.objects.filter(plan=first).delete()
    Plan.objects.filter(pk__in=[one.pk for one in others]).update(state="dropped")
    assert (queries("/support/plans/"), queries(address)) == every


@pytest.mark.parametrize(
    ("kind", "figures", "words"),
    [
        (Kind.ACCESS, {"account": "x:~anita"}, "Connect X (anita) again"),
        (Kind.COUNT, {}, "Find the accounts"),
        (Kind.COUNT, {"account": "x:1"}, "nobody did in half a year"),
        (Kind.COUNT, {"account": "x:1", "days": 9.0}, "the last count is 9 days old"),
        (Kind.PLATFORM, {"platform": "instagram", "peers": 5.0, "of": 8.0}, "5 of 8 peers"),
        (
            Kind.POSTS,
            {"weekly": 2.0, "median": 8.0, "more": 6.0, "of": 7.0},
            "Post 6 times more a week: now 2.0, the middle of 7 peers 8.0.",
        ),
        (Kind.COMMENTS, {"unanswered": 0.5, "written": 40.0}, "50.0% of 40 is unanswered"),
        (Kind.GROWTH, {"account": "x:1", "low": -9.0, "high": -4.0}, "(-4 at most)"),
    ],
)
def test_every_step_is_said_with_its_figures(
    kind: Kind, figures: dict[str, Any], words: str
) -> None:
    with translation.override("en"):
        assert words in step(PlanStep(kind=kind.value, figures=figures))


def test_every_reason_for_no_comparison_is_said() -> None:
    assert set(NO_EFFECT) == set(Why)


def run(*words: str) -> Any:
    out = StringIO()
    call_command(*words, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_proposes_lists_and_says_what_came_after(
    asha: User, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run("plans", "propose", "--directive", "up-members")
    assert [one["person"] for one in made] == ["m1", "m2", "m3"]
    assert made[0]["computed"]["peers"] == "up-2023-made-up"
    assert run("plans", "propose", "--directive", "up-members") == []
    assert len(run("plans", "list", "--directive", "up-members")) == 3
    assert run("plans", "effect") == []
    begin(Plan.objects.get(membership__code="up-member-m1"), asha)
    (found,) = run("plans", "effect", "--directive", "up-members")
    assert (found["person"], found["peers"], found["why"]) == ("m1", 7, None)
    assert found["low"] > 0
    for words in (["effect"], ["list"], ["propose", "--directive", "up-members"]):
        call_command("plans", *words)
    said = capsys.readouterr().out
    assert "Shown, and no proof" in said
    assert "3 behind, 0 not measured" in said
    with pytest.raises(CommandError, match="no directive"):
        call_command("plans", "propose", "--directive", "none")
