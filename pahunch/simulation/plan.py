"""What is planted in the made-up state before any count is drawn.

All that holds for a whole platform or the whole state is decided here, from the seed and
the planned days only, so that a state that goes on for more days keeps its past.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property

import numpy as np

from pahunch.facts import AccountKind, Platform
from pahunch.simulation import BadPlan

MOST_DAYS = 3660
MOST_REPRESENTATIVES = 20_000_000
EARLIEST_YEAR = 2010
MOST_MINISTERS = 31
MINISTERS_SHARE = 0.15
"""The Constitution's article 164(1A): at most 15 in a hundred members are ministers."""
QUIET_END = 10
"""In the last planned days no ministers' count is missing, so that the plan can be met."""
CELLS = 4_000_000
"""Account-days drawn at once; bounds memory, not results."""


class Stream(IntEnum):
    """Independent streams of chance; each number is part of what a seed means."""

    STATE = 1
    PLACES = 2
    PEOPLE = 3
    ELECTORS = 4
    REACH = 5
    GROWTH = 6
    UNFOLLOWS = 7
    MISSING = 8
    WITHHELD = 9
    PLANTED = 10
    AUDIENCE = 11
    POSTS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """An account that a representative may have."""

    platform: Platform
    kind: AccountKind
    common: float
    """How many representatives have it (of ministers: all have one on Facebook and X)."""
    weight: float
    """Its usual part of all followers."""

    @property
    def counts_at_end(self) -> bool:
        """False for the platform that closes."""
        return self.platform is not Platform.KOO


SLOTS = (
    Slot(Platform.FACEBOOK, AccountKind.PERSONAL, 0.97, 0.40),
    Slot(Platform.X, AccountKind.PERSONAL, 0.95, 0.20),
    Slot(Platform.INSTAGRAM, AccountKind.PERSONAL, 0.90, 0.18),
    Slot(Platform.YOUTUBE, AccountKind.PERSONAL, 0.85, 0.10),
    Slot(Platform.KOO, AccountKind.PERSONAL, 0.60, 0.05),
    Slot(Platform.FACEBOOK, AccountKind.OFFICE, 0.02, 0.12),
    Slot(Platform.X, AccountKind.OFFICE, 0.02, 0.09),
)
PLATFORMS = tuple(dict.fromkeys(slot.platform for slot in SLOTS))


@dataclass(frozen=True, slots=True)
class Planted:
    """Something put into the counts on purpose: what the truth file says."""

    event: str
    starts: date
    ends: date
    platform: str = ""
    account: str = ""
    size: int | None = None
    """Followers gained or, below zero, lost; None where it is not one number."""
    share: float | None = None


@dataclass(frozen=True)
class Plan:
    """The numbers that make a state: the same plan gives the same bytes."""

    seed: int
    representatives: int
    days: int
    until: date
    extra_days: int = field(default=0)
    """Days after the planned ones, for a state that goes on."""

    def __post_init__(self) -> None:
        """Raise BadPlan where no state can come of it."""
        for name, value, least, most in (
            ("seed", self.seed, 0, 2**32 - 1),
            ("representatives", self.representatives, 1, MOST_REPRESENTATIVES),
            ("days", self.days, 1, MOST_DAYS),
            ("extra days", self.extra_days, 0, MOST_DAYS),
        ):
            if not least <= value <= most:
                raise BadPlan(f"{name} is {value}; it must be from {least} to {most}")
        if self.until.year < EARLIEST_YEAR:
            raise BadPlan(f"until is {self.until}; it must not be before {EARLIEST_YEAR}")

    def chance(self, stream: Stream, part: int = 0) -> np.random.Generator:
        """Give the stream's own chance; `part` numbers the blocks of representatives."""
        sequence = np.random.SeedSequence(self.seed, spawn_key=(int(stream), part))
        return np.random.Generator(np.random.PCG64(sequence))

    @property
    def first_day(self) -> date:
        """The first day with counts."""
        return self.until - timedelta(days=self.days - 1)

    @property
    def last_day(self) -> date:
        """The last day with counts, extra days included."""
        return self.until + timedelta(days=self.extra_days)

    @property
    def all_days(self) -> int:
        """How many days have counts, extra days included."""
        return self.days + self.extra_days

    def day(self, index: int) -> date:
        """Give the date of a day counted from the first, which is 0."""
        return self.first_day + timedelta(days=index)

    @property
    def source(self) -> str:
        """The words by which every row says that it is made up."""
        return f"made-up, pahunch simulate --seed {self.seed}"

    @property
    def block(self) -> int:
        """Representatives drawn at once. Part of what a seed means, with the days."""
        return max(256, min(8192, CELLS // (self.days * 6)))

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.representatives // self.block)

    def members_of(self, block: int) -> range:
        """Give the numbers of the representatives in a block."""
        return range(block * self.block, min((block + 1) * self.block, self.representatives))

    @property
    def ministers(self) -> int:
        """How many of the representatives are ministers."""
        return min(MOST_MINISTERS, max(1, int(self.representatives * MINISTERS_SHARE)))

    @cached_property
    def minister_numbers(self) -> tuple[int, ...]:
        """Which representatives are ministers; the first is the chief minister."""
        chance = self.chance(Stream.PEOPLE, 1)
        return tuple(chance.choice(self.representatives, self.ministers, replace=False).tolist())

    @cached_property
    def closing(self) -> int:
        """The first day, counted from 0, on which Koo is closed."""
        return int(self.days * 0.55)

    @cached_property
    def calendar(self) -> Calendar:
        """What befalls whole platforms and the whole state."""
        return Calendar(self)


class Calendar:
    """Days on which something happens to everybody at once."""

    def __init__(self, plan: Plan) -> None:
        chance = plan.chance(Stream.STATE)
        self.purge_platform = Platform.X
        self.purge_day = int(plan.days * chance.uniform(0.62, 0.78))
        self.busy = self._spells(plan, chance, every=150, longest=9)
        self.busy_times = chance.uniform(2.0, 4.0, len(self.busy))
        self.outages = {platform: self._outages(plan, chance, platform) for platform in PLATFORMS}
        self._plan = plan

    @staticmethod
    def _spells(
        plan: Plan, chance: np.random.Generator, *, every: int, longest: int
    ) -> list[tuple[int, int]]:
        """Draw spells (first day, day after the last), ending before the quiet end."""
        room = plan.days - QUIET_END - longest
        if room <= 2:
            return []
        count = max(1, plan.days // every)
        starts = np.sort(chance.integers(2, room, count)).tolist()
        lengths = chance.integers(1, longest + 1, count).tolist()
        return [(start, start + length) for start, length in zip(starts, lengths, strict=True)]

    def _outages(
        self, plan: Plan, chance: np.random.Generator, platform: Platform
    ) -> list[tuple[int, int]]:
        """Draw days without an answer of the platform: not beside its purge, not after closing."""
        ends = plan.closing if platform is Platform.KOO else plan.days
        return [
            (start, end)
            for start, end in self._spells(plan, chance, every=240, longest=3)
            if end <= ends
            and not (platform is self.purge_platform and start - 2 <= self.purge_day <= end + 1)
        ]

    def pace(self) -> np.ndarray:
        """Give how fast a day grows beside an ordinary one: weekends, busy spells, slow years."""
        plan = self._plan
        weekday = (plan.first_day.weekday() + np.arange(plan.all_days)) % 7
        pace = np.array([1.1, 1.05, 1.0, 1.05, 1.0, 0.75, 0.55])[weekday]
        for (start, end), times in zip(self.busy, self.busy_times, strict=True):
            pace[start:end] *= times
        return pace

    def planted(self) -> list[Planted]:
        """List what was planted for everybody."""
        plan = self._plan
        rows = [
            Planted("busy", plan.day(start), plan.day(end - 1), share=round(float(times), 3))
            for (start, end), times in zip(self.busy, self.busy_times, strict=True)
        ]
        rows += [
            Planted("outage", plan.day(start), plan.day(end - 1), platform=platform.value)
            for platform, spells in self.outages.items()
            for start, end in spells
        ]
        if self.purge_day > 0:
            purged = plan.day(self.purge_day)
            rows.append(Planted("purge", purged, purged, platform=self.purge_platform.value))
        closed = plan.day(plan.closing)
        rows.append(Planted("closed", closed, plan.until, platform=Platform.KOO.value))
        return rows
