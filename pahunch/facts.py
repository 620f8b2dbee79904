"""The frozen nouns that every floor shares: Count, Observation, Standing, Terms, Verdict.

Nothing here reads a clock, a file or a table. A count is an interval because platforms
round, newspapers say "more than 15 lakh", and a verdict must survive the whole interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Self


class Platform(StrEnum):
    """Where an account lives. The value is the name that files and commands use."""

    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    THREADS = "threads"
    YOUTUBE = "youtube"
    TELEGRAM = "telegram"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    LINKEDIN = "linkedin"
    WHATSAPP = "whatsapp"
    SHARECHAT = "sharechat"
    KOO = "koo"
    UNSTATED = "unstated"
    """A source named a count and not the platform."""


class AccountKind(StrEnum):
    """In whose name an account speaks, and so who may pay for it."""

    OFFICE = "office"
    PERSONAL = "personal"
    PARTY = "party"


class Precision(StrEnum):
    """How exactly a source dates its count."""

    MOMENT = "moment"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"
    """No date at all: the count is kept and shown, and never judged."""


FOLLOWERS = "followers"
"""The metric that reach is judged by."""


@dataclass(frozen=True, slots=True)
class Count:
    """What is known of a whole number: it is at least `low` and at most `high`.

    `high is None` means that no upper end is known ("more than 15 lakh").
    Raises ValueError where the ends are negative or the wrong way round.
    """

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"not an interval of people: {self.low} to {self.high}")

    @classmethod
    def exactly(cls, number: int) -> Self:
        """Make a count that is fully known."""
        return cls(number, number)

    @classmethod
    def at_least(cls, number: int) -> Self:
        """Make a count of which only the lower end is known."""
        return cls(number, None)

    @property
    def is_exact(self) -> bool:
        """True where both ends are the same number."""
        return self.low == self.high

    def __add__(self, other: Count) -> Count:
        """Add the ends: the sum of two intervals, unbounded where either is."""
        if self.high is None or other.high is None:
            return Count(self.low + other.low, None)
        return Count(self.low + other.low, self.high + other.high)


@dataclass(frozen=True, slots=True)
class Observation:
    """What a source showed of one account at one moment. Never edited, never deleted."""

    account: str
    """`platform:id` with the platform's own id, because handles change hands."""
    metric: str
    count: Count | None
    """None: asked, and withheld. Not zero, and not the same as never asked."""
    seen_at: datetime | None
    """Aware. None: the source gives no date."""
    precision: Precision
    run: str
    """The collection run or import that brought it."""
    wording: str = ""
    """The words of the source, where it wrote words ("15 लाख से अधिक")."""
    source: str = ""
    """Where anybody can look it up: an address, or the name of the file."""


class Standing(StrEnum):
    """What can be said of a representative against a target."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"
    NOT_MEASURED = "not_measured"


class Adding(StrEnum):
    """How the followers of several accounts become one interval."""

    TOTAL = "total"
    BEST = "best"
    PEOPLE = "people"


class Where(StrEnum):
    """Where the followers must be that a directive counts."""

    ANYWHERE = "anywhere"
    INSIDE = "inside"
    """In the constituency, which can be said as an interval only."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a directive asks: which share of the electors, counted how.

    An empty `platforms` means every platform. `fresh_days is None` means a count of any
    age; otherwise a count older than that many days at the end of the day judged is stale.
    """

    share: Fraction
    adding: Adding
    kinds: frozenset[AccountKind]
    platforms: frozenset[Platform]
    fresh_days: int | None
    where: Where = Where.ANYWHERE

    def target(self, electors: int) -> int:
        """Give the smallest whole number of followers that is the share, or more."""
        return math.ceil(self.share * electors)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One representative against one target, with how much of the evidence there was."""

    representative: str
    electors: int | None
    """Electors of the constituency; None where the roll does not count it."""
    target: int | None
    """None where the electors are not known: then nothing but undecided can be said."""
    count: Count | None
    """Followers that count under the terms; None where nothing usable was seen."""
    standing: Standing
    accounts: int
    """Accounts that count under the terms."""
    measured: int
    """Of those, the accounts with a usable count."""
    oldest: datetime | None
    newest: datetime | None
    """When the oldest and newest of the counts used were seen."""
