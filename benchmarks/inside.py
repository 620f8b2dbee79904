"""How well followers inside a constituency are told from lists of places, where the truth is known.

    make bench B=inside                  cases of made-up states of 230 constituencies each

Every case is one list of one account of a made-up state (`pahunch/simulation/audiences.py` says
how it is drawn, and that it shares none of the rule's assumptions): the platform tells its 45
largest places, spelled as it may be; the truth is how many followers live in the constituency.
The gazetteer knows the names of the state's constituencies, districts and blocks, as the registry
has them, and nothing of the made-up world behind them.

Peers for the point, each with the same gazetteer and with the same share for the followers
without a place: `area`, a place's followers shared out over its constituencies by their areas
(areal interpolation: Goodchild and Lam 1980), and `area of district`, over all of its district;
`electors of district`, the same by electors; `name alone`, all followers of the places that carry
the constituency's own name and no others. Areas are made up: the more town, the more people on a
square kilometre, from 150 to 6,000, as in the census.

Claims: `covers`, the part of the intervals that hold the truth; `width`, the median width over
that of the trivial interval, from nobody to all followers; `point`, the mean distance from the
truth in parts of all followers, against the best peer by area; `electors`, the same against the
electors of whole districts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from pahunch.measures.gazetteer import Area, Gazetteer, Seat
from pahunch.rules.inside import Inside, Told, Totals, inside
from pahunch.simulation.audiences import (
    USUAL,
    Audience,
    Manners,
    World,
    audiences,
    list_days,
    make_world,
)
from pahunch.simulation.followers import draw_block
from pahunch.simulation.geography import STATE
from pahunch.simulation.plan import Plan

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEATS, DAYS = 230, 60
UNTIL = date(2026, 3, 31)
CASES = 10_000
FIRST_SEED = 1_001
GOAL_COVERS, GOAL_WIDTH = 0.95, 0.5
HARD_STATES = 4
HARDER = {
    "the usual world": USUAL,
    "twice as many around towns": Manners(around=2),
    "three times as many in villages": Manners(villages=3),
    "three times as many nowhere": Manners(nowhere=3),
    "four times as many at home": Manners(gather=4),
    "half as many at home": Manners(gather=0.5),
}
"""Other worlds, on which nothing is claimed: how much rests on the usual one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The cases of some states: every array has one number a case."""

    followers: Floats
    truth: Floats
    found: Inside
    peers: Mapping[str, Floats]
    urban: Floats
    """How much of the constituency is town."""


def gazetteer(world: World) -> Gazetteer:
    """Give what the registry would know of a made-up state."""
    places = world.places
    seats = [
        Seat(seat.code, tuple(seat.name), seat.parent, frozenset({seat.parent}))
        for seat in places.constituencies
    ]
    areas = [Area(tuple(place.name), place.code) for place in places.districts]
    areas += [Area(tuple(place.name), place.parent, is_block=True) for place in places.blocks]
    return Gazetteer(tuple(STATE), seats, areas)


def measure(seed: int, manners: Manners = USUAL) -> Measured:
    """Draw a state and measure the newest list of every account."""
    plan = Plan(seed, SEATS, DAYS, UNTIL)
    block = draw_block(plan, 0)
    electors = block.reach.electors[:, -1].astype(np.float64)
    world = make_world(plan, electors, manners)
    newest = list_days(plan, range(plan.days))[-1]
    lists = list(audiences(block, world, range(newest, newest + 1)))
    chance = np.random.default_rng(seed)
    density = 150 * 40 ** (world.urban * chance.uniform(0.6, 1.1, SEATS))
    return judge(world, lists, world.electors / density)


def judge(world: World, lists: list[Audience], areas: Floats) -> Measured:
    """Let the rule and its peers measure the same lists."""
    book = gazetteer(world)
    rows = [
        (number, name, count) for number, each in enumerate(lists) for name, count in each.listed
    ]
    names = sorted({name for _, name, _ in rows})
    asked = [book.find(name) for name in names]
    row_of = dict(zip(names, book.shares(asked, world.electors)[0].tolist(), strict=True))
    _, by_electors = book.shares(asked, world.electors)
    _, by_area = book.shares(asked, areas)
    seat = np.array([each.seat for each in lists])
    placed = [(n, row_of[name], count) for n, name, count in rows]
    cases, places, counts = (np.array(column) for column in zip(*placed, strict=True))
    known = places >= 0
    followers = np.array([float(each.followers) for each in lists])
    told = Told(
        cases,
        counts.astype(float),
        counts.astype(float),
        by_electors.at(places, seat[cases]),
        known,
    )
    found = inside(told, Totals(followers, followers, np.zeros(len(lists))))
    district = by_electors.most > 0
    homes = world.homes[:, None] == world.homes[None, :]
    peers = {
        "area": by_area.point,
        "area of district": _whole(district, homes, areas),
        "electors of district": _whole(district, homes, world.electors),
        "name alone": np.where(by_electors.least > 0, 1.0, 0.0),
    }
    points = {}
    cases, places, counts = cases[known], places[known], counts[known]
    for name, shares in peers.items():
        mine = np.bincount(cases, counts * shares[places, seat[cases]], len(lists))
        all_known = np.bincount(cases, counts, len(lists))
        points[name] = followers * np.divide(
            mine, all_known, out=np.zeros(len(lists)), where=all_known > 0
        )
    truth = np.array([float(each.inside) for each in lists])
    return Measured(followers, truth, found, points, world.urban[seat])


def _whole(touched: npt.NDArray[np.bool_], homes: npt.NDArray[np.bool_], weight: Floats) -> Floats:
    """Share every place out over the districts that it may lie in, by a weight."""
    spread = (touched @ homes) > 0
    weights = np.where(spread, weight, 0.0)
    whole = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0))


def states(cases: int) -> Iterator[Measured]:
    """Measure state after state until there are enough cases."""
    seed, done = FIRST_SEED, 0
    while done < cases:
        found = measure(seed)
        done, seed = done + len(found.truth), seed + 1
        yield found


def joined(parts: list[Measured]) -> Measured:
    """Put the cases of all states together."""
    fields = Inside.__slots__
    return Measured(
        np.concatenate([part.followers for part in parts]),
        np.concatenate([part.truth for part in parts]),
        Inside(*(np.concatenate([getattr(part.found, one) for part in parts]) for one in fields)),
        {name: np.concatenate([part.peers[name] for part in parts]) for name in parts[0].peers},
        np.concatenate([part.urban for part in parts]),
    )


def report(every: Measured) -> None:
    """Print by kinds of cases, and the claims."""
    found, truth, followers = every.found, every.truth, every.followers
    held = (found.low <= truth) & (truth <= found.high)
    width = (found.high - found.low) / followers
    point = np.where(found.tells, found.point, 0.0)
    kinds = {
        "all": np.ones(len(truth), dtype=bool),
        "up to 3,000 followers": followers <= 3_000,
        "3,000 to 20,000": (followers > 3_000) & (followers <= 20_000),
        "more": followers > 20_000,
        "constituencies mostly town": every.urban > 0.5,
        "constituencies mostly villages": every.urban <= 0.3,
    }
    table(
        ["cases", "number", "inside", "covers", "below low", "above high", "width", "error"],
        [
            [
                name,
                int(chosen.sum()),
                f"{np.mean(truth[chosen] / followers[chosen]):.1%}",
                f"{np.mean(held[chosen]):.1%}",
                f"{np.mean(truth[chosen] < found.low[chosen]):.1%}",
                f"{np.mean(truth[chosen] > found.high[chosen]):.1%}",
                f"{np.median(width[chosen]):.1%}",
                f"{np.mean(np.abs(point - truth)[chosen] / followers[chosen]):.1%}",
            ]
            for name, chosen in kinds.items()
        ],
    )
    points = {"ours": point, **every.peers}
    errors = {name: np.abs(each - truth) / followers for name, each in points.items()}
    table(
        ["point", "mean error", "median error", "error of nine in ten"],
        [
            [name, f"{each.mean():.2%}", f"{np.median(each):.2%}", f"{np.quantile(each, 0.9):.1%}"]
            for name, each in errors.items()
        ],
    )
    covers, middle = float(held.mean()), float(np.median(width))
    mean = {name: float(each.mean()) for name, each in errors.items()}
    claim(
        "covers",
        f"{covers:.2%} of {len(truth):,}",
        f"{GOAL_COVERS:.0%} of {CASES:,}",
        holds=covers >= GOAL_COVERS and len(truth) >= CASES,
    )
    words = f"{middle:.1%} of the trivial interval"
    claim("width", words, f"under {GOAL_WIDTH:.0%}", holds=middle < GOAL_WIDTH)
    for name, against in (
        ("point", min(mean["area"], mean["area of district"])),
        ("electors", mean["electors of district"]),
    ):
        words = f"{mean['ours']:.2%} of all followers, the peer {against:.2%}"
        claim(name, words, "less than the peer's", holds=mean["ours"] < against)


def harder(states: int) -> None:
    """Print how the interval and the points do in other worlds."""
    rows = []
    for name, manners in HARDER.items():
        every = joined([measure(FIRST_SEED + state, manners) for state in range(states)])
        found, truth, followers = every.found, every.truth, every.followers
        held = (found.low <= truth) & (truth <= found.high)
        errors = {
            peer: float(np.mean(np.abs(point - truth) / followers))
            for peer, point in {"ours": found.point, **every.peers}.items()
        }
        rows.append(
            [
                name,
                len(truth),
                f"{held.mean():.1%}",
                f"{np.median((found.high - found.low) / followers):.1%}",
                f"{errors['ours']:.2%}",
                f"{errors['area']:.2%}",
                f"{errors['electors of district']:.2%}",
            ]
        )
    table(["world", "cases", "covers", "width", "error", "area", "district's electors"], rows)


def main() -> None:
    """Measure as many cases as asked for."""
    parser = argparse.ArgumentParser(description="How well followers inside are told.")
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help=f"({CASES})")
    options = parser.parse_args()
    begun = time.perf_counter()
    parts = list(states(options.cases))
    report(joined(parts))
    harder(HARD_STATES if options.cases >= CASES else 1)
    print(f"\n{len(parts)} states, {time.perf_counter() - begun:.0f} seconds")


if __name__ == "__main__":
    main()
