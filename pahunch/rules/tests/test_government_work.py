"""What tells of government work: what the vocabulary finds, what outweighs it, its errors."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.rules.government_work import (
    ENOUGH,
    POINTS,
    Places,
    Term,
    TermClass,
    Vocabulary,
    phrase_of,
)
from pahunch.rules.tests.labelled import LANGUAGES, places, posts, shipped, vocabulary

VOCABULARY = vocabulary()
PRECISION = 0.9

PLAIN = Vocabulary(
    [
        Term("सड़क", "hi", TermClass.WORK),
        Term("स्वीकृत", "hi", TermClass.DEED),
        Term("sadak", "hinglish", TermClass.WORK),
        Term("road", "en", TermClass.WORK),
        Term("road show", "en", TermClass.PARTY),
        Term("sanctioned", "en", TermClass.DEED),
        Term("crore", "en", TermClass.AMOUNT),
        Term("we demand", "en", TermClass.DEMAND),
        Term("birthday", "en", TermClass.GREETING),
        Term("foundation stone", "en", TermClass.OPENING),
    ]
)


def test_on_four_hundred_posts_that_were_kept_apart_nine_in_ten_are_right() -> None:
    found: Counter[tuple[str, bool]] = Counter()
    held_out = posts("held_out")
    assert len(held_out) == 400
    for post in held_out:
        if VOCABULARY.read(post.text).government_work:
            found[post.language, post.government_work] += 1
    for language in LANGUAGES:
        right, wrong = found[language, True], found[language, False]
        assert right / (right + wrong) >= PRECISION, language


def test_what_is_said_to_be_in_the_constituency_is_there_nine_times_in_ten() -> None:
    known = places()
    told = [
        post.in_constituency
        for post in posts("held_out")
        if VOCABULARY.read(post.text, known[post.constituency]).in_constituency
    ]
    assert sum(told) / len(told) >= PRECISION


def test_no_post_that_the_vocabulary_was_written_by_is_among_those_kept_apart() -> None:
    held_out = {post.text for post in posts("held_out")}
    assert len(held_out) == 400
    assert not held_out & {post.text for post in posts("to_write_by")}


def test_a_third_of_the_posts_is_in_each_language() -> None:
    of = Counter(post.language for post in posts("held_out"))
    assert all(of[language] >= 130 for language in LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "Sanctioned: the road to the school",
        "सड़कों के लिए राशि स्वीकृत",
        "स्वीकृत हुईं तीन सडकें",
        "3 sadakon ke liye 5 crore",
        "#RoadSanctioned",
        "Foundation stone laid.",
        "सड़क स्वीकृत हुई, पुल नहीं",
    ],
)
def test_words_are_found_in_their_forms_and_spellings(text: str) -> None:
    assert PLAIN.read(text).government_work


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Thousands came to our road show", "the longest phrase counts, and is a party's"),
        ("We demand a road, sanctioned or not", "a demand is not work"),
        ("Happy birthday to the minister who sanctioned our road", "a greeting is not work"),
        ("The road home", "a thing alone is no act"),
        ("The road was not sanctioned", "an act that is denied is none"),
        ("सड़क अब तक नहीं स्वीकृत", "an act that is denied is none"),
        ("Please sanction the road", "what is asked for is not done"),
        ("crore", "a sum counts behind a number only"),
        ("Broadway is sanctionedless", "a term is a whole word"),
        ("See https://example.org/road/sanctioned and @road_sanctioned", "addresses say nothing"),
        ("", "nothing tells of nothing"),
    ],
)
def test_what_tells_of_no_government_work(text: str, why: str) -> None:
    assert not PLAIN.read(text).government_work, why


def test_a_class_counts_once_however_often_its_words_stand() -> None:
    assert PLAIN.read("road road road sadak सड़क").points == POINTS[TermClass.WORK]


def test_the_evidence_is_the_words_of_the_post_and_where_they_stand() -> None:
    text = "आज 4 किमी सड़कें स्वीकृत"
    told = PLAIN.read(text)
    assert [(match.words, match.term.text) for match in told.matches] == [
        ("सड़कें", "सड़क"),
        ("स्वीकृत", "स्वीकृत"),
    ]
    assert all(text[match.start :].startswith(match.words) for match in told.matches)


def test_a_work_is_in_the_constituency_where_a_place_of_it_is_named_in_either_script() -> None:
    here = Places(["Palashpur", "Shiv Pur", "Dhar"])
    for text in ("Road to Palashpur sanctioned", "पलाशपुर की सड़क स्वीकृत", "Shivpur? no. Shiv Pur's"):
        assert PLAIN.read(text, here).places, text
    elsewhere = PLAIN.read("Road to Kesarganj sanctioned", here)
    assert elsewhere.government_work
    assert not elsewhere.in_constituency
    assert not PLAIN.read("Palashpur, my love", here).in_constituency


def test_a_short_place_is_found_only_as_it_is_given() -> None:
    here = Places(["Dhar", "धार"])
    assert PLAIN.read("dhar road sanctioned", here).in_constituency
    assert not PLAIN.read("udhaar dar road sanctioned", here).in_constituency


def test_no_shipped_term_is_another_in_other_words() -> None:
    said: dict[tuple[str, ...], Term] = {}
    for term in shipped():
        phrase = phrase_of(term)
        assert phrase, term
        assert said.setdefault(phrase, term) is term, (term, said[phrase])


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    told = VOCABULARY.read(text)
    assert told.points == sum(POINTS[each] for each in {m.term.speaks_of for m in told.matches})
    assert told.government_work == (told.points >= ENOUGH)


@given(st.sampled_from([post.text for post in posts("held_out") if "#" not in post.text]))
def test_capitals_change_nothing(text: str) -> None:
    assert VOCABULARY.read(text.upper()).points == VOCABULARY.read(text).points
