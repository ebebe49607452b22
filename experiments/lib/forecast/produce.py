"""From the observations up to a cut to a table of forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.forecast import layer as layers
from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.paths import collect
from experiments.lib.forecast.replay import Replays, one, replay
from experiments.lib.forecast.scores import LEVELS, at
from experiments.lib.forecast.series import (
    DEMOGRAPHIC,
    ELSEWHERE,
    FORECAST,
    Name,
    Observed,
    months_between,
    observed,
    shifted,
)
from model.world import World

GROUPS = {
    "border": ("encounters_southwest", "darien_crossings"), "elsewhere": (ELSEWHERE,),
    "returns": ("returns_to_origin",), "kinds": DEMOGRAPHIC,
}
EVERY = 4
"""Months between replays."""
FIRST_CUT = "2016-01"
HORIZON = 24
"""Months a replay looks ahead."""
LEAST_AFTER = 4
"""Months that must have passed since a replay for it to count."""
COLUMNS = ["year_month", "indicator", "citizenship_iso3", "mean", "q05", "q25", "q50", "q75", "q95"]
NATIONWIDE = "encounters_nationwide"


@dataclass(frozen=True)
class Forecast:
    """Quantiles f8[S, H, levels] (counts) of every series, what they rest on, and the members alone."""

    cut: str
    names: tuple[Name, ...]
    quantiles: np.ndarray
    apart: np.ndarray
    """f8[members, S, H, levels]"""
    layers: dict[str, layers.Layer]

    @property
    def months(self) -> list[str]:
        """Months that are forecast."""
        return months_between(shifted(self.cut, 1), shifted(self.cut, self.quantiles.shape[1]))


def replay_cuts(world: World, cut: str, first: str = FIRST_CUT) -> list[str]:
    """Months from which forecasts are replayed: every fourth one, each with some months seen by the cut."""
    start = max(first, world.label(24))
    months = months_between(start, shifted(cut, -LEAST_AFTER)) if start <= shifted(cut, -LEAST_AFTER) else []
    return months[::EVERY]


def make(world: World, cut: str, months: int, policies: str, assumed: Assumed, store: Path,
         shipped: Path | None = None, indicators: Sequence[str] = FORECAST, lang: str = "en") -> Forecast:
    """The forecast from the month `cut` on. Nothing observed later is read."""
    seen = observed(world, cut, indicators)
    cuts = replay_cuts(world, cut)
    wanted = [(start, HORIZON, policies) for start in cuts] + [(cut, max(months, HORIZON), policies)]
    simulated = collect(world, wanted, assumed, store, shipped, lang)
    replays = replay(world, seen, simulated, cuts, HORIZON, policies)
    now = one(world, seen, simulated, months, policies, replays.names)
    return combined(replays, now, cut)


def combined(replays: Replays, now: np.ndarray, cut: str) -> Forecast:
    """Layers fitted on what replays show by the cut, laid over the member forecasts of now."""
    count, months = len(replays.names), now.shape[2]
    quantiles = np.full((count, months, len(LEVELS)), np.nan)
    apart = np.full((len(now), *quantiles.shape), np.nan)
    fitted = {}
    for group, (layer, part) in layers.by_group(replays, cut, GROUPS).items():
        places = [replays.names.index(name) for name in part.names]
        quantiles[places] = layer.quantiles(now[:, places])
        apart[:, places] = layer.each(now[:, places])
        fitted[group] = layer
    return Forecast(cut, replays.names, quantiles, apart, fitted)


def table(forecast: Forecast, paroled: Mapping[str, np.ndarray] | None = None) -> pd.DataFrame:
    """The tidy table: southwest, Darién, returns, and nationwide as southwest plus elsewhere.

    `paroled` (f8[months, levels] by nationality) arrive by air under dated programmes, nationwide only.
    """
    place = {name: number for number, name in enumerate(forecast.names)}
    rows = []
    for name, number in place.items():
        if name.indicator in ("encounters_southwest", "darien_crossings", "returns_to_origin"):
            rows += _rows(forecast, name.indicator, name.nationality, forecast.quantiles[number])
        elsewhere = place.get(Name(ELSEWHERE, name.nationality))
        if name.indicator == "encounters_southwest" and elsewhere is not None:
            both = forecast.quantiles[number] + forecast.quantiles[elsewhere]
            both = both + (paroled or {}).get(name.nationality, 0.0)
            rows += _rows(forecast, NATIONWIDE, name.nationality, both)
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(["indicator", "citizenship_iso3", "year_month"]).reset_index(drop=True)


def _rows(forecast: Forecast, indicator: str, nation: str, quantiles: np.ndarray) -> list[tuple]:
    return [(month, indicator, nation, round(float(mean(row)), 1),
             *(round(float(at(row, level)), 1) for level in (0.05, 0.25, 0.50, 0.75, 0.95)))
            for month, row in zip(forecast.months, quantiles, strict=True) if np.isfinite(row).all()]


def intervals(forecast: Forecast) -> pd.DataFrame:
    """The same columns for every series by itself."""
    rows = [row for number, name in enumerate(forecast.names)
            for row in _rows(forecast, name.indicator, name.nationality, forecast.quantiles[number])]
    return pd.DataFrame(rows, columns=COLUMNS)


def mean(quantiles: np.ndarray) -> np.ndarray:
    """Mean of a distribution kept as quantiles; what lies beyond the outermost ones is left out."""
    return quantiles.mean(axis=-1)


def scored_truth(seen: Observed, forecast: Forecast) -> np.ndarray:
    """f8[S, H] what was counted in the months of a forecast; `seen` must reach that far. For validation only."""
    return np.array([[seen.at(name, month) for month in forecast.months] for name in forecast.names])
