"""Keeping the consent of an account's owner, and the tokens that it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import transaction
from django.utils.timezone import localdate, make_aware

from pahunch.collection.errors import CannotConnect
from pahunch.collection.models import Application, Connection, Knock, State
from pahunch.collection.sealing import reseal, seal
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from pahunch.registry.seen import see_handle, see_id
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@dataclass(frozen=True, slots=True)
class Consent:
    """Who consented for an account, to what, until when, and whom to call about it."""

    by: str
    """Name and office."""
    purpose: str
    until: datetime | None
    """None: until it is withdrawn."""
    call: str = ""


def end_of(day: date) -> datetime:
    """Give the end of a day in the state's zone, which is the beginning of the next."""
    return make_aware(datetime.combine(day + timedelta(days=1), time()))


def owned_account(account: Account, every: Sequence[Owned]) -> Owned:
    """Find an account among those that a token speaks for. Raises CannotConnect."""
    handles = {
        handle.casefold() for handle in account.handles.values_list("handle", flat=True) if handle
    }
    for owned in every:
        if account.platform_id:
            fits = owned.platform_id == account.platform_id
        else:
            fits = owned.handle.casefold() in handles
        if fits:
            return owned
    raise CannotConnect("wrong_account", ", ".join(f"@{one.handle or one.name}" for one in every))


@transaction.atomic
def keep(
    account: Account, consent: Consent, owned: Owned | None, *, by: User | None, now: datetime
) -> Connection:
    """Store a consent and its token, sealed, in the place of an older one.

    `owned` is None where the platform gives no token. Raises CannotConnect for an empty one.
    """
    token = owned.token if owned else Token("")
    if owned is not None and not token.access:
        raise CannotConnect("platform", "empty token")
    connection, _ = Connection.objects.exclude(state=State.WITHDRAWN.value).update_or_create(
        account=account,
        defaults={
            "state": State.GOOD.value,
            "access_token": seal(token.access),
            "refresh_token": seal(token.refresh),
            "scopes": list(token.scopes),
            "server": owned.server if owned else "",
            "grantor": owned.grantor if owned else "",
            "expires_at": token.expires_at,
            "consent_by": consent.by,
            "consent_for": consent.purpose,
            "consent_until": consent.until,
            "call": consent.call,
            "connected_by": by,
            "connected_at": now,
            "renewed_at": None,
            "renewing_until": None,
            "last_good_at": None,
            "broken_at": None,
            "broken_code": "",
        },
    )
    if owned is not None:
        see_id(account, owned.platform_id, now=now)
        if owned.handle:
            see_handle(account, owned.handle, on=localdate(now), now=now)
    until = consent.until.isoformat() if consent.until else None
    detail = {"scopes": list(token.scopes), "until": until, "connection": connection.pk}
    record("collection.account_connected", f"account:{account.key}", by=by, at=now, detail=detail)
    return connection


@action("collection.rotate_keys")
def rotate(*, by: User | None, now: datetime) -> int:
    """Seal every stored secret again with the first of the keys; gives how many. Raises Unreadable.

    Each row in a transaction of its own, and only where nobody has changed it meanwhile, so
    that it runs beside a sweep; a second run finds what the first has missed.
    """
    done = 0
    sealed = [
        (Application, ("client_secret", "token", "webhook_secret")),
        (Connection, ("access_token", "refresh_token")),
        (Knock, ("verifier",)),
    ]
    # Rooms above name their own.
    sealed += [(model, model.SEALED) for model in apps.get_models() if hasattr(model, "SEALED")]
    for model, fields in sealed:
        for row in model._default_manager.order_by("pk").iterator():
            old = {name: getattr(row, name) for name in fields if getattr(row, name)}
            new = {name: reseal(text) for name, text in old.items()}
            if new and model._default_manager.filter(pk=row.pk, **old).update(**new):
                done += len(new)
    record("collection.keys_rotated", "installation", by=by, at=now, detail={"secrets": done})
    return done
