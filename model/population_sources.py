"""What the tables of a world say about the people of each origin country, in whole simulated units.

One `CountrySources` a country, always made from all places of that country, whatever origins a run
keeps: that is why restricting a run changes nobody. Units are simulated ones (`scale` persons each).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from model.continuum import ASYLUM_PENDING, IRREGULAR, LAWFUL
from model.drivers import Drivers
from model.households import CAUSE_DISASTER, CAUSE_VIOLENCE
from model.population_allocation import carry_rounding, largest_remainder, share_out, size_shares
from model.population_special import MEXICO, OWN, REMOVAL
from model.population_tables import Tables
from model.settings import Settings
from model.world import World

SHARE_OF_GDP = 0.62
"""Household cash income over GDP per head (judgement)."""
DEPRIVATION_SLOPE = 0.9
FARM_URBAN, FARM_CAP = 0.03, 0.9
TIE_FACTOR, TIE_FLOOR, TIE_CAP = 1.5, 0.05, 0.8
HEAD_RATE = 0.008
"""Yearly growth of households beyond that of people (judgement): the new ones are smaller."""
SMALLEST_NEW_HOUSEHOLD = 1.3
UNDERCOUNTED = ("GTM", "HND", "SLV")
"""Countries whose recorded stock abroad is multiplied by the setting `u_stock`."""
RETURN_KINDS = {"removal": REMOVAL, "mexico": MEXICO, "own": OWN}
CAUSES = {"violence": CAUSE_VIOLENCE, "disaster": CAUSE_DISASTER}
CONTRACT_MONTHS = {"H-2A": 7, "H-2B": 8}
OTHER_CONTRACT_MONTHS = 5
CONTRACT_STARTS = np.array([.06, .10, .18, .20, .12, .08, .06, .05, .04, .05, .04, .02])
"""Contracts by month of start, January to December (judgement; spring peak of the visas issued)."""
SIZE_CLASSES = ("1", "2-3", "4-5", "6+")
DEFAULT_SIZES = (0.12, 0.38, 0.34, 0.16)
DEFAULT_CHILDREN, DEFAULT_WOMEN = 0.32, 0.30
"""Used only where `household_structure.csv` has no rows for a country (judgement)."""
LEAST_SPREAD = 0.3
"""Floor of the spread of log income inside a place, should differences between places exceed the gini."""
WAIT_DEFAULT, WAIT_LEAST, WAIT_MOST = 36.0, 6.0, 118.0
"""Months a pending claim may be old: the queue over yearly decisions, clipped; default without figures."""
GUIDED_FEE_DEFAULT = 4000.0
EARTH_RADIUS_KM = 6371.0


class AbroadCells(NamedTuple):
    """People of a country who live abroad, one entry per place of residence and status, by status first."""

    place: np.ndarray    # i8 place index
    host: np.ndarray     # i8 country index
    state: np.ndarray    # i8 IRREGULAR, LAWFUL or ASYLUM_PENDING
    persons: np.ndarray  # f8 real persons
    profile: np.ndarray  # i8 row of CountrySources.years
    block: np.ndarray    # i8 block of ties
    wait: np.ndarray     # f8 months a pending claim may be old


@dataclass(frozen=True, eq=False)
class CountrySources:
    """Targets of one origin country; the first axis is its places (`places`, indices into the world)."""

    code: str
    scale: int
    places: np.ndarray             # i8[n]
    persons: np.ndarray            # f8[n] real residents at the start
    size_mean: np.ndarray          # f8[n]
    rural: np.ndarray              # f8[n] share of households
    farm: np.ndarray               # f8[n] share of households
    tie: np.ndarray                # f8[n] share of households with close family abroad
    mean_income: np.ndarray        # f8[n] US$ of 2021 a month
    sigma: float                   # spread of log income inside a place
    sizes: np.ndarray              # f8[sizes] untilted shares
    children: float                # share of persons under 18
    women: float                   # share of households led by a woman
    blocks: np.ndarray             # f8[8] cumulative shares of the diaspora by block
    growth: np.ndarray             # f8[T+1] households at the end of month t over those at the start
    new_size: float                # mean size of later-forming households over `size_mean`
    emigrant_weight: np.ndarray    # f8[n] shares of the people abroad and of the returned
    season_weight: np.ndarray      # f8[n] shares of the seasonal workers
    cells: AbroadCells
    abroad: np.ndarray             # i8[n, cells] simulated persons
    years: np.ndarray              # f8[profiles, 6] cumulative shares of years of residence
    displaced: np.ndarray          # i8[n, causes] simulated households
    displaced_persons: np.ndarray  # f8[n, causes] real persons
    returned: np.ndarray           # i8[n, kinds] simulated persons
    returned_persons: np.ndarray   # f8[kinds] real persons of the country
    seasonal: np.ndarray           # i8[n, classes] simulated workers a year
    seasonal_persons: np.ndarray   # f8[classes] real workers a year
    contract_months: np.ndarray    # i8[classes]
    fee: float                     # US$ of a guided trip
    guided: float                  # share of the guided channel


def country_sources(world: World, tables: Tables, drivers: Drivers, settings: Settings, code: str, scale: int,
                    start: int, months: int) -> CountrySources:
    """Share out in whole units everything the tables say about one origin country."""
    rows = tables.origins[code]
    country = world.country_index[code]
    persons = rows["population_share"] * float(drivers.population[start, country])
    size_mean = _national_size(world, tables, code)
    income, sigma = _incomes(tables, code, float(drivers.gdp_ppp[0, country]), persons / size_mean, size_mean)
    cells, years = _abroad_cells(world, tables, settings, code, start)
    sizes, children, women = _structure(tables, code)
    growth, new_size = _growth(world, tables, code, start, months)
    displaced = _displaced(tables, rows["place"])
    returned = _returned(tables, code)
    workers, contract_months = _seasonal(tables, code)
    weights = _normal(rows["emigrant_weight"], persons)
    farmers = _normal(rows["farm_share"] * persons / size_mean, persons)
    return CountrySources(
        code=code, scale=scale, places=rows["place"], persons=persons, size_mean=size_mean,
        rural=rows["rural_share"], farm=rows["farm_share"], tie=_tie_share(rows), mean_income=income,
        sigma=sigma, sizes=sizes, children=children, women=women, blocks=_blocks(world, cells), growth=growth,
        new_size=new_size, emigrant_weight=weights, season_weight=farmers, cells=cells, years=years,
        abroad=share_out(weights, carry_rounding(cells.persons / scale)),
        displaced=largest_remainder(displaced / size_mean[:, None] / scale), displaced_persons=displaced,
        returned=share_out(weights, largest_remainder(returned / scale)), returned_persons=returned,
        seasonal=share_out(farmers, largest_remainder(workers / scale)), seasonal_persons=workers,
        contract_months=contract_months, fee=_fee(tables, settings, code),
        guided=_setting(settings, "guided", code))


def _normal(weights: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    chosen = weights if weights.sum() > 0 else fallback
    return chosen / chosen.sum()


def _national_size(world: World, tables: Tables, code: str) -> np.ndarray:
    """Household sizes of the places, scaled by one factor to the national size at the world's start."""
    rows = tables.origins[code]
    size = rows["household_size_mean"]
    national = tables.yearly(code, "household_size_mean", world.start // 12)
    if np.isnan(national):
        return size
    return size * national * (rows["population_share"] / size).sum()


def _incomes(tables: Tables, code: str, gdp: float, households: np.ndarray,
             size_mean: np.ndarray) -> tuple[np.ndarray, float]:
    """Mean cash income of the households of each place and the spread inside a place."""
    rows = tables.origins[code]
    shares = rows["population_share"] / rows["population_share"].sum()
    deprivation = rows["deprivation"] - (rows["deprivation"] * shares).sum()
    base = SHARE_OF_GDP * tables.price_level[code] * gdp / 12.0
    means = base * size_mean * np.exp(-DEPRIVATION_SLOPE * deprivation)
    total = np.sqrt(2.0) * NormalDist().inv_cdf((tables.gini[code] + 1.0) / 2.0)
    logs = np.log(means)
    centre = (logs * households).sum() / households.sum()
    between = ((logs - centre) ** 2 * households).sum() / households.sum()
    return means, float(np.sqrt(max(total**2 - between, LEAST_SPREAD**2)))


def _structure(tables: Tables, code: str) -> tuple[np.ndarray, float, float]:
    """Shares of sizes, share of children among persons, share of households led by a woman."""
    value = tables.structure
    classes = np.array([value.get((code, "size_share", name), default)
                        for name, default in zip(SIZE_CLASSES, DEFAULT_SIZES, strict=True)])
    return (size_shares(classes / classes.sum()), value.get((code, "age_share", "0-17"), DEFAULT_CHILDREN),
            value.get((code, "woman_led_share", "all"), DEFAULT_WOMEN))


def _tie_share(rows: dict[str, np.ndarray]) -> np.ndarray:
    seen = np.maximum(rows["emigrant_households_share"], rows["remittance_households_share"])
    return np.minimum(TIE_CAP, TIE_FACTOR * seen + TIE_FLOOR)


def _growth(world: World, tables: Tables, code: str, start: int, months: int) -> tuple[np.ndarray, float]:
    """Growth path of households, f8[months + 1], and the mean size of new ones over the old (<= 1).

    People grow by natural increase (population change would count emigration twice); households grow
    faster by HEAD_RATE, so later-forming ones are smaller and persons still follow natural increase.
    """
    last_year = (world.start + world.history_end) // 12
    years, index = np.unique(np.minimum((world.start + start + np.arange(months)) // 12, last_year),
                             return_inverse=True)
    rates = [tables.yearly(code, "natural_increase", year) / tables.yearly(code, "population", year)
             for year in years]
    people = np.nan_to_num(np.array(rates))[index] if months else np.zeros(0)
    growth = np.concatenate([[1.0], np.cumprod(np.maximum(1.0 + people + HEAD_RATE, 1.0) ** (1.0 / 12.0))])
    persons = float(np.prod((1.0 + people) ** (1.0 / 12.0)))
    relative = (persons - 1.0) / (growth[-1] - 1.0) if growth[-1] > 1.0 else 1.0
    return growth, float(np.clip(relative, 0.0, 1.0))


def _abroad_cells(world: World, tables: Tables, settings: Settings, code: str,
                  start: int) -> tuple[AbroadCells, np.ndarray]:
    """People abroad by place of residence and status, and the cumulative shares of years of residence."""
    stock = tables.abroad.get(code)
    if stock is None:
        none, no_value = np.zeros(0, np.int64), np.zeros(0)
        return AbroadCells(none, none, none, no_value, none, none, no_value), np.ones((1, 6))
    factor = settings["u_stock"] if code in UNDERCOUNTED else 1.0
    lawful = 1 - stock["irregular"] - stock["pending"]
    shares = np.column_stack([stock["irregular"], stock["pending"], lawful])
    profile = np.repeat(np.arange(len(shares)), 3)
    place = stock["place"][profile]
    host = world.place_country[place].astype(np.int64)
    waits = {country: _wait(tables, world.countries[country], (world.start + start) // 12)
             for country in dict.fromkeys(host.tolist())}
    cells = AbroadCells(
        place=place, host=host, state=np.tile([IRREGULAR, ASYLUM_PENDING, LAWFUL], len(shares)),
        persons=(stock["persons"][:, None] * factor * shares).ravel(), profile=profile,
        block=world.country_block[host].astype(np.int64), wait=np.array([waits[h] for h in host.tolist()]))
    order = np.lexsort((cells.profile, cells.host, cells.state))
    order = order[cells.persons[order] > 1e-6]
    return AbroadCells(*(values[order] for values in cells)), _residence(stock)


def _residence(stock: dict[str, np.ndarray]) -> np.ndarray:
    """Cumulative shares of years of residence of those without a pending claim, f8[rows, 6].

    Claimants came recently: they are taken out of the youngest band, as far as it goes.
    """
    bands = stock["bands"] / stock["bands"].sum(axis=1, keepdims=True)
    bands[:, 0] = np.maximum(bands[:, 0] - stock["pending"], 0.0)
    bands = np.where(bands.sum(axis=1, keepdims=True) > 0, bands, 1.0)
    return np.cumsum(bands / bands.sum(axis=1, keepdims=True), axis=1)


def _wait(tables: Tables, host: str, year: int) -> float:
    """Months the queue of an asylum country would take at the pace of decisions of the start."""
    pending, decisions = (tables.queue.get((host, year, series), 0.0) for series in ("pending", "decisions"))
    if pending <= 0 or decisions <= 0:
        return WAIT_DEFAULT
    return min(max(12.0 * pending / decisions, WAIT_LEAST), WAIT_MOST)


def _blocks(world: World, cells: AbroadCells) -> np.ndarray:
    """Cumulative shares of the diaspora by block of ties; the hub's block if nobody is abroad."""
    shares = np.bincount(cells.block, cells.persons, minlength=8)
    if shares.sum() <= 0:
        shares[world.country_block[world.hub]] = 1.0
    return np.cumsum(shares / shares.sum())


def _displaced(tables: Tables, places: np.ndarray) -> np.ndarray:
    """Internally displaced persons by place and cause, f8[n, 2]."""
    result = np.zeros((len(places), len(CAUSES)))
    for row, place in enumerate(places.tolist()):
        for cause, persons in tables.displaced.get(place, ()):
            result[row, list(CAUSES).index(cause)] += persons
    return result


def _returned(tables: Tables, code: str) -> np.ndarray:
    """Persons returned in the last 24 months by kind, f8[3]."""
    result = np.zeros(len(RETURN_KINDS))
    for kind, persons in tables.returned.get(code, ()):
        result[RETURN_KINDS[kind]] += persons
    return result


def _seasonal(tables: Tables, code: str) -> tuple[np.ndarray, np.ndarray]:
    """Seasonal workers a year by visa class, f8, and the months of a contract, i8."""
    pairs = tables.seasonal.get(code, [])
    months = [CONTRACT_MONTHS.get(name, OTHER_CONTRACT_MONTHS) for name, _ in pairs]
    return np.array([persons for _, persons in pairs], float), np.array(months, np.int64)


def contract_months_left(months: int, calendar_month: int) -> np.ndarray:
    """Cumulative shares of last year's workers by months left of the contract, f8[13]; 0 = at home.

    calendar_month: month of the start of the run, 0 = January.
    """
    shares = np.zeros(13)
    for ago in range(1, months):
        shares[months - ago] = CONTRACT_STARTS[(calendar_month - ago) % 12]
    shares[0] = 1.0 - shares.sum()
    return np.cumsum(shares)


def _setting(settings: Settings, stem: str, code: str) -> float:
    name = f"{stem}_{code.lower()}"
    return settings[name] if name in settings.values else settings[f"{stem}_other"]


def _fee(tables: Tables, settings: Settings, code: str) -> float:
    """Price of a guided trip to the hub destination, US$ of 2021."""
    name = f"fee_guided_{code.lower()}"
    return settings[name] if name in settings.values else tables.guided_fee.get(code, GUIDED_FEE_DEFAULT)


def neighbours(world: World, places: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the displaced of a place stay: other origin places of the country ∝ population / distance².

    Returns place indices u2[m] and cumulative shares f8[m]; the place itself if the country has no other.
    """
    others = places[places != place]
    if not len(others):
        return np.array([place], np.uint16), np.ones(1)
    table = world.places
    distance = great_circle(table, place, others)
    weights = table["population"].to_numpy(float)[others] / np.maximum(distance, 10.0) ** 2
    return others.astype(np.uint16), np.cumsum(weights / weights.sum())


def great_circle(table: pd.DataFrame, place: int, others: np.ndarray) -> np.ndarray:
    """Distances in km from a place to others, by the haversine formula."""
    lat, lon = np.radians(table["lat"].to_numpy(float)), np.radians(table["lon"].to_numpy(float))
    half = (np.sin((lat[others] - lat[place]) / 2) ** 2
            + np.cos(lat[place]) * np.cos(lat[others]) * np.sin((lon[others] - lon[place]) / 2) ** 2)
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
