"""The pages of training: allowed, refused in words, stranger; both languages."""

from __future__ import annotations

import pytest
from django.test import Client

from pahunch.staff.models import User
from pahunch.training.models import Session
from pahunch.training.tests.conftest import as_
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
