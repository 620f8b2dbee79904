"""What a crash left: what was announced is carried on, anything before that is cleared."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from pahunch.collection import files
from pahunch.collection.errors import JournalLost
from pahunch.collection.models import HandReading, Import, Stage
from pahunch.observations import Lake, WithdrawnRun


def recover(now: datetime) -> int:
    """Carry every announced import and withdrawal to its end; give how many there were.

    Cheap where there is nothing to do. Waits for an import that is being appended elsewhere.
    Called by whatever is about to judge. Raises JournalLost.
    """
    if Import.objects.unfinished().exists():
        with files.alone():
            return recover_alone(now)
    if files.leftovers():
        # Of a dead import, or of one that is being read just now: that one need not wait.
        with files.alone_if_free() as free:
            return recover_alone(now) if free else 0
    return 0


def recover_alone(now: datetime) -> int:
    """Recover under a lock that is held already."""
    if now.utcoffset() is None:
        raise ValueError("the time of a recovery must be aware")
    files.sweep()
    unfinished = list(Import.objects.unfinished())
    for imported in unfinished:
        finish(imported)
    for run, checksum in list(files.journalled()):
        if not Import.objects.filter(run=run).exists() and not _is_named(checksum):
            files.drop_upload(checksum)
        files.drop_journal(run)
    return len(unfinished)


def _is_named(checksum: str) -> bool:
    """Tell whether a raw file belongs to an import, or to a count read by hand."""
    return (
        Import.objects.filter(checksum=checksum).exists()
        or HandReading.objects.filter(evidence=checksum).exists()
    )


def finish(imported: Import) -> None:
    """Do to the lake what the database announced, once, and say that it is done."""
    lake = Lake(settings.LAKE)
    if imported.stage == Stage.PENDING:
        _append(lake, imported.run)
        imported.stage = Stage.DONE.value
    elif imported.stage == Stage.LEAVING:
        try:
            lake.withdraw(
                imported.run,
                reason=imported.reason,
                at=imported.withdrawn_at or imported.at,
            )
        except WithdrawnRun:
            # The crash came after the lake had it.
            if not lake.knows(imported.run):
                raise
        imported.stage = Stage.WITHDRAWN.value
    imported.save(update_fields=["stage"])
    files.drop_journal(imported.run)


def _append(lake: Lake, run: str) -> None:
    """Add what the journal has of a run: further tables first, the observations last."""
    if lake.has_run(run):
        return
    rows = files.read_journal(run)
    if rows is None:
        raise JournalLost(
            f"{run} was announced and its journal is gone from {files.journal()}: "
            "put the folder back from a backup of the same moment as the database"
        )
    for table, more in files.read_further(run).items():
        lake.add(table, run, more)
    lake.append(run, rows)
