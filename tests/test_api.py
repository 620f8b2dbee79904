"""The API asks the same questions as the pages, under the same rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pahunch.directives.models import Directive
from pahunch.directives.tests.conftest import State, state  # noqa: F401  a fixture
from pahunch.staff.models import User
from tests.people import assemble

VERDICTS = "/api/v1/directives/up-ministers/verdicts?as_of=2023-08-25"


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answer(client: Client, address: str) -> tuple[int, Any]:
    response = client.get(address)
    return response.status_code, response.json()


@pytest.mark.usefixtures("state")
class TestWhoMayAsk:
    def test_a_stranger_is_told_to_sign_in(self, client: Client) -> None:
        for address in ("/api/v1/directives", VERDICTS):
            assert client.get(address).status_code == 401

    def test_somebody_without_a_grant_is_refused_in_words(self) -> None:
        status, said = answer(as_user(assemble().guest), VERDICTS)
        assert status == 403
        assert said["detail"]

    def test_an_officer_gets_the_rows_of_the_district_alone(self) -> None:
        cast = assemble(state="up/", district="up/up-d-2/")
        status, said = answer(as_user(cast.meena), VERDICTS)
        assert status == 200
        assert [row["person"] for row in said["rows"]] == ["Balram"]
        assert said["headline"]["bound"] == 1


def test_counts_are_strings_and_an_open_end_is_null(state: State) -> None:  # noqa: F811
    _, said = answer(as_user(assemble().asha), VERDICTS)
    first = said["rows"][0]
    assert (first["low"], first["high"], first["electors"], first["target"]) == (
        "10000",
        "10009",
        "200000",
        "10000",
    )
    assert said["rows"][2]["low"] is None
    assert said["headline"] == {
        "bound": 3,
        "met": 1,
        "not_met": 1,
        "undecided": 0,
        "not_measured": 1,
    }
    assert said["computed"]["as_of"] == "2023-08-25"


def test_a_directive_nobody_knows_and_a_day_that_is_none_are_named(
    state: State,  # noqa: F811
) -> None:
    client = as_user(assemble().asha)
    assert client.get("/api/v1/directives/unheard-of/verdicts").status_code == 404
    for day in ("2023-02-31", "9999-12-31", "0001-01-01"):
        assert client.get(f"{VERDICTS[:-10]}{day}").status_code == 422
    assert [one["code"] for one in answer(client, "/api/v1/directives")[1]] == ["up-ministers"]


def test_a_roster_in_the_lake_is_not_shown_as_nobody(state: State) -> None:  # noqa: F811
    client = as_user(assemble().asha)
    Directive.objects.update(roster="up-members")
    assert client.get(VERDICTS).status_code == 404
    assert client.get("/d/up-ministers/").status_code == 404
    assert answer(client, "/api/v1/directives")[1] == []


def test_the_health_check_answers_without_a_sign_in(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content.startswith(b"ok o")
