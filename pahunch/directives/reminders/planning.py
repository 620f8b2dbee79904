"""Which reminders are due: of a due date, of a pace that falls short, of a missing receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from pahunch.directives.judge import judge
from pahunch.directives.measured import measured
from pahunch.directives.models import Contact, Directive, Receipt, Reminder, ReminderKind
from pahunch.directives.orders.history import worded_at
from pahunch.directives.periods.actions import period_on
from pahunch.facts import Standing
from pahunch.registry.models import Membership

STEPS = (30, 7, 1)
"""Days before the due date on which those who have not met the target are reminded."""
LIMIT = 0.5
"""A pace falls short where even the higher chance of the target lies below this."""
READ_WITHIN = timedelta(days=3)
"""How long an office has to confirm that it read an order."""
WORTH_DAYS = 30
"""How long a reminder of a missing receipt is worth sending."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a reminder is about: once for each contact, and worth sending until a day."""

    kind: ReminderKind
    name: str
    until: date


def plan(now: datetime) -> list[Reminder]:
    """Give every reminder that is due and not in the database, unsaved."""
    today = localdate(now)
    found: list[Reminder] = []
    rows = Directive.objects.with_terms().in_registry().in_force(today)
    for directive in rows.filter(starts__lte=today).order_by("code"):
        if period_on(directive.state, today) is None:
            found += _of_directive(directive, now)
    return found


def store(planned: Iterable[Reminder]) -> None:
    """Keep what was planned; what another worker kept meanwhile is left as it is."""
    Reminder.objects.bulk_create(planned, ignore_conflicts=True)


def occasions_of(directive: Directive, now: datetime) -> Iterator[Occasion]:
    """Give the occasions that there are today for anybody whom an order binds."""
    today = localdate(now)
    if directive.due_on is not None:
        yield _before(directive.due_on, today)
    worded = worded_at(directive)
    if worded is not None and worded + READ_WITHIN <= now:
        until = today + timedelta(days=WORTH_DAYS)
        yield Occasion(ReminderKind.RECEIPT, directive.wording, until)


def _before(due_on: date, today: date) -> Occasion:
    """Give the occasion that a due date makes of a day before it."""
    left = (due_on - today).days
    if left > STEPS[0]:
        # Nearer to the due date than the first step, its reminders say the pace as well.
        month = today.replace(day=1)
        last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return Occasion(ReminderKind.PACE, f"{month:%Y-%m}", last)
    step = min(step for step in STEPS if step >= max(left, STEPS[-1]))
    later = [other for other in STEPS if other < step]
    # Until the day before the next step begins.
    last = due_on - timedelta(days=later[0] + 1) if later else due_on
    return Occasion(ReminderKind.DUE, f"{due_on}/{step}", last)


def concerned(directive: Directive, kind: str, now: datetime) -> set[int]:
    """Give the memberships that an occasion of a kind concerns now."""
    today = localdate(now)
    if kind == ReminderKind.DUE:
        rows = judge(directive, today).rows
        return {row.membership.pk for row in rows if row.verdict.standing != Standing.MET}
    if kind == ReminderKind.PACE:
        found = measured(directive, today)
        # A chance that is not known (NaN) is not below anything.
        short = found.prospect.chance_high < LIMIT
        rows = found.judgement.rows
        return {row.membership.pk for row, is_short in zip(rows, short, strict=True) if is_short}
    since = localdate(now - READ_WITHIN)
    bound = directive.bound().in_office(today).filter(starts__lte=since)
    read = Receipt.objects.filter(directive=directive, wording=directive.wording)
    return set(bound.exclude(pk__in=read.values("membership")).values_list("pk", flat=True))


def _of_directive(directive: Directive, now: datetime) -> Iterator[Reminder]:
    bound = directive.bound().in_office(localdate(now))
    contacts = list(Contact.objects.usable(now).filter(membership__in=bound.values("pk")))
    if not contacts:
        return
    kept = Reminder.objects.filter(directive=directive, contact__in=contacts)
    known = set(kept.values_list("contact_id", "kind", "occasion"))
    for occasion in occasions_of(directive, now):
        missing = [
            one for one in contacts if (one.pk, occasion.kind.value, occasion.name) not in known
        ]
        # Judging reads the lake: only where somebody was not reminded yet.
        whom = concerned(directive, occasion.kind, now) if missing else set()
        yield from (
            Reminder(
                directive=directive,
                membership_id=contact.membership_id,
                contact=contact,
                kind=occasion.kind,
                occasion=occasion.name,
                until=occasion.until,
                made_at=now,
                not_before=now,
            )
            for contact in missing
            if contact.membership_id in whom
        )


def still_due(reminder: Reminder, now: datetime) -> bool:
    """Tell whether a reminder that was kept still has its occasion and its reason."""
    directive, today = reminder.directive, localdate(now)
    if reminder.until < today or not Directive.objects.in_force(today).filter(pk=directive.pk):
        return False
    names = {(one.kind.value, one.name) for one in occasions_of(directive, now)}
    if (reminder.kind, reminder.occasion) not in names:
        return False
    return reminder.membership_id in concerned(directive, reminder.kind, now)


def contact_holds(contact: Contact, membership: Membership, now: datetime) -> bool:
    """Tell whether a contact may be used now: not ended, consented, of somebody in office."""
    today = localdate(now)
    in_office = membership.starts <= today and (membership.ends is None or membership.ends >= today)
    return contact.ended_at is None and contact.valid_until >= today and in_office
