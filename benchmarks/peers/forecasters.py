"""The usual forecasting methods, as their makers offer them: statsforecast and Prophet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from prophet import Prophet
from statsforecast import StatsForecast
from statsforecast.models import AutoARIMA, AutoETS, Holt, RandomWalkWithDrift

Floats = npt.NDArray[np.float64]
LEVELS = (80, 95)
START = "2020-01-01"


@dataclass(frozen=True, slots=True)
class Told:
    """What a method says: a row an account, a column a day ahead; intervals by per cent."""

    point: Floats
    low: Mapping[int, Floats]
    high: Mapping[int, Floats]


def plain(row: Floats) -> Floats:
    """Give a row from its first count on, its gaps filled with a straight line."""
    known = np.flatnonzero(~np.isnan(row))
    return np.interp(np.arange(known[0], known[-1] + 1), known, row[known])


def usual_methods(counts: Floats, days: int) -> dict[str, Told]:
    """Let four methods of statsforecast forecast every row."""
    parts = []
    for number, row in enumerate(counts):
        values = plain(row)
        stamps = pd.date_range(START, periods=len(values))
        parts.append(pd.DataFrame({"unique_id": number, "ds": stamps, "y": values}))
    names = {"RWD": "drift", "Holt": "Holt", "AutoETS": "AutoETS", "AutoARIMA": "AutoARIMA"}
    models = [
        RandomWalkWithDrift(),
        Holt(),
        AutoETS(season_length=1),
        AutoARIMA(season_length=1),
    ]
    known = StatsForecast(models, freq="D", fallback_model=RandomWalkWithDrift(alias="fallback"))
    told = known.forecast(df=pd.concat(parts), h=days, level=list(LEVELS))

    def column(name: str) -> Floats:
        found: Floats = told[name].to_numpy(dtype=np.float64).reshape(len(counts), days)
        return found

    return {
        name: Told(
            column(model),
            {level: column(f"{model}-lo-{level}") for level in LEVELS},
            {level: column(f"{model}-hi-{level}") for level in LEVELS},
        )
        for model, name in names.items()
    }


def prophet(counts: Floats, days: int) -> dict[str, Told]:
    """Let Prophet forecast every row, as it comes."""
    shape = (len(counts), days)
    point = np.empty(shape)
    low = {level: np.empty(shape) for level in LEVELS}
    high = {level: np.empty(shape) for level in LEVELS}
    for number, row in enumerate(counts):
        values = plain(row)
        frame = pd.DataFrame({"ds": pd.date_range(START, periods=len(values)), "y": values})
        model = Prophet()
        model.fit(frame)
        ahead = model.make_future_dataframe(days).tail(days)
        point[number] = model.predict(ahead)["yhat"]
        drawn = model.predictive_samples(ahead)["yhat"]
        for level in LEVELS:
            edge = (100 - level) / 2
            low[level][number] = np.percentile(drawn, edge, axis=1)
            high[level][number] = np.percentile(drawn, 100 - edge, axis=1)
    return {"prophet": Told(point, low, high)}
