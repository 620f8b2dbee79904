"""Which block a row of a list means: as it is spelled, as it sounds, or nearly.

A name is looked up below the district that the row names, where it names one. Where several
blocks fit equally well the row is not guessed at: the blocks are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pahunch.lib.names import fold
from pahunch.measures.gazetteer import exact
from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind

NEAR = 84.0
"""So alike, of 100, the sounds of two names must be to be taken for one with a slip."""
AHEAD = 6.0
"""And so much more alike than the next."""
SAYS_WHAT = (
    "block", "vikaskhand", "vikas khand", "janpad panchayat", "janpad", "tehsil", "tahsil",
    "district", "jila", "dist", "विकासखंड", "विकासखण्ड", "विकास खंड", "विकास खण्ड", "ब्लॉक", "ब्लाक",
    "जनपद पंचायत", "जनपद", "तहसील", "जिला", "ज़िला",
)  # fmt: skip
"""Words that say what a place is and not what it is called."""


@dataclass(frozen=True, slots=True)
class Known:
    """A block or a district: its key, its names, and the district in which it lies."""

    pk: int
    names: tuple[str, ...]
    district: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a row's words for its place came to: a block, or else why not and what fits."""

    block: int = 0
    district: int = 0
    why: str = ""
    """A word of `words.WHY_NOT`; empty where there is a block."""
    column: str = "block"
    fits: tuple[str, ...] = ()


class Blocks:
    """The blocks of a state, by all their names."""

    def __init__(self, blocks: Iterable[Known], districts: Iterable[Known]) -> None:
        self._blocks = {one.pk: one for one in blocks}
        self._districts = {one.pk: one for one in districts}
        self._spelled = _index(self._blocks.values(), exact)
        self._sounds = _index(self._blocks.values(), fold)
        self._spelled_districts = _index(self._districts.values(), exact)
        self._sounds_districts = _index(self._districts.values(), fold)
        self._asked: dict[tuple[str, str], Found] = {}

    def find(self, block: str, district: str = "") -> Found:
        """Give the block that a row means."""
        key = (block, district)
        if key not in self._asked:
            self._asked[key] = self._find(_bare(block), _bare(district))
        return self._asked[key]

    @property
    def all(self) -> tuple[int, ...]:
        """The keys of every block."""
        return tuple(self._blocks)

    def district_of(self, block: int) -> int:
        """Give the district in which a block lies."""
        return self._blocks[block].district

    def _find(self, block: str, district: str) -> Found:
        if not block:
            return Found(why="block_empty")
        within: set[int] | None = None
        if district:
            within = self._named(district, self._spelled_districts, self._sounds_districts)
            within = within or _nearly(district, self._sounds_districts)
            if not within:
                return Found(why="district_unknown", column="district")
        everywhere = self._named(block, self._spelled, self._sounds)
        here = {one for one in everywhere if within is None or self._lies_in(one, within)}
        if not here and everywhere:
            # Spelled like one of another district: no slip of the pen, and not guessed at.
            return Found(why="block_elsewhere", fits=self._words(everywhere))
        if not here:
            here = _nearly(block, self._sounds, {pk for pk in self._blocks if self._in(pk, within)})
        if len(here) != 1:
            why = "block_several" if here else "block_unknown"
            return Found(why=why, fits=self._words(here))
        (found,) = here
        return Found(found, self.district_of(found))

    def _in(self, block: int, within: set[int] | None) -> bool:
        return within is None or self._lies_in(block, within)

    def _lies_in(self, block: int, within: set[int]) -> bool:
        return self.district_of(block) in within

    def _named(
        self, name: str, spelled: dict[str, set[int]], heard: dict[str, set[int]]
    ) -> set[int]:
        return spelled.get(exact(name)) or heard.get(fold(name)) or set()

    def _words(self, blocks: Iterable[int]) -> tuple[str, ...]:
        """Name blocks with their districts, by name."""
        named = (
            f"{self._blocks[pk].names[0]} ({self._districts[self.district_of(pk)].names[0]})"
            if self.district_of(pk) in self._districts
            else self._blocks[pk].names[0]
            for pk in blocks
        )
        return tuple(sorted(named))[:4]


def blocks_of(state: Division) -> Blocks:
    """Give the blocks of a state as its tree is today, in one query."""
    rows = list(
        Division.objects.under(state.path)
        .filter(kind__in=[DivisionKind.BLOCK, DivisionKind.DISTRICT])
        .values_list("pk", "kind", "name", "name_hi", "path", "code")
    )
    district_of = {code: pk for pk, kind, _, _, _, code in rows if kind == DivisionKind.DISTRICT}
    known: dict[str, list[Known]] = defaultdict(list)
    for pk, kind, name, name_hi, path, _code in rows:
        above = next((district_of[step] for step in path.split("/") if step in district_of), 0)
        known[kind].append(Known(pk, tuple(filter(None, (name, name_hi))), above))
    return Blocks(known[DivisionKind.BLOCK], known[DivisionKind.DISTRICT])


def _index(places: Iterable[Known], key: Callable[[str], str]) -> dict[str, set[int]]:
    index: dict[str, set[int]] = defaultdict(set)
    for place in places:
        for name in place.names:
            index[key(name)].add(place.pk)
    index.pop("", None)
    return dict(index)


def _nearly(name: str, heard: dict[str, set[int]], among: set[int] | None = None) -> set[int]:
    """Give what sounds nearly so and clearly more so than anything else; else nothing or all."""
    choices = {key: pks for key, pks in heard.items() if among is None or not pks.isdisjoint(among)}
    best = process.extract(fold(name), list(choices), scorer=fuzz.ratio, limit=2, score_cutoff=NEAR)
    if not best:
        return set()
    close = [key for key, score, _ in best if score > best[0][1] - AHEAD]
    found = set().union(*(choices[key] for key in close))
    return found if among is None else found & among


def _bare(name: str) -> str:
    """Give a place's own name."""
    words = " ".join(name.replace(".", " ").split())
    small = words.casefold()
    for what in SAYS_WHAT:
        if small.startswith(f"{what} "):
            return words[len(what) :].strip(" -:")
        if small.endswith(f" {what}"):
            return words[: -len(what)].strip(" -:")
    return words
