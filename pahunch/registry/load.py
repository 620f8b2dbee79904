"""The one door by which facts come in: all of them or none, and again without effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from pahunch.registry.columns import Table
from pahunch.registry.derived import Derived
from pahunch.registry.drafts import Cells, Draft, Drafts, Key, Known, read_drafts
from pahunch.registry.errors import BadFiles, Problem
from pahunch.registry.models import Correction, Source
from pahunch.registry.sheets import Sheet, opened, read_folder
from pahunch.registry.tables import TABLES
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

BATCH = 500
"""Rows written at once; SQLite takes a limited number of values in one statement."""


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    """Of the changed and the same: rows where a correction by hand stood against the file."""


@dataclass(slots=True)
class Loaded:
    """What a load did, or would have done, by table."""

    is_dry_run: bool
    tables: dict[str, Tally] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Rows that were not there."""
        return sum(tally.new for tally in self.tables.values())

    @property
    def changed(self) -> int:
        """Rows that were there and read otherwise."""
        return sum(tally.changed for tally in self.tables.values())

    @property
    def same(self) -> int:
        """Rows that were there already."""
        return sum(tally.same for tally in self.tables.values())

    @property
    def did_nothing(self) -> bool:
        """True where every row was there already."""
        return not (self.new or self.changed)


@action("registry.import_registry")
def load_folder(path: Path, *, by: User | None, at: datetime, dry_run: bool = False) -> Loaded:
    """Take in a folder or a ZIP archive of registry files. Raises BadFiles."""
    with opened(path) as folder:
        return load_sheets(read_folder(folder), by=by, at=at, dry_run=dry_run, name=path.name)


@action("registry.import_registry")
def load_sheets(
    sheets: Iterable[Sheet],
    *,
    by: User | None,
    at: datetime,
    dry_run: bool = False,
    name: str,
) -> Loaded:
    """Take in sheets: one transaction, one deed; no deed where nothing was new.

    Raises BadFiles with every problem; then, and on a dry run, nothing is written.
    """
    with transaction.atomic(), _told_in_words(name):
        loaded = take_in(sheets, known=read_known(), at=at)
        loaded.is_dry_run = dry_run
        if dry_run:
            transaction.set_rollback(True)
        elif not loaded.did_nothing:
            detail = {
                table: {"new": tally.new, "changed": tally.changed}
                for table, tally in loaded.tables.items()
                if tally.new or tally.changed
            }
            record("registry.loaded", f"registry:{name}", by=by, at=at, detail=detail)
    return loaded


@contextmanager
def _told_in_words(name: str) -> Iterator[None]:
    """Turn what only the database can see into a problem; the checks tell the rest."""
    try:
        yield
    except IntegrityError as error:
        words = f"the rows cannot stand together: {error}"
        raise BadFiles([Problem(name, None, None, words)]) from error


def read_known() -> Known:
    """Read every row of the registry, by its key and with the cells a file would have."""
    known = Known()
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        rows = known.rows[table.name] = {}
        ids = known.ids[table.name] = {}
        lookups = [column.lookup for column in table.columns]
        for pk, *values in table.model._base_manager.values_list("pk", *lookups):
            cells = dict(zip(names, values, strict=True))
            key = table.key_of(cells)
            rows[key], ids[key] = cells, pk
    for name, key_text, column in Correction.objects.values_list("table", "key", "field"):
        known.corrected.setdefault((name, key_text), set()).add(column)
    return known


def take_in(sheets: Iterable[Sheet], *, known: Known, at: datetime) -> Loaded:
    """Check the sheets against what is known and write them, inside a transaction."""
    drafts = read_drafts(sheets, known)
    loaded = Loaded(is_dry_run=False)
    sources = _Sources()
    derived = Derived(drafts, localdate(at))
    changed: dict[str, list[Key]] = {}
    for table in TABLES.values():
        if table.name in drafts.rows:
            if table.is_fact:
                sources.add_missing(draft.cells for draft in drafts.rows[table.name].values())
            # A row that ends makes room for the one that follows it, so changes come first.
            changed[table.name] = _change(table, drafts, sources)
            new = _create(table, drafts, sources, derived)
            loaded.tables[table.name] = _tally(drafts.rows[table.name], new, changed[table.name])
            if table.name == "other_names":
                changed[table.name] += new
    derived.refresh(changed)
    return loaded


def _create(table: Table, drafts: Drafts, sources: _Sources, derived: Derived) -> list[Key]:
    known, rows = drafts.known, drafts.rows[table.name]
    new = [key for key in rows if key not in known.rows[table.name]]
    made = table.model._base_manager.bulk_create(
        [
            table.model(
                **_values(table, rows[key].cells, known, sources), **derived.of(table.name, key)
            )
            for key in new
        ],
        BATCH,
    )
    known.ids[table.name].update(zip(new, (row.pk for row in made), strict=True))
    return new


def _change(table: Table, drafts: Drafts, sources: _Sources) -> list[Key]:
    known, rows = drafts.known, drafts.rows[table.name]
    before = known.rows[table.name]
    changed = [key for key in rows if key in before and before[key] != rows[key].cells]
    fields = {
        "source" if name == "as_of" else name
        for key in changed
        for name, value in rows[key].cells.items()
        if before[key][name] != value
    }
    made = [
        table.model(
            pk=known.ids[table.name][key], **_values(table, rows[key].cells, known, sources)
        )
        for key in changed
    ]
    if made:
        table.model._base_manager.bulk_update(made, sorted(fields), BATCH)
    return changed


def _tally(rows: dict[Key, Draft], new: list[Key], changed: list[Key]) -> Tally:
    kept = sum(bool(draft.kept) for draft in rows.values())
    return Tally(len(new), len(changed), len(rows) - len(new) - len(changed), kept)


def _values(table: Table, cells: Cells, known: Known, sources: _Sources) -> dict[str, Any]:
    """Turn a row's cells into what the model takes: references and sources become ids."""
    values: dict[str, Any] = {}
    for column in table.columns:
        value = cells[column.name]
        if column.to:
            values[f"{column.name}_id"] = known.ids[column.to][(value,)] if value else None
        elif column.name not in {"source", "as_of"}:
            values[column.name] = value
    if table.is_fact:
        values["source_id"] = sources.ids[cells["source"], cells["as_of"]]
    return values


class _Sources:
    """The sources there are, by their words and date; new ones are made when first named."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {
            (text, as_of): pk
            for pk, text, as_of in Source.objects.values_list("pk", "text", "as_of")
        }

    def add_missing(self, rows: Iterable[Cells]) -> None:
        """Make a source for every new pair of words and date."""
        named = dict.fromkeys((cells["source"], cells["as_of"]) for cells in rows)
        new = [
            Source(text=text, as_of=as_of, url=address_in(text))
            for text, as_of in named
            if (text, as_of) not in self.ids
        ]
        for source in Source.objects.bulk_create(new, BATCH):
            self.ids[source.text, source.as_of] = source.pk


def address_in(text: str) -> str:
    """Give the first web address in the words of a source, or nothing."""
    found = re.search(r"https?://[^\s;,)>\]]+", text)
    return found[0] if found else ""
