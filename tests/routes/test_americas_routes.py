"""What the flagship world must allow, at the dates of its windows; and how its routes respond."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from route_nets import update

from model.drivers import build
from model.field_static import solved_sector_cost
from model.route_values import RouteValues, route_shares
from model.settings import make
from model.world import World, load

SOUTHWEST = ("san-diego", "el-centro", "yuma", "tucson", "el-paso", "big-bend", "del-rio", "laredo",
             "rio-grande-valley")


@lru_cache(maxsize=1)
def americas() -> World:
    return load("americas")


@pytest.fixture(scope="module")
def tables() -> RouteValues:
    return RouteValues(americas(), make(), build(americas()))


def at(tables: RouteValues, month: str, **inputs: object) -> RouteValues:
    update(tables, americas(), americas().month_of(month), **inputs)
    return tables


def cost(tables: RouteValues, iso3: str, start: str, goal: str) -> np.ndarray:
    """f8[4] by mode and kind."""
    world = americas()
    settle = world.settle_of_place[world.place_index[goal]]
    return tables.cost[tables.routes.group[world.country_index[iso3]], :, settle, world.place_index[start]]


def use(tables: RouteValues, iso3: str, start: str, goal: str, mode: int = 0) -> np.ndarray:
    world = americas()
    group = tables.routes.group[world.country_index[iso3]]
    return route_shares(tables, world.place_index[start], world.place_index[goal], group, mode)


def by_sector(tables: RouteValues, shares: np.ndarray) -> dict[str, float]:
    """Expected entries by border sector."""
    world, r = americas(), tables.routes
    return {world.place_ids[place]: float(shares[r.head == place].sum()) for place in world.sectors}


def darien(tables: RouteValues, shares: np.ndarray) -> float:
    return float(shares[tables.routes.darien == 1].sum())


@pytest.mark.parametrize("month", ["2014-06", "2017-01", "2019-05", "2020-06", "2021-08", "2028-01"])
def test_northern_central_america_reaches_every_metro(tables: RouteValues, month: str) -> None:
    world = at(tables, month) and americas()
    metros = [s for s, c in enumerate(world.dest_country) if c == world.hub]
    for place, country in zip(world.origins, world.origin_country, strict=True):
        if world.countries[country] in ("SLV", "GTM", "HND"):
            reached = tables.cost[tables.routes.group[country]][:, metros, place]
            assert np.isfinite(reached).all(), world.place_ids[place]


def test_one_control_each_on_the_way_through_mexico(tables: RouteValues) -> None:
    shares = use(at(tables, "2019-05"), "HND", "hnd-cortes", "usa-houston")
    for name in ("mexico-south", "mexico-isthmus", "mexico-north"):
        index = tables.control_names.index(name)
        assert np.isclose(shares[tables.routes.control == index].sum(), 1.0), name


def test_one_sector_on_every_way_into_the_usa(tables: RouteValues) -> None:
    at(tables, "2022-03")
    starts = {"HND": "hnd-cortes", "VEN": "per-lima", "HTI": "chl-santiago", "CUB": "cub-havana"}
    for iso3, start in starts.items():
        assert np.isclose(sum(by_sector(tables, use(tables, iso3, start, "usa-houston")).values()), 1.0)


def test_venezuelans_fly_to_mexico_until_the_visa(tables: RouteValues) -> None:
    assert darien(tables, use(at(tables, "2021-12"), "VEN", "ven-caracas", "usa-miami")) < 0.05
    assert darien(tables, use(at(tables, "2022-03"), "VEN", "ven-caracas", "usa-miami")) > 0.4


def test_haitians_from_chile_cross_the_darien(tables: RouteValues) -> None:
    shares = use(at(tables, "2021-08"), "HTI", "chl-santiago", "usa-miami", mode=2)
    assert darien(tables, shares) > 0.4  # the rest passes by sea (Puerto Obaldía)
    southwest = by_sector(tables, shares)
    assert sum(southwest[f"usa-bp-{name}"] for name in SOUTHWEST) > 0.95


def test_haitians_fly_to_chile_until_the_visa(tables: RouteValues) -> None:
    assert cost(at(tables, "2017-06"), "HTI", "hti-port-au-prince", "chl-santiago").max() < 2.0
    after = cost(at(tables, "2019-06"), "HTI", "hti-port-au-prince", "chl-santiago").min()
    assert after > 2.0


def test_haiti_itself_keeps_the_sea_after_2021(tables: RouteValues) -> None:
    shares = by_sector(tables, use(at(tables, "2022-03"), "HTI", "hti-port-au-prince", "usa-miami"))
    assert np.isclose(sum(shares.values()), 1.0)
    assert sum(shares[f"usa-bp-{name}"] for name in SOUTHWEST) == 0.0


def test_cubans_have_sea_and_air(tables: RouteValues) -> None:
    flights = {"2014-06": "ecu-quito", "2022-03": "nic-managua"}
    for month, landing in flights.items():
        assert np.isfinite(cost(at(tables, month), "CUB", "cub-havana", "usa-miami")).all()
        assert cost(tables, "CUB", "cub-havana", landing).max() < 3.0
    world, r = americas(), at(tables, "2022-03").routes
    group, goal = r.group[world.country_index["CUB"]], world.settle_of_place[world.place_index["usa-houston"]]
    flight = [e for e in range(len(r.tail)) if world.place_ids[r.tail[e]] == "cub-havana"
              and world.place_ids[r.head[e]] == "nic-managua" and r.weight[group, 0, e] > 0]
    assert flight and all(r.rank[group, goal, r.head[e]] < r.rank[group, goal, r.tail[e]] for e in flight)


def test_ecuadorians_fly_to_mexico_in_their_window(tables: RouteValues) -> None:
    world = americas()
    for month, flies in (("2018-06", False), ("2021-03", True), ("2022-03", False)):
        shares = use(at(tables, month), "ECU", "ecu-quito", "usa-new-york")
        landing = world.place_index["mex-mexico-city"], world.place_index["ecu-quito"]
        flown = shares[(tables.routes.head == landing[0]) & (tables.routes.tail == landing[1])].sum()
        assert flown > 0.5 if flies else flown == 0.0
    assert darien(tables, shares) > 0.3


def test_mexicans_meet_no_control(tables: RouteValues) -> None:
    mexican = np.array([name.startswith("mexico") for name in tables.control_names])
    at(tables, "2019-05", capture=0.1 * mexican)
    before = cost(tables, "MEX", "mex-mexico-city", "usa-los-angeles").copy()
    at(tables, "2019-05", capture=0.8 * mexican)
    assert np.array_equal(cost(tables, "MEX", "mex-mexico-city", "usa-los-angeles"), before)


@pytest.mark.parametrize("mode", [0, 2])
def test_harder_sector_sends_travellers_elsewhere(tables: RouteValues, mode: int) -> None:
    """Hondurans on their way to all metros of the hub: what one sector loses, several others gain."""
    world, valley = americas(), "usa-bp-rio-grande-valley"
    goals = [world.place_ids[p] for p in world.settle_places if world.place_country[p] == world.hub]
    cross = np.ones((len(world.sectors), 2)) + solved_sector_cost(world)[:, None]

    def shares(cross: np.ndarray) -> dict[str, float]:
        at(tables, "2019-05", cross=cross.copy())
        found = [by_sector(tables, use(tables, "HND", "hnd-cortes", goal, mode)) for goal in goals]
        return {name: float(np.mean([each[name] for each in found])) for name in found[0]}

    before = shares(cross)
    cross[world.sector_of_place[world.place_index[valley]]] += 0.3
    after = shares(cross)
    assert 0.3 < before[valley] < 0.7 and after[valley] < 0.91 * before[valley]
    assert np.isclose(sum(after.values()), 1.0) and np.isclose(sum(before.values()), 1.0)
    assert sum(after[name] > 1.02 * before[name] for name in after if before[name] > 0.01) >= 3


def test_darien_entries_and_risk(tables: RouteValues) -> None:
    world, r = americas(), at(tables, "2016-04").routes
    heads = {world.place_ids[n] for n in r.head[r.darien == 1]}
    assert heads == {"pan-bajo-chiquito", "pan-canaan-membrillo", "pan-puerto-obaldia"}
    heads = {world.place_ids[n] for n in tables.routes.head[at(tables, "2016-06").routes.darien == 1]}
    assert heads == {"pan-bajo-chiquito", "pan-canaan-membrillo"}
    assert set(r.death[r.darien == 1]) == {make()["death_darien"], 0.0}


def test_surveyed_prices_hold_on_average(tables: RouteValues) -> None:
    world = americas()
    factor = [tables.guided_price_factor[world.country_index[c]] for c in ("SLV", "GTM", "HND")]
    assert 0.8 < min(factor) <= max(factor) < 1.25
    assert world.countries[tables.reference.transit_country] == "MEX"
    assert np.isclose(tables.reference.abused, make()["p_abuse"], atol=1e-6)


def test_fewer_origins_keep_the_values_of_the_others(tables: RouteValues) -> None:
    world = load("americas", origins=["HND"])
    alone = RouteValues(world, make(), build(world))
    update(alone, world, 64)
    at(tables, "2019-05")
    group = tables.routes.group[world.country_index["HND"]]
    assert alone.cost.shape[0] == 1
    assert np.array_equal(alone.cost[0], tables.cost[group])


def test_groups_that_copy_equal_groups_that_solve(tables: RouteValues) -> None:
    at(tables, "2019-05")
    tables.tables.fresh = True
    at(tables, "2019-05", fee=1.07)
    copied = tables.cost.copy()
    openings = tables.tables.openings
    alone = np.broadcast_to(np.arange(len(openings.twin), dtype=np.int16)[:, None], openings.twin.shape)
    tables.tables.openings = replace(openings, twin=alone.copy())
    tables.tables.fresh = True
    at(tables, "2019-05", fee=1.07)
    assert np.array_equal(tables.cost, copied)
    tables._opened = None
