"""What the page keeps of a run, month by month: outcomes, loads, places, routes, arcs between places, costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.lib.compare import outcomes
from model.continuum import (
    ABROAD,
    DISPLACED,
    IN_TRANSIT,
    INDEX_MASK,
    LAWFUL,
    REINTEGRATING,
    RELOCATED,
    RETURNED,
    SETTLED,
    STATE_COUNT,
    TEMPORARY_WORKER,
)
from model.ledger import EVENT

ARCS = ("lawful", "onward", "back")
"""Moves drawn from end to end: admitted from home; from where they lived abroad to where they head; home again."""
HOME = np.isin(np.arange(STATE_COUNT), (SETTLED, RELOCATED, DISPLACED, RETURNED, REINTEGRATING))
AWAY = np.isin(np.arange(STATE_COUNT), ABROAD)
BY_ORIGIN = ("departed", "abused", "displaced_violence", "displaced_disaster", "received", "reintegrated")


@dataclass
class Months:
    """What is known of consecutive months of a run; every array has the months first."""

    outcomes: np.ndarray  # f4[T, K]
    load: np.ndarray  # f4[T, systems, C]
    legs: np.ndarray  # i4[T, E] persons on irregular route rows
    states: np.ndarray  # i4[T, P, states]
    events: np.ndarray  # i4[T, place events, P]
    origins: np.ndarray  # i4[T, BY_ORIGIN, O]
    arcs: list[np.ndarray] = field(default_factory=list)
    """A month each: i4[n, 4] kind, from place, to place, persons."""
    costs: list[dict[tuple[str, str], float]] = field(default_factory=list)
    """A month each: US$ of 2021 by payer and lever."""

    def __len__(self) -> int:
        return len(self.outcomes)

    def plus(self, later: Months) -> Months:
        """These months followed by later ones."""
        joined = {name: np.concatenate([getattr(self, name), getattr(later, name)]) for name in ARRAYS}
        return Months(**joined, arcs=[*self.arcs, *later.arcs], costs=[*self.costs, *later.costs])

    def upto(self, months: int) -> Months:
        """The first months of these."""
        cut = {name: getattr(self, name)[:months] for name in ARRAYS}
        return Months(**cut, arcs=self.arcs[:months], costs=self.costs[:months])


ARRAYS = ("outcomes", "load", "legs", "states", "events", "origins")


class Reader:
    """Reads a simulation whose history begins at its current step; `observe` after every step."""

    def __init__(self, simulation: Any) -> None:
        from model.household_view import origins_of  # here: the page's own process starts without compiled code

        self.simulation = simulation
        self.taken = simulation.history.recorded
        self.arcs: list[np.ndarray] = []
        self._state, self._where = self._columns()
        rows = np.arange(simulation.population.rows)
        self._weight = simulation.weight[origins_of(simulation, rows)]

    def _columns(self) -> tuple[np.ndarray, np.ndarray]:
        h, rows = self.simulation.households, self.simulation.population.rows
        return h.state[:rows] & INDEX_MASK, h.where[:rows].copy()

    def observe(self) -> None:
        """Note who moved from where to where in the last step."""
        from model.households import persons

        state, where = self._columns()
        rows = np.flatnonzero((state != self._state) | (where != self._where))
        kind, target = self._kinds(rows, state[rows], where[rows])
        came = self._where[rows]
        places = len(self.simulation.world.place_ids)
        good = (kind >= 0) & (came < places) & (target < places) & (came != target)
        heads = persons(self.simulation.households.party[rows]) * self._weight[rows]
        self.arcs.append(_summed(kind[good], came[good], target[good], heads[good], places))
        self._state, self._where = state, where

    def _kinds(self, rows: np.ndarray, after: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Kind of arc (-1: none) and its end, of rows that changed."""
        before, goal = self._state[rows], self.simulation.households.goal[rows]
        to = np.where(after == IN_TRANSIT, goal, where)
        lawful = HOME[before] & ((after == LAWFUL) | (after == TEMPORARY_WORKER))
        onward = AWAY[before] & ((after == IN_TRANSIT) | (AWAY[after] & (where != self._where[rows])))
        back = ~HOME[before] & HOME[after]
        return np.select([back, onward, lawful], [2, 1, 0], -1), to.astype(np.int64)

    def take(self) -> Months:
        """The months observed since the last call."""
        from experiments.lib.compare import capacity

        history, world, first = self.simulation.history, self.simulation.world, self.taken
        steps = slice(first, history.recorded)
        self.taken, arcs, self.arcs = history.recorded, self.arcs, []
        first = history.recorded - len(arcs)
        steps = slice(first, history.recorded)
        by_origin = [history.events[steps, EVENT[name]].sum(axis=2) for name in BY_ORIGIN]
        return Months(
            outcomes.monthly(history, first, self.simulation.dt).T.astype(np.float32),
            capacity.load(history, world, first).swapaxes(0, 1).astype(np.float32),
            history.edges[steps].sum(axis=2, dtype=np.int32), history.state_place[steps].astype(np.int32),
            history.place_events[steps].astype(np.int32), np.stack(by_origin, axis=1).astype(np.int32),
            arcs, [_costs(history, step) for step in range(first, history.recorded)])


def _summed(kind: np.ndarray, came: np.ndarray, to: np.ndarray, heads: np.ndarray, places: int) -> np.ndarray:
    code = (kind.astype(np.int64) * places + came) * places + to
    codes, position = np.unique(code, return_inverse=True)
    total = np.bincount(position, heads, len(codes))
    return np.stack([codes // places**2, codes // places % places, codes % places, total], axis=1).astype(np.int32)


def _costs(history: Any, step: int) -> dict[tuple[str, str], float]:
    total: dict[tuple[str, str], float] = {}
    for row in history.costs:
        if row.t == step:
            key = (row.payer, row.lever_id)
            total[key] = total.get(key, 0.0) + row.amount
    return total
