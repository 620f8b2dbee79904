"""Bringing a run in so that a crash at any moment leaves all of it or nothing.

Journal, raw file, announcement in the database, then the lake: before the announcement
`recover` clears away, after it `recover` carries on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction

from pahunch.collection import files
from pahunch.collection.models import Import
from pahunch.collection.recovery import finish
from pahunch.observations import Extra
from pahunch.staff.deeds import record


@dataclass(frozen=True, slots=True)
class Rows:
    """What a run brings to the lake. The observations may be none, and are still a run."""

    observations: pa.Table
    further: Mapping[Extra, pa.Table] = field(default_factory=dict)


def store(
    imported: Import,
    copy: Path,
    rows: Rows,
    *,
    detail: Mapping[str, Any],
    before: Callable[[], None] | None = None,
) -> None:
    """Store a run. `before` writes to the database what must be there together with it."""
    files.write_journal(imported.run, imported.checksum, rows.observations, rows.further)
    files.keep_copy(copy, imported.checksum)
    with transaction.atomic():
        if before:
            before()
        imported.save()
        about = {"file": imported.file_name, "checksum": imported.checksum, "rows": imported.rows}
        record(
            "collection.counts_imported",
            f"import:{imported.run}",
            by=imported.by,
            at=imported.at,
            detail=about | dict(detail),
        )
    finish(imported)
