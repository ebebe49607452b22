"""Small worlds of routes for tests: only the attributes that the route modules read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from model.route_values import RouteValues
from model.settings import make

FAR = 10**6


@dataclass
class Net:
    """Places with countries, settle places and sectors, and irregular routes."""

    hash: str
    name: str
    places: pd.DataFrame
    routes: pd.DataFrame
    place_ids: tuple[str, ...]
    place_index: dict[str, int]
    place_country: np.ndarray
    countries: tuple[str, ...]
    country_index: dict[str, int]
    settle_places: np.ndarray
    settle_of_place: np.ndarray
    dest_country: np.ndarray
    sectors: np.ndarray
    sector_of_place: np.ndarray
    origin_country: np.ndarray
    hub: int
    start: int = 2014 * 12
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


@dataclass
class Open:
    """Drivers without closures."""

    closed_land: np.ndarray
    closed_air: np.ndarray


def net(places: list[tuple[str, str, str]], routes: list[dict[str, Any]], settle: list[str], hub: str,
        fees: dict[str, float] | None = None) -> Net:
    """places: (id, country, role); routes: dicts with from_place, to_place and any column that differs."""
    frame = pd.DataFrame(places, columns=["place_id", "country_iso3", "role"])
    frame["population"] = np.where(frame["role"] == "origin", 1000.0, np.nan)
    ids = tuple(frame["place_id"])
    index = {place: n for n, place in enumerate(ids)}
    countries = tuple(sorted(set(frame["country_iso3"])))
    country = np.array([countries.index(c) for c in frame["country_iso3"]], np.int16)
    lived = np.array([index[place] for place in settle], np.int32)
    sectors = np.flatnonzero(frame["role"] == "sector").astype(np.int32)
    rows = _routes(routes, index)
    key = repr((places, rows.to_csv(), settle, hub, fees))
    return Net(key, "net", frame, rows, ids, index, country, countries,
               {c: i for i, c in enumerate(countries)}, lived, _positions(lived, len(ids)), country[lived],
               sectors, _positions(sectors, len(ids)), country[(frame["role"] == "origin").to_numpy()],
               countries.index(hub), tables=_fees(fees or {}))


def _routes(routes: list[dict[str, Any]], index: dict[str, int]) -> pd.DataFrame:
    usual = {"mode": "bus", "channel": "irregular", "days": 1.0, "hazard_class": "medium", "fare_usd": 20.0,
             "open_from_month": -FAR, "open_to_month": FAR, "open_to_nationalities": "", "control_group": ""}
    rows = pd.DataFrame([{**usual, "distance_km": 350.0 * route.get("days", 1.0), **route} for route in routes])
    rows["tail"], rows["head"] = rows["from_place"].map(index), rows["to_place"].map(index)
    return rows


def _positions(members: np.ndarray, size: int) -> np.ndarray:
    positions = np.full(size, -1, np.int16)
    positions[members] = np.arange(len(members))
    return positions


def _fees(fees: dict[str, float]) -> dict[str, pd.DataFrame]:
    rows = [{"origin_iso3": iso3, "channel": "guided", "price_usd": price} for iso3, price in fees.items()]
    return {"fees": pd.DataFrame(rows, columns=["origin_iso3", "channel", "price_usd"]),
            "stocks_abroad": pd.DataFrame(columns=["origin_iso3", "place_id", "persons"])}


def values(world: Any, settings: dict[str, float] | None = None) -> RouteValues:
    """RouteValues of a net without closures."""
    shut = np.zeros((120, len(world.countries)), bool)
    return RouteValues(world, make(settings), Open(shut, shut.copy()))


def update(tables: RouteValues, world: Any, month: int = 0, fee: float = 1.0,
           capture: np.ndarray | float = 0.3, risk: float = 1.0, cross: np.ndarray | float = 1.0,
           **closures: Any) -> bool:
    """One update with the same number everywhere, except where an array is given."""
    by_sector = np.broadcast_to(np.asarray(cross, float), (len(world.sectors), 2)).copy()
    by_control = np.broadcast_to(np.asarray(capture, float), len(tables.control_names)).copy()
    return tables.update(month, np.full(len(world.countries), fee), by_control, np.full(2, risk), by_sector,
                         **closures)
