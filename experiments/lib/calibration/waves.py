"""History matching: waves of runs, each where earlier ones have not ruled the model out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from experiments.lib.calibration import emulators, posterior
from experiments.lib.calibration.problem import Problem
from experiments.lib.calibration.runs import Compared, Store

CANDIDATES = 2**14
NEAR = 2**11
"""Candidates of a later wave, around what the runs so far say."""
WIDER = 2.0
"""A later wave reaches twice as far as the settings it starts from: their data count again when it is read, which makes
intervals narrower by a tenth (1 - 1/sqrt(1 + 1/4)) and no more."""
JITTER = 0.5
"""Kernel of the draws, in standard deviations."""
LEAST_LEFT = 0.25
"""Share of the candidates that a wave is spread over where more are ruled out."""
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
            near = around(points, compared, compared.logs(values), seed + number)
            ruled = implausibility(emulated, compared, near)
            store.run(_next(near, ruled, cutoff, int(problem.design["later"])), count, lang)
    return waves


def around(points: np.ndarray, compared: Compared, logs: np.ndarray, seed: int) -> np.ndarray:
    """f8[n, p] points of the unit cube spread about twice as wide as the settings that the runs so far leave.

    In thirty dimensions hardly any point of an even spread is near; these are where the search goes on.
    """
    rng = np.random.default_rng(seed)
    many, noisy = posterior.noisy(points, logs, compared.error, seed)
    adjusted, weights = posterior.sample(many, noisy, np.zeros(len(compared.keys)), honest=False)
    line = posterior.logit(adjusted)
    centre = weights @ line
    size = np.sqrt(weights @ (line - centre) ** 2)
    drawn = line[rng.choice(len(line), NEAR, p=weights)] + JITTER * size * rng.normal(size=(NEAR, len(size)))
    return posterior.unit_of(centre + WIDER * (drawn - centre))


def _next(candidates: np.ndarray, misfit: np.ndarray, cutoff: float, count: int) -> np.ndarray:
    """Points not ruled out, or the least implausible quarter where fewer are left."""
    left = np.flatnonzero(misfit < cutoff)
    least = max(count, int(LEAST_LEFT * len(candidates)))
    if len(left) < least:
        left = np.sort(np.argsort(misfit, kind="stable")[:least])
    return candidates[left[np.linspace(0, len(left) - 1, count).astype(int)]]
