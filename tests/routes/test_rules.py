"""Windows, passports, controls, sectors, closures and bookkeeping of route values on tiny worlds."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
from route_nets import Net, net, update, values

from model.route_groups import CLOSURE_COST
from model.route_values import RouteValues, route_shares
from model.routes import deaths, edges_of, graph

PLACES = [("home", "AAA", "origin"), ("neighbour", "BBB", "origin"), ("hill", "MID", "transit"),
          ("plain", "MID", "transit"), ("sector-hill", "HUB", "sector"), ("sector-plain", "HUB", "sector"),
          ("city", "HUB", "destination"), ("beyond", "FAR", "destination")]


def route(a: str, b: str, **more: Any) -> dict[str, Any]:
    return {"from_place": a, "to_place": b, **more}


ROUTES = [
    route("home", "hill", control_group="mid-control"), route("home", "plain", control_group="mid-control"),
    route("neighbour", "hill", control_group="mid-control"),
    route("home", "city", mode="air", open_to_nationalities="AAA", open_from_month=5, open_to_month=8),
    route("hill", "sector-hill", mode="walk", hazard_class="high"),
    route("plain", "sector-plain", mode="walk", hazard_class="high"),
    route("sector-hill", "city", hazard_class="low"), route("sector-plain", "city", hazard_class="low"),
    route("city", "beyond"), route("home", "city", mode="air", channel="lawful")]


@pytest.fixture(scope="module")
def world() -> Net:
    return net(PLACES, ROUTES, ["city", "beyond"], "HUB", {"AAA": 6000.0})


@pytest.fixture
def tables(world: Net) -> RouteValues:
    made = values(world)
    update(made, world)
    return made


def group(tables: RouteValues, world: Net, iso3: str) -> int:
    return int(tables.routes.group[world.country_index[iso3]])


def shares(tables: RouteValues, world: Net, iso3: str = "AAA", start: str = "home", mode: int = 0
           ) -> dict[str, float]:
    ends = world.place_index[start], world.place_index["city"]
    use = route_shares(tables, *ends, group(tables, world, iso3), mode)
    return {f"{world.place_ids[a]}>{world.place_ids[b]}": float(u)
            for a, b, u in zip(tables.routes.tail, tables.routes.head, use, strict=True) if u > 0}


def test_graph_carries_every_column(world: Net) -> None:
    net_ = graph(world)
    assert net_.number_of_nodes() == len(PLACES)
    assert net_.number_of_edges() == len(ROUTES) - 1
    assert net_.edges["home", "hill", 0]["control_group"] == "mid-control"
    assert graph(world, "lawful").number_of_edges() == 1
    assert graph(world, "all").number_of_edges() == len(ROUTES)


def test_edges_are_sorted_and_point_to_their_rows(tables: RouteValues, world: Net) -> None:
    r = tables.routes
    assert np.all(np.diff(r.tail) >= 0)
    assert world.routes["head"].to_numpy()[r.edge_row].tolist() == r.head.tolist()
    for n in range(len(PLACES)):
        assert np.all(r.tail[r.out_start[n]:r.out_start[n + 1]] == n)
    wanted = {"i4": "out_start tail head edge_row", "u1": "hazard darien",
              "f8": "days fare harm death weight x", "i2": "control control_country sector group rank"}
    for name, kind in [(name, kind) for kind, names in wanted.items() for name in names.split()]:
        array = getattr(r, name)
        assert array.dtype == np.dtype(kind), name
        assert array.flags.c_contiguous and array.flags.writeable, name


def test_window_and_passport(tables: RouteValues, world: Net) -> None:
    for month, flies in ((4, 0.0), (5, 1.0), (8, 1.0), (9, 0.0)):
        update(tables, world, month)
        air = shares(tables, world).get("home>city", 0.0)
        assert (air > 0.5) == bool(flies)
    update(tables, world, 5)
    assert "home>city" not in shares(tables, world, "BBB")


def test_grounded_for_foreigners_only(tables: RouteValues, world: Net) -> None:
    shut = np.zeros(len(world.countries), bool)
    shut[world.country_index["HUB"]] = True
    update(tables, world, 5, closed_air=shut)
    assert "home>city" not in shares(tables, world)


def test_closed_land_costs_more_but_stays_passable(tables: RouteValues, world: Net) -> None:
    shut = np.zeros(len(world.countries), bool)
    before = tables.cost[group(tables, world, "BBB"), 2, 0, world.place_index["neighbour"]]
    shut[world.country_index["MID"]] = True
    update(tables, world, 0, closed_land=shut)
    after = tables.cost[group(tables, world, "BBB"), 2, 0, world.place_index["neighbour"]]
    assert np.isclose(after - before, CLOSURE_COST)


def test_control_costs_foreigners_by_mode(tables: RouteValues, world: Net) -> None:
    start, g = world.place_index["neighbour"], group(tables, world, "BBB")
    before = tables.cost[g, :, 0, start].copy()
    update(tables, world, capture=0.5)
    rise = tables.cost[g, :, 0, start] - before
    assert np.allclose(rise, np.array([0.8, 0.8, 1.2, 1.2]) * 0.2 * 3.0)


def test_citizens_are_exempt() -> None:
    routes = [*ROUTES, route("plain", "hill", control_group="mid-control")]
    places = [*PLACES, ("own", "MID", "origin")]
    routes.append(route("own", "plain"))
    routes.append(route("own", "hill", control_group="mid-control"))
    world = net(places, routes, ["city"], "HUB")
    tables = values(world)
    update(tables, world, capture=0.1)
    own, home = world.place_index["own"], world.place_index["home"]
    before = tables.cost.copy()
    update(tables, world, capture=0.6)
    mid, aaa = group(tables, world, "MID"), group(tables, world, "AAA")
    assert np.array_equal(tables.cost[mid, :, 0, own], before[mid, :, 0, own])
    assert np.all(tables.cost[aaa, :, 0, home] > before[aaa, :, 0, home])


def test_nobody_passes_a_foreign_sector(tables: RouteValues, world: Net) -> None:
    """From the hub one may go on; through its border sectors to a third country one may not."""
    beyond = int(world.settle_of_place[world.place_index["beyond"]])
    assert np.all(np.isinf(tables.cost[:, :, beyond, world.place_index["home"]]))
    assert np.all(np.isfinite(tables.cost[:, :, beyond, world.place_index["city"]]))


def test_enforcement_diverts(tables: RouteValues, world: Net) -> None:
    """Balloon: what leaves the harder sector comes back on the other one."""
    before = shares(tables, world)
    cross = np.ones((2, 2))
    cross[0] += 0.3
    update(tables, world, cross=cross)
    after = shares(tables, world)
    lost = before["hill>sector-hill"] - after["hill>sector-hill"]
    assert lost > 0.1
    assert np.isclose(after["plain>sector-plain"] - before["plain>sector-plain"], lost)
    assert np.isclose(after["hill>sector-hill"] + after["plain>sector-plain"], 1.0)


def test_children_fear_harm_more(tables: RouteValues, world: Net) -> None:
    start = world.place_index["home"]
    assert np.all(tables.cost[:, 1::2, 0, start] > tables.cost[:, 0::2, 0, start])


def test_reference_price_and_abuse(tables: RouteValues, world: Net) -> None:
    g, start = group(tables, world, "AAA"), world.place_index["home"]
    update(tables, world, capture=0.0, cross=0.0)
    price = tables.money[g, 0, 0, start]
    assert np.isclose(price * tables.guided_price_factor[world.country_index["AAA"]], 6000.0, rtol=1e-3)
    assert np.isclose(tables.guided_price_factor[world.country_index["AAA"]], 1.0, atol=1e-3)
    assert np.isclose(tables.reference.abused, 0.58, atol=1e-6)
    assert world.countries[tables.reference.transit_country] == "MID"


def test_price_setting_moves_the_price() -> None:
    places = [(a, "GTM" if b == "AAA" else b, c) for a, b, c in PLACES]
    routes = [{**r, "open_to_nationalities": ""} for r in ROUTES if r.get("mode") != "air"]
    world = net(places, routes, ["city"], "HUB", {"GTM": 8000.0})
    usual, higher = values(world), values(world, {"fee_guided_gtm": 8033 * 1.5})
    for tables in (usual, higher):
        update(tables, world, capture=0.0, cross=0.0)
    ratio = higher.money[0, 0, 0, 0] / usual.money[0, 0, 0, 0]
    assert np.isclose(ratio, 1.5, rtol=1e-3)


def test_small_changes_wait(tables: RouteValues, world: Net) -> None:
    """Edges are refreshed only beyond 5 dollars, counted from the last refresh, not from the last month."""
    before = tables.cost.copy()
    assert not update(tables, world, cross=1.004)
    assert not update(tables, world, cross=1.0049)
    assert tables.cost.tobytes() == before.tobytes()
    assert update(tables, world, cross=1.0051)
    start = world.place_index["home"]
    assert np.allclose(tables.cost[:, :, 0, start] - before[:, :, 0, start], 0.0051)


def test_update_equals_a_fresh_solution(tables: RouteValues, world: Net) -> None:
    update(tables, world, 6, fee=1.1)
    update(tables, world, 30, fee=1.3, capture=0.6)
    fresh = values(world)
    update(fresh, world, 30, fee=1.3, capture=0.6)
    assert fresh.cost.tobytes() == tables.cost.tobytes()
    assert fresh.routes.x.tobytes() == tables.routes.x.tobytes()


def test_copy_and_pickle_continue_alike(tables: RouteValues, world: Net) -> None:
    twins = [copy.deepcopy(tables), pickle.loads(pickle.dumps(tables))]
    for twin in [tables, *twins]:
        update(twin, world, 7, fee=1.2)
        update(twin, world, 8, fee=1.4)
    for twin in twins:
        assert twin.cost.tobytes() == tables.cost.tobytes()
        assert twin.routes.x is not tables.routes.x


def test_deaths_by_class_and_sector(world: Net) -> None:
    death = deaths(edges_of(world), 5.7e-4, 3.1e-4)
    edges = edges_of(world)
    assert np.all(death[edges.into_sector >= 0] == 3.1e-4)
    assert np.all(death[edges.into_sector < 0] == 0.0)


def test_world_without_prices_or_sectors() -> None:
    world = net([("a", "AAA", "origin"), ("b", "BBB", "destination")], [route("a", "b")], ["b"], "BBB")
    tables = values(world)
    update(tables, world)
    assert np.all(tables.routes.guide_fee == 0.0)
    assert tables.reference.transit_country == -1
    assert np.isclose(tables.money[0, 0, 0, 0], 20.0)
    assert np.isclose(tables.money[0, 1, 0, 0], 20.0 + 25 * 6 / 2)
