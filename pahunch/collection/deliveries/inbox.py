"""Keeping what people wrote, each thing once, and erasing it. Personal data: none in logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from pahunch.collection.models import Message
from pahunch.facts import Platform
from pahunch.platforms.base import Message as Written
from pahunch.registry.models import Account
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

PART = 1_000


def keep(messages: Iterable[Written], now: datetime) -> None:
    """Keep what citizens wrote, each once, however often a platform shows it.

    What was written to an account that is not ours is not kept.
    """
    written = list(messages)
    if not written:
        return
    accounts = _accounts({message.account for message in written})
    Message.objects.bulk_create(
        [
            Message(
                account_id=accounts[message.account],
                message_id=message.message_id,
                kind=message.kind,
                text=message.text,
                author_id=message.author_id[:200],
                author_name=message.author_name[:200],
                written_at=message.written_at,
                arrived_at=now,
                post_id=message.post_id,
                link=message.link[:500],
            )
            for message in written
            if message.account in accounts
        ],
        ignore_conflicts=True,
        batch_size=200,
    )


def take_back(platform: Platform, names: Sequence[str]) -> int:
    """Erase what a platform says was taken back; gives how many."""
    gone = Message.objects.filter(account__platform=platform.value, message_id__in=list(names))
    return gone.delete()[0] if names else 0


@action("collection.erase_messages")
@transaction.atomic
def erase_author(platform: Platform, author_id: str, *, by: User | None, now: datetime) -> int:
    """Erase everything that one person wrote on a platform, as the person may ask.

    The deed says that it was done, and not for whom.
    """
    gone = Message.objects.filter(account__platform=platform.value, author_id=author_id)
    number = gone.delete()[0]
    detail = {"erased": number}
    subject = f"messages:{platform.value}"
    record("collection.messages_of_a_person_erased", subject, by=by, at=now, detail=detail)
    return number


@action("collection.erase_messages")
def erase_old(*, by: User | None, now: datetime) -> int:
    """Erase what was written longer ago than messages are kept; gives how many."""
    old = Message.objects.filter(written_at__lt=now - timedelta(days=settings.MESSAGES_KEPT_DAYS))
    erased = 0
    while part := list(old.values_list("pk", flat=True)[:PART]):
        with transaction.atomic():
            erased += Message.objects.filter(pk__in=part).delete()[0]
    if erased:
        detail = {"erased": erased, "kept_days": settings.MESSAGES_KEPT_DAYS}
        record("collection.old_messages_erased", "messages", by=by, at=now, detail=detail)
    return erased


def _accounts(keys: Iterable[str]) -> dict[str, int]:
    """Find accounts by the key, or where that is one of ours by the platform's id."""
    found = dict(Account.objects.filter(key__in=keys).values_list("key", "pk"))
    for key in set(keys) - found.keys():
        platform, _, identity = key.partition(":")
        account = Account.objects.filter(platform=platform, platform_id=identity).first()
        if identity and account is not None:
            found[key] = account.pk
    return found
