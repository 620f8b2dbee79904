"""Names in two scripts, made to meet: "शिवपुर", "shivpur" and "Shiv Pur" fold to one word.

A fold is for finding, never for showing or for telling two people apart: it drops what
people spell differently (the short a, h, doubled letters, a silent e) and joins sounds
that both scripts write in several ways (v, w, u and o; i, e and y; ढ़, ड़ and r).
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

# In order: each pair is a pattern of the Latin letters and what is written for it.
_RULES = [
    (re.compile(pattern), written)
    for pattern, written in (
        (r"d'h?'?|rh", "r"),  # ड़ and ढ़, which anyascii writes d' and dh'
        (r"(?<=[b-df-hj-np-tv-z])e\b", ""),  # Indore, Sehore
        (r"\ba+", "A"),  # kept where a word begins with it: Asha is more than "s"
        (r"[^Aa-z0-9]", ""),
        (r"ph|f", "p"),
        (r"ck|q", "k"),
        (r"x|ksh", "ks"),
        (r"z", "j"),
        (r"jny?|gy", "gi"),  # ज्ञ, said "gya"
        (r"t?c?chh?", "c"),
        (r"anv", "aun"),  # गांव and gaon
        (r"ngh", "nh"),  # सिंह and Singh
        (r"iyr", "iur"),  # ग्वालियर and Gwalior
        (r"[vwo]", "u"),
        (r"[ey]", "i"),
        (r"[ah]", ""),
        (r"([A-Za-z])\1+", r"\1"),  # letters only: seat 11 is not seat 1
    )
]
_NASAL = re.compile("[ंँ](?=([पफबभम])?)")


def fold(text: str) -> str:
    """Give the letters by which a name is found, in whichever script it was typed."""
    composed = unicodedata.normalize("NFC", text)
    spoken = _NASAL.sub(lambda dot: "म्" if dot[1] else "न्", composed)
    folded = anyascii(spoken).lower().replace("dh'", "d'")
    for pattern, written in _RULES:
        folded = pattern.sub(written, folded)
    return folded.lower()
