"""From counts to scores with their evidence, for the accounts of one platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pahunch.rules.shared_moves import LEAST_ACCOUNTS, Flags, Floats, Places
from pahunch.rules.sudden.context import AROUND, OLD, in_context
from pahunch.rules.sudden.daily import Peers, Sudden, peers, sudden
from pahunch.rules.sudden.evidence import Evidence, Kind
from pahunch.rules.sudden.months import NOTHING, Months, months
from pahunch.rules.sudden.trees import Trees, load
from pahunch.rules.sudden.weighing import Gains, Weighed, running_posts, weigh

CELLS = 400_000
"""Counts judged at once: bounds memory, not results."""
LOOKED_AT = 0.18
"""Odds from which it is looked at what happened around a gain; no factor raises lower ones to 1."""
LIMITS = (0.45, 0.30)
"""The trees' answer that is as suspicious as not, of accounts younger than OLD and others.

About half the F1 that is reached on each: that is where F1 is largest (Lipton, Elkan and
Naryanaswamy 2014).
"""
FEW = 0.1
"""The next month brought hardly anything where it brought less than this part."""
MOST_OF_ALL = 0.5
WAVE = 0.02
CALM = 1.5
"""The others grew as usual where they did not grow faster than this."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores by account and column, and what stands behind those that are high."""

    score: npt.NDArray[np.float32]
    evidence: dict[Place, tuple[Evidence, ...]]
    gained: dict[Place, float]
    left: dict[Place, float]

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> Judged:
        """Begin with nothing known."""
        return cls(np.full(shape, np.nan, dtype=np.float32), {}, {}, {})

    def take(self, part: Judged, rows: Places) -> None:
        """Lay in what was found of some rows."""
        self.score[rows] = part.score
        number = rows.tolist()
        self.evidence.update({(number[row], at): it for (row, at), it in part.evidence.items()})
        self.gained.update({(number[row], at): it for (row, at), it in part.gained.items()})
        self.left.update({(number[row], at): it for (row, at), it in part.left.items()})

    def flagged(self, least: float) -> Flags:
        """Say which scores reach a limit."""
        return np.nan_to_num(self.score) >= least

    def note(self, place: Place, seen: list[Evidence], gained: float, left: float) -> None:
        """Keep what stands behind one score."""
        self.evidence[place] = tuple(seen)
        self.gained[place], self.left[place] = float(gained), float(left)


def judge_days(counts: Floats, posts: Floats | None, *, hindsight: bool) -> Judged:
    """Judge counts a day of one platform's accounts."""
    others = peers(counts, hindsight=hindsight)
    whole = Judged.empty((len(counts), counts.shape[1]))
    height = max(1, CELLS // counts.shape[1])
    for start in range(0, len(counts), height):
        rows = np.arange(start, min(start + height, len(counts)))
        its_posts = None if posts is None else running_posts(posts[rows])
        whole.take(_some_days(counts[rows], others, its_posts, hindsight=hindsight), rows)
    return whole


def _some_days(counts: Floats, others: Peers, posts: Floats | None, *, hindsight: bool) -> Judged:
    found = sudden(counts, others, hindsight=hindsight)
    odds = found.strength.astype(np.float64) ** 2
    rows, columns = np.nonzero(np.nan_to_num(odds) >= LOOKED_AT)
    gains = _gains(counts, found, rows, columns)
    weighed = weigh(found.cleaned, gains, posts, hindsight=hindsight)
    odds[rows, columns] *= weighed.factor
    judged = Judged((odds / (1 + odds)).astype(np.float32), {}, {}, {})
    enough = len(counts) >= LEAST_ACCOUNTS
    for place in np.flatnonzero(odds[rows, columns] >= 1).tolist():
        row, column = int(rows[place]), int(columns[place])
        start, end = int(gains.before[place]), int(gains.ends[place])
        followers = float(counts[row, end] - counts[row, start])
        numbers = {
            "followers": followers,
            "days": float(end - start),
            "times": float(found.times[row, column]),
        }
        seen = [Evidence(Kind.GAIN, numbers), *weighed.evidence(place)]
        speed = float(others.pace[start + 1 : end + 1].max())
        if enough and speed <= CALM and not others.moves.is_event[start + 1 : end + 1].any():
            seen.append(Evidence(Kind.ALONE, {"pace": speed}))
        judged.note((row, column), seen, max(followers, 0), weighed.left[place])
    return judged


def _gains(counts: Floats, found: Sudden, rows: Places, columns: Places) -> Gains:
    """Give the counts before and at the end of the sums that made days suspicious."""
    known = ~np.isnan(counts)
    latest = np.maximum.accumulate(np.where(known, np.arange(counts.shape[1]), -1), axis=1)
    ends = columns + found.ends[rows, columns].astype(np.int64)
    before = np.maximum(ends - found.days[rows, columns], 0)
    return Gains(rows, np.maximum(latest[rows, before], 0), latest[rows, ends])


def judge_months(
    counts: Floats,
    posts: Floats | None,
    *,
    hindsight: bool,
    is_older: bool,
    forests: Sequence[Trees] | None = None,
) -> Judged:
    """Judge counts a month of one platform's accounts, by the shipped trees unless others come."""
    found = months(counts, hindsight=hindsight, is_older=is_older)
    answer = np.clip(answer_of(found, forests or trained(hindsight=hindsight)), 1e-6, 1 - 1e-6)
    limit = np.where(found.age >= OLD, LIMITS[1], LIMITS[0])
    odds = answer / (1 - answer) * (1 - limit) / limit
    rows, columns = found.rows, found.columns
    known = ~np.isnan(counts)
    latest = np.maximum.accumulate(np.where(known, np.arange(counts.shape[1]), -1), axis=1)
    before = np.where(columns > 0, latest[rows, np.maximum(columns - 1, 0)], -1)
    gains = Gains(rows, before, columns)
    totals = None if posts is None else running_posts(posts)
    weighed = weigh(counts, gains, totals, hindsight=hindsight, is_month=True)
    odds = odds * weighed.factor
    judged = Judged(np.where(known, 0, np.nan).astype(np.float32), {}, {}, {})
    judged.score[rows, columns] = odds / (1 + odds)
    for place in np.flatnonzero(odds >= 1).tolist():
        seen = _month_evidence(found, place, weighed, hindsight=hindsight)
        at = (int(rows[place]), int(columns[place]))
        judged.note(at, seen, found.gain[place], weighed.left[place])
    return judged


def _month_evidence(
    found: Months, place: int, weighed: Weighed, *, hindsight: bool
) -> list[Evidence]:
    value = dict(zip(found.names, found.features[place].tolist(), strict=True))
    followers = float(found.gain[place])
    if value["counts"] == 1:
        seen = [Evidence(Kind.FIRST, {"followers": followers})]
    else:
        usual = value["all_usual"] if hindsight else value["usual"]
        times = float(np.exp(usual)) if usual > NOTHING else 0.0
        seen = [Evidence(Kind.MONTH, {"followers": followers, "times": times})]
    part = value["all_part"] if hindsight else value["part"]
    if MOST_OF_ALL <= part < 1:
        seen.append(Evidence(Kind.SHARE, {"share": part}))
    seen += weighed.evidence(place)
    if not hindsight:
        return seen
    following = value["next_1"]
    brought = (followers + 5) / np.exp(following) - 5
    if value["left"] > 0 and brought <= FEW * followers:
        seen.append(Evidence(Kind.AFTER, {"followers": float(max(round(brought), 0))}))
    if value["others_burst"] >= WAVE:
        seen.append(Evidence(Kind.WAVE, {"share": value["others_burst"]}))
    return seen


def answer_of(found: Months, forests: Sequence[Trees]) -> Floats:
    """Ask the first trees and, where there are second ones, those too; give the mean.

    Raises ValueError where they were grown for other features.
    """
    for trees, added in zip(forests, ((), AROUND), strict=False):
        if trees.names != (*found.names, *added):
            raise ValueError("the trees were grown for other features: train them anew")
    first = forests[0].answer(found.features)
    if len(forests) == 1:
        return first
    mean: Floats = (first + forests[1].answer(in_context(found, first))) / 2
    return mean


@cache
def trained(*, hindsight: bool) -> tuple[Trees, ...]:
    """Give the shipped trees: with hindsight there are second ones, too."""
    return (load("hindsight"), load("second")) if hindsight else (load("foresight"),)
