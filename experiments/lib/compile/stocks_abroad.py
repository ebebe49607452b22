"""stocks_abroad.csv: people living abroad in January 2014 by origin country and place of residence.

Stock = UN DESA, linear between mid 2010 and mid 2015. Cells that are not published are not zero: half the
smallest published cell of the host, for the ten main hosts (grade C). Persons are the recorded stock; the
model's correction for unrecorded people is a parameter (`u_stock`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.common import (
    NORTH,
    START_YEAR,
    origin_countries,
    population_at,
    read,
    round_to_total,
    world_countries,
)
from experiments.lib.compile.metro_pull import pull
from experiments.lib.compile.residence_years import BANDS, band_shares, pooled_shares, rounded_shares

COLUMNS = [
    "origin_iso3",
    "place_id",
    "persons",
    "irregular_share",
    "pending_share",
    *BANDS,
    "source",
    "grade",
]
START_FRACTION = (2014.0 - 2010.5) / 5  # January 2014 between the mid-year stocks of 2010 and 2015
FILLED_HOSTS = ("USA", "MEX", "CRI", "COL", "PER", "CHL", "ECU", "BRA", "ESP", "CAN")
FILL_CAP = {"USA": 0.20}  # a filled cell is at most this share of the origin's residents ...
FILL_CAP_ELSEWHERE = 0.001  # ... and this in other hosts
JUDGED = {("HTI", "BRA"): 30000}  # recorded as 81 in 2015 and 35,560 in 2020: Haitians came from 2011 on
RECENT_ONLY = (("HTI", "BRA"),)
# Share without status in the USA: MPI 2019 (MEX, SLV, GTM, HND) and 2021 (BRA, COL) of the UN DESA stock of
# 2020; VEN and HTI judgement; Cubans are admitted to residence after a year, Puerto Ricans are citizens.
US_IRREGULAR = {
    "MEX": (0.48, "B"),
    "SLV": (0.51, "B"),
    "GTM": (0.63, "B"),
    "HND": (0.63, "B"),
    "BRA": (0.34, "B"),
    "COL": (0.23, "B"),
    "VEN": (0.35, "C"),
    "HTI": (0.30, "C"),
    "CUB": (0.05, "C"),
    "PRI": (0.0, "A"),
}
LARGEST_SUM = 0.95  # irregular and pending together leave some residents with status
SMALLEST = 5  # smaller cells are left out


def yearly_stocks(raw: Path) -> pd.DataFrame:
    """(origin, host) x year persons, both sexes, 1990-2015, only countries of the world."""
    table = read(raw, "flows/migrant_stock.csv")
    table = table[
        table.origin_iso3.isin(origin_countries(raw)) & table.destination_iso3.isin(world_countries(raw))
    ]
    table = table[(table.year <= 2015) & (table.origin_iso3 != table.destination_iso3)]
    return table.groupby(["origin_iso3", "destination_iso3", "year"]).stock.sum().unstack().sort_index()


def start_stock(stocks: pd.DataFrame) -> pd.Series:
    """Persons in January 2014; the one published year where the other is missing."""
    early, late = stocks[2010].fillna(stocks[2015]), stocks[2015].fillna(stocks[2010])
    return (early + (late - early) * START_FRACTION).dropna()


def filled_cells(stocks: pd.DataFrame, raw: Path) -> pd.Series:
    """Persons of cells that are not published, for the ten main hosts."""
    population = population_at(raw, START_YEAR)
    start = start_stock(stocks)
    cells = {}
    for host in FILLED_HOSTS:
        published = start[start.index.get_level_values(1) == host]
        half = published[published > 0].min() / 2
        for origin in origin_countries(raw):
            if origin != host and (origin, host) not in start.index:
                cap = FILL_CAP.get(host, FILL_CAP_ELSEWHERE) * population[origin]
                cells[origin, host] = min(half, cap)
    return pd.Series(cells)


def venezuelans(raw: Path) -> pd.Series:
    """Venezuelans displaced abroad by host at the end of 2014 (the first year counted), UNHCR."""
    table = read(raw, "flows/displacement_stock.csv")
    table = table[(table.measure == "venezuelans_displaced_abroad_unhcr") & (table.year == START_YEAR)]
    return table.set_index("country_iso3").value


def national_stock(stocks: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """origin_iso3, host, persons, source, grade."""
    published = start_stock(stocks).rename("persons").to_frame()
    published["source"], published["grade"] = "UN DESA migrant stock Rev. 2024, 2010-2015 interpolated", "B"
    missing = filled_cells(stocks, raw).rename("persons").to_frame()
    missing["source"], missing["grade"] = "not published: half the smallest published cell of the host", "C"
    table = pd.concat([published, missing])
    table.index.names = ["origin_iso3", "host"]
    for key, persons in JUDGED.items():
        replace(table, key, persons, "judgement: UN DESA has 81 persons in 2015", "C")
    for host, counted in venezuelans(raw).items():
        key = ("VEN", str(host))
        if key in table.index and counted > float(table.persons[key]):
            replace(table, key, counted, "UNHCR Venezuelans displaced abroad, end 2014", "B")
    return table[table.persons >= SMALLEST].sort_index().reset_index()


def replace(table: pd.DataFrame, key: tuple[str, str], persons: float, source: str, grade: str) -> None:
    """Overwrite the cell (origin, host) in place."""
    for column, value in (("persons", persons), ("source", source), ("grade", grade)):
        table.loc[table.index == key, column] = value


def pending(raw: Path) -> pd.Series:
    """Pending claims at the end of 2013 by (origin, host)."""
    table = read(raw, "flows/displacement_stock.csv")
    table = table[(table.measure == "asylum_seekers_pending") & (table.year == START_YEAR - 1)]
    return table.groupby(["origin_iso3", "country_iso3"]).value.sum()


def with_status(table: pd.DataFrame, tables: dict[str, pd.DataFrame], raw: Path) -> pd.DataFrame:
    """Add irregular_share and pending_share; a US share of judgement makes the row C."""
    default = tables["countries"].set_index("country_iso3").irregular_share_default
    table["irregular_share"] = table.host.map(default)
    for origin, (share, grade) in US_IRREGULAR.items():
        rows = (table.origin_iso3 == origin) & (table.host == "USA")
        table.loc[rows, "irregular_share"] = share
        if grade == "C":
            table.loc[rows, "grade"] = "C"
    claims = (
        pending(raw).reindex(pd.MultiIndex.from_frame(table[["origin_iso3", "host"]])).fillna(0).to_numpy()
    )
    table["pending_share"] = np.minimum(claims / table.persons, LARGEST_SUM)
    rest = (LARGEST_SUM - table.pending_share).clip(lower=0)
    table["irregular_share"] = np.minimum(table.irregular_share, rest)
    return table


def with_years(table: pd.DataFrame, stocks: pd.DataFrame) -> pd.DataFrame:
    """Add the shares by years of residence; hosts' pooled shares where the pair has no history."""
    shares = band_shares(stocks)
    pooled = {host: pooled_shares(stocks, host) for host in table.host.unique()}
    rows = np.empty((len(table), len(BANDS)))
    for i, (origin, host) in enumerate(zip(table.origin_iso3, table.host, strict=True)):
        own = (
            shares.loc[(origin, host)].to_numpy()
            if (origin, host) in shares.index
            else np.full(len(BANDS), np.nan)
        )
        rows[i] = pooled[host] if np.isnan(own).any() else own
        if (origin, host) in RECENT_ONLY:
            rows[i] = np.eye(len(BANDS))[0]
    table[BANDS] = rounded_shares(rows)
    return table


def us_metro_counts(places: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """MPI/ACS immigrants by US place x origin (SLV, GTM, HND); metros that are no place are left out."""
    metros = read(raw, "drivers/diaspora_us_metros.csv")
    own = places[(places.country_iso3 == "USA") & (places.settle == 1)]
    rows = {}
    for place, name in zip(own.place_id, own.name, strict=True):
        words = name.split("-")[0].split(",")[0].split(" /")[0]
        match = metros[metros.metro.str.startswith(words)]
        if len(match):
            rows[place] = (
                match.iloc[0][["immigrants_slv", "immigrants_gtm", "immigrants_hnd"]].astype(float).to_numpy()
            )
    return pd.DataFrame.from_dict(rows, orient="index", columns=["SLV", "GTM", "HND"])


def place_weights(
    host: str, origin: str, places: pd.DataFrame, metros: pd.DataFrame
) -> tuple[pd.Series, bool]:
    """(weight by place of residence in the host, True if counted rather than judged)."""
    own = places[(places.country_iso3 == host) & (places.settle == 1)].set_index("place_id")
    if host == "USA" and origin in NORTH:
        return metros[origin], True
    factors = pull(host, origin)
    factor = pd.Series([factors.get(place, factors["OTHER"]) for place in own.index], index=own.index)
    return own.population.fillna(1) * factor, len(own) == 1


def split_over_places(table: pd.DataFrame, places: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """One row per origin and place of residence; whole persons, sums kept."""
    metros = us_metro_counts(places, raw)
    parts = []
    for row in table.to_dict("records"):
        weights, counted = place_weights(row["host"], row["origin_iso3"], places, metros)
        part = pd.DataFrame([row] * len(weights))
        part["place_id"] = weights.index
        part["persons"] = round_to_total(row["persons"] * (weights / weights.sum()).to_numpy())
        if not counted:
            part["grade"] = "C"
            part["source"] += "; split over places: judgement"
        elif row["host"] == "USA":
            part["source"] += "; split: MPI/ACS by metropolitan area; status: MPI 2019"
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows by origin and place: persons, shares of status (rest lawful) and of years of residence (sum 1)."""
    stocks = yearly_stocks(raw)
    table = with_years(with_status(national_stock(stocks, raw), tables, raw), stocks)
    table = split_over_places(table, tables["places"], raw)
    table = table[table.persons > 0]
    table[["irregular_share", "pending_share"]] = table[["irregular_share", "pending_share"]].round(4)
    return table.sort_values(["origin_iso3", "host", "place_id"], kind="stable")[COLUMNS].reset_index(
        drop=True
    )
