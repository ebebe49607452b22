"""Runs of the engine: the main run and, beside it, the seeds its interval is drawn from.

With more than one core the runs share a pool of processes; a bar shows progress and time left. A result
does not depend on the pool.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import provenance
from experiments.lib.jobs import Job, simulated_households
from experiments.lib.pool import Progress, bar_of, is_cold, run_tasks
from experiments.lib.sections import used_indicators
from experiments.lib.words import say
from model.history import History
from model.world import World

KEYS = ["year_month", "indicator", "place", "nationality", "group"]


@dataclass
class Outcome:
    """What one run of the engine gives back."""

    history: History
    fit: pd.DataFrame
    digest: str
    digest_by_origin: dict[str, str]
    step_seconds: list[float]
    peak_rss_bytes: int


@dataclass
class SeedOutcome:
    """What is kept of a run behind the interval: its digest and the indicators by country and nationality."""

    seed: int
    digest: str
    table: pd.DataFrame


def run_all(main: Job, others: Sequence[Job], lang: str) -> tuple[Outcome, list[SeedOutcome]]:
    """The main run and the runs behind the interval, with a progress bar on standard error."""
    jobs = [main, *others]
    tasks = [(job, index == 0) for index, job in enumerate(jobs)]
    results = run_tasks(tasks, _work, costs_of(jobs), lang)
    return results[0], results[1:]


def begin(job: Job, edges: bool = True) -> Any:
    """The simulation of a job: fields know the whole world, only the chosen origins have households."""
    from model.engine import Simulation

    return Simulation(
        job.whole, job.plan, job.settings, seed=job.seed, scale=job.scale, start=job.start, months=job.months,
        threads=job.threads, dense=job.dense, feedbacks=job.feedbacks, origins=job.origins or None, edges=edges)


def simulate(job: Job, progress: Any = None, edges: bool = True) -> Outcome:
    """One run of the engine; `progress(months done)` is called after each step.

    `edges=False` leaves out the table of routes (the runs behind the interval do not need it).
    """
    simulation = begin(job, edges)
    fit = simulation.population.fit
    while simulation.t < simulation.steps:
        simulation.step()
        if progress:
            progress(simulation.t / simulation.steps * job.months)
    kept = [job.whole.place_origin[place] for place in job.world.origins]
    history = simulation.history.only(kept, job.world) if job.origins else simulation.history
    return Outcome(
        history,
        fit,
        simulation.digest(),
        simulation.digest_by_origin(),
        list(simulation.seconds),
        provenance.peak_rss_bytes(),
    )


def watched(job: Job, lang: str, watch_of: Callable[[Any], Any]) -> Any:
    """One run in this process with a progress bar; what `watch_of(simulation)` made observes each step."""
    if is_cold():
        print(say("compiling", lang), file=sys.stderr, flush=True)
    simulation = begin(job)
    watch = watch_of(simulation)
    with bar_of(simulation.steps, lang) as bar:
        while simulation.t < simulation.steps:
            simulation.step()
            watch.observe()
            bar.update(1)
    return watch


def seconds_per_step(step_seconds: Sequence[float]) -> float | None:
    """Median after the third step (the first ones load compiled code)."""
    later = list(step_seconds)[3:] or list(step_seconds)
    return round(float(np.median(later)), 6) if later else None


def _work(task: tuple[Job, bool], progress: Progress) -> Outcome | SeedOutcome:
    job, is_main = task
    outcome = simulate(job, lambda months: progress(months / job.months), edges=is_main)
    if is_main:
        return outcome
    from model.indicators import table

    kept = table(outcome.history, job.world, used_indicators())
    return SeedOutcome(job.seed, outcome.digest, worth_an_interval(kept, job.world))


def worth_an_interval(table: pd.DataFrame, world: World) -> pd.DataFrame:
    """Rows of countries, nationalities, sectors and reception centres; single places are too small."""
    roles = world.places["role"].isin(["sector", "reception"])
    single = set(world.places.loc[~roles, "place_id"]) - set(world.countries)
    return table[~table["place"].isin(single)].reset_index(drop=True)


def costs_of(jobs: Sequence[Job]) -> list[float]:
    """Rough relative cost of each run, for the bar: a fixed part per month and a part per household."""
    return [job.months * (1.0 + simulated_households(job) / 400_000) for job in jobs]


def beside(main: pd.DataFrame, seeds: Sequence[SeedOutcome]) -> pd.DataFrame:
    """The rows of `main` that the extra runs know, with one column `seed_<n>` per run.

    A row that a run leaves out is nan: zero throughout for flows and stocks, unknown for rates. Rows that no
    run knows are left out.
    """
    main = main.reset_index(drop=True)
    names = _vocabulary([main, *[seed.table for seed in seeds]])
    keys = pd.Index(_coded(main, names))
    columns = {}
    for seed in seeds:
        own = pd.Index(_coded(seed.table, names))
        found = own.get_indexer(keys)
        values = seed.table["value"].to_numpy()
        columns[f"seed_{seed.seed}"] = np.where(found >= 0, values[np.maximum(found, 0)], np.nan)
    beside_it = pd.DataFrame(columns)
    known = (beside_it.fillna(0.0) != 0).any(axis=1)
    return pd.concat([main[KEYS], beside_it], axis=1)[known].reset_index(drop=True)


def _vocabulary(tables: Sequence[pd.DataFrame]) -> dict[str, dict[str, int]]:
    return {
        column: {
            name: code
            for code, name in enumerate(
                dict.fromkeys(str(item) for table in tables for item in table[column].cat.categories)
            )
        }
        for column in KEYS
    }


def _coded(table: pd.DataFrame, names: dict[str, dict[str, int]]) -> np.ndarray:
    key = np.zeros(len(table), np.int64)
    for column in KEYS:
        lookup = np.array([names[column][str(item)] for item in table[column].cat.categories], np.int64)
        key = key * (len(names[column]) + 1) + lookup[table[column].cat.codes.to_numpy()]
    return key
