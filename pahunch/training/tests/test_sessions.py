"""Sessions: planned, held, cancelled; who is invited, and who came by list, code or file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused
from pahunch.training.codes import SIGNS, grouped, new_code, typed_code
from pahunch.training.errors import WrongState, WrongTraining
from pahunch.training.models import Attendance, Invitation, Programme, Session, Trainee
from pahunch.training.models.sessions import Ways
from pahunch.training.sessions.actions import (
    Newcomer,
    Planned,
    add_newcomer,
    invite,
    invited_by,
    mark_attendance,
    move_session,
    plan_session,
    unmark_attendance,
)
from pahunch.training.states import Move, Stage, Step, Verdict, stage_after, verdict_after
from pahunch.training.tests.conftest import DAY, NOW, add, as_, block
from tests.people import Cast


def test_there_are_these_moves_and_no_others() -> None:
    steps = {
        (stage, step)
        for stage in Stage
        for step in Step
        if _works(lambda stage=stage, step=step: stage_after(stage, step))
    }
    assert steps == {
        (Stage.PLANNED, Step.HOLD),
        (Stage.PLANNED, Step.CANCEL),
        (Stage.HELD, Step.REOPEN),
        (Stage.CANCELLED, Step.REOPEN),
    }
    assert verdict_after(Verdict.CONFIRMED, Move.UNDO) is Verdict.PROPOSED
    with pytest.raises(WrongState):
        verdict_after(Verdict.CONFIRMED, Move.REJECT)


def _works(move: object) -> bool:
    try:
        move()  # type: ignore[operator]
    except WrongState:
        return False
    return True


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code(10)
    assert len(code) == 10
    assert set(code) <= set(SIGNS)
    assert typed_code(f" {grouped(code).lower()} ") == code
    assert not set("01ILO") & set(SIGNS)


def test_a_session_is_planned_in_a_block_or_a_district_by_whom_it_is_granted(
    programme: Programme, people: Cast, trainer: User
) -> None:
    planned = Planned(DAY, "School")
    made = plan_session(programme, block(1), planned, by=trainer, now=NOW)
    assert (made.state, made.made_by) == ("planned", trainer)
    assert Deed.objects.latest("seq").verb == "training.session_planned"
    before = Deed.objects.count()
    for user, where in ((trainer, block(2)), (people.meena, block(3)), (people.om, block(1))):
        with pytest.raises(Refused):
            plan_session(programme, where, planned, by=user, now=NOW)
    with pytest.raises(WrongTraining, match="place"):
        plan_session(programme, programme.state, planned, by=people.asha, now=NOW)
    assert (Deed.objects.count(), Session.objects.count()) == (before, 1)


def test_a_session_was_held_when_its_day_has_come_and_somebody_came(
    session: Session, ramesh: Trainee, trainer: User
) -> None:
    with pytest.raises(WrongTraining, match="nobody_came"):
        move_session(session, Step.HOLD, by=trainer, now=NOW)
    mark_attendance(session, [ramesh], Ways.LIST, by=trainer, now=NOW)
    with pytest.raises(WrongTraining, match="too_early"):
        move_session(session, Step.HOLD, by=trainer, now=NOW - timedelta(days=1))
    assert move_session(session, Step.HOLD, by=trainer, now=NOW).state == "held"
    with pytest.raises(WrongTraining, match="no_step"):
        move_session(session, Step.CANCEL, reason="rain", by=trainer, now=NOW)
    with pytest.raises(WrongTraining, match="no_reason"):
        move_session(session, Step.REOPEN, by=trainer, now=NOW)
    opened = move_session(session, Step.REOPEN, reason="wrong day", by=trainer, now=NOW)
    assert opened.state == "planned"


def test_nobody_comes_to_a_cancelled_session(
    session: Session, ramesh: Trainee, trainer: User
) -> None:
    with pytest.raises(WrongTraining, match="no_reason"):
        move_session(session, Step.CANCEL, by=trainer, now=NOW)
    cancelled = move_session(session, Step.CANCEL, reason="Rain.", by=trainer, now=NOW)
    assert cancelled.reason == "Rain."
    with pytest.raises(WrongTraining, match="cancelled"):
        mark_attendance(cancelled, [ramesh], Ways.LIST, by=trainer, now=NOW)


def test_whoever_came_is_marked_once_however_often(
    session: Session, invitation: Invitation, trainer: User
) -> None:
    found = invited_by(session, grouped(invitation.code).lower())
    assert mark_attendance(session, [found.trainee], Ways.CODE, by=trainer, now=NOW) == 1
    assert mark_attendance(session, [found.trainee], Ways.LIST, by=trainer, now=NOW) == 0
    assert Attendance.objects.get().how == "qr"
    with pytest.raises(WrongTraining, match="code_unknown"):
        invited_by(session, "ZZZZZZZZZZ")
    with pytest.raises(WrongTraining, match="no_reason"):
        unmark_attendance(session, found.trainee, reason="", by=trainer, now=NOW)
    unmark_attendance(session, found.trainee, reason="Another man.", by=trainer, now=NOW)
    assert not Attendance.objects.exists()
    assert Deed.objects.latest("seq").reason == "Another man."


def test_nobody_is_invited_beyond_the_places(programme: Programme, trainer: User) -> None:
    small = plan_session(programme, block(1), Planned(DAY, "x", capacity=1), by=None, now=NOW)
    two = [add("Uma Sen", 1), add("Hari Sen", 1)]
    with pytest.raises(WrongTraining, match="full"):
        invite(small, two, by=trainer, now=NOW)
    assert invite(small, two[:1], by=trainer, now=NOW) == 1
    assert invite(small, two[:1], by=trainer, now=NOW) == 0
    big = plan_session(programme, block(1), Planned(DAY, "y"), by=None, now=NOW)
    assert invite(big, two, by=trainer, now=NOW) == 2
    assert Invitation.objects.filter(trainee=two[0]).count() == 1
    assert Invitation.objects.get(trainee=two[0]).session == big


def test_somebody_at_the_door_is_added_from_the_district(session: Session, trainer: User) -> None:
    added = add_newcomer(session, Newcomer(" Uma  Sen ", block(2)), by=trainer, now=NOW)
    assert (added.name, added.attendances.get().how) == ("Uma Sen", "list")
    with pytest.raises(WrongTraining, match="block_far"):
        add_newcomer(session, Newcomer("Uma Sen", block(3)), by=trainer, now=NOW)
    with pytest.raises(WrongTraining, match="name"):
        add_newcomer(session, Newcomer("12345", block(1)), by=trainer, now=NOW)


def test_the_trainer_runs_a_session_on_its_page_without_scripts(
    client: Client, session: Session, invitation: Invitation, trainer: User
) -> None:
    address = f"/training/sessions/s/{session.code}/"
    page = as_(client, trainer).get(address).content.decode()
    assert "Shivpur: 0 came, 1 invited" in page
    assert "<svg" in page
    sent = client.post(f"{address}code/", {"code": grouped(invitation.code)}, follow=True)
    assert "Came: रमेश वर्मा" in sent.content.decode()
    sent = client.post(f"{address}code/", {"code": "NOPE"}, follow=True)
    assert "There is no invitation with this code" in sent.content.decode()
    newcomer = {"name": "Uma Sen", "block": block(1).pk}
    assert client.post(f"{address}newcomer/", newcomer).status_code == 302
    assert client.post(f"{address}newcomer/", {"name": ""}).status_code == 422
    uma = Trainee.objects.get(name="Uma Sen")
    client.post(f"{address}unmark/{uma.pk}/", {"reason": "Another."})
    client.post(f"{address}mark/", {"who": [str(uma.pk), "x"]})
    assert Attendance.objects.get(trainee=uma).how == "list"
    client.post(f"{address}move/", {"step": "hold"})
    session.refresh_from_db()
    # The day of the session lies ahead of or behind the clock that the page reads.
    assert session.state in {"planned", "held"}
    assert client.post(f"{address}move/", {"step": "fly"}).status_code == 400


def test_a_scanned_invitation_asks_before_it_marks(
    client: Client, session: Session, invitation: Invitation, trainer: User, people: Cast
) -> None:
    address = f"/training/in/{invitation.code}/"
    assert client.get(address).status_code == 302
    assert as_(client, people.om).get(address).status_code == 403
    page = as_(client, trainer).get(address)
    assert "रमेश वर्मा" in page.content.decode()
    assert not Attendance.objects.exists()
    assert client.post(address).status_code == 302
    assert Attendance.objects.get().how == "qr"
    assert client.get("/training/in/ABCDEFGHJK/").status_code == 404
    Session.objects.update(division=block(2))
    assert client.get(address).status_code == 403


def test_invitations_are_printed_with_their_codes(
    client: Client, session: Session, invitation: Invitation, trainer: User
) -> None:
    page = as_(client, trainer).get(f"/training/sessions/s/{session.code}/slips/")
    assert grouped(invitation.code) in page.content.decode()
    assert page.content.decode().count("<svg") >= 1


def test_a_slip_tells_where_the_short_test_is(
    client: Client, tested: Programme, invitation: Invitation, trainer: User
) -> None:
    session = invitation.session
    assert session is not None
    page = as_(client, trainer).get(f"/training/sessions/s/{session.code}/slips/")
    assert f"/test/{invitation.code}/" in page.content.decode()


def test_those_who_wait_are_invited_at_a_click(
    client: Client, programme: Programme, trainer: User
) -> None:
    uma = add("Uma Sen", 1)
    Invitation.objects.create(code="WAIT", programme=programme, trainee=uma, made_at=NOW)
    made = plan_session(programme, block(1), Planned(DAY, "x"), by=None, now=NOW)
    address = f"/training/sessions/s/{made.code}/"
    assert "Invite the 1 of this place" in as_(client, trainer).get(address).content.decode()
    client.post(f"{address}invite/")
    assert made.invitations.get().trainee == uma


def test_a_session_elsewhere_is_not_found(client: Client, session: Session, trainer: User) -> None:
    Session.objects.update(division=block(3))
    assert as_(client, trainer).get(f"/training/sessions/s/{session.code}/").status_code == 404
    sent = client.post(f"/training/sessions/s/{session.code}/mark/", {"who": []})
    assert sent.status_code == 404


def test_a_session_is_planned_on_its_page(
    client: Client, programme: Programme, trainer: User
) -> None:
    given = {
        "programme": programme.pk,
        "division": block(1).pk,
        "day": "2027-01-05",
        "venue": "School",
        "capacity": "30",
    }
    sent = as_(client, trainer).post("/training/sessions/new/", given)
    made = Session.objects.get()
    assert (sent.status_code, made.capacity) == (302, 30)
    elsewhere = client.post("/training/sessions/new/", given | {"division": block(3).pk})
    assert elsewhere.status_code == 422
