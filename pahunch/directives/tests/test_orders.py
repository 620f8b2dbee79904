"""The page of one directive: its words, its history, and who has read it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from pahunch.directives.actions import store_directive
from pahunch.directives.models import Directive, Receipt
from pahunch.directives.orders.actions import confirm_read
from pahunch.directives.orders.errors import WrongReceipt
from pahunch.directives.orders.history import history_of, worded_at
from pahunch.directives.orders.receipts import receipts_of
from pahunch.directives.tests.conftest import State
from pahunch.staff.models import Deed, Role, User
from pahunch.staff.rights import Refused
from tests.people import Cast, assemble, give, person

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)
DAY = NOW.date()


@pytest.fixture
def people(state: State) -> Cast:
    return assemble(state="up/", district="up/nowhere/", ravi_sees="balram")


@pytest.fixture
def clerk(state: State) -> User:
    return give(person("clerk", "Clerk", "लिपिक"), Role.OFFICE, person="anita")


def change(state: State, at: datetime = NOW, by: User | None = None, **fields: Any) -> None:
    fields = {"code": state.directive.code, **fields}
    store_directive(fields, state=state.directive.state, by=by, at=at)
    state.directive.refresh_from_db()


def confirm(state: State, *, by: User | None = None, place: int = 0) -> Receipt:
    directive = state.directive
    whose = state.memberships[place]
    return confirm_read(directive, whose, directive.wording, by=by, at=NOW)


def test_an_office_confirms_once_and_the_deed_says_which_wording(state: State, clerk: User) -> None:
    receipt = confirm(state, by=clerk)
    assert confirm(state, by=clerk) == receipt
    deed = Deed.objects.get(verb="directives.read")
    assert (deed.by, deed.subject) == (clerk, "directive:up-ministers")
    assert deed.detail == {"membership": "up-minister-anita", "wording": state.directive.wording}


def test_nobody_else_confirms_for_it(state: State, clerk: User, people: Cast) -> None:
    for user in (people.asha, people.ravi, people.meena, people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            confirm(state, by=user)
    with pytest.raises(Refused):
        confirm(state, by=clerk, place=1)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "asks"),
    [
        ("text", "Another.", True),
        ("text_hi", "दूसरा।", True),
        ("due_on", date(2024, 1, 1), True),
        ("share_numerator", 6, True),
        ("verified", True, False),
        ("meeting", "Cabinet", False),
    ],
)
def test_a_change_of_words_or_terms_asks_for_a_new_receipt(
    state: State, field: str, value: Any, asks: bool
) -> None:
    confirm(state)
    change(state, **{field: value})
    by_name = {row.membership.person.name: row for row in receipts_of(state.directive, DAY)}
    assert (by_name["Anita"].read_at is None) is asks
    assert by_name["Anita"].read_before
    assert not by_name["Balram"].read_before


def test_a_page_that_was_opened_before_a_change_confirms_nothing(state: State) -> None:
    read = state.directive.wording
    change(state, text="Another.")
    with pytest.raises(WrongReceipt, match="changed"):
        confirm_read(state.directive, state.memberships[0], read, by=None, at=NOW)
    assert not Receipt.objects.exists()


def test_who_is_not_bound_has_nothing_to_confirm(state: State) -> None:
    state.directive.only.set([state.memberships[1]])
    with pytest.raises(WrongReceipt, match="not_bound"):
        confirm(state)


def test_the_history_says_who_changed_what_from_what_when(state: State, people: Cast) -> None:
    change(state, by=people.asha, text="Reach 6 per cent.", share_numerator=6)
    later = NOW + timedelta(days=1)
    change(state, at=later, only=[state.memberships[1]])
    newest, first = history_of(state.directive)
    assert newest.who == "command line"
    (one,) = newest.changes
    assert (one.before, one.after) == ("—", "up-minister-balram")
    changed = {(one.before, one.after) for one in first.changes}
    assert changed == {("Reach 5 per cent.", "Reach 6 per cent."), ("5", "6")}
    assert worded_at(state.directive) == NOW


def show(client: Client, user: User) -> str:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get("/published/order/up-ministers/").content.decode()


def test_the_page_shows_the_order_in_both_languages_with_all_that_belongs_to_it(
    client: Client, state: State, people: Cast
) -> None:
    old = state.directive
    Directive.objects.create(
        code="up-next", state=old.state, title="Next", starts=date(2024, 1, 1), binds="minister",
        roll=old.roll, source=old.source, replaces=old,
    )  # fmt: skip
    change(
        state, text_hi="पाँच प्रतिशत।", issuer_kind="cm_office", meeting="Meeting of 1 May",
        due_on=date(2024, 2, 25), only=[state.memberships[1]],
    )  # fmt: skip
    page = show(client, people.asha)
    for words in (
        *("Reach 5 per cent.", "पाँच प्रतिशत।", "Chief Minister&#x27;s office", "Meeting of 1 May"),
        *("25-02-2024", "/published/order/up-next/", "Target: 5% of the electors", "Balram"),
        *("By name, 1 of the kind: Minister", "0 of 1 have confirmed", "not confirmed"),
    ):
        assert words in page
    assert "up-ministers/" in client.get("/published/order/up-next/").content.decode()


def test_an_office_sees_its_own_row_and_confirms_there(
    client: Client, state: State, clerk: User
) -> None:
    page = show(client, clerk)
    assert "Anita" in page
    assert "Balram" not in page
    address = "/published/order/up-ministers/read/up-minister-anita/"
    assert address in page
    typed = {"wording": state.directive.wording}
    assert client.post(address, {"wording": "other"}).status_code == 302
    assert not Receipt.objects.exists()
    assert client.post(address, typed).status_code == 302
    assert Receipt.objects.get().read_by == clerk
    assert address not in show(client, clerk)
    other = "/published/order/up-ministers/read/up-minister-balram/"
    assert client.post(other, typed).status_code == 404


def test_others_look_and_do_not_confirm(client: Client, state: State, people: Cast) -> None:
    address = "/published/order/up-ministers/read/up-minister-balram/"
    assert client.get("/published/order/up-ministers/").status_code == 302
    assert client.post(address).status_code == 302
    for user in (people.om, people.ravi):
        assert "We have read it" not in show(client, user)
        assert client.post(address, {"wording": state.directive.wording}).status_code == 403
    client.force_login(people.guest)
    assert client.get("/published/order/up-ministers/").status_code == 403
    assert not Receipt.objects.exists()


def test_the_command_says_who_has_not_read_it(state: State) -> None:
    directive = state.directive
    whose = state.memberships[0]
    confirm_read(directive, whose, directive.wording, by=None, at=timezone.now())
    out = StringIO()
    call_command("directive", "receipts", "--directive", directive.code, stdout=out)
    assert "1 of 3 have confirmed" in out.getvalue()
    out = StringIO()
    call_command("directive", "receipts", directive=directive.code, format="json", stdout=out)
    found = json.loads(out.getvalue())["receipts"]
    assert [code for code, read in found.items() if read] == ["up-minister-anita"]


def test_the_overview_has_a_line_of_it(client: Client, state: State, people: Cast) -> None:
    address = "/published/read-line/?directive=up-ministers"
    assert client.get(address).status_code == 302
    client.cookies["django_language"] = "en"
    for user, words in (
        (people.asha, "read by 0 of 3"),
        (people.ravi, "read by 0 of 1"),
        (people.meena, "text and history"),
    ):
        client.force_login(user)
        assert words in client.get(address).content.decode()
    assert not client.get("/published/read-line/?directive=none").content.strip()
    client.force_login(people.guest)
    assert client.get(address).status_code == 403
