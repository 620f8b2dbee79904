"""How well different people are told from follows on several platforms.

    make bench B=people              --representatives 10000, --asked 2000, --seed 7

Populations are made up, with everybody's follows drawn person by person, so that the true
number of people is known. A representative has 120,000 to 400,000 electors and up to five
platforms, which are followed by very different parts of them. Whoever follows on one is likelier to follow on others, in one of four
ways that no estimator here is built on: a common interest (one-factor Gaussian copula), an
activity that few have much of (gamma frailty), a share of people who use a platform at all and
then follow or not, and a crowd that follows everywhere beside others who follow one. How much
they depend on each other differs from one representative to the next.

One survey asks so many followers, each of a representative taken by chance, where they follow
that representative; the rule is given its table of shares and pairs and nothing else. Peers:
independence among the electors (which is told their number), the largest account, the sum.

Claims: `bounds`, representatives whose people lie outside the ends that need no survey;
`bounds-own-table`, the same for ends with a survey of their own followers; `bounds-state-table`,
with the state's one survey, whose stated allowance has to carry what sets one representative
apart; `point`, the mean error with the state's survey against independence's; `speed`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from pahunch.lib.patterns import patterns
from pahunch.rules.people import ALLOWANCE, Asked, Overlaps, People, Told, overlaps, people

Floats = npt.NDArray[np.float64]
Chance = np.random.Generator

PLATFORMS = ("facebook", "instagram", "youtube", "x", "whatsapp")
USUAL = np.array([0.06, 0.05, 0.03, 0.015, 0.02])
"""The part of the electors that follows a representative on each platform, about."""
NODES = 48
THIRD = 1 / 3
GOAL_SPEED = 50_000


@dataclass(frozen=True, slots=True)
class Population:
    """n representatives' people: how many there are of each pattern of follows."""

    electors: Floats
    people: Floats
    """n by 31, in the order of `patterns(5)`."""

    @property
    def truth(self) -> Floats:
        """How many different people follow each."""
        return self.people.sum(axis=1)

    @property
    def counts(self) -> Floats:
        """How many follow on each platform; NaN where the representative has no account."""
        found = self.people @ patterns(len(PLATFORMS))
        return np.where(found > 0, found, np.nan)


def margins(chance: Chance, number: int) -> Floats:
    """Give the part of the electors that follows each representative on each platform."""
    fame = chance.lognormal(0, 0.8, (number, 1))
    taste = chance.lognormal(0, 0.6, (number, len(PLATFORMS)))
    found = np.minimum(USUAL * fame * taste, 0.5)
    absent = chance.random(found.shape) < np.array([0, 0.1, 0.2, 0.3, 0.5])
    return np.where(absent, 0, found)


def _patterns_of(parts: Floats, weights: Floats) -> Floats:
    """Give how likely each pattern is where, at each node, follows do not depend on each other.

    `parts` is n by nodes by p: the part that follows; `weights` are the nodes'.
    """
    shapes = patterns(len(PLATFORMS)).astype(bool)
    found = np.empty((len(parts), len(shapes)))
    for number, shape in enumerate(shapes):
        likely = np.where(shape, parts, 1 - parts).prod(axis=2)
        found[:, number] = likely @ weights
    return found


def _solved(part_at: Callable[[Floats], Floats], wanted: Floats, low: float, high: float) -> Floats:
    """Find, by halving, the numbers at which the parts that follow are as wanted."""
    ends = [np.full(wanted.shape, low), np.full(wanted.shape, high)]
    for _ in range(50):
        middle = (ends[0] + ends[1]) / 2
        less = part_at(middle) < wanted
        ends = [np.where(less, middle, ends[0]), np.where(less, ends[1], middle)]
    return (ends[0] + ends[1]) / 2


def interest(chance: Chance, wanted: Floats) -> Floats:
    """A common interest: one-factor Gaussian copula."""
    places, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    tied = chance.uniform(0.35, 0.8, (len(wanted), 1, 1))

    def parts(edges: Floats) -> Floats:
        return _normal((edges[:, None, :] + np.sqrt(tied) * places[:, None]) / np.sqrt(1 - tied))

    edges = _solved(lambda edges: np.einsum("nkp,k->np", parts(edges), weights), wanted, -9, 9)
    return _patterns_of(np.where(wanted[:, None, :] > 0, parts(edges), 0), weights)


def activity(chance: Chance, wanted: Floats) -> Floats:
    """An activity that few have much of: gamma frailty."""
    grid = (np.arange(400) + 0.5) / 400
    shape = chance.uniform(0.12, 0.6)
    draws = np.sort(chance.gamma(shape, 1 / shape, 200_000))
    active = draws[(grid * len(draws)).astype(int)]
    active /= active.mean()
    weights = np.full(len(grid), 1 / len(grid))

    def parts(rates: Floats) -> Floats:
        return 1 - np.exp(-np.exp(rates)[:, None, :] * active[:, None])

    rates = _solved(lambda rates: np.einsum("nkp,k->np", parts(rates), weights), wanted, -20, 9)
    return _patterns_of(np.where(wanted[:, None, :] > 0, parts(rates), 0), weights)


def usage(chance: Chance, wanted: Floats) -> Floats:
    """People use some platforms, and half of them or fewer care for politics at all."""
    cares = chance.uniform(0.12, 0.5, (len(wanted), 1))
    least = np.minimum(wanted.max(axis=1, keepdims=True) * 1.2, 1)
    cares = np.maximum(cares, least)
    both = np.stack([wanted / cares, np.zeros_like(wanted)], axis=1)
    found = np.empty((len(wanted), 2 ** len(PLATFORMS) - 1))
    for row in range(len(wanted)):
        weights = np.array([cares[row, 0], 1 - cares[row, 0]])
        found[row] = _patterns_of(both[row : row + 1], weights)[0]
    return found


def crowd(chance: Chance, wanted: Floats) -> Floats:
    """A crowd that follows everywhere, beside others who follow as it comes."""
    smallest = np.where(wanted > 0, wanted, np.inf).min(axis=1, keepdims=True)
    part = smallest * chance.uniform(0.1, 0.7, (len(wanted), 1))
    rest = (wanted - part).clip(0) / (1 - part)
    found = (1 - part) * _patterns_of(rest[:, None, :], np.ones(1))
    codes = ((wanted > 0) @ (1 << np.arange(len(PLATFORMS)))) - 1
    found[np.arange(len(wanted)), codes] += part[:, 0]
    return found


WAYS: Mapping[str, Callable[[Chance, Floats], Floats]] = {
    "interest": interest,
    "activity": activity,
    "usage": usage,
    "crowd": crowd,
}


def _normal(places: Floats) -> Floats:
    """Give the normal distribution (Zelen and Severo 1964; right to 7 digits)."""
    flat = np.abs(places)
    t = 1 / (1 + 0.2316419 * flat)
    sums = t * (
        0.319381530
        + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    tail = np.exp(-(flat**2) / 2) / np.sqrt(2 * np.pi) * sums
    found: Floats = np.where(places > 0, 1 - tail, tail)
    return found


def populate(chance: Chance, number: int) -> tuple[Population, npt.NDArray[np.str_]]:
    """Make the people of so many representatives, a quarter in each way."""
    electors = chance.integers(120_000, 400_000, number).astype(np.float64)
    wanted = margins(chance, number)
    ways = np.array([*WAYS])[np.arange(number) % len(WAYS)]
    made = np.empty((number, 2 ** len(PLATFORMS) - 1))
    for way, make in WAYS.items():
        rows = ways == way
        likely = make(chance, wanted[rows])
        nobody = (1 - likely.sum(axis=1, keepdims=True)).clip(0)
        every = np.hstack([likely, nobody])
        every /= every.sum(axis=1, keepdims=True)
        made[rows] = chance.multinomial(electors[rows].astype(np.int64), every)[:, :-1]
    return Population(electors, made), ways


def rounded(counts: Floats) -> tuple[Floats, Floats]:
    """Show a count as platforms do: three digits, the rest cut off."""
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(counts, 1))) - 2, 0)
    low = np.floor(counts / step) * step
    return low, low + step - 1


def ask(chance: Chance, spread: Floats, asked: int) -> Overlaps:
    """Ask so many followers where they follow, and give the table alone."""
    answers = chance.multinomial(asked, spread)
    return table_of(answers.astype(np.float64))


def table_of(answers: Floats, allowance: float = ALLOWANCE) -> Overlaps:
    """Make a survey's table of how many gave each pattern."""
    shapes = patterns(len(PLATFORMS))
    on = answers @ shapes
    told = [
        Told(name, "", float(on[a] / answers.sum()), int(answers.sum()))
        for a, name in enumerate(PLATFORMS)
        if on[a]
    ]
    for a, name in enumerate(PLATFORMS):
        for b, other in enumerate(PLATFORMS):
            if a != b and on[a] and on[b]:
                both = float(answers @ (shapes[:, a] * shapes[:, b]))
                told.append(Told(name, other, both / on[a], int(on[a])))
    return overlaps(told, asked=Asked.FOLLOWERS, allowance=allowance)


def misses(found: People, truth: Floats) -> int:
    """Count representatives whose people lie outside the ends."""
    outside = (truth < found.low - 1e-6) | (truth > found.high + 1e-6)
    return int(outside.sum())


def independence(counts: Floats, electors: Floats) -> Floats:
    """Give the people behind follows that do not depend on each other, among the electors."""
    parts = np.nan_to_num(counts) / electors[:, None]
    return electors * (1 - (1 - parts).prod(axis=1))


def with_own_tables(
    chance: Chance, made: Population, low: Floats, high: Floats, asked: int
) -> tuple[int, int, Floats]:
    """Ask every representative's own followers; give the misses, how many were asked, widths."""
    missed, widths = 0, []
    shares = made.people / made.people.sum(axis=1, keepdims=True)
    for row in range(len(made.people)):
        answers = chance.multinomial(asked, shares[row]).astype(np.float64)
        survey = table_of(answers, allowance=0)
        here = slice(row, row + 1)
        found = people(low[here], high[here], PLATFORMS, survey=survey)
        missed += misses(found, made.truth[here])
        widths.append(float((found.high - found.low)[0] / made.truth[row]))
    return missed, len(widths), np.array(widths)


def main() -> None:
    """Make populations, ask, compare, and print the claims."""
    parser = argparse.ArgumentParser(description="Different people on several platforms.")
    parser.add_argument("--representatives", type=int, default=10_000, metavar="N")
    parser.add_argument("--asked", type=int, default=2_000, metavar="N")
    parser.add_argument("--own", type=int, default=1_000, metavar="N", help="with an own survey")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance = np.random.default_rng(options.seed)
    made, ways = populate(chance, options.representatives)
    kept = made.truth > 0
    made = Population(made.electors[kept], made.people[kept])
    ways = ways[kept]
    low, high = rounded(made.counts)
    truth = made.truth
    shares = made.people / truth[:, None]
    survey = ask(chance, shares.mean(axis=0), options.asked)
    plain = people(low, high, PLATFORMS)
    found = people(low, high, PLATFORMS, survey=survey)
    inside = people(low, high, PLATFORMS, most=made.electors)
    methods = {
        "with the survey": found.point,
        "independence": independence((low + high) / 2, made.electors),
        "largest account": plain.low,
        "sum": np.minimum(plain.high, made.electors),
    }
    several = (~np.isnan(made.counts)).sum(axis=1) > 1
    error = {name: np.abs(one - truth) / truth for name, one in methods.items()}
    table(
        ["mean error", "all", *WAYS],
        [
            [
                name,
                f"{one[several].mean():.2%}",
                *(f"{one[several & (ways == way)].mean():.2%}" for way in WAYS),
            ]
            for name, one in error.items()
        ],
    )
    chosen = np.flatnonzero(several)[: options.own]
    own = Population(made.electors[chosen], made.people[chosen])
    own_missed, own_number, own_width = with_own_tables(
        chance, own, low[chosen], high[chosen], options.asked
    )
    width = {
        "no survey": (plain.high - plain.low) / truth,
        "state's survey": (found.high - found.low) / truth,
        "own survey": own_width,
    }
    table(
        ["width of the ends", "median", "nine in ten below"],
        [
            [name, f"{np.median(one):.1%}", f"{np.quantile(one, 0.9):.1%}"]
            for name, one in width.items()
        ],
    )
    number = len(truth)
    missed = misses(plain, truth) + misses(inside, truth)
    claim("bounds", f"{missed} of {number:,}", "0", holds=missed == 0)
    claim("bounds-own-table", f"{own_missed} of {own_number:,}", "0", holds=own_missed == 0)
    missed = misses(found, truth)
    claim("bounds-state-table", f"{missed} of {number:,}", "0", holds=missed == 0)
    part = error["with the survey"][several].mean() / error["independence"][several].mean()
    claim("point", f"{part:.2f} of independence's error", "0.33", holds=bool(part < THIRD))
    begun = time.perf_counter()
    people(low, high, PLATFORMS, survey=survey)
    rate = number / (time.perf_counter() - begun)
    claim("speed", f"{rate:,.0f} representatives a second", f"{GOAL_SPEED:,}", holds=rate >= GOAL_SPEED)


if __name__ == "__main__":
    main()
