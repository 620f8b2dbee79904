"""A state's vocabulary: what ships, what is added and withdrawn, and who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pahunch.registry.actions import add_term, withdraw_term
from pahunch.registry.models import Division, Source, TermChange
from pahunch.registry.vocabulary import (
    WrongTerm,
    changes_of,
    known_terms,
    places_of,
    shipped,
    vocabulary_of,
)
from pahunch.rules.government_work import Term, TermClass
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed, Role
from tests.people import Cast, give, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
CANOPY = Term("छायादान", "hi", TermClass.SCHEME)


def division(code: str, kind: str, above: str = "", **names: str) -> Division:
    source, _is_new = Source.objects.get_or_create(text="made-up, for a test")
    return Division.objects.create(
        code=code, kind=kind, name=code, path=f"{above}{code}/", source=source, **names
    )


@pytest.fixture
def state() -> Division:
    return division("up", "state")


@pytest.fixture
def other() -> Division:
    return division("zp", "state")


def test_what_ships_is_known_to_every_state(state: Division) -> None:
    assert len(shipped()) > 1_500
    assert known_terms(state) == shipped()
    assert vocabulary_of(state).read("सड़क का भूमिपूजन").government_work


def test_a_term_that_is_added_is_found_and_its_deed_written(state: Division, cast: Cast) -> None:
    assert not vocabulary_of(state).read("छायादान में 200 परिवार").government_work
    add_term(state, CANOPY, reason="a scheme of this year", by=cast.asha, at=NOW)
    told = vocabulary_of(state).read("छायादान में 200 परिवार")
    assert told.government_work
    assert [match.words for match in told.matches] == ["छायादान"]
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject, deed.by) == (
        "registry.term_added",
        "vocabulary:up",
        cast.asha,
    )
    assert deed.reason == "a scheme of this year"
    assert deed.detail == {"term": "छायादान", "language": "hi", "speaks_of": "scheme"}


def test_a_term_that_is_withdrawn_is_found_no_more_in_any_of_its_forms(
    state: Division, cast: Cast
) -> None:
    withdraw_term(state, "भूमिपूजन", "hi", reason="too wide", by=cast.asha, at=NOW)
    assert not vocabulary_of(state).read("भूमिपूजन").matches
    assert Deed.objects.get().verb == "registry.term_withdrawn"
    add_term(
        state,
        Term("भूमिपूजन", "hi", TermClass.OPENING),
        reason="it was right",
        by=cast.asha,
        at=NOW,
    )
    assert vocabulary_of(state).read("भूमिपूजन").matches
    assert [change.is_withdrawal for change in changes_of(state)] == [False, True]


def test_one_states_change_is_not_anothers(state: Division, other: Division, cast: Cast) -> None:
    add_term(state, CANOPY, reason="ours", by=None, at=NOW)
    assert not vocabulary_of(other).read("छायादान").matches


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("", "hi", "words"),
        ("!!!", "en", "words"),
        ("a b c d e f g", "en", "words"),
        ("x" * 101, "en", "long"),
        ("sadak", "hi", "script"),
        ("सड़क", "hinglish", "script"),
        ("2,000", "en", "script"),
        ("सड़कें", "hi", "there"),
        ("sadkon", "hinglish", "there"),
    ],
)
def test_a_wrong_term_is_refused_and_leaves_no_trace(
    state: Division, text: str, language: str, why: str
) -> None:
    with pytest.raises(WrongTerm) as refused:
        add_term(state, Term(text, language, TermClass.WORK), reason="a test", by=None, at=NOW)
    assert refused.value.why == why
    assert not TermChange.objects.exists()
    assert not Deed.objects.exists()


def test_nothing_is_changed_without_a_reason(state: Division) -> None:
    for act in (
        lambda: add_term(state, CANOPY, reason="  ", by=None, at=NOW),
        lambda: withdraw_term(state, "सड़क", "hi", reason="", by=None, at=NOW),
    ):
        with pytest.raises(WrongTerm) as refused:
            act()
        assert refused.value.why == "no_reason"
    assert not TermChange.objects.exists()


def test_what_is_not_there_cannot_be_withdrawn(state: Division) -> None:
    with pytest.raises(WrongTerm) as refused:
        withdraw_term(state, "छायादान", "hi", reason="a test", by=None, at=NOW)
    assert refused.value.why == "not_there"


def test_only_the_cell_of_the_state_edits_it(state: Division, other: Division, cast: Cast) -> None:
    ours = give(person("isha", "Isha", "ईशा"), Role.STATE_CELL, division_path=other.path)
    for nobody in (cast.ravi, cast.meena, cast.om, cast.admin, cast.guest, ours):
        with pytest.raises(Refused):
            add_term(state, CANOPY, reason="a test", by=nobody, at=NOW)
        with pytest.raises(Refused):
            withdraw_term(state, "सड़क", "hi", reason="a test", by=nobody, at=NOW)
    assert not TermChange.objects.exists()
    assert not Deed.objects.exists()


def test_the_places_of_a_constituency_are_itself_its_district_and_the_districts_blocks(
    state: Division,
) -> None:
    district = division("up-d-1", "district", state.path, name_hi="तरंगगंज")
    block = division("up-b-1", "block", district.path, name_hi="सेमलटोला")
    here = division("up-ac-1", "constituency", district.path, name_hi="पलाशपुर")
    division("up-ac-2", "constituency", district.path, name_hi="केसरगंज")
    vocabulary, places = vocabulary_of(state), places_of(here)
    for name in (district.name_hi, block.name_hi, here.name_hi):
        assert vocabulary.read(f"{name} में सड़क का भूमिपूजन", places).in_constituency
    assert not vocabulary.read("केसरगंज में सड़क का भूमिपूजन", places).in_constituency
