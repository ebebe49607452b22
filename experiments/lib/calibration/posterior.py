"""Approximate Bayesian computation with regression adjustment, on NumPy.

Sequential ABC (pyabc) needs thousands of runs one after another; a run of the Americas takes seconds to
minutes, runs are wanted once, in any order, on any number of machines, and the waves have made them already.
So runs are reused: noise of the observation is added to what was simulated, the nearest runs are weighted by
an Epanechnikov kernel, and their settings (logits of the unit cube) are moved along a ridge regression to
where the observed values lie (Beaumont and others 2002), scaled by a second regression of the size of errors
(Blum and Francois 2010). `proof` holds the method against its own data.
"""

from __future__ import annotations

import numpy as np

KEPT = 0.5
"""Share of runs that are near enough."""
RIDGE = 1e-2
EDGE = 1e-3
MOST_COEFFICIENTS = 0.8
"""Coefficients a run beyond which the widening grows no more."""
PRIOR_SPREAD = np.pi / np.sqrt(3.0)
"""Standard deviation of the logit of an even prior: nothing is made wider than what was not known before."""
REPEATS = 8
"""Draws of observation noise a run; each counts as a run of its own."""


def logit(unit: np.ndarray) -> np.ndarray:
    """Unit cube to the line; ends are cut."""
    inside = np.clip(unit, EDGE, 1 - EDGE)
    return np.log(inside / (1 - inside))


def unit_of(line: np.ndarray) -> np.ndarray:
    """Back to the unit cube."""
    return 1.0 / (1.0 + np.exp(-line))


def noisy(points: np.ndarray, logs: np.ndarray, error: np.ndarray, seed: int, repeats: int = REPEATS) -> tuple[
        np.ndarray, np.ndarray]:
    """Points and simulated values with noise of the observation added, each run several times."""
    rng = np.random.default_rng(seed)
    again = np.repeat(logs, repeats, axis=0)
    return np.repeat(points, repeats, axis=0), again + rng.normal(0.0, 1.0, again.shape) * error


def sample(points: np.ndarray, values: np.ndarray, observed: np.ndarray, kept: float = KEPT,
           honest: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """(adjusted points f8[k, p] of the unit cube, weights f8[k]) given noisy runs and what was observed.

    `honest` widens them by what a regression of so many targets on so few runs does not know (`unknown`).
    """
    scale = np.maximum(values.std(axis=0), 1e-9)
    features = _features(points, values / scale, observed / scale)
    distance = np.sqrt((features**2).sum(axis=1))
    order = np.argsort(distance, kind="stable")[: max(int(kept * len(points)), 4 * points.shape[1])]
    weight = np.maximum(1.0 - (distance[order] / max(float(distance[order][-1]), 1e-12)) ** 2, 1e-6)
    line, apart = logit(points[order]), (values[order] - observed) / scale
    adjusted = _adjusted(line, apart, weight)
    if honest:
        centre = weight @ adjusted / weight.sum()
        size = np.sqrt(weight @ (adjusted - centre) ** 2 / weight.sum())
        wider = np.minimum(unknown(points[order], apart, weight), np.maximum(1.0, PRIOR_SPREAD / size))
        adjusted = centre + wider * (adjusted - centre)
    return unit_of(adjusted), weight / weight.sum()


def unknown(points: np.ndarray, apart: np.ndarray, weight: np.ndarray) -> float:
    """How much wider settings lie than the residuals of the regression say.

    With q coefficients a run, residuals are too small by sqrt(1 - q) and the regression itself is off by
    sqrt(1 + q) of them; runs count once, however often noise was added to them.
    """
    run = np.unique(points, axis=0, return_inverse=True)[1].ravel()
    by_run = np.bincount(run, weight)
    square, penalty = _square(apart - np.average(apart, axis=0, weights=weight), weight / weight.sum())
    size = np.linalg.eigvalsh(square)
    q = min(MOST_COEFFICIENTS, float((size / (size + penalty)).sum()) * float((by_run**2).sum() / by_run.sum() ** 2))
    return float(np.sqrt((1.0 + q) / (1.0 - q)))


def _features(points: np.ndarray, values: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """What the values say of each setting (a regression's prediction), less the same of the observed ones."""
    _, slope = _ridge(values - values.mean(axis=0), logit(points), np.ones(len(points)))
    said = (values - observed) @ slope
    return said / np.maximum(said.std(axis=0), 1e-9)


def _adjusted(line: np.ndarray, apart: np.ndarray, weight: np.ndarray) -> np.ndarray:
    centre, slope = _ridge(apart, line, weight)
    left = line - centre - apart @ slope
    size_centre, size_slope = _ridge(apart, np.log(left**2 + 1e-6), weight)
    here, there = np.exp(0.5 * size_centre), np.exp(0.5 * (size_centre + apart @ size_slope))
    return centre + left * np.clip(here / there, 0.5, 2.0)


def _ridge(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Intercept f8[p] and slope f8[t, p] of a weighted ridge regression."""
    weight = weight / weight.sum()
    x_mean, y_mean = weight @ x, weight @ y
    x_free, y_free = x - x_mean, y - y_mean
    square, penalty = _square(x_free, weight)
    slope = np.linalg.solve(square + penalty * np.eye(len(square)), (x_free * weight[:, None]).T @ y_free)
    return y_mean - x_mean @ slope, slope


def _square(x_free: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Weighted square of centred features, and the ridge penalty."""
    square = (x_free * weight[:, None]).T @ x_free
    return square, float(RIDGE * np.trace(square) / len(square))


def draws(points: np.ndarray, weights: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Equally likely draws f8[count, p] by systematic resampling."""
    start = (np.random.default_rng(seed).random() + np.arange(count)) / count
    return points[np.searchsorted(np.cumsum(weights), start).clip(max=len(points) - 1)]


def nearest(apart: np.ndarray, count: int) -> np.ndarray:
    """Places of the `count` runs whose values f8[n, t], in errors from what was observed, are nearest to it."""
    return np.sort(np.argsort((apart**2).mean(axis=1), kind="stable")[:count])


def middle_first(points: np.ndarray) -> np.ndarray:
    """The same draws, the one nearest the middle of all first, the others in their order."""
    apart = (points - np.median(points, axis=0)) / np.maximum(points.std(axis=0), 1e-9)
    nearest = int((apart**2).sum(axis=1).argmin())
    return np.concatenate([points[nearest:nearest + 1], np.delete(points, nearest, axis=0)])
