"""What is known of the people behind counts, one representative at a time, for a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pahunch.rules.people import Overlaps, People, Turn, people, turn

Floats = npt.NDArray[np.float64]
HAIR = 1e-6
"""What is less than this is an error of floating-point arithmetic and nobody."""


@dataclass(frozen=True, slots=True)
class Told:
    """Different people who follow one representative, in whole people.

    `low` and `high` are with the survey, if there is one, `largest` and `total` without.
    None: no upper end is known, or no point.
    """

    low: int
    point: int | None
    high: int | None
    largest: int
    total: int | None
    follows: tuple[float, float]
    """All follows together, from and to."""
    target: int | None = None

    @property
    def turn(self) -> Turn | None:
        """Where the verdict would change inside the interval; None without a target."""
        if self.target is None:
            return None
        high = math.inf if self.high is None else self.high
        return turn(self.low, high, self.target, self.follows)

    @property
    def is_narrowed(self) -> bool:
        """True where a survey brought an end nearer."""
        return (self.low, self.high) != (self.largest, self.total)


def tell(
    low: Floats,
    high: Floats,
    platforms: list[str],
    *,
    survey: Overlaps | None = None,
    electors: Floats,
    targets: list[int | None] | None = None,
    only_electors: bool = False,
) -> list[Told | None]:
    """Say of each representative how many people follow; None where nothing was counted.

    Arrays as in `pahunch.rules.people.people`. With `only_electors` nobody else can be meant.
    """
    most = np.where(np.isnan(electors), np.inf, electors) if only_electors else np.inf
    found = people(low, high, platforms, survey=survey, most=most, electors=electors)
    least, upper = np.nansum(low, axis=1), np.nansum(high, axis=1)
    wanted = targets or [None] * len(low)
    return [
        _told(found, row, (float(least[row]), float(upper[row])), wanted[row])
        for row in range(len(low))
    ]


def _told(found: People, row: int, follows: tuple[float, float], target: int | None) -> Told | None:
    if np.isnan(found.low[row]):
        return None
    return Told(
        low=math.ceil(found.low[row] - HAIR),
        point=None if np.isnan(found.point[row]) else round(float(found.point[row])),
        high=_down(found.high[row]),
        largest=math.ceil(found.largest[row] - HAIR),
        total=_down(found.total[row]),
        follows=follows,
        target=target,
    )


def _down(end: float) -> int | None:
    return None if math.isinf(end) else math.floor(end + HAIR)
