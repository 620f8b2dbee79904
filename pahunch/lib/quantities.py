"""Counts as people word them, in English, Hindi and both at once, as whole intervals.

    "1,25,000"            125000 to 125000          a number without a unit is exact
    "58 लाख"              5750000 to 5849999        a unit: half of the last digit either side
    "पौने पांच लाख"         470000 to 479999          a spoken quarter: a twentieth of the unit
    "करीब 89 लाख"          8800000 to 8999999        about: the whole of the last digit
    "15 लाख से अधिक"       1500000 and no upper end
    "less than 2 crore"   0 to 19999999
    "10 से 12 हज़ार"         10000 to 12000            the ends of a range stand as written

"About" a number without a unit takes its last digit that is not zero: about 1,25,000 is
124000 to 125999. Words not known here are never guessed at.

    ValueError
    └── UnreadableQuantity    says which word or number could not be read
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from pahunch.lib.number_words import DIGITS, HALVES, NUMBERS, QUARTERS, SCALES, TENS, plain


class UnreadableQuantity(ValueError):
    """Text that is not a count in any wording known here."""


class Quantity(NamedTuple):
    """A whole number known to be at least `low` and, unless None, at most `high`."""

    low: int
    high: int | None


class Bound(Enum):
    """What the words around a number say of it."""

    ABOUT = "about"
    LEAST = "at least"
    BELOW = "below"
    MOST = "at most"


_WORDINGS = [
    (Bound.LEAST, "कम से कम|से भी अधिक|से भी ज्यादा|से अधिक|से ज्यादा|से ऊपर|से उपर|से पार|के पार|पार"),
    (Bound.LEAST, "more than|greater than|not less than|at least|atleast|upwards of|or more"),
    (Bound.LEAST, "and above|and more|over|above|beyond|crossed|crosses|cross|exceeds|exceeding"),
    (Bound.LEAST, "milestone|minimum|plus|न्यूनतम|का आंकडा|से अधिक का"),
    (Bound.LEAST, "kam se kam|se adhik|se zyada|se jyada|se upar|ke paar"),
    (Bound.MOST, "up to|upto|at most|not more than|no more than|maximum|अधिकतम|ज्यादा से ज्यादा|तक"),
    (Bound.BELOW, "less than|fewer than|lesser than|under|below|से भी कम|से कम|से नीचे|se kam"),
    (Bound.ABOUT, "approximately|approx|about|around|roughly|circa|nearly|almost|close to"),
    (Bound.ABOUT, "करीब करीब|के करीब|करीब|लगभग|तकरीबन|के आसपास|आसपास|अंदाजन|अनुमानित"),
    (Bound.ABOUT, "kareeb|karib|lagbhag|takriban"),
]
# Longest first: कम से कम (at least) must be met before से कम (below).
_PHRASES = sorted(
    ((plain(phrase), bound) for bound, words in _WORDINGS for phrase in words.split("|")),
    key=lambda pair: -len(pair[0]),
)
_PATTERNS = [
    (
        # Whole words only; a vowel sign of Devanagari is no letter to Python.
        re.compile(
            r"(?<![^\W\d_])(?<![\u0900-\u0963])"
            + r"\s+".join(map(re.escape, phrase.split()))
            + r"(?![^\W\d_]|[\u0900-\u0963])\.?"
        ),
        bound,
    )
    for phrase, bound in _PHRASES
]
_SIGNS = {"+": Bound.LEAST, ">": Bound.LEAST, "≥": Bound.LEAST, "<": Bound.BELOW}
_SIGNS |= {"≤": Bound.MOST, "~": Bound.ABOUT, "≈": Bound.ABOUT}
_FILLERS = frozenset(
    plain(
        "मात्र सिर्फ केवल कुल बस का के की को है हैं लोग लोगों फॉलोअर फॉलोअर्स फालोअर फालोअर्स फॉलोवर फॉलोवर्स "
        "फालोवर्स फोलोअर्स फॉलोयर्स अनुयायी सब्सक्राइबर सब्सक्राइबर्स हो गए हुए पहुंचे पहुंचा पहुंची "
        "follower followers subscriber subscribers fans people only just total has have the of"
    ).split()
)
_JOINS = r"(?:-|–|—|\bto\b|से|और|\band\b)"
_WORD = r"[^\W\d_][\w\u0900-\u0963\u200c\u200d]*"
_TOKEN = re.compile(rf"(?P<number>\d(?:[\d,. \u00a0\u202f']*\d)?)|(?P<word>{_WORD})|(?P<sign>\S)")
_GROUPED = re.compile(r"\d{1,3}(?:(?:[, ]\d{2})*[, ]\d{3}|(?:[, ]\d{3})+)(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_SIGNED = re.compile(r"\s*[-+−–]\s*\d")
_HYPHENED = re.compile(rf"\b({'|'.join(TENS)})-({'|'.join(DIGITS)})\b")
_LONGEST = 200
_LONGEST_NUMBER = 25


def read_quantity(text: str) -> Quantity:
    """Read a worded count; raises UnreadableQuantity saying what was not understood."""
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return Quantity(int(text), int(text))
    if len(text) > _LONGEST:
        raise UnreadableQuantity(f"a wording of more than {_LONGEST} letters")
    if _SIGNED.match(text):
        raise UnreadableQuantity(f"{text.strip()!r}: a count has no sign before it")
    words = _HYPHENED.sub(r"\1 \2", _without_label(_one_script(plain(text))))
    rest, bounds = _take_bounds(words)
    ends = _split_range(rest)
    if len(ends) == 2:
        if bounds - {Bound.ABOUT, Bound.MOST}:
            raise UnreadableQuantity(f"{text.strip()!r} is a range and a bound at once")
        return _between(ends[0], ends[1], about=Bound.ABOUT in bounds)
    return _bounded(_read_amount(ends[0]), bounds, text)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with the worth of its last written digit."""

    value: Fraction
    step: Fraction
    unit: int
    first: Fraction
    """The number as it stood before any unit."""

    def spread(self) -> Fraction:
        """What "about" allows: for a bare number, its last digit that is not zero."""
        if self.unit > 1 or not self.value:
            return self.step
        zeros = len(str(int(self.value))) - len(str(int(self.value)).rstrip("0"))
        return Fraction(10**zeros)


def _bounded(amount: _Amount, bounds: set[Bound], text: str) -> Quantity:
    value = amount.value
    if len(bounds - {Bound.ABOUT}) > 1:
        raise UnreadableQuantity(f"{text.strip()!r} is bounded from both sides")
    about = amount.spread() if Bound.ABOUT in bounds else Fraction(0)
    if Bound.LEAST in bounds:
        return Quantity(max(0, _whole(value - about)), None)
    if Bound.MOST in bounds:
        return Quantity(0, _whole(value + about))
    if Bound.BELOW in bounds:
        if not value:
            raise UnreadableQuantity(f"{text.strip()!r}: nothing is less than nobody")
        return Quantity(0, _whole(value + about) - 1)
    half = about or amount.step / 2
    if half <= Fraction(1, 2):
        return Quantity(_whole(value), _whole(value))
    return Quantity(max(0, math.ceil(value - half)), math.ceil(value + half) - 1)


def _between(first: str, last: str, *, about: bool) -> Quantity:
    upper = _read_amount(last)
    lower = _read_amount(first)
    if lower.unit == 1 and upper.unit > 1 and (lower.value < upper.first or lower.value < 100):
        scale = upper.value / upper.first
        lower = _Amount(lower.value * scale, lower.step * scale, upper.unit, lower.first)
    if lower.value > upper.value:
        raise UnreadableQuantity(f"a range from {lower.value} down to {upper.value}")
    low = lower.value - (lower.spread() if about else 0)
    high = upper.value + (upper.spread() if about else 0)
    return Quantity(max(0, _whole(low)), _whole(high))


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise UnreadableQuantity(f"{float(value):g} is not a whole number of people")
    return int(value)


def _one_script(text: str) -> str:
    """Write every digit as 0 to 9; one number in two scripts is refused."""
    for run in re.findall(r"\d[\d,.]*", text):
        scripts = {ord(digit) - int(digit) for digit in run if digit.isdecimal()}
        if len(scripts) > 1:
            raise UnreadableQuantity(f"{run!r} mixes the digits of two scripts")
    return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


def _without_label(text: str) -> str:
    """Drop "name of the account:" before the count, and brackets."""
    label, colon, rest = text.rpartition(":")
    if colon and re.search(r"\d", label):
        raise UnreadableQuantity(f"two numbers, one before a colon: {text.strip()!r}")
    return re.sub(r"[()\[\]\u200b-\u200d|।]", " ", rest if colon else text)


def _take_bounds(text: str) -> tuple[str, set[Bound]]:
    bounds = {bound for sign, bound in _SIGNS.items() if sign in text}
    rest = re.sub(r"[+><≥≤~≈]", " ", text)
    for pattern, bound in _PATTERNS:
        rest, times = pattern.subn(" ", rest)
        if times:
            bounds.add(bound)
    return rest, bounds


def _split_range(text: str) -> list[str]:
    inner = re.sub(r"\bbetween\b|के बीच( में)?", " ", text)
    ends = re.split(rf"(?<=\S)\s*{_JOINS}\s*(?=\S)", inner.strip())
    if len(ends) > 2:
        raise UnreadableQuantity(f"more than two ends of a range: {text.strip()!r}")
    return ends if len(ends) == 2 and all(_has_amount(end) for end in ends) else [inner]


def _has_amount(text: str) -> bool:
    return any(
        match["number"] or match["word"] in NUMBERS or match["word"] in HALVES
        for match in _TOKEN.finditer(text)
    )


def _read_amount(text: str) -> _Amount:
    """Add up "4 लाख 57 हजार": each group is smaller than the unit before it."""
    reader = _Reader()
    for token in _TOKEN.finditer(text):
        if token["number"]:
            reader.number(token["number"])
        elif token["word"]:
            reader.word(token["word"])
        elif token["sign"] not in ",.;/":
            raise UnreadableQuantity(f"the sign {token['sign']!r} in {text.strip()!r}")
    return reader.amount(text)


class _Reader:
    """Meets numbers, words and units in turn and keeps what they add up to."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.pending: Fraction | None = None
        self.quarter: Fraction | None = None
        self.step = Fraction(1)
        self.unit = 1
        self.smallest: int | None = None
        self.first: Fraction | None = None

    def number(self, written: str) -> None:
        digits = re.sub(r"[\u00a0\u202f']", " ", written)
        if self.pending is not None:
            raise UnreadableQuantity(f"two numbers side by side before {written!r}")
        if (
            not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits))
            or len(digits) > _LONGEST_NUMBER
        ):
            raise UnreadableQuantity(f"the number {written!r}")
        whole, _, decimals = digits.partition(".")
        self._take(Fraction(re.sub("[, ]", "", digits)), Fraction(1, 10 ** len(decimals)))
        if len(decimals) > 2 and len(whole) <= 3 and not decimals.strip("0"):
            raise UnreadableQuantity(f"{written!r}: is the point a decimal point?")

    def word(self, word: str) -> None:
        if word in SCALES:
            self._scale(SCALES[word], word)
        elif word in HALVES:
            self._take(HALVES[word], Fraction(1, 10))
        elif word in QUARTERS:
            self.quarter = QUARTERS[word]
        elif word in NUMBERS:
            self._spoken(NUMBERS[word], word)
        elif word not in _FILLERS:
            raise UnreadableQuantity(f"the word {word!r}")

    def _take(self, value: Fraction, step: Fraction) -> None:
        if self.quarter is not None:
            value, step, self.quarter = value + self.quarter, Fraction(1, 10), None
        self.pending, self.step = value, step

    def _spoken(self, number: int, word: str) -> None:
        before = self.pending
        if before is None:
            self._take(Fraction(number), Fraction(1))
        elif number < 10 and before % 10 == 0 and before % 100 >= 20:
            self.pending = before + number
        elif before >= 100 and before % 100 == 0:
            self.pending, self.step = before + number, Fraction(1)
        else:
            raise UnreadableQuantity(f"two numbers side by side before {word!r}")

    def _scale(self, scale: int, word: str) -> None:
        if self.quarter is not None and self.pending is None:
            self._take(Fraction(1), Fraction(1))
        if self.pending is None:
            self._scale_again(scale, word)
        elif scale == 100:
            self.first = self.first or self.pending
            self.pending, self.step, self.unit = self.pending * 100, self.step * 100, 100
        else:
            self.first = self.first or self.pending
            self._add(self.pending * scale, self.step * scale, scale)

    def _scale_again(self, scale: int, word: str) -> None:
        """Read "2 thousand crore": a unit of a unit."""
        if not self.total or self.smallest is None or self.smallest >= scale:
            raise UnreadableQuantity(f"no number before {word!r}")
        self.total, self.step = self.total * scale, self.step * scale
        self.smallest = self.unit = self.smallest * scale

    def _add(self, value: Fraction, step: Fraction, scale: int) -> None:
        if self.smallest is not None and value >= self.smallest:
            raise UnreadableQuantity("parts that do not grow smaller from left to right")
        self.total, self.step, self.pending = self.total + value, step, None
        self.smallest = self.unit = scale

    def amount(self, text: str) -> _Amount:
        if self.pending is not None:
            self._add(self.pending, self.step, self.unit if self.pending >= 100 else 1)
        if self.smallest is None or self.quarter is not None:
            raise UnreadableQuantity(
                f"no number in {text.strip()!r}" if text.strip() else "nothing"
            )
        if self.step < 1 or self.unit == 1:
            _whole(self.total)
        return _Amount(self.total, max(self.step, Fraction(1)), self.unit, self.first or self.total)
