"""Made-up states for benchmarks: numbers from a seed, straight into a lake."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa

from pahunch.facts import AccountKind, Adding, Terms
from pahunch.observations import OBSERVATIONS, ROSTER, Lake

TERMS = Terms(
    share=Fraction(5, 100),
    adding=Adding.TOTAL,
    kinds=frozenset({AccountKind.OFFICE, AccountKind.PERSONAL}),
    platforms=frozenset(),
    fresh_days=30,
)
PLATFORMS = np.array(["x", "facebook", "instagram", "youtube", "threads"])
KINDS = np.array(["office", "office", "office", "personal", "party"])
FIRST_DAY = date(2024, 1, 1)
SEED = 7


@dataclass(frozen=True)
class State:
    """A made-up state in a lake of its own."""

    name: str
    folder: Path
    representatives: int
    days: int
    in_lake: bool
    """True where its roster lies in the lake."""

    @property
    def last_day(self) -> date:
        return FIRST_DAY + timedelta(days=self.days - 1)

    @property
    def middle_day(self) -> date:
        """A day in the middle of the history that has a checkpoint."""
        return FIRST_DAY + timedelta(days=self.days // 2)

    @property
    def plain_day(self) -> date:
        """A day with no checkpoint within a tenth of the history before it."""
        return self.middle_day + timedelta(days=max(1, self.days // 10))

    @property
    def roster(self) -> pa.Table:
        """Everybody with their five accounts, one after the other."""
        accounts = np.arange(self.representatives * 5)
        owners = accounts // 5
        electors = np.random.default_rng(SEED).integers(150_000, 300_000, self.representatives)
        names = pa.array([f"person-{number:06}" for number in range(self.representatives)])
        columns = [
            names.take(pa.array(owners)),
            pa.array(electors[owners]),
            keys(accounts),
            pa.array(PLATFORMS[accounts % 5]),
            pa.array(KINDS[accounts % 5]),
        ]
        return pa.Table.from_arrays(columns, schema=ROSTER)

    @property
    def rows(self) -> int:
        """Observations in the lake."""
        files = Lake(self.folder).at()._files
        return sum(file.rows for file in files)


def keys(accounts: np.ndarray) -> pa.Array:
    """Give the keys of accounts by number, five platforms in turn."""
    numbers = (1_000_000 + accounts // 5).astype(str)
    return pa.array(np.char.add(np.char.add(PLATFORMS[accounts % 5], ":"), numbers))


def make(folder: Path, name: str, *, representatives: int, days: int, in_lake: bool) -> State:
    """Give a state, made now unless an earlier run left it whole."""
    path = folder / f"judge-{name}-{representatives}-{days}"
    state = State(name, path, representatives, days, in_lake)
    whole = path / "whole"
    if whole.exists():
        return state
    shutil.rmtree(path, ignore_errors=True)
    begun = time.monotonic()
    lake = Lake(path)
    for day, rows in enumerate(_days(state)):
        lake.append(f"sweep {FIRST_DAY + timedelta(days=day)}", rows)
    lake.compact()
    if in_lake:
        lake.write_roster(name, state.roster)
    lake.checkpoint(state.middle_day, state.last_day)
    whole.touch()
    print(f"made {path.name} in {time.monotonic() - begun:.0f} s", flush=True)
    return state


def _days(state: State) -> Iterator[pa.Table]:
    """Give each day's sweep: 3 of 100 accounts not asked, 1 of 200 withheld, YouTube rounded."""
    chance = np.random.default_rng(SEED)
    accounts = np.arange(state.representatives * 5)
    base = chance.lognormal(9, 1.5, len(accounts))
    growth = chance.normal(1.001, 0.002, len(accounts))
    named = keys(accounts)
    rounded = accounts % 5 == 3
    for day in range(state.days):
        asked = chance.random(len(accounts)) > 0.03
        withheld = chance.random(len(accounts)) < 0.005
        low = (base * growth**day).astype(np.int64)
        step = np.where(rounded, 10 ** np.maximum(0, np.log10(low + 1).astype(np.int64) - 2), 1)
        low = low // step * step
        begun = datetime.combine(FIRST_DAY + timedelta(days=day), datetime.min.time(), UTC)
        moments = int(begun.timestamp() * 1_000_000) + chance.permutation(len(accounts)) * 1_000
        columns = {
            "account": named,
            "metric": pa.array(np.full(len(accounts), "followers")),
            "low": pa.array(low, mask=withheld),
            "high": pa.array(low + step - 1, mask=withheld),
            "withheld": pa.array(withheld),
            "seen_at": pa.array(moments).cast(pa.timestamp("us", "UTC")),
            "precision": pa.array(np.full(len(accounts), "moment")),
            "run": pa.array(np.full(len(accounts), f"sweep {FIRST_DAY + timedelta(days=day)}")),
            "wording": pa.nulls(len(accounts), pa.string()),
            "source": pa.nulls(len(accounts), pa.string()),
        }
        table = pa.table({name: columns[name] for name in OBSERVATIONS.names})
        yield table.cast(OBSERVATIONS).filter(pa.array(asked))
