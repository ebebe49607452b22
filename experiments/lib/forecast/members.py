"""Single forecasts of one series on the scale of fourth roots: three naive ones, levels, the model's path.

Each takes the observed roots up to the cut (nan: not counted) and the number of months, and returns f8[months].
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from experiments.lib.forecast.series import counts, rooted

YEAR = 12
LEVEL_MONTHS = 6
FLOOR = 300.0
"""Persons a month added to simulated counts: below, single simulated households make the change."""
LARGEST = np.log(8.0)
"""A simulated change beyond this factor is taken as this factor."""


def known(history: np.ndarray) -> np.ndarray:
    """The observed part of a history, without months that were not counted."""
    return history[np.isfinite(history)]


def last_value(history: np.ndarray, months: int) -> np.ndarray:
    """The last month for ever."""
    return np.full(months, known(history)[-1])


def seasonal_naive(history: np.ndarray, months: int) -> np.ndarray:
    """The same month of the last observed year."""
    year = history[-YEAR:]
    year = np.where(np.isfinite(year), year, known(history)[-1])
    if len(year) < YEAR:
        return last_value(history, months)
    return np.resize(year, months)


def drift(history: np.ndarray, months: int) -> np.ndarray:
    """The straight line from the first to the last month, carried on."""
    values = known(history)
    slope = (values[-1] - values[0]) / max(1, len(values) - 1)
    return values[-1] + slope * np.arange(1, months + 1)


def level(history: np.ndarray, months: int) -> np.ndarray:
    """Mean of the last twelve months."""
    return np.full(months, known(history)[-YEAR:].mean())


def long_level(history: np.ndarray, months: int) -> np.ndarray:
    """Mean of the last three years: what a surge falls back to, if it does."""
    return np.full(months, known(history)[-3 * YEAR:].mean())


NAIVE: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "last_value": last_value, "seasonal_naive": seasonal_naive, "drift": drift,
}
LEVELS = {"level": level, "long_level": long_level}


def relative_path(history: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Observed level times the simulated change: the last months, the latest weighing most, times the ratio.

    `before` and `after` are simulated counts (smoothed) up to the cut and after it.
    """
    recent, simulated = history[-LEVEL_MONTHS:], before[-LEVEL_MONTHS:]
    weight = 0.7 ** np.arange(LEVEL_MONTHS)[::-1] * np.isfinite(recent)
    weight = weight / max(float(weight.sum()), 1e-9)
    observed_level = counts((weight * np.nan_to_num(recent)).sum())
    change = np.log(after + FLOOR) - np.log((weight * simulated).sum() + FLOOR)
    return rooted(observed_level * np.exp(np.clip(change, -LARGEST, LARGEST)))
