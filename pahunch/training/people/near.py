"""Whether two names are one name: words set beside words, whatever their order and spelling."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from pahunch.training.people.sounds import bones

VOWELS = frozenset("iu")
SHORT_WORD, LONG_WORD = 4, 5
"""From so many letters on another vowel, and a letter too many, too few or swapped, is a slip."""


class Level(IntEnum):
    """How far two names are one."""

    OTHER = 0
    PART = 1
    """A surname is missing, or has another letter."""
    SAME = 2


@lru_cache(maxsize=500_000)
def is_word(one: str, other: str) -> bool:
    """Tell whether two sounds are the same word, or one with a slip.

    Another consonant in one's place is another name (Rajesh, Rakesh); another vowel, a letter
    too many or too few and two swapped ones are slips, in words that are long enough.
    """
    if one == other:
        return True
    if not one or not other or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    # ड़ is written d and r: खेड़ा is Kheda and Khera, राठौड़ Rathod and Rathore.
    one, other = one.replace("d", "r"), other.replace("d", "r")
    if one == other:
        return len(long) >= SHORT_WORD - 1
    if len(long) < SHORT_WORD or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if bones(one) == bones(other):
        return len(short) >= SHORT_WORD - 1
    # Equal lengths and not the same letters: one consonant stands for another.
    is_slip = len(short) != len(long) or sorted(one) == sorted(other)
    return is_slip and len(long) >= LONG_WORD


@lru_cache(maxsize=500_000)
def level(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[Level, tuple[str, ...]]:
    """Compare two names by their sounds; give the level and the words they share."""
    if not one or not other:
        return Level.OTHER, ()
    # In one order, so that the words shared are the same whoever is asked about first.
    one, other = sorted((one, other))
    short, long = sorted((one, other), key=len)
    shared = _shared(short, long)
    if len(shared) == len(long):
        return Level.SAME, shared
    if len(shared) == len(short) and _says_enough(shared, long):
        return Level.PART, shared
    if len(short) != len(long) and is_word("".join(short), "".join(long)):
        return Level.SAME, long  # Ram Kumar, Ramkumar
    if _differs_in_surname_by_a_letter(one, other):
        return Level.PART, one[:1]
    return Level.OTHER, ()


def _shared(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of the longer name that are in the shorter one, each once."""
    left = list(long)
    shared = []
    for word in short:
        match = next((there for there in left if is_word(word, there)), None)
        if match is not None:
            left.remove(match)
            shared.append(match)
    return tuple(shared)


def _differs_in_surname_by_a_letter(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether all that differs is one letter, of whichever kind, of the surname."""
    return (
        len(one) == len(other) > 1
        and all(map(is_word, one[:-1], other[:-1]))
        and OSA.distance(one[-1], other[-1], score_cutoff=1) <= 1
    )


def _says_enough(shared: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether the given name is among the words: a surname alone is a family."""
    return long[0] in shared or long[-1] not in shared
