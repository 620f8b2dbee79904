"""When a kind of fetch is due: windows of the state's day, one fetch in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from pahunch.facts import Platform

DAY = 24 * 60
USUAL_MINUTES = {
    "counts": DAY,
    "posts": DAY,
    "engagement": DAY,
    "inbox": 30,
    "messages": DAY,
    "audience": 7 * DAY,
}
ONLY_WHEN_WANTED = frozenset({"messages"})
"""Off until the office switches it on: each look costs money, also where nothing is new."""
USUAL_OPENS = time(6)
"""Early enough that a day's quota lasts, late enough that the night's posts are there."""
REREAD_DAYS = (1, 7, 28)
"""Days after a post's own on which its engagement is read again: most of it comes early."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """How often one kind of fetch is done on one platform, and at what time of the day."""

    minutes: int
    opens: time = time(0)
    closes: time | None = None
    """None: midnight."""
    enabled: bool = True

    def window(self, now: datetime, zone: tzinfo) -> datetime | None:
        """Give when the window that is open now began; None where none is open."""
        local = now.astimezone(zone)
        clock = local.time()
        if not self.enabled or clock < self.opens or (self.closes and clock >= self.closes):
            return None
        return self.began(now, zone)

    def began(self, now: datetime, zone: tzinfo) -> datetime:
        """Give when the window around a moment began, open or not."""
        local = now.astimezone(zone)
        midnight = datetime.combine(local.date(), time(), zone)
        if self.minutes >= DAY:
            days = self.minutes // DAY
            midnight -= timedelta(days=local.date().toordinal() % days)
            return midnight.astimezone(UTC)
        passed = int((local - midnight).total_seconds() // 60)
        start = midnight + timedelta(minutes=passed // self.minutes * self.minutes)
        return start.astimezone(UTC)

    def next(self, now: datetime, zone: tzinfo) -> datetime:
        """Give the first moment after now at which a new window is open."""
        moment = self.began(now, zone)
        for _ in range(3 * DAY // max(1, min(self.minutes, DAY)) + 8):
            moment += timedelta(minutes=self.minutes)
            local = moment.astimezone(zone)
            opening = max(local, datetime.combine(local.date(), self.opens, zone))
            if opening > now and self.window(opening, zone) is not None:
                return opening.astimezone(UTC)
        return now + timedelta(days=1)


def usual(platform: Platform, ask: str) -> Timetable:
    """Give the timetable that holds where the office has set none."""
    minutes = USUAL_MINUTES[ask]
    opens = USUAL_OPENS if minutes >= DAY else time(0)
    return Timetable(minutes, opens, enabled=ask not in ONLY_WHEN_WANTED)
