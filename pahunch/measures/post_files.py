"""Posts, and what was written to accounts and answered, out of plain files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pahunch.facts import Platform
from pahunch.lib.language import language_of
from pahunch.lib.tables import BadTable, Limits, Row, read_table
from pahunch.measures.activity import (
    FIGURES,
    LANGUAGES,
    NO,
    NOT_READ,
    UNKNOWN,
    YES,
    Activity,
    Floats,
    Posts,
    Whole,
    measure,
)
from pahunch.rules.activity import Response, response
from pahunch.rules.government_work import Places, Vocabulary

ROWS = Limits(rows=5_000_000, size=2_000_000_000)
WHOLE = re.compile(r"\d{1,13}(\.0+)?")
NEEDED = ("account", "posted_at")
ANSWERS = ("account", "written_at", "answered_at")
HOUR = timedelta(hours=1)
MOMENT = "2026-03-31 or 2026-03-31 18:05"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of a file of posts are read."""

    vocabulary: Vocabulary
    places: Places
    """Of the accounts' constituency; none: what is in it is not known."""
    has_places: bool
    platform: Platform
    """Of an account that names none, neither in a column nor before a colon."""
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class FilePost:
    """A post as a file tells of it; its words are let go of."""

    account: str
    platform: Platform
    day: date
    kind: str
    language: int
    """Its place in LANGUAGES."""
    figures: Mapping[str, float]
    """With the followers of the day; NaN: not known."""
    work: int
    """NO, YES or NOT_READ."""
    here: int


def read_posts(path: Path, how: Reading) -> list[FilePost]:
    """Read `account`, `posted_at`; if known `platform`, `kind`, `text`, `language`, `likes`,
    `comments`, `shares`, `followers` (on the day of the post).

    An empty figure is not known. Words are read and let go of. Raises BadTable with the row.
    """
    with closing(read_table(path, limits=ROWS)) as table:
        places = _columns(table.header, NEEDED)
        return [_post(row, places, how) for row in table]


def _post(row: Row, places: Mapping[str, int], how: Reading) -> FilePost:
    cells = {name: row.cells[place] for name, place in places.items()}
    account = cells["account"]
    if not account:
        raise BadTable("is empty", row=row.number, column="account")
    made_at = _moment(cells["posted_at"], row.number, "posted_at", how.zone)
    figures = {name: _figure(cells, name, row.number) for name in (*FIGURES, "followers")}
    language, work, here = _told(cells, row.number, how)
    return FilePost(
        account,
        _platform(cells, row.number, how),
        made_at.date(),
        cells.get("kind") or "post",
        language,
        figures,
        work,
        here,
    )


def _told(cells: Mapping[str, str], row: int, how: Reading) -> tuple[int, int, int]:
    """Give the language of a post, and what its words tell."""
    text, named = cells.get("text", ""), cells.get("language", "")
    if named and named not in LANGUAGES:
        words = f"{named!r} is no language here: {', '.join(LANGUAGES)}"
        raise BadTable(words, row=row, column="language")
    if not text:
        return (LANGUAGES.index(named) if named else UNKNOWN), NOT_READ, NOT_READ
    told = how.vocabulary.read(text, how.places)
    here = (YES if told.in_constituency else NO) if how.has_places else NOT_READ
    found = LANGUAGES.index(named or language_of(text).value)
    return found, YES if told.government_work else NO, here


def activity_of_posts(
    posts: Sequence[FilePost], last: date | None = None, days: int | None = None
) -> Activity:
    """Measure posts of a file: up to their last day, or another, over so many days.

    Without `days` from the first post on. Posts outside are left out, accounts are not.
    """
    last = last or max((post.day for post in posts), default=date(1970, 1, 1))
    first = min((post.day for post in posts if post.day <= last), default=last)
    days = days or (last - first).days + 1
    first = last - timedelta(days=days - 1)
    accounts = {post.account: post.platform for post in posts}
    number = {account: place for place, account in enumerate(accounts)}
    inside = [post for post in posts if first <= post.day <= last]
    kinds = tuple(sorted({post.kind for post in inside}))
    figures = {
        name: np.array([post.figures[name] for post in inside], dtype=np.float64)
        for name in (*FIGURES, "followers")
    }
    seen = {name: figures[name] for name in FIGURES}
    return measure(
        list(accounts),
        list(accounts.values()),
        first,
        days,
        Posts(
            account=_whole([number[post.account] for post in inside]),
            day=_whole([(post.day - first).days for post in inside]),
            kind=_whole([kinds.index(post.kind) for post in inside]),
            kinds=kinds,
            language=_whole([post.language for post in inside]),
            low=seen,
            high=seen,
            followers_low=figures["followers"],
            followers_high=figures["followers"],
            work=_whole([post.work for post in inside]),
            here=_whole([post.here for post in inside]),
        ),
    )


def read_answers(path: Path, zone: ZoneInfo) -> tuple[list[str], Response]:
    """Read `account`, `written_at`, `answered_at` (empty: still open), and measure in hours.

    What is open counts as open until the last moment in the file. Raises BadTable.
    """
    accounts: dict[str, int] = {}
    rows: list[tuple[int, datetime, datetime | None]] = []
    with closing(read_table(path, limits=ROWS)) as table:
        places = _columns(table.header, ANSWERS)
        for row in table:
            account, written, answered = (row.cells[places[name]] for name in ANSWERS)
            if not account:
                raise BadTable("is empty", row=row.number, column="account")
            asked = _moment(written, row.number, "written_at", zone)
            done = _moment(answered, row.number, "answered_at", zone) if answered else None
            if done is not None and done < asked:
                words = "was answered before it was written"
                raise BadTable(words, row=row.number, column="answered_at")
            rows.append((accounts.setdefault(account, len(accounts)), asked, done))
    until = max(done or asked for _account, asked, done in rows)
    waited: Floats = np.array(
        [((done or until) - asked) / HOUR for _account, asked, done in rows], dtype=np.float64
    )
    answered_ones = np.array([done is not None for _account, _asked, done in rows], np.bool_)
    whose = _whole([account for account, _asked, _done in rows])
    return list(accounts), response(whose, waited, answered_ones, len(accounts))


def _columns(header: Sequence[str], needed: Sequence[str]) -> dict[str, int]:
    places = {name.strip().lower(): place for place, name in enumerate(header)}
    missing = [name for name in needed if name not in places]
    if missing:
        raise BadTable(f"has no column {', '.join(missing)}; needed are {', '.join(needed)}")
    return places


def _platform(cells: Mapping[str, str], row: int, how: Reading) -> Platform:
    named = cells.get("platform", "").lower()
    before = cells["account"].partition(":")[0].lower() if ":" in cells["account"] else ""
    known = set(Platform)
    if named and named not in known:
        raise BadTable(f"{named!r} is no platform known here", row=row, column="platform")
    return Platform(named or (before if before in known else how.platform))


def _moment(text: str, row: int, column: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        words = f"{text!r} is no moment: write {MOMENT}"
        raise BadTable(words, row=row, column=column) from error
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _figure(cells: Mapping[str, str], name: str, row: int) -> float:
    text = cells.get(name, "")
    if not text:
        return float("nan")
    if not WHOLE.fullmatch(text):
        raise BadTable(f"{text!r} is no whole number", row=row, column=name)
    return float(text)


def _whole(values: Sequence[int]) -> Whole:
    return np.array(values, dtype=np.int64)
