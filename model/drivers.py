"""Drivers of the month: what history does to the model, as arrays by month, country and origin place.

Yearly series are values of mid-year (July) and are interpolated to months. After the last month of history
(`world.history_end`) every driver holds the mean of its last twelve observed months; `Drivers.rule` says
so driver by driver, and the report prints it. Shocks dated after the history are scenarios written by
hand: they act on their dates on top of what is held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from model.world import World
from model.world_tables import OUTCOMES, PARTY_KINDS

DISASTER_SHARE = (0.0, 0.005, 0.02, 0.06, 0.15)  # households hit by class 0..4, judgement, grade J
DROUGHT_LAG = (3, 6, 12)                         # months: first, peak, last of the triangular lag
MID_YEAR = 6.0                                   # months after January: the first day of July
WAGE_EXPONENT = 0.8                              # wage on GDP per head, grade J
HELD_MONTHS = 12
CRISES = ("political", "economic", "violence")
CARRIED = ("series carries", "already in")
"""Words in the notes of a shock that say a yearly series shows it already."""
LEAST_DEMAND, MOST_DEMAND = 0.5, 1.75
DISASTERS = ("storm", "flood", "earthquake", "volcano", "landslide")
_HELD = "after the last observed month: mean of the last 12 observed months"
_CLOSED = "open or closed by the dates of pandemic_border_* rows of shocks.csv; a blank end stays closed"


@dataclass
class Drivers:
    """Monthly drivers; T months of the world, C countries, O origin places in use."""

    income_index: np.ndarray     # f8[T, C] GDP per head over its value in the first month
    gdp_ppp: np.ndarray          # f8[T, C] international $ per head and year
    demand: np.ndarray           # f8[T, C] labour demand J, sqrt(tightness over the usual), 0.5..1.75
    homicide: np.ndarray         # f8[T, O] per 100 000 and year: national rate x the place's relative
    drought: np.ndarray          # f8[T, O] 0..1, lagged
    disaster: np.ndarray         # f8[T, O] share of households hit in the month
    crisis: np.ndarray           # f8[T, O] 0..1: severity / 4 of running crises where they are (not their fading)
    closed_land: np.ndarray      # bool[T, C]
    closed_air: np.ndarray       # bool[T, C]
    wage: np.ndarray             # f8[T, C] US$ of 2021 per earner-month
    price_level: np.ndarray      # f8[T, C] nominal over PPP, hub = 1
    population: np.ndarray       # f8[T, C] persons
    border_outcomes: np.ndarray  # f8[T, C, 3, 5] shares; kinds SA FU UC; see model.world_tables.OUTCOMES
    held_from: int = field(default=0)  # first month that is held, not observed

    rule: ClassVar[dict[str, str]] = {
        "income_index": f"gdp_per_capita_ppp, relative to the first month; {_HELD}",
        "gdp_ppp": f"gdp_per_capita_ppp interpolated between mid-years; {_HELD}",
        "demand": "sqrt(mean unemployment of 2013-2019 / unemployment), 0.5 to 1.75; for the hub monthly job openings "
                  f"per point of unemployment over their mean of 2013-2019; 1 where no series exists; {_HELD}",
        "homicide": f"homicide_rate x homicide_relative of the place; 0 where no series exists; {_HELD}",
        "drought": f"severity / 4, triangular lag 3 to 12 months, peak 6; {_HELD}; later rows act on top",
        "disaster": "share of households hit in the month a storm, flood, earthquake, eruption or landslide "
                    f"begins (class 1-4: 0.5, 2, 6, 15 %); {_HELD}; later rows act on top",
        "crisis": "severity / 4 of political, economic and violent crises that no other series carries, in the "
                  "places named; after "
                  "history only rows that are still open",
        "closed_land": _CLOSED, "closed_air": _CLOSED,
        "wage": "hub: the setting wage_usa; others x (GDP per head ratio)^0.8 x price level ratio; "
                "held as its parts",
        "price_level": f"price_level_us_1, else price_level_ratio of countries.csv; {_HELD}",
        "population": f"population interpolated between mid-years; {_HELD}",
        "border_outcomes": f"border_outcomes.csv, OTHER for nationalities without rows; {_HELD}, by kind",
    }


def build(world: World, wage_usa: float = 2200.0) -> Drivers:
    """Drivers of a world; `wage_usa` is the low-skill wage at the hub in US$ of 2021 per earner-month.

    All runs of a world share every array but the wages; nobody may write to them.
    """
    given = _given(world)
    return replace(given, wage=_wage(world, given.gdp_ppp, given.price_level, wage_usa))


@lru_cache(maxsize=4)
def _given(world: World) -> Drivers:
    """What no setting moves, with wages of 1 at the hub."""
    gdp = _hold(world, _country_series(world, "gdp_per_capita_ppp"))
    price = _hold(world, _price_level(world))
    closed_land, closed_air = _closures(world)
    return Drivers(
        income_index=gdp / gdp[:1], gdp_ppp=gdp, demand=_hold(world, _demand(world)),
        homicide=_hold(world, _homicide(world)),
        drought=_held_shocks(world, _drought), disaster=_held_shocks(world, _disaster),
        crisis=_crisis(world, world.tables["shocks"]), closed_land=closed_land, closed_air=closed_air,
        wage=_wage(world, gdp, price, 1.0),
        price_level=price, population=_hold(world, _country_series(world, "population")),
        border_outcomes=_hold(world, _border_outcomes(world)), held_from=world.history_end + 1)


def _hold(world: World, values: np.ndarray) -> np.ndarray:
    """Replace the months after the history by the mean of the last twelve observed months."""
    last = world.history_end + 1
    values[last:] = values[max(0, last - HELD_MONTHS):last].mean(axis=0)
    return values


def _months(world: World) -> np.ndarray:
    return world.start + np.arange(world.months, dtype=float) + 0.5


def _country_series(world: World, series: str) -> np.ndarray:
    """f8[T, C]: a yearly series interpolated to months, flat beyond its ends; NaN without any value."""
    result = np.full((world.months, len(world.countries)), np.nan)
    rows = world.tables["country_year"]
    rows = rows[rows["series"] == series].sort_values("year")
    for country, values in rows.groupby("country_iso3"):
        middle = values["year"].to_numpy() * 12 + MID_YEAR
        result[:, world.country_index[str(country)]] = np.interp(_months(world), middle, values["value"])
    return result


def _price_level(world: World) -> np.ndarray:
    level = _country_series(world, "price_level_us_1")
    declared = world.tables["countries"].set_index("country_iso3")["price_level_ratio"]
    fallback = declared.loc[list(world.countries)].to_numpy(dtype=float)
    return np.where(np.isnan(level), fallback, level)


def _wage(world: World, gdp: np.ndarray, price: np.ndarray, wage_usa: float) -> np.ndarray:
    hub = slice(world.hub, world.hub + 1)
    wage = wage_usa * (gdp / gdp[:, hub]) ** WAGE_EXPONENT * price / price[:, hub]
    wage[:, hub] = wage_usa
    return wage


def _demand(world: World) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        tight = _usual_unemployment(world) / _country_series(world, "unemployment_rate")
    monthly = world.tables["us_month"].pivot_table(index="year_month", columns="series", values="value")
    if "unemployment_rate" in monthly.columns:
        openings = monthly.get("job_openings_nonfarm", 1.0) / monthly["unemployment_rate"]
        usual = openings[openings.index.str[:4].astype(int).isin(range(2013, 2020))].mean()
        month = np.array([int(text[:4]) * 12 + int(text[5:]) - 0.5 for text in openings.index])
        tight[:, world.hub] = np.interp(_months(world), month, openings / usual)
    return np.clip(np.nan_to_num(np.sqrt(tight), nan=1.0, posinf=MOST_DEMAND), LEAST_DEMAND, MOST_DEMAND)


def _usual_unemployment(world: World) -> np.ndarray:
    rows = world.tables["country_year"]
    rows = rows[(rows["series"] == "unemployment_rate") & rows["year"].between(2013, 2019)]
    return rows.groupby("country_iso3")["value"].mean().reindex(list(world.countries)).to_numpy(copy=True)


def _homicide(world: World) -> np.ndarray:
    national = np.nan_to_num(_country_series(world, "homicide_rate"))[:, world.origin_country]
    relative = world.tables["origins"].set_index("place_id")["homicide_relative"]
    ids = [world.place_ids[place] for place in world.origins]
    return national * relative.loc[ids].to_numpy()


def _held_shocks(world: World, compute: Callable[[World, pd.DataFrame], np.ndarray]) -> np.ndarray:
    """Observed shocks held after the history; scenario rows dated later act where they are larger."""
    shocks = world.tables["shocks"]
    later = shocks["start_month"] > world.history_end
    held = _hold(world, compute(world, shocks[~later]))
    return np.maximum(held, compute(world, shocks[later]))


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _hit_origins(world: World, shock: Any) -> np.ndarray:
    """Origin indices hit by a shock row: the places named, or every origin of its countries."""
    named = [part.strip() for part in shock.places.split(";") if part.strip()]
    if named:
        hit = world.place_origin[[world.place_index[place] for place in named]]
        return hit[hit >= 0]
    codes = [world.country_index[part.strip()] for part in shock.countries_iso3.split(";")]
    return np.flatnonzero(np.isin(world.origin_country, codes))


def _drought(world: World, shocks: pd.DataFrame) -> np.ndarray:
    first, peak, last = DROUGHT_LAG
    severity = np.zeros((world.months + last, len(world.origins)))
    for shock in _rows(shocks[shocks["shock_type"] == "drought"]):
        begin, end = max(0, shock.start_month + last), max(0, shock.end_month + last + 1)
        origins = _hit_origins(world, shock)
        severity[begin:end, origins] = np.maximum(severity[begin:end, origins], shock.severity / 4)
    lags = np.arange(first, last + 1)
    rising, falling = (lags - first + 1) / (peak - first + 1), (last - lags + 1) / (last - peak + 1)
    weight = np.minimum(rising, falling)
    lagged = np.zeros((world.months, len(world.origins)))
    for lag, share in zip(lags, weight / weight.sum(), strict=True):
        lagged += share * severity[last - lag:last - lag + world.months]
    return lagged


def _disaster(world: World, shocks: pd.DataFrame) -> np.ndarray:
    spared = np.ones((world.months, len(world.origins)))
    for shock in _rows(shocks[shocks["shock_type"].isin(DISASTERS)]):
        if 0 <= shock.start_month < world.months:
            spared[shock.start_month, _hit_origins(world, shock)] *= 1 - DISASTER_SHARE[int(shock.severity)]
    return 1 - spared


def _crisis(world: World, shocks: pd.DataFrame) -> np.ndarray:
    severity = np.zeros((world.months, len(world.origins)))
    for shock in _rows(shocks[shocks["shock_type"].isin(CRISES)]):
        if any(words in str(shock.notes) for words in CARRIED):
            continue
        hit = _hit_origins(world, shock)
        rows = slice(max(0, shock.start_month), max(0, shock.end_month + 1))
        severity[rows, hit] = np.maximum(severity[rows, hit], shock.severity / 4)
    return severity


def _closures(world: World) -> tuple[np.ndarray, np.ndarray]:
    closed = {"land": np.zeros((world.months, len(world.countries)), dtype=bool)}
    closed["air"] = closed["land"].copy()
    shocks = world.tables["shocks"]
    for shock in _rows(shocks[shocks["shock_type"].str.startswith("pandemic_border_")]):
        codes = [world.country_index[part.strip()] for part in shock.countries_iso3.split(";")]
        for way in ("land", "air"):
            if shock.shock_type.endswith((way, "all")):
                closed[way][max(0, shock.start_month):max(0, shock.end_month + 1), codes] = True
    return closed["land"], closed["air"]


def _border_outcomes(world: World) -> np.ndarray:
    """f8[T, C, 3, 5]; without any row (a world without sectors) everybody met is `released`."""
    result = np.zeros((world.months, len(world.countries), len(PARTY_KINDS), len(OUTCOMES)))
    result[..., OUTCOMES.index("released")] = 1.0
    groups = dict(list(world.tables["border_outcomes"].groupby(["origin_iso3", "kind"])))
    for number, kind in enumerate(PARTY_KINDS):
        for index, country in enumerate(world.countries):
            rows = groups.get((country, kind), groups.get(("OTHER", kind)))
            if rows is not None:
                result[:, index, number] = _outcome_months(world, rows)
    return result


def _outcome_months(world: World, rows: pd.DataFrame) -> np.ndarray:
    """f8[T, 5] shares; before the first row its value, after the last row the mean of its last twelve."""
    rows = rows.sort_values("year_month")
    month = np.array([int(text[:4]) * 12 + int(text[5:]) - 1 for text in rows["year_month"]]) - world.start
    shares = rows[list(OUTCOMES)].to_numpy(dtype=float)
    shares = shares / shares.sum(axis=1, keepdims=True)
    position = np.searchsorted(month, np.arange(world.months), side="right") - 1
    result = shares[np.clip(position, 0, len(shares) - 1)]
    result[np.arange(world.months) > month[-1]] = shares[-HELD_MONTHS:].mean(axis=0)
    return result
