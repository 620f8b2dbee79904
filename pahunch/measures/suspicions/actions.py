"""What people can do with suspicions: ask, answer, decide, take a decision back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.measures.suspicions.states import Move, State, WrongState, after, may_uphold
from pahunch.registry.models import Account, Division
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule saw of one account on some days."""

    account: Account
    first_day: date
    last_day: date
    evidence: Sequence[dict[str, Any]]
    score: float
    gained: int
    left: int


@action("measures.raise_suspicions", place="state")
@transaction.atomic
def raise_suspicions(
    state: Division,
    seen: Sequence[Seen],
    *,
    rule: str,
    lake_version: str,
    by: User | None,
    now: datetime,
) -> list[Suspicion]:
    """Ask about what was seen and was not asked before; give the new suspicions.

    Days that touch those of an earlier suspicion of the same account are not asked about again,
    whatever became of it.
    """
    accounts = {one.account.pk for one in seen}
    known: dict[int, list[tuple[date, date]]] = {}
    for account, first, last in Suspicion.objects.filter(account__in=accounts).values_list(
        "account", "first_day", "last_day"
    ):
        known.setdefault(account, []).append((first, last))
    made = []
    for one in seen:
        days = known.setdefault(one.account.pk, [])
        if any(one.first_day <= last and first <= one.last_day for first, last in days):
            continue
        days.append((one.first_day, one.last_day))
        made.append(
            Suspicion.objects.create(
                account=one.account,
                first_day=one.first_day,
                last_day=one.last_day,
                evidence=list(one.evidence),
                score=one.score,
                gained=one.gained,
                left=min(one.left, one.gained),
                rule=rule,
                lake_version=lake_version,
                asked_at=now,
            )
        )
    if made:
        detail = {"rule": rule, "lake": lake_version, "suspicions": [one.pk for one in made]}
        record("measures.suspicions_raised", f"state:{state.code}", by=by, at=now, detail=detail)
    return made


@action("measures.answer_suspicion", place="suspicion")
@transaction.atomic
def answer_suspicion(
    suspicion: Suspicion, words: str, *, by: User | None, now: datetime
) -> Suspicion:
    """Say what happened, for the holder of the account. May be said anew until it is decided.

    Raises WrongSuspicion.
    """
    said = _said(words, 4_000)
    current = _moved(suspicion, Move.ANSWER)
    current.answer = said
    current.answered_by, current.answered_at = by, now
    return _done("measures.suspicion_answered", current, by, now)


@action("measures.decide_suspicion", place="suspicion")
@transaction.atomic
def decide_suspicion(
    suspicion: Suspicion, *, upheld: bool, reason: str, by: User | None, now: datetime
) -> Suspicion:
    """Uphold or dismiss, with a reason. Raises WrongSuspicion."""
    said = _said(reason, 2_000)
    current = _moved(suspicion, Move.UPHOLD if upheld else Move.DISMISS)
    before = State.ANSWERED if current.answer else State.ASKED
    if upheld and not may_uphold(before, current.asked_at, now):
        raise WrongSuspicion("too_soon")
    if by is not None and current.answered_by_id == by.pk:
        raise WrongSuspicion("own_answer")
    current.reason = said
    current.decided_by, current.decided_at = by, now
    return _done("measures.suspicion_decided", current, by, now, reason=said)


@action("measures.decide_suspicion", place="suspicion")
@transaction.atomic
def reopen_suspicion(
    suspicion: Suspicion, *, reason: str, by: User | None, now: datetime
) -> Suspicion:
    """Take a decision back, with a reason; it may be decided anew. Raises WrongSuspicion."""
    said = _said(reason, 2_000)
    current = _moved(suspicion, Move.REOPEN)
    current.reason = ""
    current.decided_by = current.decided_at = None
    return _done("measures.suspicion_reopened", current, by, now, reason=said)


def _moved(suspicion: Suspicion, move: Move) -> Suspicion:
    """Take the row as it is now, locked, and move it. Raises WrongSuspicion."""
    current = Suspicion.objects.select_for_update().get(pk=suspicion.pk)
    try:
        current.state = after(current.stage, move, is_answered=bool(current.answer)).value
    except WrongState as error:
        raise WrongSuspicion("not_decided" if move is Move.REOPEN else "decided") from error
    return current


def _said(words: str, most: int) -> str:
    said = words.strip()[:most]
    if not said:
        raise WrongSuspicion("no_words")
    return said


def _done(
    verb: str, suspicion: Suspicion, by: User | None, now: datetime, *, reason: str = ""
) -> Suspicion:
    suspicion.save()
    detail = {
        "account": suspicion.account.key,
        "days": [suspicion.first_day.isoformat(), suspicion.last_day.isoformat()],
        "state": suspicion.state,
    }
    record(verb, f"suspicion:{suspicion.pk}", by=by, at=now, reason=reason, detail=detail)
    return suspicion
