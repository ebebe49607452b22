"""Facts about a world that levers need: shares of origin places, stocks abroad, controls, fiscal years."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np


@lru_cache(maxsize=4)
def place_share(world: Any) -> np.ndarray:
    """f8[P]: share of the country's people in each origin place, in the run or not; 0 elsewhere."""
    share = np.zeros(len(world.place_ids))
    rows = world.tables["origins"]
    for place, value in zip(rows["place_id"], rows["population_share"], strict=True):
        share[world.place_index[place]] = float(value)
    return share


@lru_cache(maxsize=4)
def population(world: Any) -> np.ndarray:
    """f8[C]: residents at the start: the latest `population` up to then, else the first, else of places."""
    people = np.zeros(len(world.countries))
    np.add.at(people, world.place_country, world.places["population"].fillna(0.0).to_numpy(float))
    rows = world.tables["country_year"]
    rows = rows[rows["series"] == "population"].sort_values("year")
    for country, group in rows.groupby("country_iso3"):
        known = group[group["year"] <= world.start // 12]
        value = known["value"].iloc[-1] if len(known) else group["value"].iloc[0]
        people[world.country_index[str(country)]] = float(value)
    return people


def origin_countries(world: Any) -> np.ndarray:
    """bool[C]: countries with origin places in the world, in the run or not."""
    has = np.zeros(len(world.countries), bool)
    has[world.place_country[place_share(world) > 0]] = True
    return has


def covered(world: Any, places: tuple[int, ...]) -> np.ndarray:
    """f8[C]: share of a country's people who live in `places` (place indices; empty = all origin places)."""
    share = place_share(world)
    chosen = np.ones(len(share), bool) if not places else np.isin(np.arange(len(share)), places)
    return np.bincount(world.place_country, share * chosen, minlength=len(world.countries))


def by_country(world: Any, values: np.ndarray) -> np.ndarray:
    """f8[C]: sum over origin places of the run of population share x f8[O] values."""
    weights = place_share(world)[world.origins] * values
    return np.bincount(world.origin_country, weights, minlength=len(world.countries))


@lru_cache(maxsize=4)
def stock_abroad(world: Any) -> np.ndarray:
    """f8[C,C]: persons abroad at the start by host and nationality."""
    stock = np.zeros((len(world.countries),) * 2)
    rows = world.tables["stocks_abroad"]
    for origin, place, persons in zip(rows["origin_iso3"], rows["place_id"], rows["persons"], strict=True):
        host = world.place_country[world.place_index[place]]
        stock[host, world.country_index[origin]] += float(persons)
    return stock


@lru_cache(maxsize=4)
def returns_month(world: Any) -> np.ndarray:
    """f8[C]: persons returned a month to each country, mean of the 24 months before the start."""
    returns = np.zeros(len(world.countries))
    rows = world.tables["stocks_returned"]
    for origin, persons in zip(rows["origin_iso3"], rows["persons"], strict=True):
        returns[world.country_index[origin]] += float(persons) / 24.0
    return returns


@lru_cache(maxsize=4)
def control_groups(world: Any) -> tuple[str, ...]:
    """Names of the groups of controls on irregular routes, sorted: the order of `Conditions.enforcement`."""
    rows = world.routes[world.routes["channel"] == "irregular"]
    return tuple(sorted(set(rows["control_group"].fillna("").astype(str)) - {""}))


@lru_cache(maxsize=4)
def control_country(world: Any) -> dict[str, int]:
    """Country index in which each group of controls stands: where most of its routes lead to."""
    rows = world.routes[world.routes["channel"] == "irregular"]
    found = {}
    for name in control_groups(world):
        heads = world.place_country[rows.loc[rows["control_group"] == name, "head"].to_numpy()]
        found[name] = int(np.bincount(heads).argmax())
    return found


def fiscal_year(world: Any, t: int) -> int:
    """Fiscal year (October to September) of a step."""
    year, month = divmod(world.start + t, 12)
    return year + (month >= 9)


@lru_cache(maxsize=8)
def visas_issued(world: Any, visa_class: str) -> dict[int, dict[int, float]]:
    """Visas issued: country index -> fiscal year -> visas. Rows of ALL and OTHER name no nationality."""
    issued: dict[int, dict[int, float]] = {}
    rows = world.tables["visas_annual"]
    rows = rows[rows["visa_class"] == visa_class]
    for year, nation, count in zip(rows["fiscal_year"], rows["nationality_iso3"], rows["count"], strict=True):
        if nation in world.country_index:
            issued.setdefault(world.country_index[nation], {})[int(year)] = float(count)
    return issued


@lru_cache(maxsize=128)
def visas_in_year(world: Any, visa_class: str, year: int) -> np.ndarray:
    """f8[C]: visas issued by nationality in a fiscal year; years beyond the table repeat its first or last.

    A year of the table without a row of a nationality means none were issued. Read-only.
    """
    issued = visas_issued(world, visa_class)
    years = {known for series in issued.values() for known in series}
    visas = np.zeros(len(world.countries))
    for country, series in issued.items():
        visas[country] = series.get(min(max(year, min(years)), max(years)), 0.0)
    return visas
