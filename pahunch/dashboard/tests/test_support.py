"""The panel of support: who helps, what is planned, what waits; nothing to who may not see it."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import text
from pahunch.facts import AccountKind
from pahunch.registry.models import Person
from pahunch.staff.models import Role
from pahunch.support.assigning.actions import Profile, Wanted, add_analyst, assign
from pahunch.support.means.actions import Ask, ask_means
from pahunch.support.models import Plan, PlanStep
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer
from tests.people import give, person


def help_balram(state: State) -> None:
    """Give Balram an analyst, a plan of one step, and a request that waits."""
    now, balram = timezone.now(), Person.objects.get(slug="balram")
    analyst = add_analyst(
        state.directive.state,
        person("tara", "Tara", "तारा"),
        Profile(["hi"], ["x"], 40, Payer.STATE),
        by=None,
        now=now,
    )
    wanted = Wanted(analyst, [AccountKind.OFFICE], 8, timezone.localdate(now))
    assign(balram, wanted, by=None, now=now)
    ask = Ask(MeansKind.DESIGN, "A banner", "For the fair.", AccountKind.OFFICE, Payer.OWN)
    ask_means(balram, ask, by=None, now=now)
    plan = Plan.objects.create(
        directive=state.directive,
        membership=balram.memberships.get(),
        measured_on=timezone.localdate(now),
        lake_version="o1w0",
        rule="plan-1",
        gap_low=6_000,
        gap_high=6_000,
        days_left=100,
        needed=60,
        proposed_at=now,
    )
    figures = {"platform": "instagram", "peers": 5, "of": 8}
    PlanStep.objects.create(plan=plan, number=1, kind="platform", figures=figures)


def test_the_panel_says_who_helps_what_is_planned_and_what_waits(
    english: Client, state: State
) -> None:
    address = f"{state.page('balram')}measures/"
    assert "Supported by" not in text(english.get(address))
    help_balram(state)
    shown = text(english.get(address))
    assert "1 step is planned" in shown
    assert "Supported by Tara: Office account, 8 hours a week." in shown
    assert "Begin on Instagram: 5 of 8 peers are there." in shown
    assert "Asked for: A banner: asked, to be checked" in shown


def test_a_district_officer_reads_who_helps_and_neither_plan_nor_request(
    client: Client, state: State
) -> None:
    help_balram(state)
    seat = Person.objects.get(slug="balram").memberships.get().division
    assert seat is not None
    officer = give(
        person("officer", "Officer", "अधिकारी"), Role.DISTRICT_OFFICER, division_path=seat.path
    )
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    shown = text(client.get(f"{state.page('balram')}measures/"))
    assert "Supported by Tara" in shown
    assert "is planned" not in shown
    assert "A banner" not in shown
