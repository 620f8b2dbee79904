"""The lake's further tables: posts, their metrics and classes, places of followers, fetches.

They are no part of a verdict, and so of no LakeVersion: questions read them as they are now.
Each has a moment that every row has, by which its files are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from pahunch.observations import engine, questions
from pahunch.observations.compaction import SMALL, same_rows
from pahunch.observations.schema import MOMENT, checked_run, moment
from pahunch.observations.table import DeltaFolder
from pahunch.observations.writing import write


class Extra(StrEnum):
    """A further table of the lake."""

    POSTS = "posts"
    POST_METRICS = "post_metrics"
    AUDIENCE = "audience"
    FETCHES = "fetches"
    POST_CLASSES = "post_classes"


POSTS = pa.schema(
    [
        ("account", pa.string()),
        ("post", pa.string()),
        ("made_at", MOMENT),
        ("kind", pa.string()),
        ("link", pa.string()),
        ("seen_at", MOMENT),
        ("run", pa.string()),
    ]
)
"""A post that was seen; one that was seen twice has two rows."""

POST_METRICS = pa.schema(
    [
        ("account", pa.string()),
        ("post", pa.string()),
        ("metric", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("withheld", pa.bool_()),
        ("seen_at", MOMENT),
        ("run", pa.string()),
    ]
)
"""One figure of a post at one moment: likes, comments, shares, views."""

AUDIENCE = pa.schema(
    [
        ("account", pa.string()),
        ("breakdown", pa.string()),
        ("place", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("of_total", pa.int64()),
        ("seen_at", MOMENT),
        ("run", pa.string()),
    ]
)
"""How many followers a platform said were in one place, of the largest that it lists.
`of_total` is the number of followers at that time, null where it is not known."""

FETCHES = pa.schema(
    [
        ("account", pa.string()),
        ("platform", pa.string()),
        ("ask", pa.string()),
        ("window", pa.date32()),
        ("attempt", pa.int32()),
        ("outcome", pa.string()),
        ("code", pa.string()),
        ("started_at", MOMENT),
        ("ended_at", MOMENT),
        ("worker", pa.string()),
        ("run", pa.string()),
    ]
)
"""One attempt to ask for an account, and what came of it. `window` is the day it was due."""

RUNS = pa.schema(
    [
        ("run", pa.string()),
        ("platform", pa.string()),
        ("ask", pa.string()),
        ("worker", pa.string()),
        ("accounts", pa.int64()),
        ("counted", pa.int64()),
        ("began", MOMENT),
        ("ended", MOMENT),
    ]
)
"""One run that asked a platform: of how many accounts, and how many of them answered."""

POST_CLASSES = pa.schema(
    [
        ("account", pa.string()),
        ("post", pa.string()),
        ("language", pa.string()),
        ("government_work", pa.bool_()),
        ("in_constituency", pa.bool_()),
        ("revision", pa.string()),
        ("seen_at", MOMENT),
        ("run", pa.string()),
    ]
)
"""What the words of a post were told to be when they were read; the words are not kept.
`revision` names the rule. A null `in_constituency`: the account's constituency is not known."""

SCHEMAS = {
    Extra.POSTS: POSTS,
    Extra.POST_METRICS: POST_METRICS,
    Extra.AUDIENCE: AUDIENCE,
    Extra.FETCHES: FETCHES,
    Extra.POST_CLASSES: POST_CLASSES,
}
MOMENTS = dict.fromkeys(Extra, "seen_at") | {Extra.FETCHES: "ended_at"}
"""The moment by which the rows of each table are ordered and chosen."""


class ExtraTables:
    """The further tables in one folder, each made on its first append."""

    def __init__(self, root: Path) -> None:
        self._folders = {
            table: DeltaFolder(root / table.value, schema, moment=MOMENTS[table])
            for table, schema in SCHEMAS.items()
        }

    def add(self, table: Extra, run: str, rows: pa.Table) -> bool:
        """Add the rows of a run in one commit; False where the run is there. Raises WrongRows."""
        checked = checked_run(run, rows, SCHEMAS[table], MOMENTS[table])
        ordered = checked.sort_by([("account", "ascending"), (MOMENTS[table], "ascending")])
        return self._folders[table].append(run, ordered.to_batches(), MOMENTS[table])

    def has(self, table: Extra, run: str) -> bool:
        """Tell whether a table has a run."""
        return self._folders[table].has(run)

    def version(self, table: Extra) -> int:
        """Give the newest version of a table; 0 where nothing was ever added."""
        return self._folders[table].version()

    def rows(
        self,
        table: Extra,
        *,
        accounts: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        withdrawn: Sequence[str] = (),
    ) -> pa.Table:
        """Give the rows of a table, by account and moment: of some accounts, of some time."""
        paths = self.paths(table, since, until)
        if not paths:
            return SCHEMAS[table].empty_table()
        sql = questions.EXTRA_ROWS.replace("moment", MOMENTS[table])
        asked = {
            "files": paths,
            "accounts": None if accounts is None else list(accounts),
            "since": None if since is None else moment(since),
            "until": None if until is None else moment(until),
            "withdrawn": list(withdrawn),
        }
        return engine.ask(sql, asked).select(SCHEMAS[table].names).cast(SCHEMAS[table])

    def posts(
        self, accounts: Sequence[str], since: datetime, *, withdrawn: Sequence[str] = ()
    ) -> pa.Table:
        """Give each post made since a moment once, newest first, with its newest figures."""
        posts = self.paths(Extra.POSTS, None, None)
        metrics = self.paths(Extra.POST_METRICS, None, None)
        if not posts or not metrics:
            return _NO_POSTS.empty_table()
        asked = {
            "posts": posts,
            "metrics": metrics,
            "accounts": list(accounts),
            "since": moment(since),
            "withdrawn": list(withdrawn),
        }
        return engine.ask(questions.POSTS, asked).cast(_NO_POSTS)

    def post_rows(
        self,
        accounts: Sequence[str],
        since: datetime,
        until: datetime,
        *,
        shift: timedelta,
        withdrawn: Sequence[str] = (),
    ) -> pa.Table:
        """Give each post made in some time once, as POST_ROWS, by account and day.

        A day is one of a zone that is `shift` ahead of UTC.
        """
        posts = self.paths(Extra.POSTS, since, until)
        if not posts or not accounts:
            return POST_ROWS.empty_table()
        asked: dict[str, object] = {
            "posts": posts,
            "accounts": list(accounts),
            "since": moment(since),
            "until": moment(until),
            "shift": shift // timedelta(microseconds=1),
            "withdrawn": list(withdrawn),
        }
        relations = {}
        for name, table in (("figures", Extra.POST_METRICS), ("classes", Extra.POST_CLASSES)):
            paths = self.paths(table, since, until)
            relations[name] = questions.OF_FILES[name] if paths else _NONE[table]
            asked |= {name: paths} if paths else {}
        sql = questions.compose(questions.POST_ROWS, relations, kept=False)
        return engine.ask(sql, asked).cast(POST_ROWS)

    def fetches(self, first: date, last: date) -> pa.Table:
        """Give the last attempt for each account, kind of fetch and day, of some days."""
        paths = self.paths(Extra.FETCHES, None, None)
        if not paths:
            return FETCHES.empty_table()
        asked = {"files": paths, "first": first, "last": last}
        return engine.ask(questions.FETCHES, asked).select(FETCHES.names).cast(FETCHES)

    def runs(self, beginning: str, since: datetime | None, until: datetime | None) -> pa.Table:
        """Give each run of fetches whose name begins so, of some time, as RUNS."""
        paths = self.paths(Extra.FETCHES, since, until)
        if not paths:
            return RUNS.empty_table()
        asked = {
            "files": paths,
            "beginning": beginning,
            "since": None if since is None else moment(since),
            "until": None if until is None else moment(until),
        }
        return engine.ask(questions.RUNS, asked).cast(RUNS)

    def compact(self) -> bool:
        """Put the small files of each table together; False where all are large."""
        done = [self._compact(table) for table in Extra]
        return any(done)

    def _compact(self, table: Extra) -> bool:
        folder = self._folders[table]
        small = [file for file in folder.files(folder.version()) if file.rows < SMALL]
        if len(small) < 2:
            return False
        sql = questions.EXTRA_SORTED.replace("moment", MOMENTS[table])
        schema = SCHEMAS[table]
        rows = engine.stream(sql, {"files": [file.path for file in small]})
        batches = (batch.select(schema.names).cast(schema) for batch in rows)
        made = write(folder.path, schema, batches, seen=MOMENTS[table])
        committed = False
        try:
            same_rows(small, [made])
            committed = folder.rewrite(small, [replace(made, data_change=False)])
        finally:
            if not committed:
                (folder.path / made.path).unlink(missing_ok=True)
        return committed

    def paths(self, table: Extra, since: datetime | None, until: datetime | None) -> list[str]:
        """Give the files that may have rows of some time."""
        folder = self._folders[table]
        return [
            file.path
            for file in folder.files(folder.version())
            if (since is None or file.last is None or file.last >= since)
            and (until is None or file.first is None or file.first < until)
        ]


_NO_POSTS = pa.schema(
    [
        ("account", pa.string()),
        ("post", pa.string()),
        ("made_at", MOMENT),
        ("kind", pa.string()),
        ("link", pa.string()),
        ("metric", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("seen_at", MOMENT),
    ]
)
"""What `posts` gives: a row a post and metric, newest post first."""

POST_ROWS = pa.schema(
    [
        ("place", pa.int32()),
        ("day", pa.int32()),
        ("kind", pa.string()),
        *(
            (f"{metric}_{end}", pa.int64())
            for metric in ("likes", "comments", "shares")
            for end in ("low", "high")
        ),
        ("language", pa.string()),
        ("government_work", pa.bool_()),
        ("in_constituency", pa.bool_()),
    ]
)
"""What `post_rows` gives: a row a post, with the account's place in the list that was asked and
the day's number since 1970. Nulls: not known; of an upper end, that there is none."""

_TYPES = {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.bool_(): "BOOLEAN"}
_NONE = {
    table: "SELECT "
    + ", ".join(
        f"NULL::{_TYPES.get(field.type, 'TIMESTAMPTZ')} AS {field.name}" for field in SCHEMAS[table]
    )
    + " WHERE false"
    for table in (Extra.POST_METRICS, Extra.POST_CLASSES)
}
"""The rows of a table that has no file yet."""
