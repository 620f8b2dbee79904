"""Lists of places of followers out of a plain file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pahunch.facts import Count
from pahunch.lib.tables import BadTable, read_table

NEEDED = ("account", "place", "followers")
OPTIONAL = ("total", "breakdown")


@dataclass(frozen=True, slots=True)
class Lists:
    """What a file tells: a row a place, and the followers of every account."""

    told: tuple[dict[str, object], ...]
    counts: dict[str, Count | None]
    """None where the file does not say how many followers an account has in all."""


def read_lists(path: Path) -> Lists:
    """Read `account`, `place` and `followers`, a row a place.

    `total` may say how many followers the account has in all, the same in all its rows or in
    one alone; `breakdown` is city unless it says country. Raises BadTable with the row.
    """
    table = read_table(path)
    at = {name.strip().lower(): place for place, name in enumerate(table.header)}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        raise BadTable(f"has no column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    told, counts = [], dict[str, Count | None]()
    for row in table:
        cells = {name: row.cells[at[name]] for name in (*NEEDED, *OPTIONAL) if name in at}
        account = cells["account"]
        if not account:
            raise BadTable("is empty", row=row.number, column="account")
        followers = _whole(cells["followers"], row.number, "followers")
        breakdown = cells.get("breakdown") or "city"
        if breakdown not in {"city", "country"}:
            words = f"{breakdown!r} is neither city nor country"
            raise BadTable(words, row=row.number, column="breakdown")
        told.append(
            {
                "account": account,
                "place": cells["place"],
                "breakdown": breakdown,
                "low": followers,
                "high": followers,
            }
        )
        counts.setdefault(account, None)
        if cells.get("total"):
            total = Count.exactly(_whole(cells["total"], row.number, "total"))
            if counts[account] not in {None, total}:
                words = f"{account} has another total above"
                raise BadTable(words, row=row.number, column="total")
            counts[account] = total
    return Lists(tuple(told), counts)


def _whole(text: str, row: int, column: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise BadTable(f"{text!r} is no whole number", row=row, column=column)
    return int(text)
