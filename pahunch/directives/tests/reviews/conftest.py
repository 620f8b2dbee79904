"""A meeting in August, and a month later what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from pahunch.directives.judge import forget
from pahunch.directives.models import Commitment, Review, ReviewKind
from pahunch.directives.reviews.actions import (
    Plan,
    Undertaking,
    hold_review,
    make_commitment,
    plan_review,
)
from pahunch.directives.reviews.agenda import agenda_of
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.measures.models import Suspicion
from pahunch.registry.models import Account
from tests.people import Cast, assemble

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)
MEETING_DAY = date(2023, 8, 26)
NEXT_DAY = date(2023, 9, 26)
NEXT = datetime(2023, 9, 26, 6, 0, tzinfo=UTC)
MEETING = Plan(
    ReviewKind.MEETING, MEETING_DAY, "August meeting", "अगस्त बैठक", "Mantralaya", "मंत्रालय"
)
DUE = date(2023, 9, 10)


@pytest.fixture
def people(state: State) -> Cast:
    path = state.directive.state.path
    return assemble(state=path, district=f"{path}nowhere/")


@pytest.fixture
def planned(state: State, people: Cast) -> Review:
    return plan_review(state.directive, MEETING, by=people.asha, at=NOW)


@pytest.fixture
def held(planned: Review, people: Cast) -> Review:
    return hold_review(planned, DAY, by=people.asha, at=NOW)


@pytest.fixture
def later(state: State, people: Cast, held: Review) -> Review:
    """A month later Anita lost many, Balram reached it, Chhaya was counted for the first time."""
    day = date(2023, 9, 25)
    append(
        "day-2",
        seen("x:1", 8_000, 8_000, day, "day-2"),
        seen("youtube:1", 1_000, 1_009, day, "day-2"),
        seen("x:2", 9_500, 9_500, day, "day-2"),
        seen("youtube:2", 990, 999, day, "day-2"),
        seen("x:3", 20_000, 20_000, day, "day-2"),
        seen("youtube:3", 10, 10, day, "day-2"),
    )
    forget()
    plan = Plan(ReviewKind.MEETING, NEXT_DAY, "September meeting")
    return plan_review(state.directive, plan, by=people.asha, at=NEXT)


def one_to_one(state: State, people: Cast, number: int = 0, day: date = NEXT_DAY) -> Review:
    plan = Plan(ReviewKind.ONE_TO_ONE, day, "One-to-one", participants=[state.memberships[number]])
    return plan_review(state.directive, plan, by=people.asha, at=NEXT)


def points(review: Review, people: Cast, now: datetime = NEXT) -> list[str]:
    with translation.override("en"):
        return [item.words for item in agenda_of(review, user=people.asha, now=now).items]


def commitment(review: Review, people: Cast, text: str = "Send two trainers") -> Commitment:
    given = Undertaking(text, DUE, owner=people.ravi)
    return make_commitment(review, given, by=people.asha, at=NOW)


def suspicion(account: str, asked_at: datetime, **more: object) -> Suspicion:
    return Suspicion.objects.create(
        account=Account.objects.get(key=account),
        first_day=DAY,
        last_day=DAY,
        evidence=[],
        score=0.9,
        gained=10,
        rule="made-up",
        lake_version="o1w0",
        asked_at=asked_at,
        **more,
    )
