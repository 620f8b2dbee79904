"""Whether two names are one name: words set beside words, whatever their order and spelling."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from pahunch.training.people.sounds import bones

VOWELS = frozenset("iu")
LONG_WORD = 5
"""From so many letters on one letter too many, too few or swapped is a slip."""


class Level(IntEnum):
    """How far two names are one."""

    OTHER = 0
    PART = 1
    """Every word of the shorter one is in the longer one: a surname is missing."""
    SAME = 2


@lru_cache(maxsize=500_000)
def is_word(one: str, other: str) -> bool:
    """Tell whether two sounds are the same word, or one with a slip.

    Another consonant in one's place is another name (Rajesh, Rakesh); another vowel, a letter
    too many or too few and two swapped ones are slips, in words that are long enough.
    """
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) < LONG_WORD or len(short) < LONG_WORD - 1 or one[0] != other[0]:
        return False
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if bones(one) == bones(other):
        return len(short) >= LONG_WORD - 1
    # Equal lengths and not the same letters: one consonant stands for another.
    return len(short) != len(long) or sorted(one) == sorted(other)


@lru_cache(maxsize=500_000)
def level(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[Level, tuple[str, ...]]:
    """Compare two names by their sounds; give the level and the words they share."""
    short, long = sorted((one, other), key=len)
    left = list(long)
    shared = []
    for word in short:
        match = next((there for there in left if is_word(word, there)), None)
        if match is not None:
            left.remove(match)
            shared.append(match)
    if len(shared) == len(short):
        if not left:
            return Level.SAME, tuple(shared)
        if short and _says_enough(tuple(shared), long):
            return Level.PART, tuple(shared)
    if len(short) != len(long) and is_word("".join(short), "".join(long)):
        return Level.SAME, long  # Ram Kumar, Ramkumar
    return Level.OTHER, ()


def _says_enough(shared: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether the given name is among the words: a surname alone is a family."""
    return long[0] in shared or long[-1] not in shared
