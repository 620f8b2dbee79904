"""A gain is suspicious as far as it is sudden beside the account's own usual gains and beside
its peers', is large beside its count, came without posts, and is gone again afterwards.

The score is a question and no finding: 0.5 and above is flagged, the evidence is given in
figures, and how often accounts are flagged in vain is measured in `benchmarks/suspicion.py`.

Counts a day (or at any spacing but a month) are judged by arithmetic alone: what was gained
beyond the usual over one to eight days, through NOISE spreads of the account's own gains, PART
of its count and FOLLOWERS; the weakest of the three is the strength s, and the score is
s² / (1 + s²). What the whole platform did that day is taken out first (rule `shared_moves`), and
so is the pace of the state: see `pahunch/rules/sudden/daily.py`.

Counts a month say too little of noise. They are judged by trees that learned from stars of
public code repositories which a published detector marked as bought (StarScout: He et al.,
"Six Million (Suspected) Fake Stars in GitHub", 2024): 100 extremely randomised trees (Geurts,
Ernst and Wehenkel 2006) over the features of `pahunch/rules/sudden/months.py` and, with hindsight,
100 more that also see what the first answered around a month (`context.py`). Nothing but counts
goes in, and no date.

Then losses after the gain, posts during it and a round number at its end raise or lower the
odds, with fixed factors: `pahunch/rules/sudden/weighing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pahunch.rules.sudden.evidence import Evidence
from pahunch.rules.sudden.judging import Judged, judge_days, judge_months

NAME = "suspicion"
REVISION = "suspicion-1"
Floats = npt.NDArray[np.float64]

FLAGGED = 0.5
"""A score from which an account is asked about. No sanction follows from it."""
TOUCHING = 7
"""Flagged days that are so near each other are one stretch; months: next to each other."""


class Spacing(StrEnum):
    """What a column of counts is."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Scores of n accounts on d dates: n by d."""

    score: npt.NDArray[np.float32]
    """0 to 1; NaN where there is no count, or nothing is known yet of what is usual."""
    flagged: npt.NDArray[np.bool_]
    evidence: Mapping[tuple[int, int], tuple[Evidence, ...]]
    """By row and column of what is flagged."""
    gained: Mapping[tuple[int, int], float]
    """Followers of the sudden gain that a flagged date belongs to."""
    left: Mapping[tuple[int, int], float]
    """Of them, gone within three months; 0 without hindsight."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Flagged dates of one account that follow each other: one question to its holder."""

    row: int
    first: int
    last: int
    score: float
    gained: int
    left: int
    evidence: tuple[Evidence, ...]
    """Of the date with the highest score."""


def suspicion(
    counts: Floats,
    *,
    spacing: Spacing = Spacing.DAY,
    posts: Floats | None = None,
    platforms: Sequence[str] | None = None,
    hindsight: bool = False,
    is_older: bool = False,
) -> Suspicion:
    """Score every count.

    `counts` has a row an account and a column a day (or month) of the calendar, NaN for gaps;
    `posts` likewise, running totals or each column's own, NaN where not known. `platforms`
    names each row's platform; None: all are of one. With `hindsight` what came after a date is
    looked at too; without, nothing after it is, not even the others'. `is_older`: accounts
    counted by month existed before their first count, which is then no gain. Raises ValueError
    where shapes differ.
    """
    if counts.ndim != 2 or counts.shape[1] == 0:
        raise ValueError("counts must have a row an account and a column a date")
    if posts is not None and posts.shape != counts.shape:
        raise ValueError("posts must have the shape of the counts")
    if platforms is not None and len(platforms) != len(counts):
        raise ValueError("platforms must name each account's")
    names = np.array(platforms) if platforms is not None else np.zeros(len(counts))
    whole = Judged.empty(counts.shape)
    for name in np.unique(names):
        rows = np.flatnonzero(names == name)
        its_posts = None if posts is None else posts[rows]
        if spacing is Spacing.MONTH:
            part = judge_months(counts[rows], its_posts, hindsight=hindsight, is_older=is_older)
        else:
            part = judge_days(counts[rows], its_posts, hindsight=hindsight)
        whole.take(part, rows)
    return Suspicion(whole.score, whole.flagged(FLAGGED), whole.evidence, whole.gained, whole.left)


def stretches(found: Suspicion, *, touching: int = TOUCHING) -> list[Stretch]:
    """Join flagged dates of an account that lie no farther apart than `touching` columns.

    What was gained, and what of it is gone, is the most of any of them: sums over some days
    hold the days before.
    """
    joined = []
    for row in np.flatnonzero(found.flagged.any(axis=1)).tolist():
        columns = np.flatnonzero(found.flagged[row])
        for part in np.split(columns, np.flatnonzero(np.diff(columns) > touching) + 1):
            places = [(row, int(column)) for column in part]
            best = max(places, key=lambda place: found.score[place])
            joined.append(
                Stretch(
                    row,
                    int(part[0]),
                    int(part[-1]),
                    float(found.score[best]),
                    round(max(found.gained[place] for place in places)),
                    round(max(found.left[place] for place in places)),
                    found.evidence[best],
                )
            )
    return joined
