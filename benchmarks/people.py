"""How well different people are told from follows on several platforms.

    make bench B=people       --states 40, --each 250, --asked 2000, --own 1000, --seed 7

Populations are made up, with everybody's follows drawn person by person, so that the true
number of people is known. A state has representatives with 120,000 to 400,000 electors and up
to five platforms, on which very different parts of the electors follow. Whoever follows on one
is likelier to follow on others, in one of four ways that no estimator here is built on: a
common interest (one-factor Gaussian copula), an activity that few have much of (gamma
frailty), a share of people who care at all and then follow or not, and a crowd that follows
everywhere beside others who follow one by one. How strongly differs from state to state.

A survey asks so many people where they follow their representative; the rule is given its
table of shares and pairs and nothing else. It is tried with a table of each representative's
own followers (the table holds for them), and with one survey for a whole state, of followers
or of electors, whose representatives are followed by a hundredth or by half of the electors.
Peers: independence among the electors (which is told their number), the largest account, the
sum, at most the electors.

Claims: `bounds`, representatives whose people lie outside the ends that need no survey;
`bounds-table`, the same for ends with a table that holds; `point`, the mean error with a table
that holds against independence's on the same representatives; `point-state-electors` and
`point-state-followers`, with one survey a state. What one state's survey misses by its ends,
at several allowances, stands in a table without a claim: the allowance is the office's to
state.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
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


@dataclass(frozen=True, slots=True)
class Population:
    """n representatives' people: how many there are of each pattern of follows."""

    electors: Floats
    people: Floats
    """n by 31, in the order of `patterns(5)`."""

    @property
    def truth(self) -> Floats:
        """How many different people follow each."""
        every: Floats = self.people.sum(axis=1)
        return every

    @property
    def counts(self) -> Floats:
        """How many follow on each platform; NaN where the representative has no account."""
        on = self.people @ patterns(len(PLATFORMS))
        found: Floats = np.where(on > 0, on, np.nan)
        return found


def margins(chance: Chance, number: int) -> Floats:
    """Give the part of the electors that follows each representative on each platform."""
    fame = chance.lognormal(0, 0.8, (number, 1))
    taste = chance.lognormal(0, 0.6, (number, len(PLATFORMS)))
    found = np.minimum(USUAL * fame * taste, 0.5)
    absent = chance.random(found.shape) < np.array([0, 0.1, 0.2, 0.3, 0.5])
    found[absent] = 0
    return np.asarray(found, dtype=np.float64)


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
    found: Floats = (ends[0] + ends[1]) / 2
    return found


def interest(strength: float, wanted: Floats) -> Floats:
    """A common interest: one-factor Gaussian copula."""
    places, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    tied = 0.35 + 0.45 * strength

    def parts(edges: Floats) -> Floats:
        return _normal((edges[:, None, :] + np.sqrt(tied) * places[:, None]) / np.sqrt(1 - tied))

    edges = _solved(lambda edges: np.einsum("nkp,k->np", parts(edges), weights), wanted, -9, 9)
    return _patterns_of(np.where(wanted[:, None, :] > 0, parts(edges), 0), weights)


def activity(strength: float, wanted: Floats) -> Floats:
    """An activity that few have much of: gamma frailty."""
    shape = 0.6 - 0.48 * strength
    draws = np.sort(np.random.default_rng(3).gamma(shape, 1 / shape, 200_000))
    active = draws[:: len(draws) // 400]
    active /= active.mean()
    weights = np.full(len(active), 1 / len(active))

    def parts(rates: Floats) -> Floats:
        return 1 - np.exp(-np.exp(rates)[:, None, :] * active[:, None])

    rates = _solved(lambda rates: np.einsum("nkp,k->np", parts(rates), weights), wanted, -20, 9)
    return _patterns_of(np.where(wanted[:, None, :] > 0, parts(rates), 0), weights)


def caring(strength: float, wanted: Floats) -> Floats:
    """Some people care at all, and follow or not; the others follow nobody."""
    cares = np.maximum(0.5 - 0.38 * strength, wanted.max(axis=1, keepdims=True) * 1.2).clip(0, 1)
    found: Floats = cares * _patterns_of((wanted / cares)[:, None, :], np.ones(1))
    return found


def crowd(strength: float, wanted: Floats) -> Floats:
    """A crowd that follows everywhere, beside others who follow as it comes."""
    part = np.where(wanted > 0, wanted, 1).min(axis=1, keepdims=True) * (0.1 + 0.6 * strength)
    rest = (wanted - part).clip(0) / (1 - part)
    found: Floats = (1 - part) * _patterns_of(rest[:, None, :], np.ones(1))
    codes = ((wanted > 0) @ (1 << np.arange(len(PLATFORMS)))) - 1
    found[np.arange(len(wanted)), codes] += part[:, 0]
    return found


WAYS: Mapping[str, Callable[[float, Floats], Floats]] = {
    "interest": interest,
    "activity": activity,
    "caring": caring,
    "crowd": crowd,
}
"""How follows come to depend on each other, each with its strength from 0 to 1."""


def _normal(places: Floats) -> Floats:
    """Give the normal distribution (Zelen and Severo 1964; right to 7 digits)."""
    flat = np.abs(places)
    t = 1 / (1 + 0.2316419 * flat)
    sums = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    tail = np.exp(-(flat**2) / 2) / np.sqrt(2 * np.pi) * sums
    found: Floats = np.where(places > 0, 1 - tail, tail)
    return found


def populate(chance: Chance, number: int, way: str) -> Population:
    """Make a state of so many representatives, each with accounts on two platforms or more."""
    electors = chance.integers(120_000, 400_000, number).astype(np.float64)
    wanted = margins(chance, 3 * number)
    wanted = wanted[(wanted > 0).sum(axis=1) > 1][:number]
    likely = WAYS[way](chance.random(), wanted)
    every = np.hstack([likely, (1 - likely.sum(axis=1, keepdims=True)).clip(0)])
    every /= every.sum(axis=1, keepdims=True)
    made = chance.multinomial(electors.astype(np.int64), every)[:, :-1]
    return Population(electors, made.astype(np.float64))


def rounded(counts: Floats) -> tuple[Floats, Floats]:
    """Show a count as platforms do: three digits, the rest cut off."""
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(counts, 1))) - 2, 0)
    low = np.floor(counts / step) * step
    return low, low + step - 1


def table_of(answers: Floats, asked: Asked, *, everybody: float, allowance: float) -> Overlaps:
    """Make a survey's table of how many gave each pattern, of everybody who was asked."""
    shapes = patterns(len(PLATFORMS))
    on = answers @ shapes
    told = [
        Told(name, "", float(on[a] / everybody), int(everybody))
        for a, name in enumerate(PLATFORMS)
        if on[a]
    ]
    for a, b in permutations(range(len(PLATFORMS)), 2):
        if on[a] and on[b]:
            both = float(answers @ (shapes[:, a] * shapes[:, b]))
            told.append(Told(PLATFORMS[a], PLATFORMS[b], both / on[a], int(on[a])))
    return overlaps(told, asked=asked, allowance=allowance)


def of_state(chance: Chance, made: Population, asked: Asked, number: int) -> Floats:
    """Ask so many people of a state, each of one representative; give the answers."""
    parts = made.people / made.truth[:, None]
    if asked is Asked.ELECTORS:
        parts = made.people / made.electors[:, None]
    likely = parts.mean(axis=0)
    answers = chance.multinomial(number, np.append(likely, max(0, 1 - likely.sum())))
    return answers[:-1].astype(np.float64)


@dataclass(slots=True)
class Score:
    """What came of every representative of every state, in order."""

    errors: dict[str, list[Floats]] = field(default_factory=dict)
    own_errors: dict[str, list[float]] = field(default_factory=dict)
    widths: dict[str, list[Floats]] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    number: int = 0
    own_number: int = 0

    def ends(self, name: str, found: People, truth: Floats) -> None:
        """Take in how wide ends are, and how many people lie outside."""
        outside = (truth < found.low - 1e-6) | (truth > found.high + 1e-6)
        self.missed[name] = self.missed.get(name, 0) + int(outside.sum())
        self.widths.setdefault(name, []).append((found.high - found.low) / truth)

    def point(self, name: str, told: Floats, truth: Floats) -> None:
        """Take in how far points are from the truth."""
        self.errors.setdefault(name, []).append(np.abs(told - truth) / truth)


def judge_state(chance: Chance, made: Population, number: int, score: Score) -> None:
    """Tell the people of a state's representatives in every way but by their own tables."""
    low, high = rounded(made.counts)
    truth = made.truth
    plain = people(low, high, PLATFORMS)
    score.number += len(truth)
    score.ends("no survey", plain, truth)
    score.ends("no survey, electors only", people(low, high, PLATFORMS, most=made.electors), truth)
    for asked in (Asked.ELECTORS, Asked.FOLLOWERS):
        answers = of_state(chance, made, asked, number)
        everybody = number if asked is Asked.ELECTORS else float(answers.sum())
        for allowance in (ALLOWANCE, 0.2, 0.3):
            survey = table_of(answers, asked, everybody=everybody, allowance=allowance)
            found = people(low, high, PLATFORMS, survey=survey, electors=made.electors)
            score.ends(f"a state's {asked}, allowance {allowance:.0%}", found, truth)
        score.point(f"a survey of a state's {asked}", found.point, truth)
    middle = np.nan_to_num((low + high) / 2)
    independent = made.electors * (1 - (1 - middle / made.electors[:, None]).prod(axis=1))
    score.point("independence", independent, truth)
    score.point("largest account", plain.low, truth)
    score.point("sum", np.minimum(plain.high, made.electors), truth)
    score.point("middle of the ends", (plain.low + plain.high) / 2, truth)


def judge_own(chance: Chance, made: Population, row: int, number: int, score: Score) -> None:
    """Ask a representative's own followers, and tell the people by their table."""
    here = slice(row, row + 1)
    low, high = rounded(made.counts[here])
    truth = made.truth[here]
    answers = chance.multinomial(number, made.people[row] / truth[0]).astype(np.float64)
    survey = table_of(answers, Asked.FOLLOWERS, everybody=number, allowance=0)
    found = people(low, high, PLATFORMS, survey=survey)
    score.own_number += 1
    score.ends("a table that holds", found, truth)
    score.own_errors.setdefault("own", []).append(float(np.abs(found.point - truth)[0] / truth[0]))
    score.own_errors.setdefault("alone", []).append(float(score.errors["independence"][-1][row]))


def show(score: Score) -> None:
    """Print errors by the way of depending, then widths and misses."""
    table(
        ["mean error", "all", *WAYS],
        [
            [
                name,
                f"{np.mean(np.concatenate(found)):.1%}",
                *(f"{np.mean(found[number :: len(WAYS)]):.1%}" for number in range(len(WAYS))),
            ]
            for name, found in score.errors.items()
        ],
    )
    table(
        ["ends", "missed", "width, median", "nine in ten below"],
        [
            [
                name,
                f"{score.missed[name]:,} of {sum(map(len, found)):,}",
                f"{np.median(np.concatenate(found)):.1%}",
                f"{np.quantile(np.concatenate(found), 0.9):.1%}",
            ]
            for name, found in score.widths.items()
        ],
    )


def claims(score: Score) -> None:
    """Print a line a claim."""
    missed = score.missed["no survey"] + score.missed["no survey, electors only"]
    claim("bounds", f"{missed} of {score.number:,}", "0", holds=missed == 0)
    missed = score.missed["a table that holds"]
    claim("bounds-table", f"{missed} of {score.own_number:,}", "0", holds=missed == 0)
    part = np.mean(score.own_errors["own"]) / np.mean(score.own_errors["alone"])
    claim("point", f"{part:.2f} of independence's error", "below 0.33", holds=bool(part < THIRD))
    alone = np.mean(np.concatenate(score.errors["independence"]))
    for asked in (Asked.ELECTORS, Asked.FOLLOWERS):
        told = np.mean(np.concatenate(score.errors[f"a survey of a state's {asked}"]))
        words = f"{told / alone:.2f} of independence's error"
        claim(f"point-state-{asked}", words, "below 0.33", holds=bool(told / alone < THIRD))


def main() -> None:
    """Make states, ask, compare, and print the claims."""
    parser = argparse.ArgumentParser(description="Different people on several platforms.")
    parser.add_argument("--states", type=int, default=40, metavar="N")
    parser.add_argument("--each", type=int, default=250, metavar="N", help="representatives (250)")
    parser.add_argument("--asked", type=int, default=2_000, metavar="N", help="people (2,000)")
    parser.add_argument("--own", type=int, default=1_000, metavar="N", help="own tables (1,000)")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance = np.random.default_rng(options.seed)
    ways = [[*WAYS][state % len(WAYS)] for state in range(options.states)]
    score = Score()
    for way in ways:
        made = populate(chance, options.each, way)
        judge_state(chance, made, options.asked, score)
        for row in range(min(options.own // options.states, options.each)):
            judge_own(chance, made, row, options.asked, score)
    show(score)
    claims(score)


if __name__ == "__main__":
    main()
