"""Different people: the ends hold whatever depends on what, and the point lies between them."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.facts import Standing
from pahunch.lib.patterns import patterns
from pahunch.rules.people import (
    Asked,
    Floats,
    Overlaps,
    Told,
    overlaps,
    people,
    turn,
    wilson,
)

NAMES = ("facebook", "instagram", "youtube", "x", "whatsapp")
NAN = np.nan
CROWDS = st.lists(st.integers(0, 400), min_size=7, max_size=7).filter(
    lambda one: all(patterns(3).T @ np.array(one) > 0)
)
"""How many people have each pattern of three platforms, so that each has a follower."""


def table(
    crowd: Floats, asked: Asked = Asked.FOLLOWERS, *, allowance: float = 0, nobody: float = 0
) -> Overlaps:
    """The table that asking everybody of a crowd gives: nothing is left to chance."""
    shapes = patterns(int(np.log2(len(crowd) + 1)))
    on = shapes.T @ crowd
    told = [
        Told(NAMES[a], "", on[a] / (crowd.sum() + nobody)) for a in range(shapes.shape[1]) if on[a]
    ]
    for a, b in permutations(range(shapes.shape[1]), 2):
        if on[a] and on[b]:
            told.append(Told(NAMES[a], NAMES[b], crowd @ (shapes[:, a] * shapes[:, b]) / on[a]))
    return overlaps(told, asked=asked, allowance=allowance)


def counts(crowd: Floats | list[int]) -> Floats:
    """The follows of one representative with that crowd."""
    on: Floats = np.asarray(crowd, dtype=np.float64) @ patterns(int(np.log2(len(crowd) + 1)))
    return on[None, :]


def test_without_a_survey_everybody_may_follow_everywhere_and_nobody_twice() -> None:
    found = people(np.array([[700.0, 300, NAN]]), np.array([[799.0, 300, NAN]]), NAMES[:3])
    assert (found.low[0], found.high[0]) == (700, 1_099)
    assert np.isnan(found.point[0])


def test_unknown_is_neither_zero_nor_an_end() -> None:
    low, high = np.array([[700.0, 300], [NAN, NAN]]), np.array([[700.0, np.inf], [NAN, NAN]])
    found = people(low, high, NAMES[:2])
    assert (found.low[0], found.high[0]) == (700, np.inf)
    assert np.isnan([found.low[1], found.high[1], found.point[1]]).all()


def test_an_open_end_leaves_no_point_and_spoils_no_other() -> None:
    survey = table(np.array([500.0, 200, 100]))
    low, high = np.array([[600.0, 300], [600, 300]]), np.array([[600.0, np.inf], [600, 300]])
    found = people(low, high, NAMES[:2], survey=survey)
    assert np.isnan(found.point[0])
    assert found.high[0] == np.inf
    assert found.low[0] == found.low[1]
    assert found.point[1] == pytest.approx(800)


def test_only_inside_the_constituency_its_electors_are_an_end() -> None:
    count = np.array([[700.0, 600]])
    assert people(count, count, NAMES[:2]).high[0] == 1_300
    assert people(count, count, NAMES[:2], most=1_000).high[0] == 1_000
    assert people(count, count, NAMES[:2], most=650).low[0] == 650


def test_two_platforms_whose_table_holds_leave_no_doubt() -> None:
    crowd = np.array([500.0, 200, 100])  # only one, only the other, both
    found = people(counts(crowd), counts(crowd), NAMES[:2], survey=table(crowd))
    assert (found.low[0], found.point[0], found.high[0]) == pytest.approx((800, 800, 800))


def test_a_table_of_a_crowd_finds_the_crowd_again_with_other_counts() -> None:
    """Ten times as many people who follow alike."""
    crowd = np.array([300, 200, 60, 90, 30, 20, 15], dtype=np.float64)
    found = people(10 * counts(crowd), 10 * counts(crowd), NAMES[:3], survey=table(crowd))
    assert found.point[0] == pytest.approx(10 * crowd.sum(), rel=0.02)
    assert found.low[0] <= 10 * crowd.sum() <= found.high[0]


@settings(deadline=None)
@given(CROWDS)
def test_ends_with_a_table_that_holds_never_miss(crowd: list[int]) -> None:
    found = people(counts(crowd), counts(crowd), NAMES[:3], survey=table(np.array(crowd)))
    assert found.low[0] - 1e-6 <= sum(crowd) <= found.high[0] + 1e-6
    assert found.largest[0] - 1e-6 <= found.low[0] <= found.point[0] <= found.high[0]
    assert found.high[0] <= found.total[0] + 1e-6


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 300), min_size=31, max_size=31).filter(any),
    st.floats(0, 0.3),
    st.floats(0, 0.3),
)
def test_ends_hold_where_counts_are_coarse(crowd: list[int], less: float, more: float) -> None:
    on = counts(crowd)
    on[on == 0] = NAN
    survey = table(np.array(crowd))
    found = people(on * (1 - less), on * (1 + more), NAMES, survey=survey)
    assert found.low[0] - 1e-6 <= sum(crowd) <= found.high[0] + 1e-6


@settings(deadline=None)
@given(CROWDS, st.integers(0, 5_000), st.floats(0, 0.3), st.floats(0, 0.3))
def test_ends_with_a_table_of_electors_that_holds_never_miss(
    crowd: list[int], nobody: int, less: float, more: float
) -> None:
    survey = table(np.array(crowd), Asked.ELECTORS, nobody=nobody)
    on, electors = counts(crowd), sum(crowd) + nobody
    low, high = on * (1 - less), on * (1 + more)
    found = people(low, high, NAMES[:3], survey=survey, electors=electors)
    assert found.low[0] - 1e-6 <= sum(crowd) <= found.high[0] + 1e-6


def test_electors_that_are_followed_twice_as_much_keep_the_odds() -> None:
    """Nobody depends on nobody: of a tenth and a fifth a fiftieth; of a fifth and two, 8 %."""
    crowd = np.array([80.0, 180, 20])
    survey = table(crowd, Asked.ELECTORS, nobody=720)
    doubled = np.array([[200.0, 400]])
    found = people(doubled, doubled, NAMES[:2], survey=survey, electors=1_000)
    assert (found.low[0], found.high[0]) == pytest.approx((520, 520))
    without = people(doubled, doubled, NAMES[:2], survey=survey)
    assert without.low[0] == pytest.approx(560)


@settings(deadline=None)
@given(CROWDS, CROWDS)
def test_a_table_of_users_that_holds_only_raises_the_lower_end(
    crowd: list[int], others: list[int]
) -> None:
    """Who follows on two platforms uses both; of users on one, more use the other."""
    wider = np.array(crowd) + np.array(others) * np.array([0, 0, 1, 0, 1, 1, 1])
    shapes = patterns(3)
    followers, using = shapes.T @ np.array(crowd), (shapes.T * wider) @ shapes
    told = [
        Told(NAMES[a], NAMES[b], min(1, using[a, b] / followers[a]))
        for a, b in permutations(range(3), 2)
    ]
    survey = overlaps(told, asked=Asked.USERS, allowance=0)
    found = people(counts(crowd), counts(crowd), NAMES[:3], survey=survey)
    assert found.largest[0] - 1e-6 <= found.low[0] <= sum(crowd) + 1e-6
    assert found.high[0] == found.total[0]
    assert np.isnan(found.point[0])


@settings(deadline=None)
@given(CROWDS, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_wider_allowance_never_narrows(crowd: list[int], one: float, other: float) -> None:
    narrow, wide = (
        people(
            counts(crowd),
            counts(crowd),
            NAMES[:3],
            survey=table(np.array(crowd), allowance=allowance),
        )
        for allowance in sorted((one, other))
    )
    assert wide.low[0] <= narrow.low[0] + 1e-9
    assert wide.high[0] >= narrow.high[0] - 1e-9


@settings(deadline=None)
@given(CROWDS, st.permutations(range(3)))
def test_the_order_of_platforms_changes_nothing(crowd: list[int], order: list[int]) -> None:
    survey = table(np.array(crowd), allowance=0.05)
    one = people(counts(crowd), counts(crowd), NAMES[:3], survey=survey)
    names = [NAMES[place] for place in order]
    other = people(counts(crowd)[:, order], counts(crowd)[:, order], names, survey=survey)
    assert other.low[0] == pytest.approx(one.low[0])
    assert other.high[0] == pytest.approx(one.high[0])
    assert other.point[0] == pytest.approx(one.point[0], rel=1e-4)


def test_a_platform_that_the_survey_does_not_have_leaves_no_point_and_honest_ends() -> None:
    crowd = np.array([500.0, 200, 100])
    both = np.hstack([counts(crowd), [[900.0]]])
    found = people(both, both, ("facebook", "instagram", "koo"), survey=table(crowd))
    assert np.isnan(found.point[0])
    assert (found.low[0], found.high[0]) == pytest.approx((900, 1_700))


def test_whom_many_follow_shares_more_followers_by_a_survey_of_electors() -> None:
    """Of 1,000 electors a third cares at all, and follows on either platform by chance."""
    third = 1_000 / 3
    crowd = third * np.array([0.3 * 0.7, 0.3 * 0.7, 0.3 * 0.3])
    survey = table(crowd, Asked.ELECTORS, allowance=0.4, nobody=1_000 - crowd.sum())
    doubled = np.array([[0.6 * third, 0.6 * third]])
    found = people(doubled, doubled, NAMES[:2], survey=survey, electors=1_000)
    without = people(doubled, doubled, NAMES[:2], survey=survey)
    truth = third * (1 - 0.4**2)
    # A pair's shares are not those of the survey any more, so it needs an allowance here.
    assert found.point[0] == pytest.approx(truth, rel=0.12)
    assert abs(found.point[0] - truth) < abs(without.point[0] - truth)


def test_a_table_of_pairs_alone_is_enough_for_a_point() -> None:
    crowd = np.array([300, 200, 60, 90, 30, 20, 15], dtype=np.float64)
    whole = table(crowd)
    share = whole.share.copy()
    np.fill_diagonal(share, NAN)
    pairs = Overlaps(whole.platforms, whole.asked, share, whole.low, whole.high)
    found = people(counts(crowd), counts(crowd), NAMES[:3], survey=pairs)
    assert found.point[0] == pytest.approx(crowd.sum(), rel=0.05)


def test_a_table_that_contradicts_itself_widens_back_to_the_certain_ends() -> None:
    """Everybody of either is on the other, and ten times as many follow on one of them."""
    told = [Told("facebook", "instagram", 1.0), Told("instagram", "facebook", 1.0)]
    survey = overlaps(told, asked=Asked.FOLLOWERS, allowance=0)
    count = np.array([[1_000.0, 100]])
    found = people(count, count, NAMES[:2], survey=survey)
    assert found.low[0] <= found.point[0] <= found.high[0]
    assert found.low[0] == 1_000


def test_a_share_of_few_people_is_less_sure() -> None:
    few, many = wilson(0.5, 50), wilson(0.5, 5_000)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert wilson(0, 100)[0] == 0
    assert 0 < wilson(0, 100)[1] < 0.12
    # 1.96 errors would give 0.4 to 0.6 of 96 people; ours are 3.29.
    assert wilson(0.5, 96) == pytest.approx((0.341, 0.659), abs=0.002)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([Told("x", "youtube", 1.2)], "no share"),
        ([Told("x", "youtube", 0.2, low=0.3, high=0.4)], "no share"),
        ([Told("x", "youtube", 0.2, people=0)], "0 people"),
        ([Told("x", "x", 0.2)], "beside itself"),
        ([Told("x", "youtube", 0.2), Told("x", "youtube", 0.3)], "twice"),
        ([Told("x", "", 0.2), Told("x", "", 0.3)], "twice"),
        ([], "0 platforms"),
        ([Told(str(number), "x", 0.2) for number in range(12)], "13 platforms"),
    ],
)
def test_a_wrong_table_is_refused(told: list[Told], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        overlaps(told, asked=Asked.FOLLOWERS)


def test_a_wrong_allowance_is_refused() -> None:
    with pytest.raises(ValueError, match="allowance"):
        overlaps([Told("x", "youtube", 0.2)], asked=Asked.USERS, allowance=10)


@pytest.mark.parametrize(
    ("low", "high", "why"),
    [
        (np.array([[1.0]]), np.array([[1.0, 2.0]]), "a column a platform"),
        (np.array([[2.0, 1.0]]), np.array([[1.0, 1.0]]), "lower one first"),
        (np.array([[NAN, 1.0]]), np.array([[1.0, 1.0]]), "both ends"),
    ],
)
def test_counts_that_do_not_fit_are_refused(low: Floats, high: Floats, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        people(low, high, NAMES[:2])


@pytest.mark.parametrize(
    ("low", "high", "standing", "is_settled"),
    [
        (1_000, 1_600, Standing.MET, True),
        (400, 999, Standing.NOT_MET, True),
        (800, 1_600, Standing.UNDECIDED, False),
        (800, np.inf, Standing.UNDECIDED, False),
    ],
)
def test_the_verdict_must_survive_the_whole_interval(
    low: float, high: float, standing: Standing, is_settled: bool
) -> None:
    found = turn(low, high, 1_000, (1_600, 1_600))
    assert (found.standing, found.is_settled) == (standing, is_settled)


def test_it_is_said_at_which_overlap_the_verdict_changes() -> None:
    """Of 1,600 follows by 800 to 1,600 people: met while 37.5 per cent at most are repeats."""
    found = turn(800, 1_600, 1_000, (1_600, 1_600))
    assert (found.turns_low, found.turns_high) == (0.375, 0.375)
    assert (found.least, found.most) == (0, 0.5)


def test_where_counts_are_coarse_the_turn_is_an_interval() -> None:
    found = turn(800, 1_700, 1_000, (1_600, 1_700))
    assert found.turns_low == 0.375
    assert found.turns_high == pytest.approx(0.4118, abs=1e-4)


def test_where_an_end_is_not_known_neither_is_the_turn() -> None:
    found = turn(800, np.inf, 1_000, (800, np.inf))
    assert (found.turns_high, found.least) == (None, None)
    with pytest.raises(ValueError, match="not an interval"):
        turn(2, 1, 1, (1, 1))


SHARES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))
ENDS = st.one_of(
    st.just((NAN, NAN)),
    st.tuples(st.floats(0, 1e9), st.one_of(st.just(np.inf), st.floats(0, 1e9))).map(
        lambda pair: (min(pair), max(pair))
    ),
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(SHARES, min_size=9, max_size=9),
    st.lists(ENDS, min_size=6, max_size=6),
    st.sampled_from(list(Asked)),
    st.sampled_from([NAN, 1.0, 500.0, 1e9]),
    st.floats(0, 1),
    st.one_of(st.none(), st.integers(1, 5_000)),
)
def test_whatever_a_table_says_it_never_widens_and_nothing_breaks(
    shares: list[float | None],
    ends: list[tuple[float, float]],
    asked: Asked,
    electors: float,
    allowance: float,
    number: int | None,
) -> None:
    told = [
        Told(NAMES[place // 3], "" if place // 3 == place % 3 else NAMES[place % 3], share, number)
        for place, share in enumerate(shares)
        if share is not None
    ]
    survey = overlaps(told, asked=asked, allowance=allowance) if told else None
    low, high = (np.array([end[side] for end in ends]).reshape(2, 3) for side in (0, 1))
    found = people(low, high, NAMES[:3], survey=survey, electors=electors)
    nothing = np.isnan(low).all(axis=1)
    assert np.isnan(found.low[nothing]).all()
    kept = ~nothing
    assert (found.largest[kept] <= found.low[kept] + 1e-3).all()
    assert (found.low[kept] <= found.high[kept]).all()
    assert (found.high[kept] <= found.total[kept] + 1e-3).all()
    point = found.point[kept]
    told_point = ~np.isnan(point)
    assert (found.low[kept][told_point] <= point[told_point]).all()
    assert (point[told_point] <= found.high[kept][told_point]).all()
