"""The list of accounts that can be connected, as somebody asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from pahunch.collection.connecting.health import Health, health
from pahunch.collection.connecting.words import LEVELS
from pahunch.collection.models import Connection, State
from pahunch.collection.models.access import ConnectionQuerySet
from pahunch.platforms.base import Entry
from pahunch.platforms.catalogue import connectors
from pahunch.registry.models import Account
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User

SEE, CONNECT = "collection.see_connections", "collection.connect_account"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the list asked for."""

    platform: str = ""
    words: str = ""
    only_open: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """Read it from an address."""
        return cls(query.get("platform", ""), query.get("q", "").strip(), bool(query.get("open")))


def platforms() -> list[tuple[str, Promise]]:
    """Name the platforms on which there is something to connect."""
    every = connectors(settings.PLATFORM_BASES).items()
    return [
        (platform.value, PLATFORMS[platform])
        for platform, connector in every
        if connector.entry != Entry.NONE
    ]


def kept_by(user: User) -> ConnectionQuerySet:
    """Give the connections of a user's part whose consent was not withdrawn."""
    seen: ConnectionQuerySet = Connection.objects.seen_by(user, SEE)
    return seen.exclude(state=State.WITHDRAWN.value)


def accounts_for(user: User, wanted: Wanted) -> QuerySet[Account]:
    """Give the accounts of a user's part that fit, each once, in a settled order."""
    known = [name for name, _ in platforms() if wanted.platform in ("", name)]
    accounts = Account.objects.seen_by(user, SEE).filter(platform__in=known).real()
    if wanted.words:
        accounts = accounts.filter(
            Q(key__icontains=wanted.words)
            | Q(person__name__icontains=wanted.words)
            | Q(person__name_hi__icontains=wanted.words)
            | Q(department__name__icontains=wanted.words)
            | Q(division__name__icontains=wanted.words)
        )
    if wanted.only_open:
        accounts = accounts.exclude(pk__in=kept_by(user).values("account"))
    return accounts.select_related("person", "department", "division").order_by("key").distinct()


def rows(
    accounts: list[Account], user: User, now: datetime
) -> list[tuple[Account, bool, Health | None, Promise | None]]:
    """Give each account with whether the user may connect it, how it is, and that in words."""
    pks = [account.pk for account in accounts]
    mine = set(
        Account.objects.seen_by(user, CONNECT).filter(pk__in=pks).values_list("pk", flat=True)
    )
    held = {one.account_id: health(one, now) for one in kept_by(user).filter(account__in=pks)}
    return [
        (
            account,
            account.pk in mine,
            held.get(account.pk),
            LEVELS[held[account.pk].level] if account.pk in held else None,
        )
        for account in accounts
    ]
