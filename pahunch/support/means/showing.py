"""What the pages of requests show: the board, one request with its steps and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.facts import AccountKind
from pahunch.registry.names import ACCOUNT_KINDS
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.support.assigning.words import payer
from pahunch.support.means import actions
from pahunch.support.means.forms import StepForm
from pahunch.support.means.states import NEXT, OPEN, Move, State
from pahunch.support.means.words import rupees
from pahunch.support.models import MeansRequest
from pahunch.support.models.means import STATES, MeansKind, MeansRequestQuerySet
from pahunch.support.payers import Payer

LABELS: Mapping[Move, Promise] = {
    Move.CHECK: _("It is in order"),
    Move.APPROVE: _("Approve"),
    Move.DELIVER: _("It was delivered"),
    Move.CONFIRM: _("It came"),
    Move.DISPUTE: _("It did not come"),
    Move.DECLINE: _("Decline"),
    Move.WITHDRAW: _("Withdraw"),
}
OPERATIONS: Mapping[Move, str] = {
    Move.CHECK: "support.check_means",
    Move.APPROVE: "support.approve_means",
    Move.DELIVER: "support.check_means",
    Move.CONFIRM: "support.ask_means",
    Move.DISPUTE: "support.ask_means",
    Move.DECLINE: "support.approve_means",
    Move.WITHDRAW: "support.ask_means",
}
NOTED: Mapping[Move, Callable[..., MeansRequest]] = {
    Move.CHECK: actions.check_means,
    Move.APPROVE: actions.approve_means,
    Move.DELIVER: actions.deliver_means,
    Move.CONFIRM: actions.confirm_means,
}
REASONED: Mapping[Move, Callable[..., MeansRequest]] = {
    Move.DISPUTE: actions.dispute_means,
    Move.DECLINE: actions.decline_means,
    Move.WITHDRAW: actions.withdraw_means,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One request of a board."""

    request: MeansRequest
    amount: str
    paid_by: str
    accounts: str
    due: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board was asked for; anything unknown counts as not asked."""

    stage: str
    kind: str
    paid_by: str
    overdue: bool

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Read the questions of an address."""
        stage = given.get("state", "open")
        return cls(
            stage if stage in {*State, "all"} else "open",
            given.get("kind", "") if given.get("kind") in set(MeansKind.values) else "",
            given.get("paid_by", "") if given.get("paid_by") in set(Payer) else "",
            given.get("overdue") == "1",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken."""

    label: str
    by: User | None
    at: datetime


def wanted(seen: MeansRequestQuerySet, asked: Asked) -> QuerySet[MeansRequest]:
    """Give the requests that a board asks for, whoever waits longest first."""
    rows = seen.with_names()
    if asked.stage == "open":
        rows = rows.open()
    elif asked.stage != "all":
        rows = rows.filter(state=asked.stage)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.paid_by:
        rows = rows.filter(paid_by=asked.paid_by)
    return rows.order_by("stepped_at", "pk")


def lines(rows: Iterable[MeansRequest], asked: Asked, now: datetime) -> list[Line]:
    """Put requests into words; only those that are late, where that was asked."""
    every = [line_of(one, now) for one in rows]
    return [one for one in every if one.is_overdue] if asked.overdue else every


def line_of(request: MeansRequest, now: datetime) -> Line:
    """Put one request into words."""
    return Line(
        request,
        rupees(request.amount),
        payer(Payer(request.paid_by)),
        str(ACCOUNT_KINDS[AccountKind(request.account_kind)]),
        request.due,
        request.is_overdue(now),
    )


def numbers(seen: MeansRequestQuerySet) -> list[tuple[str, Promise, int]]:
    """Count the open ones by state, in the order of their life."""
    counted = dict(
        seen.open().order_by().values_list("state").annotate(number=Count("pk", distinct=True))
    )
    return [(value, said, counted.get(value, 0)) for value, said in STATES if value in OPEN]


def moves(request: MeansRequest, user: User) -> list[tuple[Move, Promise]]:
    """Give what the user may do now with a request."""
    return [
        (move, LABELS[move])
        for move in Move
        if request.stage in NEXT[move][0]
        and may(user, OPERATIONS[move], request)
        and (move in actions.OF_OFFICE or request.asked_by_id != user.pk)
    ]


def page_of(request: MeansRequest, user: User, now: datetime) -> dict[str, Any]:
    """Gather what the page of a request shows, and what may be done."""
    able = moves(request, user)
    return {
        "request_": request,
        "line": line_of(request, now),
        "steps": steps(request),
        "moves": [(move.value, label) for move, label in able if move in NOTED],
        "closings": [(move.value, label) for move, label in able if move in REASONED],
        "form": StepForm(),
    }


def steps(request: MeansRequest) -> list[Step]:
    """Give the steps that were taken, in order."""
    taken = (
        (_("asked"), request.asked_by, request.asked_at),
        (_("checked"), request.checked_by, request.checked_at),
        (_("approved"), request.approved_by, request.approved_at),
        (_("delivered"), request.delivered_by, request.delivered_at),
        (_("confirmed"), request.confirmed_by, request.confirmed_at),
        (request.get_state_display(), request.closed_by, request.closed_at),
    )
    return [Step(str(label), by, at) for label, by, at in taken if at is not None]
