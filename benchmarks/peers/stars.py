"""Stars of public code repositories by month, and which of them a detector marked as bought.

The labels are StarScout's (He et al., "Six Million (Suspected) Fake Stars in GitHub", 2024).
Its published definition of a campaign is a month with more than 50 suspected stars that are
more than half of the month's: `campaign` below. The others are printed beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pahunch.lib.tables import Limits, read_table

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
PATH = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "bought_growth" / "stars_by_month.csv"
)
LABEL = "campaign"
LONG = 6


@dataclass(frozen=True, slots=True)
class Stars:
    """n repositories by d months; NaN where a repository got no star."""

    stars: Floats
    bought: Floats

    @property
    def counts(self) -> Floats:
        """Followers as we would count them: all stars so far."""
        return np.where(np.isnan(self.stars), np.nan, np.nancumsum(self.stars, axis=1))

    @property
    def known(self) -> Flags:
        """Account-months that are judged."""
        known: Flags = ~np.isnan(self.stars)
        return known

    @property
    def long(self) -> Flags:
        """Those of repositories with six months of stars or more."""
        is_long: Flags = self.known.sum(axis=1, keepdims=True) >= LONG
        return self.known & is_long

    def labels(self) -> Mapping[str, Flags]:
        """Give what each definition calls bought."""
        stars, bought = np.nan_to_num(self.stars), np.nan_to_num(self.bought)
        some = bought > 0
        return {
            LABEL: (bought > 50) & (bought > 0.5 * stars),
            "half": some & (bought >= 0.5 * stars),
            "any": some,
        }


def read_stars(path: Path = PATH) -> Stars:
    """Read the file. Raises BadTable."""
    table = read_table(path, limits=Limits(rows=1_000_000, size=100_000_000))
    numbers: dict[str, int] = {}
    rows = []
    for row in table:
        repo, month, stars, bought = row.cells
        place = numbers.setdefault(repo, len(numbers))
        rows.append((place, int(month[:4]) * 12 + int(month[5:7]), int(stars), int(bought)))
    laid = np.array(rows)
    column = laid[:, 1] - laid[:, 1].min()
    shape = (len(numbers), int(column.max()) + 1)
    stars_by, bought_by = np.full(shape, np.nan), np.full(shape, np.nan)
    stars_by[laid[:, 0], column] = laid[:, 2]
    bought_by[laid[:, 0], column] = laid[:, 3]
    return Stars(stars_by, bought_by)
