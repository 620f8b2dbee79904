"""A scale by ratios for shares, and how wide a word is before a browser has measured it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Shares from `least` to `most` laid on a line from `start` to `end`, by ratio."""

    least: float
    most: float
    start: float
    end: float

    def at(self, share: float) -> float:
        """Give the place of a share, kept within the line."""
        inside = min(max(share, self.least), self.most)
        part = math.log(inside / self.least) / math.log(self.most / self.least)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self, apart: float) -> list[float]:
        """Give round shares at least so far apart on the line."""
        first = math.floor(math.log10(self.least))
        last = math.ceil(math.log10(self.most))
        round_shares = [step * 10.0**power for power in range(first, last + 1) for step in STEPS]
        kept: list[float] = []
        for share in round_shares:
            if not self.least <= share <= self.most:
                continue
            if not kept or abs(self.at(share) - self.at(kept[-1])) >= apart:
                kept.append(share)
        return kept


def span(shares: Sequence[float], line: float) -> tuple[float, float]:
    """Give the ends of a scale that holds every share and the line, with air around both."""
    positive = [share for share in shares if share > 0]
    least = min([*positive, line / 2]) / 1.15
    most = max([*positive, line * 4]) * 1.15
    return max(least, line / 1000), most


def width(text: str, size: float = 12.5) -> float:
    """Estimate the width of a text; vowel signs above and below take no room of their own."""
    letters = sum(not unicodedata.combining(letter) for letter in text)
    marks = sum(unicodedata.category(letter) == "Mn" for letter in text)
    return (letters - marks * 0.6) * size * 0.62 + 4


def shortened(text: str, most: float, size: float = 12.5) -> str:
    """Cut a text that is wider than so much, with a sign that it was cut."""
    if width(text, size) <= most:
        return text
    while text and width(text, size) > most - size:
        text = text[:-1]
    while text and unicodedata.category(text[-1]).startswith("M"):
        text = text[:-1]
    return f"{text.rstrip()}…"


def lanes(places: Sequence[float], apart: float) -> list[int]:
    """Give each place (in ascending order) a lane, 0 the middle, so that none overlap."""
    ends: list[float] = []
    found = []
    for place in places:
        free = next((i for i, end in enumerate(ends) if place - end >= apart), len(ends))
        if free == len(ends):
            ends.append(place)
        ends[free] = place
        found.append((free + 1) // 2 * (1 if free % 2 else -1))
    return found
