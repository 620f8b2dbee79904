"""How well counts are forecast, beside the usual methods, on real and on rounded series.

    make bench B=forecast            needs the peers: requirements/bench.txt, installed by make

Three sets of daily counts, seven days ahead, from every day that has a fortnight before it (the
long channel: every fifth of its last thousand). Errors are scaled by the mean
size of a day's move in the series so far and averaged over all forecasts; a series that never
moved has no scale and is left out for everybody.

Peers, as their makers would use them on a short daily series without a season: the random walk
with drift, Holt, AutoETS and AutoARIMA of statsforecast, and Prophet with all that it switches
on by itself. Prophet is asked on fewer days (`--prophet`, every so many), and is compared with
ours on those same days; on the others the four are.

Claims: `error-<set>`, the error against the best of the peers; `inside-<set>`, the part of the
days that came inside the intervals of 80 and 95 per cent, for which 78 to 84 and 93 to 97 are
right (the rule's NOMINAL, EARLIER and BELIEVED_DAYS were chosen by looking at these same sets, so
that this shows a fit and is no test on unseen series); `speed`, series a second on this machine,
one process, sixty days each.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from benchmarks.peers.forecasters import Told, prophet, usual_methods
from benchmarks.real_series import FOLDER, calendar
from pahunch.rules.forecast import forecast

Floats = npt.NDArray[np.float64]

SETS = ("x_political_daily_2022", "youtube_rounded_daily", "youtube_channel_daily")
AHEAD = 7
HISTORY = 14
EVERY = 1
LONG, LONG_EVERY, LONG_DAYS = 400, 5, 1_000
LONG_CUTS = 50
BANDS = {80: (0.78, 0.84), 95: (0.93, 0.97)}
SERIES = 50_000
GOAL_SPEED = 50_000


@dataclass(slots=True)
class Score:
    """What one method did on one set: scaled errors, and whether each day came inside."""

    errors: list[float] = field(default_factory=list)
    inside: dict[int, list[bool]] = field(default_factory=lambda: {80: [], 95: []})

    def add(self, told: Told, came: Floats, scale: Floats) -> None:
        """Take in the forecasts of one day."""
        error = np.nanmean(np.abs(told.point - came), axis=1) / scale
        self.errors += error[~np.isnan(error)].tolist()
        known = ~np.isnan(came)
        for per_cent, inside in self.inside.items():
            low, high = told.low[per_cent], told.high[per_cent]
            inside.extend(((came >= low) & (came <= high))[known].tolist())


@dataclass(frozen=True, slots=True)
class Day:
    """What was known on one day, and what came."""

    counts: Floats
    """A row an account, right-aligned, without those that had not counted a fortnight yet."""
    came: Floats
    scale: Floats


def days(laid: Floats) -> Iterator[Day]:
    """Cut a set at the days from which it is forecast."""
    width = laid.shape[1]
    long = width > LONG
    first = max(HISTORY, width - LONG_DAYS) if long else HISTORY
    for cut in range(first, width - AHEAD + 1, LONG_EVERY if long else EVERY):
        known = laid[:, :cut]
        enough = (~np.isnan(known)).sum(axis=1) >= HISTORY
        rows = known[enough & ~np.isnan(known[:, -1])]
        came = laid[enough & ~np.isnan(known[:, -1]), cut : cut + AHEAD]
        scale = np.array([np.abs(np.diff(row[~np.isnan(row)])).mean() for row in rows])
        moved = scale > 0
        if moved.any():
            yield Day(rows[moved], came[moved], scale[moved])


def ours(counts: Floats) -> Told:
    """Forecast as the product does."""
    found = forecast(counts, AHEAD)
    return Told(found.point, found.low, found.high)


def judge(
    chosen: Sequence[Day], methods: Callable[[Floats, int], Mapping[str, Told]]
) -> dict[str, Score]:
    """Let ours and some peers forecast from the same days."""
    scores: dict[str, Score] = {}
    for day in chosen:
        told = {"ours": ours(day.counts), **methods(day.counts, AHEAD)}
        for name, each in told.items():
            scores.setdefault(name, Score()).add(each, day.came, day.scale)
    return scores


def show(name: str, scores: Mapping[str, Score]) -> None:
    """Print a set's scores."""
    table(
        [name, "forecasts", "scaled error", "in 80 %", "in 95 %"],
        [
            [
                method,
                len(score.errors),
                f"{np.mean(score.errors):.3f}",
                f"{np.mean(score.inside[80]):.1%}",
                f"{np.mean(score.inside[95]):.1%}",
            ]
            for method, score in scores.items()
        ],
    )


def compare(name: str, *, prophet_every: int) -> None:
    """Forecast one set, and print the claims."""
    cuts = list(days(calendar(FOLDER / f"{name}.csv")))
    scores = judge(cuts, usual_methods)
    show(name, scores)
    against = {peer: np.mean(score.errors) for peer, score in scores.items() if peer != "ours"}
    mean = np.mean(scores["ours"].errors)
    if prophet_every:
        few = judge(cuts[1 :: prophet_every * (5 if len(cuts) > LONG_CUTS else 1)], prophet)
        show(f"{name}, fewer days", few)
        ratio = np.mean(few["prophet"].errors) / np.mean(few["ours"].errors)
        against["prophet"] = mean * ratio
    best = min(against, key=lambda peer: against[peer])
    words = f"{mean / against[best]:.2f} times {best}'s"
    claim(f"error-{name}", words, "1 time at most", holds=bool(mean <= against[best]))
    inside = {level: float(np.mean(part)) for level, part in scores["ours"].inside.items()}
    right = all(low <= inside[level] <= high for level, (low, high) in BANDS.items())
    words = f"{inside[80]:.1%} and {inside[95]:.1%}"
    claim(f"inside-{name}", words, "78 to 84 and 93 to 97 %", holds=right)


def speed() -> None:
    """Forecast many series at once, and print how many a second."""
    chance = np.random.default_rng(7)
    counts = 100_000 + np.cumsum(chance.gamma(2, 20, (SERIES, 60)), axis=1)
    forecast(counts, AHEAD)
    begun = time.perf_counter()
    forecast(counts, AHEAD)
    rate = SERIES / (time.perf_counter() - begun)
    claim("speed", f"{rate:,.0f} series a second", f"{GOAL_SPEED:,}", holds=rate >= GOAL_SPEED)


def main() -> None:
    """Compare on every set, then measure the speed."""
    parser = argparse.ArgumentParser(description="How well counts are forecast.")
    parser.add_argument(
        "--prophet", type=int, default=4, metavar="N", help="on every Nth day; 0: not at all (4)"
    )
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    if not FOLDER.is_dir():
        sys.exit(f"the series are not here: {FOLDER}")
    for name in SETS:
        compare(name, prophet_every=options.prophet)
    speed()


if __name__ == "__main__":
    main()
