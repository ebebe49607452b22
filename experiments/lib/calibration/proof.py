"""Does the method find what it should? Calibrations to its own simulated data, with known settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.lib.calibration import posterior
from experiments.lib.calibration.problem import Problem
from experiments.lib.calibration.runs import Compared

DRAWS = 99
"""Posterior draws a rank is taken among: ranks 0 to 99."""


@dataclass(frozen=True)
class Proof:
    """Ranks of the true settings among posterior draws, f8[tests, p], and the truth with its posterior."""

    parameters: tuple[str, ...]
    ranks: np.ndarray
    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    width: np.ndarray

    def table(self) -> pd.DataFrame:
        """By setting: coverage of 90 % intervals, p of uniform ranks, correlation with the truth, shrinkage."""
        from scipy.stats import chisquare

        rows = []
        for place, name in enumerate(self.parameters):
            counts = np.histogram(self.ranks[:, place], bins=10, range=(0, DRAWS + 1))[0]
            inside = (self.truth[:, place] >= self.low[:, place]) & (self.truth[:, place] <= self.high[:, place])
            rows.append((name, inside.mean(), chisquare(counts).pvalue,
                         np.corrcoef(self.truth[:, place], self.mean[:, place])[0, 1],
                         1.0 - self.width[:, place].mean() / 0.9))
        return pd.DataFrame(rows, columns=["parameter", "cover90", "p_uniform", "correlation", "shrinkage"])


def prove(problem: Problem, points: np.ndarray, values: np.ndarray, compared: Compared, tests: int,
          seed: int = 1) -> Proof:
    """Simulation-based calibration: each of `tests` runs is taken as observed, the others as known.

    `points` must come from the prior (the first wave). Observation noise is added to what stands as observed.
    """
    rng = np.random.default_rng(seed)
    logs = compared.logs(values)
    found = [_test(points, logs, compared.error, number, rng) for number in range(min(tests, len(points)))]
    ranks, low, high, mean, width = (np.stack([one[place] for one in found]) for place in range(5))
    return Proof(problem.parameters, ranks, points[: len(found)], low, high, mean, width)


def _test(points: np.ndarray, logs: np.ndarray, error: np.ndarray, number: int,
          rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    observed = logs[number] + rng.normal(0.0, 1.0, logs.shape[1]) * error
    others = np.arange(len(points)) != number
    many, noisy = posterior.noisy(points[others], logs[others], error, seed=number)
    adjusted, weights = posterior.sample(many, noisy, observed)
    drawn = posterior.draws(adjusted, weights, DRAWS, seed=number)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return (drawn < points[number]).sum(axis=0), low, high, drawn.mean(axis=0), high - low
