"""Runs of a calibration: every point simulated once, kept as a row; a stopped calibration goes on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.calibration.problem import Problem, Target
from experiments.lib.jobs import Job
from experiments.lib.pool import Progress, run_tasks
from experiments.lib.simulate import simulate
from model.checks import InputError
from model.indicators import table
from model.indicators.compare import compare_with_targets
from model.plan import load_plan
from model.settings import make
from model.world import World, load

FLOOR = 0.05
"""Share of the observed value added before logs are taken: a simulated zero is far off, not infinitely."""


@dataclass(frozen=True)
class Compared:
    """Observed values of the targets, as logs with their errors; the order of every simulated row."""

    keys: tuple[str, ...]
    observed: np.ndarray
    """f8[t] counts"""
    error: np.ndarray
    """f8[t] standard deviation in logs: of the observation and of what the model leaves out"""

    def logs(self, values: np.ndarray) -> np.ndarray:
        """Logs of simulated (or the observed) values over the observed ones, with the floor added."""
        return np.log(values / self.observed + FLOOR) - np.log(1.0 + FLOOR)


@lru_cache(maxsize=2)
def worlds(name: str, origins: tuple[str, ...]) -> tuple[World, World]:
    """A world and the same with some origins only."""
    whole = load(name)
    return whole, load(name, list(origins)) if origins else whole


def job_of(problem: Problem, values: dict[str, float], seed: int) -> Job:
    """One run: the settings of a point, the other settings at their defaults."""
    whole, world = worlds(problem.world, problem.origins)
    first = world.month_of(problem.start or world.label(0))
    return Job(world, whole, problem.origins, load_plan(problem.plan, whole), make(values), seed,
               problem.scale or world.default_scale, world.label(first), problem.months or world.months - first)


def simulated(problem: Problem, values: dict[str, float], seed: int) -> pd.DataFrame:
    """The chosen targets of one run: key, observed, simulated, sigma_rel, discrepancy."""
    job = job_of(problem, values, seed)
    history = simulate(job, edges=False).history
    frame = table(history, job.world, sorted({target.indicator for target in problem.targets}))
    compared = compare_with_targets(frame, job.world)
    parts = [_chosen(compared, target) for target in problem.targets]
    return pd.concat(parts, ignore_index=True)


def _chosen(compared: pd.DataFrame, target: Target) -> pd.DataFrame:
    """One row a nationality and span of years of a target: sums."""
    rows = compared[(compared["indicator"] == target.indicator) & (compared["year_type"] == target.year_type)
                    & (compared["group"] == target.group)]
    rows = rows[rows["place"] == target.place] if target.place else rows
    return pd.DataFrame([_summed(rows, target, nation, span) for nation in target.nationality for span in target.spans])


def _summed(rows: pd.DataFrame, target: Target, nation: str, span: tuple[int, int]) -> dict[str, object]:
    year = rows["period"].astype(str).str[:4].astype(int)
    mine = rows[(rows["nationality"] == nation) & year.between(*span)]
    if mine.empty:
        raise InputError(f"targets: {target.indicator} of {nation}, {target.year_type} {span[0]}-{span[1]}, is not "
                         "both observed and covered by the run; see targets.csv, origins and months.")
    observed = mine["observed"].to_numpy(float)
    error = np.average(mine["sigma_rel"].to_numpy(float), weights=np.maximum(observed, 1.0))
    years = str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"
    return {"key": f"{target.indicator} {years} {nation}", "observed": observed.sum(),
            "simulated": mine["simulated"].sum(), "sigma_rel": error, "discrepancy": target.discrepancy}


def compared_of(frame: pd.DataFrame) -> Compared:
    """The fixed side of the comparison, from any run."""
    error = np.sqrt(frame["sigma_rel"].to_numpy(float) ** 2 + frame["discrepancy"].to_numpy(float) ** 2)
    return Compared(tuple(frame["key"]), np.maximum(frame["observed"].to_numpy(float), 1.0), error)


class Store:
    """`runs.csv`: point number, unit cube, simulated value of every target; appended to, never rewritten."""

    def __init__(self, problem: Problem, folder: Path) -> None:
        self.problem, self.folder = problem, folder
        whole, _ = worlds(problem.world, problem.origins)
        key = f"{problem.hash}-{whole.hash[:8]}-{load_plan(problem.plan, whole).hash[:8]}"
        self.path, self.targets = folder / f"runs-{key}.csv", folder / f"targets-{key}.csv"
        _whole_rows(self.path)

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """(points f8[n, p] of the unit cube, simulated values f8[n, t]) in the order of their numbers."""
        if not self.path.is_file():
            return np.empty((0, len(self.problem.parameters))), np.empty((0, 0))
        table = pd.read_csv(self.path).drop_duplicates("number").sort_values("number")
        width = len(self.problem.parameters)
        values = table.to_numpy(float)[:, 1:]
        return values[:, :width], values[:, width:]

    def compared(self) -> Compared:
        """What the values stand beside. Raises InputError where the file is gone."""
        if not self.targets.is_file():
            raise InputError(f"{self.targets}: is missing beside {self.path.name}; bring it back, or take that "
                             "file away to simulate its runs again.")
        return compared_of(pd.read_csv(self.targets))

    def run(self, points: np.ndarray, first: int, lang: str, workers_share: int = 8) -> None:
        """Simulate the points that are not stored yet; numbers count from `first`."""
        done = set(pd.read_csv(self.path)["number"]) if self.path.is_file() else set()
        waiting = [(self.problem, point, first + number) for number, point in enumerate(points)
                   if first + number not in done]
        for start in range(0, len(waiting), workers_share):
            batch = waiting[start:start + workers_share]
            self._append(batch, run_tasks(batch, _one, [1.0] * len(batch), lang))

    def _append(self, batch: list[Any], frames: list[pd.DataFrame]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.targets.is_file():
            frames[0].drop(columns="simulated").to_csv(self.targets, index=False)
        head = ["number", *self.problem.parameters, *frames[0]["key"]]
        rows = [[number, *np.round(point, 6), *frame["simulated"].round(3)]
                for (_, point, number), frame in zip(batch, frames, strict=True)]
        pd.DataFrame(rows, columns=head).to_csv(self.path, mode="a", index=False, header=not self.path.is_file())


def _whole_rows(path: Path) -> None:
    """Takes off the half row that a stopped writing left; its run is made again."""
    if not path.is_file():
        return
    end = path.read_bytes().rfind(b"\n") + 1
    if end == 0:
        path.unlink()
    elif end < path.stat().st_size:
        os.truncate(path, end)


def _one(task: tuple[Problem, np.ndarray, int], progress: Progress) -> pd.DataFrame:
    problem, point, number = task
    values = dict(zip(problem.parameters, problem.values(point[None])[0], strict=True))
    found = simulated(problem, values, seed=1000 + number)
    progress(1.0)
    return found
