"""The truth about the made-up state, written beside it: `PAHUNCH_HOME/truth/udaharan.*`.

`.csv` says what was planted, `-daily.parquet` holds the true followers of every account
and day (not for a state above the limit), and `.json` says from which numbers the state
was made and to which day it is complete.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from pahunch.simulation.followers import Block
from pahunch.simulation.geography import CODE
from pahunch.simulation.plan import Plan, Planted
from pahunch.simulation.tables import DAILY, account_keys, daily

COLUMNS = ("event", "platform", "account", "starts", "ends", "size", "share")


@dataclass(frozen=True, slots=True)
class Made:
    """From which numbers a state was made, and to which day it is complete."""

    seed: int
    representatives: int
    days: int
    until: str
    complete_to: str = ""
    """Empty while the making has not come to its end."""

    @classmethod
    def of(cls, plan: Plan) -> Made:
        """Note a plan whose state is about to be made."""
        return cls(plan.seed, plan.representatives, plan.days, plan.until.isoformat())

    @classmethod
    def read(cls, folder: Path) -> Made | None:
        """Read the note; None where no state was made."""
        path = folder / f"{CODE}.json"
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def write(self, folder: Path) -> None:
        """Write the note, whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{CODE}.json"
        beside = path.with_suffix(".json.part")
        beside.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        beside.replace(path)

    def complete(self, day: date) -> Made:
        """Give the note of a state that is complete to a day."""
        return replace(self, complete_to=day.isoformat())


class Truth:
    """Files of the truth being written, block by block."""

    def __init__(
        self, events: Iterable[Planted], path: Path, writer: pq.ParquetWriter | None
    ) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow(COLUMNS)
        self._daily = writer
        self.events = 0
        for event in events:
            self._note(event)

    def add(self, block: Block) -> None:
        """Write what was planted in a block's accounts and, where wanted, its true days."""
        keys = account_keys(block.plan, block.reach.numbers[block.rows], block.slots).to_pylist()
        for account, event in sorted(block.planted, key=lambda pair: pair[0]):
            platform, _, _ = keys[account].partition(":")
            self._note(replace(event, account=keys[account], platform=platform))
        if self._daily:
            self._daily.write_batch(daily(block))

    def close(self) -> None:
        """End both files."""
        self._file.close()
        if self._daily:
            self._daily.close()

    def _note(self, event: Planted) -> None:
        row = asdict(event)
        self._csv.writerow(["" if row[name] is None else row[name] for name in COLUMNS])
        self.events += 1


@contextmanager
def writing(plan: Plan, folder: Path, *, every_day: bool) -> Iterator[Truth]:
    """Write the truth beside the old one and put it in its place at the end, if all went well."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / f"{CODE}.csv": folder / f"{CODE}.csv.part"}
    days = folder / f"{CODE}-daily.parquet"
    writer = None
    if every_day:
        wanted[days] = days.with_suffix(".parquet.part")
        writer = pq.ParquetWriter(wanted[days], DAILY, compression="zstd")
    truth = Truth(plan.calendar.planted(), wanted[folder / f"{CODE}.csv"], writer)
    try:
        yield truth
    except BaseException:
        truth.close()
        for part in wanted.values():
            part.unlink(missing_ok=True)
        raise
    truth.close()
    for path, part in wanted.items():
        part.replace(path)
