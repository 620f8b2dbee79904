"""The pages and the command of comparison sets: who sees, who freezes, what is said."""

from __future__ import annotations

import json
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from pahunch.measures.models import PeerSet
from pahunch.measures.peers.tests.conftest import Town, damage
from pahunch.staff.models import Role, User
from tests.people import Cast, give

pytestmark = pytest.mark.django_db
LIST = "/measures/peers/"
FREEZE = "/measures/peers/freeze/"


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


def command(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("peers", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_state_cell_freezes_and_everybody_sees(town: Town, people: Cast) -> None:
    asha = browser(people.asha)
    assert "Freeze the sets of today" in body(asha.get(LIST))
    done = asha.post(FREEZE, {"roll": town.roll.pk}, follow=True)
    frozen = PeerSet.objects.get()
    assert f"Frozen: {frozen.code}" in body(done)
    assert frozen.made_by == people.asha
    address = reverse("measures:peer-set", args=[frozen.code])
    for somebody in (people.meena, people.om):
        page = body(browser(somebody).get(address))
        assert "Seat 2" in page
        assert "2,02,000" in page
        assert "No comparison: too few constituencies are like it." in page
        assert "Freeze the sets of today" not in body(browser(somebody).get(LIST))
    om = browser(people.om)
    alone = body(om.get(address, {"of": "up-ac-8"}))
    assert "Seat 8" in alone
    assert "Scheduled Tribes" in alone
    assert "Seat 2" not in alone
    first = body(om.get(address, {"of": "up-ac-1"}))
    assert first.index("2,01,000") < first.index("2,02,000") < first.index("2,07,000")
    assert "2,08,000" not in first
    assert om.get(address, {"of": "up-ac-99"}).status_code == 404


def test_who_may_not(town: Town, people: Cast, frozen: PeerSet) -> None:
    address = reverse("measures:peer-set", args=[frozen.code])
    for somebody in (people.admin, people.guest):
        assert browser(somebody).get(LIST).status_code == 403
        assert browser(somebody).get(address).status_code == 403
    for somebody in (people.ravi, people.meena, people.om, people.admin, people.guest):
        assert browser(somebody).post(FREEZE, {"roll": town.roll.pk}).status_code == 403
    for page in (LIST, address):
        assert Client().get(page).status_code == 302
    assert PeerSet.objects.count() == 1


def test_a_stranger_from_another_state_finds_nothing(
    town: Town, people: Cast, frozen: PeerSet
) -> None:
    stranger = give(User.objects.create(username="far"), Role.STATE_CELL, division_path="xp/")
    client = browser(stranger)
    assert frozen.code not in body(client.get(LIST))
    assert client.get(reverse("measures:peer-set", args=[frozen.code])).status_code == 404
    said = body(client.post(FREEZE, {"roll": town.roll.pk}, follow=True))
    assert "Choose a roll." in said
    assert PeerSet.objects.count() == 1


def test_a_changed_set_warns(people: Cast, frozen: PeerSet) -> None:
    damage({"sets": [["up-ac-1", ["up-ac-8"], None]]})
    page = body(browser(people.om).get(reverse("measures:peer-set", args=[frozen.code])))
    assert "Somebody changed these sets past the program." in page


def test_the_page_speaks_hindi(people: Cast, frozen: PeerSet) -> None:
    page = body(browser(people.om, "hi").get(reverse("measures:peer-set", args=[frozen.code])))
    assert "सीट 2" in page
    assert "काल्पनिक" in page
    assert "तुलना नहीं: इसके जैसे क्षेत्र बहुत कम हैं।" in page


def test_the_command_freezes_lists_and_shows(town: Town, tmp_path: Path) -> None:
    urban = tmp_path / "urban.csv"
    urban.write_text("division,urban_share,source\nup-ac-1,10%,made up\n", encoding="utf-8")
    assert "1 new, 0 changed, 0 same" in command("urban", urban, "--state", "up")
    said = command("freeze", "--state", "up", "--roll", "2023")
    frozen = PeerSet.objects.get()
    assert f"froze {frozen.code}: 6 constituencies with peers, 2 without" in said
    (listed,) = json.loads(command("list", "--format", "json"))["peers"]
    assert (listed["code"], listed["is_whole"]) == (frozen.code, True)
    assert frozen.digest in command("list")
    shown = json.loads(command("show", frozen.code, "--of", "up-ac-2", "--format", "json"))
    assert shown["sets"][0]["peers"][:2] == ["up-ac-3", "up-ac-1"]
    assert "as it was frozen" in command("show", frozen.code)
    damage({"sets": frozen.said["sets"][:1]})
    assert "CHANGED since" in command("show", frozen.code)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["freeze", "--state", "zz", "--roll", "2023"], "The registry has no state 'zz'"),
        (["freeze", "--state", "up", "--roll", "1999"], "up has no roll of 1999"),
        (["show", "none"], "Nothing was frozen as 'none'"),
        (["urban", "none.csv", "--state", "up"], "cannot be read as a table"),
    ],
)
def test_wrong_use_is_said(town: Town, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command(*arguments)


def test_a_constituency_that_was_not_frozen_is_named(frozen: PeerSet) -> None:
    with pytest.raises(CommandError, match="has no 'up-ac-99'"):
        command("show", frozen.code, "--of", "up-ac-99")
