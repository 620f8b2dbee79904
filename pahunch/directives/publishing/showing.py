"""What the pages of published verdicts show, out of the sealed text alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pahunch.directives.models import PublishedVerdict
from pahunch.directives.publishing.words import heading, in_language
from pahunch.facts import Count
from pahunch.staff.sealed import seal_of
from pahunch.ui import words

COLUMNS = (
    "membership",
    "person",
    "person_hi",
    "constituency",
    "constituency_hi",
    "electors",
    "target",
    "low",
    "high",
    "standing",
    "accounts",
    "measured",
    "oldest",
    "newest",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A published verdict in a line."""

    code: str
    title: str
    words: str
    published_at: datetime
    reason: str
    corrects: str
    corrected_by: str
    computed: dict[str, str]
    is_whole: bool
    """Whether the text fits its seal."""


@dataclass(frozen=True, slots=True)
class Line:
    """One representative as published."""

    name: str
    place: str
    electors: str
    target: str
    count: str
    standing: str


def heading_of(published: PublishedVerdict) -> Heading:
    """Put a published verdict into a line."""
    said = published.said
    later = getattr(published, "corrected_by", None)
    return Heading(
        code=published.code,
        title=in_language(said, "title"),
        words=heading(published),
        published_at=published.published_at,
        reason=said["reason"],
        corrects=said["corrects"] or "",
        corrected_by=later.code if later else "",
        computed=said["computed"],
        is_whole=published.seal == seal_of(published.text),
    )


def lines_of(published: PublishedVerdict) -> list[Line]:
    """Give everyone as published, in the order of the seal."""
    return [_line(row) for row in published.said["rows"]]


def _line(row: dict[str, Any]) -> Line:
    count = None if row["low"] is None else Count(row["low"], row["high"])
    return Line(
        name=in_language(row, "person"),
        place=in_language(row, "constituency"),
        electors=words.number(row["electors"]),
        target=words.number(row["target"]),
        count=words.interval(count),
        standing=row["standing"],
    )
