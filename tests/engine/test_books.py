"""The books: stocks equal a recount of the columns, nobody is created or lost, moves follow the continuum."""

from __future__ import annotations

import dataclasses
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from simulated import SCALE, count_again, rows_of, start, states

from model.continuum import IN_TRANSIT, LOST, MOVES, NOT_YET_FORMED, STATE_COUNT, name
from model.engine import Simulation
from model.households import persons
from model.ledger import EVENT
from model.loop import PHASES

MOST_MOVES = 3
"""A party that acts may begin and end a short stage in the same step, e.g. leave, be held on the way."""
ALLOWED = nx.DiGraph([(a, b) for a, targets in MOVES.items() for b in targets if a != b])
DISTANCE = dict(nx.all_pairs_shortest_path_length(ALLOWED))


def check_stocks(simulation: Simulation, lost_members: np.ndarray) -> None:
    """Every stock of the books against the columns; joiners who died have no row of their own."""
    again = count_again(simulation)
    again["origin"][:, LOST] += lost_members
    again["at"][simulation.geo.origin_place, LOST] += lost_members
    for stock, counted in again.items():
        assert np.array_equal(simulation.stocks[stock], counted), f"step {simulation.t}: {stock}"


def check_persons(simulation: Simulation) -> None:
    """Persons in all states, the lost included, are the persons formed; no stock below zero."""
    stocks = simulation.stocks
    assert np.array_equal(stocks["origin"].sum(axis=1), simulation.persons_formed)
    assert stocks["at"].sum() == simulation.persons_formed.sum()
    assert all((stock >= 0).all() for stock in stocks.values())
    assert stocks["origin"][:, NOT_YET_FORMED].sum() == 0, "households that exist are in some state"


def follow(simulation: Simulation) -> Counter[tuple[int, int]]:
    """Run to the end with every check after every step; returns how often each change of state was seen."""
    seen: Counter[tuple[int, int]] = Counter()
    lost = np.zeros(len(simulation.world.origins), np.int64)
    before = states(simulation.households)
    while simulation.t < simulation.steps:
        simulation.step()
        lost += simulation.total.lost_members
        check_stocks(simulation, lost)
        check_persons(simulation)
        after = states(simulation.households)
        rows = np.flatnonzero(before != after)
        seen.update(zip(before[rows].tolist(), after[rows].tolist(), strict=True))
        before = after
    return seen


def unexpected(seen: Counter[tuple[int, int]]) -> dict[str, int]:
    """Changes of state between two steps that no short path of declared moves explains."""
    return {f"{name(a)} -> {name(b)}": count for (a, b), count in seen.items()
            if DISTANCE.get(a, {}).get(b, 99) > MOST_MOVES}


def check_moves(seen: Counter[tuple[int, int]]) -> None:
    assert not unexpected(seen), f"moves outside the continuum: {unexpected(seen)}"


def never(seen: Counter[tuple[int, int]]) -> tuple[set[str], set[str]]:
    """(states never entered, states never left), but for those without a way in or out."""
    entered, left = {b for _, b in seen}, {a for a, _ in seen}
    every = set(range(STATE_COUNT))
    return ({name(s) for s in every - entered - {NOT_YET_FORMED}}, {name(s) for s in every - left - {LOST}})


def test_books_equal_a_recount_after_every_step(valley, busy_plan):
    check_moves(follow(start(valley, busy_plan, months=36)))


def test_books_hold_without_feedbacks_and_by_scale_of_the_country(valley):
    check_moves(follow(start(valley, scale={"VAL": 3, "MID": 40}, feedbacks=False)))


def test_books_hold_in_steps_shorter_than_a_month(valley):
    """Three steps a month: people are conserved and the same history is offered the same places."""
    thirds = dataclasses.replace(valley, step_days=30.4375 / 3)
    simulation = start(thirds, months=6)
    assert simulation.steps == 18 and simulation.dt == pytest.approx(1 / 3)
    check_moves(follow(simulation))


@pytest.mark.slow
def test_daily_world_keeps_its_people(valley):
    daily = dataclasses.replace(valley, step_days=1.0)
    check_moves(follow(start(daily, scale=50, months=6)))


def test_every_state_of_the_continuum_is_lived_in_and_left(valley, busy_plan):
    """Five years of the valley at one household to one, every programme on offer: the loop closes.

    Few cross the valley's border, so its ways are made deadlier than they are.
    """
    simulation = start(valley, busy_plan, scale=1, months=60)
    simulation.values.death[:] = 0.005
    seen = follow(simulation)
    check_moves(seen)
    assert never(seen) == (set(), set())


@pytest.mark.slow
def test_americas_books_and_continuum(americas):
    """A year at a thousand to one: some 150 deaths at the border are a sixth of a household.

    So that the lost are seen whatever the luck, ways are made a hundred times deadlier than they are.
    """
    simulation = start(americas, scale=1000, months=12)
    simulation.values.death[:] = np.minimum(0.5, 100.0 * simulation.values.death)
    seen = follow(simulation)
    check_moves(seen)
    assert never(seen) == (set(), set())


def test_a_household_acts_once_a_step(running):
    """Whoever changed state in a step carries the date of that step; nobody else does."""
    before = states(running.households)
    running.step()
    moved = before != states(running.households)
    dated = running.households.t_in == running.t - 1
    assert not (moved & ~dated)[: running.population.rows].any()


def test_new_households_begin_at_home_and_take_part(valley):
    """Households that form later are at home from their first step and move like others afterwards."""
    simulation = start(valley, scale=1, months=24)
    first = simulation.band_starts[:, 4].copy()
    while simulation.t < simulation.steps:
        simulation.step()
    rows, origins, bands = rows_of(simulation)
    reserve = rows[bands == 4]
    assert len(reserve) > 500 and (reserve >= first[origins[bands == 4]]).all()
    lived = states(simulation.households)[reserve]
    assert (lived != NOT_YET_FORMED).all()
    assert (lived != 0).any() and (lived == 0).mean() > 0.5
    formed = simulation.history.events[:, EVENT["formed"]].sum()
    assert formed == persons(simulation.households.members[reserve]).astype(int).sum()


def test_counts_are_weighted_by_scale(valley):
    """Every stock and flow is a multiple of the scale: a household stands for that many."""
    simulation = start(valley)
    simulation.step()
    for recorded in (simulation.history.events, simulation.history.state_origin, simulation.history.edges):
        assert not (recorded % SCALE).any()


def test_persons_on_the_way_stand_at_places_of_the_world(running):
    rows, *_ = rows_of(running)
    travelling = rows[states(running.households)[rows] == IN_TRANSIT]
    assert (running.households.where[travelling] < len(running.world.place_ids)).all()
    assert (running.households.goal[travelling] < len(running.world.place_ids)).all()


def test_the_printed_order_of_a_step_is_the_one_that_runs(running, monkeypatch):
    called: list[str] = []
    for phase, _ in PHASES:
        original = getattr(running, f"_{phase}")
        monkeypatch.setattr(running, f"_{phase}",
                            lambda phase=phase, original=original: (called.append(phase), original())[1])
    running.step()
    assert called == [phase for phase, _ in PHASES]
