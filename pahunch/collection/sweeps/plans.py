"""Setting when a platform is asked, where the usual timetable does not suit the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from pahunch.collection.errors import WrongTimetable
from pahunch.collection.models import Plan
from pahunch.collection.sweeps.duties import offered, timetables
from pahunch.collection.sweeps.timetable import DAY, Timetable
from pahunch.platforms.base import Connector
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

SHORTEST = 5
"""Minutes. A fetch that is done oftener than workers look would never be on time."""
LONGEST = 31 * DAY


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is to be set; None leaves what is there."""

    minutes: int | None = None
    opens: time | None = None
    closes: time | None = None
    """Midnight: the end of the day."""
    enabled: bool | None = None


@action("collection.set_timetable")
@transaction.atomic
def set_timetable(
    connector: Connector, ask: str, change: PlanChange, *, by: User | None, now: datetime
) -> Timetable:
    """Set when one kind of fetch is done. Raises WrongTimetable."""
    table = changed(_table(connector, ask), change)
    Plan.objects.update_or_create(
        platform=connector.platform.value,
        ask=ask,
        defaults={
            "enabled": table.enabled,
            "every_minutes": table.minutes,
            "opens": table.opens,
            "closes": table.closes,
        },
    )
    detail = {
        "minutes": table.minutes,
        "opens": table.opens.isoformat("minutes"),
        "closes": table.closes.isoformat("minutes") if table.closes else None,
        "enabled": table.enabled,
    }
    record("collection.timetable_set", _subject(connector, ask), by=by, at=now, detail=detail)
    return table


@action("collection.set_timetable")
@transaction.atomic
def reset_timetable(connector: Connector, ask: str, *, by: User | None, now: datetime) -> Timetable:
    """Go back to the usual timetable. Raises WrongTimetable."""
    _table(connector, ask)
    gone, _ = Plan.objects.filter(platform=connector.platform.value, ask=ask).delete()
    if gone:
        record("collection.timetable_reset", _subject(connector, ask), by=by, at=now)
    return _table(connector, ask)


def changed(table: Timetable, change: PlanChange) -> Timetable:
    """Give a timetable with what is to be set. Raises WrongTimetable."""
    minutes = table.minutes if change.minutes is None else change.minutes
    if not SHORTEST <= minutes <= LONGEST or (minutes > DAY and minutes % DAY):
        raise WrongTimetable(
            f"{minutes} minutes: {SHORTEST} or more, and above a day ({DAY}) whole days up to 31"
        )
    opens = table.opens if change.opens is None else change.opens
    closes = table.closes if change.closes is None else change.closes
    closes = None if closes == time(0) else closes
    if closes is not None and closes <= opens:
        raise WrongTimetable(f"it would close at {closes:%H:%M}, before it opens at {opens:%H:%M}")
    enabled = table.enabled if change.enabled is None else change.enabled
    return Timetable(minutes, opens, closes, enabled=enabled)


def _table(connector: Connector, ask: str) -> Timetable:
    found = timetables(connector).get(ask)
    if found is None:
        known = ", ".join(offered(connector)) or "nothing"
        raise WrongTimetable(f"{connector.platform.value} is asked for {known}, not {ask}")
    return found


def _subject(connector: Connector, ask: str) -> str:
    return f"timetable:{connector.platform.value}/{ask}"
