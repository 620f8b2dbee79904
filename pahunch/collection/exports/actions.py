"""What a person can do with an export: bring it in, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _

from pahunch.collection import files
from pahunch.collection.actions import shown
from pahunch.collection.exports.preparing import About, Prepared, prepare, rows_of
from pahunch.collection.exports.reading import Said, Watch
from pahunch.collection.exports.troubles import BadExport, Trouble, of_table
from pahunch.collection.models import Import, Stage
from pahunch.collection.recovery import recover_alone
from pahunch.collection.storing import Rows, store
from pahunch.lib.tables import BadTable, Limits, check_file
from pahunch.observations import Extra
from pahunch.registry.models import Account, Division
from pahunch.staff.models import User
from pahunch.staff.rights import EVERYWHERE, Place, action, may

KIND = "export"
OPERATION = "collection.import_counts"


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing an export in did, or, on a dry run, would do."""

    run: str
    prepared: Prepared
    observations: int
    posts: int
    figures: int
    """Figures of posts."""
    already: bool = False
    """The same bytes were brought before for the same accounts: nothing was added."""
    stage: str = Stage.DONE.value
    dry_run: bool = False

    @property
    def rows(self) -> int:
        """How many rows of the file are taken."""
        return len(self.prepared.entries)

    @property
    def digest(self) -> str:
        """Tell two previews of one file apart, where what it becomes has changed between."""
        return self.run.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be brought in."""

    path: Path
    name: str = ""
    """What the file was called; empty: what it is called."""
    accounts: Sequence[str] = ()
    """Keys or @handles of the accounts that it is about."""
    state: str = ""
    said: Said = field(default_factory=Said)

    @property
    def shown(self) -> str:
        """The name as it can be printed and stored."""
        return (self.name or shown(self.path))[:255]


def import_export(
    wish: Wish,
    *,
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Brought:
    """Bring in an export of another tool: all that can be kept of it, or nothing.

    Raises BadExport with every problem, Refused where the user may not.
    """
    state = _state(wish)
    place = Place(division=state.path) if state else None
    return _import(wish, state, place=place, by=by, now=now, dry_run=dry_run, watch=watch)


def _state(wish: Wish) -> Division | None:
    if not wish.state:
        return None
    if found := Division.objects.states().filter(code=wish.state).first():
        return found
    known = ", ".join(Division.objects.states().values_list("code", flat=True))
    words = _("no state %(state)r; known: %(known)s")
    given = {"state": wish.state, "known": known}
    raise BadExport(wish.shown, [Trouble(None, None, words, given)])


@action(OPERATION, place="place")
def _import(
    wish: Wish,
    state: Division | None,
    *,
    place: Place | None,
    by: User | None,
    now: datetime,
    dry_run: bool,
    watch: Watch | None,
) -> Brought:
    del place  # the rule has used it
    about = About(
        wish.shown, wish.said, _chosen(wish, by), state, localdate(now), settings.TIME_ZONE
    )
    with files.alone():
        recover_alone(now)
        try:
            check_file(wish.path, Limits())
            copy, checksum = files.take_copy(wish.path)
        except BadTable as bad:
            raise BadExport(wish.shown, [of_table(bad)]) from bad
        try:
            prepared = prepare(copy, about, watch)
            _refuse_strangers(prepared, wish.shown, by)
            run = _run_of(prepared, checksum)
            rows = rows_of(run, prepared, about)
            if before := _before(run, checksum, wish.shown):
                return _brought(run, prepared, rows, already=True, stage=before.stage)
            if not dry_run:
                imported = Import(
                    run=run,
                    kind=KIND,
                    state=state or _state_of(prepared),
                    file_name=wish.shown,
                    checksum=checksum,
                    raw_path=f"uploads/{checksum}",
                    rows=len(prepared.entries),
                    by=by,
                    at=now,
                )
                store(imported, copy, rows, detail=_detail(prepared))
        finally:
            copy.unlink(missing_ok=True)
    return _brought(run, prepared, rows, dry_run=dry_run)


def _brought(
    run: str,
    prepared: Prepared,
    rows: Rows,
    *,
    already: bool = False,
    stage: str = Stage.DONE.value,
    dry_run: bool = False,
) -> Brought:
    posts, figures = rows.further.get(Extra.POSTS), rows.further.get(Extra.POST_METRICS)
    return Brought(
        run,
        prepared,
        rows.observations.num_rows,
        len(set(posts.column("post").to_pylist())) if posts else 0,
        figures.num_rows if figures else 0,
        already=already,
        stage=stage,
        dry_run=dry_run,
    )


def _chosen(wish: Wish, by: User | None) -> list[Account]:
    """Find the accounts that were named, among those that the user may see.

    A handle may be that of several accounts: which of them is meant, the platform says.
    """
    rows = Account.objects.all() if by is None else Account.objects.seen_by(by, OPERATION)
    found: dict[str, Account] = {}
    for name in wish.accounts:
        handle = name.removeprefix("@")
        these = list(rows.filter(key=name)) or list(
            rows.filter(handles__handle__iexact=handle).distinct()
        )
        if not these:
            words = _("%(name)r is no account of the registry, or not of your part of it")
            raise BadExport(wish.shown, [Trouble(None, None, words, {"name": name})])
        found |= {account.key: account for account in these}
    return list(found.values())


def _refuse_strangers(prepared: Prepared, name: str, by: User | None) -> None:
    """Refuse a file with rows about accounts outside what the user was granted."""
    if by is None or may(by, OPERATION, EVERYWHERE):
        return
    mine = Account.objects.seen_by(by, OPERATION).filter(key__in=list(prepared.accounts))
    others = set(prepared.accounts) - set(mine.values_list("key", flat=True))
    words = _("is about somebody outside your part of the state")
    if others:
        first = {entry.account: entry.row for entry in reversed(prepared.entries)}
        rows = sorted(row for account, row in first.items() if account in others)
        raise BadExport(name, [Trouble(row, None, words) for row in rows])


def _run_of(prepared: Prepared, checksum: str) -> str:
    """Name a run: the same bytes for the same accounts, read the same way, are the same run."""
    told = "\n".join([checksum, *sorted(prepared.accounts)])
    return f"export-{prepared.format.name}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def _before(run: str, checksum: str, name: str) -> Import | None:
    """Give the run if it was brought before. Raises BadExport where the file was, as another."""
    imports = Import.objects.filter(kind=KIND, checksum=checksum)
    if before := imports.filter(run=run).first():
        return before
    if other := imports.filter(stage__in=[Stage.PENDING.value, Stage.DONE.value]).first():
        words = _("was brought before for other accounts, as %(run)s; withdraw that first")
        raise BadExport(name, [Trouble(None, None, words, {"run": other.run})])
    return None


def _state_of(prepared: Prepared) -> Division | None:
    """Give the state to which all the accounts of a file belong; None: to several, or none."""
    roots = {
        place.division.partition("/")[0]
        for account in prepared.accounts.values()
        for place in Account.scope.places(account)
        if place.division
    }
    if len(roots) != 1:
        return None
    return Division.objects.states().filter(path=f"{roots.pop()}/").first()


def _detail(prepared: Prepared) -> dict[str, object]:
    return {
        "kind": prepared.format.name,
        "accounts": sorted(prepared.accounts)[:50],
        "left_out": len(prepared.left_out),
    }
