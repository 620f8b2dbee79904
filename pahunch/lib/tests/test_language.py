"""The language of a text: by its script, and in Latin letters by its sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.lib.hinglish_table import weights
from pahunch.lib.language import Language, hinglish_score, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("आज सड़क का भूमिपूजन किया", Language.HINDI),
        ("आज PM आवास योजना के घर सौंपे", Language.HINDI),
        ("Aaj gaon mein nayi sadak ban gayi, sabko badhai", Language.HINGLISH),
        ("Jan sunwai kal subah hogi", Language.HINGLISH),
        ("The new road to the village was opened today", Language.ENGLISH),
        ("Inaugurated a school building this morning", Language.ENGLISH),
        ("सड़क का काम पूरा road work complete", Language.MIXED),
        ("کام مکمل ہوا، سب کو مبارک", Language.OTHER),
        ("ગામમાં નવો રસ્તો બન્યો", Language.OTHER),
        ("👍👍 2,000", Language.OTHER),
        ("", Language.OTHER),
        ("https://example.org/aaj-kal @humari_sarkar", Language.OTHER),
    ],
)
def test_the_language_of_a_text(text: str, language: Language) -> None:
    assert language_of(text) is language


def test_an_address_does_not_make_a_hindi_text_mixed() -> None:
    text = "आज का कार्यक्रम https://example.org/a/very/long/address/of/some/kind @somebody_else"
    assert language_of(text) is Language.HINDI


def test_numbers_and_signs_change_nothing() -> None:
    plain = "gaon mein paani ki tanki"
    assert hinglish_score(f"**{plain}** 4,500!") == hinglish_score(plain) > 0


def test_the_table_weighs_both_ways() -> None:
    assert min(weights().values()) < 0 < max(weights().values())
    assert weights()["^hai$"] > 0 > weights()["^the$"]


@given(st.text(max_size=200))
def test_every_text_has_a_language(text: str) -> None:
    assert language_of(text) in Language
