"""What a file would become, as a page shows it before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop

from pahunch.collection.actions import Imported, import_counts
from pahunch.collection.columns import place_columns
from pahunch.collection.exports.actions import Brought, Wish, import_export
from pahunch.collection.exports.meanings import FIGURES, WORDS
from pahunch.collection.exports.preparing import is_plain_sheet_at
from pahunch.collection.exports.reading import Entry
from pahunch.collection.exports.troubles import Trouble
from pahunch.collection.models import Stage
from pahunch.facts import Count
from pahunch.lib.tables import read_table
from pahunch.registry.models import Account
from pahunch.staff.models import User
from pahunch.ui import words

SHOWN = 10
"""Rows of the file that the page shows as they were read."""
LEFT_OUT = 20
_PLAIN_SHEET = gettext_noop("A plain sheet of counts")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was read."""

    row: int
    account: str
    day: str
    post: str
    figures: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, or became."""

    label: str
    run: str
    columns: Sequence[tuple[str, str | Promise | None]]
    """Each heading with what it means; None: not kept."""
    lines: Sequence[Line]
    rows: int
    observations: int
    posts: int
    figures: int
    accounts: Sequence[Account | str]
    left_out: Sequence[Trouble]
    left_out_rows: int
    notes: Sequence[Trouble]
    already: bool
    stage: str

    @property
    def is_withdrawn(self) -> bool:
        """The same file was brought before, and its run was withdrawn."""
        return self.already and self.stage == Stage.WITHDRAWN


def preview(wish: Wish, *, by: User, now: datetime, dry_run: bool = True) -> Preview:
    """Read a file and, unless on a dry run, bring it in. Raises BadCounts and Refused."""
    if is_plain_sheet_at(wish.path):
        imported = import_counts(wish.path, state=wish.state, by=by, now=now, dry_run=dry_run)
        return _of_counts(wish.path, imported)
    return _of_export(import_export(wish, by=by, now=now, dry_run=dry_run))


def _of_export(brought: Brought) -> Preview:
    prepared = brought.prepared
    found = prepared.found
    meanings = [WORDS[meaning] if meaning else None for meaning in found.meanings]
    return Preview(
        label=gettext(prepared.format.label),
        run=brought.run,
        columns=list(zip(found.header, meanings, strict=True)),
        lines=[_line(entry) for entry in prepared.entries[:SHOWN]],
        rows=brought.rows,
        observations=brought.observations,
        posts=brought.posts,
        figures=brought.figures,
        accounts=[account for _key, account in sorted(prepared.accounts.items())],
        left_out=prepared.left_out[:LEFT_OUT],
        left_out_rows=len(prepared.left_out),
        notes=prepared.notes,
        already=brought.already,
        stage=brought.stage,
    )


def _line(entry: Entry) -> Line:
    stamp = entry.day or entry.made
    figures = [
        f"{WORDS[meaning]}: {words.interval(Count(low, high))}"
        for meaning, (low, high) in entry.figures.items()
        if meaning in FIGURES
    ]
    day = words.day(stamp.day) if stamp else words.NOTHING
    return Line(entry.row, entry.account, day, entry.post, " · ".join(figures))


def _of_counts(path: Path, imported: Imported) -> Preview:
    with closing(read_table(path)) as table:
        header = table.header
    places, _problems = place_columns(header)
    meanings = {place: name for name, place in places.items()}
    lines = [
        Line(
            reading.row,
            reading.account,
            words.day(reading.day),
            "",
            words.interval(Count(reading.count.low, reading.count.high)) if reading.count else "",
        )
        for reading in imported.readings[:SHOWN]
    ]
    made = len(imported.new_accounts)
    text = gettext_noop("accounts that the registry does not have are made: %(many)s")
    notes = [Trouble(None, None, text, {"many": made})] if made else []
    return Preview(
        label=gettext(_PLAIN_SHEET),
        run=imported.run,
        columns=[(name, meanings.get(place)) for place, name in enumerate(header)],
        lines=lines,
        rows=imported.rows,
        observations=imported.rows,
        posts=0,
        figures=0,
        accounts=sorted({reading.account for reading in imported.readings}),
        left_out=[],
        left_out_rows=0,
        notes=[*notes, *(Trouble(None, None, "%(note)s", {"note": n}) for n in imported.notes)],
        already=imported.already,
        stage=imported.stage,
    )
