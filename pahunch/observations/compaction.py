"""Compaction: many small files become few, sorted by account and time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from deltalake.transaction import AddAction

from pahunch.observations import engine, questions
from pahunch.observations.checkpoints import COMPACTED, Checkpoints
from pahunch.observations.errors import LakeError
from pahunch.observations.schema import OBSERVATIONS
from pahunch.observations.table import DataFile, DeltaFolder
from pahunch.observations.writing import write

SMALL = 500_000
"""Files with fewer rows are put together with others."""
ENOUGH = 1_000_000
"""Days are added to a new file until it has so many rows. A question about a past day skips
the files of later days by their statistics, so a file holds as few days as it can."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def compact(table: DeltaFolder, known: Checkpoints) -> bool:
    """Rewrite the small files of the newest version; False where nothing was to be done.

    Old versions keep their files, and every question has the same answer as before. Runs
    appended meanwhile stay as they are. Of two compactions at once only one counts.
    """
    small = [file for file in table.files(table.version()) if file.rows < SMALL]
    if len(small) < 2:
        return False
    made_of = sorted(frozenset[str]().union(*map(known.origins, small)))
    made: list[AddAction] = []
    committed = False
    try:
        for values in _spans([file.path for file in small]):
            batches = (
                batch.cast(OBSERVATIONS) for batch in engine.stream(questions.SORTED, values)
            )
            made.append(
                write(
                    table.path,
                    OBSERVATIONS,
                    batches,
                    seen="seen_at",
                    prefix=COMPACTED,
                    note=lambda: {"made_of": made_of},
                )
            )
        same_rows(small, made)
        committed = table.rewrite(small, [replace(action, data_change=False) for action in made])
    finally:
        if not committed:
            for action in made:
                (table.path / action.path).unlink(missing_ok=True)
    return committed


def same_rows(old: list[DataFile], new: list[AddAction]) -> None:
    """Raise LakeError where the new files have not as many rows as the old."""
    before = sum(file.rows for file in old)
    after = sum(json.loads(action.stats)["numRecords"] for action in new)
    if before != after:
        raise LakeError(f"{before} rows became {after} in compaction; nothing was changed")


def _spans(files: list[str]) -> Iterator[dict[str, object]]:
    """Give spans of whole days with about ENOUGH rows, the undated rows with the first."""
    days = engine.ask(questions.DAYS, {"files": files}).to_pylist()
    first, rows, undated = _NEVER, 0, True
    for day in days:
        rows += day["rows"]
        if day["day"] is not None and rows >= ENOUGH:
            end = day["day"] + timedelta(days=1)
            yield {"files": files, "undated": undated, "first": first, "end": end}
            first, rows, undated = end, 0, False
    if rows or undated:
        end = datetime(2200, 1, 1, tzinfo=UTC)
        yield {"files": files, "undated": undated, "first": first, "end": end}
