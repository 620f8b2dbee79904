"""Ending the consent of an account's owner: here at once, and then at the platform.

What holds is that nothing is left here to ask with. The platform is told afterwards and at
once, for the token is gone then; whatever it answers, the consent has ended.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from enum import StrEnum

import httpx
from django.conf import settings
from django.db import transaction

from pahunch.collection.connecting.asking import ask
from pahunch.collection.connecting.renewing import registration_of, server_of, token_of
from pahunch.collection.errors import Unreadable
from pahunch.collection.models import Connection, Knock, State
from pahunch.facts import Platform
from pahunch.platforms.base import Asker, Connector, Target
from pahunch.platforms.catalogue import connectors
from pahunch.platforms.errors import PlatformError
from pahunch.platforms.sign_in import Token
from pahunch.registry.models import Account
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

LOG = logging.getLogger(__name__)
PATIENCE_SECONDS = 10.0
"""Somebody waits for the page while the platform is told."""


class Told(StrEnum):
    """What came of telling the platform."""

    REVOKED = "revoked"
    """It takes the token no more."""
    NO_TOKEN = "no_token"  # noqa: S105 - the word, not a secret
    """There was none to take back: a bot, or one that could not be read."""
    NO_WAY = "no_way"
    """It has no address for that: the owner takes it back there."""
    SHARED = "shared"
    """The same person's sign-in serves other accounts, which would break."""
    FAILED = "failed"
    """It did not answer, or said no: the owner takes it back there."""


@action("collection.connect_account", place="account")
def withdraw_consent(
    account: Account,
    *,
    reason: str,
    by: User | None,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Told | None:
    """End the consent for an account: its tokens are erased at once. None: there was none.

    What was counted while it held stays, for it was counted lawfully. The first deed is
    written with the erasing, a second one says what the platform answered.
    """
    ended = _erase(account, reason, by, now)
    if ended is None:
        return None
    told, code = _tell(ended, now, transport)
    subject = f"account:{account.key}"
    detail = {"connection": ended.pk, "platform": told.value} | ({"code": code} if code else {})
    record("collection.consent_taken_back_there", subject, by=by, at=now, detail=detail)
    return told


@transaction.atomic
def _erase(account: Account, reason: str, by: User | None, now: datetime) -> Connection | None:
    """Erase the tokens; give the connection as it was until now."""
    live = Connection.objects.filter(account=account).exclude(state=State.WITHDRAWN.value)
    before = live.select_for_update(of=("self",)).select_related("account").first()
    if before is None:
        return None
    live.update(
        state=State.WITHDRAWN.value,
        access_token="",
        refresh_token="",
        expires_at=None,
        grantor="",
    )
    Knock.objects.filter(account=account).delete()
    subject = f"account:{account.key}"
    record("collection.consent_withdrawn", subject, by=by, at=now, reason=reason)
    return before


def _tell(
    ended: Connection, now: datetime, transport: httpx.AsyncBaseTransport | None
) -> tuple[Told, str]:
    """Let the platform forget a token; give what came of it, with the platform's word."""
    connector = connectors(settings.PLATFORM_BASES).get(Platform(ended.account.platform))
    try:
        token = token_of(ended)
    except Unreadable:
        token = Token("")
    if connector is None or not (token.access or token.refresh):
        return Told.NO_TOKEN, ""
    if ended.grantor and _serves_others(ended):
        return Told.SHARED, ""
    return _revoke(connector, ended, token, now, transport)


def _serves_others(ended: Connection) -> bool:
    """Tell whether the person who signed in is behind another account that is still connected."""
    others = Connection.objects.filter(grantor=ended.grantor).exclude(state=State.WITHDRAWN.value)
    return others.exists()


def _revoke(
    connector: Connector,
    ended: Connection,
    token: Token,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None,
) -> tuple[Told, str]:
    target = Target(ended.account.key, ended.account.platform_id)
    way = connector.revocation(target, ended.server)
    if way is None:
        return Told.NO_WAY, ""
    try:
        ours = registration_of(connector.platform, server_of(connector, ended))
    except Unreadable:
        return Told.FAILED, "unreadable"

    async def question(asker: Asker) -> bool:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await way.revoke(asker, ours, token, grantor=ended.grantor)

    try:
        done = ask(connector, question, now=now, transport=transport)
    except PlatformError as error:
        LOG.warning("%s did not take a token back: %s", connector.platform, error.code or error)
        return Told.FAILED, error.code[:80]
    except TimeoutError:
        return Told.FAILED, "timeout"
    return (Told.REVOKED if done else Told.NO_WAY), ""
