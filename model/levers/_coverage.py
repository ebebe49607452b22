"""Levers that reach people (model/levers/_coverage.py): what is delivered, who is covered, how it fades.

A coverage lever has a target population by cell (origin place, country or one cell). Each month it delivers
the smaller of what is planned and what is left to cover; what is not delivered is not paid:

    covered(t+1) = min(target, covered(t) 2^(-1/H) + planned(t))

Its effect in step t follows the covered people at the start of the step, so it begins a month after the first
delivery and fades once funding ends or is cut. A level lever (offices, officers, a campaign in force) acts in
the month itself; after a cut or the end its level falls with the half-life H.

All of it is computed from the row, never stored: copies of a run continue identically.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from model.conditions import Conditions
from model.levers import _world as facts
from model.levers.base import Lever, LeverRow

OFFICIAL = "founding document"
"""Word in the source of timeline rows taken from the fact sheets of the United States strategies."""


def keep(half_life: float) -> float:
    """Share of an exposure left after a month; 0 without a half-life."""
    return 2.0 ** (-1.0 / half_life) if half_life > 0 else 0.0


def arrived(lever: Lever, step: int, row: LeverRow, conditions: Conditions) -> float:
    """Share of the row's monthly units that arrives in a step: dates, funding, delivery; 0 outside its dates."""
    if not row.active(step):
        return 0.0
    return row.month_share(step) * lever.funded(row, conditions) * lever.value(row, "delivery")


def units_by_origin(lever: Lever, step: int, row: LeverRow, conditions: Conditions, world: Any,
                    people: np.ndarray | None = None) -> np.ndarray:
    """f8[O] units planned in a step by origin place of the run.

    The lever's weights split them over countries, `people` f8[P] over a country's places (default residents).
    """
    split = place_split(row, world, facts.place_share(world) if people is None else people)
    shares = nation_shares(lever, row, world)[world.origin_country] * split[world.origins]
    return lever.monthly(row) * arrived(lever, step, row, conditions) * shares * row.strength_by_origin(step)


def place_split(row: LeverRow, world: Any, people: np.ndarray) -> np.ndarray:
    """f8[P]: share of each place among the places of its country that the row is for, in the run or not."""
    meant = np.isin(np.arange(len(people)), row.targets) if row.targets else np.ones(len(people), bool)
    total = np.bincount(world.place_country, people * meant, len(world.countries))[world.place_country]
    return np.divide(people * meant, total, out=np.zeros(len(people)), where=total > 0)


def nation_shares(lever: Lever, row: LeverRow, world: Any) -> np.ndarray:
    """f8[C]: share of the row's units for each nationality it is meant for, in the run or not; sum 1."""
    weights = np.zeros(len(world.countries))
    meant = list(row.meant(len(weights)))
    has_places = facts.covered(world, row.targets)[meant] > 0
    weights[meant] = lever.weights(row, -1, world)[meant] * has_places
    return weights / weights.sum() if weights.sum() > 0 else weights


def breaks(t: int, row: LeverRow, conditions: Conditions) -> list[int]:
    """Steps from the row's first up to t between which what it plans a month does not change."""
    first, last = row.start + row.lag, row.end + row.lag
    steps = {first, first + 1, last, last + 1, t}
    spans = [(limit.start, limit.end) for limit in row.limits]
    spans += [(cut[0], cut[1]) for cut in conditions.notes.get("cuts", ())]
    for start, end in spans:
        steps |= {start, end + 1}
    return sorted(step for step in steps if first <= step <= t)


def covered_before(lever: Lever, t: int, row: LeverRow, conditions: Conditions,
                   planned: Callable[[int], np.ndarray], target: np.ndarray) -> np.ndarray:
    """People covered at the start of step t by cell, never more than `target` (same shape as `planned(step)`)."""
    half_life = lever.value(row, "half_life")
    left, steps = keep(half_life), breaks(t, row, conditions)
    covered = np.zeros(np.shape(target))
    for begin, end in zip(steps, steps[1:], strict=False):
        # With a constant plan the stock moves to its fixed point one way only: clipping at the end is exact.
        rest, fixed = left ** (end - begin), planned(begin) / (1.0 - left)
        covered = np.minimum(target, fixed + (covered - fixed) * rest)
    return covered


def delivered_now(lever: Lever, t: int, row: LeverRow, covered: np.ndarray, planned: np.ndarray,
                  target: np.ndarray) -> np.ndarray:
    """Units delivered in step t by cell: planned, or what is left to cover if that is less."""
    return np.minimum(planned, np.maximum(0.0, target - covered * keep(lever.value(row, "half_life"))))


def reach_people(lever: Lever, t: int, row: LeverRow, conditions: Conditions,
                 planned: Callable[[int], np.ndarray], target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(coverage 0..1 that acts in step t, units delivered in step t), both by cell."""
    covered = covered_before(lever, t, row, conditions, planned, target)
    share = np.divide(covered, target, out=np.zeros(np.shape(target)), where=target > 0)
    return np.minimum(1.0, share), delivered_now(lever, t, row, covered, planned(t), target)


def kept_level(lever: Lever, t: int, row: LeverRow, conditions: Conditions,
               level: Callable[[int], np.ndarray]) -> np.ndarray:
    """Level that acts in step t by cell: that of the month, or what is left of an earlier one if more."""
    left, steps = keep(lever.value(row, "half_life")), breaks(t, row, conditions)
    kept = np.zeros(np.shape(level(t)))
    for begin, end in zip(steps, steps[1:], strict=False):
        kept = np.maximum(level(begin), kept * left) * left ** (end - begin - 1)
        kept = np.maximum(kept, level(begin))
    return np.maximum(level(t), kept * left)


def residents(world: Any) -> np.ndarray:
    """f8[O] residents of each origin place of the run at the start of the world."""
    return facts.population(world)[world.origin_country] * facts.place_share(world)[world.origins]


def mean_by_country(world: Any, values: np.ndarray) -> np.ndarray:
    """f8[C] mean of f8[O] values over the residents of a country's places in the run, 0 where there are none."""
    total = facts.by_country(world, np.ones(len(world.origins)))
    return np.divide(facts.by_country(world, values), total, out=np.zeros(len(total)), where=total > 0)


def join_shares(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Share reached by at least one of two programmes that do not know of each other."""
    return 1.0 - (1.0 - first) * (1.0 - second)


def paid_by_strategy(row: LeverRow, world: Any) -> LeverRow:
    """A timeline row that the fact sheets of the hub's strategies report is paid by the hub."""
    return replace(row, payers=((str(world.countries[world.hub]), 1.0),)) if OFFICIAL in row.source else row
