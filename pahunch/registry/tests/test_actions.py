"""Corrections by hand: they stand against every later load, and leave their trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from pahunch.registry.actions import correct_fact, find_fact
from pahunch.registry.errors import BadFiles, NoSuchFact
from pahunch.registry.load import load_folder
from pahunch.registry.models import Correction, Division, Membership, Person, Placement
from pahunch.registry.shipped import load_madhya_pradesh
from pahunch.registry.tests.conftest import NOW, Rows, write_folder
from pahunch.staff.models import Deed, Grant, Role, User
from pahunch.staff.rights import Refused


def correct(row: Person | Division | Membership, field: str, value: str, **more: object) -> None:
    correct_fact(row, field, value, reason=str(more.get("reason", "her letter")), by=None, at=NOW)


@pytest.mark.usefixtures("mp")
def test_a_correction_survives_the_next_load_of_the_shipped_facts() -> None:
    person = Person.objects.get(slug="usha-thakur")
    correct(person, "name_hi", "उषा बाबू सिंह ठाकुर")
    again = load_madhya_pradesh(by=None, at=NOW)
    person.refresh_from_db()
    assert person.name_hi == "उषा बाबू सिंह ठाकुर"
    assert again.did_nothing
    assert again.tables["people"].kept == 1


def test_a_file_may_still_change_the_other_fields(small: Path) -> None:
    correct(Person.objects.get(slug="asha-one"), "name", "Asha Devi")

    def edit(tables: dict[str, Rows]) -> None:
        tables["people"][0] |= {"name": "A. One", "name_hi": "आशा देवी"}

    loaded = load_folder(write_folder(small, edit), by=None, at=NOW)
    person = Person.objects.get(slug="asha-one")
    assert (person.name, person.name_hi) == ("Asha Devi", "आशा देवी")
    assert (loaded.changed, loaded.tables["people"].kept) == (1, 1)


@pytest.mark.usefixtures("small")
def test_a_correction_is_one_deed_that_says_what_was_and_what_is() -> None:
    before = Deed.objects.count()
    correct(Person.objects.get(slug="asha-one"), "verified", "yes", reason="seen at the office")
    deed = Deed.objects.order_by("seq").last()
    assert deed is not None
    assert Deed.objects.count() == before + 1
    assert (deed.verb, deed.subject) == ("registry.fact_corrected", "person:asha-one")
    assert deed.reason == "seen at the office"
    assert deed.detail == {"field": "verified", "was": "no", "is": "yes"}
    assert Person.objects.get(slug="asha-one").verified


@pytest.mark.usefixtures("small")
def test_correcting_again_replaces_the_correction() -> None:
    for name in ("Asha Devi", "Asha Bai"):
        correct(Person.objects.get(slug="asha-one"), "name", name)
    assert Person.objects.get(slug="asha-one").name == "Asha Bai"
    assert Correction.objects.get().value == "Asha Bai"


@pytest.mark.usefixtures("small")
def test_a_corrected_name_is_found_and_a_corrected_parent_moves_the_place() -> None:
    correct(Division.objects.get(code="zz-ac-1"), "name", "Devpur")
    assert Division.objects.called("devp").get().code == "zz-ac-1"
    correct(Placement.objects.get(child__code="zz-ac-1"), "parent", "zz-d-2")  # type: ignore[arg-type]
    assert Division.objects.get(code="zz-ac-1").path == "zz/zz-d-2/zz-ac-1/"


@pytest.mark.usefixtures("small")
def test_a_correction_that_a_later_file_contradicts_is_checked_as_it_will_stand(
    small: Path,
) -> None:
    correct(Membership.objects.get(code="zz-m-1"), "ends", "2024-03-31")

    def edit(tables: dict[str, Rows]) -> None:
        tables["memberships"][0] |= {"starts": "2024-05-01", "ends": "2024-12-31"}

    with pytest.raises(BadFiles, match="is 2024-03-31, before the first day 2024-05-01"):
        load_folder(write_folder(small, edit), by=None, at=NOW)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ends", "soon", "is 'soon'"),
        ("ends", "2023-01-01", "before the first day"),
        ("person", "nobody", "not among the people"),
        ("starts", "", "is empty"),
    ],
)
def test_a_wrong_correction_leaves_no_trace(field: str, value: str, words: str) -> None:
    before = Deed.objects.count()
    with pytest.raises(BadFiles, match=words):
        correct(Membership.objects.get(code="zz-m-1"), field, value)
    assert not Correction.objects.exists()
    assert Deed.objects.count() == before


@pytest.mark.usefixtures("small")
def test_a_correction_without_a_reason_is_refused() -> None:
    with pytest.raises(BadFiles, match="reason: is empty"):
        correct(Person.objects.get(slug="asha-one"), "name", "Asha", reason=" ")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("field", ["slug", "search", "height"])
def test_what_names_a_row_or_is_no_column_cannot_be_corrected(field: str) -> None:
    with pytest.raises(NoSuchFact, match="it has: state, name, name_hi"):
        correct(Person.objects.get(slug="asha-one"), field, "x")


@pytest.mark.usefixtures("small")
def test_a_fact_is_found_by_its_word_and_key() -> None:
    assert find_fact("person", "asha-one") == Person.objects.get(slug="asha-one")
    assert find_fact("electors", "zz-2024 zz-ac-1").electors == 200_000  # type: ignore[attr-defined]
    first = Placement.objects.get(child__code="zz-ac-1")
    assert find_fact("placement", "zz-ac-1 ") == find_fact("placement", "zz-ac-1") == first
    wrong = [("person", "nobody"), ("person", "No Body"), ("electors", "zz-2024"), ("voter", "x")]
    for one, key in [*wrong, ("correction", "x"), ("placement", "zz-ac-1 soon")]:
        with pytest.raises(NoSuchFact):
            find_fact(one, key)


@pytest.mark.usefixtures("small")
def test_who_may_correct_is_asked_at_the_place_of_the_fact(asha: User, ravi: User) -> None:
    person = Person.objects.get(slug="asha-one")
    Grant.objects.filter(user=asha).delete()
    Grant.objects.create(
        user=asha, role=Role.STATE_CELL, division_path="zz/zz-d-2/", granted_at=NOW
    )
    with pytest.raises(Refused):
        correct_fact(person, "name", "X", reason="why", by=ravi, at=NOW)
    other = Division.objects.get(code="zz-ac-1")
    with pytest.raises(Refused):
        correct_fact(other, "name", "X", reason="why", by=asha, at=NOW)
    correct_fact(
        Division.objects.get(code="zz-ac-2"), "name", "Rampura", reason="why", by=asha, at=NOW
    )
    assert Person.objects.get(slug="asha-one").name == "Asha One"
    assert Division.objects.get(code="zz-ac-2").name == "Rampura"
