"""Entering and ending a contact; sending again what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from pahunch.collection.sealing import seal
from pahunch.directives.models import Channel, Contact, Reminder, State
from pahunch.directives.reminders import addresses
from pahunch.directives.reminders.errors import WrongContact, WrongReminder
from pahunch.registry.models import Membership
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

LONGEST = timedelta(days=3 * 366)
AGAIN = frozenset({State.FAILED, State.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters of a contact."""

    channel: str
    address: str
    language: str
    consent: str
    """Who agreed, and when."""
    valid_until: date
    from_hour: int = 9
    until_hour: int = 18
    """Not included: 18 is until six in the evening."""


@action("directives.enter_contact", place="membership")
@transaction.atomic
def enter_contact(
    membership: Membership, entry: Entry, *, by: User | None, at: datetime
) -> Contact:
    """Note where the office of a membership is reminded. Raises WrongContact."""
    why = _refusal(entry, localdate(at))
    if why:
        raise WrongContact(why)
    try:
        address = addresses.checked(entry.channel, entry.address)
    except ValueError as error:
        raise WrongContact("address") from error
    known = addresses.fingerprint(entry.channel, address)
    # Contacts of one membership are entered one after the other: its row is the lock.
    Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.contacts.filter(fingerprint=known, ended_at=None).exists():
        raise WrongContact("twice")
    contact = Contact.objects.create(
        membership=membership,
        channel=entry.channel,
        address=seal(address),
        shown=addresses.redacted(entry.channel, address),
        fingerprint=known,
        language=entry.language,
        from_hour=entry.from_hour,
        until_hour=entry.until_hour,
        consent=entry.consent.strip()[:300],
        valid_until=entry.valid_until,
        added_by=by,
        added_at=at,
    )
    _record("directives.contact_entered", contact, by, at)
    return contact


@action("directives.enter_contact", place="contact")
@transaction.atomic
def end_contact(contact: Contact, *, by: User | None, at: datetime) -> None:
    """End a contact and erase its address. Raises WrongContact where that was done before."""
    current = Contact.objects.select_for_update().get(pk=contact.pk)
    if current.ended_at is not None:
        raise WrongContact("ended")
    current.address = current.shown = current.fingerprint = ""
    current.ended_at = at
    current.save()
    _record("directives.contact_ended", current, by, at)


@action("directives.send_again", place="reminder")
@transaction.atomic
def send_again(reminder: Reminder, *, by: User | None, at: datetime) -> None:
    """Let a reminder that failed, or perhaps was sent, be sent once more. Raises WrongReminder."""
    current = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if current.state not in AGAIN:
        raise WrongReminder("state")
    if current.until < localdate(at):
        raise WrongReminder("over")
    before = current.state
    current.state, current.tries, current.not_before = State.WAITING, 0, at
    current.claim = current.claimed_at = current.settled_at = None
    current.save()
    subject, detail = f"reminder:{current.pk}", {"was": before}
    record("directives.reminder_sent_again", subject, by=by, at=at, detail=detail)


def lapse(now: datetime) -> int:
    """End every contact whose consent is over, and erase its address; gives how many."""
    over = list(Contact.objects.filter(ended_at=None, valid_until__lt=localdate(now)))
    for contact in over:
        end_contact(contact, by=None, at=now)
    return len(over)


def _refusal(entry: Entry, today: date) -> str:
    reasons = {
        "channel": not is_set_up(entry.channel),
        "hours": not 0 <= entry.from_hour < entry.until_hour <= 24,
        "consent": not entry.consent.strip(),
        "until": not today <= entry.valid_until <= today + LONGEST,
    }
    return next((why for why, is_wrong in reasons.items() if is_wrong), "")


def is_set_up(channel: str) -> bool:
    """Tell whether this installation has a way to send by."""
    if channel == Channel.MAIL:
        return settings.MAIL_SERVER is not None
    return bool(settings.GATEWAYS.get(channel))


def _record(verb: str, contact: Contact, by: User | None, at: datetime) -> None:
    # Not the address, nor what is shown of it: a deed is never erased.
    detail = {"channel": contact.channel, "membership": contact.membership.code}
    record(verb, f"contact:{contact.pk}", by=by, at=at, detail=detail)
