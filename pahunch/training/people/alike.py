"""Which two rows may be one person: proposed for a human, never decided here.

Pairs are looked at that share a phone, or a word of the name within a block, or name and
guardian anywhere, or half a phone and the given name. Each piece of evidence adds or takes
points, powers of ten of how much likelier it is in two rows of one person than in two
strangers' rows. A name that many bear says less than a rare one. From `ENOUGH` points on a
pair is proposed.

Rows are numbered 0 … n-1. The work grows with n log n and with the number of people of one
block who share a word of their names.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pahunch.training.people.near import Level, is_word, level
from pahunch.training.people.phones import Marks
from pahunch.training.people.sounds import bones, sounds

Ints = npt.NDArray[np.int64]

ENOUGH = 2.9
"""Points from which a pair is proposed: chosen on made-up lists that no benchmark reports."""
SAME_PHONE, SAME_TAIL, SAME_HEAD, OTHER_PHONE = 3.5, 3.0, 0.6, -0.5
OTHER_GUARDIAN, MOST_GUARDIAN = -3.2, 2.6
SAME_VILLAGE, OTHER_VILLAGE = 1.0, -1.2
SAME_WORK, OTHER_WORK = 0.4, -0.6
OTHER_BLOCK, OTHER_DISTRICT = -1.4, -3.0
PART_OF_NAME, MOST_NAME, SURNAME = -0.6, 4.5, 0.5
"""A surname says half as much: those of one village share a few."""
WINDOW = 300
"""Among more rows of one key, each is set beside so many neighbours by name."""


@dataclass(frozen=True, slots=True)
class Person:
    """One row as it is compared."""

    name: str
    guardian: str
    village: str
    work: str
    block: int
    district: int
    phones: tuple[Marks, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one person: their numbers, the points, and what spoke how."""

    first: int
    second: int
    score: float
    why: tuple[str, ...]


@dataclass(slots=True)
class _Rows:
    """What is made of the rows once."""

    people: Sequence[Person]
    names: list[tuple[str, ...]] = field(default_factory=list)
    guardians: list[tuple[str, ...]] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    rarity: dict[str, float] = field(default_factory=dict)
    guardian_rarity: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.people:
            self.names.append(sounds(one.name))
            self.guardians.append(sounds(one.guardian))
            self.villages.append("".join(sounds(one.village)))
            self.works.append(" ".join(one.work.casefold().split()))
        self.rarity = _rarity(self.names)
        self.guardian_rarity = _rarity(self.guardians)


def propose(people: Sequence[Person], new: Iterable[int] | None = None) -> list[Pair]:
    """Give the pairs that may be one person, the surest first.

    `new` narrows to pairs with at least one of these rows; None: every pair.
    """
    rows = _Rows(people)
    first, second = _candidates(rows)
    if new is not None:
        is_new = np.zeros(len(people), dtype=bool)
        is_new[list(new)] = True
        wanted = is_new[first] | is_new[second]
        first, second = first[wanted], second[wanted]
    found = []
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        pair = _weigh(rows, one, other)
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _rarity(names: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """Give the points of sharing a word: one for a word of every tenth name, two of every 100th."""
    counts: Counter[str] = Counter()
    total = 0
    for words in names:
        counts.update(set(words))
        total += 1
    # A word that only this pair bears is not rarer than one in a few hundred is known to be.
    return {word: math.log10((total + 500) / (count + 1)) for word, count in counts.items()}


def _candidates(rows: _Rows) -> tuple[Ints, Ints]:
    """Give the pairs worth looking at, each once, the smaller number first."""
    total = len(rows.people)
    order = sorted(range(total), key=lambda row: rows.names[row])
    rank = np.empty(total, dtype=np.int64)
    rank[order] = np.arange(total)
    codes: list[Ints] = []
    for keys in (_by_phone(rows), _by_word(rows), _by_family(rows), _by_half(rows)):
        codes.append(_pairs(keys, rank, total))
    every = np.unique(np.concatenate(codes))
    return every // max(total, 1), every % max(total, 1)


Keyed = Iterator[tuple[object, int]]


def _by_phone(rows: _Rows) -> Keyed:
    for row, one in enumerate(rows.people):
        for marks in one.phones:
            yield marks.whole, row


def _by_word(rows: _Rows) -> Keyed:
    """Key by the first and the last word, which people swap, and by all of it in one word."""
    for row, one in enumerate(rows.people):
        words = rows.names[row]
        for word in {*words[:1], *words[-1:], "".join(words)}:
            yield (one.block, bones(word)), row


def _by_family(rows: _Rows) -> Keyed:
    for row in range(len(rows.people)):
        words, above = rows.names[row], rows.guardians[row]
        if words and above:
            yield (*sorted(map(bones, words)), "", bones(above[0])), row


def _by_half(rows: _Rows) -> Keyed:
    for row, one in enumerate(rows.people):
        for marks in one.phones:
            for word in rows.names[row][:2]:
                yield (marks.tail, bones(word)), row


def _pairs(keyed: Keyed, rank: Ints, total: int) -> Ints:
    """Give smaller × total + larger of every two rows with one key, within the window."""
    numbers: dict[object, int] = {}
    keys: list[int] = []
    places: list[int] = []
    for key, row in keyed:
        keys.append(numbers.setdefault(key, len(numbers)))
        places.append(row)
    key_of, row_of = np.array(keys, dtype=np.int64), np.array(places, dtype=np.int64)
    sequence = np.lexsort((rank[row_of], key_of))
    key_of, row_of = key_of[sequence], row_of[sequence]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, WINDOW + 1):
        same = key_of[step:] == key_of[:-step]
        if not same.any():
            break
        one, other = row_of[step:][same], row_of[:-step][same]
        low, high = np.minimum(one, other), np.maximum(one, other)
        found.append((low * total + high)[low != high])
    return np.concatenate(found)


def _weigh(rows: _Rows, first: int, second: int) -> Pair | None:
    """Add up what speaks for and against; None: not enough, or the names are two."""
    known, shared = level(rows.names[first], rows.names[second])
    if known is Level.OTHER:
        return None
    points, why = _name_points(rows, known, shared)
    for more, word in (
        _guardian(rows, first, second),
        _phone(rows.people[first].phones, rows.people[second].phones),
        _village(rows.villages[first], rows.villages[second]),
        _work(rows.works[first], rows.works[second]),
        _place(rows.people[first], rows.people[second]),
    ):
        points += more
        if word:
            why.append(word)
    if points < ENOUGH:
        return None
    return Pair(first, second, round(points, 3), tuple(why))


def _name_points(rows: _Rows, known: Level, shared: Sequence[str]) -> tuple[float, list[str]]:
    values = sorted((rows.rarity.get(word, 0.0) for word in shared), reverse=True)
    points = values[0] + SURNAME * sum(values[1:])
    if known is Level.PART:
        return min(points, MOST_NAME) + PART_OF_NAME, ["part_of_name"]
    return min(points, MOST_NAME), ["same_name"]


def _guardian(rows: _Rows, first: int, second: int) -> tuple[float, str]:
    one, other = sorted((rows.guardians[first], rows.guardians[second]))
    if not (one and other):
        return 0.0, ""
    known, shared = level(one, other)
    if known is Level.OTHER:
        if not is_word(one[0], other[0]):
            return OTHER_GUARDIAN, "other_guardian"
        shared = one[:1]  # a guardian's surname is written as it comes
    points = max(rows.guardian_rarity.get(word, 0.0) for word in shared)
    return min(points, MOST_GUARDIAN), "same_guardian"


def _phone(one: Sequence[Marks], other: Sequence[Marks]) -> tuple[float, str]:
    if not (one and other):
        return 0.0, ""
    pairs = [(here, there) for here in one for there in other]
    if any(here.whole == there.whole for here, there in pairs):
        return SAME_PHONE, "same_phone"
    if any(here.tail == there.tail for here, there in pairs):
        return SAME_TAIL, "near_phone"
    if any(here.head == there.head for here, there in pairs):
        return SAME_HEAD, "near_phone"
    return OTHER_PHONE, "other_phone"


def _village(one: str, other: str) -> tuple[float, str]:
    if not (one and other):
        return 0.0, ""
    same = level((one,), (other,))[0] is Level.SAME
    return (SAME_VILLAGE, "same_village") if same else (OTHER_VILLAGE, "other_village")


def _work(one: str, other: str) -> tuple[float, str]:
    if not (one and other):
        return 0.0, ""
    if one == other:
        return SAME_WORK, "same_work"
    # A post is translated and not spelled: "सचिव" is a Secretary.
    return (0.0, "") if one.isascii() != other.isascii() else (OTHER_WORK, "other_work")


def _place(one: Person, other: Person) -> tuple[float, str]:
    if one.block == other.block:
        return 0.0, ""
    same = one.district == other.district
    return (OTHER_BLOCK, "other_block") if same else (OTHER_DISTRICT, "other_district")
