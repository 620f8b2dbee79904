"""What a person can do with a reading: enter it, read it again, decline it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pyarrow as pa
from django.db import transaction
from django.db.models import Q

from pahunch.collection import files
from pahunch.collection.by_hand.checking import check, check_others, check_picture, has_read, read
from pahunch.collection.by_hand.pictures import as_kept
from pahunch.collection.errors import WrongReading
from pahunch.collection.models import HandReading, Import, ReadingState
from pahunch.collection.recovery import finish, recover_alone
from pahunch.facts import FOLLOWERS, Count, Precision
from pahunch.observations import OBSERVATIONS
from pahunch.registry.models import Account, Division
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

KIND = "hand"
"""The kind of an import that is a reading by hand."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody saw: the number as it stood there, when, and the screenshot's bytes."""

    wording: str
    seen_at: datetime
    picture: bytes
    looked_again: bool = False
    """The number is far from the last one, and was looked at again."""


@action("collection.enter_reading", place="account")
def enter_reading(
    account: Account, screen: Screen, *, by: User | None, now: datetime
) -> HandReading:
    """Enter a count for somebody else to confirm.

    It takes the place of one that the same person entered before and nobody has confirmed,
    and of one that the second person read differently. Raises WrongReading.
    """
    person = _somebody(by)
    count = check(account, screen.wording, screen.seen_at, now, looked_again=screen.looked_again)
    picture = as_kept(screen.picture)
    with files.alone():
        recover_alone(now)
        check_others(account, person)
        copy, checksum = files.take(BytesIO(picture))
        try:
            check_picture(account, checksum)
            # Until the reading is in the database, the journal tells whose the screenshot is.
            mark = f"reading-{checksum[:24]}"
            files.write_journal(mark, checksum, OBSERVATIONS.empty_table())
            files.keep_copy(copy, checksum)
        finally:
            copy.unlink(missing_ok=True)
        reading = _enter(account, screen, count, checksum, person, now)
        files.drop_journal(mark)
    return reading


@transaction.atomic
def _enter(
    account: Account, screen: Screen, count: Count, checksum: str, by: User, now: datetime
) -> HandReading:
    replaced = HandReading.objects.filter(
        Q(state=ReadingState.WAITING.value, entered_by=by) | Q(state=ReadingState.DISPUTED.value),
        account=account,
    )
    numbers = list(replaced.values_list("pk", flat=True))
    replaced.filter(pk__in=numbers).update(
        state=ReadingState.DECLINED.value, decided_by=None, decided_at=now, reason=""
    )
    reading = HandReading.objects.create(
        account=account,
        low=count.low,
        high=count.high,
        wording=screen.wording.strip()[:200],
        seen_at=screen.seen_at,
        evidence=checksum,
        entered_by=by,
        entered_at=now,
    )
    detail = _detail(reading) | {"replaces": numbers, "looked_again": screen.looked_again}
    record("collection.reading_entered", _subject(reading), by=by, at=now, detail=detail)
    return reading


@action("collection.confirm_reading", place="reading")
def confirm_reading(
    reading: HandReading, wording: str, *, by: User | None, now: datetime
) -> HandReading:
    """Read a screenshot again: the same interval confirms it, another one disputes it.

    Raises WrongReading, so where it is one's own, or where the same screenshot was read before by
    this person and not as another did: then a third person has to read it.
    """
    person = _another(reading, by)
    count = read(wording)
    with files.alone():
        recover_alone(now)
        reading.refresh_from_db()
        if reading.state != ReadingState.WAITING:
            raise WrongReading("decided")
        if has_read(reading, person):
            raise WrongReading("has_read")
        reading.second_low, reading.second_high = count.low, count.high
        reading.second_wording, reading.second_by = wording.strip()[:200], person
        reading.decided_by, reading.decided_at = person, now
        if count == reading.count:
            _confirm(reading, person, now)
        else:
            _dispute(reading, person, now)
    return reading


def _confirm(reading: HandReading, by: User, now: datetime) -> None:
    """Journal, announce, append: before the announcement nothing happened, after it all will."""
    reading.state = ReadingState.CONFIRMED.value
    files.write_journal(reading.run, reading.evidence, rows_of(reading))
    imported = _import_of(reading, by, now)
    with transaction.atomic():
        reading.save()
        imported.save()
        record(
            "collection.reading_confirmed",
            _subject(reading),
            by=by,
            at=now,
            detail=_detail(reading) | {"run": reading.run, "again": reading.second_wording},
        )
    finish(imported)


def _dispute(reading: HandReading, by: User, now: datetime) -> None:
    reading.state = ReadingState.DISPUTED.value
    with transaction.atomic():
        reading.save()
        record(
            "collection.reading_disputed",
            _subject(reading),
            by=by,
            at=now,
            detail=_detail(reading) | {"again": reading.second_wording},
        )


@action("collection.confirm_reading", place="reading")
def decline_reading(
    reading: HandReading, *, reason: str, by: User | None, now: datetime
) -> HandReading:
    """Close a reading that waits or is disputed, with a reason. Raises WrongReading."""
    person = _another(reading, by)
    if not reason.strip():
        raise WrongReading("no_reason")
    with files.alone(), transaction.atomic():
        reading.refresh_from_db()
        if reading.state not in (ReadingState.WAITING, ReadingState.DISPUTED):
            raise WrongReading("decided")
        reading.state = ReadingState.DECLINED.value
        reading.decided_by, reading.decided_at = person, now
        reading.reason = reason.strip()[:500]
        reading.save()
        record(
            "collection.reading_declined",
            _subject(reading),
            by=person,
            at=now,
            reason=reading.reason,
            detail=_detail(reading),
        )
    return reading


def rows_of(reading: HandReading) -> pa.Table:
    """Give the one row of the lake that a confirmed reading becomes."""
    row = {
        "account": reading.account.key,
        "metric": FOLLOWERS,
        "low": reading.low,
        "high": reading.high,
        "withheld": False,
        "seen_at": reading.seen_at,
        "precision": Precision.MOMENT.value,
        "run": reading.run,
        "wording": reading.wording,
        "source": f"screenshot {reading.evidence}",
    }
    return pa.Table.from_pylist([row], schema=OBSERVATIONS)


def _import_of(reading: HandReading, by: User, now: datetime) -> Import:
    return Import(
        run=reading.run,
        kind=KIND,
        state=_state_of(reading.account),
        file_name=f"{reading.evidence[:12]}.png",
        checksum=reading.evidence,
        raw_path=f"uploads/{reading.evidence}",
        rows=1,
        by=by,
        at=now,
    )


def _state_of(account: Account) -> Division | None:
    """Give the one state to which an account belongs; None: to several, or to none."""
    places = account.scope.places(account)
    roots = {place.division.partition("/")[0] for place in places if place.division}
    if len(roots) != 1:
        return None
    return Division.objects.states().filter(path=f"{roots.pop()}/").first()


def _somebody(by: User | None) -> User:
    if by is None:
        raise WrongReading("nobody")
    return by


def _another(reading: HandReading, by: User | None) -> User:
    person = _somebody(by)
    if reading.entered_by_id == person.pk:
        raise WrongReading("own")
    return person


def _subject(reading: HandReading) -> str:
    return f"reading:{reading.pk}"


def _detail(reading: HandReading) -> dict[str, object]:
    return {
        "account": reading.account.key,
        "wording": reading.wording,
        "seen_at": reading.seen_at,
        "screenshot": reading.evidence,
    }
