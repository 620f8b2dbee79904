"""What a person can do here: bring counts in from a file, and withdraw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from pahunch.collection import files
from pahunch.collection.errors import LISTED, BadCounts, NoSuchRun, Problem, WrongStage
from pahunch.collection.models import Import, Stage
from pahunch.collection.preparing import Prepared, Watch, observations, prepare
from pahunch.collection.reading import Reading
from pahunch.collection.recovery import finish, recover, recover_alone
from pahunch.collection.storing import Rows, store
from pahunch.lib.tables import BadTable, Limits, check_file
from pahunch.registry.load import address_in
from pahunch.registry.models import Account, Department, Division, Person, Source
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import EVERYWHERE, Place, action, may

__all__ = ["Imported", "import_counts", "recover", "withdraw_import"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or, on a dry run, would do."""

    run: str
    rows: int
    already: bool = False
    """The same bytes were brought before: nothing was added."""
    stage: str = Stage.DONE.value
    dry_run: bool = False
    readings: Sequence[Reading] = ()
    new_accounts: Sequence[str] = ()
    notes: Sequence[str] = ()


def import_counts(
    path: Path,
    *,
    state: str = "",
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Imported:
    """Bring in a CSV or XLSX file of counts: all of it or nothing.

    `state` is the code of the state whose constituencies `ac_no` numbers. Raises BadCounts
    with every problem, Refused where the user may not, for this state or for a row's owner.
    """
    found = Division.objects.states().filter(code=state).first() if state else None
    if state and found is None:
        known = ", ".join(Division.objects.states().values_list("code", flat=True))
        raise BadCounts(shown(path), [Problem(None, None, f"no state {state!r}; known: {known}")])
    place = Place(division=found.path) if found else EVERYWHERE
    return _import(path, found, place=place, by=by, now=now, dry_run=dry_run, watch=watch)


@action("collection.import_counts", place="place")
def _import(
    path: Path,
    state: Division | None,
    *,
    place: Place,
    by: User | None,
    now: datetime,
    dry_run: bool,
    watch: Watch | None,
) -> Imported:
    assert place is not None, "the rule has used it"
    with files.alone():
        recover_alone(now)
        try:
            check_file(path, Limits())
            copy, checksum = files.take_copy(path)
        except BadTable as bad:
            raise BadCounts(shown(path), [Problem(bad.row, bad.column, bad.message)]) from bad
        try:
            run = f"counts-{state.code if state else 'any'}-{checksum[:24]}"
            if before := Import.objects.filter(run=run).first():
                return Imported(run, before.rows, already=True, stage=before.stage)
            prepared = prepare(
                copy, name=shown(path), state=state, today=localdate(now), watch=watch
            )
            _refuse_strangers(shown(path), prepared, by)
            if not dry_run:
                rows = observations(run, prepared, name=shown(path), zone=settings.TIME_ZONE)
                imported = _draft(run, path, checksum, rows, state, by, now)
                store(
                    imported,
                    copy,
                    Rows(rows),
                    detail={
                        "new_accounts": prepared.new_accounts[:50],
                        "accounts_made": len(prepared.new_accounts),
                    },
                    before=partial(_make_accounts, prepared, imported.file_name),
                )
        finally:
            copy.unlink(missing_ok=True)
    return Imported(
        run=run,
        rows=len(prepared.readings),
        dry_run=dry_run,
        readings=prepared.readings,
        new_accounts=prepared.new_accounts,
        notes=prepared.notes,
    )


def shown(path: Path) -> str:
    """Give a file's name as it can be printed and stored, whatever bytes it has."""
    return path.name.encode("utf-8", "replace").decode()


def _draft(
    run: str,
    path: Path,
    checksum: str,
    rows: pa.Table,
    state: Division | None,
    by: User | None,
    now: datetime,
) -> Import:
    return Import(
        run=run,
        state=state,
        file_name=shown(path)[:255],
        checksum=checksum,
        raw_path=f"uploads/{checksum}",
        rows=rows.num_rows,
        by=by,
        at=now,
    )


def _refuse_strangers(name: str, prepared: Prepared, by: User | None) -> None:
    """Refuse rows about people and departments outside what the user was granted."""
    if by is None or may(by, "collection.import_counts", EVERYWHERE):
        return
    first = {reading.account: reading.row for reading in reversed(prepared.readings)}
    owners = {key: prepared.directory.accounts[key].owner for key in first}
    rows: dict[tuple[str, int], Model] = {
        (table, pk): row
        for table, model in (("person", Person), ("department", Department), ("division", Division))
        for pk, row in model._base_manager.in_bulk(
            [pk for owned, pk in owners.values() if owned == table]
        ).items()
    }
    problems = [
        Problem(first[key], None, "is about somebody outside your part of the state")
        for key, owner in owners.items()
        if not may(by, "collection.import_counts", rows[owner])
    ]
    if problems:
        raise BadCounts(name, problems[:LISTED], unlisted=max(0, len(problems) - LISTED))


def _make_accounts(prepared: Prepared, name: str) -> None:
    """Add the accounts that the registry lacks: unverified, with the row's source."""
    made = prepared.directory.made.values()
    named = {
        known.key: (reading.source or name, reading.day.isoformat() if reading.day else "")
        for known, reading in made
    }
    sources = _sources(named.values())
    accounts = [
        Account(
            key=known.key,
            platform=known.platform.value,
            kind=known.kind.value,
            source=sources[named[known.key]],
            note="made by an import of counts",
            **{f"{known.owner[0]}_id": known.owner[1]},
        )
        for known, _ in made
    ]
    Account.objects.bulk_create(accounts, 500)


def _sources(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Source]:
    """Give a source for each pair of words and date, made where it is new."""
    wanted = dict.fromkeys(named)
    texts = list({text for text, _ in wanted})
    there = {
        (source.text, source.as_of): source
        for start in range(0, len(texts), 500)
        for source in Source.objects.filter(text__in=texts[start : start + 500])
    }
    new = [
        Source(text=text, as_of=as_of, url=address_in(text)[:500])
        for text, as_of in wanted
        if (text, as_of) not in there
    ]
    made = Source.objects.bulk_create(new, 500)
    return there | {(source.text, source.as_of): source for source in made}


def withdraw_import(run: str, *, reason: str, by: User | None, now: datetime) -> Import:
    """Take a run out of every question from now on; it stays visible with the reason.

    `run` may be shortened to its beginning. Raises NoSuchRun and WrongStage.
    """
    found = list(Import.objects.filter(run__startswith=run)[:2]) if run else []
    exact = [imported for imported in found if imported.run == run] or found
    if len(exact) != 1:
        words = "fits several imports" if exact else "is no import; see `pahunch import list`"
        raise NoSuchRun(f"{run!r} {words}")
    return _withdraw(exact[0], reason=reason, by=by, now=now)


@action("collection.withdraw_run", place="imported")
def _withdraw(imported: Import, *, reason: str, by: User | None, now: datetime) -> Import:
    if not reason.strip():
        raise WrongStage("a withdrawal needs a reason")
    with files.alone():
        recover_alone(now)
        imported.refresh_from_db()
        if imported.stage != Stage.DONE:
            raise WrongStage(f"{imported.run} was withdrawn already: {imported.reason}")
        with transaction.atomic():
            imported.stage = Stage.LEAVING.value
            imported.withdrawn_by, imported.withdrawn_at = by, now
            imported.reason = reason.strip()[:500]
            imported.save()
            record(
                "collection.run_withdrawn",
                f"import:{imported.run}",
                by=by,
                at=now,
                reason=imported.reason,
            )
        finish(imported)
    return imported
