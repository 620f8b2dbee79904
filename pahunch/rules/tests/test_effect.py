"""What came after a plan: against peers, with an interval that holds what it says."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.rules.effect import LEAST_WEEKS, STUDENT, Course, Effect, Why, effect
from pahunch.rules.peers import LEAST

WEEKS = 6.0


def course(before, start, after, width: float = 0) -> Course:
    """Give counts on three days, each that much wider upwards."""
    made = []
    for counts in (before, start, after):
        low = np.atleast_1d(np.asarray(counts, dtype=np.float64))
        made += [low, low + width]
    return Course(*made)


def steady(number: int, weekly: float = 0.01, spread: float = 0.001) -> Course:
    """Give peers who grow alike before and after, but for a spread that adds up to nothing."""
    extra = np.linspace(-spread, spread, number)
    before = np.full(number, 10_000.0)
    start = before * np.exp(weekly * WEEKS)
    return course(before, start, start * np.exp((weekly + extra) * WEEKS))


def ends(found: Effect) -> tuple[float, float]:
    """Give the ends of an effect that is known."""
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def test_who_grows_as_the_peers_do_is_not_told_apart() -> None:
    own = course(5_000, 5_000 * np.exp(0.06), 5_000 * np.exp(0.12))
    found = effect(own, steady(8), WEEKS)
    assert found.why is None
    assert found.point == pytest.approx(0, abs=1e-9)
    low, high = ends(found)
    assert low < 0 < high
    assert not found.is_told_apart
    assert found.peers == 8


def test_a_change_that_peers_do_not_share_stands_out_with_its_followers() -> None:
    own = course(5_000, 5_000 * np.exp(0.06), 5_000 * np.exp(0.06 + 0.03 * WEEKS))
    found = effect(own, steady(8), WEEKS)
    assert found.point == pytest.approx(0.02)
    assert found.is_told_apart
    end, without = 5_000 * np.exp(0.06 + 0.18), 5_000 * np.exp(0.12)
    assert found.followers_low is not None
    assert found.followers_high is not None
    assert found.followers_low < end - without < found.followers_high
    assert found.own_after == pytest.approx(np.expm1(0.03))
    assert found.peers_after == pytest.approx(np.expm1(0.01), abs=1e-6)


def test_what_befalls_everybody_alike_is_no_effect() -> None:
    """A purge takes a tenth of everybody: the difference stays what it was."""
    peers = steady(8)
    own = course(5_000, 5_100, 5_300)
    purged = replace(peers, after_low=peers.after_low * 0.9, after_high=peers.after_high * 0.9)
    before, after = effect(own, peers, WEEKS), effect(course(5_000, 5_100, 4_770), purged, WEEKS)
    assert after.point == pytest.approx(before.point)
    assert np.diff(ends(after)) == pytest.approx(np.diff(ends(before)))


def test_who_was_chosen_at_a_low_is_not_spared_by_the_rule_but_by_its_words() -> None:
    """Regression to the mean looks like an effect: the page must not call it a proof."""
    dipped = course(5_000, 4_800, 5_100)
    assert effect(dipped, steady(8), WEEKS).is_told_apart


@pytest.mark.parametrize(
    ("own", "peers", "weeks", "why"),
    [
        (course(5_000, 5_100, 5_200), steady(8), LEAST_WEEKS - 0.1, Why.TOO_SOON),
        (course(5_000, np.nan, 5_200), steady(8), WEEKS, Why.NOT_COUNTED),
        (course(0, 5_100, 5_200), steady(8), WEEKS, Why.NOT_COUNTED),
        (course(5_000, 5_100, 5_200, np.inf), steady(8), WEEKS, Why.NOT_COUNTED),
        (course(5_000, 5_100, 5_200), steady(LEAST - 1), WEEKS, Why.TOO_FEW),
        (course(5_000, 5_100, 5_200), course([], [], []), WEEKS, Why.TOO_FEW),
    ],
)
def test_where_something_is_missing_it_says_what(own, peers, weeks, why) -> None:
    found = effect(own, peers, weeks)
    assert found.why is why
    assert (found.low, found.point, found.high, found.followers_low) == (None,) * 4
    assert not found.is_told_apart


def test_own_growth_is_told_without_peers() -> None:
    found = effect(course(5_000, 5_100, 5_200), steady(2), WEEKS)
    assert found.own_before == pytest.approx((5_100 / 5_000) ** (1 / WEEKS) - 1)
    assert found.peers_before is None


def test_a_peer_that_was_not_counted_is_left_out() -> None:
    peers = steady(8)
    missing = peers.start_low.copy()
    missing[0] = np.nan
    found = effect(course(5_000, 5_100, 5_200), replace(peers, start_low=missing), WEEKS)
    assert found.peers == 7


@given(st.floats(0, 300))
def test_wider_counts_never_make_a_narrower_interval(width: float) -> None:
    peers = steady(6)
    exact = effect(course(5_000, 5_100, 5_300), peers, WEEKS)
    wide = effect(course(5_000, 5_100, 5_300, width), peers, WEEKS)
    (low, high), (least, most) = ends(wide), ends(exact)
    assert high - low >= most - least - 1e-12
    assert low <= least + 1e-12
    assert high >= most - 1e-12


@pytest.mark.parametrize("number", [LEAST, 6, 12])
def test_without_an_effect_the_interval_holds_nought_in_95_of_100(number: int) -> None:
    chance = np.random.default_rng(number)
    tries, held = 2_000, 0
    for _ in range(tries):
        growth = chance.normal(0.01, 0.004, (2, number + 1)) * WEEKS
        start = 10_000 * np.exp(growth[0])
        end = start * np.exp(growth[1])
        own = course(10_000, start[0], end[0])
        peers = course(np.full(number, 10_000), start[1:], end[1:])
        found = effect(own, peers, WEEKS)
        low, high = ends(found)
        held += low <= 0 <= high
    assert 0.935 <= held / tries <= 0.965


def test_students_points_shrink_towards_two() -> None:
    assert list(STUDENT) == sorted(STUDENT, reverse=True)
    assert STUDENT[3] == pytest.approx(2.776)
    many = steady(40)
    assert effect(course(5_000, 5_100, 5_200), many, WEEKS).peers == 40


def test_an_effect_says_everything_or_why_not() -> None:
    found = effect(course(5_000, 5_100, 5_300), steady(5), WEEKS)
    assert all(getattr(found, one.name) is not None for one in fields(Effect) if one.name != "why")
