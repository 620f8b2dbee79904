"""The words for numbers, Hindi (both scripts) and English, as newspapers spell them.

All words are in the spelling that `plain` gives: small letters, no nukta (करोड़ is करोड),
one sign for the nasal (पाँच is पांच).
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

_HINDI = """
शून्य जीरो सिफर|एक|दो|तीन|चार|पांच पान्च पाच|छह छः छ छे छै|सात|आठ|नौ|दस
ग्यारह ग्यारा|बारह बारा|तेरह तेरा|चौदह चौदा|पंद्रह पन्द्रह पंदरह पन्द्रा|सोलह सोला|सत्रह सतरह सत्तरह|अठारह अट्ठारह
उन्नीस उन्नीश|बीस
इक्कीस इकीस|बाईस बाइस|तेईस तेइस|चौबीस|पच्चीस पचीस|छब्बीस छबीस|सत्ताईस सत्ताइस सताईस|अट्ठाईस अट्ठाइस अठाईस
उनतीस उन्तीस उनत्तीस|तीस
इकतीस इकत्तीस इक्तीस|बत्तीस|तैंतीस तेंतीस तैतीस तेतीस|चौंतीस चौतीस|पैंतीस पैतीस
छत्तीस|सैंतीस सैतीस|अड़तीस अड़त्तीस
उनतालीस उन्तालीस उनचालीस|चालीस
इकतालीस इकतालिस|बयालीस बयालिस ब्यालीस|तैंतालीस तैतालीस तिरालीस तैंतालिस|चौवालीस चवालीस
पैंतालीस पैतालीस पैंतालिस
छियालीस छयालीस छियालिस|सैंतालीस सैतालीस सैंतालिस|अड़तालीस अड़तालिस|उनचास उन्चास|पचास
इक्यावन इंक्यावन इकावन इकयावन|बावन|तिरपन तिरेपन त्रेपन|चौवन
पचपन|छप्पन|सत्तावन सतावन|अट्ठावन अठावन अठ्ठावन|उनसठ|साठ
इकसठ|बासठ|तिरसठ तिरेसठ त्रेसठ|चौंसठ चौसठ|पैंसठ पैसठ|छियासठ छासठ|सड़सठ सरसठ|अड़सठ|उनहत्तर
सत्तर
इकहत्तर इकत्तर|बहत्तर|तिहत्तर|चौहत्तर|पचहत्तर|छिहत्तर|सतहत्तर|अठहत्तर|उन्यासी उनासी उन्नासी|अस्सी
इक्यासी|बयासी|तिरासी|चौरासी|पचासी|छियासी|सत्तासी सतासी|अट्ठासी अठासी अठ्ठासी|नवासी|नब्बे
इक्यानवे इक्यानबे|बानवे बानबे|तिरानवे तिरानबे|चौरानवे चौरानबे|पचानवे पंचानवे पंचानबे पचानबे|छियानवे छियानबे
सत्तानवे सत्तानबे सतानवे|अट्ठानवे अट्ठानबे अठानवे अठ्ठानवे|निन्यानवे निन्यानबे
"""
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DIGITS = _ENGLISH[1:10]
_ROMAN = ["ek", "do", "teen", "char", "paanch", "chhah", "saat", "aath", "nau", "das"]

_SCALES = {
    100: "hundred hundreds सौ सैकडा sau",
    1_000: "k thousand thousands हजार हजर थाउजेंड hazar hazaar hajar hajaar",
    100_000: "l lakh lakhs lac lacs लाख lkh",
    1_000_000: "m mn mln million millions मिलियन मिलीयन",
    10_000_000: "cr crs crore crores करोड karod karor",
    1_000_000_000: "b bn billion billions बिलियन अरब arab",
    100_000_000_000: "खरब",
}


def plain(text: str) -> str:
    """Bring text to the one spelling that the tables below use."""
    parts = unicodedata.normalize("NFKD", text).replace("\u093c", "").replace("ँ", "ं")
    return unicodedata.normalize("NFC", parts).lower()


def _numbers() -> dict[str, int]:
    hindi = plain(_HINDI).strip().replace("\n", "|").split("|")
    words = {word: number for number, names in enumerate(hindi) for word in names.split()}
    words |= {word: number for number, word in enumerate(_ENGLISH)}
    words |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
    words |= {word: number for number, word in enumerate(_ROMAN, start=1)}
    return words | {"a": 1, "an": 1}


NUMBERS = _numbers()
"""Word to number, 0 to 99."""

SCALES = {plain(word): scale for scale, names in _SCALES.items() for word in names.split()}
"""Word or letter to what it multiplies by."""

QUARTERS = {
    plain(word): Fraction(quarters, 4)
    for word, quarters in {"सवा": 1, "साढ़े": 2, "साढ़ें": 2, "साड़े": 2, "पौने": -1, "पौन": -1}.items()
}
"""Words that change the number after them: सवा पांच is 5 1/4, पौने पांच is 4 3/4."""

HALVES = {
    plain(word): Fraction(number, 2) for word, number in {"डेढ़": 3, "ढाई": 5, "अढ़ाई": 5}.items()
}
"""Words that are a number and a half: डेढ़ is 1 1/2, ढाई is 2 1/2."""
