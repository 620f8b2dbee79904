"""Patterns of several yes-or-no traits, and the spread over them that fits some shares best.

A pattern says for each of p traits whether somebody has it: there are 2**p of them, the first
of which, the empty one, is of those without any trait, who are often not looked at. A spread
gives every pattern its part, and its parts add up to one.

Of all spreads that fit, the nearest to a given one is taken (the least Kullback-Leibler
divergence, Csiszár 1975): it adds nothing that the shares do not say. It is the given spread
times exp(sum of a number for each trait that a pattern has), and the numbers are found by
Newton's method on a convex function, for many cases at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST_TRAITS = 12
"""Patterns double with every trait: twelve make 4,095."""
ROUNDS = 80
NEAR = 1e-10
LONGEST = 2.0
"""How far a trait's number may move in a round: farther, and the steps may run away."""
LEAST = 1e-9
"""No pattern is ruled out by a table: it has at least this part."""
RIDGE = 1e-9
"""Keeps a step finite where two traits cannot be told apart."""


def patterns(traits: int, *, empty: bool = False) -> Floats:
    """Give every pattern, the empty one only if asked: a row each, a column a trait, 0 or 1.

    Raises ValueError for no trait, or for more than MOST_TRAITS.
    """
    if not 1 <= traits <= MOST_TRAITS:
        raise ValueError(f"from 1 to {MOST_TRAITS} traits have patterns, not {traits}")
    numbers = np.arange(0 if empty else 1, 2**traits)
    return ((numbers[:, None] >> np.arange(traits)) & 1).astype(np.float64)


def nearest(spread: Floats, features: Floats, wanted: Floats, *, whole: bool) -> Floats:
    """Give, for each of n cases, the spread nearest to `spread` whose features are as wanted.

    `spread` has k parts; `features` is k by f, `wanted` n by f, above zero. With `whole` the
    mean of each feature is the number wanted; without, the means are as the numbers wanted
    are to each other, and their size is left free. Gives n by k. What cannot be fitted
    (shares that contradict each other) is fitted as nearly as LONGEST steps of ROUNDS come.
    """
    fitted = np.asarray(features, dtype=np.float64)[None, :, :]
    asked = np.asarray(wanted, dtype=np.float64)
    moved = fitted - asked[:, None, :] if whole else _ratios(fitted, asked)
    numbers = np.zeros((len(asked), moved.shape[2]))
    logs = np.log(spread)[None, :]
    ridge = RIDGE * np.eye(moved.shape[2])
    value, parts = _value(logs, moved, numbers)
    for _ in range(ROUNDS):
        slope = np.einsum("nk,nkf->nf", parts, moved)
        bend = np.einsum("nk,nkf,nkg->nfg", parts, moved, moved)
        bend -= slope[:, :, None] * slope[:, None, :]
        step = np.linalg.solve(bend + ridge, slope[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1, initial=0)
        if longest.max(initial=0) < NEAR:
            break
        step *= np.minimum(1, LONGEST / np.maximum(longest, LONGEST))[:, None]
        numbers, value, parts = _downhill(logs, moved, numbers, step, value)
    return parts


def _ratios(features: Floats, wanted: Floats) -> Floats:
    """Turn "as these numbers are to each other" into features whose means shall be nothing."""
    most = wanted.argmax(axis=1)
    rows = np.arange(len(wanted))
    part = wanted / wanted[rows, most][:, None]
    against = features[0][:, most].T
    moved: Floats = features - against[:, :, None] * part[:, None, :]
    others = np.argsort(np.arange(wanted.shape[1])[None, :] == most[:, None], axis=1, kind="stable")
    return np.take_along_axis(moved, others[:, None, :-1], axis=2)


def _value(logs: Floats, moved: Floats, numbers: Floats) -> tuple[Floats, Floats]:
    tilted = logs + np.einsum("nkf,nf->nk", moved, numbers)
    top = tilted.max(axis=1, keepdims=True)
    weights = np.exp(tilted - top)
    total = weights.sum(axis=1, keepdims=True)
    return (top + np.log(total))[:, 0], weights / total


def _downhill(
    logs: Floats, moved: Floats, numbers: Floats, step: Floats, value: Floats
) -> tuple[Floats, Floats, Floats]:
    """Take a step, and half of it again wherever it leads up."""
    size = np.ones(len(step))
    for _ in range(30):
        there = numbers - size[:, None] * step
        found, parts = _value(logs, moved, there)
        up = found > value + 1e-12
        if not up.any():
            break
        size[up] /= 2
    return there, found, parts


def odds(share: float, one: float, other: float) -> float:
    """Give the odds ratio of two traits: how much likelier whoever has one has the other.

    `share` is the part of those with the one who have the other too, `one` and `other` are the
    parts of everybody with each; all from 0 to 1. Infinite where nobody has the other alone,
    or the one alone.
    """
    both = share * one
    alone = (one - both) * (other - both)
    neither = max(0.0, 1 - one - other + both)
    return both * neither / alone if alone > 0 and other > both else np.inf


def shared(one: Floats, other: Floats, ratio: float) -> Floats:
    """Give the part of everybody with both of two traits that have an odds ratio (Plackett 1965).

    `one` and `other` are n parts of everybody with each. No odds ratio makes it more than the
    smaller of them, or fewer than what they cannot avoid to share.
    """
    most, least = np.minimum(one, other), np.maximum(0.0, one + other - 1)
    if np.isinf(ratio):
        return most
    if abs(ratio - 1) < NEAR:
        return one * other
    sums = 1 + (one + other) * (ratio - 1)
    root = np.sqrt(np.maximum(sums**2 - 4 * ratio * (ratio - 1) * one * other, 0))
    found: Floats = np.clip((sums - root) / (2 * (ratio - 1)), least, most)
    return found


def spread_of(table: Floats, traits: Sequence[int], *, empty: bool = False) -> Floats | None:
    """Give the spread over the patterns of some traits that a table of shares tells of.

    `table` is p by p: row a, column b, the part of those with a who have b too; on the
    diagonal the part with a of all who were asked: of those with any trait, or with `empty`
    of everybody. NaN: not said; either row is enough for a pair. What the table leaves open
    is as even as can be. Gives the patterns without the empty one. None: it says too little.
    """
    full = np.flatnonzero(~np.isnan(np.diag(table))).tolist()
    if set(traits) <= set(full):
        whole = _whole(table[np.ix_(full, full)], empty=empty)
        if whole is not None:
            shapes = patterns(len(full), empty=empty)
            return _of_some(whole, shapes[:, [full.index(trait) for trait in traits]])
    part = table[np.ix_(traits, traits)]
    size = _sizes(part)
    return None if size is None or not _has_pairs(part) else _fit(part, size, empty=None)


def with_empty(table: Floats, traits: Sequence[int]) -> Floats | None:
    """Give the spread over all patterns of some traits, the empty one first, of everybody.

    `table` as in `spread_of` with `empty`. None: it does not say how many have each trait.
    """
    part = table[np.ix_(traits, traits)]
    return None if np.isnan(np.diag(part)).any() else _whole(part, empty=True)


def _has_pairs(table: Floats) -> bool:
    return not np.triu(np.isnan(table) & np.isnan(table.T), 1).any()


def _whole(table: Floats, *, empty: bool) -> Floats | None:
    return _fit(table, np.diag(table), empty=empty) if _has_pairs(table) else None


def _of_some(spread: Floats, shapes: Floats) -> Floats:
    """Leave traits out of a spread; whoever has none of those that stay is left out too."""
    traits = shapes.shape[1]
    codes = (shapes @ (1 << np.arange(traits))).astype(np.int64)
    found = np.bincount(codes, weights=spread, minlength=2**traits)[1:]
    given: Floats = found / found.sum()
    return given


def _fit(table: Floats, size: Floats, *, empty: bool | None) -> Floats:
    """Fit shares and pairs; `empty` None: only as they are to each other, without the empty."""
    pairs = [*combinations(range(len(table)), 2)]
    said = [np.array([size[a] * table[a, b], size[b] * table[b, a]]) for a, b in pairs]
    both = [np.nanmean(one) for one in said]
    shapes = patterns(len(table), empty=bool(empty))
    features = np.hstack([shapes, *(shapes[:, [a]] * shapes[:, [b]] for a, b in pairs)])
    wanted = np.maximum(np.concatenate([size, both]), LEAST)[None, :]
    even = np.full(len(shapes), 1 / len(shapes))
    spread = np.maximum(nearest(even, features, wanted, whole=empty is not None)[0], LEAST)
    given: Floats = spread / spread.sum()
    return given


def _sizes(table: Floats) -> Floats | None:
    """Give how common traits are to each other, where nobody says how common each is.

    If a part q of those with a have b, and a part r of those with b have a, then b is q/r
    times as common as a. Least squares over the logarithms; None where no row leads from one
    to another.
    """
    lines, logs = [], []
    for a, b in combinations(range(len(table)), 2):
        if table[a, b] > 0 and table[b, a] > 0:
            lines.append([(place == b) - (place == a) for place in range(len(table))])
            # No part is told as finer than LEAST, and a quotient of such would say too much.
            one, other = np.log(np.maximum([table[a, b], table[b, a]], LEAST))
            logs.append(one - other)
    if not lines or np.linalg.matrix_rank(np.array(lines)) < len(table) - 1:
        return None
    found = np.linalg.lstsq(np.array(lines, dtype=np.float64), np.array(logs), rcond=None)[0]
    sizes: Floats = np.exp(found - found.max())
    return sizes
