"""Patterns of traits: every one once, and the nearest spread has what is wanted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.lib.patterns import (
    MOST_TRAITS,
    Floats,
    nearest,
    odds,
    patterns,
    shared,
    spread_of,
    with_empty,
)

PARTS = st.lists(st.floats(0.01, 1), min_size=7, max_size=7)


def test_every_pattern_stands_once() -> None:
    assert patterns(2).tolist() == [[1, 0], [0, 1], [1, 1]]
    assert patterns(2, empty=True).tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert len({tuple(row) for row in patterns(5)}) == 31


@pytest.mark.parametrize("traits", [0, MOST_TRAITS + 1])
def test_too_few_or_too_many_traits_are_refused(traits: int) -> None:
    with pytest.raises(ValueError, match="traits have patterns"):
        patterns(traits)


@settings(deadline=None)
@given(PARTS, PARTS)
def test_the_nearest_spread_has_the_shares_that_are_wanted(
    parts: list[float], others: list[float]
) -> None:
    spread, other = np.array(parts) / sum(parts), np.array(others) / sum(others)
    wanted = (other @ patterns(3))[None, :]
    found = nearest(spread, patterns(3), wanted, whole=True)
    assert found.sum() == pytest.approx(1)
    assert found @ patterns(3) == pytest.approx(wanted, abs=1e-6)


@settings(deadline=None)
@given(PARTS, st.lists(st.floats(0.001, 1_000), min_size=3, max_size=3))
def test_the_nearest_spread_has_the_ratios_that_are_wanted(
    parts: list[float], wanted: list[float]
) -> None:
    spread = np.array(parts) / sum(parts)
    found = nearest(spread, patterns(3), np.array([wanted]), whole=False)
    ratios = (found @ patterns(3))[0] / np.array(wanted)
    assert ratios == pytest.approx(np.full(3, ratios[0]), rel=1e-5)


def test_what_fits_already_stays() -> None:
    spread = np.array([0.3, 0.3, 0.4])
    found = nearest(spread, patterns(2), (spread @ patterns(2))[None, :], whole=False)
    assert found[0] == pytest.approx(spread)


def test_many_cases_at_once_are_as_one_by_one() -> None:
    chance = np.random.default_rng(1)
    spread, wanted = chance.dirichlet(np.ones(15)), chance.lognormal(0, 2, (40, 4))
    together = nearest(spread, patterns(4), wanted, whole=False)
    alone = [nearest(spread, patterns(4), one[None, :], whole=False)[0] for one in wanted]
    assert together == pytest.approx(np.array(alone), abs=1e-8)


def shares(crowd: Floats, everybody: float) -> Floats:
    both = (patterns(3).T * crowd) @ patterns(3)
    table: Floats = both / np.diag(both)[:, None]
    np.fill_diagonal(table, np.diag(both) / everybody)
    return table


def test_a_table_tells_the_spread_of_those_with_a_trait() -> None:
    crowd = np.array([4, 3, 1.2, 2, 0.8, 0.6, 0.24])  # nothing binds three more than two
    found = spread_of(shares(crowd, crowd.sum()), [0, 1, 2])
    assert found is not None
    both = (patterns(3).T * crowd / crowd.sum()) @ patterns(3)
    assert (patterns(3).T * found) @ patterns(3) == pytest.approx(both, abs=1e-6)


def test_some_traits_of_a_table_leave_those_with_none_of_them_out() -> None:
    crowd = np.array([4, 3, 1.2, 2, 0.8, 0.6, 0.24])
    found = spread_of(shares(crowd, crowd.sum()), [2, 0])
    assert found is not None
    third, both = crowd[[3, 5]].sum(), crowd[[4, 6]].sum()
    first = crowd[[0, 2]].sum()
    assert found == pytest.approx(np.array([third, first, both]) / (third + first + both), abs=1e-5)


def test_of_everybody_the_empty_pattern_is_first() -> None:
    crowd = np.array([4, 3, 1.2, 2, 0.8, 0.6, 0.24])
    found = with_empty(shares(crowd, 100), [0, 1, 2])
    assert found is not None
    assert found[0] == pytest.approx(1 - crowd.sum() / 100, abs=0.004)


def test_a_table_that_leaves_a_pair_out_tells_no_spread() -> None:
    table = shares(np.ones(7), 7)
    table[0, 1] = table[1, 0] = np.nan
    assert spread_of(table, [0, 1, 2]) is None
    assert spread_of(table, [0, 2]) is not None
    np.fill_diagonal(table, np.nan)
    assert with_empty(table, [0, 2]) is None


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_what_is_shared_has_the_odds_it_was_reckoned_by(
    one: float, other: float, part: float
) -> None:
    least, most = max(0.0, one + other - 1), min(one, other)
    both = least + (most - least) * part
    found = shared(np.array([one]), np.array([other]), odds(both / one, one, other))
    assert found[0] == pytest.approx(both, abs=1e-6)


def test_traits_that_do_not_depend_have_even_odds() -> None:
    assert odds(0.2, 0.1, 0.2) == pytest.approx(1)
    assert shared(np.array([0.1]), np.array([0.2]), 1)[0] == pytest.approx(0.02)


def test_where_nobody_has_one_alone_the_odds_have_no_end() -> None:
    assert odds(1, 0.1, 0.2) == np.inf
    assert shared(np.array([0.3]), np.array([0.2]), np.inf)[0] == 0.2
    assert odds(0, 0.1, 0.2) == 0
    assert shared(np.array([0.3]), np.array([0.2]), 0)[0] == 0
