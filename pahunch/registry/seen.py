"""What a platform itself shows of an account: its id, its name, what has become of it.

The machine writes these facts with the platform as their source, and never over what a
person wrote: a status that somebody set by hand stays until somebody changes it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from pahunch.registry.models import Account, AccountStatus, Handle, Source
from pahunch.registry.names import PLATFORMS, SILENT, Status
from pahunch.staff.deeds import record

SHOWN_BY = "as shown by the interface of {platform}"


def source_of(account: Account) -> Source:
    """Give the source of what a platform shows: the platform's own interface."""
    name = next(str(words) for word, words in PLATFORMS.items() if word.value == account.platform)
    source, _ = Source.objects.get_or_create(text=SHOWN_BY.format(platform=name), as_of="")
    return source


def see_status(account: Account, status: str, *, on: date, now: datetime, said: str = "") -> bool:
    """Write what has become of an account, where that is new; False where nothing changed.

    `status` is a value of Status. "Active" is written only after the machine itself had
    written something else. `said` is the platform's own word for it, kept in the deed.
    """
    ours = source_of(account)
    last = AccountStatus.objects.filter(account=account, since__lte=on).order_by("-since").first()
    before = last.status if last else Status.ACTIVE.value
    if before == status or (last is not None and last.source_id != ours.pk and before in SILENT):
        return False
    AccountStatus.objects.update_or_create(
        account=account,
        since=on,
        defaults={"status": Status(status).value, "source": ours, "verified": True},
    )
    detail = {"was": before, "is": status} | ({"said": said} if said else {})
    _record(account, "account_status_seen", detail, now)
    return True


def see_note(account: Account, note: str, *, was: str, now: datetime) -> None:
    """Write down what a platform says of an account beside its counts: `moved:user@host`.

    Nothing else changes: whoever keeps the registry decides what to make of it.
    """
    _record(account, "account_note_seen", {"was": was, "is": note}, now)


def see_handle(account: Account, handle: str, *, on: date, now: datetime) -> bool:
    """Write what an account is called now, where that is new; False where nothing changed.

    Platforms don't tell capital from small letters in a name, and neither do we.
    """
    named = Handle.objects.filter(account=account).filter(Q(ends=None) | Q(ends__gte=on))
    last = named.order_by("-starts", "-pk").first()
    if last is not None and last.handle.casefold() == handle.casefold():
        return False
    ours = source_of(account)
    if last is not None:
        _end(last, on)
    Handle.objects.update_or_create(
        account=account, handle=handle, starts=on, defaults={"source": ours, "verified": True}
    )
    if last is not None:
        see_status(account, Status.RENAMED.value, on=on, now=now)
        _record(account, "account_renamed_seen", {"was": last.handle, "is": handle}, now)
    return True


def see_id(account: Account, platform_id: str, *, now: datetime) -> bool:
    """Write a platform's own id of an account that was known by its handle only.

    The account's key stays, because counts were kept under it. False where it is known, or
    where another account has it already.
    """
    if account.platform_id or not platform_id:
        return False
    taken = Account.objects.filter(platform=account.platform, platform_id=platform_id)
    if taken.exists():
        return False
    account.platform_id = platform_id
    account.save(update_fields=["platform_id"])
    _record(account, "account_id_seen", {"id": platform_id}, now)
    return True


def _end(handle: Handle, on: date) -> None:
    """Let a name end the day before; one that began today gives way."""
    if handle.starts is not None and handle.starts >= on:
        handle.delete()
        return
    handle.ends = on - timedelta(days=1)
    handle.save(update_fields=["ends"])


def _record(account: Account, verb: str, detail: dict[str, str], now: datetime) -> None:
    record(f"registry.{verb}", f"account:{account.key}", by=None, at=now, detail=detail)
