"""An export, read whole against the registry before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.utils.translation import gettext_noop as _

from pahunch.collection.exports.formats import Format
from pahunch.collection.exports.matching import Accounts
from pahunch.collection.exports.meanings import OF_ACCOUNT, OF_POST, Meaning
from pahunch.collection.exports.reading import Content, Entry, Reader, Said, Watch, has_post_figures
from pahunch.collection.exports.recognising import (
    Recognised,
    is_plain_sheet,
    least_cells,
    recognise,
    unknown,
)
from pahunch.collection.exports.troubles import BadExport, Trouble, of_table
from pahunch.collection.storing import Rows
from pahunch.facts import Platform, Precision
from pahunch.lib.dates import end_of_day
from pahunch.lib.tables import BadTable, Limits, Table, read_table
from pahunch.observations import OBSERVATIONS, POST_METRICS, POSTS, Extra
from pahunch.registry.models import Account, Division

LIMITS = Limits(rows=300_000, columns=200, cell=100_000, lossy=True)
"""Posts are long, and their words stand in one cell; they are read and not kept."""


@dataclass(frozen=True, slots=True)
class About:
    """What whoever brings a file says of it, and what the registry adds."""

    name: str
    said: Said
    chosen: Sequence[Account]
    state: Division | None
    today: dt.date
    zone: str


@dataclass(slots=True)
class Prepared:
    """What an export says, whose it is, and what of it is left out."""

    found: Recognised
    entries: list[Entry]
    left_out: list[Trouble]
    accounts: dict[str, Account]
    read_on: dt.date
    """The day to which figures of posts are dated, where the file has no day for them."""
    notes: list[Trouble]

    @property
    def format(self) -> Format:
        """The kind of export."""
        return self.found.format


def is_plain_sheet_at(path: Path) -> bool:
    """Tell whether a file is a plain sheet of counts; False where it cannot be read at all."""
    try:
        with closing(_open(path)) as table:
            return recognise(table.header) is None and is_plain_sheet(table.header)
    except BadTable:
        return False


def _open(path: Path) -> Table:
    return read_table(path, limits=LIMITS, is_header=least_cells, allow_no_rows=True)


def prepare(path: Path, about: About, watch: Watch | None = None) -> Prepared:
    """Read an export whole. Raises BadExport with everything that is wrong with it."""
    try:
        with closing(_open(path)) as table:
            found = recognise(table.header)
            if found is None:
                raise BadExport(about.name, unknown(table.header, table.header_row))
            reader = Reader(found, about.said, about.today, about.zone)
            content = reader.read(table, table.expected_rows, watch)
    except BadTable as bad:
        raise BadExport(about.name, [of_table(bad)]) from bad
    if content.troubles:
        raise BadExport(about.name, content.troubles)
    return _matched(found, content, about)


def _matched(found: Recognised, content: Content, about: About) -> Prepared:
    platforms = {entry.platform for entry in content.entries}
    accounts = Accounts(
        Platform if None in platforms else filter(None, platforms), about.chosen, about.state
    )
    entries, strangers = accounts.match(content.entries)
    left_out = sorted([*content.left_out, *strangers], key=lambda each: each.row or 0)
    entries = [entry for entry in entries if _says_anything(entry)]
    if not entries:
        words = Trouble(None, None, _("nothing in this file can be kept"))
        raise BadExport(about.name, [words, *left_out])
    read_on = about.said.exported_on or max(_newest(entry, about.today) for entry in entries)
    prepared = Prepared(
        found,
        entries,
        left_out,
        {entry.account: accounts.known[entry.account] for entry in entries},
        read_on,
        _notes(found, entries, about, read_on),
    )
    if troubles := _contradictions(prepared, about):
        raise BadExport(about.name, troubles)
    return prepared


def _says_anything(entry: Entry) -> bool:
    return has_post_figures(entry) or any(meaning in entry.figures for meaning in OF_ACCOUNT)


def _newest(entry: Entry, today: dt.date) -> dt.date:
    days = [stamp.day for stamp in (entry.day, entry.made) if stamp]
    return max(days, default=today)


def _notes(
    found: Recognised, entries: list[Entry], about: About, read_on: dt.date
) -> list[Trouble]:
    notes = []
    undated = any(entry.day is None and has_post_figures(entry) for entry in entries)
    if undated and not about.said.exported_on:
        words = _(
            "the file does not say when it was made: figures of its posts are dated %(day)s, "
            "the newest day in it; say the day of the export if you know it"
        )
        notes.append(Trouble(None, None, words, {"day": f"{read_on:%d-%m-%Y}"}))
    if found.format.at_least:
        words = _("figures are of the time that was exported, and kept as “at least”")
        notes.append(Trouble(None, None, words))
    stamps = [stamp for entry in entries for stamp in (entry.day, entry.made) if stamp]
    if any(stamp.is_moment for stamp in stamps):
        zone = found.format.zone or about.zone
        words = _("times that name no zone are read as %(zone)s")
        notes.append(Trouble(None, None, words, {"zone": zone}))
    return notes


def _contradictions(prepared: Prepared, about: About) -> list[Trouble]:
    """Find a post made after its figures were read, and one post with two figures at once."""
    troubles = []
    said: dict[tuple[object, ...], Entry] = {}
    for entry in prepared.entries:
        if about.said.exported_on and _newest(entry, about.today) > about.said.exported_on:
            words = _("is newer than the day of the export")
            troubles.append(Trouble(entry.row, None, words))
        if has_post_figures(entry):
            about_one = (entry.account, entry.post, entry.day and entry.day.at)
            before = said.setdefault(about_one, entry)
            if before.figures != entry.figures:
                words = _("says something else of the post than row %(row)s")
                troubles.append(Trouble(entry.row, None, words, {"row": before.row}))
    return troubles


def rows_of(run: str, prepared: Prepared, about: About) -> Rows:
    """Give what goes into the lake."""
    read_at = end_of_day(prepared.read_on, about.zone)
    observations: dict[tuple[object, ...], None] = {}
    posts: dict[tuple[object, ...], None] = {}
    metrics: dict[tuple[object, ...], None] = {}
    is_of_posts = prepared.found.has(Meaning.POST) or bool(prepared.format.post_in_header)
    for entry in prepared.entries:
        for meaning, (low, high) in entry.figures.items():
            if meaning in OF_ACCOUNT and not (is_of_posts and meaning is Meaning.VIEWS_IN_DAY):
                observations[_observation(entry, meaning, low, high, run, about.name)] = None
        if not has_post_figures(entry):
            continue
        post = post_key(entry, prepared.accounts[entry.account])
        seen = entry.day.at if entry.day else read_at
        made = entry.made.at if entry.made else None
        posts[entry.account, post, made, entry.kind, entry.link, seen, run] = None
        for meaning, (low, high) in entry.figures.items():
            if meaning in (*OF_POST, Meaning.VIEWS_IN_DAY):
                name = Meaning.LIKES if meaning is Meaning.REACTIONS else meaning
                metrics[entry.account, post, name.value, low, high, False, seen, run] = None
    further = {
        table: _table(rows, schema)
        for table, rows, schema in (
            (Extra.POSTS, posts, POSTS),
            (Extra.POST_METRICS, metrics, POST_METRICS),
        )
        if rows
    }
    return Rows(_table(observations, OBSERVATIONS), further)


def _observation(
    entry: Entry, meaning: Meaning, low: int, high: int | None, run: str, source: str
) -> tuple[object, ...]:
    seen = entry.seen
    exactness = Precision.UNKNOWN
    if seen:
        exactness = Precision.MOMENT if seen.is_moment else Precision.DAY
    at = seen.at if seen else None
    return (
        entry.account, meaning.value, low, high, False, at, exactness.value, run, None, source,
    )  # fmt: skip


def post_key(entry: Entry, account: Account) -> str:
    """Give a post's id as the platform's own interface writes it."""
    page = account.platform_id or entry.account_id
    if account.platform == Platform.FACEBOOK.value and page and "_" not in entry.post:
        return f"{page}_{entry.post}"
    return entry.post


def _table(rows: dict[tuple[object, ...], None], schema: pa.Schema) -> pa.Table:
    columns: list[list[object]] = [list(column) for column in zip(*rows, strict=True)]
    if not columns:
        return schema.empty_table()
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)
