"""The registry written out as the files by which it comes in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from pahunch.registry.columns import Table, write_cell
from pahunch.registry.errors import RegistryError
from pahunch.registry.tables import TABLES
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

Line = tuple[str, ...]


@action("registry.export_registry")
def export_folder(
    folder: Path, *, by: User | None, at: datetime, state: str = ""
) -> dict[str, int]:
    """Write every table into a new or empty folder; one state's rows, or all.

    The same registry gives the same bytes: rows in the order of their keys, UTF-8, lines
    ending in a line feed. Gives the number of rows by table. Raises RegistryError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RegistryError(f"{folder} is there already and is not an empty folder")
    with transaction.atomic():
        tables = dict(_tables(state))
        if state and not tables["divisions"]:
            raise RegistryError(f"there is no state {state!r} in the registry")
        record("registry.exported", f"registry:{state or 'all'}", by=by, at=at)
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        if lines:
            header = [column.name for column in TABLES[name].columns]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(lines)
    return {name: len(lines) for name, lines in tables.items()}


def _tables(state: str) -> Iterator[tuple[str, list[Line]]]:
    written: set[tuple[str, str]] = set()
    for table in TABLES.values():
        lines = sorted(_lines(table, state))
        if table.is_fact:
            written |= {(table.name, _key_text(table, line)) for line in lines}
        elif state:
            lines = [line for line in lines if (line[0], line[1]) in written]
        yield table.name, lines


def _lines(table: Table, state: str) -> Iterator[Line]:
    rows = table.model._base_manager.all()
    if state and table.of_state:
        condition = Q()
        for lookup in table.of_state:
            value = f"{state}/" if lookup.endswith("path") else state
            condition |= Q(**{f"{lookup}__startswith" if value != state else lookup: value})
        rows = rows.filter(condition).distinct()
    key = [TABLES[table.name].by_name[name].lookup for name in table.key]
    lookups = [column.lookup for column in table.columns]
    for values in rows.order_by(*key).values_list(*lookups):
        yield tuple(
            write_cell(column, value) for column, value in zip(table.columns, values, strict=True)
        )


def _key_text(table: Table, line: Line) -> str:
    names = [column.name for column in table.columns]
    return " ".join(line[names.index(name)] for name in table.key)
