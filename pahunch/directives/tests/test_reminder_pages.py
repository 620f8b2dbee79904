"""The page of reminders and its command: what became of each, entering, ending, sending again."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from pahunch.directives.models import Contact, Directive, Reminder, State
from pahunch.directives.reminders.actions import Entry, enter_contact
from pahunch.directives.tests.conftest import State as Small
from pahunch.lib.mail import MailServer
from pahunch.staff.models import Deed, Role, User
from tests.people import Cast, assemble, give, person

PAGE = "/published/reminders/"


@pytest.fixture
def people(state: Small, settings: Any) -> Cast:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9)
    settings.MAIL_FROM = "reach@state.example"
    return assemble(state="up/", district="up/nowhere/", ravi_sees="balram")


@pytest.fixture
def clerk(state: Small) -> User:
    return give(person("clerk", "Clerk", "लिपिक"), Role.OFFICE, person="anita")


def typed(state: Small, place: int = 0) -> dict[str, Any]:
    return {
        "membership": state.memberships[place].code,
        "channel": "mail",
        "address": "clerk@office.example",
        "language": "hi",
        "from_hour": 0,
        "until_hour": 24,
        "consent": "Clerk, today",
        "valid_until": timezone.localdate() + timedelta(days=365),
    }


def contact(state: Small, place: int = 0) -> Contact:
    fields = typed(state, place)
    del fields["membership"]
    entry = Entry(**fields)
    return enter_contact(state.memberships[place], entry, by=None, at=timezone.now())


def enter(client: Client, user: User) -> Client:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def failed(state: Small, place: int = 0) -> Reminder:
    now, today = timezone.now(), timezone.localdate()
    return Reminder.objects.create(
        directive=state.directive,
        membership=state.memberships[place],
        contact=contact(state, place),
        kind="due",
        occasion="x",
        until=today + timedelta(days=9),
        made_at=now,
        not_before=now,
        state=State.FAILED,
        said="550 unknown",
    )


def test_the_cell_enters_a_contact_and_sees_it_cut_short(
    client: Client, state: Small, people: Cast
) -> None:
    enter(client, people.asha)
    assert client.post(PAGE, {**typed(state), "address": "nothing"}).status_code == 422
    assert client.post(PAGE, {**typed(state), "channel": "sms"}).status_code == 422
    assert client.post(PAGE, typed(state)).status_code == 302
    assert client.post(PAGE, typed(state)).status_code == 422
    page = client.get(PAGE).content.decode()
    assert "c…@office.example" in page
    assert "clerk@office.example" not in page
    one = Contact.objects.get()
    assert client.post(f"{PAGE}contact/{one.pk}/end/").status_code == 302
    one.refresh_from_db()
    assert one.address == ""
    assert client.post(f"{PAGE}contact/{one.pk}/end/").status_code == 302
    verbs = list(Deed.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["directives.contact_entered", "directives.contact_ended"]


def test_an_office_sees_and_enters_its_own_only(
    client: Client, state: Small, people: Cast, clerk: User
) -> None:
    other, mine = failed(state, 1), failed(state)
    page = enter(client, clerk).get(PAGE).content.decode()
    assert "Anita" in page
    assert "Balram" not in page
    assert "550 unknown" in page
    assert client.post(PAGE, typed(state, 1)).status_code == 422
    assert client.post(f"{PAGE}contact/{other.contact_id}/end/").status_code == 404
    assert client.post(f"{PAGE}{mine.pk}/again/").status_code == 403


def test_the_cell_sends_again_what_failed(client: Client, state: Small, people: Cast) -> None:
    row = failed(state)
    enter(client, people.asha)
    assert "1 failed or is uncertain" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{row.pk}/again/").status_code == 302
    row.refresh_from_db()
    assert row.state == State.WAITING
    client.post(f"{PAGE}{row.pk}/again/")
    assert Deed.objects.filter(verb="directives.reminder_sent_again").count() == 1


def test_others_look_or_do_not(client: Client, state: Small, people: Cast) -> None:
    row = failed(state, 1)
    assert client.get(PAGE).status_code == 302
    for user in (people.om, people.ravi):
        page = enter(client, user).get(PAGE).content.decode()
        assert "550 unknown" in page
        assert 'name="address"' not in page
        assert "Send it again" not in page
        client.post(PAGE, typed(state))
        assert client.post(f"{PAGE}{row.pk}/again/").status_code == 403
        assert client.post(f"{PAGE}contact/{row.contact_id}/end/").status_code == 403
    for user in (people.meena, people.guest, people.admin):
        assert enter(client, user).get(PAGE).status_code == 403
    assert Contact.objects.count() == 1


def test_the_command_says_what_is_due_and_what_became_of_it(state: Small, people: Cast) -> None:
    Directive.objects.update(due_on=timezone.localdate() + timedelta(days=5))
    contact(state)

    def run(*words: str) -> str:
        out = StringIO()
        call_command("reminders", *words, stdout=out)
        return out.getvalue()

    (planned,) = json.loads(run("send", "--dry-run", "--format", "json"))
    assert (planned["membership"], planned["kind"]) == ("up-minister-anita", "due")
    assert not Reminder.objects.exists()
    assert json.loads(run("send", "--format", "json")) == {"waiting": 1}
    (row,) = json.loads(run("list", "--format", "json"))
    assert (row["state"], row["tries"]) == ("waiting", 1)
    assert "Refused" in row["said"]
    assert json.loads(run("list", "--state", "failed", "--format", "json")) == []
    assert "c…@office.example" in run("list")
    assert run("send") == "Nothing to send now.\n"


def test_a_link_of_a_reminder_is_a_page(client: Client, state: Small, people: Cast) -> None:
    page = enter(client, people.asha).get("/published/order/up-ministers/").content.decode()
    assert PAGE in page
