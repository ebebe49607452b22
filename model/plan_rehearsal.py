"""A plan without a run: what it would offer and cost, month by month, with the people on record.

Every place on offer counts as taken up, and nobody moves: costs are an upper bound for places and an estimate
for what follows people abroad or returned. A run books what is delivered to the people who are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from model.baseline_conditions import base_conditions
from model.conditions import Conditions, CostRow, Programme, neutral
from model.levers import Context
from model.levers import _world as facts
from model.plan import KINDS, Plan


def rehearse(plan: Plan, world: Any, settings: Any) -> list[tuple[list[Programme], list[CostRow]]]:
    """Programmes and known costs of every step without a run: what is offered, not what is taken up."""
    conditions = neutral(
        len(world.place_ids),
        len(world.origins),
        len(world.countries),
        len(facts.control_groups(world)),
        len(world.sectors),
    )
    steps = []
    for t in range(world.months):
        base_conditions(world, None, settings, t, conditions)
        abroad = recorded_abroad(world, (world.start + t) // 12)
        plan.apply(t, conditions, Context(world, None, settings, t, abroad=abroad))
        steps.append((list(conditions.programmes), _known_costs(plan, t, conditions, world)))
    return steps


def _known_costs(plan: Plan, t: int, conditions: Conditions, world: Any) -> list[CostRow]:
    everything = {programme.key: programme.places for programme in conditions.programmes}
    return list(plan.book(t, everything | _removals(conditions, world), conditions))


def _removals(conditions: Conditions, world: Any) -> dict[str, float]:
    """Persons a month by key of rows that scale a removal rate: the rate among residents without papers."""
    found = {}
    for key in conditions.notes.get("expected", {}):
        lever, host, nation = (*key.split("/"), "", "")[:3]
        if lever == "deportation" and not conditions.removal_quota[_pair(world, host, nation)]:
            pair = _pair(world, host, nation)
            found[key] = conditions.removal_rate[pair] / 12.0 * without_papers(world)[pair]
    return found


def _pair(world: Any, host: str, nation: str) -> tuple[int, int]:
    return world.country_index[host], world.country_index[nation]


@lru_cache(maxsize=4)
def without_papers(world: Any) -> np.ndarray:
    """f8[C,C]: persons abroad without papers at the start by host and nationality."""
    stock = np.zeros((len(world.countries),) * 2)
    rows = world.tables["stocks_abroad"]
    here = facts.by_country(world, np.ones(len(world.origins)))
    for place, origin, persons, share in zip(
        rows["place_id"], rows["origin_iso3"], rows["persons"], rows["irregular_share"], strict=True
    ):
        nation = world.country_index[origin]
        host = world.place_country[world.place_index[place]]
        stock[host, nation] += float(persons) * float(share) * here[nation]
    return stock


@lru_cache(maxsize=64)
def recorded_abroad(world: Any, year: int) -> np.ndarray:
    """f8[O,C]: persons abroad by home place and host: on record at the start, and counted since then."""
    stock = facts.stock_abroad(world).copy()
    rows = world.tables["targets"]
    rows = rows[rows["indicator"].str.endswith("_abroad_by_host") & rows["place"].isin(world.countries)]
    counted = rows.assign(counted=rows["year"].fillna(rows["year_month"].str[:4].astype(float)))
    for row in counted[counted["counted"] <= year].sort_values("counted").itertuples():
        if row.nationality in world.country_index:
            host, nation = _pair(world, row.place, row.nationality)
            stock[host, nation] = max(stock[host, nation], float(row.value))
    return (stock[:, world.origin_country] * facts.place_share(world)[world.origins]).T


def cost_ceiling(
    plan: Plan, world: Any, settings: Any, kinds: Sequence[str] = KINDS
) -> dict[tuple[str, int], float]:
    """US$ of 2021 by payer and year if every place on offer were taken up (an upper bound).

    `kinds`: only rows of these kinds, e.g. ("plan",) for what the plan adds to history.
    """
    total: dict[tuple[str, int], float] = {}
    for t, (_, costs) in enumerate(rehearse(plan, world, settings)):
        for cost in (cost for cost in costs if plan.rows[cost.row].kind in kinds):
            key = (cost.payer, int(np.floor_divide(world.start + t, 12)))
            total[key] = total.get(key, 0.0) + cost.amount
    return total
