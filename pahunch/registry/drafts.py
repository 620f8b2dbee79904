"""Rows of files read and checked against each other and against what is known.

Nothing here writes: `read_drafts` gives rows that the database will take, or a list of
everything that is wrong, each with its file, line and column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pahunch.registry.columns import Column, Table, read_cell
from pahunch.registry.errors import BadFiles, Problem
from pahunch.registry.names import DivisionKind
from pahunch.registry.sheets import Sheet
from pahunch.registry.tables import TABLES

Key = tuple[Any, ...]
Cells = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """One row as a file has it: where it stands, and its cells as values."""

    file: str
    line: int
    cells: Cells
    kept: tuple[str, ...] = ()
    """Columns where a correction by hand stands against what the file says."""

    def problem(self, column: str | None, words: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.file, self.line, column, words)


@dataclass(slots=True)
class Known:
    """What is in the database: for each table, each row by its key."""

    rows: dict[str, dict[Key, Cells]] = field(default_factory=dict)
    ids: dict[str, dict[Key, int]] = field(default_factory=dict)
    corrected: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """The columns corrected by hand, by table and the text of the key."""


@dataclass(slots=True)
class Drafts:
    """All rows of all files, by table and key, beside what is known."""

    known: Known
    rows: dict[str, dict[Key, Draft]] = field(default_factory=dict)
    broken: dict[str, set[str] | None] = field(default_factory=dict)
    """First key cells of rows that could not be read; None: the whole table could not."""

    def has(self, table: str, key: str) -> bool:
        """True where a row of this key is known or in a file, be it a broken one."""
        broken = self.broken.get(table, set())
        return (
            broken is None
            or key in broken
            or (key,) in self.rows.get(table, {})
            or (key,) in self.known.rows[table]
        )

    def cells(self, table: str, key: Key) -> Cells | None:
        """Give a row as it will be: from a file, else from the database."""
        draft = self.rows.get(table, {}).get(key)
        return draft.cells if draft else self.known.rows[table].get(key)

    def all_cells(self, table: str) -> Iterator[tuple[Key, Cells, Draft | None]]:
        """Walk a table as it will be, with the draft of each row that a file has."""
        drafts = self.rows.get(table, {})
        for key, cells in self.known.rows[table].items():
            if key not in drafts:
                yield key, cells, None
        for key, draft in drafts.items():
            yield key, draft.cells, draft


def read_drafts(sheets: Iterable[Sheet], known: Known) -> Drafts:
    """Read and check every row. Raises BadFiles with every problem there is."""
    drafts = Drafts(known)
    problems: list[Problem] = []
    for sheet in sheets:
        problems += _read_sheet(sheet, TABLES[sheet.table], drafts)
    for check in CHECKS:
        problems += check(drafts)
    if problems:
        order = {name: place for place, name in enumerate(TABLES)}
        raise BadFiles(
            sorted(
                problems,
                key=lambda each: (
                    order.get(each.file.split(".")[0], 99),
                    each.file,
                    each.line or 0,
                ),
            )
        )
    return drafts


def _read_sheet(sheet: Sheet, table: Table, drafts: Drafts) -> Iterator[Problem]:
    missing = [c.name for c in table.columns if c.required and c.name not in sheet.header]
    foreign = [name for name in sheet.header if name not in table.by_name]
    for name in missing:
        yield Problem(sheet.file, 1, name, "this column is missing")
    for name in foreign:
        words = f"is no column of this table; those are {', '.join(table.by_name)}"
        yield Problem(sheet.file, 1, name, words)
    if missing or foreign:
        drafts.broken[table.name] = None
        return
    given = [table.by_name[name] for name in sheet.header]
    rows = drafts.rows.setdefault(table.name, {})
    for line, texts in sheet.rows:
        draft = Draft(sheet.file, line, {})
        problems = list(_read_row(draft, given, texts))
        yield from problems
        if not problems:
            yield from _keep(draft, table, rows, drafts.known)
        elif (broken := drafts.broken.setdefault(table.name, set())) is not None:
            broken.add(texts[sheet.header.index(table.key[0])])


def _read_row(draft: Draft, given: list[Column], texts: tuple[str, ...]) -> Iterator[Problem]:
    for column, text in zip(given, texts, strict=True):
        try:
            draft.cells[column.name] = read_cell(column, text)
        except ValueError as error:
            yield draft.problem(column.name, str(error))


def _keep(draft: Draft, table: Table, rows: dict[Key, Draft], known: Known) -> Iterator[Problem]:
    """Put a row beside the others; what the file does not say stays as it is known."""
    silent = {c.name: read_cell(c, "") for c in table.columns if not c.required}
    key = table.key_of({**silent, **draft.cells})
    before = known.rows[table.name].get(key)
    draft.cells = {**silent, **(before or {}), **draft.cells}
    if key in rows:
        words = f"names the same row as line {rows[key].line}"
        yield draft.problem(table.key[0], words)
        return
    rows[key] = draft
    if before:
        corrected = known.corrected.get((table.name, table.key_text(key)), set())
        draft.kept = tuple(n for n in sorted(corrected) if before[n] != draft.cells[n])
        draft.cells.update({name: before[name] for name in draft.kept})
    for column in table.columns:
        if before and column.fixed and before[column.name] != draft.cells[column.name]:
            words = f"is {draft.cells[column.name]!r}, and was {before[column.name]!r}: it is fixed"
            yield draft.problem(column.name, words)


def _references(drafts: Drafts) -> Iterator[Problem]:
    for name, rows in drafts.rows.items():
        pointing = [column for column in TABLES[name].columns if column.to]
        for draft in rows.values():
            for column in pointing:
                wanted = draft.cells[column.name]
                if wanted and not drafts.has(column.to, wanted):
                    words = f"names {wanted!r}, which is not among the {column.to}"
                    yield draft.problem(column.name, words)


def _order(drafts: Drafts) -> Iterator[Problem]:
    for name, rows in drafts.rows.items():
        if not TABLES[name].ordered:
            continue
        for draft in rows.values():
            starts, ends = draft.cells["starts"], draft.cells["ends"]
            if starts and ends and ends < starts:
                yield draft.problem("ends", f"is {ends}, before the first day {starts}")


def _unique(drafts: Drafts) -> Iterator[Problem]:
    for name in drafts.rows:
        for columns in TABLES[name].unique:
            seen: set[Key] = set()
            for _, cells, draft in drafts.all_cells(name):
                values = tuple(cells[column] for column in columns)
                if "" in values:
                    continue
                if values in seen and draft:
                    words = f"another row has the same {', '.join(columns)}"
                    yield draft.problem(columns[-1], words)
                seen.add(values)


def _divisions(drafts: Drafts) -> Iterator[Problem]:
    placed = {key[0] for key, _, _ in drafts.all_cells("placements")}
    broken = drafts.broken.get("placements", set())
    if broken is None:
        return
    placed |= broken
    for key, draft in drafts.rows.get("divisions", {}).items():
        kind = draft.cells["kind"]
        if kind != DivisionKind.STATE and key[0] not in placed:
            yield draft.problem("code", f"{key[0]!r} lies nowhere: it has no row in placements")
        if (draft.cells["tile_column"] is None) != (draft.cells["tile_row"] is None):
            yield draft.problem("tile_row", "a tile needs both its column and its row, or neither")


WIDER = {
    DivisionKind.STATE: 0,
    DivisionKind.DIVISION: 1,
    DivisionKind.DISTRICT: 2,
    DivisionKind.BLOCK: 3,
    DivisionKind.CONSTITUENCY: 3,
}
"""How wide a kind of place is: a place lies in a wider one, so the tree has no rings."""


def _placements(drafts: Drafts) -> Iterator[Problem]:
    for draft in drafts.rows.get("placements", {}).values():
        child = drafts.cells("divisions", (draft.cells["child"],))
        parent = drafts.cells("divisions", (draft.cells["parent"],))
        if child and parent:
            inner, outer = DivisionKind(child["kind"]), DivisionKind(parent["kind"])
            if WIDER[outer] >= WIDER[inner]:
                yield draft.problem("parent", f"a {inner.value} cannot lie in a {outer.value}")


def _one_place_a_day(drafts: Drafts) -> Iterator[Problem]:
    if "placements" not in drafts.rows:
        return
    spans: dict[str, list[tuple[str, str, Draft | None]]] = {}
    for _, cells, draft in drafts.all_cells("placements"):
        span = (str(cells["starts"] or ""), str(cells["ends"] or "9999"), draft)
        spans.setdefault(cells["child"], []).append(span)
    for child, found in spans.items():
        found.sort(key=lambda span: span[:2])
        for earlier, later in pairwise(found):
            wrong = later[2] or earlier[2]
            if wrong and later[0] <= earlier[1]:
                words = f"{child!r} would lie in two places on {later[0] or 'the first day'}"
                yield wrong.problem("starts", words)


def _accounts(drafts: Drafts) -> Iterator[Problem]:
    for draft in drafts.rows.get("accounts", {}).values():
        cells = draft.cells
        owners = [name for name in ("person", "department", "division") if cells[name]]
        if len(owners) != 1:
            words = f"an account has one owner; this one has {len(owners)}"
            yield draft.problem("person", words)
        platform, _, rest = cells["key"].partition(":")
        if platform != cells["platform"] or not rest or any(map(str.isspace, cells["key"])):
            yield draft.problem("key", f"is {cells['key']!r}; it begins {cells['platform']}:")
        elif not rest.startswith("~") and rest != cells["platform_id"]:
            words = f"is {cells['platform_id']!r}, and the key says {rest!r}"
            yield draft.problem("platform_id", words)


CHECKS: tuple[Callable[[Drafts], Iterator[Problem]], ...] = (
    _references,
    _order,
    _unique,
    _divisions,
    _placements,
    _one_place_a_day,
    _accounts,
)
