"""Pairs: a roster in the lake, joined once with a checkpoint, in the roster's order.

For a very large state the join by account is most of what a judgement costs. A pair is
derived like its checkpoint: to delete it changes nothing but speed.
"""

from __future__ import annotations

import time
from pathlib import Path

import pyarrow as pa

from pahunch.facts import FOLLOWERS
from pahunch.observations import engine, questions
from pahunch.observations.checkpoints import Checkpoint
from pahunch.observations.reading import Reading
from pahunch.observations.schema import MOMENT
from pahunch.observations.writing import write

PAIR = pa.schema(
    [
        ("number", pa.int64()),
        ("representative", pa.string()),
        ("electors", pa.int64()),
        ("platform", pa.string()),
        ("kind", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("withheld", pa.bool_()),
        ("seen_at", MOMENT),
    ]
)
GRACE_SECONDS = 3600
"""So long a pair of a roster that was replaced is kept for questions that still read it."""


class Pairs:
    """The pairs in a folder, each named after the roster's file and the checkpoint's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, roster: str, reading: Reading) -> Path | None:
        """Give the pair that is all a question about a roster has to read, if there is one."""
        if reading.checkpoint is None or not reading.is_known:
            return None
        path = self._path(roster, reading.checkpoint)
        return path if path.exists() else None

    def make(self, roster: str, checkpoint: Checkpoint) -> None:
        """Join a roster's file with a checkpoint; the pair is there once it is whole."""
        path = self._path(roster, checkpoint)
        if path.exists():
            return
        making = self.folder / "making"
        making.mkdir(parents=True, exist_ok=True)
        sql = questions.compose(
            questions.EVIDENCE, {"roster": questions.ROSTER, "latest": questions.KNOWN_COUNTS}
        )
        values = {"roster": [roster], "checkpoint": checkpoint.path, "metric": FOLLOWERS}
        batches = (batch.cast(PAIR) for batch in engine.stream(f"{sql}\nORDER BY number", values))
        made = write(making, PAIR, batches, compression="lz4")
        (making / made.path).rename(path)

    def forget(self, rosters: set[str]) -> None:
        """Remove the pairs of rosters' files that are no longer among those in use."""
        stems = {Path(roster).stem for roster in rosters}
        for path in self.folder.glob("*.parquet"):
            old = time.time() - path.stat().st_mtime > GRACE_SECONDS
            if old and path.stem.split("-")[0] not in stems:
                path.unlink(missing_ok=True)

    def _path(self, roster: str, checkpoint: Checkpoint) -> Path:
        return self.folder / f"{Path(roster).stem}-{Path(checkpoint.path).stem}.parquet"
