"""How an account can be asked: with whose key or consent, or why it can't be."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pahunch.collection.access import access_of, access_of_application
from pahunch.collection.errors import Unreadable
from pahunch.collection.models import Application, Connection
from pahunch.facts import Platform
from pahunch.platforms.base import Access, Ask, Connector, Need

LOG = logging.getLogger(__name__)
MONEY = "money"
"""The name of the limit that is counted in millionths of a US dollar."""


NO_WAY = ("not_offered", "not_connected", "no_application", "no_cap")
"""Why an account can't be asked: words of the coverage."""


@dataclass(frozen=True, slots=True)
class Way:
    """What to ask with, as which kind of fetch."""

    ask: Ask
    access: Access
    connection: int | None = None
    """The connection whose token it is; None: the application's, or none at all."""


@dataclass(frozen=True, slots=True)
class NoWay:
    """Why an account can't be asked: one of NO_WAY."""

    why: str


def asks_of(ask: str) -> tuple[Ask, ...]:
    """Give the kinds of fetch that do a duty, the better one first."""
    return (Ask.COUNTS, Ask.PUBLIC_COUNTS) if ask == "counts" else (Ask(ask),)


@dataclass(frozen=True, slots=True)
class Ways:
    """The keys and consents that one platform can be asked with just now."""

    connector: Connector
    application: Application | None
    connections: Mapping[int, Connection]
    """Live connections by account."""
    lender: Connection | None
    """A connection by which others can be looked up, where the platform wants one for that."""

    _found: dict[tuple[str, int | None], Way | NoWay] = field(default_factory=dict)

    def of(self, ask: str, account: int) -> Way | NoWay:
        """Find the way to ask one account."""
        key = (ask, account if account in self.connections else None)
        if key not in self._found:
            self._found[key] = self._find(ask, account)
        return self._found[key]

    def _find(self, ask: str, account: int) -> Way | NoWay:
        offered = [kind for kind in asks_of(ask) if kind in self.connector.offers]
        if not offered:
            return NoWay("not_offered")
        found = [self._try(kind, account) for kind in offered]
        return next((way for way in found if isinstance(way, Way)), found[0])

    def _try(self, kind: Ask, account: int) -> Way | NoWay:
        need = self.connector.offers[kind].need
        if need == Need.NOTHING:
            return Way(kind, Access())
        if need == Need.APPLICATION:
            return self._by_application(kind)
        connection = self.connections.get(account)
        if connection is None and kind == Ask.PUBLIC_COUNTS:
            connection = self.lender
        if connection is None:
            return NoWay("not_connected")
        closed = self._closed(kind) if self._is_paid(kind) else None
        if closed is not None:
            return closed
        try:
            signer = self.application if self.connector.signed else None
            return Way(kind, access_of(connection, signer), connection.pk)
        except Unreadable:
            LOG.exception("connection %s: its token can't be read with these keys", connection.pk)
            return NoWay("not_connected")

    def _by_application(self, kind: Ask) -> Way | NoWay:
        application, closed = self.application, self._closed(kind)
        if application is None or closed is not None:
            return closed or NoWay("no_application")
        try:
            return Way(kind, access_of_application(application))
        except Unreadable:
            LOG.exception("%s: the key can't be read with these keys", application.platform)
            return NoWay("no_application")

    def _is_paid(self, kind: Ask) -> bool:
        offering = self.connector.offers[kind]
        return MONEY in offering.cost or MONEY in offering.each

    def _closed(self, kind: Ask) -> NoWay | None:
        """Say why the installation's own application may not be used, or may spend nothing."""
        application = self.application
        if application is None or not application.enabled or application.broken_at is not None:
            return NoWay("no_application")
        if self._is_paid(kind) and application.cap is None:
            return NoWay("no_cap")
        return None


def ways(connector: Connector, accounts: Iterable[int] | None, now: datetime) -> Ways:
    """Read what a platform can be asked with: for some accounts, or (None) for all."""
    platform: Platform = connector.platform
    live = Connection.objects.live(now).filter(account__platform=platform.value)
    wanted = live if accounts is None else live.filter(account__in=list(accounts))
    return Ways(
        connector,
        Application.objects.of(platform.value),
        {connection.account_id: connection for connection in wanted.select_related("account")},
        live.select_related("account").order_by("pk").first(),
    )
