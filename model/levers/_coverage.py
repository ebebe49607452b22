"""Levers that reach people (model/levers/_coverage.py): what is delivered, who is covered, how it fades.

A coverage lever has a target population by cell (origin place, country or one cell). Each month it delivers
the smaller of what is planned and what is left to cover; what is not delivered is not paid:

    covered(t+1) = min(target, covered(t) 2^(-1/H) + planned(t))

Its effect in step t follows the people covered at the start of the step, so it begins a month after the first
delivery and fades once funding ends or is cut. A level lever (offices, officers, a campaign in force) acts in
the month itself; after a cut or the end its level falls with the half-life H.

The last step is remembered (`_delivery.py`); without that memory all steps are gone through again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
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


def arrived(lever: Lever, step: int, row: LeverRow, conditions: Conditions, country: int = -1) -> float:
    """Share of the row's monthly units that arrives in a step: dates, funding, delivery; 0 outside its dates."""
    return row.month_share(step) * lever.arriving(row, conditions, country, step) if row.active(step) else 0.0


def arrived_by_country(lever: Lever, step: int, row: LeverRow, conditions: Conditions, world: Any) -> np.ndarray:
    """f8[C]: the same for the people of each country with places in the run; 0 elsewhere."""
    share = np.zeros(len(world.countries))
    for country in _countries(world) if row.active(step) else ():
        share[country] = arrived(lever, step, row, conditions, country)
    return share


@lru_cache(maxsize=16)
def _countries(world: Any) -> tuple[int, ...]:
    return tuple(sorted(set(world.origin_country.tolist())))


def units_by_origin(lever: Lever, step: int, row: LeverRow, conditions: Conditions, world: Any,
                    people: np.ndarray | None = None) -> np.ndarray:
    """f8[O] units planned in a step by origin place of the run.

    The lever's weights split them over countries, `people` f8[P] over a country's places (default residents).
    """
    split = _usual_split(row, world) if people is None else place_split(row, world, people)
    shares = nation_shares(lever, row, world) * arrived_by_country(lever, step, row, conditions, world)
    units = lever.monthly(row) * shares[world.origin_country] * split[world.origins]
    return units * row.strength_by_origin(step)


@lru_cache(maxsize=1024)
def _usual_split(row: LeverRow, world: Any) -> np.ndarray:
    return place_split(row, world, facts.place_share(world))


def place_split(row: LeverRow, world: Any, people: np.ndarray) -> np.ndarray:
    """f8[P]: share of each place among the places of its country that the row is for, in the run or not."""
    meant = np.isin(np.arange(len(people)), row.targets) if row.targets else np.ones(len(people), bool)
    total = np.bincount(world.place_country, people * meant, len(world.countries))[world.place_country]
    return np.divide(people * meant, total, out=np.zeros(len(people)), where=total > 0)


@lru_cache(maxsize=1024)
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
    if any(conditions.notes.get("past", {}).get("notes", {}).values()):
        return list(range(first, t + 1))
    steps = {first, first + 1, last, last + 1, t}
    for limit in row.limits:
        steps |= {limit.start, limit.end + 1}
    return sorted(step for step in steps if first <= step <= t)


def _memory(conditions: Conditions) -> dict[Any, Any]:
    known: dict[Any, Any] = conditions.notes.get("past", {}).get("stock", {})
    return known


def _stock(lever: Lever, t: int, row: LeverRow, conditions: Conditions, planned: Callable[[int], np.ndarray],
           target: np.ndarray, group: str) -> tuple[np.ndarray, np.ndarray]:
    """(people covered at the start of step t, units delivered in it) by cell, never more than `target` in all."""
    known, key = _memory(conditions), (lever.lever_id, row.index, "cells", group)
    first = row.start + row.lag
    covered, delivered = np.zeros(np.shape(target)), np.zeros(np.shape(target))
    if (t - 1, *key) in known:
        first, (covered, delivered) = t, known[(t - 1, *key)]
    for step in range(first, t + 1):
        left = keep(lever.lasting(row, conditions, -1, step))
        covered = covered * left + delivered
        delivered = np.minimum(planned(step), np.maximum(0.0, target - covered * left))
    known[(t, *key)] = (covered, delivered)
    return covered, delivered


def covered_before(lever: Lever, t: int, row: LeverRow, conditions: Conditions, planned: Callable[[int], np.ndarray],
                   target: np.ndarray, group: str = "") -> np.ndarray:
    """People covered at the start of step t by cell (same shape as `planned(step)` and `target`)."""
    return _stock(lever, t, row, conditions, planned, target, group)[0]


def reach_people(lever: Lever, t: int, row: LeverRow, conditions: Conditions, planned: Callable[[int], np.ndarray],
                 target: np.ndarray, group: str = "") -> tuple[np.ndarray, np.ndarray]:
    """(coverage 0..1 that acts in step t, units delivered in step t), both by cell; `group` tells stocks apart."""
    covered, delivered = _stock(lever, t, row, conditions, planned, target, group)
    share = np.divide(covered, target, out=np.zeros(np.shape(target)), where=target > 0)
    return np.minimum(1.0, share), delivered


def kept_level(lever: Lever, t: int, row: LeverRow, conditions: Conditions,
               level: Callable[[int], np.ndarray]) -> np.ndarray:
    """Level that acts in step t by cell: that of the month, or what is left of an earlier one if more."""
    known, key = _memory(conditions), (lever.lever_id, row.index, "level")
    first, kept = row.start + row.lag, np.zeros(np.shape(level(t)))
    if (t - 1, *key) in known:
        first, kept = t, known[(t - 1, *key)]
    for step in range(first, t + 1):
        kept = np.maximum(level(step), kept * keep(lever.lasting(row, conditions, -1, step)))
    known[(t, *key)] = kept
    return kept


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


def reaching_people(row: LeverRow, world: Any) -> LeverRow:
    """A timeline row of a lever that reaches people where they come from: the jurisdiction pays, but is no host."""
    return replace(paid_by_strategy(row, world), hosts=())
