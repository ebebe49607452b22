"""The same households under two plans: who fares better, who worse, whose life takes another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.lib.compare.fates import EVENTS_TOLD
from experiments.lib.compare.households import TYPES, Moves, Twins, gains, snapshot, twins, types
from model.household_view import origins_of
from model.stories import Stories, Story

FOLLOWED = 60_000
"""Households whose moves are kept, spread evenly over all origins."""
TOLD = 8
"""Lives of each side that are told."""


@dataclass(frozen=True)
class Pair:
    """One household under both plans; side: better or worse off under the second."""

    side: str
    first: Story
    second: Story
    country: str


@dataclass(frozen=True)
class Told:
    """What a task of lives gives back: households told, and how all households fare."""

    pairs: list[Pair]
    types: tuple[str, ...]
    twins: Twins
    weight: int


def pairs(first: Any, second: Any, months: int, step: Callable[[Any], None]) -> Told:
    """Step both simulations `months` months, then choose households whose two lives can be read."""
    rows = first.population.rows
    followed = np.linspace(0, rows - 1, min(rows, FOLLOWED)).astype(np.int64)
    kinds = types(first)
    ends = []
    for simulation in (first, second):
        stories, moves = Stories(simulation, followed), Moves(simulation)
        for _ in range(months):
            step(simulation)
            stories.observe()
            moves.observe()
        ends.append((stories, snapshot(simulation, moves)[0]))
    (told_a, end_a), (told_b, end_b) = ends
    better, worse = gains(end_a, end_b)
    differ = (end_a.state != end_b.state) | (end_a.where != end_b.where)
    chosen = [(side, row) for side, fits in (("better", better & differ), ("worse", worse & differ))
              for row in _readable(told_a, told_b, fits)]
    country = first.world.origin_country[origins_of(first, np.arange(rows))]
    told = [Pair(side, told_a.story(row), told_b.story(row), first.world.countries[country[row]])
            for side, row in chosen]
    return Told(told, TYPES, twins(second, kinds, end_a, end_b), int(first.weight.max()))


def _readable(first: Stories, second: Stories, fits: np.ndarray) -> list[int]:
    """Followed rows that fit and whose longer life has a few events, spread over all such rows."""
    low, high = EVENTS_TOLD
    most = np.maximum(first.moves(), second.moves())
    rows = first.rows[fits[first.rows] & (most >= low) & (most <= high)]
    at = (np.arange(min(TOLD, len(rows))) + 0.5) * len(rows) / max(1, min(TOLD, len(rows)))
    return [int(row) for row in rows[at.astype(np.int64)]]
