"""A platform's own moves: found when everybody moves, not when one does, and taken out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pahunch.rules.shared_moves import (
    LEAST_ACCOUNTS,
    Floats,
    row_median,
    shared_moves,
    steps,
    without,
)

PURGE = 60


def state(accounts: int = 40, days: int = 120, seed: int = 7) -> Floats:
    """Made-up accounts of very different sizes, each with a pace and a noise of its own."""
    chance = np.random.default_rng(seed)
    size = chance.lognormal(9, 1, (accounts, 1))
    gains = size * chance.gamma(2, 0.0005, (accounts, 1)) * chance.gamma(4, 0.25, (accounts, days))
    return np.asarray(np.rint(size + np.cumsum(gains, axis=1)))


def purged(counts: Floats, seed: int = 8) -> tuple[Floats, Floats]:
    """Take two to four per cent from every account on one day, and say how much."""
    loss = np.random.default_rng(seed).uniform(0.02, 0.04, len(counts))
    after = counts.copy()
    after[:, PURGE:] -= np.rint(counts[:, PURGE] * loss)[:, None]
    return after, loss


def test_a_purge_is_the_one_day_on_which_the_platform_moved() -> None:
    counts, loss = purged(state())
    found = shared_moves(counts)
    assert np.flatnonzero(found.is_event).tolist() == [PURGE]
    assert found.move[PURGE] == pytest.approx(-np.median(loss), abs=0.003)
    assert found.share[PURGE] == 1
    assert found.accounts[PURGE] == 40
    assert found.low[PURGE] <= -loss.max()
    assert found.high[PURGE] == 0


def test_a_jump_of_everybody_is_found_too() -> None:
    counts = state()
    counts[:, 80:] *= 1.02
    found = shared_moves(counts)
    assert np.flatnonzero(found.is_event).tolist() == [80]
    assert found.move[80] == pytest.approx(0.02, abs=0.003)


def test_what_few_accounts_do_is_not_the_platform() -> None:
    counts = state()
    counts[:12, 30:] *= 1.5
    counts[12:20, 50:] *= 0.7
    assert not shared_moves(counts).is_event.any()


def test_days_on_which_half_gains_and_half_loses_are_no_event() -> None:
    """An uproar that moves some up and others down has no common move to subtract."""
    counts = state()
    counts[:20, 70:] *= 1.03
    counts[20:, 70:] *= 0.97
    assert not shared_moves(counts).is_event.any()


def test_without_the_platforms_moves_a_purge_is_gone() -> None:
    before = state()
    counts, _ = purged(before)
    cleaned = without(counts, shared_moves(counts))
    assert np.allclose(cleaned[:, :PURGE], before[:, :PURGE])
    assert np.abs(cleaned / before - 1).max() < 0.006


def test_nothing_is_given_back_to_an_account_that_lost_nothing() -> None:
    before = state()
    counts, _ = purged(before)
    counts[0] = before[0]
    kept = without(counts, shared_moves(counts))[0]
    assert np.abs(kept / before[0] - 1).max() < 0.006


def test_a_loss_far_beyond_the_platforms_stays_the_accounts_own() -> None:
    counts, _ = purged(state())
    counts[3, PURGE:] *= 0.7
    found = shared_moves(counts)
    left = without(counts, found)[3]
    assert left[PURGE] / left[PURGE - 1] < 0.76


def test_a_purge_in_a_gap_of_an_account_is_seen_when_it_is_counted_again() -> None:
    before = state()
    counts, _ = purged(before)
    counts[5, PURGE - 2 : PURGE + 3] = np.nan
    found = shared_moves(counts)
    assert np.flatnonzero(found.is_event).tolist() == [PURGE]
    cleaned = without(counts, found)[5]
    assert cleaned[PURGE + 3] == pytest.approx(before[5, PURGE + 3], rel=0.006)
    assert np.isnan(cleaned[PURGE])


def test_too_few_accounts_say_nothing_of_their_platform() -> None:
    counts, _ = purged(state(accounts=LEAST_ACCOUNTS - 1))
    found = shared_moves(counts)
    assert not found.is_event.any()
    assert np.isnan(found.move[1:]).all()
    assert np.array_equal(without(counts, found), counts)


def test_an_accounts_gain_over_a_gap_is_compared_with_as_many_days() -> None:
    counts = 1000 * 1.01 ** np.arange(20.0)[None, :]
    counts[0, 5:8] = np.nan
    taken = steps(counts)
    assert taken.days[0, 8] == 4
    assert taken.before[0, 8] == 4
    assert taken.gain[0, 8] == pytest.approx(taken.usual[0, 8])
    assert np.isnan(taken.gain[0, :1]).all()
    assert np.isnan(taken.gain[0, 5:8]).all()


def test_the_median_leaves_out_what_is_not_known() -> None:
    rows = np.array([[1, np.nan, 3], [np.nan, np.nan, np.nan], [5, 1, 2]])
    assert row_median(rows).tolist() == [2, 0, 2]


def test_counts_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="a column a day"):
        shared_moves(np.empty((3, 0)))


@settings(max_examples=50, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 12), st.integers(1, 20)),
        elements=st.one_of(st.just(np.nan), st.floats(0, 1e9)),
    )
)
def test_gaps_stay_gaps_and_counts_stay_counts(counts: Floats) -> None:
    found = shared_moves(counts)
    cleaned = without(counts, found)
    assert np.array_equal(np.isnan(cleaned), np.isnan(counts))
    assert (cleaned[~np.isnan(cleaned)] >= 0).all()
    assert found.is_event.shape == (counts.shape[1],)
    assert (found.low <= 0).all()
    assert (found.high >= 0).all()
