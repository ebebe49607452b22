"""Samples and indices of SALib over the unit cube of the settings' ranges, with confidence and convergence."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from model.checks import InputError

LEVELS = 4
"""Levels of the Morris grid."""
CONFIDENCE = 0.95
PARTS = (0.25, 0.5, 1.0)
"""Shares of the sample at which the indices are shown, to see whether they settle."""


def needs_salib() -> None:
    """InputError with the install command if SALib is missing."""
    if not find_spec("SALib"):
        raise InputError("sensitivity needs SALib: pip install 'vaiven[decide]'")


def problem(names: Sequence[str]) -> dict[str, Any]:
    """SALib's record of a unit cube."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def morris_sample(names: Sequence[str], trajectories: int, seed: int) -> np.ndarray:
    """f8[trajectories * (D + 1), D] shares of the ranges."""
    from SALib.sample import morris

    return morris.sample(problem(names), trajectories, num_levels=LEVELS, seed=seed)


def sobol_sample(names: Sequence[str], samples: int, seed: int) -> np.ndarray:
    """f8[samples * (D + 2), D]; `samples` is rounded up to a power of two, which the sequence needs."""
    from SALib.sample import sobol

    return sobol.sample(problem(names), 2 ** int(np.ceil(np.log2(samples))), calc_second_order=False, seed=seed)


def morris_table(names: Sequence[str], shares: np.ndarray, values: np.ndarray, outcomes: Sequence[str]) -> pd.DataFrame:
    """mu_star: mean size of the change when a setting crosses its whole range, in units of the outcome; its
    confidence (95 %); sigma: how much that change depends on the others; values f8[rows, K] (nan: the run failed).
    """
    from SALib.analyze import morris

    kept = _whole_blocks(values, len(names) + 1)
    frames = []
    for k, outcome in enumerate(outcomes):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = morris.analyze(problem(names), shares[kept], values[kept, k], num_levels=LEVELS, seed=1,
                                   conf_level=CONFIDENCE)
        frames.append(pd.DataFrame({
            "setting": list(names), "outcome": outcome, "mu_star": np.asarray(found["mu_star"], float),
            "mu_star_conf": np.asarray(found["mu_star_conf"], float), "mu": np.asarray(found["mu"], float),
            "sigma": np.asarray(found["sigma"], float), "mean": values[kept, k].mean()}))
    table = pd.concat(frames, ignore_index=True)
    largest = table.groupby("outcome")["mu_star"].transform("max")
    table["relative"] = np.where(largest > 0, table["mu_star"] / largest.where(largest > 0, 1.0), 0.0)
    return table


def _whole_blocks(values: np.ndarray, size: int) -> np.ndarray:
    """Rows of blocks (trajectories, or A-AB-B groups) in which no run failed."""
    whole = np.isfinite(values).all(axis=1).reshape(-1, size).all(axis=1)
    if not whole.any():
        raise InputError("sensitivity: in every trajectory a run failed; see tables/runs.csv for the errors.")
    return np.repeat(whole, size)


def sobol_table(names: Sequence[str], values: np.ndarray, outcomes: Sequence[str]) -> pd.DataFrame:
    """First-order S1 and total ST shares of variance with their 95 % confidence, at parts of the sample."""
    block = len(names) + 2
    values = values[_whole_blocks(values, block)]
    blocks = len(values) // block
    frames = []
    for part in PARTS:
        count = max(2, int(blocks * part))
        frames += [_sobol(names, values[: count * block, k], outcome, count) for k, outcome in enumerate(outcomes)]
    return pd.concat(frames, ignore_index=True).drop_duplicates(["setting", "outcome", "samples"], keep="last")


def _sobol(names: Sequence[str], values: np.ndarray, outcome: str, count: int) -> pd.DataFrame:
    from SALib.analyze import sobol

    columns: dict[str, Any] = {"S1": 0.0, "S1_conf": 0.0, "ST": 0.0, "ST_conf": 0.0}
    if values.std() > 0:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = sobol.analyze(problem(names), values, calc_second_order=False, conf_level=CONFIDENCE, seed=1)
        columns = {name: np.asarray(found[name], float) for name in columns}
    return pd.DataFrame({"setting": list(names), "outcome": outcome, "samples": count} | columns)


def settled(table: pd.DataFrame) -> float:
    """Largest change of a total share between the last two parts of the sample; nan with one part."""
    sizes = sorted(table["samples"].unique())
    if len(sizes) < 2:
        return float("nan")
    last, before = (table[table["samples"] == size].set_index(["setting", "outcome"])["ST"] for size in
                    (sizes[-1], sizes[-2]))
    return float((last - before).abs().max())


def ranked(table: pd.DataFrame) -> list[str]:
    """Settings by their largest relative effect over all outcomes, largest first."""
    order = table.groupby("setting")["relative"].max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in order.index]


def overlap(names: Sequence[str], shares: np.ndarray, values: np.ndarray, outcomes: Sequence[str], keep: int) -> float:
    """Share of the `keep` strongest settings that the first half of the trajectories names too."""
    blocks = len(values) // (len(names) + 1)
    if blocks < 4:
        return float("nan")
    rows = (blocks // 2) * (len(names) + 1)
    halves = [ranked(morris_table(names, shares[part], values[part], outcomes))[:keep]
              for part in (slice(0, rows), slice(rows, 2 * rows))]
    return len(set(halves[0]) & set(halves[1])) / max(1, min(keep, len(names)))
