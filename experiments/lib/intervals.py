"""Intervals over seeds, and what they cover."""

from __future__ import annotations

import numpy as np

WANTED = 0.8


def interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Low and high end over the last axis: f8[..., seeds] -> f8[...], f8[...].

    Order statistics without any assumption on the distribution: with n seeds the k-th smallest and k-th
    largest, k = (n + 1) / 10 and at least 1; one seed gives none (nan). A further run falls between them with
    probability `coverage(n)`.
    """
    seeds = values.shape[-1]
    skip = cut(seeds)
    ordered = np.sort(values, axis=-1)  # nan sorts last
    known = np.isfinite(values).sum(axis=-1)
    top = np.clip(known - 1 - skip, 0, seeds - 1)
    high = np.take_along_axis(ordered, top[..., None], axis=-1)[..., 0]
    low = ordered[..., min(skip, seeds - 1)]
    return np.where(known > 1, low, np.nan), np.where(known > 1, high, np.nan)


def cut(seeds: int) -> int:
    """How many of the lowest and of the highest values are left out."""
    return max(0, int((1 - WANTED) / 2 * (seeds + 1) + 1e-9) - 1)


def coverage(seeds: int) -> float:
    """Probability that one more run falls in the interval of `seeds` runs."""
    return (seeds - 1 - 2 * cut(seeds)) / (seeds + 1) if seeds else float("nan")
