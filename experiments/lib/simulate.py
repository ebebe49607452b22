"""Runs of the engine: the main run and, beside it, the seeds its interval is drawn from.

With more than one core the runs share a pool of processes; a bar shows progress and time left. A result
does not depend on the pool.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from experiments.lib import provenance
from experiments.lib.jobs import Job, simulated_households
from experiments.lib.sections import used_indicators
from experiments.lib.words import say
from model import KERNEL_CACHE
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
    cold = _is_cold()
    if cold:
        print(say("compiling", lang), file=sys.stderr, flush=True)
    jobs = [main, *others]
    workers = min(provenance.cores(), len(jobs))
    costs = _costs(jobs)
    with _bar(sum(costs), lang) as bar:
        if workers == 1:
            results: list[Any] = [
                _work(job, index == 0, _Meter(bar, costs[index] / job.months))
                for index, job in enumerate(jobs)
            ]
        else:
            results = _in_pool(jobs, workers, costs, bar, cold)
    return results[0], results[1:]


def _bar(total: float, lang: str) -> tqdm:
    """A bar with the time left; where standard error is a file, a line every ten seconds."""
    return tqdm(
        total=total,
        desc=say("progress_months", lang),
        file=sys.stderr,
        mininterval=0.2 if sys.stderr.isatty() else 10.0,
        bar_format="{desc}: {percentage:3.0f} % |{bar}| {elapsed} < {remaining}",
    )


def _begin(job: Job, edges: bool = True) -> Any:
    """The simulation of a job: fields know the whole world, only the chosen origins have households."""
    from model.engine import Simulation

    return Simulation(
        job.whole, job.plan, job.settings, seed=job.seed, scale=job.scale, start=job.start, months=job.months,
        threads=job.threads, dense=job.dense, feedbacks=job.feedbacks, origins=job.origins or None, edges=edges)


def simulate(job: Job, progress: Any = None, edges: bool = True) -> Outcome:
    """One run of the engine; `progress(months done)` is called after each step.

    `edges=False` leaves out the table of routes (the runs behind the interval do not need it).
    """
    simulation = _begin(job, edges)
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
    if _is_cold():
        print(say("compiling", lang), file=sys.stderr, flush=True)
    simulation = _begin(job)
    watch = watch_of(simulation)
    with _bar(simulation.steps, lang) as bar:
        while simulation.t < simulation.steps:
            simulation.step()
            watch.observe()
            bar.update(1)
    return watch


def seconds_per_step(step_seconds: Sequence[float]) -> float | None:
    """Median after the third step (the first ones load compiled code)."""
    later = list(step_seconds)[3:] or list(step_seconds)
    return round(float(np.median(later)), 6) if later else None


def _work(job: Job, is_main: bool, progress: Any) -> Outcome | SeedOutcome:
    outcome = simulate(job, progress, edges=is_main)
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


def _costs(jobs: Sequence[Job]) -> list[float]:
    """Rough relative cost of each run, for the bar: a fixed part per month and a part per household."""
    return [job.months * (1.0 + simulated_households(job) / 400_000) for job in jobs]


def _is_cold() -> bool:
    """True if the kernels of this version of the model have not been compiled on this machine yet."""
    return not KERNEL_CACHE.exists() or not any(KERNEL_CACHE.rglob("*.nbi"))


class _Meter:
    """Moves the bar by the cost of each month of a run in this process."""

    def __init__(self, bar: tqdm, cost: float) -> None:
        self.bar, self.cost, self.done = bar, cost, 0.0

    def __call__(self, done: float) -> None:
        step = (done - self.done) * self.cost
        self.bar.update(max(0.0, min(step, self.bar.total - self.bar.n)))
        self.done = done


_SHARED: dict[str, Any] = {}


def _share(jobs: Sequence[Job], counters: Any, parent: int) -> None:
    """Start of a worker: interrupts are the parent's business, and a worker ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SHARED["jobs"], _SHARED["counters"] = jobs, counters
    threading.Thread(target=_end_with, args=(parent, counters), daemon=True).start()


def _end_with(parent: int, counters: Any) -> None:
    while os.getppid() == parent and not counters[-1]:
        time.sleep(0.5)
    os._exit(1)


def _pool_work(index: int) -> Outcome | SeedOutcome:
    def progress(done: float) -> None:
        _SHARED["counters"][index] = done

    return _work(_SHARED["jobs"][index], index == 0, progress)


def _in_pool(jobs: Sequence[Job], workers: int, costs: Sequence[float], bar: tqdm, cold: bool) -> list[Any]:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    counters = context.Array("d", len(jobs) + 1, lock=False)  # months done; the last says stop
    with ProcessPoolExecutor(workers, context, _share, (jobs, counters, os.getpid())) as pool:
        try:
            futures = [pool.submit(_pool_work, 0)]
            while cold and counters[0] == 0 and not futures[0].done():
                time.sleep(0.1)  # one process compiles, the others read what it compiled
            futures += [pool.submit(_pool_work, index) for index in range(1, len(jobs))]
            _watch(futures, counters, [cost / job.months for cost, job in zip(costs, jobs, strict=True)], bar)
        except BaseException:
            counters[-1] = 1
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _watch(futures: Sequence[Future], counters: Any, costs: Sequence[float], bar: tqdm) -> None:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=0.25, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        reached = sum(count * cost for count, cost in zip(counters, costs, strict=False))
        bar.update(max(0.0, min(reached, bar.total) - bar.n))


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
