"""Counts of representatives on several platforms, out of a plain file, as arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pahunch.lib.tables import BadTable, Limits, read_table

Floats = npt.NDArray[np.float64]

NEEDED = ("representative", "platform", "low", "high")
WHOLE = re.compile(r"\d{1,13}(\.0+)?")
ROWS = Limits(rows=5_000_000, size=1_000_000_000)


@dataclass(frozen=True, slots=True)
class Counts:
    """Followers of n representatives on p platforms.

    `low` and `high` are n by p: NaN where a representative is not on a platform, an infinite
    `high` where no upper end is known. `electors` are n; NaN: not said.
    """

    representatives: Sequence[str]
    platforms: Sequence[str]
    low: Floats
    high: Floats
    electors: Floats


def read_counts(path: Path) -> Counts:
    """Read `representative`, `platform`, `low`, `high` (empty: no upper end is known).

    `electors` may stand in a fifth column, on any of a representative's rows. Raises BadTable
    with the row and the column.
    """
    electors: dict[str, float] = {}
    rows: list[tuple[str, str, float, float]] = []
    with closing(read_table(path, limits=ROWS)) as table:
        places = {name.strip().lower(): place for place, name in enumerate(table.header)}
        missing = [name for name in NEEDED if name not in places]
        if missing:
            raise BadTable(f"has no column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
        for row in table:
            cells = {name: row.cells[place] for name, place in places.items()}
            rows.append(_row(cells, row.number))
            _take_electors(cells, row.number, electors)
    return counts_of(rows, electors)


def counts_of(
    rows: Iterable[tuple[str, str, float, float]], electors: Mapping[str, float]
) -> Counts:
    """Lay rows out: representative, platform, low, high.

    Several accounts of one representative on one platform may be followed by the same people,
    and so they become one: at least the largest, at most the sum.
    """
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for representative, platform, low, high in rows:
        before = found.get((representative, platform), (0.0, 0.0))
        found[representative, platform] = (max(before[0], low), before[1] + high)
    people = list(dict.fromkeys(representative for representative, _ in found))
    platforms = sorted({platform for _, platform in found})
    lines = {name: place for place, name in enumerate(people)}
    columns = {name: place for place, name in enumerate(platforms)}
    ends = np.full((2, len(people), len(platforms)), np.nan)
    for (representative, platform), pair in found.items():
        ends[:, lines[representative], columns[platform]] = pair
    known = np.array([electors.get(name, np.nan) for name in people], dtype=np.float64)
    return Counts(people, platforms, ends[0], ends[1], known)


def _row(cells: Mapping[str, str], number: int) -> tuple[str, str, float, float]:
    for name in NEEDED[:2]:
        if not cells[name]:
            raise BadTable("is empty", row=number, column=name)
    low = _count(cells["low"], number, "low")
    high = _count(cells["high"], number, "high") if cells["high"] else np.inf
    if high < low:
        raise BadTable("is below the lower end", row=number, column="high")
    return cells["representative"], cells["platform"].lower(), low, high


def _take_electors(cells: Mapping[str, str], row: int, electors: dict[str, float]) -> None:
    text = cells.get("electors", "")
    if not text:
        return
    number = _count(text, row, "electors")
    if number < 1 or electors.setdefault(cells["representative"], number) != number:
        raise BadTable("the electors of one representative differ", row=row, column="electors")


def _count(text: str, row: int, column: str) -> float:
    if not WHOLE.fullmatch(text):
        raise BadTable(f"{text!r} is no whole number", row=row, column=column)
    return float(text)
