"""Real series of counts, laid out by the days of the calendar."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from pahunch.measures.series import read_series

Floats = npt.NDArray[np.float64]
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "series"


def calendar(path: Path) -> Floats:
    """Read a file of counts as a row an account and a column a day of the calendar."""
    series = read_series(path)
    newest = max(series.last)
    width = series.counts.shape[1] + max((newest - day).days for day in series.last)
    laid = np.full((len(series.accounts), width), np.nan)
    for row, (counts, last) in enumerate(zip(series.counts, series.last, strict=True)):
        end = width - (newest - last).days
        laid[row, end - len(counts) : end] = counts
    return laid
