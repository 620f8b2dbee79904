"""What is wrong with a reading, said before anything of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from pahunch.collection.by_hand.numbers import is_far, on_screen
from pahunch.collection.errors import WrongReading
from pahunch.collection.models import Duty, HandReading, Import, ReadingState, Stage
from pahunch.facts import Count, Platform
from pahunch.observations import Lake
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.registry.models import Account
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User

OLDEST = timedelta(days=7)
"""A screenshot that is older shows nothing of today, and is more easily mixed up."""
BY_INTERFACE = ("counted", "waiting")
"""Outcomes of a duty by which an account counts as counted without anybody reading it."""


@dataclass(frozen=True, slots=True)
class Last:
    """The newest count that the lake has of an account."""

    count: Count
    seen_at: datetime


def last_counts(accounts: list[str], until: datetime) -> dict[str, Last]:
    """Give the newest count of each account that has one; a withheld one is none."""
    rows = Lake(settings.LAKE).at().latest(accounts, until=until).to_pylist()
    return {
        row["account"]: Last(Count(row["low"], row["high"]), row["seen_at"])
        for row in rows
        if not row["withheld"]
    }


def is_counted_by_interface(account: Account) -> bool:
    """Tell whether a platform's interface counts an account, so that nobody need read it."""
    return Duty.objects.filter(account=account, ask="counts", outcome__in=BY_INTERFACE).exists()


def read(wording: str) -> Count:
    """Give what stands on a screen as an interval. Raises WrongReading."""
    try:
        return on_screen(wording)
    except ValueError as error:
        raise WrongReading("unreadable") from error


def check_account(account: Account, on: datetime) -> None:
    """Refuse an account that has no followers any more. Raises WrongReading."""
    platform = Platform(account.platform)
    connector = CONNECTORS.get(platform)
    if connector is not None and connector.closed_on is not None:
        raise WrongReading("closed", platform=PLATFORMS[platform], on=connector.closed_on)
    if not Account.objects.countable(localdate(on)).filter(pk=account.pk).exists():
        raise WrongReading("gone")


def check(
    account: Account, wording: str, seen_at: datetime, now: datetime, *, looked_again: bool
) -> Count:
    """Give the interval of a reading that can be entered. Raises WrongReading."""
    count = read(wording)
    if seen_at > now:
        raise WrongReading("future")
    if seen_at < now - OLDEST:
        raise WrongReading("old", most=OLDEST.days)
    check_account(account, seen_at)
    last = last_counts([account.key], now).get(account.key)
    if last and is_far(count, last.count) and not looked_again:
        raise WrongReading("far", last=last.count, day=last.seen_at)
    return count


def check_others(account: Account, by: User) -> None:
    """Refuse a second reading beside one of somebody else that waits. Raises WrongReading."""
    waiting = HandReading.objects.filter(account=account, state=ReadingState.WAITING.value)
    if waiting.exclude(entered_by=by).exists():
        raise WrongReading("waits")


def check_picture(account: Account, checksum: str) -> None:
    """Refuse a screenshot that speaks for another reading. Raises WrongReading.

    One whose reading was declined, disputed or withdrawn may come again.
    """
    before = HandReading.objects.filter(evidence=checksum)
    elsewhere = before.filter(state=ReadingState.WAITING.value).exclude(account=account)
    confirmed = before.filter(state=ReadingState.CONFIRMED.value)
    standing = Import.objects.filter(run__in=[one.run for one in confirmed])
    if elsewhere.exists() or standing.exclude(stage=Stage.WITHDRAWN.value).exists():
        raise WrongReading("used")


def read_differently(
    account: object, evidence: object, seen_at: object, before: object
) -> QuerySet[HandReading]:
    """Give earlier readings of the same look at a screen in which two people did not agree.

    The same look is the same screenshot, or one of the account that was not taken after the
    earlier reading had been entered. `before` is the reading's own number. Both of them have
    seen the other's number since. The arguments may be columns of an outer question.
    """
    same = Q(evidence=evidence) | Q(account=account, entered_at__gte=seen_at)
    earlier = HandReading.objects.filter(same, pk__lt=before, second_by__isnull=False)
    found: QuerySet[HandReading] = earlier.exclude(state=ReadingState.CONFIRMED.value)
    return found


def has_read(reading: HandReading, person: User) -> bool:
    """Tell whether somebody has read this very look before, and not as another did."""
    earlier = read_differently(
        reading.account_id, reading.evidence, reading.seen_at, reading.pk
    ).filter(Q(entered_by=person) | Q(second_by=person))
    return earlier.exists()
