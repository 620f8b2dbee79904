"""What the pages of suspicions show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from pahunch.facts import Platform
from pahunch.measures.models import Suspicion
from pahunch.measures.models.suspicions import SuspicionQuerySet
from pahunch.measures.suspicions import words as said
from pahunch.measures.suspicions.forms import AnswerForm, DecisionForm, ReopenForm
from pahunch.measures.suspicions.states import DECIDED, OPEN, State, answer_until, may_uphold
from pahunch.observations import Lake
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.ui import words
from pahunch.ui.charts import spark

AROUND = timedelta(days=30)
"""Counts so long before and after are drawn and listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One suspicion of a list."""

    suspicion: Suspicion
    platform: str
    summary: str
    """The first piece of evidence."""
    evidence: tuple[str, ...]
    """The others."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One count near the days in question."""

    day: str
    count: str
    is_asked: bool


def wanted(seen: SuspicionQuerySet, stage: str) -> QuerySet[Suspicion]:
    """Give those of one state, or all that are open; the newest first."""
    rows = seen.select_related("account", "account__person", "account__department")
    if stage in {state.value for state in State}:
        rows = rows.filter(state=stage)
    elif stage != "all":
        rows = rows.open()
    return rows.order_by("-asked_at", "-first_day", "pk")


def line_of(suspicion: Suspicion) -> Line:
    """Put a suspicion into words."""
    return Line(
        suspicion,
        str(PLATFORMS[Platform(suspicion.account.platform)]),
        said.summary(suspicion),
        tuple(said.evidence(suspicion.evidence)[1:]),
    )


def page_of(suspicion: Suspicion, user: User, now: datetime) -> dict[str, Any]:
    """Gather what the page of a suspicion shows, and which forms."""
    stage = suspicion.stage
    may_decide = may(user, "measures.decide_suspicion", suspicion)
    seen, drawing = _counts(suspicion)
    return {
        "line": line_of(suspicion),
        "suspicion": suspicion,
        "counts": seen,
        "drawing": drawing,
        "until": answer_until(suspicion.asked_at),
        "may_answer": stage in OPEN and may(user, "measures.answer_suspicion", suspicion),
        "may_decide": stage in OPEN and may_decide and suspicion.answered_by_id != user.pk,
        "may_uphold": may_uphold(stage, suspicion.asked_at, now),
        "may_reopen": stage in DECIDED and may_decide,
        "answer_form": AnswerForm(initial={"words": suspicion.answer}),
        "decision_form": DecisionForm(),
        "reopen_form": ReopenForm(),
    }


def _counts(suspicion: Suspicion) -> tuple[list[Seen], SafeString]:
    first, last = suspicion.first_day - AROUND, suspicion.last_day + AROUND
    rows = Lake(settings.LAKE).at().series([suspicion.account.key]).to_pylist()
    near = [
        row
        for row in rows
        if row["seen_at"] is not None
        and not row["withdrawn"]
        and not row["withheld"]
        and first <= words.local_day(row["seen_at"]) <= last
    ]
    listed = [
        Seen(
            words.day(row["seen_at"]),
            words.number(row["low"]),
            suspicion.first_day <= words.local_day(row["seen_at"]) <= suspicion.last_day,
        )
        for row in near
    ]
    return listed, spark([(row["seen_at"].timestamp(), row["low"]) for row in near])
