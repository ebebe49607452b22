"""Households at the end of a run: what they own and where they are, who gains, whose fate differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.continuum import (
    ABROAD,
    DISPLACED,
    IN_CUSTODY,
    INDEX_MASK,
    LOST,
    NOT_YET_FORMED,
    STATE_COUNT,
    STRANDED,
)
from model.household_view import is_formed, money_today, origins_of
from model.households import NEVER, Flag, persons

if TYPE_CHECKING:
    from model.engine import Simulation

TYPES = ("all", "poor", "farm", "tied", "woman_led", "displaced_before", "returned_before", "away")
"""Kinds of household as they are when the plans begin to differ; they overlap."""
HARMED = (LOST, DISPLACED, STRANDED, IN_CUSTODY)
MATERIAL = 500.0
"""US$ of 2021: a smaller difference in savings less debt is not called a gain or a loss (judgement)."""
INTEGRATED = 0.5
"""Integration score from which a person abroad counts as integrated (judgement)."""


@dataclass
class Snapshot:
    """Every row of a run at its end; arrays f/u[n]."""

    state: np.ndarray
    where: np.ndarray
    net: np.ndarray
    harmed: np.ndarray
    moves: np.ndarray


class Moves:
    """Counts the moves of every household, step by step."""

    def __init__(self, simulation: Simulation) -> None:
        rows = simulation.population.rows
        self.simulation, self.count = simulation, np.zeros(rows, np.uint16)
        self._state, self._where = self._read()

    def _read(self) -> tuple[np.ndarray, np.ndarray]:
        h, rows = self.simulation.households, self.simulation.population.rows
        return h.state[:rows] & INDEX_MASK, h.where[:rows].copy()

    def observe(self) -> None:
        """To be called after every step."""
        state, where = self._read()
        self.count += (state != self._state) | (where != self._where)
        self._state, self._where = state, where


def states(simulation: Simulation) -> np.ndarray:
    """u1[n] state of every row; NOT_YET_FORMED where the household does not exist yet."""
    rows = np.arange(simulation.population.rows)
    state = simulation.households.state[: len(rows)] & INDEX_MASK
    return np.where(is_formed(simulation, rows), state, NOT_YET_FORMED).astype(np.uint8)


def types(simulation: Simulation) -> np.ndarray:
    """bool[n, len(TYPES)] kinds of every row now. Poor: the lowest third of income per head of its country."""
    n = simulation.population.rows
    h, flags = simulation.households, simulation.households.flags[:n]
    state = states(simulation)
    columns = (
        np.ones(n, bool),
        _poor(simulation),
        (flags & Flag.FARM) != 0,
        h.ties[:n] != 0,
        (flags & Flag.WOMAN_LED) != 0,
        (flags & Flag.EVER_DISPLACED) != 0,
        h.t_ret[:n] > NEVER,
        np.isin(state, ABROAD),
    )
    return np.stack(columns, axis=1)


def _poor(simulation: Simulation) -> np.ndarray:
    rows = np.arange(simulation.population.rows)
    h = simulation.households
    a_head = h.inc[: len(rows)] / np.maximum(1, persons(h.members[: len(rows)]))
    country = simulation.world.origin_country[origins_of(simulation, rows)]
    poor = np.zeros(len(rows), bool)
    for code in np.unique(country):
        own = country == code
        poor[own] = a_head[own] <= np.quantile(a_head[own], 1 / 3)
    return poor


def snapshot(simulation: Simulation, moves: Moves) -> tuple[Snapshot, dict[str, np.ndarray]]:
    """Every row at the end, and the outcomes that are read then: f8[O] by key."""
    rows = np.arange(simulation.population.rows)
    h, state = simulation.households, states(simulation)
    money = money_today(simulation, rows)
    formed = state != NOT_YET_FORMED
    hurt = (h.flags[: len(rows)] & (Flag.ASSET_LOST | Flag.ABUSED)) != 0
    harmed = np.isin(state, HARMED) | hurt
    own = np.where(formed, money[:, 0] - money[:, 1], 0.0)
    seen = Snapshot(state, h.where[: len(rows)].copy(), own.astype(np.float32), harmed, moves.count)
    origin = origins_of(simulation, rows)
    weight = simulation.weight[origin]
    heads = persons(h.party[: len(rows)]) * weight
    settled = np.isin(state, ABROAD) & (money[:, 2] >= INTEGRATED)
    count = len(simulation.world.origins)
    return seen, {
        "debt": np.bincount(origin, money[:, 1] * weight * formed, count),
        "integrated": np.bincount(origin, heads * settled, count),
    }


@dataclass
class Twins:
    """The same households under a plan and its control, in weighted numbers of one seed."""

    by_type: np.ndarray
    """f8[len(TYPES), 4]: persons, better off, worse off, sum of the difference in savings less debt."""
    by_origin: np.ndarray
    """f8[O, 4] the same by origin place."""
    pairs: np.ndarray
    """f8[14, 14] households by state at the end under the control (row) and the plan (column)."""
    differing: float
    """Households whose state, place or number of moves differs."""
    households: float


def twins(simulation: Simulation, kinds: np.ndarray, control: Snapshot, plan: Snapshot) -> Twins:
    """Compare every row of two runs of one seed; `simulation` is either (the rows are the same)."""
    rows = np.arange(len(plan.state))
    origin = origins_of(simulation, rows)
    formed = plan.state != NOT_YET_FORMED
    weight = simulation.weight[origin] * formed
    heads = persons(simulation.households.members[: len(rows)]) * weight
    better, worse = gains(control, plan)
    table = np.stack([heads, heads * better, heads * worse, (plan.net - control.net) * weight], axis=1)
    differ = (control.state != plan.state) | (control.where != plan.where) | (control.moves != plan.moves)
    code = control.state.astype(np.int64) * STATE_COUNT + plan.state
    return Twins(
        kinds.T.astype(np.float64) @ table,
        np.stack([np.bincount(origin, column, len(simulation.world.origins)) for column in table.T], axis=1),
        np.bincount(code, weight, STATE_COUNT**2).reshape(STATE_COUNT, STATE_COUNT),
        float(weight[differ].sum()),
        float(weight.sum()),
    )


def gains(control: Snapshot, plan: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """bool[n] better off, bool[n] worse off under the plan: first by harm, else by savings less debt."""
    same = control.harmed == plan.harmed
    more = plan.net - control.net
    better = (control.harmed & ~plan.harmed) | (same & (more >= MATERIAL))
    worse = (~control.harmed & plan.harmed) | (same & (more <= -MATERIAL))
    return better, worse
