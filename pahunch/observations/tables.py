"""The lake's tables together, and what is remembered of them between questions."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pahunch.observations.checkpoints import Checkpoints
from pahunch.observations.extra import ExtraTables
from pahunch.observations.pairs import Pairs
from pahunch.observations.reading import Reading, cheapest
from pahunch.observations.rosters import Rosters
from pahunch.observations.schema import OBSERVATIONS, WITHDRAWALS
from pahunch.observations.table import DeltaFolder
from pahunch.observations.version import LakeVersion

REMEMBERED = 256
"""Choices of files that are kept; each is asked for again with every page of its day."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why and when a run was withdrawn."""

    reason: str
    at: datetime


class Tables:
    """The tables in one folder. Safe to share between threads; each is made on first use."""

    def __init__(self, root: Path) -> None:
        self.observations = DeltaFolder(root / "observations", OBSERVATIONS)
        self.withdrawals = DeltaFolder(root / "withdrawals", WITHDRAWALS)
        self.checkpoints = Checkpoints(root / "checkpoints")
        self.rosters = Rosters(root / "rosters")
        self.pairs = Pairs(root / "pairs")
        self.extra = ExtraTables(root)
        self._lock = threading.Lock()
        self._withdrawn: dict[tuple[str, ...], Mapping[str, Withdrawal]] = {}
        self._readings: dict[object, Reading] = {}

    def version(self) -> LakeVersion:
        """Give the newest version. No run is seen withdrawn that is not seen."""
        withdrawals = self.withdrawals.version()
        return LakeVersion(self.observations.version(), withdrawals)

    def withdrawn(self, version: LakeVersion) -> Mapping[str, Withdrawal]:
        """Give the runs withdrawn up to a version, by run."""
        paths = tuple(file.path for file in self.withdrawals.files(version.withdrawals))
        if paths not in self._withdrawn:
            tables = [pq.read_table(path, schema=WITHDRAWALS) for path in paths]
            rows = pa.concat_tables([WITHDRAWALS.empty_table(), *tables]).to_pylist()
            found = {row["run"]: Withdrawal(row["reason"], row["at"]) for row in rows}
            with self._lock:
                self._withdrawn[paths] = found
        return self._withdrawn[paths]

    def pair(self, reading: Reading) -> None:
        """Join every roster with the checkpoint that a question reads first."""
        in_use = {path for name in self.rosters.names() for path in self.rosters.paths(name)}
        self.pairs.forget(in_use)
        if reading.checkpoint is not None:
            for path in sorted(in_use):
                self.pairs.make(path, reading.checkpoint)

    def reading(self, version: LakeVersion, until: datetime) -> Reading:
        """Choose the files that a question about the latest rows before `until` reads."""
        files = self.observations.files(version.observations)
        key = (files, version.withdrawals, until, self.checkpoints.names())
        with self._lock:
            found = self._readings.get(key)
        if found is None:
            found = cheapest(files, until, self.withdrawn(version), self.checkpoints)
            with self._lock:
                if len(self._readings) >= REMEMBERED:
                    self._readings.clear()
                self._readings[key] = found
        return found


@lru_cache(maxsize=16)
def tables(root: Path) -> Tables:
    """Give the tables of a folder: the same ones to everybody in this process who asks."""
    return Tables(root)
