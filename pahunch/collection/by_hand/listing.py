"""Which accounts wait for somebody to read them, and which readings for a second person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate

from pahunch.collection.by_hand.checking import (
    BY_INTERFACE,
    OLDEST,
    Last,
    last_counts,
    read_differently,
)
from pahunch.collection.models import Duty, HandReading, Import, ReadingState, Stage
from pahunch.collection.sweeps.words import WHY
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.registry.models import Account, Division
from pahunch.registry.models.accounts import AccountQuerySet
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User

SEE, ENTER, CONFIRM = (
    "collection.see_readings",
    "collection.enter_reading",
    "collection.confirm_reading",
)
OPEN = (ReadingState.WAITING.value, ReadingState.DISPUTED.value)
RUNNING = [each for each, connector in CONNECTORS.items() if connector.closed_on is None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the list asked for."""

    platform: str = ""
    words: str = ""
    state: str = ""
    every: bool = False
    """Those with a fresh count too."""

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """Read it from an address."""
        words = query.get("q", "").strip()
        return cls(
            query.get("platform", ""), words, query.get("state", ""), bool(query.get("every"))
        )


@dataclass(frozen=True, slots=True)
class Line:
    """An account that no interface counts just now."""

    account: Account
    why: Promise
    """Why no interface counts it."""
    last: Last | None
    due: bool
    """Its newest count is older than a screenshot may be, or there is none."""
    reading: HandReading | None
    """A reading of it that waits, or is disputed."""


def platforms() -> list[tuple[str, Promise]]:
    """Name the platforms that can be read."""
    return [(platform.value, PLATFORMS[platform]) for platform in RUNNING]


def accounts_for(user: User, wanted: Wanted, now: datetime) -> QuerySet[Account]:
    """Give the accounts of a user's part that no interface counts and that fit."""
    return accounts_wanted(Account.objects.seen_by(user, SEE), wanted, now)


def accounts_wanted(seen: AccountQuerySet, wanted: Wanted, now: datetime) -> QuerySet[Account]:
    """Give those of some accounts that no interface counts and that fit."""
    known = [each.value for each in RUNNING if wanted.platform in ("", each.value)]
    duty = Duty.objects.filter(account=OuterRef("pk"), ask="counts")
    state = Division.objects.states().filter(code=wanted.state).first()
    rows = seen.in_state(state) if state else seen.real()
    rows = rows.countable(localdate(now)).filter(
        ~Exists(duty.filter(outcome__in=BY_INTERFACE)), platform__in=known
    )
    if wanted.words:
        rows = rows.filter(
            Q(key__icontains=wanted.words)
            | Q(handles__handle__icontains=wanted.words)
            | Q(person__name__icontains=wanted.words)
            | Q(person__name_hi__icontains=wanted.words)
            | Q(department__name__icontains=wanted.words)
            | Q(division__name__icontains=wanted.words)
        )
    asked = rows.annotate(asked=Subquery(duty.values("outcome")[:1]))
    return asked.select_related("person", "department", "division").order_by("key").distinct()


def lines(accounts: Iterable[Account], wanted: Wanted, now: datetime) -> list[Line]:
    """Say of each account how it stands: without a count first, then the oldest."""
    rows = list(accounts)
    seen = last_counts([account.key for account in rows], now)
    held = {one.account_id: one for one in HandReading.objects.filter(is_open())}
    found = [
        Line(account, _why(account), last, _is_due(last, now), held.get(account.pk))
        for account in rows
        for last in [seen.get(account.key)]
    ]
    return sorted(
        (line for line in found if line.due or line.reading or wanted.every),
        key=lambda line: (line.last is not None, line.last.seen_at if line.last else now),
    )


def _is_due(last: Last | None, now: datetime) -> bool:
    return last is None or last.seen_at < now - OLDEST


def _why(account: Account) -> Promise:
    connector = next(each for name, each in CONNECTORS.items() if name.value == account.platform)
    if not connector.offers:
        return WHY["not_offered"]
    return WHY.get(getattr(account, "asked", None) or "not_connected", WHY["not_connected"])


def is_open() -> Q:
    """Give the condition for readings that wait or are disputed."""
    return Q(state__in=OPEN)


def open_readings(user: User) -> QuerySet[HandReading]:
    """Give the readings of a user's part that wait or are disputed, the oldest first."""
    seen = HandReading.objects.seen_by(user, SEE).filter(is_open())
    return _with_names(seen).order_by("entered_at", "pk")


def decided_readings(user: User) -> QuerySet[HandReading]:
    """Give the readings of a user's part that are decided, the newest first."""
    seen = HandReading.objects.seen_by(user, SEE).exclude(is_open())
    return _with_names(seen).order_by(F("decided_at").desc(nulls_last=True), "-pk")


def confirmable(user: User) -> set[int]:
    """Give the numbers of the readings that wait for somebody like this user."""
    mine = HandReading.objects.seen_by(user, CONFIRM).filter(state=ReadingState.WAITING.value)
    columns = (OuterRef(name) for name in ("account", "evidence", "seen_at", "pk"))
    known = read_differently(*columns).filter(Q(entered_by=user) | Q(second_by=user))
    waiting = mine.exclude(entered_by=user).filter(~Exists(known))
    return set(waiting.values_list("pk", flat=True))


def withdrawals(readings: Iterable[HandReading]) -> dict[str, Import]:
    """Give the imports of the readings that were withdrawn, by their run."""
    runs = [one.run for one in readings if one.state == ReadingState.CONFIRMED]
    gone = Import.objects.filter(run__in=runs, stage__in=[Stage.LEAVING, Stage.WITHDRAWN])
    return {imported.run: imported for imported in gone.select_related("withdrawn_by")}


def address_of_run(run: str) -> str:
    """Give the page of the reading that became a run of the lake; empty for other runs."""
    found = re.fullmatch(r"hand-(\d{1,18})", run)
    return reverse("collection:reading", args=[int(found[1])]) if found else ""


def _with_names(readings: QuerySet[HandReading]) -> QuerySet[HandReading]:
    return readings.select_related(
        "account__person",
        "account__department",
        "account__division",
        "entered_by",
        "second_by",
        "decided_by",
    )


def evidence_of(reading: HandReading) -> bytes | None:
    """Give the screenshot of a reading; None: its file is gone from the home."""
    path = settings.UPLOADS / reading.evidence
    return path.read_bytes() if path.is_file() else None
