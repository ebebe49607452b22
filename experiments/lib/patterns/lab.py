"""Paired runs for one seed: the same households under history and under one change of conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

import numpy as np

from experiments.lib.calibration import ensemble
from model.conditions import Conditions
from model.engine import Simulation
from model.history import History
from model.ledger import EVENT
from model.levers import Context
from model.plan import Plan, load_plan
from model.settings import make
from model.world import World, load

NORTH = ("GTM", "HND", "SLV")
Change = Callable[[int, Conditions, Context], None]
"""Shifts conditions in a month (index in the world), after all levers have acted."""


class Probe(Plan):
    """A plan and, on top, a change of conditions that no lever can make alone."""

    def __init__(self, plan: Plan, change: Change) -> None:
        for name, value in vars(plan).items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_change", change)

    def apply(self, t: int, conditions: Conditions, context: Context) -> Conditions:
        """Levers first, then the change."""
        super().apply(t, conditions, context)
        self._change(t, conditions, context)  # type: ignore[attr-defined]
        return conditions


def once(measure: Callable[..., Any]) -> Callable[..., Any]:
    """Patterns that look at the same pair of runs share it: a lab makes it once for the same arguments."""
    @wraps(measure)
    def remembered(lab: Lab, *args: Any, **options: Any) -> Any:
        key = f"{measure.__name__} {args} {sorted(options.items())}"
        if key not in lab.kept:
            lab.kept[key] = measure(lab, *args, **options)
        return lab.kept[key]
    return remembered


@dataclass
class Lab:
    """Runs of one seed in one world. `scale` is for the people a pattern needs, fixed by the pattern."""

    seed: int
    world: World = field(default_factory=lambda: load("americas"))
    kept: dict[str, Any] = field(default_factory=dict)

    def run(self, *, months: int, origins: Sequence[str] = NORTH, scale: int = 200, start: str = "2014-01",
            change: Change | None = None, plan: Plan | None = None, values: dict[str, float] | None = None,
            watch: Callable[[Simulation], Any] | None = None, world: World | None = None,
            edges: bool = False) -> Run:
        """One run to its end; `watch(simulation)` makes an observer whose `observe()` is called every step."""
        place = world or self.world
        base = plan or load_plan("baseline", place)
        drawn = ensemble.chosen(place, ensemble.AUTO)
        settings = drawn.settings(self.seed, make(values), values or ()) if drawn else make(values)
        simulation = Simulation(place, Probe(base, change) if change else base, settings, seed=self.seed, scale=scale,
                                start=start, months=months, origins=list(origins) or None, edges=edges)
        observer = watch(simulation) if watch else None
        while simulation.t < simulation.steps:
            simulation.step()
            if observer is not None:
                observer.observe()
        return Run(simulation.history, simulation, observer)

    def month(self, text: str) -> int:
        """Index of a month YYYY-MM in the world."""
        return self.world.month_of(text)

    def plan_of(self, *rows: dict[str, Any]) -> Plan:
        """History and some rows of levers."""
        from experiments.lib.compare.levers import plan_of

        return plan_of(list(rows), self.world)

    def without_shocks(self, ids: Sequence[str]) -> World:
        """The world with some rows of shocks.csv left out."""
        shocks = self.world.tables["shocks"]
        kept = shocks[~shocks["shock_id"].isin(ids)].reset_index(drop=True)
        return replace(self.world, tables={**self.world.tables, "shocks": kept})


@dataclass
class Run:
    """A finished run: history, simulation and what was watched."""

    history: History
    simulation: Simulation
    seen: Any

    def events(self, *names: str, kinds: Sequence[int] = (0, 1, 2, 3)) -> np.ndarray:
        """f8[T] persons of events by month, over all origins of the run; `-name` is taken out."""
        total = np.zeros(self.history.months)
        for name in names:
            part = self.history.events[:, EVENT[name.removeprefix("-")]][..., list(kinds)].sum(axis=(1, 2))
            total += -part if name.startswith("-") else part
        return total

    def departures(self) -> np.ndarray:
        """f8[T] persons who left their country on an irregular trip."""
        return self.events("departed", "-departed_onward")

    def arrivals(self) -> np.ndarray:
        """f8[T] irregular arrivals at the border of the hub: met between ports or not met."""
        return self.events("met_southwest", "met_elsewhere", "evaded")


def between(first: int, change: Change, last: int = 10**6) -> Change:
    """The change from month `first` to `last` only."""
    def limited(t: int, conditions: Conditions, context: Context) -> None:
        if first <= t <= last:
            change(t, conditions, context)

    return limited


def ratio(one: np.ndarray, other: np.ndarray) -> float:
    """Sum of one over sum of the other; nan without any."""
    return float(one.sum() / other.sum()) if other.sum() else float("nan")
