"""What people can do with requests for means: ask, check, approve, deliver, confirm, decline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from pahunch.facts import AccountKind
from pahunch.registry.models import Person
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.support.elections import period_of
from pahunch.support.means.errors import WrongMeans
from pahunch.support.means.states import Move, State, WrongState, after, needs_second
from pahunch.support.models.means import MeansKind, MeansRequest
from pahunch.support.payers import Payer, beyond


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for. `amount` is in rupees; None: not told."""

    kind: MeansKind
    title: str
    why: str
    account_kind: AccountKind
    paid_by: Payer
    amount: int | None = None
    needed_by: date | None = None


@action("support.ask_means", place="person")
@transaction.atomic
def ask_means(person: Person, ask: Ask, *, by: User | None, now: datetime) -> MeansRequest:
    """Ask for means for a person. Raises WrongMeans where the payer may not pay for it."""
    _check(ask, now)
    if ask.kind is MeansKind.ADVERTISING and ask.paid_by is Payer.STATE:
        _check_election(person, now)
    made = MeansRequest.objects.create(
        person=person,
        kind=ask.kind.value,
        title=_said(ask.title, 200),
        why=_said(ask.why),
        account_kind=ask.account_kind.value,
        paid_by=ask.paid_by.value,
        amount=ask.amount,
        needed_by=ask.needed_by,
        asked_by=by,
        asked_at=now,
        stepped_at=now,
    )
    return _done("asked", made, by, now)


@action("support.check_means", place="request")
@transaction.atomic
def check_means(
    request: MeansRequest, *, note: str = "", by: User | None, now: datetime
) -> MeansRequest:
    """Say that a request is in order. Raises WrongMeans."""
    current = _moved(request, Move.CHECK, by, now)
    current.checked_by, current.checked_at = by, now
    return _done("checked", current, by, now, note)


@action("support.approve_means", place="request")
@transaction.atomic
def approve_means(
    request: MeansRequest, *, note: str = "", by: User | None, now: datetime
) -> MeansRequest:
    """Approve a request. Above the sum of the settings another than the checker does.

    Raises WrongMeans.
    """
    current = _moved(request, Move.APPROVE, by, now)
    limit = settings.SECOND_PERSON_ABOVE
    if needs_second(current.amount, limit) and current.checked_by == by:
        raise WrongMeans("second", amount=current.amount, limit=limit)
    current.approved_by, current.approved_at = by, now
    return _done("approved", current, by, now, note)


@action("support.check_means", place="request")
@transaction.atomic
def deliver_means(
    request: MeansRequest, *, note: str = "", by: User | None, now: datetime
) -> MeansRequest:
    """Say that it was delivered. Raises WrongMeans."""
    current = _moved(request, Move.DELIVER, by, now)
    current.delivered_by, current.delivered_at = by, now
    return _done("delivered", current, by, now, note)


@action("support.ask_means", place="request")
@transaction.atomic
def confirm_means(
    request: MeansRequest, *, note: str = "", by: User | None, now: datetime
) -> MeansRequest:
    """Say, for the office, that it came. Raises WrongMeans."""
    current = _moved(request, Move.CONFIRM, by, now)
    current.confirmed_by, current.confirmed_at = by, now
    return _done("confirmed", current, by, now, note)


@action("support.ask_means", place="request")
@transaction.atomic
def dispute_means(
    request: MeansRequest, *, reason: str, by: User | None, now: datetime
) -> MeansRequest:
    """Say, for the office, that it did not come: it waits for delivery again. Raises WrongMeans."""
    said = _said(reason)
    current = _moved(request, Move.DISPUTE, by, now)
    current.delivered_by = current.delivered_at = None
    return _done("disputed", current, by, now, said)


@action("support.approve_means", place="request")
@transaction.atomic
def decline_means(
    request: MeansRequest, *, reason: str, by: User | None, now: datetime
) -> MeansRequest:
    """Decline a request before it is delivered, with a reason. Raises WrongMeans."""
    said = _said(reason)
    current = _moved(request, Move.DECLINE, by, now)
    current.closed_by, current.closed_at = by, now
    return _done("declined", current, by, now, said)


@action("support.ask_means", place="request")
@transaction.atomic
def withdraw_means(
    request: MeansRequest, *, reason: str, by: User | None, now: datetime
) -> MeansRequest:
    """Take a request back before it is delivered, with a reason. Raises WrongMeans."""
    said = _said(reason)
    current = _moved(request, Move.WITHDRAW, by, now)
    current.closed_by, current.closed_at = by, now
    return _done("withdrawn", current, by, now, said)


OF_OFFICE = frozenset({Move.CONFIRM, Move.DISPUTE, Move.WITHDRAW})
"""Moves of those who asked; all others are of somebody else."""
GOES_ON = frozenset({Move.CHECK, Move.APPROVE, Move.DELIVER})
"""Moves that rest with advertising at the state's cost while an election lasts."""


def _check(ask: Ask, now: datetime) -> None:
    if beyond(ask.paid_by, [ask.account_kind]):
        is_advertising = ask.kind is MeansKind.ADVERTISING and ask.paid_by is Payer.STATE
        why = "advertising" if is_advertising else "payer"
        raise WrongMeans(why, payer=ask.paid_by, kind=ask.account_kind)
    if ask.needed_by is not None and ask.needed_by < localdate(now):
        raise WrongMeans("past")


def _moved(request: MeansRequest, move: Move, by: User | None, now: datetime) -> MeansRequest:
    """Take the row as it is now, locked, and move it. Raises WrongMeans."""
    rows = MeansRequest.objects.select_for_update(of=("self",)).select_related("person")
    current = rows.get(pk=request.pk)
    try:
        current.state = after(current.stage, move).value
    except WrongState as error:
        raise WrongMeans("state") from error
    if by is not None and move not in OF_OFFICE and current.asked_by_id == by.pk:
        raise WrongMeans("asker")
    if by is not None and move is Move.CONFIRM and current.delivered_by_id == by.pk:
        raise WrongMeans("deliverer")
    if move in GOES_ON and current.is_state_advertising:
        _check_election(current.person, now)
    current.stepped_at = now
    return current


def _check_election(person: Person, now: datetime) -> None:
    period = period_of(person, localdate(now))
    if period is not None:
        raise WrongMeans("election", day=period.ends)


def _said(words: str, most: int = 2_000) -> str:
    said = words.strip()[:most]
    if not said:
        raise WrongMeans("no_words")
    return said


def _done(
    verb: str, request: MeansRequest, by: User | None, now: datetime, note: str = ""
) -> MeansRequest:
    request.note = note.strip()[:2_000]
    request.save()
    detail = {
        "person": request.person.slug,
        "kind": request.kind,
        "title": request.title,
        "accounts": request.account_kind,
        "amount": request.amount,
        "paid_by": request.paid_by,
        "state": State(request.state).value,
    }
    subject = f"means:{request.pk}"
    record(f"support.means_{verb}", subject, by=by, at=now, reason=request.note, detail=detail)
    return request
