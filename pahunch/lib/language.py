"""The language of a short text of Hindi, Hinglish or English, told by script and sounds.

Hinglish is Hindi in Latin letters. Detectors of many languages take it for English, or for
Indonesian: they learned Hindi in Devanagari. Here the share of each script decides first; a
Latin text is then taken word by word, and each word by its letters in threes and, where it is
short, as a whole. The weights are `hinglish_table`'s.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from pahunch.lib.hinglish_table import weights

MOSTLY = 0.7
"""Share of letters in Devanagari from which a text is Hindi."""
PARTLY = 0.25
"""Share from which it is mixed."""
LEAST_LETTERS = 3
LONGEST_WHOLE = 5
"""Letters of the longest word that is also looked up as a whole."""
REMEMBERED = 100_000

_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+")
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f]")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER = re.compile(r"[^\W\d_A-Za-z\u0900-\u097f]")
_WORD = re.compile(r"[a-z]+")


class Language(StrEnum):
    """What a text is written in. The value is what tables and commands write."""

    HINDI = "hi"
    HINGLISH = "hinglish"
    ENGLISH = "en"
    MIXED = "mixed"
    """Hindi in Devanagari beside so much in Latin letters that neither is the text's own."""
    OTHER = "other"
    """Another script, or hardly a letter."""


def language_of(text: str) -> Language:
    """Tell the language of a text; addresses and @names do not count."""
    plain = _NOISE.sub(" ", text)
    hindi, latin = len(_DEVANAGARI.findall(plain)), len(_LATIN.findall(plain))
    if hindi + latin < max(LEAST_LETTERS, len(_OTHER.findall(plain))):
        return Language.OTHER
    share = hindi / (hindi + latin)
    if share >= PARTLY:
        return Language.HINDI if share >= MOSTLY else Language.MIXED
    return Language.HINGLISH if hinglish_score(plain) > 0 else Language.ENGLISH


def hinglish_score(text: str) -> float:
    """Give how much the Latin words of a text sound of Hindi: above 0 more than of English."""
    words = _WORD.findall(text.lower())
    return sum(map(_score, words)) / len(words) if words else 0.0


def grams(word: str) -> frozenset[str]:
    """Give a word's letters in threes with its ends marked, and a short one as a whole too."""
    marked = f"^{word}$"
    found = {marked[at : at + 3] for at in range(len(marked) - 2)}
    return frozenset(found | {marked} if len(word) <= LONGEST_WHOLE else found)


@lru_cache(maxsize=REMEMBERED)
def _score(word: str) -> float:
    parts = grams(word)
    known = weights()
    return sum(known.get(part, 0) for part in parts) / len(parts)
