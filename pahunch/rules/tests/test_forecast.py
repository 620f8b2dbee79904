"""The forecast: what it keeps, what it leaves out, and that its intervals keep their word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pahunch.rules.forecast import FADE, Floats, filled, forecast


def walks(accounts: int, days: int, seed: int = 7) -> Floats:
    """Accounts with a steady pace of their own and gains that vary around it."""
    chance = np.random.default_rng(seed)
    pace = chance.gamma(2, 20, (accounts, 1))
    return 100_000 + np.cumsum(chance.normal(pace, 15, (accounts, days)), axis=1)


def line() -> Floats:
    """One account that gains ten a day: 1,390 at last."""
    return np.linspace(1_000, 1_390, 40, dtype=np.float64).reshape(1, -1)


def test_a_steady_pace_goes_on_and_fades() -> None:
    counts = line()
    found = forecast(counts, 3)
    assert found.point[0] == pytest.approx(
        [1_400, 1_400 + 10 * FADE, 1_400 + 10 * FADE * (1 + FADE)]
    )


def test_a_burst_is_no_pace() -> None:
    steady = line()
    burst = steady.copy()
    burst[0, 30:] += 50_000
    gained = forecast(burst, 7).point - burst[:, -1:]
    assert gained == pytest.approx(forecast(steady, 7).point - steady[:, -1:])


def test_a_gap_is_no_fall_and_no_jump() -> None:
    counts = line()
    holes = counts.copy()
    holes[0, [5, 6, 7, 20, 33]] = np.nan
    assert filled(holes) == pytest.approx(counts)
    assert forecast(holes, 7).point == pytest.approx(forecast(counts, 7).point)


def test_days_before_the_first_count_are_not_zero() -> None:
    counts = line()
    late = np.where(np.arange(40) < 20, np.nan, counts)
    assert forecast(late, 7).point == pytest.approx(forecast(counts, 7).point)


def test_an_account_with_one_count_stands_still_and_has_no_interval() -> None:
    found = forecast(np.array([[5_000.0]]), 2)
    assert found.point.tolist() == [[5_000, 5_000]]
    assert np.isnan(found.low[80]).all()
    assert np.isnan(found.chance([1])).all()


def test_intervals_hold_what_they_say() -> None:
    """Eighty and ninety-five per cent of the days that came, over many accounts."""
    whole = walks(3_000, 90)
    found = forecast(whole[:, :-7], 7)
    came = whole[:, -7:]
    for per_cent, least, most in ((80, 0.78, 0.84), (95, 0.93, 0.985)):
        inside = (came >= found.low[per_cent]) & (came <= found.high[per_cent])
        assert least <= inside.mean() <= most


def test_the_chance_is_one_far_below_the_count_and_none_far_above() -> None:
    counts = walks(200, 60)
    found = forecast(counts, 7)
    assert (found.chance(np.zeros(200)) > 0.99).all()
    assert (found.chance(np.full(200, 1e9)) < 0.01).all()
    half = found.chance(found.point[:, 3])[:, 3]
    assert 0.3 < half.mean() < 0.7


def test_the_order_of_accounts_changes_nothing() -> None:
    counts = walks(50, 60)
    order = np.random.default_rng(1).permutation(50)
    assert forecast(counts[order], 7).point == pytest.approx(forecast(counts, 7).point[order])
    assert forecast(counts[order], 7).low[80] == pytest.approx(forecast(counts, 7).low[80][order])


@given(
    arrays(
        np.float64,
        (3, 30),
        elements=st.one_of(st.just(np.nan), st.floats(0, 1e9, allow_nan=False)),
    )
)
def test_nothing_breaks_it(counts: Floats) -> None:
    counts[:, -1] = 500.0
    found = forecast(counts, 5)
    assert (found.point >= 0).all()
    assert not np.isnan(found.point).any()
    for per_cent in (80, 95):
        low, high = found.low[per_cent], found.high[per_cent]
        known = ~np.isnan(low)
        assert (low[known] <= high[known]).all()
        assert (low[known] >= 0).all()
    known = ~np.isnan(found.low[80])
    assert (found.low[95][known] <= found.low[80][known]).all()
    assert (found.high[95][known] >= found.high[80][known]).all()


def test_an_array_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="a column a day"):
        forecast(np.empty((3, 0)), 7)
