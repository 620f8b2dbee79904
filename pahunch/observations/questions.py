"""The SQL of the lake, one file a question, and how its parts are put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
_FOLDER = Path(__file__).parent / "sql"


def bare(sql: str) -> str:
    """Leave the comments out, which every question would parse again."""
    return _COMMENT.sub("", sql).strip()


def _read(name: str) -> str:
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return bare(text)


NOTHING = _read("nothing")
KNOWN = _read("known")
KNOWN_COUNTS = _read("known_counts")
SINCE = _read("since")
UNCOVERED = _read("uncovered")
LATEST_COUNTS = _read("latest_counts")
LATEST_ROWS = _read("latest_rows")
SERIES = _read("series")
REMEMBERED = _read("remembered")
ROSTER = _read("roster")
EVIDENCE = _read("evidence")
PAIRED = _read("paired")
REPEATED = _read("repeated")
DAYS = _read("days")
DAILY = _read("daily")
SORTED = _read("sorted")
EXTRA_ROWS = _read("extra_rows")
EXTRA_SORTED = _read("extra_sorted")
POSTS = _read("posts")
POST_ROWS = _read("post_rows")
FETCHES = _read("fetches")
RUNS = _read("runs")

STANDING = "AND run NOT IN (SELECT unnest($withdrawn))"
"""Ends a question of rows whose runs may have been withdrawn."""
OF_METRIC = "SELECT * FROM every WHERE metric = $metric"
OF_ROSTER = "AND account IN (SELECT account FROM roster)"
OF_ACCOUNTS = "AND account IN (SELECT unnest($accounts))"
OF_FILES = {
    "figures": "SELECT * FROM read_parquet($figures)",
    "classes": "SELECT * FROM read_parquet($classes)",
}
"""The relations of posts that are read from files, where there are any."""


def compose(question: str, relations: Mapping[str, str], *, kept: bool = True) -> str:
    """Give a question that asks the relations named, each of which may ask those before it.

    With `kept` false a relation that is asked twice is read twice: right for a file.
    """
    how = "" if kept else "NOT MATERIALIZED "
    named = ",\n".join(f"{name} AS {how}(\n{sql}\n)" for name, sql in relations.items())
    if question.startswith("WITH"):
        return f"WITH {named},\n{question.removeprefix('WITH')}"
    return f"WITH {named}\n{question}"
