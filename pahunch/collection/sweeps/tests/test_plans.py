"""Setting when platforms are asked: what can be set, who may, and what the command says."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, time

import pytest
from django.core.management import CommandError, call_command

from pahunch.collection.errors import WrongTimetable
from pahunch.collection.models import Plan
from pahunch.collection.sweeps.duties import timetables
from pahunch.collection.sweeps.plans import (
    PlanChange,
    changed,
    reset_timetable,
    set_timetable,
)
from pahunch.collection.sweeps.timetable import DAY, Timetable, usual
from pahunch.platforms.by_hand import Koo
from pahunch.platforms.x import X
from pahunch.platforms.youtube import YouTube
from pahunch.staff.errors import Refused
from pahunch.staff.models import Deed
from tests.people import Cast

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SIX = Timetable(DAY, time(6))


def said(*typed: str) -> str:
    out = io.StringIO()
    call_command("timetable", *typed, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_what_is_set_holds_and_the_rest_stays_usual() -> None:
    set_timetable(YouTube(), "inbox", PlanChange(minutes=360), by=None, now=NOW)
    set_timetable(YouTube(), "inbox", PlanChange(closes=time(22)), by=None, now=NOW)
    tables = timetables(YouTube())
    assert tables["inbox"] == Timetable(360, time(0), time(22))
    assert tables["counts"] == usual(YouTube().platform, "counts")
    assert timetables(X())["inbox"].minutes == 30
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.subject) == ("collection.timetable_set", "timetable:youtube/inbox")
    assert deed.detail == {"minutes": 360, "opens": "00:00", "closes": "22:00", "enabled": True}


@pytest.mark.django_db
def test_going_back_leaves_the_usual_timetable_and_a_deed_only_where_it_changes() -> None:
    set_timetable(X(), "counts", PlanChange(enabled=False), by=None, now=NOW)
    assert timetables(X())["counts"].enabled is False
    assert reset_timetable(X(), "counts", by=None, now=NOW) == usual(X().platform, "counts")
    number = Deed.objects.count()
    reset_timetable(X(), "counts", by=None, now=NOW)
    assert (Plan.objects.count(), Deed.objects.count()) == (0, number)


@pytest.mark.django_db
def test_only_an_administrator_sets_a_timetable(cast: Cast) -> None:
    for user in (cast.asha, cast.ravi, cast.guest):
        with pytest.raises(Refused):
            set_timetable(X(), "counts", PlanChange(enabled=False), by=user, now=NOW)
    assert not Plan.objects.exists()
    set_timetable(X(), "counts", PlanChange(enabled=False), by=cast.admin, now=NOW)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        PlanChange(minutes=0),
        PlanChange(minutes=4),
        PlanChange(minutes=DAY + 1),
        PlanChange(minutes=32 * DAY),
        PlanChange(closes=time(6)),
        PlanChange(opens=time(22), closes=time(6)),
    ],
)
def test_a_timetable_that_nobody_could_keep_is_refused(change: PlanChange) -> None:
    with pytest.raises(WrongTimetable):
        changed(SIX, change)


def test_midnight_is_no_hour_of_closing() -> None:
    assert changed(Timetable(DAY, time(6), time(22)), PlanChange(closes=time(0))) == SIX
    assert changed(SIX, PlanChange(minutes=7 * DAY)).minutes == 7 * DAY


@pytest.mark.django_db
def test_what_a_platform_is_not_asked_for_has_no_timetable() -> None:
    with pytest.raises(WrongTimetable, match="not audience"):
        set_timetable(X(), "audience", PlanChange(enabled=True), by=None, now=NOW)
    with pytest.raises(WrongTimetable, match="nothing"):
        reset_timetable(Koo(), "counts", by=None, now=NOW)


@pytest.mark.django_db
def test_the_command_sets_lists_and_goes_back() -> None:
    set_it = ("set", "x", "counts", "--every", "2880", "--opens", "05:00", "--closes", "22:00")
    assert said(*set_it) == "x counts: 2 days, from 05:00 to 22:00\n"
    assert said("set", "x", "inbox", "--off") == "x inbox: off\n"
    rows = {
        (row["platform"], row["what"]): row for row in json.loads(said("list", "--format=json"))
    }
    assert rows["x", "counts"] == {
        "platform": "x",
        "what": "counts",
        "every_minutes": 2880,
        "opens": "05:00",
        "closes": "22:00",
        "enabled": True,
        "set": True,
    }
    assert rows["x", "inbox"]["enabled"] is False
    assert rows["youtube", "counts"]["set"] is False
    assert ("koo", "counts") not in rows
    assert "set here" in said("list")
    assert said("reset", "x", "inbox") == "x inbox: 30 minutes, from 00:00 to 24:00\n"
    assert said("set", "x", "counts", "--closes", "24:00").endswith("to 24:00\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        ("set", "x", "counts"),
        ("set", "x", "counts", "--on", "--off"),
        ("set", "x", "counts", "--opens", "25:00"),
        ("set", "x", "counts", "--every", "1"),
        ("set", "x", "audience", "--on"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(typed: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        said(*typed)
    assert not Plan.objects.exists()
