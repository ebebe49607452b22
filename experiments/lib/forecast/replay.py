"""Forecasts replayed from earlier months: what every member would have said, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.lib.forecast import members, paths, regression
from experiments.lib.forecast.cutoff import as_known
from experiments.lib.forecast.series import SOURCES, Name, Observed, observed, rooted, shifted
from model.world import World

MEMBERS = ("last_value", "seasonal_naive", "drift", "level", "long_level", "regression", "model")
LEAST_MONTHS = 12
"""A series with fewer observed months is not forecast."""


@dataclass(frozen=True)
class Replays:
    """Member forecasts and what was observed; C cuts in order of time, S series, H horizons."""

    cuts: tuple[str, ...]
    names: tuple[Name, ...]
    forecasts: np.ndarray
    """f8[members, C, S, H] roots; nan where a member knows nothing"""
    observed: np.ndarray
    """f8[C, S, H] counts; nan where nothing was counted or it lies after the last cut"""

    @property
    def errors(self) -> np.ndarray:
        """f8[members, C, S, H] observed less forecast, in roots."""
        return rooted(self.observed)[None] - self.forecasts

    def seen_by(self, cut: str) -> np.ndarray:
        """bool[C, H]: replays that began before `cut` and months that had passed by then."""
        months = np.array([[shifted(start, h + 1) for h in range(self.observed.shape[2])] for start in self.cuts])
        begun = np.array([start < cut for start in self.cuts])
        return (months <= cut) & begun[:, None]

    def only(self, indicators: Sequence[str]) -> Replays:
        """The series of some indicators."""
        kept = [place for place, name in enumerate(self.names) if name.indicator in indicators]
        return Replays(self.cuts, tuple(self.names[place] for place in kept),
                       self.forecasts[:, :, kept], self.observed[:, kept])

    def before(self, cut: str) -> Replays:
        """Replays that began before a month."""
        kept = [place for place, start in enumerate(self.cuts) if start < cut]
        return Replays(tuple(self.cuts[place] for place in kept), self.names,
                       self.forecasts[:, kept], self.observed[kept])


def replay(world: World, seen: Observed, simulated: pd.DataFrame, cuts: Sequence[str], months: int,
           policies: str) -> Replays:
    """All members from all cuts. `simulated` are paths of the model; `seen` ends in the month of the forecast."""
    names = seen.names
    forecasts = [one(world, _at(world, seen, cut), simulated, months, policies, names) for cut in cuts]
    counted = [[[seen.at(name, shifted(cut, h)) for h in range(1, months + 1)] for name in names]
               for cut in cuts]
    empty = (len(MEMBERS), 0, len(names), months)
    return Replays(tuple(cuts), names, np.stack(forecasts, axis=1) if cuts else np.empty(empty),
                   np.array(counted, float).reshape(len(cuts), len(names), months))


def _at(world: World, seen: Observed, cut: str) -> Observed:
    """What could be read in the month of a cut: totals of a year are not spread over it before it has ended."""
    seen.upto(cut)  # refuses a cut later than what may be seen
    return observed(world, cut, tuple(dict.fromkeys(name.indicator for name in seen.names)))


def one(world: World, seen: Observed, simulated: pd.DataFrame, months: int, policies: str,
        names: Sequence[Name]) -> np.ndarray:
    """f8[members, S, months]: every member's forecast from the last month of `seen`."""
    known = as_known(world, seen.cut, policies)
    usable = [name for name in names if name in seen.table and _long_enough(seen, name)]
    fitted = regression.fitted(known, Observed(seen.cut, seen.table[usable]), months) if usable else {}
    path = _smoothed(simulated, seen.cut, policies, months)
    result = np.full((len(MEMBERS), len(names), months), np.nan)
    for place, name in enumerate(names):
        if name in usable:
            result[:, place] = _members(seen, name, fitted[name], path, months)
    return result


def _long_enough(seen: Observed, name: Name) -> bool:
    if seen.table.empty:
        return False
    return int(np.isfinite(seen.values(name)).sum()) >= LEAST_MONTHS and bool(np.isfinite(seen.values(name)[-1]))


def _smoothed(simulated: pd.DataFrame, cut: str, policies: str, months: int) -> pd.DataFrame:
    wide = paths.matrix(simulated, cut, policies)
    if wide.empty:
        return wide
    wide = wide[wide.index <= shifted(cut, months)]
    return pd.DataFrame(paths.smooth(wide.to_numpy()), index=wide.index, columns=wide.columns)


def _members(seen: Observed, name: Name, fitted: np.ndarray, path: pd.DataFrame, months: int) -> np.ndarray:
    history = rooted(seen.values(name))
    rows = [rule(history, months) for rule in members.NAIVE.values()]
    rows += [rule(history, months) for rule in members.LEVELS.values()]
    return np.stack([*rows, fitted, _relative(history, name, path, seen.cut, months)])


def _relative(history: np.ndarray, name: Name, path: pd.DataFrame, cut: str, months: int) -> np.ndarray:
    key = f"{SOURCES[name.indicator].simulated}:{name.nationality}"
    after = path[path.index > cut]
    if key not in path.columns or len(after) < months:
        return np.full(months, np.nan)
    before = path.loc[path.index <= cut, key].to_numpy()[-members.LEVEL_MONTHS:]
    recent = np.concatenate([np.full(members.LEVEL_MONTHS, np.nan), history])[-members.LEVEL_MONTHS:]
    return members.relative_path(recent, before, after[key].to_numpy()[:months])
