"""One timed run in a process of its own: `python -m experiments.lib.bench.case '{"world": ...}'` prints JSON.

A process of its own gives its own peak of memory and leaves nothing in the caches of the next case.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.lib.provenance import ROOT, peak_rss_bytes

WARM_STEPS = 3
"""The first steps load compiled code and touch fresh memory; they are run and not counted."""


@dataclass(frozen=True)
class Case:
    """What to run: a world at a scale for some steps, its origins, threads and seed."""

    world: str
    scale: int
    steps: int
    origins: tuple[str, ...] = ()
    threads: int = 1
    seed: int = 1

    @property
    def name(self) -> str:
        """A short name for tables."""
        return f"{'+'.join(self.origins) or self.world} 1:{self.scale}"


@dataclass
class Timing:
    """What a case took; seconds are lists over the counted steps."""

    rows: int
    start_seconds: float
    step_seconds: list[float]
    kernel_seconds: list[float]
    touched: list[int]
    peak_rss_bytes: int
    phase_seconds: dict[str, float] = field(default_factory=dict)


def measure(case: Case) -> Timing:
    """Run a case in a fresh process. Raises RuntimeError with its message if it fails."""
    command = [sys.executable, "-m", "experiments.lib.bench.case", json.dumps(asdict(case))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = done.stderr.strip().splitlines() or ["no message"]
        raise RuntimeError(f"{case.name}: {last[-1]}")
    return Timing(**json.loads(done.stdout.splitlines()[-1]))


def simulation_of(case: Case) -> Any:
    """The simulation of a case at its first day, under the world's history."""
    from model import engine, plan, settings, world

    chosen = world.load(case.world)
    plan_name = "baseline" if "policy_timeline" in chosen.tables else "none"
    return engine.Simulation(
        chosen, plan.load_plan(plan_name, chosen), settings.make(), seed=case.seed, scale=case.scale,
        months=min(chosen.months, max(case.steps + WARM_STEPS, 1)), threads=case.threads,
        origins=list(case.origins) or None)


def run(case: Case) -> Timing:
    """Run a case in this process."""
    began = time.perf_counter()
    simulation = simulation_of(case)
    started = time.perf_counter() - began
    phases = _timed_phases(simulation)
    touched = []
    while simulation.t < simulation.steps:
        simulation.step()
        touched.append(int(simulation.total.touched[0]))
    counted = {name: seconds[WARM_STEPS:] for name, seconds in phases.items()}
    return Timing(
        simulation.population.rows, started, simulation.seconds[WARM_STEPS:], counted["households"],
        touched[WARM_STEPS:], peak_rss_bytes(),
        {name: sum(seconds) / max(1, len(seconds)) for name, seconds in counted.items()})


def _timed_phases(simulation: Any) -> dict[str, list[float]]:
    """Wrap every phase of the step in a clock; seconds by phase."""
    from model.loop import PHASES

    seconds: dict[str, list[float]] = {}
    for name, _ in PHASES:
        seconds[name] = []
        setattr(simulation, f"_{name}", _clocked(getattr(simulation, f"_{name}"), seconds[name]))
    return seconds


def _clocked(phase: Any, seconds: list[float]) -> Any:
    def timed() -> None:
        began = time.perf_counter()
        phase()
        seconds.append(time.perf_counter() - began)

    return timed


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(asdict(run(Case(**{**given, "origins": tuple(given["origins"])})))))
