"""Phones and names while they may be kept: shown with a reason, erased in time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pahunch.collection.exports import waiting
from pahunch.collection.sealing import reseal, unseal
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Double, Phone, Roster, Trainee

FORGOTTEN = ("name", "guardian", "village", "work", "search")


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    phones: int
    files: int


@action("training.reveal_phone", place="trainee")
@transaction.atomic
def reveal_phones(trainee: Trainee, *, reason: str, by: User | None, now: datetime) -> list[str]:
    """Give somebody's numbers, and write down who asked for them and why.

    Raises WrongTraining without a reason, Unreadable where no key of the installation fits.
    """
    said = reason.strip()[:500]
    if not said:
        raise WrongTraining("no_reason")
    kept = trainee.phones.exclude(sealed="").filter(kept_until__gt=timezone.localdate(now))
    numbers = [unseal(phone.sealed) for phone in kept.order_by("pk")]
    detail = {"numbers": len(numbers)}
    record(
        "training.phone_revealed", f"trainee:{trainee.pk}", by=by, at=now, reason=said,
        detail=detail,
    )  # fmt: skip
    return numbers


@action("training.erase")
@transaction.atomic
def erase_stale(*, by: User | None, now: datetime) -> Erased:
    """Erase phones with their marks, and files of people, whose time is over.

    Uploaded files that nobody confirmed in a day go as well: they lie there as they came.
    """
    today = timezone.localdate(now)
    waiting.clear_stale(now)
    phones, _each = Phone.objects.filter(kept_until__lte=today).delete()
    files = list(Roster.objects.filter(kept_until__lte=today, erased_at=None))
    for roster in files:
        roster.erased_at = now
        roster.save(update_fields=["erased_at"])
    _drop_files({roster.checksum for roster in files})
    erased = Erased(phones, len(files))
    if phones or files:
        record("training.erased", "training:stale", by=by, at=now, detail=asdict(erased))
    return erased


def _drop_files(checksums: set[str]) -> None:
    """Remove files that no roster needs any more."""
    needed = set(
        Roster.objects.filter(checksum__in=checksums, erased_at=None).values_list(
            "checksum", flat=True
        )
    )
    for checksum in checksums - needed:
        (Path(settings.UPLOADS) / "training" / checksum).unlink(missing_ok=True)


@action("training.erase", place="trainee")
@transaction.atomic
def forget_trainee(trainee: Trainee, *, reason: str, by: User | None, now: datetime) -> Trainee:
    """Erase what is known of somebody at their wish; that somebody was trained stays counted.

    Certificates lose their name as well and are no longer told to be real. Raises WrongTraining
    without a reason.
    """
    said = reason.strip()[:500]
    if not said:
        raise WrongTraining("no_reason")
    rows = [trainee, *trainee.also_written.all()]
    for row in rows:
        row.phones.all().delete()
        for field in FORGOTTEN:
            setattr(row, field, "")
        row.forgotten_at = now
        row.save()
        row.certificates.filter(withdrawn_at=None).update(
            withdrawn_at=now, reason="erased at the holder's wish"
        )
        row.certificates.update(name="")
    pks = [row.pk for row in rows]
    Double.objects.filter(first__in=pks, state="proposed").delete()
    Double.objects.filter(second__in=pks, state="proposed").delete()
    detail = {"rows": len(rows)}
    record("training.forgotten", f"trainee:{trainee.pk}", by=by, at=now, reason=said, detail=detail)
    return trainee


@action("training.erase")
@transaction.atomic
def reseal_phones(*, by: User | None, now: datetime) -> int:
    """Seal every number again with the first token key, so that an old key can be taken away."""
    rows = list(Phone.objects.exclude(sealed="").only("pk", "sealed"))
    for row in rows:
        row.sealed = reseal(row.sealed)
    Phone.objects.bulk_update(rows, ["sealed"], batch_size=500)
    record(
        "training.phones_resealed", "training:phones", by=by, at=now, detail={"count": len(rows)}
    )
    return len(rows)
