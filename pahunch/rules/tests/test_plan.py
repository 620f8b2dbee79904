"""Suggested steps: only where what they rest on is known, and with their figures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.rules.peers import LEAST
from pahunch.rules.plan import FEW, LEAST_WRITTEN, STALE_DAYS, AccountSeen, Kind, Seen, suggest

GOOD = AccountSeen("x:1", 0, access_ended=False, net_low=10, net_high=12)


def one(**others) -> Seen:
    """Give one who does everything well."""
    given_: dict[str, Any] = {
        "platforms": frozenset({"x", "facebook"}),
        "weekly": 10.0,
        "written": 40,
        "unanswered": 0.1,
        "accounts": (GOOD,),
    }
    return Seen(**(given_ | others))


def kinds(own: Seen, peers: list[Seen]) -> list[Kind]:
    return [step.kind for step in suggest(own, peers)]


def test_nothing_is_suggested_to_who_does_everything_well() -> None:
    assert suggest(one(), [one()] * 6) == ()


def test_a_platform_that_most_peers_use_is_suggested_with_how_many() -> None:
    with_it = one(platforms=frozenset({"x", "facebook", "instagram"}))
    (step,) = suggest(one(), [with_it] * 4 + [one()] * 2)
    assert (step.kind, step.platform) == (Kind.PLATFORM, "instagram")
    assert step.figures == {"peers": 4, "of": 6}
    assert suggest(one(), [with_it] * 3 + [one()] * 3) == ()


def test_peers_whom_the_registry_knows_no_account_of_count_for_nothing() -> None:
    with_it = one(platforms=frozenset({"x", "facebook", "youtube"}))
    unknown = one(platforms=frozenset())
    assert suggest(one(), [with_it] * (LEAST - 1) + [unknown] * 9) == ()
    (step,) = suggest(one(), [with_it] * LEAST + [unknown] * 9)
    assert step.figures == {"peers": LEAST, "of": LEAST}


@pytest.mark.parametrize(
    ("weekly", "peers", "more"),
    [
        (2.0, [8.0] * 5, 6),
        (FEW * 8, [8.0] * 5, None),
        (0.0, [8.0] * 5, 8),
        (0.0, [0.9] * 5, None),  # not worth a step
        (None, [8.0] * 5, None),  # no post was ever collected
        (2.0, [8.0, 8.0, 8.0, None, None], None),  # of too few peers anything is known
        (2.5, [3, 4, 8, 20], 4),
    ],
)
def test_posts_are_suggested_against_the_median_of_peers(weekly, peers, more) -> None:
    steps = suggest(one(weekly=weekly), [one(weekly=each) for each in peers])
    assert [step.figures["more"] for step in steps] == ([] if more is None else [more])


@pytest.mark.parametrize(
    ("written", "unanswered", "is_suggested"),
    [
        (40, 0.5, True),
        (40, 0.25, False),
        (LEAST_WRITTEN - 1, 1.0, False),
        (LEAST_WRITTEN, 1.0, True),
        (None, None, False),
        (40, None, False),
    ],
)
def test_comments_are_suggested_where_many_are_open(written, unanswered, is_suggested) -> None:
    own = one(written=written, unanswered=unanswered)
    assert kinds(own, []) == ([Kind.COMMENTS] if is_suggested else [])


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        (AccountSeen("x:1", 0), None),
        (AccountSeen("x:1", STALE_DAYS), None),
        (AccountSeen("x:1", STALE_DAYS + 1), Kind.COUNT),
        (AccountSeen("x:1", None), Kind.COUNT),
        (AccountSeen("x:1", None, access_ended=True), Kind.ACCESS),  # the reason, and once
        (AccountSeen("x:1", 0, access_ended=True), Kind.ACCESS),
        (AccountSeen("x:1", 0, net_low=-5, net_high=0), Kind.GROWTH),
        (AccountSeen("x:1", 0, net_low=-5, net_high=1), None),  # it may have grown
        (AccountSeen("x:1", 0, net_low=-5, net_high=float("inf")), None),
    ],
)
def test_an_account_is_looked_after(account: AccountSeen, kind: Kind | None) -> None:
    assert kinds(one(accounts=(account,)), []) == ([kind] if kind else [])


def test_somebody_of_whom_no_account_is_known_is_asked_for_one_and_for_nothing_else() -> None:
    (step,) = suggest(Seen(), [one()] * 9)
    assert (step.kind, step.account) == (Kind.COUNT, "")


SEEN = st.builds(
    Seen,
    platforms=st.frozensets(st.sampled_from(["x", "facebook", "instagram", "youtube"])),
    weekly=st.none() | st.floats(0, 100),
    written=st.none() | st.integers(0, 1000),
    unanswered=st.none() | st.floats(0, 1),
    accounts=st.lists(
        st.builds(
            AccountSeen,
            key=st.sampled_from(["x:1", "facebook:2"]),
            days_since=st.none() | st.integers(0, 100),
            access_ended=st.none() | st.booleans(),
            net_low=st.none() | st.floats(-100, 0),
            net_high=st.none() | st.floats(0, 100),
        ),
        unique_by=lambda account: account.key,
    ).map(tuple),
)


@given(SEEN, st.lists(SEEN, max_size=9))
def test_the_order_of_peers_changes_nothing_and_nothing_is_suggested_twice(own, peers) -> None:
    steps = suggest(own, peers)
    assert steps == suggest(own, peers[::-1])
    assert len({(step.kind, step.platform, step.account) for step in steps}) == len(steps)
    assert all(step.platform not in own.platforms for step in steps if step.platform)


@given(SEEN, st.lists(SEEN, max_size=LEAST - 1))
def test_too_few_peers_suggest_nothing(own, peers) -> None:
    assert not {Kind.PLATFORM, Kind.POSTS} & {step.kind for step in suggest(own, peers)}
