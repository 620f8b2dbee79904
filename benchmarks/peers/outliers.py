"""Usual ways to find sudden gains: a robust z-score, seasonal hybrid ESD, change points, boosting.

Each takes gains, a row an account and a column a day or month, NaN for gaps, and gives a score
of the same shape: higher is more suspicious; NaN where it says nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import ruptures
from scipy.stats import t as student
from sklearn.ensemble import HistGradientBoostingClassifier

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NORMAL = 1.4826
Z_LIMIT = 3.5
"""Iglewicz and Hoaglin's, 1993."""
ESD_LIMIT = 1.0
CHANGE_LIMIT = 3.5
MOST_ANOMALIES = 0.1
ALPHA = 0.05
SHORT = 10
"""A raised stretch that is longer is a new pace, no burst."""


def robust_z(gains: Floats) -> Floats:
    """Give each gain's distance from the account's median in median distances."""
    middle = np.nanmedian(gains, axis=1, keepdims=True)
    spread = NORMAL * np.nanmedian(np.abs(gains - middle), axis=1, keepdims=True)
    z: Floats = (gains - middle) / np.maximum(spread, 1)
    return z


def seasonal_esd(gains: Floats, season: int) -> Floats:
    """Take out the season and the level, then test the largest again and again (S-H-ESD).

    Hochenbaum, Vallis and Kejariwal 2017: generalised ESD with median and median distance,
    here for gains that are too large. The score is the test's value through its limit: an
    anomaly from 1 on.
    """
    found = np.full(gains.shape, np.nan)
    for number, row in enumerate(gains):
        known = np.flatnonzero(~np.isnan(row))
        if len(known) < 2 * season:
            continue
        values = row[known].copy()
        for phase in range(season):
            values[known % season == phase] -= np.median(row[known][known % season == phase])
        found[number, known] = _esd(values)
    return found


def _esd(values: Floats) -> Floats:
    size = len(values)
    score = np.zeros(size)
    left = np.ones(size, dtype=bool)
    largest = 0.0
    order: list[tuple[int, float]] = []
    for taken in range(max(1, int(MOST_ANOMALIES * size))):
        rest = values[left]
        middle = np.median(rest)
        spread = max(NORMAL * float(np.median(np.abs(rest - middle))), 1.0)
        away = np.where(left, values - middle, -np.inf)
        place = int(away.argmax())
        rest_size = size - taken
        quantile = student.ppf(1 - ALPHA / rest_size, rest_size - 2)
        limit = (rest_size - 1) * quantile / np.sqrt((rest_size - 2 + quantile**2) * rest_size)
        order.append((place, float(away[place] / spread / limit)))
        left[place] = False
    # All that were taken before the last one that passed are anomalies with it.
    for place, passed in reversed(order):
        largest = max(largest, passed)
        score[place] = largest
    return score


def change_points(gains: Floats) -> Floats:
    """Cut each account's gains where their level changes (ruptures, exact search, penalty 3 log n).

    The score of a short raised stretch is its mean in robust z.
    """
    found = np.full(gains.shape, np.nan)
    z = robust_z(gains)
    for number, row in enumerate(z):
        known = np.flatnonzero(~np.isnan(row))
        if len(known) < SHORT:
            continue
        values = np.clip(row[known], -50, 50)
        found[number, known] = 0
        search = ruptures.KernelCPD(kernel="linear", min_size=1).fit(values[:, None])
        start = 0
        for end in search.predict(pen=3 * np.log(len(values))):
            if end - start <= SHORT:
                found[number, known[start:end]] = values[start:end].mean()
            start = end
    return found


def monthly_totals(gains: Floats) -> tuple[Floats, Flags]:
    """Give what gradient boosting is told of each account-month, and where there is one.

    The month's total, all so far and in all, its neighbours up to three months away, how long
    the account has been there, and the month itself.
    """
    known = ~np.isnan(gains)
    filled = np.nan_to_num(gains)
    so_far = np.cumsum(filled, axis=1)
    total = filled.sum(axis=1, keepdims=True) + np.zeros_like(filled)
    counted = np.cumsum(known, axis=1)
    every = np.arange(gains.shape[1]) + np.zeros_like(filled)
    best = filled.max(axis=1, keepdims=True)
    parts = [filled, so_far, filled / np.maximum(so_far, 1), total, filled / np.maximum(total, 1)]
    parts += [counted, counted[:, -1:] - counted, filled / np.maximum(best, 1), every]
    for step in (1, 2, 3):
        for shift in (step, -step):
            beside = np.full_like(filled, np.nan)
            if shift > 0:
                beside[:, shift:] = gains[:, :-shift]
            else:
                beside[:, :shift] = gains[:, -shift:]
            parts += [beside, filled / (beside + 1)]
    return np.stack([part[known] for part in parts], axis=1), known


def boosted(features: Floats, is_bought: Flags, folds: npt.NDArray[np.int64]) -> Floats:
    """Give each row's chance by trees that were boosted on the other folds."""
    chance = np.zeros(len(features))
    for fold in np.unique(folds):
        there = folds == fold
        model = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.06, random_state=7)
        model.fit(features[~there], is_bought[~there])
        chance[there] = model.predict_proba(features[there])[:, 1]
    return chance
