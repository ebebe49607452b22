"""Places, countries and neighbourhoods of a world as the constant bundle `Geo` of the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.fields import Geo
from model.judgements import CONTROL_BASE, SOUTHWEST_WORDS
from model.routes import Edges

EARTH_KM = 6371.0


def build(world: Any, edges: Edges, weight: np.ndarray, first_row: np.ndarray, residents: np.ndarray) -> Geo:
    """Geo of a world; weight, first_row i8[O] and residents f8[O] come from the population."""
    cities = sector_cities(world, edges)
    neighbours = neighbour_cdf(world, residents)
    return Geo(
        place_country=_long(world.place_country), place_origin=_long(world.place_origin),
        settle_of_place=_long(world.settle_of_place), sector_of_place=_long(world.sector_of_place),
        sector_place=_long(world.sectors), sector_city=cities, sector_southwest=southwest(world),
        origin_place=_long(world.origins), origin_country=_long(world.origin_country),
        origin_uid=np.ascontiguousarray(world.place_uid[world.origins], np.uint32),
        first_row=_long(first_row), weight=_long(weight), main_place=_long(world.main_place),
        settle_place=_long(world.settle_places), settle_country=_long(world.dest_country),
        block_bit=(1 << world.country_block.astype(np.int64)), home_city=home_cities(world),
        reception_place=reception_places(world), neighbour_cdf=neighbours,
        hub=np.array([world.hub], np.int64), transit_country=np.array([transit_country(world, edges)], np.int64),
        exempt=np.eye(len(world.countries), dtype=np.int64),
    )


def _long(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values, np.int64)


def distances(world: Any, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """f8[rows, columns] great-circle kilometres between places."""
    lat = np.radians(world.places["lat"].to_numpy(float))
    lon = np.radians(world.places["lon"].to_numpy(float))
    a, b = lat[rows][:, None], lat[columns][None, :]
    half = (np.sin((a - b) / 2) ** 2
            + np.cos(a) * np.cos(b) * np.sin((lon[rows][:, None] - lon[columns][None, :]) / 2) ** 2)
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def neighbour_cdf(world: Any, residents: np.ndarray) -> np.ndarray:
    """f8[O,O] cumulative: other origin places of the country by population over squared distance.

    An origin without neighbours in its country keeps its displaced people.
    """
    km = np.maximum(10.0, distances(world, world.origins, world.origins))
    same = world.origin_country[:, None] == world.origin_country[None, :]
    pull = np.where(same, residents[None, :] / km**2, 0.0)
    np.fill_diagonal(pull, 0.0)
    alone = pull.sum(axis=1) <= 0
    pull[alone, alone.nonzero()[0]] = 1.0
    return _cumulative(pull)


def internal_cdf(pull: np.ndarray) -> np.ndarray:
    """f8[O,O] cumulative shares of the targets of an internal move from their pull (rows need not sum to 1)."""
    alone = pull.sum(axis=1) <= 0
    pull[alone, alone.nonzero()[0]] = 1.0
    return _cumulative(pull)


def _cumulative(pull: np.ndarray) -> np.ndarray:
    total = np.cumsum(pull, axis=1)
    total /= total[:, -1:]
    total[:, -1] = 1.0
    return np.ascontiguousarray(total)


def southwest(world: Any) -> np.ndarray:
    """i8[N] 1 for sectors of the hub's southwest border (all sectors where no name is known)."""
    ids = [world.place_ids[p] for p in world.sectors]
    known = np.array([any(name.endswith(word) for word in SOUTHWEST_WORDS) for name in ids], bool)
    return np.ones(len(ids), np.int64) if not known.any() else known.astype(np.int64)


def sector_cities(world: Any, edges: Edges) -> np.ndarray:
    """i8[N] place people are sent back to: nearest foreign tail of an irregular edge into the sector."""
    cities = np.full(len(world.sectors), -1, np.int64)
    for n, sector in enumerate(world.sectors):
        tails = np.unique(edges.tail[edges.head == sector])
        tails = tails[world.place_country[tails] != world.place_country[sector]]
        if len(tails) == 0:
            tails = np.unique(edges.tail[edges.head == sector])
        if len(tails):
            km = distances(world, np.array([sector]), tails)[0]
            cities[n] = tails[np.argmin(km)]
        else:
            cities[n] = sector
    return cities


def home_cities(world: Any) -> np.ndarray:
    """i8[C] where returnees who do not go to their place live: main place, else the first origin place."""
    cities = world.main_place.astype(np.int64).copy()
    for country in range(len(world.countries)):
        own = world.origins[world.origin_country == country]
        if len(own) and world.place_origin[cities[country]] < 0:
            people = world.places["population"].to_numpy(float)[own]
            cities[country] = own[np.argmax(np.nan_to_num(people))]
    return cities


def reception_places(world: Any) -> np.ndarray:
    """i8[O] nearest reception place of the country, else the origin place itself."""
    role = (world.places["role"] == "reception").to_numpy()
    chosen = world.origins.astype(np.int64).copy()
    for o, place in enumerate(world.origins):
        there = np.flatnonzero(role & (world.place_country == world.place_country[place]))
        if len(there):
            chosen[o] = there[np.argmin(distances(world, np.array([place]), there)[0])]
    return chosen


def series_controls(edges: Edges) -> np.ndarray:
    """Indices of the control groups that stand in series on the land way to the hub."""
    return np.array([g for g, name in enumerate(edges.control_names) if name not in CONTROL_BASE], np.int64)


def transit_country(world: Any, edges: Edges) -> int:
    """Country whose controls in series return people on their way to the hub; -1 where there is none."""
    inside = np.isin(edges.control, series_controls(edges))
    return int(np.bincount(edges.head_country[inside]).argmax()) if inside.any() else -1
