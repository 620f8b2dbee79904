"""Followers inside a constituency: what places can say, and what they cannot."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pahunch.facts import Adding, Standing
from pahunch.rules.inside import (
    AROUND,
    Inside,
    Shares,
    Told,
    Totals,
    inside,
    pooled,
    spread,
    standing,
    together,
)

WHOLE, OTHER, SHARED = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.0, 0.25, 1.0)
UNKNOWN = (math.nan, math.nan, math.nan)
Row = tuple[float, float, tuple[float, float, float]]


def told(*rows: Row, account: int = 0) -> Told:
    """Places of one account: low, high and the shares of its constituency."""
    shares = np.array([row[2] for row in rows], dtype=np.float64).reshape(-1, 3)
    return Told(
        np.full(len(rows), account),
        np.array([row[0] for row in rows], dtype=np.float64),
        np.array([row[1] for row in rows], dtype=np.float64),
        Shares(shares[:, 0], shares[:, 1], shares[:, 2]),
        np.array([row[2] is not UNKNOWN for row in rows], dtype=bool),
    )


def total(low: float, high: float | None = None, lost: float = 0) -> Totals:
    """One account's followers."""
    ends = np.array([low]), np.array([low if high is None else high])
    return Totals(*ends, np.array([lost]))


def exact(count: float, shares: tuple[float, float, float]) -> Row:
    return count, count, shares


CASES = {
    "a place wholly inside counts": ([exact(600, WHOLE)], total(600), (600, 600, 600)),
    "a place elsewhere lowers the upper end": ([exact(600, OTHER)], total(1000), (0, 400, 0)),
    "a shared place may be inside or not": ([exact(600, SHARED)], total(600), (0, 600, 150)),
    "followers without a place widen the interval": (
        [exact(300, WHOLE), exact(100, OTHER)],
        total(1000),
        (300, 900, 750),
    ),
    "a place on no map is a place nowhere": (
        [exact(300, WHOLE), exact(100, OTHER), exact(100, UNKNOWN)],
        total(1000),
        (300, 900, 750),
    ),
    "those whom a long list leaves out are inside at most twice as often": (
        [exact(100, WHOLE), exact(700, OTHER), exact(2, OTHER)],
        total(1000),
        (100, 100 + 198 * 200 / 802 + 20, 124.69),
    ),
    "a list of fewer than half says nothing of the others": (
        [exact(40, WHOLE), exact(200, OTHER), exact(2, OTHER)],
        total(1000),
        (40, 798, 165.29),
    ),
    "a rounded total widens it too": (
        [exact(300, WHOLE), exact(300, OTHER)],
        total(600, 699),
        (300, 399, 324.75),
    ),
    "an open total has no upper end": ([exact(300, WHOLE)], total(600, math.inf), (300, None, 600)),
    "whoever left since may have been inside": (
        [exact(600, WHOLE), exact(300, OTHER)],
        total(800, lost=100),
        (500, 600, 533.33),
    ),
    "more places than followers are a loss that nobody saw": (
        [exact(600, WHOLE), exact(600, OTHER)],
        total(1000),
        (400, 600, 500),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    rows, totals, (low, high, point) = CASES[name]
    found = inside(told(*rows), totals)
    assert found.low[0] == low
    assert found.high[0] == (math.inf if high is None else pytest.approx(high))
    assert found.point[0] == pytest.approx(point, abs=0.01)


def test_the_parts_add_up_to_the_followers() -> None:
    found = inside(
        told(exact(300, WHOLE), exact(200, SHARED), exact(100, OTHER), exact(50, (0.8, 0.9, 1.0))),
        total(1000),
    )
    parts = found.certain, found.shared, found.elsewhere, found.unplaced
    assert [part[0] for part in parts] == pytest.approx([340, 210, 100, 350])


def test_an_account_that_tells_no_places_makes_no_claim() -> None:
    found = inside(told(), total(5_000))
    assert (found.low[0], found.high[0]) == (0, 5_000)
    assert math.isnan(found.point[0])
    assert not found.tells[0]


ELECTORS = np.array([200_000.0, 100_000.0, 100_000.0, 300_000.0])


def shares(core: set[int], rim: set[int]) -> Shares:
    """The shares of one reading in four constituencies."""
    row = [[number in which for number in range(4)] for which in (core, rim)]
    return spread(np.array([row[0]]), np.array([row[1]]), ELECTORS)


def test_a_town_of_one_constituency_lies_in_it_but_for_what_lies_around() -> None:
    found = shares({0}, {1, 2})
    assert found.least[0].tolist() == [1 - AROUND, 0, 0, 0]
    assert found.most[0].tolist() == [1, AROUND, AROUND, 0]
    assert found.point[0] == pytest.approx([0.9, 0.05, 0.05, 0])


def test_a_town_with_nothing_around_it_is_wholly_inside() -> None:
    found = shares({0}, set())
    assert [part[0, 0] for part in (found.least, found.point, found.most)] == [1, 1, 1]


def test_a_city_of_several_constituencies_is_shared_by_electors() -> None:
    found = shares({0, 1, 2}, set())
    assert found.least[0].tolist() == [0, 0, 0, 0]
    assert found.most[0].tolist() == [1, 1, 1, 0]
    assert found.point[0].tolist() == [0.5, 0.25, 0.25, 0]


def test_a_reading_without_a_core_lies_elsewhere() -> None:
    found = shares(set(), set())
    assert not found.most.any()


def test_electors_that_nobody_counted_are_no_reason_to_be_elsewhere() -> None:
    found = spread(np.array([[True, True]]), np.zeros((1, 2), bool), np.array([0.0, 1000.0]))
    assert found.most[0].tolist() == [1, 1]
    assert found.point[0, 0] > 0


def test_a_name_of_two_places_is_certain_of_neither() -> None:
    both = spread(
        np.array([[True, False, False, False], [False, False, False, True]]),
        np.array([[False, True, False, False], [False, False, True, False]]),
        ELECTORS,
    )
    found = pooled(both, np.array([0]), np.array([False]))
    assert found.least[0].tolist() == [0, 0, 0, 0]
    assert found.most[0].tolist() == [1, AROUND, AROUND, 1]
    assert found.point[0].sum() == pytest.approx(1)


def test_an_unsure_name_is_certain_of_nothing() -> None:
    found = pooled(shares({0}, set()), np.array([0]), np.array([True]))
    assert (found.least[0, 0], found.most[0, 0]) == (0, 1)


def of(low: list[float], high: list[float], point: list[float]) -> Inside:
    """Accounts of which only the interval matters; a NaN point tells nothing."""
    nothing = np.zeros(len(low))
    points = np.array(point)
    return Inside(
        *(nothing,) * 4, np.array(low), np.array(high), point=points, tells=~np.isnan(points)
    )


@pytest.mark.parametrize(
    ("adding", "wanted"),
    [
        (Adding.TOTAL, (70, 300, 90)),
        (Adding.BEST, (50, 140, 60)),
        (Adding.PEOPLE, (50, 300, 60)),
    ],
)
def test_accounts_are_added_as_the_directive_says(
    adding: Adding, wanted: tuple[float, float, float]
) -> None:
    accounts = of([50, 20, 0], [100, 60, 140], [60, 30, math.nan])
    found = together(accounts, np.zeros(3, int), 2, adding)
    assert (found.low[0], found.high[0], found.point[0]) == wanted
    assert found.tells.tolist() == [True, False]


@pytest.mark.parametrize(
    ("low", "high", "tells", "wanted"),
    [
        (100, 200, True, Standing.MET),
        (99, 200, True, Standing.UNDECIDED),
        (99, None, True, Standing.UNDECIDED),
        (0, 99, True, Standing.NOT_MET),
        (0, 99, False, Standing.NOT_MET),
        (0, 100, False, Standing.NOT_MEASURED),
        (0, None, False, Standing.NOT_MEASURED),
    ],
)
def test_the_verdict_survives_the_whole_interval(
    low: int, high: int | None, *, tells: bool, wanted: Standing
) -> None:
    assert standing(low, high, 100, tells=tells) is wanted
    assert standing(low, high, None, tells=True) is Standing.UNDECIDED


ordered = st.tuples(*[st.floats(0, 1, allow_nan=False)] * 3).map(sorted).map(tuple)
rows = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 500), ordered), max_size=6)
spare = st.integers(0, 20_000)
wider = st.tuples(*[st.integers(0, 300)] * 3)


def measured(rows: list[Row], low: float, high: float, lost: float) -> Inside:
    return inside(told(*rows), total(low, high, lost))


@given(rows, spare, st.integers(0, 400), st.integers(0, 500))
def test_the_point_lies_in_the_interval_and_nothing_is_negative(
    drawn: list[Row], more: int, rounding: int, lost: int
) -> None:
    places = [(low, low + extra, share) for low, extra, share in drawn]
    followers = max(sum(row[1] for row in places) + more - lost, 0)
    found = measured(places, followers, followers + rounding, lost)
    assert 0 <= found.low[0] <= found.high[0] <= followers + rounding
    assert found.low[0] == max(found.certain[0] - lost, 0) or lost
    if found.tells[0]:
        assert found.low[0] <= found.point[0] <= found.high[0]


@given(rows, spare, wider, st.integers(0, 5))
def test_knowing_less_never_narrows_the_interval(
    drawn: list[Row], more: int, width: tuple[int, int, int], which: int
) -> None:
    assume(which < len(drawn))
    places = [(low, low + extra, share) for low, extra, share in drawn]
    followers = sum(row[1] for row in places) + more
    before = measured(places, followers, followers, 0)
    low, high, (least, point, most) = places[which]
    loose = [*places]
    loose[which] = (max(low - width[0], 0), high + width[1], (least / 2, point, (1 + most) / 2))
    unknown = [*places]
    unknown[which] = (low, high, UNKNOWN)
    for after in (
        measured(loose, followers, followers, 0),
        measured(unknown, followers, followers, 0),
        measured(places, max(followers - width[2], 0), followers + width[2], 0),
        measured(places, followers, followers, width[2]),
    ):
        assert after.low[0] <= before.low[0] + 1e-6
        assert after.high[0] >= before.high[0] - 1e-6


@given(rows, spare, st.integers(1, 1_000))
def test_more_followers_in_a_place_inside_never_lower_the_low_end(
    drawn: list[Row], more: int, gained: int
) -> None:
    places = [(low, low, share) for low, _, share in drawn]
    followers = sum(row[1] for row in places) + more
    before = measured(places, followers, followers, 0)
    after = measured([*places, exact(gained, WHOLE)], followers + gained, followers + gained, 0)
    assert after.low[0] >= before.low[0] + gained - 1e-6


def test_the_order_of_accounts_and_places_changes_nothing() -> None:
    chance = np.random.default_rng(7)
    ends = np.sort(chance.random((3, 200)), axis=0)
    counts = chance.integers(1, 500, 200).astype(float)
    known = chance.random(200) < 0.9
    shares = Shares(ends[0], ends[1], ends[2])
    rows = Told(chance.integers(0, 20, 200), counts, counts, shares, known)
    every = Totals(np.full(20, 9e4), np.full(20, 9e4), np.zeros(20))
    order = chance.permutation(200)
    mixed = replace(
        rows,
        account=rows.account[order],
        low=counts[order],
        high=counts[order],
        shares=Shares(*(end[order] for end in ends)),
        known=known[order],
    )
    assert inside(mixed, every).low == pytest.approx(inside(rows, every).low)
    assert inside(mixed, every).point == pytest.approx(inside(rows, every).point)
