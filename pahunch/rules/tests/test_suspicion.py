"""Suspicion: what asks for an explanation and what does not, by day and by month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pahunch.rules.sudden.evidence import Kind, in_words
from pahunch.rules.suspicion import FLAGGED, Floats, Spacing, Suspicion, stretches, suspicion

DAY = 80


def state(accounts: int = 30, days: int = 150, seed: int = 7) -> Floats:
    """Made-up accounts, each with a size, a pace and a noise of its own."""
    chance = np.random.default_rng(seed)
    size = np.exp(chance.normal(9, 0.7, (accounts, 1)))
    rate = chance.uniform(0.0005, 0.003, (accounts, 1))
    gains = size * rate * chance.gamma(3, 1 / 3, (accounts, days))
    return np.asarray(np.rint(size + np.cumsum(gains, axis=1)))


def kinds(found: Suspicion, row: int, column: int) -> set[Kind]:
    return {one.kind for one in found.evidence[row, column]}


def test_steady_growth_asks_for_nothing() -> None:
    for hindsight in (False, True):
        assert not suspicion(state(), hindsight=hindsight).flagged.any()


def test_a_step_is_flagged_on_its_day_alone_and_says_how_many_came() -> None:
    counts = state()
    counts[4, DAY:] += 0.3 * counts[4, DAY - 1]
    for hindsight in (False, True):
        found = suspicion(counts, hindsight=hindsight)
        assert np.argwhere(found.flagged).tolist() == [[4, DAY]]
        words = in_words(found.evidence[4, DAY])
        gained = counts[4, DAY] - counts[4, DAY - 1]
        assert words.startswith(f"+{gained:,.0f} in one day")
        assert "the others grew as usual" in words


def test_a_burst_that_melts_away_weighs_more_in_hindsight() -> None:
    counts = state()
    bought = 0.25 * counts[9, DAY - 1]
    days = np.arange(150)
    rise = np.clip((days - DAY + 1) / 4, 0, 1)
    counts[9] += np.rint(bought * rise * 0.5 ** (np.maximum(days - DAY - 3, 0) / 20))
    early, late = (suspicion(counts, hindsight=hindsight) for hindsight in (False, True))
    assert set(np.flatnonzero(late.flagged.any(axis=1)).tolist()) == {9}
    assert set(np.flatnonzero(late.flagged[9]).tolist()) == set(range(DAY, DAY + 4))
    assert late.score[9, DAY + 3] > early.score[9, DAY + 3] >= FLAGGED
    assert Kind.GONE in kinds(late, 9, DAY + 3)
    assert Kind.GONE not in kinds(early, 9, DAY + 3)
    (one,) = stretches(late)
    assert (one.row, one.first, one.last) == (9, DAY, DAY + 3)
    assert one.gained == pytest.approx(bought, rel=0.1)
    assert 0.5 * bought < one.left <= one.gained


def test_a_platforms_purge_and_a_busy_day_of_everybody_are_nobodys_fault() -> None:
    chance = np.random.default_rng(3)
    counts = state()
    counts[:, 60:] *= 1 - chance.uniform(0.015, 0.045, (30, 1))
    busy = np.diff(state(), axis=1)[:, 99] * 20
    counts[:, 100:] += busy[:, None]
    counts[7, 100:] += 0.4 * counts[7, 99]
    found = suspicion(np.rint(counts), hindsight=True)
    assert np.argwhere(found.flagged).tolist() == [[7, 100]]
    assert Kind.ALONE not in kinds(found, 7, 100)


def test_a_gain_over_a_gap_is_seen_when_the_account_is_counted_again() -> None:
    counts = state()
    counts[2, DAY:] += 0.4 * counts[2, DAY - 1]
    counts[2, DAY - 3 : DAY + 4] = np.nan
    found = suspicion(counts)
    assert np.argwhere(found.flagged).tolist() == [[2, DAY + 4]]
    assert np.isnan(found.score[2, DAY])


def test_rounded_counts_that_move_in_steps_ask_for_nothing() -> None:
    counts = state(days=300)
    step = 10 ** (np.floor(np.log10(counts)) - 2)
    assert not suspicion(np.floor(counts / step) * step, hindsight=True).flagged.any()


def test_no_post_speaks_for_a_suspicion_and_many_posts_against_it() -> None:
    counts = state()
    counts[:3, DAY:] += 0.1 * counts[:3, DAY - 1 : DAY]
    posts = np.cumsum(np.full(counts.shape, 3.0), axis=1)
    posts[1, DAY:] -= 3
    posts[2, DAY:] += 30
    found = suspicion(counts, posts=posts, hindsight=True)
    plain, silent, loud = found.score[:3, DAY]
    assert silent > plain > loud
    assert Kind.NO_POST in kinds(found, 1, DAY)
    assert "with no post" in in_words(found.evidence[1, DAY])
    assert found.score[0, DAY] == suspicion(counts, hindsight=True).score[0, DAY]


def test_posts_may_be_running_totals_or_each_days_own() -> None:
    counts = state()
    counts[1, DAY:] += 0.2 * counts[1, DAY - 1]
    chance = np.random.default_rng(5)
    each = chance.integers(1, 6, counts.shape).astype(float)
    each[1, DAY] = 0
    by_day = suspicion(counts, posts=each, hindsight=True)
    by_total = suspicion(counts, posts=np.cumsum(each, axis=1), hindsight=True)
    assert by_day.score[1, DAY] == by_total.score[1, DAY]
    assert Kind.NO_POST in kinds(by_day, 1, DAY)


def test_a_round_number_at_the_end_is_said() -> None:
    counts = state()
    counts[6] += 8_000 - counts[6, DAY - 1]
    counts[6, DAY:] += 10_003 - counts[6, DAY]
    found = suspicion(counts)
    assert "it came to stand just above 10,000" in in_words(found.evidence[6, DAY])


def test_a_larger_step_is_never_less_suspicious() -> None:
    scores = []
    for part in (0.01, 0.03, 0.06, 0.1, 0.2, 0.5, 1.0):
        counts = state()
        counts[4, DAY:] += np.rint(part * counts[4, DAY - 1])
        scores.append(float(suspicion(counts).score[4, DAY]))
    assert scores == sorted(scores)
    assert scores[0] < FLAGGED < scores[-1]


def test_without_hindsight_nothing_later_changes_a_score() -> None:
    counts = state()
    counts[4, DAY:] += 0.3 * counts[4, DAY - 1]
    counts[:, 120:] *= 0.9
    counts[8, 110:] = 10 * counts[8, 110:] + 7
    for spacing in Spacing:
        whole = suspicion(counts, spacing=spacing).score
        early = suspicion(counts[:, :100], spacing=spacing).score
        assert np.array_equal(whole[:, :100], early, equal_nan=True)


def test_platforms_are_compared_apart() -> None:
    """A purge of three accounts in ten is a purge where the three are a platform."""
    counts = state(40)
    names = ["x"] * 12 + ["facebook"] * 28
    counts[:12, DAY:] *= 1.08
    together = suspicion(counts, hindsight=True)
    apart = suspicion(counts, platforms=names, hindsight=True)
    assert together.flagged[:12].any()
    assert not apart.flagged.any()


def test_what_is_unknown_has_no_score() -> None:
    counts = state(days=40)
    counts[3, 20:25] = np.nan
    found = suspicion(counts)
    assert np.isnan(found.score[:, :10]).all()
    assert np.isnan(found.score[3, 20:25]).all()
    assert not np.isnan(found.score[0, 30])


@pytest.mark.parametrize(
    ("counts", "posts", "platforms"),
    [
        (np.empty((2, 0)), None, None),
        (np.ones((2, 3)), np.ones((2, 2)), None),
        (np.ones((2, 3)), None, ["x"]),
    ],
)
def test_shapes_that_do_not_fit_are_refused(
    counts: Floats, posts: Floats | None, platforms: list[str] | None
) -> None:
    with pytest.raises(ValueError, match="must"):
        suspicion(counts, posts=posts, platforms=platforms)


def months(accounts: int = 40, seed: int = 7) -> Floats:
    """Made-up accounts that gain some hundred a month."""
    chance = np.random.default_rng(seed)
    return np.cumsum(chance.poisson(chance.uniform(20, 200, (accounts, 1)), (accounts, 30)), axis=1)


def test_a_short_burst_of_many_accounts_in_one_month_is_flagged() -> None:
    counts = months().astype(float)
    counts[:12] = np.cumsum(np.full((12, 30), 4.0), axis=1)
    counts[:12, 26:] += 100
    found = suspicion(counts, spacing=Spacing.MONTH, hindsight=True)
    assert found.flagged[:12, 26].all()
    assert not found.flagged[12:].any()
    words = in_words(found.evidence[2, 26])
    assert words.startswith("+104 in a month, 12 times the usual")
    assert "the next month brought 4" in words
    assert "of the accounts had a short burst" in words
    (one, *_) = stretches(found, touching=1)
    assert (one.first, one.last, one.gained) == (26, 26, 104)


def test_a_first_count_is_a_first_month_unless_the_account_is_older() -> None:
    counts = np.full((12, 8), np.nan)
    counts[:, 5] = 240
    counts[:, 6:] = 242
    found = suspicion(counts, spacing=Spacing.MONTH, hindsight=True)
    assert found.flagged[:, 5].all()
    assert in_words(found.evidence[3, 5]).startswith("+240 in its first month")
    older = suspicion(counts, spacing=Spacing.MONTH, hindsight=True, is_older=True)
    assert not older.flagged.any()
    huge = suspicion(counts * 1000, spacing=Spacing.MONTH, hindsight=True)
    assert not huge.flagged[:, 5].any()


def test_fifty_followers_in_a_month_are_no_campaign() -> None:
    counts = np.cumsum(np.full((20, 12), 2.0), axis=1)
    counts[:, 6:] += 48
    found = suspicion(counts, spacing=Spacing.MONTH, hindsight=True)
    assert (found.score == 0).all()


def test_months_of_too_few_accounts_are_judged_without_their_peers() -> None:
    counts = np.cumsum(np.full((1, 12), 3.0), axis=1)
    counts[:, 6:] += 200
    found = suspicion(counts, spacing=Spacing.MONTH, hindsight=True)
    assert 0 < found.score[0, 6] <= 1


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 10), st.integers(1, 40)),
        elements=st.one_of(st.just(np.nan), st.integers(0, 10**9).map(float)),
    ),
    st.sampled_from(list(Spacing)),
    st.booleans(),
)
def test_every_flag_has_its_reason_and_every_score_is_a_share(
    counts: Floats, spacing: Spacing, hindsight: bool
) -> None:
    found = suspicion(counts, spacing=spacing, posts=counts // 100, hindsight=hindsight)
    scores = found.score[~np.isnan(found.score)]
    assert ((scores >= 0) & (scores <= 1)).all()
    assert np.isnan(found.score[np.isnan(counts)]).all()
    assert {(row, column) for row, column in np.argwhere(found.flagged).tolist()} == set(
        found.evidence
    )
    for place, seen in found.evidence.items():
        assert in_words(seen)
        assert 0 <= found.left[place] <= max(found.gained[place], 0) + 1
