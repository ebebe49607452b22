"""What `make bench` measures, one function an item; each returns rows of the table."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from experiments.lib import provenance
from experiments.lib.bench.case import WARM_STEPS, Case, Timing, measure
from experiments.lib.bench.floor import bandwidth, floor_seconds

NORTHERN = ("SLV", "GTM", "HND")
GIB = 2**30
SWEEP_SCALE = 160
SWEEP_MONTHS = 60
MAIN_MONTHS = 204
LONG_MONTHS = 120
IMPORT_ENGINE = ("from model import engine, plan, settings, world; v = world.load('valley'); "
                 "engine.run(v, plan.load_plan('none', v), settings.make(), scale=10, months=1)")
COMMAND_WITH_MESA = ("from experiments.lib.config import RunConfig, read; read(['world=valley'], RunConfig); "
                     "from model.mesa_model import MigrationModel; "
                     "MigrationModel('valley', scale=10, months=1).run_model()")


@dataclass(frozen=True)
class Row:
    """One line of the table: a budget and what was measured. `limit` in the unit; None if there is none."""

    item: str
    what: str
    measured: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    floor_ratio: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """True if the budget is kept; None without one."""
        if self.limit is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass
class Bench:
    """One sitting: its size and the cases it has timed."""

    full: bool
    say: Callable[[str], None]
    timings: dict[Case, Timing] = field(default_factory=dict)
    _bandwidth: dict[str, float] = field(default_factory=dict)

    def timing(self, case: Case) -> Timing:
        """The timing of a case, measured once."""
        if case not in self.timings:
            self.say(f"{case.name}, {case.steps} steps …")
            self.timings[case] = measure(case)
        return self.timings[case]

    @property
    def bytes_a_second(self) -> float:
        """Measured once: the better of copying and changing in place, one thread."""
        if not self._bandwidth:
            self._bandwidth.update(bandwidth())
        return max(self._bandwidth["copy"], self._bandwidth["change"])

    def ratio(self, timing: Timing, seconds: float) -> float:
        """Seconds of a step over the bandwidth floor of that step."""
        return seconds / floor_seconds(timing.rows, float(np.median(timing.touched)), self.bytes_a_second)


def northern(scale: int, steps: int) -> Case:
    """El Salvador, Guatemala and Honduras."""
    return Case("americas", scale, steps, NORTHERN)


def typical(seconds: list[float]) -> float:
    """Median seconds of a step."""
    return float(np.median(seconds))


def sampled(bench: Bench, months: int) -> int:
    """Steps to run: all in a full sitting, else a sample."""
    return months - WARM_STEPS if bench.full else 9


def whole(timing: Timing, months: int) -> float:
    """Seconds of stepping `months` steps, from the steps that were timed."""
    return months * sum(timing.step_seconds) / len(timing.step_seconds)


def long_note(bench: Bench, months: int) -> str:
    """Says so when a long run was measured from a sample of its steps."""
    return "" if bench.full else f"{months} x the mean of steps {WARM_STEPS + 1} to {WARM_STEPS + 9}"


def americas_whole(bench: Bench) -> Iterator[Row]:
    """Every household of the Americas; only in a full sitting."""
    if not bench.full:
        return
    timing = bench.timing(Case("americas", 1, LONG_MONTHS - WARM_STEPS, threads=provenance.cores()))
    step = typical(timing.step_seconds)
    yield Row("americas_1to1_step", "Americas 1:1, a step after the third", step, "s", 0.7,
              floor_ratio=bench.ratio(timing, step))
    yield Row("americas_1to1_memory", "Americas 1:1, peak memory", timing.peak_rss_bytes / GIB, "GiB", 10.0)
    yield Row("americas_1to1", f"Americas 1:1, {LONG_MONTHS} months of stepping", whole(timing, LONG_MONTHS),
              "s", 120.0)


def northern_whole(bench: Bench) -> Iterator[Row]:
    """El Salvador, Guatemala and Honduras at 1:1."""
    timing = bench.timing(northern(1, sampled(bench, LONG_MONTHS)))
    million = timing.rows / 1e6
    yield Row("northern_1to1", f"SLV+GTM+HND 1:1 ({million:.1f} million rows), {LONG_MONTHS} months",
              whole(timing, LONG_MONTHS), "s", 8.0, note=long_note(bench, LONG_MONTHS),
              floor_ratio=bench.ratio(timing, typical(timing.step_seconds)))


def main_job(bench: Bench) -> Iterator[Row]:
    """The default job: stepping in a quick sitting, the whole command with its report in a full one."""
    timing = bench.timing(Case("americas", 100, sampled(bench, MAIN_MONTHS)))
    yield Row("main_job_stepping", f"default job (americas 1:100), {MAIN_MONTHS} months of stepping",
              whole(timing, MAIN_MONTHS), "s", 20.0, note=long_note(bench, MAIN_MONTHS),
              floor_ratio=bench.ratio(timing, typical(timing.step_seconds)))
    if bench.full:
        yield Row("main_job", "default command with report, warm", _command_seconds(), "s", 20.0)


def _command_seconds() -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "experiments.run", f"out={folder}/run"]
        return _seconds_of(command)


def kernel(bench: Bench) -> Iterator[Row]:
    """Nanoseconds of the kernel for a household and for a touched household, fitted over sizes and steps."""
    cases = [northern(10, 30), northern(1, sampled(bench, LONG_MONTHS)), Case("americas", 1000, 30)]
    timings = [bench.timing(case) for case in cases]
    stay, move, _ = fitted(timings)
    largest = timings[1]
    share = largest.touched[-1] / largest.rows
    yield Row("kernel_household", "kernel per household and step, 1 thread", stay, "ns", 0.5)
    yield Row("kernel_touched", "kernel per touched household and step, 1 thread", move, "ns", 120.0,
              floor_ratio=bench.ratio(largest, typical(largest.kernel_seconds)),
              note="ratio: the whole kernel at SLV+GTM+HND 1:1")
    yield Row("touched", f"touched share, SLV+GTM+HND 1:1, step {len(largest.touched) + WARM_STEPS}",
              100.0 * share, "%", 5.0)


def fitted(timings: list[Timing]) -> tuple[float, float, float]:
    """(ns a household, ns a touched household, fixed ms) of the kernel: non-negative least squares."""
    from scipy.optimize import nnls

    rows = [(timing.rows, touched, 1e6, seconds * 1e9) for timing in timings
            for touched, seconds in zip(timing.touched, timing.kernel_seconds, strict=True)]
    table = np.array(rows, float)
    weight = 1.0 / table[:, 3:]
    found, _ = nnls(table[:, :3] * weight, np.ones(len(table)))
    return float(found[0]), float(found[1]), float(found[2])


def phases(bench: Bench) -> Iterator[Row]:
    """Where a step of the workshop scale goes: kernel, fields and the rest, without a budget."""
    timing = bench.timing(Case("americas", 1000, 30))
    for name, seconds in timing.phase_seconds.items():
        yield Row(f"phase_{name}", f"americas 1:1000, phase {name}", 1e3 * seconds, "ms a step")


def sweep(bench: Bench) -> Iterator[Row]:
    """Runs a second of 50 000 households x 60 months through a sweep's loop, one process a core, store included."""
    each, workers = (5 if bench.full else 1), provenance.cores()
    bench.say(f"sweep: {each * workers} runs of {SWEEP_MONTHS} months …")
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda worker: _sweep_part(worker, each), range(workers)))
    rate = sum(each / seconds for seconds, _ in found)
    yield Row("sweep", f"sweep, {found[0][1]:,} households x {SWEEP_MONTHS} months, {workers} cores", rate,
              "runs/s", 60.0, at_least=True, note="start of every run and its shard in the store included")


def _sweep_part(worker: int, runs: int) -> tuple[float, int]:
    code = f"from experiments.lib.bench.measures import sweep_loop; print(*sweep_loop({worker}, {runs}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=provenance.ROOT, capture_output=True, text=True,
                          check=True)
    seconds, rows = done.stdout.split()[-2:]
    return float(seconds), int(rows)


def sweep_loop(worker: int, runs: int) -> tuple[float, int]:
    """(seconds of `runs` runs after one run of warming up, rows of a run): a sweep's own loop with its store."""
    from experiments.lib.jobs import simulated_households
    from experiments.lib.sweep.asked import asked_of, config_of
    from experiments.lib.sweep.store import Store
    from experiments.lib.sweep.work import Task, work

    with tempfile.TemporaryDirectory() as folder:
        asked = asked_of(*config_of([
            "sweep=luck", "plans=[baseline]", f"origins=[{','.join(NORTHERN)}]", f"scale={SWEEP_SCALE}",
            f"months={SWEEP_MONTHS}", f"seed={1 + worker * (runs + 1)}", f"seeds={runs + 1}", f"out={folder}"]))
        store = Store(asked.path)
        seconds = []
        for point in asked.points:
            began = time.perf_counter()
            for done in work(Task(asked.base, (point,), 0.0)):
                store.put(done.key, done.content, done.failed, done.seconds)
            seconds.append(time.perf_counter() - began)
    return sum(seconds[1:]), int(simulated_households(asked.job))


def start(bench: Bench) -> Iterator[Row]:
    """Seconds from nothing to the first step, warm and cold."""
    for item, what, code, limit in (
            ("start_engine", "start, engine (import and first step)", IMPORT_ENGINE, 0.9),
            ("start_mesa", "start, command with Mesa", COMMAND_WITH_MESA, 1.5)):
        bench.say(f"{what} …")
        seconds = min(_seconds_of([sys.executable, "-c", code]) for _ in range(3))
        yield Row(item, what, seconds, "s", limit, note="best of three")
    bench.say("cold compile …")
    with tempfile.TemporaryDirectory() as folder:
        seconds = _seconds_of([sys.executable, "-m", "experiments.warm_up"], folder)
    yield Row("cold_compile", "cold compile, small world for 13 months included", seconds, "s", 40.0)


def _seconds_of(command: list[str], cache: str | None = None) -> float:
    import os

    environment = {**os.environ, **({"VAIVEN_CACHE": cache} if cache else {})}
    began = time.perf_counter()
    done = subprocess.run(command, cwd=provenance.ROOT, capture_output=True, text=True, env=environment,
                          check=False)
    if done.returncode != 0:
        last = done.stderr.strip().splitlines() or ["no message"]
        raise RuntimeError(f"{' '.join(command[1:3])}: {last[-1]}")
    return time.perf_counter() - began


def growth_cases(bench: Bench) -> list[Case]:
    """Sizes of the growth plot, smallest first."""
    small = [*(northern(scale, 30) for scale in (1000, 100, 10)), northern(1, sampled(bench, LONG_MONTHS))]
    if not bench.full:
        return [*small, Case("americas", 100, sampled(bench, MAIN_MONTHS))]
    return [*small, Case("americas", 10, 9), Case("americas", 2, 9)]
