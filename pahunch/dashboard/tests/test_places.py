from __future__ import annotations

import pytest
from django.test import Client

from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import text


def test_a_constituency_says_who_held_it_on_which_roll_in_which_district(
    english: Client, state: State
) -> None:
    shown = text(english.get("/place/up-ac-1/"))
    assert "Shivpur Assembly constituency 1" in shown
    assert "Anita Verma" in shown
    assert "01-01-2020" in shown
    assert "Roll 2023 2,00,000" in shown
    assert "West" in shown
    assert "Unverified" in shown
    assert "Verified" in shown


def test_a_constituency_leads_to_the_directive_that_binds(english: Client, state: State) -> None:
    assert state.page("anita") in english.get("/place/up-ac-1/").content.decode()
    assert state.page("ela") not in english.get("/place/up-ac-5/").content.decode()


def test_a_district_shows_seats_blocks_and_verdicts(english: Client) -> None:
    shown = text(english.get("/district/up-d-1/"))
    assert "2 constituencies" in shown
    assert "1 block First" in shown
    assert "Balram Jain Raipura · 2 4,000 10,000 ▲ behind" in shown
    assert "Anita Verma" not in shown


def test_the_districts_are_listed_below_their_state(hindi: Client) -> None:
    shown = text(hindi.get("/districts/"))
    assert "उदाहरण पश्चिम पूर्व" in shown or "उदाहरण पूर्व पश्चिम" in shown


@pytest.mark.parametrize(
    ("address", "questions"),
    [("/place/up-ac-1/", 10), ("/district/up-d-1/", 10), ("/districts/", 6)],
)
def test_a_place_asks_a_settled_number_of_questions(
    english: Client, address: str, questions: int, django_assert_num_queries: object
) -> None:
    english.get(address)
    with django_assert_num_queries(questions):  # type: ignore[operator]
        english.get(address)


@pytest.mark.parametrize("address", ["/place/up-d-1/", "/district/up-ac-1/", "/place/none/"])
def test_a_place_of_another_kind_is_not_there(english: Client, address: str) -> None:
    assert english.get(address).status_code == 404
