"""How much bought growth is found by counts alone, and how often nobody bought anything.

    make bench B=suspicion           needs the peers: requirements/bench.txt, installed by make

Months: stars of public code repositories, of which a published detector marked some as bought;
an account is a repository, its followers all stars so far. Ten folds, grouped by repository:
the trees that judge one were grown on the others. The label is the published definition of a
campaign (more than 50 bought stars in a month, and more than half of its stars); two others
are shown beside it, by which ours misses what is small, for it never flags 50 followers or
fewer. The limits are the rule's own, 0.45 and 0.30 from six months of history on; peers are
shown at their usual limits. F1 is over all account-months, and over those of
repositories with six months of stars or more. The labels are a detector's and there are no
clean controls: a false alarm here may be a campaign that the detector missed.

Days: made-up states of 730 days as their sweeps see them, where everything planted is known.
Ours stands at its own limit; the peers at whichever limit finds most with one false alarm per
account and two years.

Claims: `f1`, `f1-long`, `precision` (at one alarm per account and two years, against the best
peer), `found` and `false-alarms` (with hindsight and without), `purge`, `speed`.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from benchmarks.peers.outliers import (
    CHANGE_LIMIT,
    ESD_LIMIT,
    Z_LIMIT,
    boosted,
    change_points,
    monthly_totals,
    robust_z,
    seasonal_esd,
)
from benchmarks.peers.stars import LABEL, PATH, Stars, read_stars
from benchmarks.planted import DAYS, NOTHING, State, Tally, at_most, draw, tally
from benchmarks.train_suspicion import examples, learn
from pahunch.measures.calendar import read_calendar
from pahunch.rules.sudden.judging import judge_months
from pahunch.rules.suspicion import FLAGGED, stretches, suspicion

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SERIES_FOLDER = PATH.parents[1] / "series"
SERIES = ("x_political_daily_2022", "youtube_rounded_daily", "youtube_channel_daily")
FOLDS = 10
GOAL, GOAL_LONG = 0.94, 0.62
GOAL_FOUND, GOAL_FALSE = 0.95, 1.0
MONTHS = 24
ACCOUNTS, WIDE = 100_000, 180
GOAL_SPEED = 2_000


def f1(labels: Flags, flagged: Flags, of: Flags) -> float:
    """Give the harmonic mean of precision and recall over some account-months."""
    both = (labels & flagged & of).sum()
    return float(2 * both / max((labels & of).sum() + (flagged & of).sum(), 1))


def share(labels: Flags, of: Flags) -> float:
    """Give what part of some account-months is also of another kind."""
    return float((labels & of).sum() / max(of.sum(), 1))


def at_budget(labels: Flags, score: Floats, of: Flags) -> float:
    """Give the precision of the highest scores, one for each 24 months of an account."""
    alarms = max(int(of.sum()) // MONTHS, 1)
    order = np.argsort(-np.nan_to_num(score[of], nan=-np.inf), kind="stable")[:alarms]
    return float(labels[of][order].mean())


def folds_of(repositories: int) -> npt.NDArray[np.int64]:
    """Put each repository into a fold by chance."""
    return np.random.default_rng(7).permutation(repositories) % FOLDS


def ours(data: Stars, label: str, *, hindsight: bool) -> Floats:
    """Score every account-month by trees that never saw its repository."""
    folds = folds_of(len(data.stars))
    found, is_bought = examples(data, hindsight=hindsight, label=label)
    score = np.full(data.stars.shape, np.nan)
    for fold in range(FOLDS):
        forests = learn(
            found, is_bought, folds[found.rows] != fold, twice=hindsight and label == LABEL
        )
        judged = judge_months(
            data.counts, None, hindsight=hindsight, is_older=False, forests=forests
        )
        score[folds == fold] = judged.score[folds == fold]
    return score


def others(data: Stars, labels: Flags) -> Mapping[str, tuple[Floats, float]]:
    """Give the peers' scores and their usual limits."""
    features, known = monthly_totals(data.stars)
    chance = np.full(known.shape, np.nan)
    rows = np.nonzero(known)[0]
    chance[known] = boosted(features, labels[known], folds_of(len(known))[rows])
    gains = np.where(known, np.nan_to_num(data.stars), np.nan)
    return {
        "gradient boosting on monthly totals": (chance, 0.5),
        "robust z-score": (robust_z(gains), Z_LIMIT),
        "seasonal hybrid ESD": (seasonal_esd(gains, 12), ESD_LIMIT),
        "ruptures": (change_points(gains), CHANGE_LIMIT),
    }


def judge_stars(data: Stars) -> None:
    """Compare on months, and print the claims."""
    for label, labels in data.labels().items():
        methods = {"ours, with hindsight": (ours(data, label, hindsight=True), FLAGGED)}
        if label == LABEL:
            methods["ours, without"] = (ours(data, label, hindsight=False), FLAGGED)
        methods |= others(data, labels)
        rows, parts = [], {}
        for name, (score, limit) in methods.items():
            flagged = np.nan_to_num(score, nan=-np.inf) >= limit
            parts[name] = (
                f1(labels, flagged, data.known),
                f1(labels, flagged, data.long),
                at_budget(labels, score, data.known),
                share(labels, flagged & data.long),
                share(flagged, labels & data.long),
            )
            rows.append([name, *(f"{part:.3f}" for part in parts[name])])
        table([f"label: {label}", "F1", "F1 long", "at budget", "right, long", "found, long"], rows)
        if label != LABEL:
            continue
        whole, long, precise, *_ = parts.pop("ours, with hindsight")
        parts.pop("ours, without")
        claim("f1", f"{whole:.3f}", f"at least {GOAL}", holds=whole >= GOAL)
        claim("f1-long", f"{long:.3f}", f"at least {GOAL_LONG}", holds=long >= GOAL_LONG)
        best = max(parts, key=lambda name: parts[name][2])
        words = f"at least {best}'s {parts[best][2]:.3f}"
        claim("precision", f"{precise:.3f}", words, holds=precise >= parts[best][2])


def judge_states(states: list[State]) -> None:
    """Compare on days, and print the claims."""
    rows = []
    for word, hindsight in (("with hindsight", True), ("without", False)):
        total = sum((_ours_on(state, hindsight=hindsight) for state in states), NOTHING)
        rows.append(_row(f"ours, {word}", total))
        part, false = total.found / max(total.planted, 1), total.false / total.two_years
        goal = f"at least {GOAL_FOUND:.0%}"
        claim(f"found, {word}", f"{part:.1%}", goal, holds=part >= GOAL_FOUND)
        goal = f"at most {GOAL_FALSE:g} an account and two years"
        claim(f"false-alarms, {word}", f"{false:.4f}", goal, holds=false <= GOAL_FALSE)
        claim(f"purge, {word}", f"{total.purge} alarms", "none", holds=total.purge == 0)
    gains = [_gains(state.counts) for state in states]
    for name, method in (
        ("robust z-score", robust_z),
        ("seasonal hybrid ESD", lambda part: seasonal_esd(part, 7)),
        ("ruptures", change_points),
    ):
        scores = [method(part) for part in gains]
        rows.append(_row(f"{name}, best limit", at_most(states, scores, GOAL_FALSE)))
    table(["made-up states", "planted", "found", "false a two years", "purge alarms"], rows)


def _ours_on(state: State, *, hindsight: bool) -> Tally:
    found = suspicion(state.counts, platforms=state.platforms, hindsight=hindsight)
    return tally(state, found.flagged)


def _row(name: str, total: Tally) -> list[object]:
    part = total.found / max(total.planted, 1)
    false = total.false / max(total.two_years, 1e-9)
    return [name, total.planted, f"{part:.1%}", f"{false:.4f}", total.purge]


def _gains(counts: Floats) -> Floats:
    """Give what was gained since the day before; NaN beside a gap."""
    return np.concatenate([np.full((len(counts), 1), np.nan), np.diff(counts, axis=1)], axis=1)


def ask_real_series() -> None:
    """Say how often real accounts would be asked, of which nobody knows what they bought."""
    rows = []
    for name in SERIES:
        path = SERIES_FOLDER / f"{name}.csv"
        if not path.is_file():
            continue
        laid = read_calendar(path)
        line: list[object] = [name, len(laid.accounts)]
        two_years = float((~np.isnan(laid.counts)).sum() / DAYS)
        for hindsight in (False, True):
            found = suspicion(laid.counts, posts=laid.posts, hindsight=hindsight)
            line.append(f"{len(stretches(found)) / two_years:.2f}")
        rows.append(line)
    table(["real days, truth unknown", "accounts", "asked a two years", "with hindsight"], rows)


def speed(accounts: int) -> None:
    """Score half a year of many accounts, and print how many a second."""
    chance = np.random.default_rng(7)
    counts = 50_000 + np.cumsum(chance.gamma(2, 20, (accounts, WIDE)), axis=1)
    begun = time.perf_counter()
    suspicion(np.rint(counts), hindsight=True)
    rate = accounts / (time.perf_counter() - begun)
    goal = f"{GOAL_SPEED:,}"
    claim("speed", f"{rate:,.0f} accounts a second", goal, holds=rate >= GOAL_SPEED)


def main() -> None:
    """Compare on months, then on days, then measure the speed."""
    parser = argparse.ArgumentParser(description="How much bought growth is found.")
    parser.add_argument("--repositories", type=int, default=0, help="only so many (all)")
    parser.add_argument("--states", type=int, default=4, help="made-up states (4)")
    parser.add_argument("--representatives", type=int, default=400, help="of each state (400)")
    parser.add_argument("--accounts", type=int, default=ACCOUNTS, help="for the speed (100,000)")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    if PATH.is_file():
        data = read_stars()
        some = slice(None, options.repositories or None)
        judge_stars(Stars(data.stars[some], data.bought[some]))
    else:
        print(f"the stars are not here: {PATH}")
    judge_states([draw(seed, options.representatives) for seed in range(7, 7 + options.states)])
    ask_real_series()
    speed(options.accounts)


if __name__ == "__main__":
    main()
