"""From an owner's consent to a token: the way to the platform, and the way back.

`begin` notes who consents to what and gives the platform's own page; the owner signs in
there, and comes back with a code that fits one knock, once, for a quarter of an hour.
`finish` turns it into a token. A token that speaks for another account is not kept.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db import transaction

from pahunch.collection.connecting.asking import ask
from pahunch.collection.connecting.keeping import Consent, keep, owned_account
from pahunch.collection.connecting.renewing import registration_of
from pahunch.collection.errors import CannotConnect
from pahunch.collection.models import Application, Connection, Knock
from pahunch.collection.sealing import seal, unseal
from pahunch.facts import Platform
from pahunch.platforms.base import Asker, Connector, Entry
from pahunch.platforms.catalogue import connectors
from pahunch.platforms.errors import PlatformError
from pahunch.platforms.mastodon_sign_in import MastodonSignIn
from pahunch.platforms.sign_in import Application as Registration
from pahunch.platforms.sign_in import Owned, SignIn
from pahunch.registry.models import Account
from pahunch.staff.models import User
from pahunch.staff.rights import action

OPEN_FOR = timedelta(minutes=15)
NAME = "Pahunch"
"""What a server is told that we are called, when we register with it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The platform's page where the owner consents, and what it will ask for."""

    address: str
    scopes: Sequence[str]
    ends_at: datetime


@action("collection.connect_account", place="account")
def begin(
    account: Account,
    consent: Consent,
    *,
    redirect: str,
    server: str = "",
    by: User,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Page:
    """Note the consent, and give the page of the platform. Raises CannotConnect.

    `redirect` is the address, registered with the platform, that the owner comes back to.
    """
    connector = connector_of(account)
    server = server.strip().lower() if connector.entry == Entry.SERVER else ""
    way = connector.sign_in_at(server)
    if way is None or (connector.entry == Entry.SERVER and not server):
        raise CannotConnect("no_sign_in")
    registration = _registration(connector, way, server, redirect, now, transport)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    Knock.objects.filter(ends_at__lt=now).delete()
    Knock.objects.create(
        state=digest(state),
        verifier=seal(verifier),
        platform=account.platform,
        server=server,
        account=account,
        by=by,
        consent_by=consent.by,
        consent_for=consent.purpose,
        consent_until=consent.until,
        call=consent.call,
        ends_at=now + OPEN_FOR,
    )
    address = way.address(registration, state=state, challenge=challenge(verifier))
    return Page(address, way.scopes, now + OPEN_FOR)


@transaction.atomic
def take_knock(state: str, *, by: User, now: datetime) -> Knock:
    """Give the sign-in that somebody began, and forget it. Raises CannotConnect.

    It must be the same person's, not over, and not used before.
    """
    mine = Knock.objects.select_for_update().filter(state=digest(state), by=by)
    knock = mine.select_related("account").first()
    if knock is None:
        raise CannotConnect("no_knock")
    Knock.objects.filter(pk=knock.pk).delete()
    if knock.ends_at <= now:
        raise CannotConnect("too_late")
    return knock


@action("collection.connect_account", place="account")
def finish(
    account: Account,
    knock: Knock,
    code: str,
    *,
    redirect: str,
    by: User,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Connection:
    """Turn the code that came back into a connection. Raises CannotConnect, Unreadable.

    Without a code the owner has said no at the platform.
    """
    if not code:
        raise CannotConnect("denied")
    connector = connector_of(account)
    way = connector.sign_in_at(knock.server)
    if way is None:
        raise CannotConnect("no_sign_in")
    registration = registration_of(connector.platform, knock.server, redirect)
    verifier = unseal(knock.verifier)

    async def question(asker: Asker) -> Sequence[Owned]:
        token = await way.exchange(asker, registration, code=code, verifier=verifier, now=now)
        return await way.owned(asker, registration, token)

    try:
        every = ask(connector, question, now=now, transport=transport)
    except PlatformError as error:
        raise CannotConnect("platform", error.code or str(error)) from error
    consent = Consent(knock.consent_by, knock.consent_for, knock.consent_until, knock.call)
    return keep(account, consent, owned_account(account, every), by=by, now=now)


def connector_of(account: Account) -> Connector:
    """Give the platform of an account. Raises CannotConnect where we know none."""
    found = connectors(settings.PLATFORM_BASES).get(Platform(account.platform))
    if found is None:
        raise CannotConnect("no_sign_in")
    return found


def digest(state: str) -> str:
    """Give what is stored of a state, so that a stolen database opens no door."""
    return hashlib.sha256(state.encode()).hexdigest()


def challenge(verifier: str) -> str:
    """Give the S256 challenge of a verifier (RFC 7636)."""
    hashed = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def _registration(
    connector: Connector,
    way: SignIn,
    server: str,
    redirect: str,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None,
) -> Registration:
    registration = registration_of(connector.platform, server, redirect)
    if registration.client_id:
        return registration
    if not isinstance(way, MastodonSignIn):
        raise CannotConnect("no_application")
    try:
        new = ask(
            connector,
            lambda asker: way.register(asker, name=NAME, redirect=redirect),
            now=now,
            transport=transport,
        )
    except PlatformError as error:
        raise CannotConnect("no_server", error.code or str(error)) from error
    Application.objects.get_or_create(
        platform=connector.platform.value,
        server=server,
        defaults={"client_id": new.client_id, "client_secret": seal(new.client_secret)},
    )
    return registration_of(connector.platform, server, redirect)
