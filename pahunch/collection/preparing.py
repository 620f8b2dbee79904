"""A file of counts, read whole against the registry before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pahunch.collection.columns import place_columns
from pahunch.collection.errors import LISTED, BadCounts, Problem
from pahunch.collection.owners import Directory
from pahunch.collection.reading import Reading, read_row
from pahunch.facts import FOLLOWERS
from pahunch.lib.dates import end_of_day
from pahunch.lib.tables import BadTable, Limits, Table, read_table
from pahunch.observations import OBSERVATIONS
from pahunch.registry.models import Division

LIMITS = Limits(rows=300_000)
"""All rows of a file are held in memory until the last one is known to be right."""
Watch = Callable[[int, int | None], None]
"""Told how many rows were read, and about how many there are."""


@dataclass(slots=True)
class Prepared:
    """What a file says, row by row, and what the registry lacks for it."""

    readings: list[Reading]
    directory: Directory
    notes: tuple[str, ...]

    @property
    def new_accounts(self) -> list[str]:
        """Keys of the accounts that the registry does not have yet."""
        return list(self.directory.made)


def prepare(
    path: Path, *, name: str, state: Division | None, today: dt.date, watch: Watch | None = None
) -> Prepared:
    """Read a file whole. Raises BadCounts with everything that is wrong with it."""
    found = _Problems()
    try:
        with closing(read_table(path, limits=LIMITS)) as table:
            places, problems = place_columns(table.header, table.header_row)
            if problems:
                raise BadCounts(name, problems)
            directory = Directory(state)
            readings = _read(table, places, directory, today, found, watch)
            notes = table.notes
    except BadTable as bad:
        found.note([Problem(bad.row, bad.column, bad.message)])
    if found.listed:
        raise BadCounts(name, found.listed, unlisted=found.unlisted)
    return Prepared(readings, directory, notes)


class _Problems:
    """The first problems, and how many more there were."""

    def __init__(self) -> None:
        self.listed: list[Problem] = []
        self.unlisted = 0

    def note(self, problems: list[Problem]) -> None:
        room = LISTED - len(self.listed)
        self.listed += problems[:room]
        self.unlisted += max(0, len(problems) - room)


def _read(
    table: Table,
    places: dict[str, int],
    directory: Directory,
    today: dt.date,
    found: _Problems,
    watch: Watch | None,
) -> list[Reading]:
    readings = []
    for number, (row, cells) in enumerate(table, start=1):
        reading = read_row(row, {name: cells[place] for name, place in places.items()}, today)
        if reading.owner:
            directory.find(reading)
        found.note(reading.problems)
        if not found.listed:
            readings.append(reading)
        if watch and number % 1000 == 0:
            watch(number, table.expected_rows)
    return readings


def observations(run: str, prepared: Prepared, *, name: str, zone: str) -> pa.Table:
    """Give the rows for the lake. A date counts from the end of its last day."""
    ends: dict[dt.date | None, dt.datetime | None] = {None: None}
    columns: dict[str, list[object]] = {column: [] for column in OBSERVATIONS.names}
    for reading in prepared.readings:
        assert reading.count is not None, "a reading without a count is a problem"
        if reading.day is not None and reading.day not in ends:
            ends[reading.day] = end_of_day(reading.day, zone)
        values = (
            reading.account,
            FOLLOWERS,
            reading.count.low,
            reading.count.high,
            False,
            ends[reading.day],
            reading.precision,
            run,
            reading.wording or None,
            reading.source or name,
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    return pa.table(columns, schema=OBSERVATIONS)
