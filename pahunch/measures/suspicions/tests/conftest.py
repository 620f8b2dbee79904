"""One made-up member with an account on X, whom Ravi looks after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.actions import Seen, raise_suspicions
from pahunch.registry.models import Account, Division, Membership, Person, Post, Source
from tests.people import Cast, assemble

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 10)


@pytest.fixture
def state(db: None) -> Division:
    """Make the state of the cast."""
    fact = {"source": Source.objects.create(text="made up")}
    return Division.objects.create(code="up", kind="state", name="Udaharan", path="up/", **fact)


@pytest.fixture
def account(state: Division) -> Account:
    """Make the member and the account."""
    fact = {"source": Source.objects.get()}
    seat = Division.objects.create(
        code="up-ac-1", kind="constituency", name="Shivpur", path="up/up-ac-1/", number=1, **fact
    )
    post = Post.objects.create(code="up-member", state=state, kind="member", name="Member", **fact)
    person = Person.objects.create(slug="anita", name="Anita Verma", name_hi="अनीता वर्मा", **fact)
    Membership.objects.create(
        code="up-member-anita",
        person=person,
        post=post,
        division=seat,
        starts=date(2020, 1, 1),
        **fact,
    )
    return Account.objects.create(
        key="x:anita", platform="x", platform_id="anita", kind="office", person=person, **fact
    )


@pytest.fixture
def people(account: Account) -> Cast:
    """Give the cast: Asha runs the cell of the state, Ravi looks after Anita."""
    return assemble(ravi_sees="anita", district="up/up-ac-1/", state="up/")


Raise = Callable[..., Suspicion]


@pytest.fixture
def seen(account: Account) -> Callable[..., Seen]:
    """Say what a rule saw: what is not given is usual."""

    def usual(**others: Any) -> Seen:
        given: dict[str, Any] = {
            "account": account,
            "first_day": DAY,
            "last_day": DAY,
            "evidence": [
                {"kind": "gain", "followers": 41_000.0, "days": 1.0, "times": 80.0},
                {"kind": "gone", "followers": 9_000.0, "days": 7.0},
                {"kind": "alone", "pace": 1.0},
            ],
            "score": 0.97,
            "gained": 41_000,
            "left": 9_000,
        }
        return Seen(**(given | others))

    return usual


@pytest.fixture
def asked(state: Division, seen: Callable[..., Seen], people: Cast) -> Suspicion:
    """Raise the usual suspicion."""
    (found,) = raise_suspicions(
        state, [seen()], rule="suspicion-1", lake_version="o1w0", by=people.asha, now=NOW
    )
    return found
