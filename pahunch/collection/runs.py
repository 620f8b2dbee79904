"""Runs: everything that came into the lake at once, listed, and withdrawn with a reason.

A run is a file, a count read by hand, or a part of a sweep. Files and readings stand in
the table of imports from the beginning; a part of a sweep stands only in the lake, and gets
its row there when it is withdrawn, so that a withdrawal that a crash cuts off is carried on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from pahunch.collection import files
from pahunch.collection.actions import withdraw_import
from pahunch.collection.errors import NoSuchRun, WrongStage
from pahunch.collection.models import Claim, Import, Stage
from pahunch.collection.recovery import finish, recover_alone
from pahunch.observations import Lake
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

SWEEP = "sweep"
PREFIX = "sweep-"


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it is listed. `number`: rows of a file, accounts of a sweep."""

    name: str
    kind: str
    """counts, export, hand or sweep."""
    what: str
    """The file's name, or the platform and what it was asked for."""
    number: int
    counted: int
    """Of a sweep: the accounts that gave what they were asked for; else all rows."""
    at: datetime
    by: str
    """Who brought it: a person, or a worker."""
    stage: str
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Give it as data, with the moment in the state's zone."""
        return {
            "run": self.name,
            "kind": self.kind,
            "what": self.what,
            "number": self.number,
            "counted": self.counted,
            "at": localtime(self.at).isoformat(timespec="seconds"),
            "by": self.by,
            "stage": self.stage,
            "reason": self.reason,
        }


def runs(*, since: datetime, until: datetime, platform: str = "") -> list[Run]:
    """Give the runs of some time, newest first; with a platform only sweeps of it."""
    known = {each.run: each for each in Import.objects.select_related("by")}
    found = [
        _of_sweep(row, known.get(str(row["run"])))
        for row in _sweeps(since=since, until=until)
        if platform in ("", row["platform"])
    ]
    if not platform:
        found += [
            _of_import(each)
            for each in known.values()
            if each.kind != SWEEP and since <= each.at < until
        ]
    return sorted(found, key=lambda run: (run.at, run.name), reverse=True)


def withdraw_run(name: str, *, reason: str, by: User | None, now: datetime) -> Import:
    """Take a run out of every question from now on; it stays visible with the reason.

    `name` may be shortened to its beginning. Raises NoSuchRun, WrongStage, Refused.
    """
    if not name or Import.objects.filter(run__startswith=name).exists():
        return withdraw_import(name, reason=reason, by=by, now=now)
    return _withdraw_sweep(_one_sweep(name), reason=reason, by=by, now=now)


@action("collection.withdraw_run")
def _withdraw_sweep(sweep: Run, *, reason: str, by: User | None, now: datetime) -> Import:
    if not reason.strip():
        raise WrongStage("a withdrawal needs a reason")
    with files.alone():
        recover_alone(now)
        claim = _claim(sweep.name)
        if claim is not None and Claim.objects.filter(pk=claim).exists():
            raise WrongStage(f"{sweep.name} is still being brought in; try again in a minute")
        if before := Import.objects.filter(run=sweep.name).first():
            raise WrongStage(f"{sweep.name} was withdrawn already: {before.reason}")
        with transaction.atomic():
            leaving = Import.objects.create(
                run=sweep.name,
                kind=SWEEP,
                stage=Stage.LEAVING.value,
                file_name=sweep.what,
                rows=sweep.counted,
                at=sweep.at,
                withdrawn_at=now,
                withdrawn_by=by,
                reason=reason.strip()[:500],
            )
            detail = {"what": sweep.what, "accounts": sweep.number, "counted": sweep.counted}
            record(
                "collection.run_withdrawn",
                f"run:{sweep.name}",
                by=by,
                at=now,
                reason=leaving.reason,
                detail=detail,
            )
        finish(leaving)
    return leaving


def _one_sweep(beginning: str) -> Run:
    """Find the one part of a sweep that is called so. Raises NoSuchRun."""
    rows = _sweeps(beginning=beginning) if beginning.startswith(PREFIX) else []
    exact = [row for row in rows if row["run"] == beginning] or rows
    if len(exact) != 1:
        words = f"fits {len(exact):,} runs" if exact else "is no run; see `pahunch runs list`"
        raise NoSuchRun(f"{beginning!r} {words}")
    return _of_sweep(exact[0], None)


def _sweeps(
    *, since: datetime | None = None, until: datetime | None = None, beginning: str = PREFIX
) -> Sequence[dict[str, Any]]:
    found: Sequence[dict[str, Any]] = (
        Lake(settings.LAKE).runs(beginning, since=since, until=until).to_pylist()
    )
    return found


def _of_sweep(row: dict[str, Any], leaving: Import | None) -> Run:
    return Run(
        row["run"],
        SWEEP,
        f"{row['platform']} {row['ask']}",
        row["accounts"],
        row["counted"],
        row["ended"],
        row["worker"],
        leaving.stage if leaving else Stage.DONE.value,
        leaving.reason if leaving else "",
    )


def _of_import(row: Import) -> Run:
    by = row.by.username if row.by else ""
    what = row.file_name if row.kind != "hand" else "a count read by hand"
    return Run(row.run, row.kind, what, row.rows, row.rows, row.at, by, row.stage, row.reason)


def _claim(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(PREFIX))
    except ValueError:
        return None
