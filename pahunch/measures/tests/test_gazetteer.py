"""Names of places as platforms write them, laid on a small made-up state."""

from __future__ import annotations

import numpy as np
import pytest

from pahunch.measures.gazetteer import Area, Gazetteer, Kind, Seat, Town, base, exact


def seat(code: str, name: str, hindi: str, district: str, *before: str) -> Seat:
    return Seat(code, (name, hindi), district, frozenset({district, *before}))


SEATS = (
    seat("s1", "Palashpur", "पलाशपुर", "east"),
    seat("s2", "Tarangarh", "तरंगगढ़", "east"),
    seat("s3", "Harittal North", "हरितताल उत्तर", "west"),
    seat("s4", "Harittal South", "हरितताल दक्षिण", "west"),
    seat("s5", "Jharnagaon", "झरनागाँव", "west"),
    seat("s6", "Semalwadi", "सेमलवाड़ी", "new", "west"),
    seat("s7", "Lahar-2", "लहर-2", "new"),
)
AREAS = (
    Area(("Palashpur", "पलाशपुर"), "east"),
    Area(("Harittal", "हरितताल"), "west"),
    Area(("Nayadih", "नयाडीह"), "new"),
    Area(("Ujaladih",), "east"),  # a block of which only the district is known
    Area(("Ujaladih",), "west"),
    Area(("Semalwadi",), "west"),  # a block that the directory has in the old district
)
TOWNS = (Town(("Dhavalganj", "धवलगंज"), ("s5",)), Town(("Mayurtal",), ("s3", "s5")))
BOOK = Gazetteer(("Udaharan Pradesh", "उदाहरण प्रदेश", "UP!"), SEATS, AREAS, TOWNS)
STATE = "Udaharan Pradesh"


def cores(place: str, breakdown: str = "city") -> list[tuple[str, list[str], list[str]]]:
    """The readings of a name: kind, core and rim by the codes of constituencies."""
    found = BOOK.find(place, breakdown)
    return sorted(
        (
            reading.kind.value,
            sorted(BOOK.codes[number] for number in reading.core),
            sorted(BOOK.codes[number] for number in reading.rim),
        )
        for reading in found.readings
    )


PALASHPUR = [("town", ["s1"], ["s2"])]


@pytest.mark.parametrize(
    "place",
    [
        f"Palashpur, {STATE}",
        f"Palashpur, {STATE}, India",
        f"PALASHPUR, {STATE.upper()}",
        f"Palaspur, {STATE}",
        f"Paalaashpur, {STATE}",
        f"Palashpoor, {STATE}",
        "पलाशपुर, उदाहरण प्रदेश, भारत",
        "पलाशपुर, उदाहरण प्रदेश",
        "Palashpur, Palashpur",
        f"Palashpur District, {STATE}",
        f"Palashpur (Palashpur), {STATE}",
        "Palashpur | Udaharan Pradesh",
    ],
)
def test_a_town_of_one_constituency_is_found_however_it_is_spelled(place: str) -> None:
    assert cores(place) == PALASHPUR
    assert not BOOK.find(place).unsure


def test_a_city_of_several_constituencies_may_lie_in_all_of_its_district() -> None:
    assert cores(f"Harittal, {STATE}") == [("city", ["s3", "s4", "s5"], [])]
    assert cores(f"हरितताल, {STATE}") == [("city", ["s3", "s4", "s5"], [])]


def test_a_constituency_of_a_quarter_alone_is_no_town() -> None:
    assert cores(f"Lahar, {STATE}") == [("city", ["s6", "s7"], [])]


def test_a_district_or_block_may_lie_in_all_of_its_district() -> None:
    assert cores(f"Nayadih, {STATE}") == [("district", ["s6", "s7"], [])]


def test_a_name_in_two_districts_keeps_both_and_a_district_behind_it_tells_which() -> None:
    assert cores(f"Ujaladih, {STATE}") == [
        ("district", ["s1", "s2"], []),
        ("district", ["s3", "s4", "s5"], []),
    ]
    assert cores(f"Ujaladih, Harittal, {STATE}") == [("district", ["s3", "s4", "s5"], [])]


def test_a_block_left_in_the_old_district_is_the_town_of_the_constituency_that_moved() -> None:
    assert cores(f"Semalwadi, {STATE}") == [("town", ["s6"], ["s7"])]


def test_the_file_of_towns_is_believed_first() -> None:
    assert cores(f"Dhavalganj, {STATE}") == [("town", ["s5"], ["s3", "s4"])]
    assert cores(f"Mayurtal, {STATE}") == [("city", ["s3", "s5"], ["s4"])]


@pytest.mark.parametrize("place", ["Palashpur, Bihar", "Mumbai, Maharashtra, India", "Dubai, UAE"])
def test_a_place_in_another_state_lies_elsewhere(place: str) -> None:
    assert cores(place) == [("elsewhere", [], [])]


@pytest.mark.parametrize("place", [f"Unheard-of, {STATE}", "Mumbai", "", ",", "!!", STATE])
def test_what_is_not_known_has_no_reading(place: str) -> None:
    assert cores(place) == []


def test_a_name_without_a_state_is_certain_of_nothing() -> None:
    assert BOOK.find("पलाशपुर").unsure
    assert cores("पलाशपुर") == PALASHPUR
    assert BOOK.find("Palashpur, India").unsure


def test_a_country_says_only_who_is_abroad() -> None:
    assert cores("IN", "country") == cores("India", "country") == []
    assert cores("AE", "country") == [("elsewhere", [], [])]


def test_names_become_shares_in_every_constituency() -> None:
    places = [
        (f"Palashpur, {STATE}", "city"),
        ("Nobody knows", "city"),
        ("Pune, Maharashtra", "city"),
        ("Palashpur", "city"),
        (f"Ujaladih, {STATE}", "city"),
    ]
    found = [BOOK.find(*place) for place in places]
    rows, shares = BOOK.shares(found, np.full(len(SEATS), 1000.0))
    assert rows.tolist() == [0, -1, 1, 2, 3]
    assert shares.least[:, 0].tolist() == [0.8, 0, 0, 0]
    assert shares.most[:, 0].tolist() == [1, 0, 1, 1]
    assert shares.point.sum(axis=1) == pytest.approx([1, 0, 1, 1])


def test_nothing_known_is_an_empty_table() -> None:
    rows, shares = BOOK.shares([BOOK.find("Mumbai")], np.ones(len(SEATS)))
    assert rows.tolist() == [-1]
    assert shares.least.shape == (0, len(SEATS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("भिंड", "भिण्ड"),
        ("मंडला", "मण्डला"),
        ("गोविन्दपुरा", "गोविंदपुरा"),
        ("निवाड़ी", "निवाडी"),
        ("मेहगाँव", "मेहगांव"),
        ("Seoni-Malwa", "Seoni Malwa"),
    ],
)
def test_two_ways_of_writing_one_name_are_one(one: str, other: str) -> None:
    assert exact(one) == exact(other)


def test_quarters_are_taken_off_and_other_words_are_not() -> None:
    assert base("Bhopal Dakshin-Paschim") == ("Bhopal", True)
    assert base("इंदौर-1") == ("इंदौर", True)
    assert base("Seoni-Malwa") == ("Seoni Malwa", False)
    assert base("North") == ("North", False)


def test_the_kinds_are_words() -> None:
    assert {kind.value for kind in Kind} == {"town", "city", "district", "elsewhere"}
