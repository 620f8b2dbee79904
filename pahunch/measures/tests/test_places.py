"""The gazetteer out of the registry: the shipped state, in both scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from pahunch.lib.tables import BadTable
from pahunch.measures import places
from pahunch.measures.gazetteer import Gazetteer
from pahunch.measures.places import gazetteer_of, towns_of
from pahunch.registry.models import Division
from pahunch.registry.shipped import load_madhya_pradesh

DAY = date(2025, 6, 30)
LOADED = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def mp(django_db_setup: None, django_db_blocker: Any) -> Iterator[Division]:
    """Load the shipped state once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_madhya_pradesh(by=None, at=LOADED)
        yield Division.objects.get(code="mp")
        transaction.set_rollback(True)


@pytest.fixture
def book(mp: Division, db: None) -> Gazetteer:
    return gazetteer_of(mp, DAY)


def cores(book: Gazetteer, place: str) -> list[set[str]]:
    """The numbers of the constituencies in the core of each reading."""
    return [
        {book.codes[number].removeprefix("mp-ac-") for number in reading.core}
        for reading in book.find(place).readings
    ]


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("Sehore, Madhya Pradesh", [{"159"}]),
        ("Sihora, Madhya Pradesh", [{"102"}]),
        ("सीहोर, मध्य प्रदेश", [{"159"}]),
        ("Budhni, M.P.", [{"156"}]),
        ("Budni, Madhya Pradesh, India", [{"156"}]),
        ("Bhind, Madhya Pradesh", [{"10"}]),
        ("भिण्ड, मध्यप्रदेश", [{"10"}]),
        ("Hoshangabad, Madhya Pradesh", [{"137"}]),
        ("नर्मदापुरम, मध्य प्रदेश", [{"137"}]),
        ("Indore, Madhya Pradesh", [{"204", "205", "206", "207", "208", "210"}]),
        ("Mhow, Madhya Pradesh", [{"209"}]),
        ("Maihar, Madhya Pradesh", [{"65"}]),
        ("Seoni, Madhya Pradesh", [{"115"}]),
        ("Seoni Malwa, Madhya Pradesh", [{"136"}]),
        ("Shahdol, Madhya Pradesh", [{"83", "84", "85"}]),
        ("Sohagpur, Madhya Pradesh", [{"138"}, {"83", "84", "85"}]),
        ("Sohagpur, Shahdol, Madhya Pradesh", [{"83", "84", "85"}]),
        ("Rampur, Uttar Pradesh", [set()]),
        ("Mumbai, Maharashtra", [set()]),
        ("Nowhere-at-all, Madhya Pradesh", []),
    ],
)
def test_places_of_madhya_pradesh(book: Gazetteer, place: str, wanted: list[set[str]]) -> None:
    assert sorted(cores(book, place), key=sorted) == sorted(wanted, key=sorted)


def test_every_constituency_is_found_by_its_own_name_in_both_scripts(book: Gazetteer) -> None:
    lost = [
        f"{seat.name}, {state}"
        for seat in Division.objects.constituencies().filter(path__startswith="mp/")
        for state in ("Madhya Pradesh", "मध्य प्रदेश")
        for name in (seat.name, seat.name_hi)
        if not any(
            str(seat.number) in core or seat.name == "Ratlam Rural"
            for core in cores(book, f"{name}, {state}")
        )
    ]
    assert not lost


@pytest.mark.parametrize(
    "other",
    [
        "Andhra Pradesh", "Arunachal Pradesh", "Assam", "Bihar", "Chhattisgarh", "Delhi", "Goa",
        "Gujarat", "Haryana", "Himachal Pradesh", "Jharkhand", "Karnataka", "Kerala",
        "Maharashtra", "Odisha", "Punjab", "Rajasthan", "Tamil Nadu", "Telangana",
        "Uttar Pradesh", "Uttarakhand", "West Bengal", "उत्तर प्रदेश", "राजस्थान", "Dubai",
    ],
)  # fmt: skip
def test_another_state_is_never_taken_for_this_one(book: Gazetteer, other: str) -> None:
    assert cores(book, f"Rampur, {other}") == [set()]


def test_a_district_lies_where_it_lay_on_the_day(mp: Division, db: None) -> None:
    before = gazetteer_of(mp, date(2023, 6, 30))
    rims = [
        {before.codes[number].removeprefix("mp-ac-") for number in reading.rim}
        for reading in before.find("Maihar, Madhya Pradesh").readings
    ]
    assert rims == [{"61", "62", "63", "64", "66", "67"}]


def test_a_state_without_a_file_of_towns_has_none() -> None:
    assert towns_of("udaharan", set()) == []


def test_a_town_of_a_constituency_that_there_is_not_is_refused_by_its_row(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zz").mkdir()
    text = "name,name_hi,constituencies,source\nAlpha,,1;2,made-up\nBeta,,9,made-up\n"
    (tmp_path / "zz" / "towns.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(places, "DATA", tmp_path)
    with pytest.raises(BadTable, match="names no constituency"):
        towns_of("zz", {"zz-ac-1", "zz-ac-2"})
