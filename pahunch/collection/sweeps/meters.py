"""What is left of each limit: spent before it is used, corrected by what platforms say.

`room` and `spend` are arithmetic on one meter; `reserve` does it for many in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from pahunch.collection.models import Meter
from pahunch.platforms.base import Holder, Limit, Reading

AHEAD = timedelta(seconds=20)
"""How far into the future a paced limit is spent: longer would hold accounts for too long."""
LATE = timedelta(seconds=1)
"""Nothing is sent in the last moments of a window: it might arrive in the next one."""
GUARD = timedelta(seconds=2)
"""A window that no header has told of may have begun later than we think, by so much."""
NEVER = datetime(2200, 1, 1, tzinfo=UTC)
APPLICATION = "application"
AT = " at "

Key = tuple[str, str]
"""Whose meter, of which limit: holder and name."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be spent now, and when to ask again where that is not enough."""

    left: int | None
    """None: as much as one likes."""
    until: datetime
    """When there is more."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What was spent: when the request may be sent, and until when."""

    at: datetime
    until: datetime


def asker_at(access: str, host: str) -> str:
    """Name who asks and where, so that each limit finds there whose use it counts."""
    return f"{access}{AT}{host}" if access else host


def whose(limit: Limit, asker: str) -> str:
    """Give the holder of a limit: a hundred connections may share one application or server."""
    access, _, host = asker.rpartition(AT)
    if limit.holder == Holder.APPLICATION:
        return APPLICATION
    return host if limit.holder == Holder.HOST else access or host


def roll(meter: Meter, limit: Limit, now: datetime) -> None:
    """Begin a new window where the last one has ended."""
    if meter.ends_at is not None and now >= meter.ends_at:
        meter.spent, meter.ends_at = 0, None


def room(meter: Meter, limit: Limit, now: datetime) -> Room:
    """Tell how much of a limit may be spent now. The meter must have been rolled."""
    if meter.closed_until is not None and now < meter.closed_until:
        return Room(0, meter.closed_until)
    if meter.amount is None:
        return Room(None, now)
    if limit.paced:
        step = timedelta(seconds=(limit.seconds or 1) / meter.amount)
        first = max(now, meter.next_at or now)
        slots = int((now + AHEAD - first) / step) + 1
        return Room(max(0, slots), first)
    until = meter.ends_at or window_end(limit, now)
    if limit.seconds is not None and meter.ends_at is not None and now >= meter.ends_at - LATE:
        return Room(0, until)
    return Room(max(0, meter.amount - meter.spent), until)


def spend(meter: Meter, limit: Limit, amount: int, now: datetime) -> Grant:
    """Take an amount that there is room for; give when the request may be sent."""
    if limit.paced and meter.amount:
        step = timedelta(seconds=(limit.seconds or 1) / meter.amount)
        at = max(now, meter.next_at or now)
        meter.next_at = at + step * amount
        return Grant(at, NEVER)
    meter.spent += amount
    if meter.ends_at is None:
        meter.ends_at = window_end(limit, now)
    return Grant(now, meter.ends_at - LATE)


def window_end(limit: Limit, now: datetime) -> datetime:
    """Give when a window that begins now ends."""
    if limit.seconds is not None:
        return now + timedelta(seconds=limit.seconds) + GUARD
    zone = ZoneInfo(limit.day_in or limit.month_in or "UTC")
    day = now.astimezone(zone).date() + timedelta(days=1)
    while limit.month_in and day.day != 1:
        day += timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def learn(meter: Meter, limit: Limit, reading: Reading, now: datetime) -> None:
    """Believe a platform's header, where it is not about a window that is over.

    What we have spent and it has not seen yet stays spent: requests may be on their way.
    """
    if reading.closed_until is not None and reading.closed_until > now:
        meter.closed_until = max(reading.closed_until, meter.closed_until or now)
    if reading.resets_at is not None and reading.resets_at <= now:
        return
    if reading.amount is not None and reading.amount > 0:
        meter.amount = reading.amount
    if reading.remaining is not None and meter.amount is not None and not limit.paced:
        meter.spent = max(meter.spent, meter.amount - reading.remaining)
    if reading.resets_at is not None and not limit.paced:
        meter.ends_at = reading.resets_at


class Meters:
    """The meters of one platform within a transaction: read under a lock, written back once."""

    def __init__(
        self,
        platform: str,
        limits: Iterable[Limit],
        askers: Iterable[str],
        *,
        amounts: Mapping[str, int],
        now: datetime,
    ) -> None:
        """`amounts` replaces the amount of a limit by name: the cap that the office set."""
        self.platform = platform
        self.limits = {limit.name: limit for limit in limits}
        self.now = now
        self._amounts = amounts
        self._meters: dict[Key, Meter] = {}
        every = list(askers)
        wanted = sorted({whose(limit, one) for limit in self.limits.values() for one in every})
        for start in range(0, len(wanted), 400):
            rows = Meter.objects.select_for_update().order_by("pk")
            for meter in rows.filter(platform=platform, holder__in=wanted[start : start + 400]):
                if meter.limit in self.limits:
                    self._meters[meter.holder, meter.limit] = meter
        for key, meter in self._meters.items():
            self._prepare(key[1], meter)

    def take(self, asker: str, cost: Mapping[str, int]) -> Grant | Room:
        """Spend a cost whole, and give when to send; or nothing, and give why not."""
        parts = [
            (self._meter(asker, name), self.limits[name], amount)
            for name, amount in cost.items()
            if amount
        ]
        for meter, limit, amount in parts:
            there = room(meter, limit, self.now)
            if there.left is not None and there.left < amount:
                return Room(0, there.until)
        grants = [Grant(self.now, NEVER), *(spend(*part, self.now) for part in parts)]
        return Grant(max(each.at for each in grants), min(each.until for each in grants))

    def learn(self, asker: str, readings: Iterable[Reading]) -> None:
        """Believe what the platform's headers said of the limits of whoever asked."""
        for reading in readings:
            if reading.limit in self.limits:
                meter = self._meter(asker, reading.limit)
                learn(meter, self.limits[reading.limit], reading, self.now)

    def close(self, asker: str, limit: str, until: datetime) -> None:
        """Ask nothing of a limit before a moment."""
        if limit in self.limits:
            meter = self._meter(asker, limit)
            meter.closed_until = max(until, meter.closed_until or until)

    def save(self) -> None:
        """Write every meter back."""
        new = [meter for meter in self._meters.values() if meter._state.adding]
        old = [meter for meter in self._meters.values() if not meter._state.adding]
        Meter.objects.bulk_create(new, 500)
        fields = ["amount", "spent", "ends_at", "next_at", "closed_until"]
        Meter.objects.bulk_update(old, fields, 200)

    def _meter(self, asker: str, name: str) -> Meter:
        holder = whose(self.limits[name], asker)
        key = (holder, name)
        if key not in self._meters:
            self._meters[key] = Meter(platform=self.platform, holder=holder, limit=name)
            self._prepare(name, self._meters[key])
        return self._meters[key]

    def _prepare(self, name: str, meter: Meter) -> None:
        limit = self.limits[name]
        if name in self._amounts:
            meter.amount = self._amounts[name]
        elif meter.amount is None:
            meter.amount = limit.amount
        roll(meter, limit, self.now)


def give_back(
    platform: str,
    limits: Iterable[Limit],
    unused: Sequence[tuple[str, str, int]],
    now: datetime,
) -> None:
    """Return what was spent and not used (by asker and limit), where its window still runs."""
    known = {limit.name: limit for limit in limits}
    for asker, name, amount in unused:
        if name not in known:
            continue
        holder = whose(known[name], asker)
        rows = Meter.objects.filter(platform=platform, holder=holder, limit=name)
        running = rows.filter(Q(ends_at__gt=now), spent__gte=amount)
        running.update(spent=F("spent") - amount)
