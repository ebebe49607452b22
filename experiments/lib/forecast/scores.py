"""How good a predictive distribution was: CRPS from quantiles, error of the median, coverage."""

from __future__ import annotations

import numpy as np

LEVELS = np.arange(1, 40) / 40.0
"""Quantile levels a forecast is kept at: 2.5 % to 97.5 %."""


def crps(quantiles: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score over the last axis of `quantiles` (at LEVELS); lower is better.

    Twice the mean pinball loss over the levels, which tends to the CRPS as the levels become dense.
    """
    error = observed[..., None] - quantiles
    loss = np.maximum(LEVELS * error, (LEVELS - 1.0) * error)
    return 2.0 * loss.mean(axis=-1)


def at(quantiles: np.ndarray, level: float) -> np.ndarray:
    """The quantile of one level, between the kept ones by a straight line."""
    position = np.clip((level - LEVELS[0]) / (LEVELS[1] - LEVELS[0]), 0, len(LEVELS) - 1)
    low = int(np.floor(position))
    high = min(low + 1, len(LEVELS) - 1)
    share = position - low
    return quantiles[..., low] * (1 - share) + quantiles[..., high] * share


def covered(quantiles: np.ndarray, observed: np.ndarray, share: float) -> np.ndarray:
    """True where the central interval of this share holds the observed value."""
    low, high = at(quantiles, 0.5 - share / 2), at(quantiles, 0.5 + share / 2)
    return (observed >= low) & (observed <= high)
