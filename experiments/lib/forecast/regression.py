"""A gravity regression of counts on the drivers of the world: Poisson, one for all nationalities."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.lib.forecast.series import Name, Observed, rooted
from model.drivers import Drivers, build
from model.world import World

YEAR = 12
STRENGTH = 1e-3
"""Of the ridge penalty that keeps drivers with little history from exploding."""


def features(world: World) -> dict[str, np.ndarray]:
    """f8[T, drivers] by nationality: pull, push and barriers of every month, observed or held."""
    drivers = build(world)
    return {code: _of_country(world, drivers, index) for code, index in world.country_index.items()}


def _of_country(world: World, drivers: Drivers, country: int) -> np.ndarray:
    own = np.flatnonzero(world.origin_country == country)
    columns = [
        np.log(drivers.gdp_ppp[:, world.hub] / drivers.gdp_ppp[:, country]),
        np.log(drivers.demand[:, world.hub]), np.log(drivers.demand[:, country]),
        drivers.closed_land[:, country].astype(float),
    ]
    for field in (drivers.crisis, drivers.homicide, drivers.drought, drivers.disaster):
        columns.append(field[:, own].mean(axis=1) if len(own) else np.zeros(world.months))
    return np.nan_to_num(np.stack(columns, axis=1))


def fitted(world: World, observed: Observed, months: int) -> dict[Name, np.ndarray]:
    """Forecast (roots) of every series, f8[months], by one regression an indicator; level set by the last year."""
    drivers = features(world)
    names = observed.names
    forecasts: dict[Name, np.ndarray] = {}
    for indicator in dict.fromkeys(name.indicator for name in names):
        mine = [name for name in names if name.indicator == indicator]
        forecasts |= _indicator(world, observed, mine, drivers, months)
    return forecasts


def _indicator(world: World, observed: Observed, names: list[Name], drivers: dict[str, np.ndarray],
               months: int) -> dict[Name, np.ndarray]:
    from sklearn.linear_model import PoissonRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = [_design(world, observed, name, position, len(names), drivers, months)
            for position, name in enumerate(names)]
    x = np.concatenate([past for past, _, _ in rows])
    y = np.concatenate([counts for _, counts, _ in rows])
    seen = np.isfinite(y)
    model = make_pipeline(StandardScaler(), PoissonRegressor(alpha=STRENGTH, solver="newton-cholesky", max_iter=100))
    mean = float(y[seen].mean())
    model.fit(x[seen], y[seen] / max(mean, 1.0))
    return {name: _levelled(model, mean, *row) for name, row in zip(names, rows, strict=True)}


def _design(world: World, observed: Observed, name: Name, position: int, count: int,
            drivers: dict[str, np.ndarray], months: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(rows of the past, counts, rows of the future): drivers, month of the year, nationality."""
    first, cut = _span(world, observed)
    index = np.arange(first, cut + 1 + months)
    within = np.clip(index, 0, world.months - 1)
    own = drivers.get(name.nationality)
    if own is None:
        own = np.mean(list(drivers.values()), axis=0)
    season = np.eye(YEAR)[(world.start + index) % YEAR][:, 1:]
    who = np.zeros((len(index), count))
    who[:, position] = 1.0
    x = np.concatenate([own[within], season, who], axis=1)
    past = cut + 1 - first
    return x[:past], observed.values(name), x[past:]


def _span(world: World, observed: Observed) -> tuple[int, int]:
    first, last = (int(text[:4]) * YEAR + int(text[5:]) - 1 - world.start
                   for text in (observed.table.index[0], observed.table.index[-1]))
    return first, last


def _levelled(model: Any, mean: float, past: np.ndarray, counts: np.ndarray, future: np.ndarray) -> np.ndarray:
    """Forecast roots, shifted so that the last twelve months fit on average."""
    fit, ahead = (rooted(model.predict(x) * mean) for x in (past[-YEAR:], future))
    gap = rooted(counts[-YEAR:]) - fit
    return ahead + float(np.nanmean(gap)) if np.isfinite(gap).any() else ahead
