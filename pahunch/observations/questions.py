"""The SQL of the lake, one file a question, and how its parts are put together."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


NOTHING = _read("nothing")
KNOWN = _read("known")
SINCE = _read("since")
UNCOVERED = _read("uncovered")
LATEST_COUNTS = _read("latest_counts")
LATEST_ROWS = _read("latest_rows")
SERIES = _read("series")
ROSTER = _read("roster")
EVIDENCE = _read("evidence")
PAIRED = _read("paired")
REPEATED = _read("repeated")
DAYS = _read("days")
SORTED = _read("sorted")

STANDING = "AND run NOT IN (SELECT unnest($withdrawn))"
"""Ends a question of rows whose runs may have been withdrawn."""
OF_METRIC = "SELECT * FROM every WHERE metric = $metric"
OF_ROSTER = "AND account IN (SELECT account FROM roster)"
OF_ACCOUNTS = "AND account IN (SELECT unnest($accounts))"
DATED = "SELECT * FROM dated"


def compose(question: str, **relations: str) -> str:
    """Give a question that asks the relations named, each of which may ask those before it."""
    named = ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in relations.items())
    return f"WITH {named}\nSELECT * FROM (\n{question}\n)"
