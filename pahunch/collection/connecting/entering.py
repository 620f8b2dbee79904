"""Connections that need no page of the platform: an app password, a token, an added bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import httpx

from pahunch.collection.connecting.asking import ask
from pahunch.collection.connecting.consents import Page, begin, connector_of
from pahunch.collection.connecting.keeping import Consent, keep, owned_account
from pahunch.collection.connecting.renewing import registration_of
from pahunch.collection.errors import CannotConnect
from pahunch.collection.models import Connection
from pahunch.platforms.base import Entry
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.errors import PlatformError
from pahunch.platforms.sign_in import Token
from pahunch.registry.models import Account
from pahunch.staff.models import User
from pahunch.staff.rights import action


@action("collection.connect_account", place="account")
def enter_password(
    account: Account,
    consent: Consent,
    *,
    handle: str,
    password: str,
    by: User | None,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Connection:
    """Turn an app password into a session, and forget the password. Raises CannotConnect."""
    connector = connector_of(account)
    if not isinstance(connector, Bluesky):
        raise CannotConnect("no_password")
    name = handle.strip().lstrip("@")
    try:
        owned = ask(
            connector,
            lambda asker: connector.enter(asker, handle=name, password=password.strip()),
            now=now,
            transport=transport,
        )
    except PlatformError as error:
        raise CannotConnect("platform", error.code or str(error)) from error
    return keep(account, consent, owned_account(account, [owned]), by=by, now=now)


@action("collection.connect_account", place="account")
def enter_token(
    account: Account,
    consent: Consent,
    *,
    token: str,
    by: User | None,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Connection:
    """Take a token that was made at the platform, as Meta's system users do.

    The platform is asked first which accounts it speaks for. Raises CannotConnect, Unreadable.
    """
    connector = connector_of(account)
    way = connector.sign_in
    if way is None:
        raise CannotConnect("no_token")
    registration = registration_of(connector.platform)
    try:
        every = ask(
            connector,
            lambda asker: way.owned(asker, registration, Token(token.strip())),
            now=now,
            transport=transport,
        )
    except PlatformError as error:
        raise CannotConnect("platform", error.code or str(error)) from error
    return keep(account, consent, owned_account(account, every), by=by, now=now)


@action("collection.connect_account", place="account")
def note_bot(account: Account, consent: Consent, *, by: User | None, now: datetime) -> Connection:
    """Note the consent of a channel's owner who adds the installation's bot, without a token."""
    if connector_of(account).entry != Entry.BOT:
        raise CannotConnect("no_bot")
    return keep(account, consent, None, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Given:
    """What the ways in ask for on top of the consent; each needs some of it."""

    redirect: str
    server: str = ""
    handle: str = ""
    password: str = field(default="", repr=False)


def connect_by(
    account: Account, consent: Consent, given: Given, *, by: User, now: datetime
) -> Page | None:
    """Connect by the way that the platform has; gives its page where the owner must go there.

    Raises CannotConnect, Refused.
    """
    entry = connector_of(account).entry
    if entry == Entry.PASSWORD:
        enter_password(
            account, consent, handle=given.handle, password=given.password, by=by, now=now
        )
        return None
    if entry == Entry.BOT:
        note_bot(account, consent, by=by, now=now)
        return None
    return begin(account, consent, redirect=given.redirect, server=given.server, by=by, now=now)
