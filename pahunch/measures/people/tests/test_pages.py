"""The pages of surveys: who sees what, and the way from a file to a table with its source."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pahunch.measures.models import Survey
from pahunch.measures.people.tests.conftest import Write
from pahunch.staff.models import Role, User
from tests.people import Cast, give

pytestmark = pytest.mark.django_db


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


def upload(path: Path) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("survey.csv", path.read_bytes(), content_type="text/csv")}


NEW = "/measures/surveys/new/"
LIST = "/measures/surveys/"


def test_a_file_is_shown_first_and_then_added(people: Cast, write: Write) -> None:
    asha = browser(people.asha)
    shown = asha.post(NEW, upload(write()))
    assert shown.status_code == 200
    page = body(shown)
    assert "Nothing is added yet." in page
    assert "made-up survey, table 4" in page
    assert "26.7%" in page
    assert not Survey.objects.exists()
    kept = shown.context["form"].cleaned_data["kept"]
    done = asha.post(NEW, {"kept": kept, "confirm": "1"}, follow=True)
    assert "Added: Where people follow, 2026" in body(done)
    assert Survey.objects.get().brought_by == people.asha


def test_a_wrong_file_is_refused_with_its_place(people: Cast, write: Write) -> None:
    asha = browser(people.asha)
    answer = asha.post(NEW, upload(write(asked_on="March")))
    assert answer.status_code == 422
    assert "Row 2, column asked_on: Write the day as 2026-03-31." in body(answer)
    for given, said in (
        ({}, "Choose a file."),
        ({"kept": "not base64"}, "Choose a file."),
        ({"file": SimpleUploadedFile("big.csv", b"x" * 200_001)}, "The file is too large"),
        ({"file": SimpleUploadedFile("what.csv", b"%PDF-1.7")}, "cannot be read as a table"),
    ):
        answer = asha.post(NEW, given)
        assert answer.status_code == 422
        assert said in body(answer)
    assert not Survey.objects.exists()


def test_another_states_survey_is_refused_in_words(people: Cast, write: Write) -> None:
    asha = browser(people.asha)
    answer = asha.post(NEW, upload(write(state="xp")))
    assert answer.status_code == 422
    assert "not for this part of the state" in body(answer)
    kept = answer.context["form"].cleaned_data["kept"]
    assert asha.post(NEW, {"kept": kept, "confirm": "1"}).status_code == 422
    assert not Survey.objects.exists()


def test_everybody_who_reads_verdicts_of_the_state_sees_its_surveys(
    people: Cast, survey: Survey
) -> None:
    address = reverse("measures:survey", args=[survey.code])
    for somebody in (people.asha, people.meena, people.om):
        assert "Where people follow, 2026" in body(browser(somebody).get(LIST))
        page = body(browser(somebody).get(address))
        assert "made-up survey, table 4" in page
        assert "https://example.org/survey" in page
        assert survey.digest in page


def test_who_may_not_see_bring_or_withdraw(people: Cast, survey: Survey) -> None:
    address = reverse("measures:survey", args=[survey.code])
    withdraw = reverse("measures:survey-withdraw", args=[survey.code])
    for somebody in (people.admin, people.guest):
        assert browser(somebody).get(LIST).status_code == 403
        assert browser(somebody).get(address).status_code == 403
    for somebody in (people.ravi, people.meena, people.om, people.admin, people.guest):
        assert browser(somebody).get(NEW).status_code == 403
        assert browser(somebody).post(withdraw, {"reason": "x"}).status_code == 403
    for page in (LIST, address, NEW):
        assert Client().get(page).status_code == 302
    assert Survey.objects.get().withdrawn_at is None


def test_a_stranger_from_another_state_finds_nothing(people: Cast, survey: Survey) -> None:
    stranger = give(User.objects.create(username="far"), Role.STATE_CELL, division_path="xp/")
    client = browser(stranger)
    assert "Where people follow" not in body(client.get(LIST))
    assert client.get(reverse("measures:survey", args=[survey.code])).status_code == 404
    address = reverse("measures:survey-withdraw", args=[survey.code])
    assert client.post(address, {"reason": "x"}).status_code == 404


def test_a_survey_is_withdrawn_with_a_reason_and_stays_visible(
    people: Cast, survey: Survey
) -> None:
    asha = browser(people.asha)
    address = reverse("measures:survey-withdraw", args=[survey.code])
    assert "Say why." in body(asha.post(address, {"reason": " "}, follow=True))
    done = body(asha.post(address, {"reason": "wrong column"}, follow=True))
    assert "Withdrawn. It stays visible" in done
    assert "wrong column" in done
    assert "Withdraw this survey" not in done
    assert "withdrawn" in body(asha.get(LIST))
    again = body(asha.post(address, {"reason": "again"}, follow=True))
    assert "withdrawn already" in again


def test_the_pages_speak_hindi(people: Cast, survey: Survey) -> None:
    asha = browser(people.asha, "hi")
    assert "लोग कहाँ फ़ॉलो करते हैं, 2026" in body(asha.get(LIST))
    page = body(asha.get(reverse("measures:survey", args=[survey.code])))
    assert "जनप्रतिनिधि को फ़ॉलो करने वाले लोग" in page
    assert "सर्वेक्षण लाएँ" in body(asha.get(NEW))


def test_of_users_the_page_says_what_the_survey_cannot(people: Cast, survey: Survey) -> None:
    Survey.objects.update(asked="users")
    page = body(browser(people.om).get(reverse("measures:survey", args=[survey.code])))
    assert "who could follow there too, and not who does" in page
