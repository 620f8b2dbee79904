"""Programmes, their tests, plans of blocks, and coverage against them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pahunch.registry.models import Division
from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Attendance, Double, Invitation, Plan, Programme, Session
from pahunch.training.models.sessions import Ways
from pahunch.training.people.deciding import decide_double
from pahunch.training.plans.actions import day_of, read_plans, set_plan, set_plans
from pahunch.training.plans.coverage import Stand, coverage_of_district, coverage_of_state
from pahunch.training.plans.written import read_questions, written_questions
from pahunch.training.sessions.actions import Planned, mark_attendance, move_session, plan_session
from pahunch.training.states import Move, Step
from pahunch.training.tests.conftest import DAY, NOW, add, as_, block
from tests.people import Cast

DUE = date(2027, 3, 31)


@pytest.fixture
def held(programme: Programme) -> Session:
    """Hold a session to which two of the first block and one of the second came."""
    made = plan_session(programme, block(1), Planned(DAY, "hall"), by=None, now=NOW)
    came = [add("Uma Sen", 1), add("उमा सेन", 1), add("Hari Jain", 2)]
    mark_attendance(made, came, Ways.LIST, by=None, now=NOW)
    set_plan(programme, block(1), 2, DUE, by=None, now=NOW)
    set_plan(programme, block(2), 5, date(2026, 11, 1), by=None, now=NOW)
    return move_session(made, Step.HOLD, by=None, now=NOW)


def district(number: int = 1) -> Division:
    return Division.objects.get(code=f"up-d-{number}")


def test_every_block_stands_against_its_plan(programme: Programme, held: Session) -> None:
    found = coverage_of_district(programme, district(), DAY)
    told = {one.division.code: (one.trained, one.people, one.stand) for one in found.parts}
    assert told == {"up-b-1": (2, 2, Stand.REACHED), "up-b-2": (1, 5, Stand.LATE)}
    assert (found.whole.trained, found.whole.people, found.whole.missing) == (3, 7, 4)


def test_one_person_on_two_rows_counts_once_when_a_human_said_so(
    programme: Programme, held: Session, people: Cast
) -> None:
    rows = sorted(held.attendances.values_list("trainee_id", flat=True))
    double = Double.objects.create(first_id=rows[0], second_id=rows[1], score=5, why=[])
    before = coverage_of_district(programme, district(), DAY).parts
    assert [(one.trained, one.doubles) for one in before] == [(1, 0), (2, 1)]
    decide_double(double, Move.CONFIRM, by=people.meena, now=NOW)
    after = {
        one.division.code: one for one in coverage_of_district(programme, district(), DAY).parts
    }
    assert (after["up-b-1"].trained, after["up-b-1"].stand) == (1, Stand.UNDER_WAY)
    decide_double(double, Move.UNDO, reason="Two.", by=people.meena, now=NOW)
    again = {
        one.division.code: one for one in coverage_of_district(programme, district(), DAY).parts
    }
    assert again["up-b-1"].trained == 2


def test_a_row_of_another_district_counts_where_its_person_works(
    programme: Programme, held: Session, people: Cast
) -> None:
    uma = add("Uma Sen", 3)
    mark_attendance(held, [uma], Ways.LIST, by=None, now=NOW)
    first = held.attendances.earliest("trainee_id").trainee_id
    double = Double.objects.create(first_id=first, second=uma, score=5, why=[])
    assert coverage_of_district(programme, district(2), DAY).whole.trained == 1
    decide_double(double, Move.CONFIRM, by=None, now=NOW)
    assert coverage_of_district(programme, district(2), DAY).whole.trained == 0
    Attendance.objects.filter(trainee_id=first).delete()
    assert coverage_of_district(programme, district(1), DAY).whole.trained == 3


def test_a_session_that_was_not_held_trains_nobody(programme: Programme, held: Session) -> None:
    move_session(held, Step.REOPEN, reason="wrong", by=None, now=NOW)
    assert coverage_of_district(programme, district(), DAY).whole.trained == 0


def test_the_state_adds_its_districts_up(programme: Programme, held: Session) -> None:
    set_plan(programme, district(2), 40, DUE, by=None, now=NOW)
    found = coverage_of_state(programme, programme.state, DAY)
    told = {one.division.code: (one.trained, one.people) for one in found.parts}
    assert told == {"up-d-1": (3, 7), "up-d-2": (0, 40)}
    assert (found.whole.trained, found.whole.people, found.whole.due) == (3, 47, DUE)


def test_whoever_is_trained_beyond_one_blocks_plan_is_missing_in_another(
    programme: Programme, held: Session
) -> None:
    set_plan(programme, block(1), 1, DUE, by=None, now=NOW)
    whole = coverage_of_district(programme, district(), DAY).whole
    assert (whole.trained, whole.counts, whole.people, whole.missing) == (3, 2, 6, 4)
    set_plan(programme, district(), 8, DUE, by=None, now=NOW)
    whole = coverage_of_district(programme, district(), DAY).whole
    assert (whole.counts, whole.people, whole.missing) == (3, 8, 5)
    Plan.objects.exclude(division=block(1)).delete()
    whole = coverage_of_district(programme, district(), DAY).whole
    assert (whole.counts, whole.people, whole.stand) == (1, 1, Stand.REACHED)


def test_a_districts_coverage_takes_few_queries_whatever_its_size(
    programme: Programme, held: Session, django_assert_num_queries: Any
) -> None:
    place = district()
    with django_assert_num_queries(6):
        coverage_of_district(programme, place, DAY)
    fact = {"source": programme.state.source}
    for number in range(10, 30):
        Division.objects.create(
            code=f"up-b-{number}", kind="block", name=f"B{number}",
            path=f"up/up-d-1/up-b-{number}/", **fact,
        )  # fmt: skip
    with django_assert_num_queries(6):
        assert len(coverage_of_district(programme, place, DAY).parts) == 22


def test_a_reader_sees_only_the_blocks_granted(
    client: Client, programme: Programme, held: Session, people: Cast, trainer: User
) -> None:
    address = "/training/coverage/orientation/up-d-1/"
    page = as_(client, people.meena).get(address).content.decode()
    assert "Purvi: 3 of 7 trained" in page
    page = as_(client, trainer).get(address).content.decode()
    assert "Nayagarh" not in page
    assert "3 of 7" not in page
    far = "/training/coverage/orientation/up-d-2/"
    assert client.get(far).status_code == 404
    assert as_(client, people.meena).get(far).status_code == 404
    whole = as_(client, people.asha).get("/training/coverage/orientation/").content.decode()
    assert "Udaharan: 3 of 7 trained" in whole
    partly = as_(client, trainer).get("/training/coverage/orientation/").content.decode()
    assert "Purvi" in partly
    assert "of 7" not in partly


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-31", DUE),
        ("31-03-2027", DUE),
        ("31/03/2027", DUE),
        ("31-02-2027", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_either_order(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_plans_come_from_a_file_with_bad_rows_named(
    programme: Programme, tmp_path: Path, people: Cast
) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(
        "विकासखंड,जिला,लक्ष्य,तिथि\nशिवपुर,पूर्वी,120,31-03-2027\nWakanda,,5,31-03-2027\n"
        "नयागढ़,,many,31-03-2027\nTilakpur,,7,soon\n",
        "utf-8",
    )
    planned, troubles = read_plans(path, programme.state)
    assert [(one.block, one.people, one.due) for one in planned] == [(block(1).pk, 120, DUE)]
    assert [(one.row, one.why) for one in troubles] == [
        (3, "block_unknown"), (4, "people"), (5, "due"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        set_plans(programme, planned, by=people.meena, now=NOW)
    assert set_plans(programme, planned, by=people.asha, now=NOW) == 1
    assert Plan.objects.get().people == 120
    with pytest.raises(WrongTraining, match="people"):
        set_plan(programme, block(1), 0, DUE, by=None, now=NOW)
    with pytest.raises(WrongTraining, match="place"):
        set_plan(programme, programme.state, 5, DUE, by=None, now=NOW)


TEST = """? Whom do you answer? :: किसे उत्तर देंगे?
- Nobody :: किसी को नहीं
+ Everybody :: सबको
? When?
+ At once
- Never"""


def test_a_test_is_written_as_it_is_read(programme: Programme) -> None:
    asked = read_questions(TEST)
    assert (asked[0].right, asked[0].text_hi, asked[1].choices[0]) == (
        1, "किसे उत्तर देंगे?", ("At once", ""),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["no sign", "- a", "? q\n+ one", "? q\n+ a\n+ b", "? q\n- a\n- b"])
def test_a_test_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(WrongTraining, match="questions"):
        read_questions(text)


def test_the_cell_makes_a_programme_sets_its_test_and_its_plans(
    client: Client, state: Division, people: Cast
) -> None:
    given = {
        "state": state.pk, "code": "second", "title": "Second course", "title_hi": "",
        "hours": "2", "pass_percent": "50", "refresher_months": "",
    }  # fmt: skip
    assert as_(client, people.meena).post("/training/programmes/new/", given).status_code == 403
    sent = as_(client, people.asha).post("/training/programmes/new/", given)
    assert sent.status_code == 302, sent.content.decode()
    address = "/training/programmes/p/second/"
    assert client.post(f"{address}test/", {"questions": TEST}).status_code == 302
    assert client.post(f"{address}test/", {"questions": "x"}).status_code == 422
    made = Programme.objects.get(code="second")
    assert written_questions(made.questions.all()) == TEST
    assert client.post(f"{address}edit/", given | {"title": "2nd"}).status_code == 302
    made.refresh_from_db()
    assert made.title == "2nd"
    file = SimpleUploadedFile("plans.csv", b"block,people,due\nShivpur,9,2027-03-31\n")
    assert client.post(f"{address}plans/", {"file": file}).status_code == 302
    assert Plan.objects.get(programme=made).people == 9
    bad = SimpleUploadedFile("plans.csv", b"a,b\n1,2\n")
    assert client.post(f"{address}plans/", {"file": bad}).status_code == 422
    deeds = Deed.objects.filter(subject="programme:second").values_list("verb", flat=True)
    assert set(deeds) == {
        "training.programme_saved", "training.test_set", "training.plans_set",
    }  # fmt: skip


def test_the_code_of_another_states_programme_is_taken(
    client: Client, programme: Programme, people: Cast
) -> None:
    given = {
        "state": programme.state_id, "code": "orientation", "title": "x", "hours": "1",
        "pass_percent": "60",
    }  # fmt: skip
    sent = as_(client, people.asha).post("/training/programmes/new/", given)
    assert sent.status_code == 422


def test_invited_people_are_counted_beside_the_trained(programme: Programme, held: Session) -> None:
    waits = add("Om Rai", 2)
    Invitation.objects.create(code="W", programme=programme, trainee=waits, made_at=NOW)
    found = coverage_of_district(programme, district(), DAY)
    assert found.whole.invited == 1
