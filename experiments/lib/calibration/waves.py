"""History matching: waves of runs, each where earlier ones have not ruled the model out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from experiments.lib.calibration import emulators
from experiments.lib.calibration.problem import Problem
from experiments.lib.calibration.runs import Compared, Store

CANDIDATES = 2**14
FAR = 2
"""How many targets may be implausible: the second-largest misfit decides, as one bad target is no proof."""


@dataclass(frozen=True)
class Wave:
    """What a wave left: share of the prior not ruled out, skill of the emulators, least implausibility."""

    number: int
    runs: int
    left: float
    skill: float
    best: float


def spread(problem: Problem, count: int, seed: int) -> np.ndarray:
    """Points spread evenly over the unit cube (Sobol)."""
    size = 2 ** int(np.ceil(np.log2(max(2, count))))
    return qmc.Sobol(len(problem.parameters), seed=seed).random(size)[:count]


def implausibility(emulated: emulators.Emulators, compared: Compared, points: np.ndarray) -> np.ndarray:
    """f8[n] misfit in standard deviations, of the emulator, the observation and the model together."""
    parts = [_misfit(emulated, compared, part) for part in np.array_split(points, max(1, len(points) // 2048))]
    return np.concatenate(parts)


def _misfit(emulated: emulators.Emulators, compared: Compared, points: np.ndarray) -> np.ndarray:
    mean, variance = emulated.predict(points)
    apart = np.abs(mean) / np.sqrt(variance + compared.error**2)
    return np.sort(apart, axis=1)[:, -min(FAR, apart.shape[1])]


def run(problem: Problem, store: Store, lang: str, said: Callable[[Wave], None]) -> list[Wave]:
    """All waves; runs that are stored are not repeated, so a stopped calibration goes on where it was."""
    seed, cutoff = int(problem.design["seed"]), float(problem.design["cutoff"])
    store.run(spread(problem, int(problem.design["first"]), seed), 0, lang)
    waves = []
    for number in range(1, int(problem.design["waves"]) + 1):
        count = int(problem.design["first"]) + (number - 1) * int(problem.design["later"])
        points, values = (part[:count] for part in store.read())
        compared = store.compared()
        emulated = emulators.fit(points, compared.logs(values), seed)
        candidates = spread(problem, CANDIDATES, seed + number)
        misfit = implausibility(emulated, compared, candidates)
        waves.append(Wave(number, count, float((misfit < cutoff).mean()), float(np.median(emulated.skill)),
                          float(misfit.min())))
        said(waves[-1])
        if number < int(problem.design["waves"]):
            store.run(_next(candidates, misfit, cutoff, int(problem.design["later"])), count, lang)
    return waves


def _next(candidates: np.ndarray, misfit: np.ndarray, cutoff: float, count: int) -> np.ndarray:
    """Points not ruled out; the least implausible ones where too few are left."""
    left = np.flatnonzero(misfit < cutoff)
    if len(left) < count:
        left = np.argsort(misfit, kind="stable")[:count]
    return candidates[left[np.linspace(0, len(left) - 1, count).astype(int)]]
