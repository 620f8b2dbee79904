"""Renewing tokens ahead of their end, so that no connection breaks by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import httpx
from django.db.models import Q

from pahunch.collection.access import mark_broken
from pahunch.collection.connecting.asking import ask
from pahunch.collection.errors import Unreadable
from pahunch.collection.models import Application, Connection
from pahunch.collection.models.access import ConnectionQuerySet
from pahunch.collection.sealing import seal, unseal
from pahunch.facts import Platform
from pahunch.platforms.base import Connector, Entry, Target
from pahunch.platforms.errors import PlatformError, Reconnect
from pahunch.platforms.sign_in import Application as Registration
from pahunch.platforms.sign_in import Renews, Token

LOG = logging.getLogger(__name__)
AHEAD = timedelta(days=7)
"""A token that lives for weeks is renewed so long before its end."""
LONGEST_RENEWAL = timedelta(minutes=2)
"""After that a worker that renews a token is taken to be dead."""
OUR_KEY = frozenset({Entry.SIGN_IN, Entry.SERVER})
OUR_FAULT = frozenset({"401", "invalid_client", "unauthorized_client"})
"""What is said where it is not the owner's token that is wrong but the installation's secret."""
SHARE_LEFT = 0.2
"""One that lives for hours is renewed when this part of its life is left."""


def is_due(connection: Connection, now: datetime) -> bool:
    """Tell whether a connection's token should be renewed now."""
    if connection.expires_at is None:
        return False
    began = connection.renewed_at or connection.connected_at
    life = connection.expires_at - began
    return now >= connection.expires_at - min(AHEAD, life * SHARE_LEFT)


def renew_due(
    connectors: Mapping[Platform, Connector],
    *,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> dict[int, str]:
    """Renew every token that is near its end; give what came of each, by connection.

    Only a platform's own word that the token is no good breaks a connection. Whatever else
    goes wrong leaves the old token as it is, for the next time.
    """
    ending = Connection.objects.live(now).exclude(expires_at=None).select_related("account")
    done: dict[int, str] = {}
    for connection in ending.filter(Q(expires_at__lt=now + 2 * AHEAD)).order_by("pk"):
        connector = connectors.get(Platform(connection.account.platform))
        if connector is None or not is_due(connection, now):
            continue
        account = connection.account
        way = connector.renewal(Target(account.key, account.platform_id), connection.server)
        if way is None or not _take(connection, now):
            continue
        done[connection.pk] = _renew(connector, way, connection, now, transport)
    return done


def _take(connection: Connection, now: datetime) -> bool:
    """Take a renewal; False where another worker is at it."""
    free = Q(renewing_until=None) | Q(renewing_until__lte=now)
    mine = Connection.objects.filter(free, pk=connection.pk, access_token=connection.access_token)
    return bool(mine.update(renewing_until=now + LONGEST_RENEWAL))


def _renew(
    connector: Connector,
    way: Renews,
    connection: Connection,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None,
) -> str:
    try:
        old = token_of(connection)
        registration = registration_of(connector.platform, server_of(connector, connection))
    except Unreadable:
        LOG.exception("connection %s: its token can't be read with these keys", connection.pk)
        return "unreadable"
    try:
        new = ask(
            connector,
            lambda asker: way.renew(asker, registration, old, now=now),
            now=now,
            transport=transport,
        )
    except Reconnect as error:
        if connector.entry in OUR_KEY and error.code in OUR_FAULT:
            LOG.warning("%s takes our own client secret no more", connector.platform)
            return "later"
        if not _same(connection).exists():
            return "unchanged"  # another worker renewed it first, and the old one ended with that
        mark_broken(connection, error.code, now)
        return "broken"
    except PlatformError as error:
        LOG.warning("connection %s was not renewed: %s", connection.pk, error.code or error)
        return "later"
    return "renewed" if store_token(connection, new, now) else "unchanged"


def token_of(connection: Connection) -> Token:
    """Give the token that a connection holds. Raises Unreadable."""
    return Token(
        access=unseal(connection.access_token),
        refresh=unseal(connection.refresh_token),
        expires_at=connection.expires_at,
        scopes=tuple(connection.scopes),
    )


def server_of(connector: Connector, connection: Connection) -> str:
    """Give the server that an account was connected at; empty where a platform has only one."""
    account = connection.account
    target = Target(account.key, account.platform_id)
    return connector.host(target) if connector.entry == Entry.SERVER else ""


def registration_of(platform: Platform, server: str = "", redirect: str = "") -> Registration:
    """Give the installation's own registration with a platform. Raises Unreadable."""
    application = Application.objects.of(platform.value, server)
    if application is None:
        return Registration("", redirect=redirect)
    return Registration(application.client_id, unseal(application.client_secret), redirect)


def store_token(connection: Connection, token: Token, now: datetime) -> bool:
    """Put a newer token in the place of the old one; False where there is nothing new in it.

    An empty token never overwrites a good one, and of two workers that renew at once only
    the first writes: the old token must still be the one that was renewed.
    """
    if not token.access:
        return False
    fields: dict[str, object] = {
        "access_token": seal(token.access),
        "expires_at": token.expires_at,
        "renewed_at": now,
        "renewing_until": None,
    }
    if token.refresh:
        fields["refresh_token"] = seal(token.refresh)
    if token.scopes:
        fields["scopes"] = list(token.scopes)
    return bool(_same(connection).update(**fields))


def _same(connection: Connection) -> ConnectionQuerySet:
    """Find the connection as long as it holds the token that was read."""
    same: ConnectionQuerySet = Connection.objects.filter(
        pk=connection.pk, access_token=connection.access_token
    )
    return same
