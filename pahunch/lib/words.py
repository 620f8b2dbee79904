"""Words of Hindi in both scripts and of English, brought to keys that spellings share.

"सड़कों", "सड़कें" and "सडक" have one key; so have "sadak", "sadakon" and "sadhak"; so have
"road" and "roads". A key is for finding, never for showing. A word of Latin letters has several,
for it may be English or Hindi: which one it is, a reader of single words cannot know.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NUMBER = "#"
"""The key of every number."""
QUESTION = "?"
REMEMBERED = 100_000

_LINK = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+")
_WORD = re.compile(
    r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+|[A-Za-z]+(?:['’][A-Za-z]+)?"
    r"|[0-9\u0966-\u096f]+(?:[.,][0-9\u0966-\u096f]+)*|\?"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HASHTAG = re.compile(r"#\w+")

_NASALS = re.compile("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथद])|म्(?=[पफबभ])")
_GLIDE = re.compile("(?<=[ािीुूेो])([ईए])$")
_HINDI_ENDINGS = (
    ("ियों", "ी"),
    ("ियां", "ी"),
    ("ायें", ""),
    ("ाओं", ""),
    ("ाएं", ""),
    ("ाये", "ाय"),
    ("ुओं", "ु"),
    ("ों", ""),
    ("ें", ""),
    ("यी", "य"),
    ("ो", ""),
    ("े", ""),
    ("ा", ""),
)
"""Longest first. What an inflected word ends in and what stands for it, where enough is left."""

_HINGLISH = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"x|ksh", "ks"),
        (r"aa+", "a"),
        (r"ee+|ii+", "i"),
        (r"oo+|uu+", "u"),
        (r"w", "v"),
        (r"z", "j"),
        (r"q|ck", "k"),
        (r"ph", "f"),
        (r"(?<=[bdgjkt])h", ""),
        (r"sh", "s"),
        (r"(?<=c)c(?=h)|(?<=ch)h", ""),
        (r"([a-z])\1+", r"\1"),
        (r"iyan?$|iyon$", "i"),
        (r"a?ye(?:in|n)?$|on$|ein$|en$", ""),
        (r"(?<=.)e?y", "i"),
        (r"ai|ei", "e"),
        (r"au|ou", "o"),
        (r"(?<=[^aeiou])[aeo]$", ""),
        (r"(?<=.)a", ""),
    )
)
_PLURALS = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("s", ""))
_LEAST_STEM = 3


class Word(NamedTuple):
    """A word of a text: as it stands there, where it begins, and its keys."""

    text: str
    start: int
    keys: tuple[str, ...]


def words_of(text: str) -> list[Word]:
    """Give the words of a text in their order, without addresses, @names and signs.

    Words joined in a hashtag are parted where a small letter meets a capital.
    """
    plain = _LINK.sub(lambda found: " " * len(found[0]), unicodedata.normalize("NFC", text))
    parted = {part for tag in _HASHTAG.finditer(plain) for part in range(*tag.span())}
    found = []
    for match in _WORD.finditer(plain):
        word, start = match[0], match.start()
        if start not in parted:
            found.append(Word(word, start, keys(word)))
            continue
        for part in _HUMP.split(word):
            found.append(Word(part, start, keys(part)))
            start += len(part)
    return found


@lru_cache(maxsize=REMEMBERED)
def keys(word: str) -> tuple[str, ...]:
    """Give the keys of one word: "d:" for Devanagari; in Latin "w:" the very word in small letters,
    "e:" as an English noun, "h:" as Hindi.
    """
    first = word[0]
    if first == QUESTION:
        return (QUESTION,)
    if first.isdigit():
        return (NUMBER,)
    if first.isascii():
        plain = re.split("['’]", word.lower())[0]
        return ("w:" + plain, "e:" + english_stem(plain), "h:" + hinglish_key(plain))
    return ("d:" + hindi_stem(word),)


def hindi_stem(word: str) -> str:
    """Give a word in Devanagari without nukta, variants of the nasal, and its inflection."""
    parts = unicodedata.normalize("NFD", word).replace("\u093c", "")
    parts = parts.replace("\u200c", "").replace("\u200d", "").replace("ँ", "ं")
    plain = _NASALS.sub("ं", unicodedata.normalize("NFC", parts))
    plain = _GLIDE.sub(lambda glide: "यी" if glide[1] == "ई" else "ये", plain)
    for ending, instead in _HINDI_ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 2:
            return plain[: -len(ending)] + instead
    return plain


def hinglish_key(word: str) -> str:
    """Give the sounds of a Hindi word in small Latin letters, as different people spell them.

    Too short a key would join too much: then it is the word itself.
    """
    key = word
    for pattern, written in _HINGLISH:
        key = pattern.sub(written, key)
    return key if len(key) >= _LEAST_STEM else word


def english_stem(word: str) -> str:
    """Give an English word as one of its kind: "bridges" is "bridge", "supplies" is "supply".

    Tenses stay apart: what was opened is open, and what people ask to open is not.
    """
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM - len(instead):
            return word[: -len(ending)] + instead
    return word
