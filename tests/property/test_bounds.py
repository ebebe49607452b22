"""Bounds decide who is looked at: with a draw just at the bound, nobody whatever their attributes may act."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_probes import act_with
from simulated import copy_of, everything, hooked, moment, rows_of, same_columns, start, states

from model.continuum import DISPLACED, IRREGULAR, LAWFUL, RELOCATED, SETTLED, WATCHED
from model.engine import Simulation
from model.households import CAUSE_DISASTER, NEVER, NOWHERE, Flag, Households
from model.settings import BY_NAME, make
from model.world import World

EAGER = 60.0
"""Intercept of the wish that brings everybody's wish to 1, where bounds are tightest."""
SLOW = (SETTLED, RELOCATED, IRREGULAR, LAWFUL, DISPLACED)
FREE_FLAGS = (Flag.RURAL, Flag.FARM, Flag.FORMAL_CREDIT, Flag.DOCUMENTS, Flag.EVER_DISPLACED, Flag.ORDER,
              Flag.DEST_CHILD, Flag.WOMAN_LED, Flag.SANCTIONED, Flag.ASSET_LOST, Flag.SEASON_PRIORITY)
MANY = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def stages(world: World, plan: str | Path, months: tuple[int, ...], **options: Any) -> list[Simulation]:
    """The run at several months: drought, violence and programmes differ."""
    simulations = []
    for month in months:
        simulation = start(world, plan, months=max(months) + 1, **options)
        while simulation.t < month:
            simulation.step()
        simulations.append(simulation)
    return simulations


@pytest.fixture(scope="module")
def valley_stages(valley, busy_plan):
    return stages(valley, busy_plan, (1, 14, 30))


def anything(simulation: Simulation, rng: np.random.Generator) -> Households:
    """Columns with random histories, money and states; members, ties and income keep the band's promise."""
    h, n, t = copy_of(simulation.households), len(simulation.households.state), simulation.t
    for flag in FREE_FLAGS:
        chosen = rng.random(n) < rng.random()
        h.flags[:] = np.where(chosen, h.flags | flag, h.flags & ~np.uint32(flag))
    lost = (h.flags & Flag.ASSET_LOST) > 0
    h.inc[lost] = (0.9 * h.inc[lost]).astype(h.inc.dtype)
    h.sav[:] = rng.choice([0, 300, 3000, 60_000], n)
    h.debt[:] = rng.choice([0, 0, 500, 9000], n)
    h.t_in[:], h.t_ref[:] = rng.integers(-200, t, n), rng.integers(-5, t + 1, n)
    h.away[:], h.integ[:] = rng.choice([0, 5, 300], n), rng.choice([0, 40, 250], n)
    h.tries[:] = rng.choice([0, 1, 3], n)
    h.status[:] = rng.integers(0, 3, n) << 3
    h.wish[:] = 0
    scatter(simulation, h, rng)
    return h


def scatter(simulation: Simulation, h: Households, rng: np.random.Generator) -> None:
    """Give the households that exist a slow state and a place that goes with it."""
    rows, origins, _ = rows_of(simulation)
    geo, world = simulation.geo, simulation.world
    state = rng.choice(SLOW, len(rows), p=(0.4, 0.15, 0.15, 0.15, 0.15))
    inside = [np.flatnonzero(geo.origin_country == geo.origin_country[o]) for o in range(len(world.origins))]
    other = np.array([geo.origin_place[rng.choice(inside[o])] for o in origins])
    country = geo.origin_country[origins]
    foreign = [geo.settle_place[geo.settle_country != c] for c in range(len(world.countries))]
    abroad = np.array([rng.choice(foreign[c]) for c in country])
    home = geo.origin_place[origins]
    h.state[rows] = state
    lives_abroad = np.isin(state, (IRREGULAR, LAWFUL))
    h.where[rows] = np.where(state == SETTLED, home, np.where(lives_abroad, abroad, other))
    h.goal[rows] = np.where(lives_abroad, abroad, NOWHERE)
    h.party[rows] = np.where(lives_abroad & (rng.random(len(rows)) < 0.5) & (h.members[rows] >= 32), 16,
                             h.members[rows])
    returned = ~np.isin(state, (SETTLED, RELOCATED)) & (rng.random(len(rows)) < 0.3)
    h.t_ret[rows] = np.where(returned, rng.integers(-50, simulation.t, len(rows)), NEVER)


def bounds(simulation: Simulation, h: Households) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, origin, bound) of every household in a thinned state, as the kernels would use it."""
    rows, origins, bands = rows_of(simulation)
    f, state = simulation.fields, states(h)[rows]
    of_state = {SETTLED: f.bound[origins, bands], RELOCATED: f.bound_relocated[origins],
                IRREGULAR: f.bound_abroad[origins], LAWFUL: f.bound_abroad[origins],
                DISPLACED: f.bound_displaced[origins]}
    bound = np.select([state == s for s in of_state], list(of_state.values()))
    thinned = np.isin(state, SLOW) & (h.state[rows] & WATCHED == 0)
    return rows[thinned], origins[thinned], bound[thinned]


def acted(simulation: Simulation, h: Households, rows: np.ndarray, origins: np.ndarray, u: np.ndarray,
          eager: bool = False, **fields: np.ndarray) -> np.ndarray:
    """bool[n]: which of the rows change anything when their slow draw is u; `eager`: all wish to leave."""
    after = copy_of(h)
    now, columns, bundle, books = moment(simulation, after, {"alpha_0": EAGER} if eager else None, **fields)
    act_with(rows, origins, u, now, columns, bundle, books)
    return ~same_columns(h, after)[rows]


def check_bounds(simulation: Simulation, h: Households, **fields: np.ndarray) -> None:
    """Nobody acts with a draw at the bound; with the smallest draw most do, so the check can fail."""
    rows, origins, bound = bounds(simulation, h)
    broken = acted(simulation, h, rows, origins, bound, eager=True, **fields)
    seen = np.unique(np.stack([states(h)[rows[broken]], origins[broken]]), axis=1).T
    assert not broken.any(), f"month {simulation.t}: acted at the bound (state, origin): {seen.tolist()}"
    assert acted(simulation, h, rows, origins, np.zeros(len(rows))).mean() > 0.5


@MANY
@given(seed=st.integers(0, 2**32 - 1), stage=st.integers(0, 2))
def test_nobody_acts_with_a_draw_at_the_bound(valley_stages, seed, stage):
    simulation = valley_stages[stage]
    check_bounds(simulation, anything(simulation, np.random.default_rng(seed)))


def test_people_as_they_are_stay_below_the_bounds(valley_stages):
    for simulation in valley_stages:
        check_bounds(simulation, simulation.households)


def test_bounds_are_near_enough_to_be_of_use(valley_stages):
    """Half the bound of a place is passed by somebody, or far fewer rows could be looked at."""
    simulation = valley_stages[1]
    rng = np.random.default_rng(1)
    near = np.zeros(len(simulation.world.origins), bool)
    for _ in range(4):
        h = anything(simulation, rng)
        rows, origins, bound = bounds(simulation, h)
        near[np.unique(origins[acted(simulation, h, rows, origins, 0.3 * bound)])] = True
    assert near.all()


@pytest.mark.parametrize("days", [7.0, 10.14583])
def test_bounds_hold_in_shorter_steps(valley, busy_plan, days):
    world = dataclasses.replace(valley, step_days=days)
    simulation = start(world, busy_plan, months=8)
    for _ in range(simulation.steps - 1):
        simulation.step()
    check_bounds(simulation, anything(simulation, np.random.default_rng(5)))


def test_bounds_hold_under_every_hook_of_the_levers(valley, busy_plan):
    """Livelihoods, training abroad, help for displaced people, advice on visas: every hazard has its bound."""
    plan = hooked(valley, everything(valley), busy_plan)
    for simulation in stages(valley, plan, (3, 14, 30)):
        for seed in range(4):
            check_bounds(simulation, anything(simulation, np.random.default_rng(seed)))


def most_mobile(simulation: Simulation, origin: int, where: int) -> Households:
    """Everybody of a place lives in another one, with every reason and all means to leave."""
    h = copy_of(simulation.households)
    lo, hi = simulation.band_starts[origin, 0], simulation.band_starts[origin, 4]
    h.state[lo:hi], h.where[lo:hi], h.t_ret[lo:hi] = RELOCATED, simulation.geo.origin_place[where], NEVER
    h.members[lo:hi], h.party[lo:hi], h.ties[lo:hi], h.inc[lo:hi] = 17, 17, 0xFF, 1
    h.sav[lo:hi], h.debt[lo:hi], h.t_ref[lo:hi] = 90_000, 0, simulation.t
    h.flags[lo:hi] = Flag.FARM
    return h


@pytest.mark.parametrize("home", ["val-capital", "val-port", "val-hills", "val-dry"])
def test_bounds_hold_where_a_programme_is_for_one_place_only(valley, write_plan, home):
    """People who moved inside the country apply as people of their home place, wherever they live."""
    plan = write_plan({"lever": "safe_access_cam", "start": "2014-01", "quantity": 5000, "per": "month",
                       "hosts": ["NOR"], "origins": [home], "settings": {"processing": 0}})
    keen = make({"h_app_family": BY_NAME["h_app_family"].high})
    origin = [valley.place_ids[p] for p in valley.origins].index(home)
    victims = np.ones(len(valley.origins))
    for simulation in stages(valley, plan, (1, 6), settings=keen):
        for where in np.flatnonzero(valley.origin_country == valley.origin_country[origin]):
            check_bounds(simulation, most_mobile(simulation, origin, int(where)), victim_p=victims)


def test_bounds_hold_in_the_month_of_a_disaster_and_under_drought(valley):
    """The month of the worst disaster and of the worst drought of the valley's history."""
    drivers = start(valley).drivers
    worst = {int(driver.max(axis=1)[:59].argmax()) for driver in (drivers.disaster, drivers.drought)}
    months = tuple(sorted(worst))
    for simulation in stages(valley, "baseline", tuple(month + 1 for month in months)):
        for seed in range(3):
            h = anything(simulation, np.random.default_rng(seed))
            h.status[:] = np.where(h.wish == 0, CAUSE_DISASTER << 3, h.status)
            check_bounds(simulation, h)


@pytest.mark.slow
def test_bounds_of_the_americas(americas):
    for simulation in stages(americas, "baseline", (2, 30, 84), scale=1000):
        check_bounds(simulation, simulation.households)
        check_bounds(simulation, anything(simulation, np.random.default_rng(simulation.t)))
