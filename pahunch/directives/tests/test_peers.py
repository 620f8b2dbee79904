"""Peers of everyone bound: ranks where all were counted alike, and else whose counting differs."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.directives.judge import forget, judge
from pahunch.directives.models import Directive
from pahunch.directives.peers import entries_of, rankings_of
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.measures.models import PeerSet
from pahunch.measures.peers.actions import freeze_peers
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.tests.conftest import damage
from pahunch.registry.models import Account, Division, Electors, Membership, Person, Post
from pahunch.rules.peers import PeersOf, Ranking, Why
from tests.people import NOW

pytestmark = pytest.mark.django_db
SEATS = 6


@pytest.fixture
def frozen(state: State) -> PeerSet:
    """Give three more seats with their members, all like the first three, and freeze the sets."""
    fact = {"source": state.directive.source}
    post = Post.objects.get()
    for number in range(4, SEATS + 1):
        seat = Division.objects.create(
            code=f"up-ac-{number}",
            kind="constituency",
            name=f"Seat {number}",
            number=number,
            path=f"up/up-d-{number}/up-ac-{number}/",
            **fact,
        )
        Electors.objects.create(roll=state.directive.roll, division=seat, electors=200_000, **fact)
        person = Person.objects.create(slug=f"p-{number}", name=f"P {number}", **fact)
        Membership.objects.create(
            code=f"up-minister-p-{number}",
            person=person,
            post=post,
            division=seat,
            starts="2020-01-01",
            **fact,
        )
        for platform in ("x", "youtube"):
            Account.objects.create(
                key=f"{platform}:{number}",
                platform=platform,
                platform_id=str(number),
                kind="office",
                person=person,
                **fact,
            )
    Division.objects.filter(kind="constituency").update(reservation="GEN")
    forget()
    return freeze_peers(state.directive.state, state.directive.roll, by=None, at=NOW)


@pytest.fixture
def counted(frozen: PeerSet) -> PeerSet:
    """Count everybody on the same day: the higher the number of the seat, the more follow."""
    rows = [
        seen(f"{platform}:{number}", 1_000 * number, 1_000 * number, DAY, "day-2")
        for number in range(1, SEATS + 1)
        for platform in ("x", "youtube")
    ]
    append("day-2", *rows)
    return frozen


def ranked(found: Ranking | PeersOf) -> dict[str, tuple[int, int]]:
    assert isinstance(found, Ranking)
    return {one.code: (one.best, one.worst) for one in found.ranks}


def test_all_who_were_counted_alike_are_ranked(state: State, counted: PeerSet) -> None:
    found = rankings_of(judge(state.directive, DAY), counted)
    assert set(found) == {f"up-ac-{number}" for number in range(1, SEATS + 1)}
    assert ranked(found["up-ac-1"]) == {
        f"up-ac-{number}": (SEATS + 1 - number, SEATS + 1 - number)
        for number in range(1, SEATS + 1)
    }


def test_one_may_be_asked_of_alone(state: State, counted: PeerSet) -> None:
    assert list(rankings_of(judge(state.directive, DAY), counted, ["up-ac-2"])) == ["up-ac-2"]


def test_an_account_nobody_counted_leaves_the_whole_set_unranked(
    state: State, frozen: PeerSet
) -> None:
    rows = [
        seen(f"{platform}:{number}", 1_000, 1_000, DAY, "day-2")
        for number in range(1, SEATS + 1)
        for platform in ("x", "youtube")
        if (platform, number) != ("youtube", 3)
    ]
    append("day-2", *rows)
    found = rankings_of(judge(state.directive, DAY), frozen, ["up-ac-1"])["up-ac-1"]
    assert isinstance(found, Ranking)
    assert (found.ranks, found.why, found.differ) == ((), Why.INCOMPLETE, ("up-ac-3",))


def test_somebody_on_fewer_platforms_leaves_the_whole_set_unranked(
    state: State, counted: PeerSet
) -> None:
    Account.objects.filter(key="youtube:3").delete()
    forget()
    found = rankings_of(judge(state.directive, DAY), counted, ["up-ac-1"])["up-ac-1"]
    assert (found.why, getattr(found, "differ", None)) == (Why.PLATFORMS, ("up-ac-3",))


def test_platforms_that_the_directive_leaves_out_do_not_matter(
    state: State, counted: PeerSet
) -> None:
    Account.objects.filter(key="youtube:3").delete()
    Directive.objects.update(platforms=["x"])
    forget()
    judgement = judge(Directive.objects.with_terms().get(), DAY)
    assert entries_of(judgement)["up-ac-3"].exposure.platforms == {"x"}
    assert rankings_of(judgement, counted)["up-ac-1"].why is None


def test_somebody_who_was_not_measured_is_named(state: State, frozen: PeerSet) -> None:
    found = rankings_of(judge(state.directive, DAY), frozen, ["up-ac-1"])["up-ac-1"]
    assert isinstance(found, Ranking)
    assert found.why is Why.ABSENT
    assert "up-ac-3" in found.differ


def test_changed_sets_are_not_used(state: State, counted: PeerSet) -> None:
    damage({"sets": []})
    with pytest.raises(WrongPeers, match="changed"):
        rankings_of(judge(state.directive, DAY), PeerSet.objects.get())


def measured(*arguments: str) -> str:
    out = StringIO()
    given = ("--directive", "up-ministers", "--as-of", DAY.isoformat(), *arguments)
    call_command("measure", "peers", *given, stdout=out)
    return out.getvalue()


def test_the_command_tells_ranks_and_what_they_stand_on(state: State, counted: PeerSet) -> None:
    found: dict[str, Any] = json.loads(measured("--peers", counted.code, "--format", "json"))
    assert found["rows"][0] == {
        "constituency": "up-ac-1",
        "best": 6,
        "worst": 6,
        "among": 6,
        "why": None,
        "differ": [],
        "words": "",
    }
    assert found["computed"]["peers_digest"] == counted.digest
    assert "6 of 6 ranked" in measured("--peers", counted.code)
    Account.objects.filter(key="youtube:3").delete()
    forget()
    said = measured("--peers", counted.code)
    assert "0 of 6 ranked" in said
    assert "coverage differs" in said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--peers", "none"], "Nothing was frozen as 'none'"),
        (["--peers", "none", "--days-apart", "-1"], "0 or more"),
    ],
)
def test_wrong_use_is_said(state: State, arguments: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        measured(*arguments)
