"""From what is stored to what a platform is asked with, and what its answers say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pahunch.collection.models import Application, Connection, State
from pahunch.collection.sealing import unseal
from pahunch.facts import Platform
from pahunch.platforms.base import Access
from pahunch.staff.deeds import record


def access_of(connection: Connection, application: Application | None = None) -> Access:
    """Give what an account is asked with by its own consent. Raises Unreadable.

    `application` is given where its secret proves each request.
    """
    return Access(
        holder=f"connection-{connection.pk}",
        token=unseal(connection.access_token),
        user_id=connection.account.platform_id,
        secret=unseal(application.client_secret) if application else "",
        server=connection.server,
    )


def access_of_application(application: Application) -> Access:
    """Give what a platform is asked with by the installation's own key. Raises Unreadable."""
    return Access(
        holder="application",
        token=unseal(application.token),
        secret=unseal(application.client_secret),
    )


def mark_good(connections: Sequence[int], now: datetime) -> None:
    """Note that platforms answered to these connections."""
    Connection.objects.filter(pk__in=list(connections)).update(last_good_at=now)


def mark_broken(connection: Connection, code: str, now: datetime) -> None:
    """Note that a platform no longer takes a connection's token; its owner must come again."""
    changed = Connection.objects.filter(pk=connection.pk, state=State.GOOD.value).update(
        state=State.BROKEN.value, broken_at=now, broken_code=code[:80]
    )
    if changed:
        subject = f"account:{connection.account.key}"
        record("collection.connection_broken", subject, by=None, at=now, detail={"code": code})


def mark_application_broken(platform: Platform, code: str, now: datetime) -> None:
    """Note that a platform no longer takes the installation's own key."""
    changed = Application.objects.filter(platform=platform.value, server="", broken_at=None).update(
        broken_at=now, broken_code=code[:80]
    )
    if changed:
        subject = f"application:{platform.value}"
        record("collection.application_broken", subject, by=None, at=now, detail={"code": code})
