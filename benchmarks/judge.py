"""How fast a whole state is judged, against the same question asked elsewhere.

Claims: `judge-vs-handwritten` (at most 1.3 times the time of the same question written by hand
in DuckDB over the same files, on both states), `judge-vs-postgresql` (at least 8 times
faster, at 100,000 representatives) and `judge-vs-pandas` (at least 15 times faster, there).

Two made-up states: A, 230 representatives, 5 platforms, 730 days; B, 100,000 representatives,
5 platforms, `--days` days (500,000 rows each; 30 days are what PostgreSQL and pandas hold
here with ease). The question: the verdict of every representative under one directive (5 per
cent, total, office and personal accounts, counts of the last 30 days), as a table, as of the
last day and as of a day in the middle. Every answer is compared, row by row, before a clock
runs; then all are asked in turns, warm, and medians are compared.

How each runs at its best:

- ours: a snapshot made anew for each question, the version of the lake looked up each time;
  the lake as its nightly work leaves it: runs appended day by day, compacted, a checkpoint at
  the end of the days asked for (a line without a claim shows a day that has none).
- by hand (`benchmarks/peers/duck.py`): one warm DuckDB connection, file names known, no
  version looked up, the terms written into the text; reads the checkpoint, and on state B the
  pair of checkpoint and roster itself; of two ways to write the rule the faster one.
- PostgreSQL (`benchmarks/peers/postgresql.py`): whole-number keys, one covering index,
  vacuumed for index-only scans, 2 GB of shared buffers, parallel workers; both the DISTINCT ON
  and the LATERAL seek, the faster one taken for each question; answers come as CSV through
  COPY, its fastest way out; the rule without its part about unstated platforms.
- pandas (`benchmarks/peers/frames.py`): everything in memory and sorted beforehand, whole-number
  codes, no join by text; three ways to take the latest, the fastest one taken;
  the rule without its part about unstated platforms.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, medians, table
from benchmarks.made import TERMS, State, make
from benchmarks.peers import duck, frames, postgresql
from pahunch.observations import Lake
from pahunch.observations.lake import day_ends

DATA = Path(__file__).parent / ".data"
Ask = Callable[[datetime], pa.Table]
GOAL_HAND, GOAL_POSTGRESQL, GOAL_PANDAS = 1.3, 8.0, 15.0


@dataclass(frozen=True, slots=True)
class Timed:
    """Median seconds of each peer for one question."""

    state: State
    when: str
    seconds: dict[str, float]

    def times(self, peer: str) -> float:
        """Give how often our time goes into a peer's."""
        return self.seconds[peer] / self.seconds["ours"]


def ours(state: State) -> Ask:
    """Ask through the public interface, from nothing but the folder and the roster."""
    roster = state.roster

    def ask(until: datetime) -> pa.Table:
        snapshot = Lake(state.folder).at()
        if state.in_lake:
            return snapshot.reach_of(state.name, TERMS, until=until)
        return snapshot.reach(roster, TERMS, until=until)

    return ask


def compare(state: State, peers: dict[str, Ask], rounds: int) -> list[Timed]:
    """Check that all peers give equal rows, then time them."""
    timed = []
    for when, day in (("last day", state.last_day), ("middle", state.middle_day)):
        until = day_ends(day)
        expected = peers["ours"](until)
        for name, ask in peers.items():
            if not ask(until).equals(expected):
                raise SystemExit(f"{state.name}, {when}: {name} gives other rows than ours")
        asks = {name: (lambda ask=ask, until=until: ask(until)) for name, ask in peers.items()}
        timed.append(Timed(state, when, medians(asks, rounds=rounds)))
    return timed


def main() -> None:
    """Make the states, compare, print the table and the claims."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--days", type=int, default=30, help="days of state B (default: 30)")
    parser.add_argument("--representatives", type=int, default=100_000, help="of state B")
    parser.add_argument("--rounds", type=int, default=9, help="times each question is timed")
    asked = parser.parse_args()
    small = make(DATA, "a", representatives=230, days=730, in_lake=False)
    large = make(DATA, "b", representatives=asked.representatives, days=asked.days, in_lake=True)
    timed: list[Timed] = []
    with postgresql.running() as address:
        for state in (small, large):
            peers: dict[str, Ask] = {
                "ours": ours(state),
                "by hand": duck.asking(state),
                "PostgreSQL": postgresql.asking(state, address),
                "pandas": frames.asking(state),
            }
            # A small state is asked oftener: its milliseconds are few and shake more.
            timed += compare(state, peers, asked.rounds * (1 if state is large else 5))
    report(timed, large)


def report(timed: list[Timed], large: State) -> None:
    """Print what was measured."""
    rows = [
        (
            f"{one.state.representatives:,} representatives, {one.state.rows:,} rows",
            one.when,
            *(f"{seconds * 1000:.1f}" for seconds in one.seconds.values()),
            *(f"{one.times(peer):.2f}" for peer in one.seconds if peer != "ours"),
        )
        for one in timed
    ]
    names = list(timed[0].seconds)
    heads = ("state", "as of", *(f"{name}, ms" for name in names))
    table((*heads, *(f"{name} / ours" for name in names[1:])), rows)
    until = day_ends(large.plain_day)
    seconds = medians({"ours": lambda: ours(large)(until)}, rounds=3, warm=1)["ours"]
    print(
        f"A day without a checkpoint ({large.plain_day}): ours {seconds * 1000:.0f} ms, no claim."
    )
    hand = max(1 / one.times("by hand") for one in timed)
    claim("judge-vs-handwritten", f"{hand:.2f} times its time", f"at most {GOAL_HAND}",
          holds=hand <= GOAL_HAND)  # fmt: skip
    for name, peer, goal in (
        ("judge-vs-postgresql", "PostgreSQL", GOAL_POSTGRESQL),
        ("judge-vs-pandas", "pandas", GOAL_PANDAS),
    ):
        least = min(one.times(peer) for one in timed if one.state is large)
        claim(name, f"{least:.1f} times faster", f"at least {goal:.0f}", holds=least >= goal)


if __name__ == "__main__":
    main()
