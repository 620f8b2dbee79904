"""A survey's table as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from pahunch.facts import Platform
from pahunch.measures.models import Survey
from pahunch.measures.people.reading import Draft
from pahunch.registry.names import PLATFORMS
from pahunch.rules.people import Overlaps, Told

NAMES: dict[str, Promise] = {platform.value: words for platform, words in PLATFORMS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One share, and what the rule takes it to be at least and at most."""

    on: Promise | str
    also: Promise | str
    """Empty: of all who were asked."""
    share: float
    low: float
    high: float
    people: int | None


def lines_of(survey: Survey) -> list[Line]:
    """Give the rows of a stored survey."""
    return _lines(survey.told, survey.overlaps)


def lines_of_draft(draft: Draft) -> list[Line]:
    """Give the rows of a file."""
    return _lines(draft.told, draft.overlaps)


def _lines(told: Iterable[Told], table: Overlaps) -> list[Line]:
    places = {name: place for place, name in enumerate(table.platforms)}
    lines = []
    for one in sorted(told, key=lambda row: (bool(row.also), row.on, row.also)):
        here = (places[one.on], places[one.also or one.on])
        low, high = float(table.low[here]), float(table.high[here])
        lines.append(Line(_name(one.on), _name(one.also), one.share, low, high, one.people))
    return lines


def _name(platform: str) -> Promise | str:
    return NAMES.get(platform, platform) if platform in set(Platform) else platform
