"""Places of the made-up followers: rows for the lake, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from pahunch.observations import AUDIENCE, Extra, Lake
from pahunch.simulation.audiences import Audience, audiences, make_world
from pahunch.simulation.followers import Block
from pahunch.simulation.geography import CODE
from pahunch.simulation.tables import SWEEP, account_keys

COLUMNS = ("account", "day", "followers", "inside")
"""Of the truth: a row a list, with the followers of the day that it speaks of."""


def lists_of(block: Block, days: range) -> list[Audience]:
    """Give every list of a state that is drawn in one block, on some days."""
    world = make_world(block.plan, block.reach.electors[:, -1].astype(np.float64))
    return list(audiences(block, world, days))


def add_places(lake: Lake, block: Block, run: str, lists: Iterable[Audience]) -> int:
    """Append the lists of one run; give how many places were added."""
    rows = table(block, run, lists)
    return rows.num_rows if rows.num_rows and lake.add(Extra.AUDIENCE, run, rows) else 0


def table(block: Block, run: str, lists: Iterable[Audience]) -> pa.Table:
    """Give lists as the lake takes them, seen when the evening's sweep begins."""
    keys = _keys(block)
    rows = [
        {
            "account": keys[each.account],
            "breakdown": "city",
            "place": place,
            "low": followers,
            "high": followers,
            "of_total": None,
            "seen_at": _moment(block, each.day),
            "run": run,
        }
        for each in lists
        for place, followers in each.listed
    ]
    return pa.Table.from_pylist(rows, schema=AUDIENCE)


def write_truth(folder: Path, block: Block, lists: Iterable[Audience]) -> None:
    """Write how many followers of each list were inside, whole or not at all."""
    path = folder / f"{CODE}-inside.csv"
    beside = path.with_suffix(".csv.part")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_truth(block, lists))
    beside.replace(path)


def _truth(block: Block, lists: Iterable[Audience]) -> Iterator[tuple[object, ...]]:
    keys = _keys(block)
    for each in lists:
        yield keys[each.account], block.plan.day(each.day), each.followers, each.inside


def _keys(block: Block) -> list[str]:
    numbers = block.reach.numbers[block.rows]
    return [str(key) for key in account_keys(block.plan, numbers, block.slots).to_pylist()]


def _moment(block: Block, day: int) -> datetime:
    begun = datetime.combine(block.plan.first_day, datetime.min.time(), tzinfo=UTC)
    return begun.replace(hour=SWEEP[0], minute=SWEEP[1]) + timedelta(days=day)
