"""The observation layer: how wide each member's forecast is and how much it counts, learned from replays.

Every member becomes a distribution: its own centre, a spread by horizon (root mean square of its replayed
errors in roots), a factor of the series, and an inflation by which replays were missed that the layer of
their own time had not seen. The forecast is the linear pool of the members. Weights are declared and then
drawn to what replays say: inverse to the fourth power of the CRPS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.lib.forecast.replay import MEMBERS, Replays
from experiments.lib.forecast.scores import LEVELS, crps
from experiments.lib.forecast.series import counts

BANDS = ((1, 3), (4, 6), (7, 12), (13, 24))
"""Horizons in months that share weights and inflation; the last band goes on for ever."""
DECLARED: dict[str, tuple[float, float, float, float]] = {
    "last_value": (0.45, 0.25, 0.10, 0.05), "level": (0.10, 0.10, 0.10, 0.10),
    "long_level": (0.05, 0.05, 0.05, 0.05), "regression": (0.05, 0.10, 0.15, 0.15),
    "model": (0.35, 0.50, 0.60, 0.65),
}
"""Weights before replays: the last month for the next few, the model's path where policies and drivers act."""
REPLAYS_TO_LEARN = 40.0
"""Replays that move the weights half-way to what they say; they overlap, so that forty tell little."""
REPLAYS_TO_DIFFER = 6.0
"""Replays that the spread of a series must outweigh to leave that of all."""
LEAST = 0.15
"""Smallest spread in roots: months differ whatever is known."""
MONTHLY = 0.3
"""Spread of a month in roots where nothing can be replayed."""
INFLATION = (1.25, 3.0)
"""Bounds of the widening; never below a quarter more, for what no replay has shown."""
POWER = 4.0
FIRST_JUDGED = 3
"""Replays a layer needs before the next one judges it."""


@dataclass(frozen=True)
class Spread:
    """How wide one member's forecasts are: by horizon, by series, by band; and the shape."""

    horizon: np.ndarray
    series: np.ndarray
    inflation: np.ndarray
    shape: np.ndarray

    def around(self, centre: np.ndarray) -> np.ndarray:
        """f8[S, H, levels] counts around centres f8[S, H] in roots."""
        months = centre.shape[1]
        reach = np.minimum(np.arange(months), len(self.horizon) - 1)
        wide = self.horizon[reach] * self.inflation[band_of(months)]
        return counts(centre[..., None] + np.multiply.outer(np.multiply.outer(self.series, wide), self.shape))


@dataclass(frozen=True)
class Layer:
    """Spread of every member and weights f8[members, bands]."""

    spreads: tuple[Spread, ...]
    weights: np.ndarray
    learned: np.ndarray
    """The weights replays alone would give."""

    def quantiles(self, forecasts: np.ndarray) -> np.ndarray:
        """f8[S, H, levels] counts of the pool of member forecasts f8[members, S, H] in roots."""
        apart = self.each(forecasts)
        return pool(apart, self.weights[:, band_of(forecasts.shape[2])])

    def each(self, forecasts: np.ndarray) -> np.ndarray:
        """f8[members, S, H, levels]: the distribution of every member alone."""
        return np.stack([spread.around(centre) for spread, centre in zip(self.spreads, forecasts, strict=True)])


def band_of(months: int) -> np.ndarray:
    """Index of the band of each of the horizons 1..months."""
    last = [end for _, end in BANDS]
    return np.minimum(np.searchsorted(last, np.arange(1, months + 1)), len(BANDS) - 1)


def fit(replays: Replays, cut: str) -> Layer:
    """The layer that may be known in month `cut`: only replayed months up to it count."""
    seen = replays.seen_by(cut)
    errors = replays.errors
    spreads = tuple(_spread(error, replays, seen) for error in errors)
    learned = _learned(replays, spreads, seen)
    told = len([start for start in replays.cuts if start < cut])
    share = told / (told + REPLAYS_TO_LEARN)
    weights = share * learned + (1 - share) * declared()
    return Layer(spreads, weights / weights.sum(axis=0), learned)


def declared() -> np.ndarray:
    """f8[members, bands] weights before any replay."""
    return np.array([DECLARED.get(member, (0.0,) * len(BANDS)) for member in MEMBERS])


def _spread(errors: np.ndarray, replays: Replays, seen: np.ndarray) -> Spread:
    """Spread of one member from its errors f8[C, S, H]; inflated by replays it had not seen."""
    horizon, series = _in_sample(errors, seen)
    scaled = np.full(errors.shape, np.nan)
    for number, start in enumerate(replays.cuts):
        earlier = replays.seen_by(start)
        if earlier[:, 0].sum() >= FIRST_JUDGED:
            own_horizon, own_series = _in_sample(errors, earlier)
            scaled[number] = errors[number] / np.multiply.outer(own_series, own_horizon)
    judged = np.where(seen[:, None, :], scaled, np.nan)
    if np.isfinite(judged).sum() < 30:
        judged = np.where(seen[:, None, :], errors / np.multiply.outer(series, horizon), np.nan)
    inflation = _inflation(judged)
    return Spread(horizon, series, inflation, _shape(judged / inflation[band_of(errors.shape[2])]))


def _in_sample(errors: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(spread by horizon, factor by series) of the errors seen."""
    used = np.where(seen[:, None, :], errors, np.nan)
    horizon = _by_horizon(used)
    relative = (used / horizon) ** 2
    known = np.isfinite(relative)
    replays = known.any(axis=2).sum(axis=0)
    square = np.nansum(relative, axis=(0, 2)) / np.maximum(known.sum(axis=(0, 2)), 1)
    drawn = (replays * square + REPLAYS_TO_DIFFER) / (replays + REPLAYS_TO_DIFFER)
    return horizon, np.sqrt(drawn)


def _by_horizon(errors: np.ndarray) -> np.ndarray:
    """Root mean square by horizon: smooth and never falling; a random walk where nothing is known."""
    known = np.isfinite(errors).sum(axis=(0, 1))
    months = np.arange(1, errors.shape[2] + 1)
    if not known.any():
        return MONTHLY * np.sqrt(months)
    square = np.nansum(errors**2, axis=(0, 1)) / np.maximum(known, 1)
    filled = pd.Series(np.where(known > 0, square, np.nan)).interpolate(limit_direction="both")
    even = filled.rolling(3, 1, center=True).mean().to_numpy()
    return np.maximum(LEAST, np.sqrt(np.maximum.accumulate(even)))


def _inflation(scaled: np.ndarray) -> np.ndarray:
    """f8[bands] root mean square of scaled errors, never falling with the horizon."""
    band = band_of(scaled.shape[2])
    found: list[float] = []
    for number in range(len(BANDS)):
        part = scaled[:, :, band == number]
        part = part[np.isfinite(part)]
        found.append(float(np.sqrt((part**2).mean())) if len(part) else (found[-1] if found else 1.0))
    return np.clip(np.maximum.accumulate(found), *INFLATION)


def _shape(scaled: np.ndarray) -> np.ndarray:
    """Quantiles at LEVELS of scaled errors, made symmetric; normal where there are few."""
    from scipy.stats import norm

    values = scaled[np.isfinite(scaled)]
    if len(values) < 30:
        return norm.ppf(LEVELS)
    return np.quantile(np.concatenate([values, -values]), LEVELS)


def _learned(replays: Replays, spreads: tuple[Spread, ...], seen: np.ndarray) -> np.ndarray:
    """f8[members, bands] weights by CRPS over the size of the series, of what was seen."""
    band = band_of(replays.observed.shape[2])
    told = np.nan_to_num(replays.observed) * seen[:, None, :]
    size = np.maximum(told.sum(axis=(0, 2)) / max(1, int(seen.sum())), 10.0)[:, None]
    scores = np.full((len(spreads), len(BANDS)), np.nan)
    for number, (spread, centres) in enumerate(zip(spreads, replays.forecasts, strict=True)):
        loss = np.stack([crps(spread.around(centre), counted) / size
                         for centre, counted in zip(centres, replays.observed, strict=True)]
                        or [np.full(replays.observed.shape[1:], np.nan)])
        loss = np.where(seen[:, None, :], loss, np.nan) if len(replays.cuts) else loss[:0]
        for place in range(len(BANDS)):
            part = loss[:, :, band == place]
            part = part[np.isfinite(part)]
            scores[number, place] = part.mean() if len(part) else np.nan
    return _inverse(scores)


def _inverse(scores: np.ndarray) -> np.ndarray:
    strength = np.where(np.isfinite(scores), np.maximum(scores, 1e-9) ** -POWER, 0.0)
    total = strength.sum(axis=0)
    return np.where(total > 0, strength / np.maximum(total, 1e-300), declared())


def pool(quantiles: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Quantiles f8[S, H, levels] of the linear pool of f8[members, S, H, levels] with weights f8[members, H].

    Members that know nothing of a series (nan) give way to the others.
    """
    members, series, months, levels = quantiles.shape
    points = np.moveaxis(quantiles, 0, 2).reshape(series, months, members * levels)
    mass = np.repeat(np.broadcast_to(weights.T[None], (series, months, members)), levels, axis=2) / levels
    mass = np.where(np.isfinite(points), mass, 0.0)
    order = np.argsort(np.where(np.isfinite(points), points, np.inf), axis=-1)
    points, mass = (np.take_along_axis(np.nan_to_num(part), order, -1) for part in (points, mass))
    middle = np.cumsum(mass, axis=-1) - mass / 2
    result = np.full((series, months, levels), np.nan)
    for place in np.ndindex(series, months):
        total = mass[place].sum()
        if total > 0:
            held = mass[place] > 0
            result[place] = np.interp(LEVELS, middle[place][held] / total, points[place][held])
    return result


def by_group(replays: Replays, cut: str, groups: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Layer, Replays]]:
    """One layer a group of indicators: those that share their spread."""
    return {name: (fit(part, cut), part) for name, indicators in groups.items()
            if (part := replays.only(indicators)).names}
