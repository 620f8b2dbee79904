"""Runs of sweeps: listed, and withdrawn by command with a deed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import httpx
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pahunch.collection import runs as runs_of
from pahunch.collection.errors import NoSuchRun, WrongStage
from pahunch.collection.models import Claim, Duty, Import
from pahunch.collection.recovery import recover
from pahunch.collection.runs import Run, runs, withdraw_run
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import Lane
from pahunch.collection.sweeps.plans import PlanChange, set_timetable
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.tests.platform import Line, Toy, everybody
from pahunch.facts import Platform
from pahunch.observations import Extra, Lake
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.people import assemble

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def whole(platform: str = "") -> list[Run]:
    return runs(since=NOON - 30 * DAY, until=NOON + 30 * DAY, platform=platform)


def posts(request: httpx.Request) -> httpx.Response:
    if request.url.path != "/posts":
        return everybody(request)
    at = (NOON - timedelta(hours=2)).isoformat()
    return httpx.Response(200, json={"items": [{"id": "p1", "at": at, "likes": 4}]})


def swept(number: int, *asks: str) -> list[str]:
    """Sweep some accounts at noon; give the names of the runs, the newest first."""
    enrol({Platform.THREADS: Toy()})
    for ask in {"counts", "posts", "engagement", "inbox", "audience"} - set(asks):
        set_timetable(Toy(), ask, PlanChange(enabled=False), by=None, now=NOON)
    lane = Lane(Toy(), "w1", lambda: NOON, transport=Line(posts).transport, pauses=(0.0, 0.0))
    lane.run(patience=timedelta(0))
    return [run.name for run in whole() if run.kind == "sweep"]


def latest(*keys: str) -> int:
    return int(Lake(settings.LAKE).at().latest(list(keys), until=NOON + DAY).num_rows)


def said(*words: str) -> str:
    out = StringIO()
    call_command("runs", *words, stdout=out)
    return out.getvalue()


def test_a_sweep_is_listed_with_what_it_asked_and_of_how_many() -> None:
    accounts(2)
    (name,) = swept(2, "counts")
    (run,) = whole()
    assert (run.name, run.what, run.number, run.counted, run.by, run.stage) == (
        name,
        "threads counts",
        2,
        2,
        "w1",
        "done",
    )
    assert runs(since=NOON + DAY, until=NOON + 2 * DAY) == []
    assert whole("x") == []
    days = ("--since", "2026-11-23", "--until", "2026-11-23")
    (row,) = json.loads(said("list", *days, "--format", "json"))
    assert (row["run"], row["at"]) == (name, "2026-11-23T12:00:00+05:30")
    assert name in said("list", *days, "--platform", "threads")
    assert name not in said("list", "--since", "2026-11-24", "--until", "2026-11-25")
    with pytest.raises(CommandError, match="no date"):
        said("list", "--since", "yesterday")


def test_a_withdrawn_sweep_counts_no_more_and_stays_visible_with_a_deed() -> None:
    accounts(2)
    (name,) = swept(2, "counts")
    assert latest("threads:1", "threads:2") == 2
    words = said("withdraw", name[:14], "--reason", "zeros for an hour")
    assert words == f"withdrew {name}: it stays visible, and counts no more\n"
    assert latest("threads:1", "threads:2") == 0
    rows = Lake(settings.LAKE).at().series(["threads:1"]).to_pylist()
    assert [(row["withdrawn"], row["reason"]) for row in rows] == [(True, "zeros for an hour")]
    deed = Deed.objects.get(verb="collection.run_withdrawn")
    assert (deed.subject, deed.reason) == (f"run:{name}", "zeros for an hour")
    assert deed.detail == {"what": "threads counts", "accounts": 2, "counted": 2}
    (run,) = whole()
    assert (run.stage, run.reason) == ("withdrawn", "zeros for an hour")
    with pytest.raises(CommandError, match="withdrawn already"):
        said("withdraw", name, "--reason", "again")
    assert Deed.objects.filter(verb="collection.run_withdrawn").count() == 1


def test_posts_and_their_figures_go_with_their_run() -> None:
    accounts(1)
    (name,) = swept(1, "posts")
    lake = Lake(settings.LAKE)
    assert not lake.has_run(name)
    assert lake.posts(["threads:1"], since=NOON - DAY).num_rows == 1
    withdraw_run(name, reason="another account's posts", by=None, now=NOON)
    assert lake.posts(["threads:1"], since=NOON - DAY).num_rows == 0
    assert lake.rows(Extra.FETCHES).num_rows == 0
    assert lake.fetches_of(NOON.date(), NOON.date()).num_rows == 1


def test_a_run_is_named_by_its_beginning_only_where_that_fits_one() -> None:
    accounts(7)
    assert len(swept(7, "counts", "posts")) > 1
    for wrong in ("sweep-", "sweep-zzz", "nothing", ""):
        with pytest.raises(NoSuchRun):
            withdraw_run(wrong, reason="why", by=None, now=NOON)
    assert not Import.objects.exists()


def test_without_a_reason_or_while_it_is_brought_in_nothing_is_withdrawn() -> None:
    accounts(1)
    (name,) = swept(1, "counts")
    with pytest.raises(WrongStage, match="needs a reason"):
        withdraw_run(name, reason=" ", by=None, now=NOON)
    claim = Claim.objects.create(
        id=name.removeprefix("sweep-"),
        worker="w1",
        platform="threads",
        ask="counts",
        window=NOON,
        leased_until=NOON,
    )
    with pytest.raises(WrongStage, match="still being brought in"):
        withdraw_run(name, reason="why", by=None, now=NOON)
    claim.delete()
    assert (latest("threads:1"), Deed.objects.filter(reason="why").count()) == (1, 0)


def test_a_withdrawal_that_a_crash_cut_off_is_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts(1)
    (name,) = swept(1, "counts")

    def crash(leaving: Import) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs_of, "finish", crash)
    with pytest.raises(KeyboardInterrupt):
        withdraw_run(name, reason="zeros", by=None, now=NOON)
    assert (latest("threads:1"), Import.objects.get().stage) == (1, "leaving")
    assert recover(NOON) == 1
    assert (latest("threads:1"), Import.objects.get().stage) == (0, "withdrawn")


def test_only_the_state_cell_withdraws_and_a_refusal_leaves_no_trace() -> None:
    accounts(1)
    (name,) = swept(1, "counts")
    people = assemble()
    before = Deed.objects.count()
    for stranger in (people.ravi, people.meena, people.om):
        with pytest.raises(Refused):
            withdraw_run(name, reason="why", by=stranger, now=NOON)
    assert (Deed.objects.count(), Import.objects.count(), latest("threads:1")) == (before, 0, 1)
    withdraw_run(name, reason="why", by=people.asha, now=NOON)
    assert Import.objects.get().withdrawn_by == people.asha


def test_a_withdrawn_sweep_is_no_file_among_the_imports(client: Client) -> None:
    accounts(1)
    (name,) = swept(1, "counts")
    people = assemble()
    withdraw_run(name, reason="why", by=None, now=NOON)
    client.force_login(people.asha)
    assert name not in client.get(reverse("collection:imports")).content.decode()
    out = StringIO()
    call_command("import", "list", stdout=out)
    assert name not in out.getvalue()
    assert Duty.objects.filter(outcome="counted").count() == 1
