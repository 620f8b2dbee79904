"""What a reader asked of a directive: the day, the search, the filters, the order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from pahunch.directives.judge import EARLIEST, LATEST
from pahunch.facts import Standing

ORDERS = ("standing", "name", "place", "electors", "target", "count", "share", "age")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks. `wrong_day` is what was typed where it is no day."""

    as_of: date
    search: str = ""
    district: str = ""
    standing: Standing | None = None
    sort: str = "standing"
    wrong_day: str = ""

    @classmethod
    def of(cls, asked: QueryDict, usual: date) -> Question:
        """Read the address; what it does not say, or says wrongly, is the usual."""
        typed = asked.get("as_of", "").strip()
        found = day(typed)
        standing = asked.get("standing", "")
        sort = asked.get("sort", "")
        return cls(
            as_of=found or usual,
            search=asked.get("q", "").strip()[:80],
            district=asked.get("district", ""),
            standing=Standing(standing) if standing in set(Standing) else None,
            sort=sort if sort.removeprefix("-") in ORDERS else "standing",
            wrong_day=typed if typed and found is None else "",
        )

    @property
    def is_narrowed(self) -> bool:
        """True where the list leaves out some of those bound."""
        return bool(self.search or self.district or self.standing)

    @property
    def before(self) -> date | None:
        """The day before; None before the first day there is."""
        return self.as_of - timedelta(days=1) if self.as_of > date.min else None

    @property
    def after(self) -> date | None:
        """The day after; None after the last day there is."""
        return self.as_of + timedelta(days=1) if self.as_of < date.max else None

    def address(self) -> str:
        """Write the question as the end of an address that says the same again."""
        said = {
            "as_of": self.as_of.isoformat(),
            "q": self.search,
            "district": self.district,
            "standing": self.standing.value if self.standing else "",
            "sort": "" if self.sort == "standing" else self.sort,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def day(typed: str) -> date | None:
    """Read 2023-08-25 or 25-08-2023; None for anything else, and for a day beyond all judging."""
    found = _DAY.fullmatch(typed)
    if not found:
        return None
    year, month, number = (
        (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    )
    try:
        said = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return said if EARLIEST <= said <= LATEST else None
