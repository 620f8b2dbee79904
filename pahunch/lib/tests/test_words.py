"""Keys of words: what belongs together meets, and what does not stays apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.lib.words import NUMBER, keys, words_of

TOGETHER = [
    "सड़क सड़कों सड़कें सडक",
    "योजना योजनाओं योजनाएँ योजनाएं योजनायें",
    "नाली नालियों नालियाँ",
    "बनाया बनाई बनाए बनायी",
    "हिन्दी हिंदी",
    "पञ्चायत पंचायत",
    "ज़िला जिले जिलों",
    "हैंडपंप हैण्डपम्प",
    "शुभकामनाएँ शुभकामनाएं शुभकामनायें शुभकामना",
    "sadak sadakon sadken",
    "yojana yojna yojanayein",
    "lokarpan lokaarpan",
    "kisan kisano kisanon kisaan",
    "nali naali naliyan naliyon",
    "sameeksha samiksha",
    "manjoor manzoor",
    "swikrit sweekrit svikrit",
    "road roads Roads road's",
    "inaugurate inaugurates",
    "supply supplies",
    "bridge bridges",
]
APART = [
    "पानी पान",
    "पुल पुलिस",
    "काम कम",
    "kaam kam km",
    "road broad",
    "bus busy",
    "issue issued",
    "open opened",
    "block blocked blocking",
    "सड़क sadak",
]


@pytest.mark.parametrize("spellings", TOGETHER)
def test_forms_and_spellings_of_a_word_share_a_key(spellings: str) -> None:
    first, *others = (set(keys(word)) for word in spellings.split())
    assert all(first & other for other in others)


@pytest.mark.parametrize("words", APART)
def test_different_words_share_none(words: str) -> None:
    first, *others = (set(keys(word)) for word in words.split())
    assert not any(first & other for other in others)


def test_a_text_is_parted_into_words_numbers_and_questions() -> None:
    found = words_of("पलाशपुर में ₹1,25,000 की road? ५ km।")
    assert [word.text for word in found] == [
        *("पलाशपुर", "में", "1,25,000", "की", "road", "?", "५", "km"),
    ]
    assert [word.text for word in found if NUMBER in word.keys] == ["1,25,000", "५"]


def test_a_hashtag_is_parted_at_its_capitals_and_an_address_is_no_word() -> None:
    found = words_of("#LadliBehna @office_of https://example.org/road www.example.org McKenzie")
    assert [word.text for word in found] == ["Ladli", "Behna", "McKenzie"]


@given(st.text(max_size=200))
def test_every_word_stands_where_it_is_said_to(text: str) -> None:
    plain = unicodedata.normalize("NFC", text)
    assert all(plain[word.start :].startswith(word.text) for word in words_of(text))
    assert all(all(word.keys) for word in words_of(text))
