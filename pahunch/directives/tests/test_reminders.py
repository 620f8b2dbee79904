"""Reminders reach whom they concern once, in their language and hours, or say why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from pahunch.collection.connecting.keeping import rotate
from pahunch.directives.actions import store_directive
from pahunch.directives.models import Contact, Directive, Reminder, State
from pahunch.directives.orders.actions import confirm_read
from pahunch.directives.periods.actions import order_period
from pahunch.directives.reminders import channels, sending, words
from pahunch.directives.reminders.actions import Entry, end_contact, enter_contact, send_again
from pahunch.directives.reminders.errors import WrongContact, WrongReminder
from pahunch.directives.reminders.planning import plan
from pahunch.directives.reminders.sending import LEASE, MOST_TRIES, give_up_lost, send_due
from pahunch.directives.tests.conftest import DAY, append, seen
from pahunch.directives.tests.conftest import State as Small
from pahunch.directives.tests.mailing import Desk, open_desk
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused
from tests.people import Cast, assemble, give, person

NOON = datetime(2023, 8, 26, 6, 30, tzinfo=UTC)
"""Twelve in India, the day after the counts."""
DUE = date(2023, 9, 20)
"""25 days later."""
CLERK = Entry("mail", "clerk@office.example", "hi", "Clerk, 1 August 2023", date(2024, 8, 1))


@pytest.fixture
def desk(settings: Any) -> Iterator[Desk]:
    with open_desk() as desk:
        settings.MAIL_SERVER, settings.MAIL_FROM = desk.server, "reach@state.example"
        settings.PUBLIC_ADDRESS = "https://reach.example"
        yield desk


def ready(state: Small, due_on: date | None = DUE) -> Small:
    """Give the order a due date, and the second minister an office with a contact."""
    Directive.objects.update(due_on=due_on)
    state.directive.refresh_from_db()
    enter_contact(state.memberships[1], CLERK, by=None, at=NOON)
    return state


@pytest.fixture
def office(state: Small, desk: Desk) -> Small:
    return ready(state)


def send(at: datetime = NOON) -> dict[str, int]:
    return dict(send_due(lambda: at))


def only() -> Reminder:
    return Reminder.objects.get()


def test_who_has_not_met_the_target_is_reminded_once_with_the_figures(
    office: Small, desk: Desk
) -> None:
    enter_contact(office.memberships[0], CLERK, by=None, at=NOON)
    assert send() == {"sent": 1}
    (mail,) = desk.taken
    assert (mail["To"], mail["X-Envelope-To"]) == ("clerk@office.example",) * 2
    assert mail["Subject"] == "25 दिन शेष: मंत्री"
    text = mail.get_content()
    assert "9,990–9,999" in text
    assert "10,000" in text
    assert "20-09-2023" in text
    assert "https://reach.example/published/order/up-ministers/" in text
    for minutes in (0, 10, 60 * 24):
        assert send(NOON + timedelta(minutes=minutes)) == {}
    assert len(desk.taken) == 1
    assert only().membership == office.memberships[1]


def test_it_is_written_in_the_language_of_the_contact(state: Small, desk: Desk) -> None:
    ready(state)
    Contact.objects.update(language="en")
    send()
    assert desk.taken[0]["Subject"] == "25 days left: Ministers"
    assert "Counted: 9,990–9,999; the target is 10,000." in desk.texts()[0]


@pytest.mark.parametrize(
    ("left", "steps"),
    [(31, []), (30, [30]), (8, [30]), (7, [7]), (2, [7]), (1, [1]), (0, [1]), (-1, [])],
)
def test_the_steps_before_a_due_date(state: Small, desk: Desk, left: int, steps: list[int]) -> None:
    due = date(2023, 8, 26) + timedelta(days=left)
    ready(state, due)
    found = [one.occasion for one in plan(NOON) if one.kind == "due"]
    assert found == [f"{due}/{step}" for step in steps]


def test_a_step_that_was_missed_is_not_sent_after_the_next_began(office: Small, desk: Desk) -> None:
    Contact.objects.update(from_hour=13)
    assert send() == {}
    assert only().state == State.WAITING
    later = datetime(2023, 9, 14, 9, 0, tzinfo=UTC)
    append("later", seen("x:2", 9_000, 9_000, date(2023, 9, 13), "later"))
    assert send(later) == {"dropped": 1, "sent": 1}
    assert [mail["Subject"] for mail in desk.taken] == ["6 दिन शेष: मंत्री"]


def test_nothing_leaves_outside_the_hours(office: Small, desk: Desk) -> None:
    for hour, sent in ((3, {}), (20, {}), (12, {}), (4, {"sent": 1})):
        # In India: 8:30, 1:30 at night, 17:30 with a contact that ends at 17, and 9:30.
        Contact.objects.update(until_hour=17)
        assert send(NOON.replace(hour=hour, minute=0)) == sent
    assert len(desk.taken) == 1


def test_nothing_leaves_in_an_election_period_and_afterwards_only_what_is_still_due(
    office: Small, desk: Desk
) -> None:
    place = office.directive.state
    Contact.objects.update(from_hour=13)
    send()
    Contact.objects.update(from_hour=9)
    days = (date(2023, 8, 26), date(2023, 8, 27))
    order_period(place, *days, reason="Announced.", by=None, at=NOON)
    assert send() == {}
    assert plan(NOON) == []
    assert send(NOON + timedelta(days=2)) == {"sent": 1}


def test_a_server_that_says_later_is_asked_later(office: Small, desk: Desk) -> None:
    desk.answers = ["451 try again later"]
    assert send() == {"waiting": 1}
    assert (only().tries, only().said) == (1, "451 try again later")
    assert send(NOON + timedelta(minutes=1)) == {}
    assert send(NOON + timedelta(minutes=7)) == {"sent": 1}
    assert (only().state, len(desk.taken)) == (State.SENT, 1)


def test_a_server_that_refuses_is_not_asked_again_and_its_words_are_shown(
    office: Small, desk: Desk
) -> None:
    desk.to_receivers = ["550 clerk@office.example is unknown"]
    assert send() == {"failed": 1}
    assert only().said == "550 … is unknown"
    assert send(NOON + timedelta(days=1)) == {}
    assert not desk.taken


def test_a_server_that_is_not_there_is_tried_a_few_times_and_then_it_is_said(
    office: Small, desk: Desk, settings: Any
) -> None:
    settings.MAIL_SERVER = Desk().server
    Contact.objects.update(from_hour=0, until_hour=24)
    ends, at = [], NOON
    for _ in range(MOST_TRIES):
        ends += list(send(at))
        at += timedelta(hours=9)
    assert ends == ["waiting"] * (MOST_TRIES - 1) + ["failed"]
    assert "ConnectionRefused" in only().said
    assert send(at) == {}


def test_a_connection_that_breaks_after_the_text_is_uncertain_and_not_tried_again(
    office: Small, desk: Desk
) -> None:
    desk.answers = ["break"]
    assert send() == {"uncertain": 1}
    assert send(NOON + timedelta(days=1)) == {}
    assert len(desk.taken) == 1


def test_what_a_killed_worker_left_is_uncertain_until_a_person_decides(
    office: Small, desk: Desk
) -> None:
    Reminder.objects.bulk_create(plan(NOON))
    Reminder.objects.update(state=State.SENDING, claimed_at=NOON)
    assert give_up_lost(NOON + LEASE - timedelta(seconds=1)) == 0
    assert send(NOON + LEASE) == {}
    assert only().state == State.UNCERTAIN
    with pytest.raises(WrongReminder, match="over"):
        send_again(only(), by=None, at=NOON + timedelta(days=60))
    send_again(only(), by=None, at=NOON + LEASE)
    assert Deed.objects.latest("seq").detail == {"was": "uncertain"}
    assert send(NOON + LEASE) == {"sent": 1}
    with pytest.raises(WrongReminder, match="state"):
        send_again(only(), by=None, at=NOON)


def test_what_is_no_longer_needed_is_dropped(office: Small, desk: Desk) -> None:
    Contact.objects.update(from_hour=13)
    send()
    Contact.objects.update(from_hour=9)
    append("day-2", seen("x:2", 19_000, 19_000, DAY, "day-2"))
    assert send(NOON + timedelta(minutes=1)) == {"dropped": 1}
    assert not desk.taken


def test_a_pace_that_falls_short_is_said_once_a_month(state: Small, desk: Desk) -> None:
    for back in range(120):
        day, run = DAY - timedelta(days=back + 1), f"back-{back}"
        append(run, seen("x:2", 9_000 - 2 * back, 9_000 - 2 * back, day, run))
    Directive.objects.update(platforms=["x"])
    ready(state, date(2023, 12, 31))
    assert send() == {"sent": 1}
    assert (only().kind, only().occasion, only().until) == ("pace", "2023-08", date(2023, 8, 31))
    assert "प्रतिदिन" in desk.texts()[0]
    assert send(NOON + timedelta(days=1)) == {}


def loaded(state: Small, at: datetime, **changes: Any) -> None:
    fields = {"code": state.directive.code, **changes}
    store_directive(fields, state=state.directive.state, by=None, at=at)


def test_a_missing_receipt_is_asked_for_after_three_days_and_again_for_a_new_text(
    state: Small, desk: Desk
) -> None:
    ready(state, None)
    loaded(state, NOON, text="Reach 5 per cent, please.")
    assert send(NOON + timedelta(days=2)) == {}
    assert send(NOON + timedelta(days=3)) == {"sent": 1}
    assert send(NOON + timedelta(days=4)) == {}
    loaded(state, NOON + timedelta(days=5), text="Reach 5 per cent at once.")
    state.directive.refresh_from_db()
    later = NOON + timedelta(days=6)
    wording = state.directive.wording
    confirm_read(state.directive, state.memberships[1], wording, by=None, at=later)
    assert send(NOON + timedelta(days=9)) == {}
    loaded(state, NOON + timedelta(days=10), verified=True)
    assert send(NOON + timedelta(days=14)) == {}
    assert len(desk.taken) == 1


def test_an_order_that_was_replaced_reminds_nobody(office: Small, desk: Desk) -> None:
    old = office.directive
    Directive.objects.create(
        code="up-next", state=old.state, title="Next", starts=date(2030, 1, 1), binds="minister",
        roll=old.roll, source=old.source, replaces=old,
    )  # fmt: skip
    assert plan(NOON) == []


def test_only_whom_a_list_names_is_reminded(office: Small, desk: Desk) -> None:
    office.directive.only.set([office.memberships[0]])
    assert plan(NOON) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_reminder_once(state: Small, desk: Desk) -> None:
    Directive.objects.update(due_on=DUE)
    for number in range(12):
        entry = Entry("mail", f"clerk-{number}@office.example", "en", "x", date(2024, 8, 1))
        enter_contact(state.memberships[1], entry, by=None, at=NOON)
    barrier, ends = Barrier(2), []

    def work() -> None:
        barrier.wait()
        ends.append(send())
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(ends) == 2
    assert sum(end.get("sent", 0) for end in ends) == 12
    receivers = [mail["X-Envelope-To"] for mail in desk.taken]
    assert sorted(receivers) == sorted(f"clerk-{number}@office.example" for number in range(12))


def test_an_address_is_sealed_shown_cut_short_and_erased_when_it_ends(
    office: Small, desk: Desk
) -> None:
    contact = Contact.objects.get()
    assert "clerk" not in contact.address
    assert contact.shown == "c…@office.example"
    send()
    end_contact(contact, by=None, at=NOON)
    contact.refresh_from_db()
    assert (contact.address, contact.shown, contact.fingerprint) == ("", "", "")
    said = "".join(deed.detail_json for deed in Deed.objects.all())
    assert "office.example" not in said
    with pytest.raises(WrongContact, match="ended"):
        end_contact(contact, by=None, at=NOON)


def test_a_consent_that_is_over_ends_the_contact(office: Small, desk: Desk) -> None:
    Contact.objects.update(valid_until=date(2023, 8, 25))
    assert send() == {}
    assert Contact.objects.get().address == ""
    assert not desk.taken


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "no address"}, "address"),
        ({"address": "a@b.example\nBcc: c@d.example"}, "address"),
        ({"address": "CLERK@office.example"}, "twice"),
        ({"channel": "sms", "address": "9876543210"}, "channel"),
        ({"from_hour": 18}, "hours"),
        ({"until_hour": 25}, "hours"),
        ({"consent": "  "}, "consent"),
        ({"valid_until": date(2023, 8, 1)}, "until"),
        ({"valid_until": date(2033, 8, 1)}, "until"),
    ],
)
def test_a_wrong_contact_is_refused_and_leaves_no_trace(
    office: Small, desk: Desk, changes: dict[str, Any], why: str
) -> None:
    before = Deed.objects.count()
    entry = Entry(**{**{name: getattr(CLERK, name) for name in CLERK.__slots__}, **changes})
    with pytest.raises(WrongContact, match=why):
        enter_contact(office.memberships[1], entry, by=None, at=NOON)
    assert (Contact.objects.count(), Deed.objects.count()) == (1, before)


def test_an_office_enters_its_own_contact_only(office: Small, desk: Desk) -> None:
    cast: Cast = assemble(state="up/")
    clerk = give(person("clerk", "Clerk", "लिपिक"), "office", person="anita")  # type: ignore[arg-type]
    enter_contact(office.memberships[0], CLERK, by=clerk, at=NOON)
    for user in (clerk, cast.ravi, cast.om, cast.meena, cast.admin, cast.guest):
        with pytest.raises(Refused):
            enter_contact(office.memberships[2], CLERK, by=user, at=NOON)
    with pytest.raises(Refused):
        end_contact(Contact.objects.get(membership=office.memberships[1]), by=clerk, at=NOON)


def test_a_mail_says_that_a_machine_sent_it(office: Small, desk: Desk) -> None:
    send()
    (mail,) = desk.taken
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<reminder-{only().pk}@state.example>"
    assert LEASE.total_seconds() > channels.PATIENCE


def test_one_that_cannot_be_written_does_not_hold_the_others_back(
    office: Small, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Entry("mail", "other@office.example", "en", "x", date(2024, 8, 1))
    enter_contact(office.memberships[1], other, by=None, at=NOON)

    def message(reminder: Reminder, now: datetime) -> words.Message:
        if reminder.contact.language == "hi":
            raise RuntimeError("unforeseen")
        return words.message_of(reminder, now)

    monkeypatch.setattr(sending, "message_of", message)
    assert send() == {"broken": 1, "sent": 1}
    monkeypatch.undo()
    assert send() == {"sent": 1}


def test_a_title_of_two_lines_makes_no_header(office: Small, desk: Desk) -> None:
    Directive.objects.update(title_hi="मंत्री\r\nBcc: other@office.example")
    assert send() == {"sent": 1}
    assert desk.taken[0]["Bcc"] is None
    assert desk.taken[0]["Subject"].endswith("मंत्री Bcc: other@office.example")


def test_an_address_outlives_a_change_of_keys(office: Small, desk: Desk, settings: Any) -> None:
    old, new = settings.TOKEN_KEYS[0], Fernet.generate_key().decode()
    settings.TOKEN_KEYS = [new, old]
    assert rotate(by=None, now=NOON) == 1
    settings.TOKEN_KEYS = [new]
    assert send() == {"sent": 1}


def test_without_its_key_a_reminder_fails_in_words(
    office: Small, desk: Desk, settings: Any
) -> None:
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    assert send() == {"failed": 1}
    assert "keys" in only().said
