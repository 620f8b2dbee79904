"""The lake's tables together: observations, withdrawals and rosters."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pahunch.observations.errors import NoSuchRoster
from pahunch.observations.schema import OBSERVATIONS, ROSTER, WITHDRAWALS
from pahunch.observations.table import DeltaFolder

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why and when a run was withdrawn."""

    reason: str
    at: datetime


class Tables:
    """The tables in one folder. Safe to share between threads; each is made on first use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.observations = DeltaFolder(root / "observations", OBSERVATIONS)
        self.withdrawals = DeltaFolder(root / "withdrawals", WITHDRAWALS)
        self._rosters: dict[str, DeltaFolder] = {}
        self._withdrawn: dict[int, dict[str, Withdrawal]] = {}
        self._lock = threading.Lock()

    def roster(self, name: str) -> DeltaFolder:
        """Give the table of a roster. Raises NoSuchRoster where the name cannot be one."""
        if not _NAME.fullmatch(name):
            raise NoSuchRoster(f"{name!r}: a roster's name is of small letters, digits, . _ -")
        with self._lock:
            return self._rosters.setdefault(name, DeltaFolder(self.root / "rosters" / name, ROSTER))

    def withdrawn(self, version: int) -> dict[str, Withdrawal]:
        """Give the runs withdrawn up to a version of the withdrawals, by run."""
        if version not in self._withdrawn:
            files = [file.path for file in self.withdrawals.files(version)]
            tables = [pq.read_table(path, schema=WITHDRAWALS) for path in files]
            rows = pa.concat_tables([WITHDRAWALS.empty_table(), *tables]).to_pylist()
            self._withdrawn[version] = {
                row["run"]: Withdrawal(row["reason"], row["at"]) for row in rows
            }
        return self._withdrawn[version]
