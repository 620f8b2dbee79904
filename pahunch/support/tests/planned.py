"""A made-up state of eight members on X and Facebook, one of whom is behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from pahunch.directives import measured as measuring
from pahunch.directives.judge import forget, lake
from pahunch.directives.models import Directive
from pahunch.measures.models import PeerSet
from pahunch.observations import OBSERVATIONS, POSTS, Extra
from pahunch.registry.models import (
    Account,
    Division,
    Electors,
    Membership,
    Person,
    Post,
    Roll,
    Source,
)
from pahunch.rules.peers import REVISION, PeersOf, digest
from pahunch.support.tests.conftest import TODAY

NUMBER = 8
ELECTORS = 200_000
"""Of each constituency: the target is 10,000."""


@dataclass(frozen=True, slots=True)
class State:
    """What a test may reach for; the first member is behind."""

    state: Division
    directive: Directive
    memberships: tuple[Membership, ...]
    frozen: PeerSet


def seen(account: str, count: int, day: date, run: str) -> dict[str, Any]:
    """Give one exact count of a day, at noon UTC."""
    return {
        "account": account,
        "metric": "followers",
        "low": count,
        "high": count,
        "withheld": False,
        "seen_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        "precision": "day",
        "run": run,
        "wording": None,
        "source": "made-up",
    }


def count(*series: tuple[str, Sequence[int]], run: str = "first") -> None:
    """Bring daily counts of accounts in, the last of each today."""
    rows = [
        seen(account, number, TODAY - timedelta(days=len(numbers) - 1 - place), run)
        for account, numbers in series
        for place, number in enumerate(numbers)
    ]
    lake().append(run, pa.Table.from_pylist(rows, schema=OBSERVATIONS))
    forget()
    measuring.forget()


def post(numbers: dict[str, int], run: str = "posts") -> None:
    """Bring posts in: so many of each account, one a day before today."""
    rows = [
        {
            "account": account,
            "post": f"{account}-{number}",
            "made_at": datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
            - timedelta(days=1 + number % 20),
            "kind": "post",
            "link": "",
            "seen_at": datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC),
            "run": run,
        }
        for account, posts in numbers.items()
        for number in range(posts)
    ]
    lake().add(Extra.POSTS, run, pa.Table.from_pylist(rows, schema=POSTS))


def make_state() -> State:
    """Make the state: everybody on X, all but the first on Facebook too, peers frozen."""
    fact = {"source": Source.objects.create(text="made-up")}
    state = Division.objects.create(code="up", kind="state", name="Udaharan", path="up/", **fact)
    roll = Roll.objects.create(code="up-2023", state=state, year=2023, name="2023", **fact)
    holds = Post.objects.create(code="up-member", state=state, kind="member", name="Member", **fact)
    memberships = []
    for number in range(1, NUMBER + 1):
        seat = Division.objects.create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            name_hi=f"क्षेत्र {number}",
            number=number,
            path=f"up/up-d-1/up-ac-{number}/",
            **fact,
        )
        Electors.objects.create(roll=roll, division=seat, electors=ELECTORS, **fact)
        person = Person.objects.create(
            slug=f"m{number}", name=f"Member {number}", name_hi=f"सदस्य {number}", **fact
        )
        memberships.append(
            Membership.objects.create(
                code=f"up-member-m{number}",
                person=person,
                post=holds,
                division=seat,
                starts=date(2020, 1, 1),
                **fact,
            )
        )
        for platform in ("x",) if number == 1 else ("x", "facebook"):
            Account.objects.create(
                key=f"{platform}:{number}",
                platform=platform,
                platform_id=str(number),
                kind="office",
                person=person,
                **fact,
            )
    directive = Directive.objects.create(
        code="up-members",
        state=state,
        title="Members",
        title_hi="विधायक",
        text="Reach 5 per cent.",
        issuer="Cabinet",
        starts=date(2020, 1, 1),
        due_on=TODAY + timedelta(days=100),
        binds="member",
        kinds=["office"],
        fresh_days=7,
        roll=roll,
        **fact,
    )
    return State(state, directive, tuple(memberships), freeze(state, roll))


def freeze(state: Division, roll: Roll) -> PeerSet:
    """Freeze everybody as everybody else's peer."""
    codes = [f"up-ac-{number}" for number in range(1, NUMBER + 1)]
    sets = [PeersOf(code, tuple(one for one in codes if one != code)) for code in codes]
    content = {
        "rule": REVISION,
        "digest": digest([], sets),
        "places": [],
        "sets": [[one.code, list(one.peers), one.why] for one in sets],
    }
    frozen = PeerSet(
        code="up-2023-made-up",
        state=state,
        roll=roll,
        made_at=datetime.now(UTC),
        text=PeerSet.written(content),
    )
    frozen.save()
    return frozen
