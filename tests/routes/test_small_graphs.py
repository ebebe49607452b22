"""The recursive logit on small random graphs against enumeration by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from route_nets import Net, net, update, values

from model.route_values import RouteValues, route_shares

PLACES = 7
GOAL = PLACES - 1


@st.composite
def small_nets(draw: st.DrawFn) -> Net:
    """Seven places in one country, up to eighteen routes, cycles and parallel routes included."""
    ends = st.tuples(st.integers(0, PLACES - 1), st.integers(0, PLACES - 1)).filter(lambda e: e[0] != e[1])
    routes = [{"from_place": f"p{a}", "to_place": f"p{b}",
               "days": draw(st.floats(0.05, 6)), "distance_km": draw(st.floats(1, 3000)),
               "fare_usd": draw(st.floats(0, 900)),
               "hazard_class": draw(st.sampled_from(["low", "medium", "high", "extreme"]))}
              for a, b in draw(st.lists(ends, min_size=1, max_size=18))]
    places = [(f"p{n}", "AAA", "origin" if n < 2 else "transit") for n in range(GOAL)]
    return net([*places, (f"p{GOAL}", "HUB", "host")], routes, [f"p{GOAL}"], "HUB")


def solved(world: Net) -> RouteValues:
    tables = values(world)
    update(tables, world)
    return tables


def usable(tables: RouteValues, node: int) -> list[int]:
    r = tables.routes
    return [e for e in range(r.out_start[node], r.out_start[node + 1])
            if r.weight[0, 0, e] > 0 and r.rank[0, 0, r.head[e]] < r.rank[0, 0, node]]


def enumerated(tables: RouteValues, node: int) -> tuple[float, float]:
    """Sum over all paths of the product of a_e exp(-mu c_e), and of money times it."""
    if node == GOAL:
        return 1.0, 0.0
    out, r = usable(tables, node), tables.routes
    x = money = 0.0
    for e in out:
        step = r.weight[0, 0, e] / len(out)
        below = enumerated(tables, r.head[e])
        x += step * below[0]
        money += step * (below[1] + below[0] * tables.tables.edge_money[0, 0, e])
    return x, money


@given(small_nets())
@settings(max_examples=60, deadline=None)
def test_tables_equal_enumeration_of_paths(world: Net) -> None:
    tables = solved(world)
    for node in range(PLACES):
        x, money = enumerated(tables, node)
        assert np.isclose(tables.routes.x[0, 0, 0, node], x, rtol=1e-10)
        if x > 0:
            assert np.isclose(tables.cost[0, 0, 0, node], -np.log(x) / 3.0, rtol=1e-9, atol=1e-12)
            assert np.isclose(tables.money[0, 0, 0, node], money / x, rtol=1e-9)
        else:
            assert tables.cost[0, 0, 0, node] == np.inf == tables.money[0, 0, 0, node]


@given(small_nets())
@settings(max_examples=60, deadline=None)
def test_every_place_with_a_way_keeps_one(world: Net) -> None:
    """Ordering the places takes no goal away: reachable in the graph means x > 0."""
    tables, reached = solved(world), {GOAL}
    rows = world.routes
    for _ in range(PLACES):
        reached |= set(rows["tail"][rows["head"].isin(reached)])
    found = {n for n in range(PLACES) if tables.routes.x[0, 0, 0, n] > 0}
    assert found == {int(n) for n in reached}


@given(small_nets())
@settings(max_examples=60, deadline=None)
def test_shares_are_probabilities(world: Net) -> None:
    tables = solved(world)
    for node in range(PLACES - 1):
        use = route_shares(tables, node, GOAL, 0, 0)
        reachable = tables.routes.x[0, 0, 0, node] > 0
        assert np.isclose(use[tables.routes.head == GOAL].sum(), 1.0 if reachable else 0.0)
        assert np.isclose(use[tables.routes.tail == node].sum(), 1.0 if reachable else 0.0)
        assert np.all(use >= 0) and np.all(use <= 1 + 1e-12)


@given(small_nets())
@settings(max_examples=60, deadline=None)
def test_roads_without_way_back_stay_usable(world: Net) -> None:
    """A route is given up only if it lies on a cycle."""
    tables = solved(world)
    r = tables.routes
    ways = [set() for _ in range(PLACES)]
    for a, b in zip(r.tail, r.head, strict=True):
        ways[a].add(int(b))
    for e in range(len(r.tail)):
        back, frontier = set(), {int(r.head[e])}
        while frontier:
            node = frontier.pop()
            back.add(node)
            frontier |= ways[node] - back
        if int(r.tail[e]) not in back and r.x[0, 0, 0, r.head[e]] > 0 and r.tail[e] != GOAL:
            assert r.rank[0, 0, r.head[e]] < r.rank[0, 0, r.tail[e]]


@given(small_nets(), st.integers(0, 17), st.floats(0.01, 3))
@settings(max_examples=60, deadline=None)
def test_cost_rises_with_every_edge(world: Net, edge: int, rise: float) -> None:
    tables = solved(world)
    before = tables.cost.copy()
    edge %= len(tables.routes.tail)
    tables.costs = replace(tables.costs, fixed=tables.costs.fixed.copy())
    tables.costs.fixed[:, edge] += rise
    assert update(tables, world) == (rise > 0.005 and listed(tables, edge))
    assert np.all(tables.cost >= before - 1e-12)


def listed(tables: RouteValues, edge: int) -> bool:
    return edge in set(tables.tables.openings.edge_list.tolist())


@given(small_nets())
@settings(max_examples=30, deadline=None)
def test_same_inputs_same_bytes(world: Net) -> None:
    first, second = solved(world), solved(world)
    for a, b in ((first.cost, second.cost), (first.money, second.money), (first.routes.x, second.routes.x)):
        assert a.tobytes() == b.tobytes()
