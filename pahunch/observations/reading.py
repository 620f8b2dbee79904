"""Which files a question reads: a checkpoint and what came after it, or everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pahunch.observations import questions
from pahunch.observations.checkpoints import Checkpoint, Checkpoints
from pahunch.observations.table import DataFile

# Measured, in rows compared: to see that a row is older than the checkpoint reads one column
# and not ten; to open a file takes about a third of a millisecond.
SKIPPED = 0.125
OPENED = 1_000
TRIED = 4
"""Checkpoints that could be read, nearest to the day first, of which the cheapest is taken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The files that a question about the latest rows before `until` has to read."""

    until: datetime
    checkpoint: Checkpoint | None
    covered: tuple[DataFile, ...]
    """Files that the checkpoint covers and that have rows after its day."""
    uncovered: tuple[DataFile, ...]

    @property
    def cost(self) -> float:
        """How much there is to do, in rows that are compared."""
        known = self.checkpoint.rows + OPENED if self.checkpoint else 0
        skipped = sum(OPENED + SKIPPED * file.rows for file in self.covered)
        return known + skipped + sum(OPENED + file.rows for file in self.uncovered)

    @property
    def is_known(self) -> bool:
        """True where the checkpoint alone is the answer."""
        return self.checkpoint is not None and not self.covered and not self.uncovered

    def sql(self, withdrawn: Iterable[str]) -> tuple[str, dict[str, object]]:
        """Give the SQL of all rows of which the latest is the answer, and its values."""
        parts: list[str] = []
        values: dict[str, object] = {}
        runs = sorted(withdrawn)
        standing = questions.STANDING if runs else ""
        if self.checkpoint:
            parts.append(questions.KNOWN)
            values["checkpoint"] = self.checkpoint.path
        if self.checkpoint and self.covered:
            parts.append(f"{questions.SINCE} {standing}")
            values["covered"] = [file.path for file in self.covered]
            values["since"] = self.checkpoint.until
        if self.uncovered:
            parts.append(f"{questions.UNCOVERED} {standing}")
            values["uncovered"] = [file.path for file in self.uncovered]
        if self.covered or self.uncovered:
            values["until"] = self.until
            values |= {"withdrawn": runs} if runs else {}
        return "\nUNION ALL\n".join(parts or [questions.NOTHING]), values


def cheapest(
    files: Iterable[DataFile], until: datetime, withdrawn: Iterable[str], known: Checkpoints
) -> Reading:
    """Choose the checkpoint that leaves the least to do, if any helps."""
    runs = frozenset(withdrawn)
    origins = {file: known.origins(file) for file in files}
    everything = frozenset[str]().union(*origins.values())
    best = _reading(origins, until, None)
    tried, after = 0, known.after(until)
    # A checkpoint is named after its day: of years of them, the nearest ones are enough.
    for name in sorted((one for one in known.names() if one < after), reverse=True):
        if tried == TRIED or best.is_known:
            break
        try:
            checkpoint = known.load(name)
        except FileNotFoundError:
            # Somebody deleted it between the look and the reading, which they may.
            continue
        if checkpoint.until > until or not checkpoint.covers <= everything:
            continue
        if checkpoint.stands(runs):
            tried += 1
            reading = _reading(origins, until, checkpoint)
            best = min(best, reading, key=lambda one: (one.cost, one.checkpoint is None))
    return best


def _reading(
    origins: dict[DataFile, frozenset[str]], until: datetime, checkpoint: Checkpoint | None
) -> Reading:
    covered, uncovered = [], []
    for file, names in origins.items():
        if file.first is None or file.last is None or file.first >= until:
            continue
        if checkpoint is None or not names <= checkpoint.covers:
            uncovered.append(file)
        elif checkpoint.until < until and checkpoint.until <= file.last:
            covered.append(file)
    return Reading(until, checkpoint, tuple(covered), tuple(uncovered))
