"""Surveys of overlaps as files: one row a pair of platforms.

Columns of the table, of which the first three are needed:

    platform   those on this platform
    also       who are on this one too; empty: of all who were asked, those on `platform`
    share      62% or 0.62
    low high   the survey's own ends of that share, where it gives them
    people     how many of those on `platform` were asked (of all, where `also` is empty)

Columns about the whole survey, filled in the first row (later rows may repeat them): survey
(its code), state, title, title_hi, asked (followers, electors or users), area, asked_on,
sample, allowance, source, url. A file that only measures another needs `asked` at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pahunch.lib.patterns import MOST_TRAITS
from pahunch.lib.tables import BadTable, Limits, Row, read_table
from pahunch.measures.people.errors import WrongSurvey
from pahunch.rules.people import ALLOWANCE, Asked, Overlaps, Told, overlaps

NEEDED = ("platform", "also", "share")
ABOUT = (
    "survey", "state", "title", "title_hi", "asked", "area", "asked_on", "sample", "allowance",
    "source", "url",
)  # fmt: skip
COLUMNS = (*ABOUT, *NEEDED, "low", "high", "people")
SMALL = Limits(rows=1_000, size=200_000, inflated=2_000_000, sheet_cells=50_000)
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)\s*%|([01](?:\.\d{1,9})?)")
WHOLE = re.compile(r"[1-9]\d{0,8}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A survey as a file tells it: nothing is stored."""

    about: Mapping[str, str]
    told: tuple[Told, ...]
    asked: Asked
    allowance: float
    places: Mapping[str, int] = field(default_factory=dict)
    """The row of the file in which something was said of the whole survey."""

    @property
    def overlaps(self) -> Overlaps:
        """The table, as the rule reads it."""
        return overlaps(self.told, asked=self.asked, allowance=self.allowance)

    def day(self, column: str) -> date:
        """Give a day that the file says. Raises WrongSurvey."""
        try:
            return date.fromisoformat(self.needed(column))
        except ValueError:
            raise self.wrong("day", column) from None

    def whole(self, column: str) -> int | None:
        """Give a whole number that the file says; None: it does not. Raises WrongSurvey."""
        text = self.about.get(column, "")
        if text and not WHOLE.fullmatch(text):
            raise self.wrong("number", column)
        return int(text) if text else None

    def needed(self, column: str) -> str:
        """Give what the file must say. Raises WrongSurvey."""
        text = self.about.get(column, "")
        if not text:
            raise self.wrong("empty", column)
        return text

    def wrong(self, why: str, column: str, **given: object) -> WrongSurvey:
        """Make the error of something that is said of the whole survey."""
        return WrongSurvey(why, row=self.places.get(column, 2), column=column, **given)


def read_survey(path: Path) -> Draft:
    """Read a file of overlaps. Raises WrongSurvey with the row and the column."""
    try:
        table = read_table(path, limits=SMALL)
        columns = {name.strip().lower(): place for place, name in enumerate(table.header)}
        rows = list(table)
    except BadTable as bad:
        raise WrongSurvey("table", said=str(bad)) from bad
    for name in NEEDED:
        if name not in columns:
            raise WrongSurvey("column", name=name)
    about: dict[str, str] = {}
    places: dict[str, int] = {}
    told: list[Told] = []
    for row in rows:
        cells = {name: row.cells[place] for name, place in columns.items()}
        _take_about(cells, row.number, about, places)
        told.append(_told(cells, row, told))
    if not any(one.also for one in told):
        raise WrongSurvey("pairs")
    return _draft(about, places, tuple(told))


def _take_about(
    cells: Mapping[str, str], number: int, about: dict[str, str], places: dict[str, int]
) -> None:
    for name in ABOUT:
        text = cells.get(name, "")
        if text and about.setdefault(name, text) != text:
            raise WrongSurvey("differs", row=number, column=name)
        if text:
            places.setdefault(name, number)


def _told(cells: Mapping[str, str], row: Row, before: list[Told]) -> Told:
    on, also = cells["platform"].lower(), cells["also"].lower()
    if not on:
        raise WrongSurvey("empty", row=row.number, column="platform")
    if on == also:
        raise WrongSurvey("itself", row=row.number, column="also")
    if any((one.on, one.also) == (on, also) for one in before):
        raise WrongSurvey("twice", row=row.number, column="also")
    share = _share(cells, "share", row.number)
    if share is None:
        raise WrongSurvey("empty", row=row.number, column="share")
    low, high = (_share(cells, name, row.number) for name in ("low", "high"))
    if (low is not None and low > share) or (high is not None and high < share):
        raise WrongSurvey("ends", row=row.number, column="share")
    people = cells.get("people", "")
    if people and not WHOLE.fullmatch(people):
        raise WrongSurvey("number", row=row.number, column="people")
    return Told(on, also, share, int(people) if people else None, low, high)


def _share(cells: Mapping[str, str], column: str, number: int) -> float | None:
    text = cells.get(column, "")
    if not text:
        return None
    found = SHARE.fullmatch(text)
    share = (float(found[1]) / 100 if found[1] else float(found[2])) if found else 2.0
    if share > 1:
        raise WrongSurvey("share", row=number, column=column)
    return share


def _draft(about: dict[str, str], places: dict[str, int], told: tuple[Told, ...]) -> Draft:
    first = Draft(about, told, Asked.FOLLOWERS, ALLOWANCE, places)
    asked = about.get("asked", Asked.FOLLOWERS.value)
    if asked not in list(Asked):
        raise first.wrong("asked", "asked")
    allowance = _share(about, "allowance", places.get("allowance", 2))
    names = {name for one in told for name in (one.on, one.also) if name}
    if len(names) > MOST_TRAITS:
        raise WrongSurvey("table", said=f"{len(names)} platforms, {MOST_TRAITS} at most")
    return Draft(about, told, Asked(asked), ALLOWANCE if allowance is None else allowance, places)
