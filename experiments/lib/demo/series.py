"""Numbers behind curves, map and budget: of the months known, over the seeds known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.lib.compare.outcomes import BY_KEY, KEYS
from experiments.lib.demo.reading import Months
from experiments.lib.demo.trunk import SHOWN_BEFORE

YEAR = 12
FEWEST_FOR_BAND = 3
"""Seeds from which a band is drawn."""


@dataclass(frozen=True)
class Curve:
    """A curve by month: mean over seeds, lowest and highest seed (nan where not known)."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def of_outcome(key: str, runs: Sequence[Months], months: int) -> Curve:
    """An outcome over the last twelve months (flows) or at the end of the month (stocks), f8[months]."""
    rows = np.full((max(1, len(runs)), months), np.nan)
    for row, run in zip(rows, runs, strict=False):
        values = _smoothed(key, run.outcomes[:, KEYS.index(key)].astype(float))
        row[: len(values)] = values
    known = np.isfinite(rows)
    count = known.sum(axis=0)
    whole = count == count.max(initial=1)  # months that only some seeds have reached would jump
    mean = np.where(known, rows, 0.0).sum(axis=0) / np.maximum(count, 1)
    low = np.where(known, rows, np.inf).min(axis=0)
    high = np.where(known, rows, -np.inf).max(axis=0)
    shown, band = (count > 0) & whole, (count >= FEWEST_FOR_BAND) & whole
    return Curve(np.where(shown, mean, np.nan), np.where(band, low, np.nan), np.where(band, high, np.nan))


def _smoothed(key: str, values: np.ndarray) -> np.ndarray:
    if BY_KEY[key].how != "sum":
        return _held(values)
    total = np.concatenate([[0.0], np.cumsum(values)])
    out = np.full(len(values), np.nan)
    out[YEAR - 1 :] = total[YEAR:] - total[:-YEAR]
    return out


def _held(values: np.ndarray) -> np.ndarray:
    """Values that are known once a year hold until the next one."""
    at = np.where(np.isfinite(values), np.arange(len(values)), 0)
    return values[np.maximum.accumulate(at)] if len(values) else values


def last_year(rows: np.ndarray, month: int) -> np.ndarray:
    """Sum of the twelve months up to `month` of a T-first array."""
    return np.asarray(rows[max(0, month - YEAR + 1) : month + 1].sum(axis=0))


def spending(runs: Sequence[Months], year: int | None = None) -> dict[tuple[str, str], float]:
    """US$ a year by payer and lever from the branch on, mean over runs; one year of it (0, 1, ...) if asked."""
    total: dict[tuple[str, str], float] = {}
    first = SHOWN_BEFORE + (YEAR * year if year is not None else 0)
    for run in runs:
        last = first + YEAR if year is not None else len(run)
        months = run.costs[first:last]
        for month in months:
            for key, amount in month.items():
                total[key] = total.get(key, 0.0) + amount * YEAR / len(months) / len(runs)
    return total


def arcs_of(run: Months, month: int) -> np.ndarray:
    """i8[n, 4] kind, from, to, persons of the twelve months up to `month`."""
    parts = [part for part in run.arcs[max(0, month - YEAR + 1) : month + 1] if len(part)]
    if not parts:
        return np.zeros((0, 4), np.int64)
    whole = np.concatenate(parts).astype(np.int64)
    pairs, at = np.unique(whole[:, :3], axis=0, return_inverse=True)
    return np.column_stack([pairs, np.bincount(at.ravel(), whole[:, 3], len(pairs)).astype(np.int64)])
