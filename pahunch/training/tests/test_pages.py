"""The pages of training: allowed, refused in words, stranger; both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pahunch.staff.models import Deed, User
from pahunch.training.models import Attendance, Double, Programme, Result, Session, Trainee
from pahunch.training.tests.conftest import NOW, ROWS, List, add, as_, block, bring
from tests.people import Cast

PAGES = (
    "/training/programmes/",
    "/training/programmes/p/orientation/",
    "/training/coverage/orientation/",
    "/training/coverage/orientation/up-d-1/",
    "/training/sessions/",
    "/training/sessions/new/",
    "/training/people/",
    "/training/import/",
    "/training/doubles/",
    "/training/refresher/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_cell_the_district_and_the_trainer_enter_every_page(
    client: Client, session: Session, people: Cast, trainer: User, address: str, language: str
) -> None:
    for user in (people.asha, people.meena, trainer):
        assert as_(client, user, language).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_strangers_sign_in_and_others_are_refused_in_words(
    client: Client, session: Session, people: Cast, address: str
) -> None:
    assert client.get(address).status_code == 302
    for user in (people.guest, people.ravi, people.admin):
        answer = as_(client, user).get(address)
        assert answer.status_code == 403
        assert "Your account has no right to do this." in answer.content.decode()


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", path.read_bytes())


def test_a_list_is_shown_before_it_is_taken(
    client: Client, programme: Programme, people: Cast, listed: List
) -> None:
    rows = (*ROWS, ("Uma Sen", "", "Wakanda", "", "", "", "", ""))
    given = {"programme": programme.pk}
    sent = as_(client, people.asha).post(
        "/training/import/", given | {"file": upload(listed(rows))}
    )
    text = sent.content.decode()
    assert sent.status_code == 200
    assert "no block is called so" in text
    assert "New people: 4" in text
    assert not Trainee.objects.exists()
    kept = {"kept": sent.context["kept"], "confirm": "1"}
    assert client.post("/training/import/", given | kept).status_code == 302
    assert Trainee.objects.count() == 4
    gone = client.post("/training/import/", given | kept)
    assert gone.status_code == 422
    assert "The file waits no longer" in gone.content.decode()
    assert "list.csv" in client.get("/training/import/").content.decode()


def test_a_list_of_no_people_is_refused_in_words(
    client: Client, programme: Programme, people: Cast, listed: List
) -> None:
    given = {"programme": programme.pk, "file": upload(listed((("a",),), ("x",)))}
    sent = as_(client, people.asha).post("/training/import/", given)
    assert sent.status_code == 422
    assert "Needed are a name and a block" in sent.content.decode()


def test_the_district_brings_in_who_came_and_sees_only_its_own(
    client: Client, session: Session, people: Cast, listed: List
) -> None:
    given = {"programme": session.programme_id, "session": session.pk}
    sent = as_(client, people.meena).post("/training/import/", given | {"file": upload(listed())})
    assert "you may not bring in people of this block" in sent.content.decode()
    kept = {"kept": sent.context["kept"], "confirm": "1"}
    client.post("/training/import/", given | kept)
    assert Attendance.objects.filter(session=session).count() == 3
    Trainee.objects.create(block=block(3), name="Far Away", added_at=NOW)
    assert "Far Away" not in client.get("/training/people/").content.decode()


def test_somebody_is_found_in_either_script(
    client: Client, programme: Programme, people: Cast, listed: List
) -> None:
    bring(listed(), programme)
    found = as_(client, people.asha).get("/training/people/", {"q": "सुनीता"})
    assert [one.name for one in found.context["here"]] == ["Sunita Patel"]


def test_a_phone_stays_hidden_until_somebody_says_why(
    client: Client, programme: Programme, people: Cast, listed: List
) -> None:
    bring(listed(), programme)
    number = Trainee.objects.get(name="रमेश वर्मा").pk
    address = f"/training/people/{number}/"
    page = as_(client, people.meena).get(address).content.decode()
    assert "9876543210" not in page
    assert client.post(f"{address}phones/", {"reason": ""}).status_code == 422
    shown = client.post(f"{address}phones/", {"reason": "The venue has moved."})
    assert "9876543210" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert Deed.objects.latest("seq").reason == "The venue has moved."
    assert as_(client, people.om).post(f"{address}phones/", {"reason": "x"}).status_code == 403
    far = Trainee.objects.get(name="Anil Jain").pk
    assert as_(client, people.meena).get(f"/training/people/{far}/").status_code == 404
    sent = client.post(f"/training/people/{far}/phones/", {"reason": "x"})
    assert sent.status_code == 404


def test_the_cell_erases_somebody_at_their_wish(
    client: Client, ramesh: Trainee, people: Cast
) -> None:
    address = f"/training/people/{ramesh.pk}/"
    assert as_(client, people.meena).post(f"{address}forget/", {"reason": "x"}).status_code == 403
    as_(client, people.asha).post(f"{address}forget/", {"reason": ""})
    assert Trainee.objects.get(pk=ramesh.pk).name
    client.post(f"{address}forget/", {"reason": "asked on paper"})
    assert Trainee.objects.get(pk=ramesh.pk).name == ""
    assert "name erased" in client.get(address).content.decode()


def test_a_test_on_paper_is_noted(
    client: Client, programme: Programme, ramesh: Trainee, trainer: User
) -> None:
    address = f"/training/people/{ramesh.pk}/result/"
    given = {"programme": programme.pk, "right": 7, "asked": 10}
    assert as_(client, trainer).post(address, given).status_code == 302
    assert Result.objects.get().passed
    assert client.post(address, given | {"right": 11}).status_code == 422
    page = client.get(f"/training/people/{ramesh.pk}/").content.decode()
    assert "7 of 10 right" in page


def test_a_human_decides_on_the_page_and_takes_it_back(
    client: Client, ramesh: Trainee, people: Cast
) -> None:
    other = add("Ramesh Varma", 1)
    double = Double.objects.create(
        first=ramesh, second=other, score=4.2, why=["same_name", "other_phone"]
    )
    page = as_(client, people.meena).get("/training/doubles/").content.decode()
    assert "1 pair may be one person" in page
    assert "the same name; another phone" in page
    client.post(f"/training/doubles/{double.pk}/", {"move": "confirm"})
    double.refresh_from_db()
    assert (double.state, double.decided_by) == ("confirmed", people.meena)
    page = client.get(f"/training/people/{ramesh.pk}/").content.decode()
    assert "Also written:" in page
    assert "one person" in client.get("/training/doubles/?state=decided").content.decode()
    client.post(f"/training/doubles/{double.pk}/", {"move": "undo", "reason": "Two."})
    client.post(f"/training/doubles/{double.pk}/", {"move": "reject"})
    double.refresh_from_db()
    assert double.state == "rejected"
    sent = client.post(f"/training/doubles/{double.pk}/", {"move": "confirm"}, follow=True)
    assert "Somebody decided before" in sent.content.decode()
    Trainee.objects.update(block=block(3))
    assert client.post(f"/training/doubles/{double.pk}/", {"move": "undo"}).status_code == 404
