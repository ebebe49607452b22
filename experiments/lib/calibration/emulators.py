"""Gaussian processes that stand in for the model: one a target, from runs at points of the unit cube."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

MOST_RUNS = 400
"""More runs than this are thinned: the cost grows with their cube."""
STEPS = 25
"""Most steps of the search for the lengths of a process."""


@dataclass(frozen=True)
class Emulators:
    """Means and variances of every target at any point; `skill` is the share explained when left out."""

    fitted: tuple[Any, ...]
    skill: np.ndarray

    def predict(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(mean f8[n, t], variance f8[n, t]); the variance holds the luck of single runs."""
        pairs = [process.predict(points, return_std=True) for process in self.fitted]
        return np.stack([mean for mean, _ in pairs], axis=1), np.stack([spread**2 for _, spread in pairs], axis=1)


def fit(points: np.ndarray, logs: np.ndarray, seed: int) -> Emulators:
    """Emulators of logs f8[n, t]; every fifth run is left out once to measure skill."""
    keep = np.arange(len(points))[-MOST_RUNS:]
    held = np.arange(len(keep)) % 5 == 0
    trained = [_process(points[keep][~held], column, seed) for column in logs[keep][~held].T]
    missed = np.stack([process.predict(points[keep][held]) for process in trained], axis=1) - logs[keep][held]
    skill = 1.0 - (missed**2).mean(axis=0) / np.maximum(logs[keep][held].var(axis=0), 1e-12)
    whole = tuple(_again(process, points[keep], column) for process, column in zip(trained, logs[keep].T, strict=True))
    return Emulators(whole, skill)


def _search(objective: Any, start: np.ndarray, bounds: Any) -> tuple[np.ndarray, float]:
    """Lengths near enough: the last steps of the search cost most and move what is ruled out hardly."""
    from scipy.optimize import minimize

    found = minimize(objective, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": STEPS})
    return found.x, float(found.fun)


def _process(points: np.ndarray, values: np.ndarray, seed: int) -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel(1.0, (0.01, 100)) * RBF(np.ones(points.shape[1]), (0.2, 20)) + WhiteKernel(0.1, (1e-4, 2))
    process = GaussianProcessRegressor(kernel, optimizer=_search, normalize_y=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at its bound says that the setting does not matter
        return process.fit(points, values)


def _again(process: Any, points: np.ndarray, values: np.ndarray) -> Any:
    """The same kernel on all runs."""
    from sklearn.gaussian_process import GaussianProcessRegressor

    whole = GaussianProcessRegressor(process.kernel_, optimizer=None, normalize_y=True)
    return whole.fit(points, values)
