"""What rests while an election lasts, and that everything else goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from pahunch.directives.periods.actions import order_period
from pahunch.facts import AccountKind
from pahunch.support.assigning.actions import assign
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.words import why_not
from pahunch.support.elections import period_of
from pahunch.support.means import words
from pahunch.support.means.actions import approve_means, ask_means, check_means, decline_means
from pahunch.support.means.errors import WrongMeans
from pahunch.support.models import Analyst, Assignment, MeansRequest
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer
from pahunch.support.tests.conftest import NOW, TODAY, Room, days, usual_ask, wanted
from pahunch.support.tests.test_pages import as_, shown

Asked = Callable[..., MeansRequest]


def announce(room: Room) -> None:
    """Announce an election from today for a month."""
    order_period(room.state, TODAY, days(30), reason="Announced.", by=None, at=NOW)


def test_nobody_is_assigned_to_personal_and_party_accounts_then(
    room: Room, sita: Analyst, ravi: Analyst
) -> None:
    announce(room)
    party = {"kinds": [AccountKind.PARTY]}
    with pytest.raises(WrongAssignment, match="election") as refused:
        assign(room.anita, wanted(sita, **party), by=room.asha, now=NOW)
    assert f"{days(30):%d-%m-%Y}" in why_not(refused.value)
    assert not Assignment.objects.exists()
    assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    assign(room.anita, wanted(sita, starts=days(31), **party), by=room.asha, now=NOW)


def test_what_was_assigned_before_is_shown_to_rest(
    client: Client, room: Room, sita: Analyst, ravi: Analyst
) -> None:
    resting = assign(room.anita, wanted(sita, kinds=[AccountKind.PERSONAL]), by=room.asha, now=NOW)
    office = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    announce(room)
    as_(client, room.asha)
    assert "Election period until" in shown(client, f"/support/who/{resting.pk}/")
    assert "Election period until" not in shown(client, f"/support/who/{office.pk}/")


def test_advertising_at_the_cost_of_the_state_rests_at_every_step(room: Room, asked: Asked) -> None:
    made = asked(kind=MeansKind.ADVERTISING)
    camera = asked()
    announce(room)
    with pytest.raises(WrongMeans, match="election") as refused:
        asked(kind=MeansKind.ADVERTISING)
    assert words.why_not(refused.value)
    with pytest.raises(WrongMeans, match="election"):
        check_means(made, by=room.asha, now=NOW)
    own = usual_ask(
        kind=MeansKind.ADVERTISING, paid_by=Payer.OWN, account_kind=AccountKind.PERSONAL
    )
    ask_means(room.anita, own, by=room.kavi, now=NOW)
    approve_means(check_means(camera, by=room.asha, now=NOW), by=room.asha, now=NOW)
    assert decline_means(made, reason="Election.", by=room.bela, now=NOW).state == "declined"


def test_another_state_has_other_elections(room: Room) -> None:
    assert period_of(room.anita, TODAY) is None
    announce(room)
    assert period_of(room.anita, TODAY) is not None
    assert period_of(room.anita, days(31)) is None
