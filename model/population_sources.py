"""What the tables of a world say about the people of each origin country, in whole simulated units.

One `CountrySources` a country, always made from all places of that country, whatever origins a run
keeps: that is why restricting a run changes nobody. Units are simulated ones (`scale` persons each).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from model.continuum import ASYLUM_PENDING, IRREGULAR, LAWFUL
from model.drivers import Drivers
from model.households import CAUSE_DISASTER, CAUSE_VIOLENCE
from model.population_allocation import largest_remainder, share_out, size_shares
from model.population_special import MEXICO, OWN, REMOVAL
from model.settings import Settings
from model.world import World

SHARE_OF_GDP = 0.62
"""Household cash income over GDP per head (MODEL §3.3, judgement)."""
DEPRIVATION_SLOPE = 0.9
FARM_URBAN, FARM_CAP = 0.03, 0.9
TIE_FACTOR, TIE_FLOOR, TIE_CAP = 1.5, 0.05, 0.8
HEAD_RATE = 0.008
"""Yearly growth of households beyond that of people (MODEL §3.11, judgement): the new ones are smaller."""
SMALLEST_NEW_HOUSEHOLD = 1.3
UNDERCOUNTED = ("GTM", "HND", "SLV")
"""Countries whose recorded stock abroad is multiplied by the setting `u_stock`."""
RETURN_KINDS = {"removal": REMOVAL, "mexico": MEXICO, "own": OWN}
CAUSES = {"violence": CAUSE_VIOLENCE, "disaster": CAUSE_DISASTER}
CONTRACT_MONTHS = {"H-2A": 7, "H-2B": 8}
OTHER_CONTRACT_MONTHS = 5
CONTRACT_STARTS = np.array([.06, .10, .18, .20, .12, .08, .06, .05, .04, .05, .04, .02])
"""Contracts by month of start, January to December (judgement; spring peak of the visas issued)."""
DEFAULT_SIZES = (0.12, 0.38, 0.34, 0.16)
DEFAULT_CHILDREN, DEFAULT_WOMEN = 0.32, 0.30
"""Used only where `household_structure.csv` has no rows for a country (judgement)."""
YEAR_BANDS = ("years_0_5", "years_5_10", "years_10_15", "years_15_20", "years_20_25", "years_25_plus")
WAIT_DEFAULT, WAIT_LEAST, WAIT_MOST = 36.0, 6.0, 118.0
"""Months a pending claim may be old: the queue over yearly decisions, clipped; default without figures."""
GUIDED_FEE_DEFAULT = 4000.0
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, eq=False)
class CountrySources:
    """Targets of one origin country; the first axis is its places (`places`, indices into the world)."""

    code: str
    scale: int
    places: np.ndarray            # i8[n]
    persons: np.ndarray           # f8[n] real residents at the start
    size_mean: np.ndarray         # f8[n]
    rural: np.ndarray             # f8[n] share of households
    farm: np.ndarray              # f8[n] share of households
    tie: np.ndarray               # f8[n] share of households with close family abroad
    mean_income: np.ndarray       # f8[n] US$ of 2021 a month
    sigma: float                  # spread of log income inside a place
    sizes: np.ndarray             # f8[sizes] untilted shares
    children: float               # share of persons under 18
    women: float                  # share of households led by a woman
    blocks: np.ndarray            # f8[8] cumulative shares of the diaspora by block
    growth: np.ndarray            # f8[T+1] households at the end of month t over those at the start
    new_size: float               # mean size of later-forming households over `size_mean`
    abroad_cells: pd.DataFrame    # place, state, block, profile, wait, persons (real)
    abroad: np.ndarray            # i8[n, cells] simulated persons
    years: np.ndarray             # f8[profiles, 6] cumulative
    emigrant_weight: np.ndarray   # f8[n] shares of the people abroad and of the returned
    season_weight: np.ndarray     # f8[n] shares of the seasonal workers
    displaced: np.ndarray         # i8[n, causes] simulated households
    displaced_persons: np.ndarray # f8[n, causes] real persons
    returned: np.ndarray          # i8[n, kinds] simulated persons
    returned_persons: np.ndarray  # f8[kinds] real persons of the country
    seasonal: np.ndarray          # i8[n, classes] simulated workers a year
    seasonal_classes: pd.DataFrame  # months, persons (real)
    fee: float                    # US$ of a guided trip
    guided: float                 # share of the guided channel


def country_sources(world: World, drivers: Drivers, settings: Settings, code: str, scale: int, start: int,
                    months: int) -> CountrySources:
    """Read and share out everything the synthesis needs for one origin country."""
    rows = _origin_rows(world, code)
    country = world.country_index[code]
    persons = rows["population_share"].to_numpy(float) * float(drivers.population[start, country])
    size_mean = _national_size(world, code, rows)
    incomes, sigma = _incomes(world, drivers, rows, country, persons, size_mean)
    cells, years = _abroad_cells(world, settings, code, start)
    structure = _structure(world, code)
    growth, new_size = _growth(world, code, start, months)
    displaced_persons = _displaced(world, rows)
    returned_persons = _returned(world, code)
    seasonal = _seasonal(world, code)
    weights = _normal(rows["emigrant_weight"].to_numpy(float), persons)
    farm_households = _normal(rows["farm_share"].to_numpy(float) * persons / size_mean, persons)
    return CountrySources(
        code=code, scale=scale, places=rows["place"].to_numpy(np.int64), persons=persons, size_mean=size_mean,
        rural=rows["rural_share"].to_numpy(float), farm=rows["farm_share"].to_numpy(float), tie=_tie_share(rows),
        mean_income=incomes, sigma=sigma, sizes=structure[0], children=structure[1], women=structure[2],
        blocks=_blocks(world, cells), growth=growth, new_size=new_size, abroad_cells=cells,
        abroad=share_out(weights, largest_remainder(cells["persons"].to_numpy(float) / scale)),
        years=years, emigrant_weight=weights, season_weight=farm_households, displaced=largest_remainder(displaced_persons / size_mean[:, None] / scale),
        displaced_persons=displaced_persons,
        returned=share_out(weights, largest_remainder(returned_persons / scale)),
        returned_persons=returned_persons,
        seasonal=share_out(farm_households, largest_remainder(seasonal["persons"].to_numpy(float) / scale)),
        seasonal_classes=seasonal, fee=_fee(world, settings, code), guided=_setting(settings, "guided", code))


def _origin_rows(world: World, code: str) -> pd.DataFrame:
    """Rows of origins.csv of a country in file order, with the place index."""
    table = world.tables["origins"]
    place = table["place_id"].map(world.place_index).to_numpy(np.int64)
    kept = world.place_country[place] == world.country_index[code]
    return table[kept].assign(place=place[kept]).reset_index(drop=True)


def _normal(weights: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    chosen = weights if weights.sum() > 0 else fallback
    return chosen / chosen.sum()


def yearly(world: World, code: str, series: str, year: float) -> float:
    """Value of a yearly series of country_year.csv, linear between years and flat beyond; NaN if absent."""
    table = world.tables["country_year"]
    rows = table[(table["country_iso3"] == code) & (table["series"] == series)].sort_values("year")
    if rows.empty:
        return float("nan")
    return float(np.interp(year, rows["year"].to_numpy(float), rows["value"].to_numpy(float)))


def _national_size(world: World, code: str, rows: pd.DataFrame) -> np.ndarray:
    """Household sizes of the places, scaled by one factor to the national size at the world's start."""
    size = rows["household_size_mean"].to_numpy(float)
    national = yearly(world, code, "household_size_mean", world.start // 12)
    if np.isnan(national):
        return size
    return size * national * (rows["population_share"].to_numpy(float) / size).sum()


def _incomes(world: World, drivers: Drivers, rows: pd.DataFrame, country: int, persons: np.ndarray,
             size_mean: np.ndarray) -> tuple[np.ndarray, float]:
    """Mean cash income of the households of each place and the spread inside a place. MODEL §3, item 3."""
    countries = world.tables["countries"].set_index("country_iso3").loc[world.countries[country]]
    deprivation = rows["deprivation"].to_numpy(float)
    deprivation = deprivation - (deprivation * persons).sum() / persons.sum()
    base = SHARE_OF_GDP * float(countries["price_level_ratio"]) * float(drivers.gdp_ppp[0, country]) / 12.0
    means = base * size_mean * np.exp(-DEPRIVATION_SLOPE * deprivation)
    total = np.sqrt(2.0) * NormalDist().inv_cdf((float(countries["gini"]) + 1.0) / 2.0)
    households = persons / size_mean
    logs = np.log(means)
    centre = (logs * households).sum() / households.sum()
    between = ((logs - centre) ** 2 * households).sum() / households.sum()
    return means, float(np.sqrt(max(total**2 - between, 0.3**2)))


def _structure(world: World, code: str) -> tuple[np.ndarray, float, float]:
    """Shares of sizes, share of children among persons, share of households led by a woman."""
    table = world.tables.get("household_structure", pd.DataFrame(columns=["country_iso3"]))
    rows = table[table["country_iso3"] == code]
    value = {} if rows.empty else rows.set_index(["variable", "category"])["value"].to_dict()
    classes = np.array([value.get(("size_share", name), default) for name, default in
                        zip(("1", "2-3", "4-5", "6+"), DEFAULT_SIZES, strict=True)], float)
    return (size_shares(classes / classes.sum()), float(value.get(("age_share", "0-17"), DEFAULT_CHILDREN)),
            float(value.get(("woman_led_share", "all"), DEFAULT_WOMEN)))


def _tie_share(rows: pd.DataFrame) -> np.ndarray:
    seen = np.maximum(rows["emigrant_households_share"].to_numpy(float),
                      rows["remittance_households_share"].to_numpy(float))
    return np.minimum(TIE_CAP, TIE_FACTOR * seen + TIE_FLOOR)


def _growth(world: World, code: str, start: int, months: int) -> tuple[np.ndarray, float]:
    """Growth path of households, f8[months + 1], and the mean size of new ones over the old (<= 1).

    People grow by natural increase (population change would count emigration twice); households grow
    faster by HEAD_RATE, so later-forming ones are smaller and persons still follow natural increase.
    """
    last_year = (world.start + world.history_end) // 12
    years = np.minimum((world.start + start + np.arange(months)) // 12, last_year)
    rate = {int(year): yearly(world, code, "natural_increase", year) / yearly(world, code, "population", year)
            for year in np.unique(years)}
    people = np.nan_to_num(np.array([rate[int(year)] for year in years]))
    growth = np.concatenate([[1.0], np.cumprod(np.maximum(1.0 + people + HEAD_RATE, 1.0) ** (1.0 / 12.0))])
    persons = float(np.prod((1.0 + people) ** (1.0 / 12.0)))
    relative = (persons - 1.0) / (growth[-1] - 1.0) if growth[-1] > 1.0 else 1.0
    return growth, float(np.clip(relative, 0.0, 1.0))


def _abroad_cells(world: World, settings: Settings, code: str, start: int) -> tuple[pd.DataFrame, np.ndarray]:
    """People abroad by place of residence and status, and the cumulative shares of years of residence."""
    stock = world.tables["stocks_abroad"]
    stock = stock[(stock["origin_iso3"] == code) & (stock["persons"] > 0)].reset_index(drop=True)
    factor = settings["u_stock"] if code in UNDERCOUNTED else 1.0
    place = stock["place_id"].map(world.place_index).to_numpy(np.int64)
    irregular, pending = stock["irregular_share"].to_numpy(float), stock["pending_share"].to_numpy(float)
    waits = {host: _wait(world, world.countries[host], start) for host in np.unique(world.place_country[place])}
    parts = []
    for state, share in ((IRREGULAR, irregular), (ASYLUM_PENDING, pending), (LAWFUL, 1 - irregular - pending)):
        parts.append(pd.DataFrame({
            "place": place, "state": state, "persons": stock["persons"].to_numpy(float) * factor * share,
            "profile": np.arange(len(stock)), "block": world.country_block[world.place_country[place]],
            "wait": [waits[host] for host in world.place_country[place]]}))
    cells = pd.concat(parts).sort_values(["profile", "state"], kind="stable").reset_index(drop=True)
    return cells[cells["persons"] > 0].reset_index(drop=True), _residence(stock, pending)


def _residence(stock: pd.DataFrame, pending: np.ndarray) -> np.ndarray:
    """Cumulative shares of years of residence of those without a pending claim, f8[rows, 6].

    Claimants came recently: they are taken out of the youngest band, as far as it goes.
    """
    bands = stock[list(YEAR_BANDS)].to_numpy(float).reshape(len(stock), len(YEAR_BANDS))
    if not len(stock):
        return np.ones((1, len(YEAR_BANDS)))
    bands = bands / bands.sum(axis=1, keepdims=True)
    bands[:, 0] = np.maximum(bands[:, 0] - pending, 0.0)
    total = bands.sum(axis=1, keepdims=True)
    bands = np.where(total > 0, bands, 1.0)
    return np.cumsum(bands / bands.sum(axis=1, keepdims=True), axis=1)


def _wait(world: World, host: str, start: int) -> float:
    """Months the queue of an asylum country would take at the pace of decisions of the start."""
    table = world.tables["asylum"]
    year = (world.start + start) // 12
    rows = table[(table["country_iso3"] == host) & (table["origin_iso3"] == "ALL") & (table["year"] == year)]
    sums = rows.groupby("series")["value"].sum()
    if sums.get("pending", 0) <= 0 or sums.get("decisions", 0) <= 0:
        return WAIT_DEFAULT
    return float(np.clip(12.0 * sums["pending"] / sums["decisions"], WAIT_LEAST, WAIT_MOST))


def _blocks(world: World, cells: pd.DataFrame) -> np.ndarray:
    """Cumulative shares of the diaspora by block of ties; the hub's block if nobody is abroad."""
    shares = np.bincount(cells["block"].to_numpy(np.int64), cells["persons"].to_numpy(float), minlength=8)
    if shares.sum() <= 0:
        shares[world.country_block[world.hub]] = 1.0
    return np.cumsum(shares / shares.sum())


def _displaced(world: World, rows: pd.DataFrame) -> np.ndarray:
    """Internally displaced persons by place and cause, f8[n, 2]."""
    result = np.zeros((len(rows), len(CAUSES)))
    table = world.tables.get("stocks_displaced", pd.DataFrame())
    row_of = {place: row for row, place in enumerate(rows["place_id"])}
    for record in table.to_dict("records"):
        if record["place_id"] in row_of:
            result[row_of[record["place_id"]], list(CAUSES).index(record["cause"])] += record["persons"]
    return result


def _returned(world: World, code: str) -> np.ndarray:
    """Persons returned in the last 24 months by kind, f8[3]."""
    table = world.tables.get("stocks_returned", pd.DataFrame(columns=["origin_iso3"]))
    result = np.zeros(len(RETURN_KINDS))
    for record in table[table["origin_iso3"] == code].to_dict("records"):
        result[RETURN_KINDS[record["kind"]]] += record["persons"]
    return result


def _seasonal(world: World, code: str) -> pd.DataFrame:
    """Seasonal workers a year by visa class, with the months of a contract."""
    table = world.tables.get("stocks_seasonal", pd.DataFrame(columns=["origin_iso3", "visa_class", "persons"]))
    rows = table[table["origin_iso3"] == code]
    months = [CONTRACT_MONTHS.get(name, OTHER_CONTRACT_MONTHS) for name in rows["visa_class"]]
    return pd.DataFrame({"visa_class": rows["visa_class"].to_numpy(), "months": months,
                         "persons": rows["persons"].to_numpy(float)})


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


def _fee(world: World, settings: Settings, code: str) -> float:
    """Price of a guided trip to the hub destination, US$ of 2021."""
    name = f"fee_guided_{code.lower()}"
    if name in settings.values:
        return settings[name]
    table = world.tables["fees"]
    prices = table[(table["origin_iso3"] == code) & (table["channel"] == "guided")]["price_usd"]
    return float(prices.iloc[0]) if len(prices) else GUIDED_FEE_DEFAULT


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
