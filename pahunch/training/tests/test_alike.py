"""Two rows that may be one person: by sound, slip and evidence; all names are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.training.people.alike import ENOUGH, Person, propose
from pahunch.training.people.near import Level, is_word, level
from pahunch.training.people.phones import marks_of
from pahunch.training.people.sounds import sound, sounds

PHONE = "9876543210"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suneeta", "सुनीता"),
        ("Sunitha", "Sunita"),
        ("Laxmi", "लक्ष्मी"),
        ("Choudhary", "चौधरी"),
        ("Singh", "सिंह"),
        ("Gyan", "ज्ञान"),
        ("Mohd.", "Mohammed"),
        ("Pooja", "पूजा"),
        ("Swaroop", "स्वरूप"),
    ],
)
def test_one_name_sounds_the_same_in_every_spelling(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rajesh", "Rakesh"), ("Sunil", "Sunita"), ("Savita", "Seeta"), ("Ram", "Ramu"),
     ("Mohan", "Sohan"), ("Geeta", "Seeta")],
)  # fmt: skip
def test_another_consonant_is_another_name(one: str, other: str) -> None:
    assert not is_word(sound(one), sound(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Verma", "वर्मा"), ("Kheda", "Khera"), ("Rathod", "Rathore"), ("Dharmendra", "Dharmenda"),
     ("Sanotsh", "Santosh")],
)  # fmt: skip
def test_a_vowel_and_a_slip_in_a_long_word_are_no_other_name(one: str, other: str) -> None:
    assert is_word(sound(one), sound(other))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Ramesh Verma", "वर्मा रमेश", Level.SAME),
        ("Shri Ramesh Verma", "Ramesh Verma ji", Level.SAME),
        ("Ram Kumar", "Ramkumar", Level.SAME),
        ("Ramesh", "Ramesh Kumar Verma", Level.PART),
        ("Verma", "Ramesh Verma", Level.OTHER),
        ("Ramesh Verma", "Suresh Verma", Level.OTHER),
        ("Beena Verma", "Beena Vema", Level.PART),
    ],
)
def test_names_are_set_beside_each_other_word_by_word(one: str, other: str, found: Level) -> None:
    assert level(sounds(one), sounds(other))[0] is found
    assert level(sounds(other), sounds(one))[0] is found


def person(name: str, guardian: str = "Mohan Verma", **more: object) -> Person:
    """Make a row; what is not said is usual."""
    usual = Person(name, guardian, "Rampur", "Teacher", 1, 1, (marks_of(PHONE),))
    return replace(usual, **more)  # type: ignore[arg-type]


CROWD = [
    person(f"{given} {surname}", f"{above} {surname}", block=2 + number % 40, village="", work="",
           phones=())
    for number, (given, surname, above) in enumerate(
        (given, surname, above)
        for given in ("Anita", "Geeta", "Hari", "Kamla", "Vijay")
        for surname in ("Jain", "Sahu", "Patel", "Sen", "Gupta", "Soni")
        for above in ("Ajay", "Mukesh", "Prakash")
    )
]  # fmt: skip
"""Others, so that a name has a rarity."""


def score(one: Person, other: Person) -> float:
    """Give the points of a pair among the crowd; 0: not proposed."""
    found = propose([*CROWD, one, other], [len(CROWD), len(CROWD) + 1])
    pair = {len(CROWD), len(CROWD) + 1}
    return next((one.score for one in found if {one.first, one.second} == pair), 0.0)


@pytest.mark.parametrize(
    "again",
    [
        person("रमेश वर्मा", "मोहन वर्मा", village="रामपुर", work="शिक्षक"),
        person("Ramesh Varma", phones=(marks_of("9123456780"),)),
        person("Verma Ramesh"),
        person("Ramesh"),
        person("Ramesh Verma", phones=(marks_of("9876543219"),)),
        person("Ramesh Verma", phones=(marks_of("9876043210"),)),
        person("Ramesh Verma", block=7),
        person("Ramesh Verma", block=7, district=2),
        person("Ramesh Verma", "", village=""),
    ],
)
def test_the_same_person_is_proposed_however_the_list_differs(again: Person) -> None:
    assert score(person("Ramesh Verma"), again) >= ENOUGH


@pytest.mark.parametrize(
    "another",
    [
        person("Mahesh Verma"),  # a brother with the same phone
        person("Sunita Verma", "Ramesh Verma"),  # his wife
        person("Mohan Verma", "Kishan Verma"),  # his father
        person("Ramesh Verma", "Suresh Verma", village="Kheda", phones=(marks_of("9123456780"),)),
        person("Ramesh Verma", "Suresh Verma", block=9, district=3, phones=()),
    ],
)
def test_somebody_alike_is_not_proposed(another: Person) -> None:
    assert score(person("Ramesh Verma"), another) == 0


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = score(person("Anita Jain", "Ajay Jain"), person("Anita Jain", "Ajay Jain"))
    rare = score(person("Indrajeet Kewat", "Ajay Jain"), person("Indrajeet Kewat", "Ajay Jain"))
    assert rare > common > 0


def test_only_pairs_with_somebody_new_are_looked_at() -> None:
    two = [person("Ramesh Verma"), person("Ramesh Varma")]
    assert propose(two)
    assert propose(two, [0])
    assert not propose(two, [])
    assert propose([]) == []


NAMES = st.sampled_from(["Ramesh Verma", "रमेश वर्मा", "Verma Ramesh", "Sunita Sen", "Ramesh", ""])
PEOPLE = st.lists(
    st.builds(
        person,
        NAMES,
        st.sampled_from(["Mohan Verma", "", "Hari Sen"]),
        block=st.integers(1, 2),
        phones=st.sampled_from([(), (marks_of(PHONE),), (marks_of("9123456780"),)]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_a_list_changes_nothing(people: list[Person], chance: object) -> None:
    order = list(range(len(people)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    told = {(frozenset((p.first, p.second)), p.score) for p in propose(people)}
    again = {
        (frozenset((order[p.first], order[p.second])), p.score)
        for p in propose([people[place] for place in order])
    }
    assert told == again
