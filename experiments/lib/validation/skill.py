"""Skill of a forecast and of each of its members: error of the median, CRPS, coverage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.lib.forecast import layer, produce, scores
from experiments.lib.forecast.produce import Forecast
from experiments.lib.forecast.replay import MEMBERS, Replays

BANDS = ((1, 3), (4, 6), (7, 12), (13, 24), (1, 24))
SUM = "sum"
POOL = "vaiven"
NAIVE = ("last_value", "seasonal_naive", "drift", "level", "long_level", "regression")
"""What a forecast has to beat; regression is the gravity regression on the same drivers."""
COLUMNS = ["indicator", "citizenship_iso3", "first_month", "last_month", "forecaster", "values", "mae", "rmse_log",
           "crps", "cover50", "cover90"]


def by_month(forecast: Forecast, truth: np.ndarray) -> pd.DataFrame:
    """One row a series, month and forecaster: error, CRPS, covered or not; months without a count left out."""
    frames = [_scored(forecast, forecast.quantiles, truth, POOL)]
    frames += [_scored(forecast, forecast.apart[place], truth, name) for place, name in enumerate(MEMBERS)]
    return pd.concat(frames, ignore_index=True)


def _scored(forecast: Forecast, quantiles: np.ndarray, truth: np.ndarray, forecaster: str) -> pd.DataFrame:
    median = scores.at(quantiles, 0.5)
    known = np.isfinite(truth) & np.isfinite(median)
    series, month = np.nonzero(known)
    return pd.DataFrame({
        "indicator": [forecast.names[place].indicator for place in series],
        "citizenship_iso3": [forecast.names[place].nationality for place in series],
        "year_month": [forecast.months[place] for place in month], "horizon": month + 1, "forecaster": forecaster,
        "observed": truth[known], "median": median[known],
        "error": np.abs(median - truth)[known], "log_error": (np.log1p(median) - np.log1p(truth))[known],
        "crps": scores.crps(quantiles, truth)[known], "in50": scores.covered(quantiles, truth, 0.5)[known],
        "in90": scores.covered(quantiles, truth, 0.9)[known]})


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Skill by indicator, nationality (and their sum), span of months and forecaster."""
    parts = []
    for first, last in BANDS:
        inside = rows[rows["horizon"].between(first, last)]
        for keys in (["indicator", "citizenship_iso3", "forecaster"], ["indicator", "forecaster"]):
            found = _statistics(inside.groupby(keys, sort=False))
            found["citizenship_iso3"] = found.get("citizenship_iso3", SUM)
            parts.append(found.assign(first_month=first, last_month=last))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _statistics(groups: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    found = groups.agg(values=("crps", "size"), mae=("error", "mean"), crps=("crps", "mean"),
                       cover50=("in50", "mean"), cover90=("in90", "mean"), square=("log_error", _mean_square))
    return found.assign(rmse_log=np.sqrt(found["square"])).drop(columns="square").reset_index()


def _mean_square(values: pd.Series) -> float:
    return float((values**2).mean())


def over_replays(replays: Replays, first: str) -> pd.DataFrame:
    """Rows of `by_month` of every replay from `first` on, each with the layer that its own month could know."""
    frames = []
    for number, cut in enumerate(replays.cuts):
        if cut >= first:
            made = produce.combined(replays.before(cut), replays.forecasts[:, number], cut)
            frames.append(by_month(made, replays.observed[number]).assign(cut=cut))
    return pd.concat(frames, ignore_index=True)


def worth_keeping(table: pd.DataFrame) -> pd.DataFrame:
    """Sums over nationalities, and each nationality over the whole span."""
    whole = (table["first_month"] == BANDS[-1][0]) & (table["last_month"] == BANDS[-1][1])
    return table[(table["citizenship_iso3"] == SUM) | whole]


def beaten(table: pd.DataFrame, indicator: str, first: int, last: int) -> dict[str, float]:
    """CRPS of every naive forecast over that of the pool, on the sum over nationalities; above 1 is beaten."""
    rows = table[(table["indicator"] == indicator) & (table["citizenship_iso3"] == SUM)
                 & (table["first_month"] == first) & (table["last_month"] == last)]
    found = rows.set_index("forecaster")["crps"]
    return {name: float(found[name] / found[POOL]) for name in NAIVE if name in found}


def weights(forecast: Forecast) -> pd.DataFrame:
    """What each member contributes, by group of indicators and span of months."""
    rows = [(group, first, last, member, round(float(fitted.weights[place, band]), 3),
             round(float(fitted.learned[place, band]), 3))
            for group, fitted in forecast.layers.items() for place, member in enumerate(MEMBERS)
            for band, (first, last) in enumerate(layer.BANDS)]
    return pd.DataFrame(rows, columns=["group", "first_month", "last_month", "member", "weight", "learned"])
