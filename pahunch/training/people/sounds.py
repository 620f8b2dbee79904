"""How a name sounds, the same in both scripts: "Suneeta", "Sunitha" and "सुनीता" are `sunit`.

Nearer to the written name than `lib.names.fold`, which finds places: v stays apart from u, so
that Savita is not Sita, and an h at the beginning is kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

HONORIFICS = frozenset(
    ("shri", "sri", "shree", "smt", "shrimati", "shreemati", "mr", "mrs", "ms", "miss", "dr",
     "kum", "ku", "km", "sushri", "late", "स्व", "श्री", "श्रीमती", "श्रीमति", "सुश्री", "कु",
     "कुमारी", "डॉ", "डा", "mo", "jee", "ji", "जी", "s/o", "d/o", "w/o", "c/o")
)  # fmt: skip
"""Words before and behind a name that are no part of it."""
_APART = re.compile(r"[^\w\u0900-\u097f/]+")
_NASAL = re.compile("[ंँ](?=([पफबभम])?)")
_RULES = [
    (re.compile(pattern), written)
    for pattern, written in (
        (r"d'h?'?|rh", "r"),  # ड़ and ढ़, which anyascii writes d' and dh'
        (r"[^a-z0-9]", ""),
        (r"^mohd$|^md$", "mohammed"),
        (r"ph|f", "p"),
        (r"ck|q", "k"),
        (r"x|ks+h", "ks"),
        (r"z", "j"),
        (r"jny?|gy", "gi"),  # ज्ञ, said "gya"
        (r"t?c?chh?", "c"),
        (r"w", "v"),
        (r"anv", "aun"),  # गांव and gaon
        (r"ngh", "nh"),  # सिंह and Singh
        (r"^a+", "A"),
        (r"^h", "H"),
        (r"[aeio]*y[aeio]*", "i"),
        (r"[ei]+", "i"),
        (r"[ou]+", "u"),
        (r"[ah]", ""),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Give how one word sounds: small letters, the short a only where a word begins with it."""
    spoken = _NASAL.sub(lambda dot: "म्" if dot[1] else "न्", unicodedata.normalize("NFC", word))
    heard = anyascii(spoken).lower().replace("dh'", "d'")
    for pattern, written in _RULES:
        heard = pattern.sub(written, heard)
    return heard.lower()


@lru_cache(maxsize=200_000)
def sounds(name: str) -> tuple[str, ...]:
    """Give the sounds of a name's words, without honorifics, in the order written."""
    words = [word for word in _APART.split(name.casefold()) if word]
    kept = [word for word in words if word not in HONORIFICS] or words
    return tuple(heard for heard in map(sound, kept) if heard)


@lru_cache(maxsize=200_000)
def bones(heard: str) -> str:
    """Give a sound without its vowels, but for the first letter: what spellings share."""
    return heard[:1] + heard[1:].replace("i", "").replace("u", "")
