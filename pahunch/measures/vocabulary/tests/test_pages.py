"""The pages of the vocabulary: who reads them, who edits, and what a sentence shows."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from pahunch.registry.models import Division, Source, TermChange
from pahunch.registry.vocabulary import vocabulary_of
from pahunch.staff.models import Deed, Role, User
from tests.people import Cast, give, person

pytestmark = pytest.mark.django_db
HERE = "/measures/vocabulary/"
NEW = {
    "term": "छायादान",
    "language": "hi",
    "speaks_of": "scheme",
    "reason": "a scheme of this year",
}


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def state() -> Division:
    source = Source.objects.create(text="made-up, for a test")
    made = [
        Division(code=code, kind=kind, name=name, name_hi=hindi, path=path, source=source)
        for code, kind, name, hindi, path in (
            ("up", "state", "Udaharan", "उदाहरण", "up/"),
            ("up-d-1", "district", "Tarangganj", "तरंगगंज", "up/up-d-1/"),
            ("up-ac-1", "constituency", "Palashpur", "पलाशपुर", "up/up-d-1/up-ac-1/"),
            ("zp", "state", "Zeropur", "शून्यपुर", "zp/"),
        )
    ]
    Division.objects.bulk_create(made)
    return made[0]


def test_whoever_reads_verdicts_reads_the_words_and_how_often_they_err(
    state: Division, cast: Cast
) -> None:
    give(cast.guest, Role.OFFICE, division_path="up/")
    for user in (cast.asha, cast.meena, cast.om, cast.guest):
        page = body(browser(user).get(HERE))
        assert "Words of government work" in page
        assert "measured on 400 made-up posts" in page
        assert "97.8" in page
        assert ("Add a term" in page) is (user == cast.asha)


def test_strangers_and_those_without_the_right_are_kept_out(state: Division, cast: Cast) -> None:
    for address in ("", "try/", "add/", "withdraw/"):
        assert Client().get(HERE + address).status_code == 302
        assert browser(cast.guest).get(HERE + address).status_code == 403
        assert browser(cast.admin).get(HERE + address).status_code == 403
    for address in ("add/", "withdraw/"):
        assert browser(cast.om).post(HERE + address, NEW).status_code == 403
    assert not TermChange.objects.exists()


def test_terms_are_searched_by_word_class_and_language(state: Division, cast: Cast) -> None:
    asha = browser(cast.asha)
    page = body(asha.get(HERE, {"q": "जनसुन"}))
    assert "1 term" in page
    assert "जनसुनवाई" in page
    none = body(asha.get(HERE, {"q": "जनसुन", "language": "en"}))
    assert "No such term." in none
    parties = body(asha.get(HERE, {"class": "party", "language": "en"}))
    assert "road show" in parties
    assert "foundation stone" not in parties
    assert asha.get(HERE, {"class": "nonsense", "language": "xx", "page": "x"}).status_code == 200


def test_a_sentence_shows_the_words_that_were_found(state: Division, cast: Cast) -> None:
    client = browser(cast.meena)
    asked = {"text": "पलाशपुर में 6 करोड़ की सड़क स्वीकृत", "place": "up-ac-1"}
    page = body(client.get(f"{HERE}try/", asked))
    assert "Tells of government work in the constituency" in page
    assert "3 points; 2 are enough" in page
    for words in ("करोड़", "सड़क", "स्वीकृत", "sum of money", "act on a work"):
        assert words in page
    demand = body(client.get(f"{HERE}try/", {"text": "We demand a road here"}))
    assert "Tells of no government work" in demand
    assert "-3" in demand


def test_a_sentence_is_shown_as_text_and_nothing_of_it_is_kept(state: Division, cast: Cast) -> None:
    page = browser(cast.asha).get(f"{HERE}try/", {"text": "<script>alert(1)</script> road"})
    assert b"<script>alert" not in page.content
    assert not Deed.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"text": ""}, {"text": "x" * 2_001}, {"text": "road", "place": "nowhere"}]
)
def test_a_wrong_question_is_refused_in_words(
    state: Division, cast: Cast, asked: dict[str, str]
) -> None:
    assert browser(cast.asha).get(f"{HERE}try/", asked).status_code == 422


def test_the_cell_adds_a_term_and_withdraws_it(state: Division, cast: Cast) -> None:
    asha = browser(cast.asha)
    added = asha.post(f"{HERE}add/?state=up", NEW, follow=True)
    assert "Added: छायादान" in body(added)
    assert "a scheme of this year" in body(added)
    assert vocabulary_of(state).read("छायादान").government_work
    address = f"{HERE}withdraw/?state=up&language=hi&term={quote('छायादान')}"
    assert "छायादान" in body(asha.get(address))
    given = {"term": "छायादान", "language": "hi", "reason": "the scheme ended"}
    done = asha.post(address, given, follow=True)
    assert "Withdrawn: छायादान" in body(done)
    assert "the scheme ended" in body(done)
    assert not vocabulary_of(state).read("छायादान").matches
    assert [deed.verb for deed in Deed.objects.order_by("seq")] == [
        "registry.term_added",
        "registry.term_withdrawn",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"term": "सड़कें"}, "सड़क is there already, as: work. Withdraw it first."),
        ({"term": "!!"}, "Write one to 6 words."),
        ({"language": "en"}, "Hindi is written in Devanagari"),
        ({"reason": ""}, "This field is required."),
        ({"speaks_of": "nonsense"}, "Select a valid choice."),
    ],
)
def test_a_wrong_term_comes_back_with_why(
    state: Division, cast: Cast, change: dict[str, str], said: str
) -> None:
    answer = browser(cast.asha).post(f"{HERE}add/?state=up", NEW | change)
    assert answer.status_code == 422
    assert said in body(answer)
    assert not TermChange.objects.exists()


def test_what_is_not_there_cannot_be_withdrawn(state: Division, cast: Cast) -> None:
    given = {"term": "छायादान", "language": "hi", "reason": "a test"}
    answer = browser(cast.asha).post(f"{HERE}withdraw/?state=up", given)
    assert answer.status_code == 422
    assert "छायादान is not in this vocabulary." in body(answer)


def test_another_states_cell_reads_its_own_only(state: Division, cast: Cast) -> None:
    other = give(person("isha", "Isha", "ईशा"), Role.STATE_CELL, division_path="zp/")
    client = browser(other)
    assert "Zeropur" in body(client.get(HERE))
    assert client.get(f"{HERE}?state=up").status_code == 404
    assert client.post(f"{HERE}add/?state=up", NEW).status_code == 404


def test_the_pages_speak_hindi(state: Division, cast: Cast) -> None:
    page = body(browser(cast.asha, "hi").get(HERE))
    assert "सरकारी काम के शब्द" in page
    tried = body(browser(cast.asha, "hi").get(f"{HERE}try/", {"text": "सड़क का भूमिपूजन"}))
    assert "सरकारी काम की बात करता है" in tried


def test_a_registry_without_a_state_has_no_vocabulary(cast: Cast) -> None:
    assert browser(cast.asha).get(HERE).status_code == 404
