"""Sending what is due: claimed by one worker, sent once, tried again only where nothing left.

A reminder is marked as being sent, with the worker's claim, in a transaction of its own just
before it leaves. A worker that is killed before that mark leaves it waiting; one that is killed
after it leaves a mark without an end, and nobody can say whether the message left: after
`LEASE` it becomes uncertain, and is not sent again by itself. At most once was chosen over at
least once, because an office that is told the same twice stops reading.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from pahunch.collection.errors import Unreadable
from pahunch.collection.sealing import unseal
from pahunch.directives.models import ElectionPeriod, Reminder, State
from pahunch.directives.reminders.actions import lapse
from pahunch.directives.reminders.channels import deliver
from pahunch.directives.reminders.errors import ChannelError, NotNow, PerhapsSent
from pahunch.directives.reminders.planning import contact_holds, plan, still_due, store
from pahunch.directives.reminders.words import message_of

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than any channel is waited for."""
MOST_TRIES = 6
FIRST_WAIT = timedelta(minutes=5)
LONGER = 3
"""Each wait is so many times the one before: five minutes to nearly seven hours."""


def send_due(clock: Callable[[], datetime]) -> Counter[str]:
    """Plan, and send everything that may leave now; gives how many ended in which state.

    `broken` counts those that failed in an unforeseen way, which the log has; they wait, or
    are uncertain where they were being sent.
    """
    now = clock()
    lapse(now)
    give_up_lost(now)
    store(plan(now))
    done: Counter[str] = Counter()
    for number in list(sendable(now).values_list("pk", flat=True)):
        try:
            end = _send(number, clock())
        except Exception:
            # One that cannot be written must not hold the others back.
            logger.exception("reminder %s was not sent", number)
            end = "broken"
        if end:
            done[end] += 1
    return done


def sendable(now: datetime) -> QuerySet[Reminder]:
    """Give the reminders that wait and may leave now: in their hours, outside election periods."""
    today, hour = localdate(now), localtime(now).hour
    held_back = ElectionPeriod.objects.on(today).values("state")
    return (
        Reminder.objects.filter(
            state=State.WAITING,
            not_before__lte=now,
            contact__from_hour__lte=hour,
            contact__until_hour__gt=hour,
        )
        .exclude(directive__state__in=held_back)
        .order_by("not_before", "pk")
    )


def give_up_lost(now: datetime) -> int:
    """Mark as uncertain what was being sent by workers that are gone; gives how many."""
    lost = Reminder.objects.filter(state=State.SENDING, claimed_at__lte=now - LEASE)
    return lost.update(state=State.UNCERTAIN, settled_at=now, said="the worker was stopped")


def _send(number: int, now: datetime) -> str:
    """Send one, unless somebody else does; gives the state that it ended in, or nothing."""
    named = ("directive__state", "directive__roll", "directive__source", "directive__survey")
    rows = Reminder.objects.select_related(
        *named, "membership__person", "membership__division", "contact"
    )
    reminder = rows.filter(pk=number, state=State.WAITING).first()
    if reminder is None:
        return ""
    contact = reminder.contact
    holds = contact_holds(contact, reminder.membership, now)
    if not (holds and still_due(reminder, now)):
        return _settle(reminder, State.WAITING, State.DROPPED, now)
    try:
        address = unseal(contact.address)
    except Unreadable as error:
        return _settle(reminder, State.WAITING, State.FAILED, now, said=str(error))
    message = message_of(reminder, now)
    if not _claim(reminder, now):
        return ""
    try:
        said = deliver(contact.channel, address, message)
    except ChannelError as error:
        return _failed(reminder, error, now)
    return _settle(reminder, State.SENDING, State.SENT, now, said=said)


def _claim(reminder: Reminder, now: datetime) -> bool:
    """Mark a reminder as being sent by this worker; False: it waits no longer, or may not."""
    reminder.claim = uuid.uuid4()
    with transaction.atomic():
        mine = sendable(now).filter(pk=reminder.pk, contact__ended_at=None)
        locked = mine.order_by().select_for_update(of=("self",)).first()
        if locked is None:
            return False
        locked.state, locked.claim, locked.claimed_at = State.SENDING, reminder.claim, now
        locked.save(update_fields=["state", "claim", "claimed_at"])
    return True


def _failed(reminder: Reminder, error: ChannelError, now: datetime) -> str:
    tries, said = reminder.tries + 1, str(error)
    if isinstance(error, PerhapsSent):
        return _settle(reminder, State.SENDING, State.UNCERTAIN, now, said=said, tries=tries)
    if isinstance(error, NotNow) and tries < MOST_TRIES:
        after = FIRST_WAIT * LONGER ** (tries - 1) * random.uniform(0.8, 1.2)  # noqa: S311
        later = {"tries": tries, "not_before": now + after, "claim": None}
        return _settle(reminder, State.SENDING, State.WAITING, now, said=said, **later)
    return _settle(reminder, State.SENDING, State.FAILED, now, said=said, tries=tries)


def _settle(
    reminder: Reminder, was: State, state: State, now: datetime, *, said: str = "", **more: object
) -> str:
    """Note an end, unless it is another worker's by now."""
    mine = Reminder.objects.filter(pk=reminder.pk, state=was)
    if was == State.SENDING:
        # Given up as lost while a slow channel answered: the answer is the truth.
        states = (State.SENDING, State.UNCERTAIN)
        mine = Reminder.objects.filter(pk=reminder.pk, claim=reminder.claim, state__in=states)
    ended = None if state == State.WAITING else now
    done = mine.update(state=state, said=said[:500], settled_at=ended, **more)
    return state.value if done else ""
