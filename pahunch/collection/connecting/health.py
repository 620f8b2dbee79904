"""Which connections need somebody: broken, ending, silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pahunch.collection.models import Connection, State
from pahunch.collection.models.access import ConnectionQuerySet

CONSENT_SOON = timedelta(days=14)
TOKEN_SOON = timedelta(days=5)
"""A token is renewed a week ahead: one that is so near its end has failed to be renewed."""
SILENT_AFTER = timedelta(days=3)


class Level(StrEnum):
    """How a connection is, the worst first."""

    BROKEN = "broken"
    """The platform no longer takes the token: the owner must connect again."""
    CONSENT_ENDED = "consent_ended"
    EXPIRED = "expired"
    """The token is over, and was not renewed."""
    EXPIRING = "expiring"
    """The token is near its end, and was not renewed yet."""
    CONSENT_ENDING = "consent_ending"
    SILENT = "silent"
    """Nothing was fetched with it for days."""
    GOOD = "good"
    WITHDRAWN = "withdrawn"


NEEDS_SOMEBODY = frozenset(Level) - {Level.GOOD, Level.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Health:
    """One connection, how it is, and how long that lasts."""

    connection: Connection
    level: Level
    days: int | None = None
    """Days until its token or consent ends; None: there is no end."""


def health(connection: Connection, now: datetime) -> Health:
    """Say how a connection is."""
    return Health(connection, _level(connection, now), _days(connection, now))


def ailing(connections: ConnectionQuerySet, now: datetime) -> list[Health]:
    """Give those connections that need somebody, the worst first."""
    kept = connections.exclude(state=State.WITHDRAWN.value).select_related("account")
    every = [health(connection, now) for connection in kept.order_by("account__key")]
    order = list(Level)
    found = [one for one in every if one.level in NEEDS_SOMEBODY]
    return sorted(found, key=lambda one: order.index(one.level))


def _level(connection: Connection, now: datetime) -> Level:
    if connection.state != State.GOOD.value:
        return Level(connection.state)
    consent, token = connection.consent_until, connection.expires_at
    if consent is not None and consent <= now:
        return Level.CONSENT_ENDED
    if token is not None and token <= now:
        return Level.EXPIRED
    if token is not None and _is_long(connection) and token - now <= TOKEN_SOON:
        return Level.EXPIRING
    if consent is not None and consent - now <= CONSENT_SOON:
        return Level.CONSENT_ENDING
    heard = connection.last_good_at or connection.connected_at
    return Level.SILENT if now - heard > SILENT_AFTER else Level.GOOD


def _is_long(connection: Connection) -> bool:
    """Tell a token of weeks from one of hours, which is always near its end."""
    began = connection.renewed_at or connection.connected_at
    ends = connection.expires_at
    return ends is not None and ends - began > 2 * TOKEN_SOON


def _days(connection: Connection, now: datetime) -> int | None:
    ends = [end for end in (connection.consent_until, connection.expires_at) if end is not None]
    return max(0, (min(ends) - now).days) if ends else None
