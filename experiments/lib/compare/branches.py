"""Runs the arms of a comparison for one seed: a common trunk up to where plans differ, then a branch an arm.

Up to the first difference all arms are the same run, so it is made once and copied; a branch goes on exactly
as a run of its own would (tested). Random numbers are those of household, place and month, so every arm
meets the same luck.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.lib.compare import capacity, households, outcomes
from experiments.lib.compare.arms import Question, branch_month
from experiments.lib.compare.fates import Lives, chosen
from experiments.lib.compare.households import Moves, Snapshot, Twins
from experiments.lib.jobs import Job, simulated_households
from experiments.lib.pool import Progress, run_tasks
from experiments.lib.simulate import begin
from model.stories import Stories


@dataclass
class ArmResult:
    """What is kept of one arm in one seed (arrays as in `outcomes` and `capacity`)."""

    monthly: np.ndarray
    by_origin: np.ndarray
    costs: dict[tuple[str, str], float]
    load: np.ndarray
    twins: Twins | None
    lives: list[Lives]
    digest: str


@dataclass
class _Tally:
    """Counts steps of a seed for the progress bar."""

    total: int
    progress: Progress
    done: int = 0

    def step(self) -> None:
        self.done += 1
        self.progress(min(1.0, self.done / self.total))


def run_question(question: Question, lang: str) -> list[list[ArmResult]]:
    """Results by arm and seed. Seeds share a pool of processes."""
    tasks = [(question, seed, seed == question.seeds[0]) for seed in question.seeds]
    cost = question.job.months * (1.0 + simulated_households(question.job) / 400_000)
    results = run_tasks(tasks, _seed, [cost * _steps_a_month(question)] * len(tasks), lang)
    return [[result[arm] for result in results] for arm in range(len(question.arms))]


def _steps_a_month(question: Question) -> float:
    return 1.0 + 0.5 * len(question.arms)


def _seed(task: tuple[Question, int, bool], progress: Progress) -> list[ArmResult]:
    question, seed, tell = task
    job = question.job.of_seed(seed, question.job.scale).with_plan(question.arms[0].plan)
    trunk = begin(job, edges=False)
    stop = _branch_step(question, trunk)
    tally = _Tally(stop + len(question.arms) * (trunk.steps - stop), progress)
    stories = Stories(trunk, _followed(trunk, question.followed)) if tell and question.followed else None
    while trunk.t < stop:
        trunk.step()
        if stories:
            stories.observe()
        tally.step()
    return _branches(question, job, trunk, stories, tally)


def _branch_step(question: Question, simulation: Any) -> int:
    month = branch_month(question.arms)
    if month is None:
        return simulation.steps
    return int(np.clip(np.ceil((month - simulation.start) / simulation.dt), 0, simulation.steps))


def _followed(simulation: Any, count: int) -> np.ndarray:
    rows = simulation.population.rows
    return np.linspace(0, rows - 1, min(rows, count)).astype(np.int64)


def _branches(
    question: Question, job: Job, trunk: Any, stories: Stories | None, tally: _Tally
) -> list[ArmResult]:
    kinds = households.types(trunk)
    first = int(np.ceil((question.since - trunk.start) / trunk.dt))
    seen: dict[int, tuple[Snapshot, Stories | None]] = {}
    results = []
    for number, arm in enumerate(question.arms):
        simulation, told = copied(trunk, stories)
        simulation.plan = arm.plan
        moves = Moves(simulation)
        while simulation.t < simulation.steps:
            simulation.step()
            moves.observe()
            if told:
                told.observe()
            tally.step()
        end, at_end = households.snapshot(simulation, moves)
        seen[number] = (end, told)
        results.append(_result(question, job, simulation, first, at_end))
        if number != arm.control:
            control, before = seen[arm.control]
            results[-1].twins = households.twins(simulation, kinds, control, end)
            if told and before:
                results[-1].lives = chosen(before, told, control, end)
        if not any(other.control == number for other in question.arms[number + 1 :]):
            del seen[number]
    return results


def copied(simulation: Any, stories: Stories | None = None) -> tuple[Any, Stories | None]:
    """A copy that goes on by itself; world, plan, settings and drivers are never changed and stay shared."""
    shared = (simulation.world, simulation.plan, simulation.settings, simulation.drivers)
    return copy.deepcopy((simulation, stories), {id(part): part for part in shared})


def _result(
    question: Question, job: Job, simulation: Any, first: int, at_end: dict[str, np.ndarray]
) -> ArmResult:
    history, world = simulation.history, job.whole
    kept = [world.place_origin[place] for place in job.world.origins]
    own = history.only(kept, job.world) if job.origins else history
    end = {key: values[kept] if job.origins else values for key, values in at_end.items()}
    return ArmResult(
        outcomes.monthly(own, first, simulation.dt),
        outcomes.by_origin(own, first, simulation.dt, end),
        outcomes.costs(history, first),
        capacity.load(history, world, first),
        None,
        [],
        simulation.digest(),
    )
