"""The short test, certificates as PDF, telling that one is real, and refreshers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused
from pahunch.training.codes import grouped
from pahunch.training.errors import WrongTraining
from pahunch.training.models import (
    Certificate,
    Double,
    Invitation,
    Programme,
    Result,
    Session,
    Trainee,
)
from pahunch.training.models.sessions import Ways
from pahunch.training.people.deciding import decide_double
from pahunch.training.people.keeping import forget_trainee
from pahunch.training.proof.actions import (
    give_certificates,
    note_result,
    refresher_day,
    take_test,
    withdraw_certificate,
)
from pahunch.training.proof.drawing import certificate_pdf, has_font, qr
from pahunch.training.proof.refresher import due_by
from pahunch.training.sessions.actions import mark_attendance, move_session
from pahunch.training.states import Move, Step
from pahunch.training.tests.conftest import DAY, NOW, add, as_
from tests.people import Cast


@pytest.fixture
def held(session: Session, ramesh: Trainee) -> Session:
    """Hold the session, with Ramesh."""
    mark_attendance(session, [ramesh], Ways.LIST, by=None, now=NOW)
    return move_session(session, Step.HOLD, by=None, now=NOW)


@pytest.fixture
def certificate(held: Session) -> Certificate:
    """Give Ramesh his certificate."""
    (made,) = give_certificates(held, by=None, now=NOW)
    return made


def test_whoever_holds_a_code_takes_the_test_three_times_at_most(
    tested: Programme, held: Session, invitation: Invitation
) -> None:
    with pytest.raises(WrongTraining, match="answers"):
        take_test(invitation, [0, None], now=NOW)
    results = [take_test(invitation, answers, now=NOW) for answers in ([1, 1], [0, 1], [0, 0])]
    assert [(one.right, one.passed) for one in results] == [(0, False), (1, False), (2, True)]
    with pytest.raises(WrongTraining, match="tries"):
        take_test(invitation, [0, 0], now=NOW)


def test_the_test_is_for_those_who_came(
    tested: Programme, session: Session, invitation: Invitation
) -> None:
    with pytest.raises(WrongTraining, match="not_attended"):
        take_test(invitation, [0, 0], now=NOW)
    assert not Result.objects.exists()


def test_a_programme_without_a_test_has_none(held: Session, invitation: Invitation) -> None:
    with pytest.raises(WrongTraining, match="no_test"):
        take_test(invitation, [], now=NOW)


def test_the_test_is_taken_on_a_page_that_names_nobody(
    client: Client, tested: Programme, held: Session, invitation: Invitation
) -> None:
    client.cookies["django_language"] = "hi"
    address = f"/test/{grouped(invitation.code).lower()}/"
    page = client.get(address)
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, noarchive")
    assert "किसे उत्तर देंगे?" in page.content.decode()
    assert "रमेश" not in page.content.decode()
    assert client.post(address, {"q1": "0"}).status_code == 422
    assert client.post(address, {"q1": "0", "q2": "<x>"}).status_code == 422
    sent = client.post(address, {"q1": "0", "q2": "0"})
    assert sent.status_code == 200
    assert Result.objects.get().passed
    assert client.get("/test/AAAAAAAAAA/").status_code == 404


def test_a_certificate_is_given_to_those_who_came_and_passed(
    tested: Programme, held: Session, ramesh: Trainee, trainer: User, people: Cast
) -> None:
    assert give_certificates(held, by=trainer, now=NOW) == []
    note_result(tested, ramesh, 2, 2, by=trainer, now=NOW)
    (made,) = give_certificates(held, by=trainer, now=NOW)
    assert (made.name, made.refresher_on) == ("रमेश वर्मा", date(2027, 11, 20))
    assert give_certificates(held, by=trainer, now=NOW) == []
    before = Deed.objects.count()
    for user in (people.om, people.ravi, people.guest):
        with pytest.raises(Refused):
            give_certificates(held, by=user, now=NOW)
    with pytest.raises(WrongTraining, match="score"):
        note_result(tested, ramesh, 3, 2, by=trainer, now=NOW)
    assert Deed.objects.count() == before


def test_nobody_is_certified_before_the_session_was_held(session: Session) -> None:
    with pytest.raises(WrongTraining, match="not_held"):
        give_certificates(session, by=None, now=NOW)


def test_one_person_on_two_rows_gets_one_certificate(
    session: Session, ramesh: Trainee, people: Cast
) -> None:
    again = add("Ramesh Varma", 1)
    mark_attendance(session, [ramesh, again], Ways.LIST, by=None, now=NOW)
    held = move_session(session, Step.HOLD, by=None, now=NOW)
    double = Double.objects.create(first=ramesh, second=again, score=5, why=[])
    decide_double(double, Move.CONFIRM, by=people.meena, now=NOW)
    assert len(give_certificates(held, by=None, now=NOW)) == 1


def test_a_certificate_is_drawn_with_devanagari_the_same_every_time(
    certificate: Certificate,
) -> None:
    if not has_font():
        pytest.skip("Noto Sans Devanagari is not installed: no certificate is drawn")
    address = "https://example.org/verify/X/"
    drawn = certificate_pdf(certificate, address)
    assert drawn.startswith(b"%PDF-")
    assert b"NotoSansDevanagari" in drawn
    with translation.override("en"):
        assert certificate_pdf(certificate, address) == drawn
    certificate.name = '#panic("x") *x* $y$'
    assert certificate_pdf(certificate, address).startswith(b"%PDF-")


def test_a_code_is_drawn_as_a_picture_without_scripts() -> None:
    drawn = qr("https://example.org/verify/X/?a=1&b=<x>")
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert "<x>" not in drawn


def test_anybody_verifies_by_the_code_and_reads_no_more_than_the_paper_says(
    client: Client, certificate: Certificate
) -> None:
    client.cookies["django_language"] = "en"
    page = client.get("/verify/", {"code": grouped(certificate.code).lower()})
    text = page.content.decode()
    assert page.status_code == 200
    assert "This certificate is real" in text
    assert "रमेश वर्मा" in text
    assert "Orientation" in text
    assert page["X-Robots-Tag"] == "noindex, noarchive"
    assert "no-store" in page["Cache-Control"]
    assert client.get("/verify/").status_code == 200
    wrong = client.get("/verify/AAAABBBBCCCC/")
    assert wrong.status_code == 404
    assert "There is no certificate with this code." in wrong.content.decode()


def test_a_withdrawn_certificate_says_so_and_names_nobody(
    client: Client, certificate: Certificate, trainer: User
) -> None:
    with pytest.raises(WrongTraining, match="no_reason"):
        withdraw_certificate(certificate, reason="", by=trainer, now=NOW)
    withdraw_certificate(certificate, reason="Wrong person.", by=trainer, now=NOW)
    with pytest.raises(WrongTraining, match="withdrawn"):
        withdraw_certificate(certificate, reason="Again.", by=trainer, now=NOW)
    client.cookies["django_language"] = "en"
    text = client.get(f"/verify/{certificate.code}/").content.decode()
    assert "This certificate is withdrawn" in text
    assert "रमेश" not in text


def test_whoever_is_forgotten_is_named_by_no_certificate(
    client: Client, certificate: Certificate, people: Cast
) -> None:
    forget_trainee(certificate.trainee, reason="asked", by=people.asha, now=NOW)
    certificate.refresh_from_db()
    assert certificate.name == ""
    assert "रमेश" not in client.get(f"/verify/{certificate.code}/").content.decode()


def test_the_certificate_is_fetched_by_those_who_see_the_person(
    client: Client, certificate: Certificate, people: Cast, trainer: User
) -> None:
    address = f"/training/certificates/{certificate.pk}/"
    assert client.get(address).status_code == 302
    assert as_(client, people.ravi).get(address).status_code == 403
    answer = as_(client, trainer).get(address)
    assert (answer.status_code, answer["Content-Type"]) in {(200, "application/pdf"), (302, "text/html; charset=utf-8")}  # fmt: skip  # noqa: E501
    sent = client.post(f"{address}withdraw/", {"reason": "Wrong."})
    assert sent.status_code == 302
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 11, 20), 12, date(2027, 11, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 1), None, None),
    ],
)
def test_a_refresher_is_due_so_many_months_later(
    day: date, months: int | None, due: date | None
) -> None:
    assert refresher_day(day, months) == due


def test_only_the_last_certificate_of_somebody_is_due(
    certificate: Certificate, held: Session, ramesh: Trainee, people: Cast
) -> None:
    today = date(2027, 11, 1)
    see = "training.see_people"
    assert list(due_by(people.meena, see, today, 30)) == [certificate]
    assert not due_by(people.meena, see, date(2027, 1, 1), 30)
    assert not due_by(people.ravi, see, today, 30)
    again = add("Ramesh Varma", 1)
    double = Double.objects.create(first=ramesh, second=again, score=5, why=[])
    decide_double(double, Move.CONFIRM, by=None, now=NOW)
    later = Session.objects.create(
        code="LATER", programme=held.programme, division=held.division, state="held",
        day=DAY + timedelta(days=300), venue="x", made_at=NOW,
    )  # fmt: skip
    Certificate.objects.create(
        code="C", trainee=again, programme=held.programme, session=later, name="x",
        issued_on=later.day, refresher_on=date(2028, 9, 1),
    )  # fmt: skip
    assert not due_by(people.meena, see, today, 30)


def test_certificates_are_given_on_the_page(client: Client, held: Session, trainer: User) -> None:
    page = as_(client, trainer).get(f"/training/sessions/s/{held.code}/").content.decode()
    assert "Give certificates" in page
    assert client.post(f"/training/sessions/s/{held.code}/certificates/").status_code == 302
    assert Certificate.objects.count() == 1
