"""Reading the shipped files, and collecting rows of the documented tables from them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.utils.text import slugify

from pahunch.lib.tables import read_table
from pahunch.registry.sheets import Sheet
from pahunch.registry.tables import TABLES

DATA = Path(__file__).resolve().parents[2] / "data" / "mp"
STATE = "mp"


def read(name: str) -> list[dict[str, str]]:
    """Read one shipped file. Raises BadTable."""
    table = read_table(DATA / f"{name}.csv")
    return [dict(zip(table.header, row.cells, strict=True)) for row in table]


def fact(
    source: str, *, as_of: str = "", confidence: str = "source", note: str = ""
) -> dict[str, str]:
    """Give the cells of a source. "unverified" in its words makes the row unverified.

    A confidence other than "source" does too, and is kept as a note, as is what stands
    behind the date in `as_of`.
    """
    doubtful = confidence not in {"source", "high"}
    remarks = [as_of[10:].strip(), confidence if doubtful else "", note]
    return {
        "source": source,
        "as_of": as_of[:10],
        "verified": "no" if doubtful or "unverified" in source else "yes",
        "note": "; ".join(remark for remark in remarks if remark),
    }


def day_before(day: str) -> str:
    """Give the day before a day, both as text."""
    return str(date.fromisoformat(day) - timedelta(days=1))


def code(*words: str) -> str:
    """Join words into a code of the state."""
    return "-".join((STATE, *(slugify(word) for word in words)))


class Rows:
    """Rows of the documented tables, as texts by the names of the columns."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}

    def add(self, table: str, cells: dict[str, str]) -> None:
        """Add a row; a column that is not named is empty."""
        self._rows[table].append(cells)

    def sheets(self) -> list[Sheet]:
        """Give them as files would."""
        sheets = []
        for name, rows in self._rows.items():
            header = tuple(column.name for column in TABLES[name].columns)
            lines = [tuple(row.get(column, "") for column in header) for row in rows]
            if lines:
                sheets.append(Sheet(name, f"{name} of {STATE}", header, list(enumerate(lines, 2))))
        return sheets
