"""Checkpoints: the latest row of each account and metric at the end of a day.

A checkpoint is one Parquet file, whole or absent, whose footer says what it was made of. It
may stand for the rows of a version when every file it covers is in that version (compacted
or not), and when neither a run it skipped has its rows back nor a run it holds is withdrawn.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pahunch.observations.schema import OBSERVATIONS
from pahunch.observations.table import DataFile
from pahunch.observations.writing import note_of, write

COMPACTED = "compacted-"
"""Begins the name of a file that was put together from others; its footer lists them."""
_NAMED = "%Y%m%dT%H%M"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What one checkpoint's footer says."""

    path: str
    rows: int
    until: datetime
    """The first moment after its day."""
    covers: frozenset[str]
    """Names of the files, as first appended, of which it knows every row before `until`."""
    holds: frozenset[str]
    """The runs that its rows are of."""
    skipped: frozenset[str]
    """The runs that were withdrawn when it was made."""

    def stands(self, withdrawn: Iterable[str]) -> bool:
        """Tell whether its rows are the right ones where these runs are withdrawn."""
        runs = frozenset(withdrawn)
        return self.skipped <= runs and self.holds.isdisjoint(runs)


class Checkpoints:
    """The checkpoints in a folder, and the origins of the files of the table they are of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._read: dict[str, Checkpoint] = {}
        self._origins: dict[str, frozenset[str]] = {}

    def names(self) -> frozenset[str]:
        """Give the names of the checkpoints that are there now."""
        # Every question asks, and after some years there is a file a night: no Path for each.
        try:
            with os.scandir(self.folder) as found:
                return frozenset(file.name for file in found if file.name.endswith(".parquet"))
        except FileNotFoundError:
            return frozenset()

    def after(self, until: datetime) -> str:
        """Give what sorts right behind the names of all checkpoints of up to that moment."""
        return f"{until.astimezone(UTC):{_NAMED}}-~"

    def load(self, name: str) -> Checkpoint:
        """Give what a checkpoint says. Raises FileNotFoundError where it was just deleted."""
        with self._lock:
            if name not in self._read:
                path = self.folder / name
                note = note_of(path)
                rows = pq.read_metadata(path).num_rows
                self._read[name] = _checkpoint(str(path), rows, note)
            return self._read[name]

    def origins(self, file: DataFile) -> frozenset[str]:
        """Give the names of the appended files whose rows a file holds."""
        if not file.name.startswith(COMPACTED):
            return frozenset({file.name})
        with self._lock:
            if file.name not in self._origins:
                made_of = note_of(file.path)["made_of"]
                assert isinstance(made_of, list)
                self._origins[file.name] = frozenset(made_of)
            return self._origins[file.name]

    def save(
        self,
        batches: Iterable[pa.RecordBatch],
        *,
        until: datetime,
        files: Iterable[DataFile],
        skipped: Iterable[str],
    ) -> None:
        """Write a checkpoint; it is there once it is whole."""
        making = self.folder / "making"
        making.mkdir(parents=True, exist_ok=True)
        covers = frozenset[str]().union(*map(self.origins, files))
        runs: set[str] = set()

        def note() -> object:
            return {
                "until": until.isoformat(),
                "covers": sorted(covers),
                "holds": sorted(runs),
                "skipped": sorted(skipped),
            }

        def watched() -> Iterable[pa.RecordBatch]:
            for batch in batches:
                shaped = batch.cast(OBSERVATIONS)
                runs.update(pc.unique(shaped.column("run")).to_pylist())
                yield shaped

        made = write(making, OBSERVATIONS, watched(), prefix=f"{until:{_NAMED}}-", note=note)
        (making / made.path).rename(self.folder / made.path)


def _checkpoint(path: str, rows: int, note: Mapping[str, object]) -> Checkpoint:
    sets = {}
    for name in ("covers", "holds", "skipped"):
        listed = note[name]
        assert isinstance(listed, list)
        sets[name] = frozenset(map(str, listed))
    return Checkpoint(path, rows, datetime.fromisoformat(str(note["until"])), **sets)
