"""The pages of suspicions: allowed, refused in words, stranger."""

from __future__ import annotations

import pytest
from django.test import Client

from pahunch.measures.models import Suspicion
from pahunch.registry.models import Account, Division
from pahunch.staff.models import User
from tests.people import Cast


def as_(client: Client, user: User, language: str = "en") -> Client:
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def test_the_list_says_how_many_are_open_and_what_was_seen(
    client: Client, asked: Suspicion, people: Cast
) -> None:
    page = as_(client, people.asha).get("/measures/suspicions/").content.decode()
    assert "1 question about growth is open" in page
    assert "+41,000 in 1 day, 80 times the usual" in page
    hindi = as_(client, people.asha, "hi").get("/measures/suspicions/").content.decode()
    assert "अनीता वर्मा" in hindi


def test_the_holder_answers_on_the_page_and_the_cell_decides(
    client: Client, asked: Suspicion, people: Cast
) -> None:
    address = f"/measures/suspicions/{asked.pk}/"
    page = as_(client, people.ravi).get(address).content.decode()
    assert "What happened on these days?" in page
    assert 'name="decision"' not in page
    sent = client.post(f"{address}answer/", {"words": "A fair on the tenth."})
    assert sent.status_code == 302
    page = as_(client, people.asha).get(address).content.decode()
    assert "A fair on the tenth." in page
    sent = client.post(f"{address}decide/", {"decision": "uphold", "reason": "No fair."})
    assert sent.status_code == 302
    asked.refresh_from_db()
    assert asked.state == "upheld"
    assert "Take the decision back" in client.get(address).content.decode()
    assert client.post(f"{address}reopen/", {"reason": "Photographs."}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "answered"


def test_a_refusal_is_said_in_words_beside_the_form(
    client: Client, asked: Suspicion, people: Cast
) -> None:
    address = f"/measures/suspicions/{asked.pk}/decide/"
    page = as_(client, people.asha).post(address, {"decision": "uphold", "reason": "Clear."})
    assert page.status_code == 422
    assert "The holder still has time to answer." in page.content.decode()
    empty = client.post(address, {"decision": "dismiss", "reason": ""})
    assert empty.status_code == 422
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.parametrize("stage", ["open", "upheld", "dismissed", "all", "nonsense"])
def test_the_list_is_narrowed_by_state(
    client: Client, asked: Suspicion, people: Cast, stage: str
) -> None:
    page = as_(client, people.asha).get("/measures/suspicions/", {"state": stage})
    shown = [line.suspicion.pk for line in page.context["lines"]]
    assert shown == ([] if stage in {"upheld", "dismissed"} else [asked.pk])


def test_who_may_not_is_refused_and_who_sees_another_part_finds_nothing(
    client: Client, asked: Suspicion, people: Cast
) -> None:
    address = f"/measures/suspicions/{asked.pk}/"
    assert client.get(address).status_code == 302
    for user in (people.guest, people.meena, people.admin):
        assert as_(client, user).get(address).status_code == 403
    Suspicion.objects.update(account=_elsewhere(asked))
    assert as_(client, people.ravi).get(address).status_code == 404
    assert client.post(f"{address}answer/", {"words": "x"}).status_code == 404


def _elsewhere(asked: Suspicion) -> Account:
    """Give an account of a district office that Ravi does not look after."""
    return Account.objects.create(
        key="x:other",
        platform="x",
        platform_id="other",
        kind="office",
        division=Division.objects.get(code="up"),
        source=asked.account.source,
    )
