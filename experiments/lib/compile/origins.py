"""origins.csv: what distinguishes the 87 places that send households: 54 departments and 33 country
nodes.

Department surveys are used as relative weights inside a country, never as levels between countries: their
years and questions differ.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import START_YEAR, population_at, read
from experiments.lib.compile.household_size import sizes_2014

COLUMNS = [
    "place_id",
    "population_share",
    "household_size_mean",
    "rural_share",
    "farm_share",
    "remittance_households_share",
    "emigrant_households_share",
    "emigrant_weight",
    "deprivation",
    "homicide_relative",
    "dry_corridor_class",
    "source",
    "grade",
]
SURVEY = {
    "SLV": "Censo 2024 and EHPM (BCR)",
    "GTM": "Censo 2018 (INE)",
    "HND": "Census 2013, EMR 2023, EPHPM 2024 (INE)",
}
# The Guatemalan census of 2018 finds remittances in 8.5 % of households; other sources give 18-32 %.
UNDERCOUNT = {"GTM": 2.0}
HOMICIDE_FLOOR = 0.15  # rates of three departments rest on a handful of cases
FARM_CAP, FARM_URBAN = 0.9, 0.03  # of rural and of urban households
SAMPLING_ACCIDENT = "hnd-la-paz"  # 9.7 emigrants per 1,000 beside 36-108 elsewhere
NEIGHBOURS = ("hnd-comayagua", "hnd-intibuca", "hnd-valle", "hnd-francisco-morazan")
COUNTRY_DEPRIVATION = 0.5


def weighted_mean(values: pd.Series, weights: pd.Series, country: pd.Series) -> pd.Series:
    """Mean by country, aligned to the rows; blanks are left out."""
    weights = weights.where(values.notna())
    return (values * weights).groupby(country).transform("sum") / weights.groupby(country).transform("sum")


def shrink_to_neighbours(table: pd.DataFrame) -> pd.DataFrame:
    """Emigrant columns of the department with a sampling accident: halfway to the mean of its neighbours."""
    near = table.place_id.isin(NEIGHBOURS)
    own = table.place_id == SAMPLING_ACCIDENT
    for column in ("emigrants_per_1000_pop", "emigrant_households_pct"):
        table.loc[own, column] = (table.loc[near, column].mean() + table.loc[own, column].mean()) / 2
    return table


def department_rows(raw: Path) -> pd.DataFrame:
    """Raw columns of the 54 departments; blanks filled with the national weighted mean."""
    table = shrink_to_neighbours(read(raw, "drivers/admin1_drivers.csv"))
    table["filled"] = table.household_size_mean.isna()
    for column in (
        "household_size_mean",
        "rural_households_pct",
        "remittance_households_pct",
        "emigrant_households_pct",
        "emigrants_per_1000_pop",
        "deprivation_index_within_country",
    ):
        mean = weighted_mean(table[column], table.population, table.country_iso3)
        table[column] = table[column].fillna(mean)
    return table


def scaled_sizes(table: pd.DataFrame, national: pd.Series) -> pd.Series:
    """Department household sizes times one factor per country that meets the national size."""
    households = (table.population / table.household_size_mean).groupby(table.country_iso3).transform("sum")
    persons = table.population.groupby(table.country_iso3).transform("sum")
    return table.household_size_mean * table.country_iso3.map(national) / (persons / households)


def relative_homicide(table: pd.DataFrame) -> pd.Series:
    """Rate relative to the nation, floor 0.15, population-weighted mean 1 in each country."""
    value = table.homicide_relative_to_national.clip(lower=HOMICIDE_FLOOR)
    return value / weighted_mean(value, table.population, table.country_iso3)


def departments(raw: Path, national_size: pd.Series, farm: pd.Series) -> pd.DataFrame:
    """Rows of the 54 departments."""
    table = department_rows(raw)
    code, persons = table.country_iso3, table.population
    weight = table.emigrants_per_1000_pop * persons
    factor = code.map(UNDERCOUNT).fillna(1.0)
    out = pd.DataFrame({"place_id": table.place_id, "country_iso3": code})
    out["population_share"] = persons / persons.groupby(code).transform("sum")
    out["household_size_mean"] = scaled_sizes(table, national_size)
    out["rural_share"] = table.rural_households_pct / 100
    out["farm_share"] = code.map(farm)
    out["remittance_households_share"] = table.remittance_households_pct / 100 * factor
    out["emigrant_households_share"] = table.emigrant_households_pct / 100 * factor
    out["emigrant_weight"] = weight / weight.groupby(code).transform("sum")
    out["deprivation"] = table.deprivation_index_within_country
    out["homicide_relative"] = relative_homicide(table)
    out["dry_corridor_class"] = table.dry_corridor_class
    out["source"] = code.map(SURVEY) + table.filled.map({True: "; survey blank: national mean", False: ""})
    out["grade"] = table.filled.map({True: "C", False: "B"})
    return out


def stock_share(raw: Path, tables: dict[str, pd.DataFrame], countries: pd.Index) -> pd.Series:
    """Emigrant stock of 2010 and 2015 (mean) per resident, by origin."""
    table = read(raw, "flows/migrant_stock.csv")
    stock = table[table.year.isin([2010, 2015])].groupby("origin_iso3").stock.sum() / 2
    return (stock / population_at(raw, START_YEAR)).reindex(countries).fillna(0)


def country_nodes(
    raw: Path, tables: dict[str, pd.DataFrame], sizes: pd.DataFrame, farm: pd.Series
) -> pd.DataFrame:
    """Rows of the countries that are one origin each; households abroad follow the emigrant stock (C)."""
    places = tables["places"]
    nodes = places[(places.role == "origin") & (places.admin_level == "country")]
    code = nodes.country_iso3.reset_index(drop=True)
    urban = tables["country_year"].query("series == 'urban_share_pct' and year == @START_YEAR")
    abroad = stock_share(raw, tables, pd.Index(code)).to_numpy()
    size = code.map(sizes.set_index("country_iso3")["size"])
    out = pd.DataFrame({"place_id": nodes.place_id.to_numpy(), "country_iso3": code, "population_share": 1.0})
    out["household_size_mean"] = size
    out["rural_share"] = 1 - code.map(urban.set_index("country_iso3").value) / 100
    out["farm_share"] = code.map(farm)
    out["emigrant_households_share"] = (0.7 * abroad * size).clip(0.01, 0.6)
    out["remittance_households_share"] = (0.6 * out.emigrant_households_share).clip(0.01, 0.5)
    out["emigrant_weight"], out["deprivation"], out["homicide_relative"] = 1.0, COUNTRY_DEPRIVATION, 1.0
    out["dry_corridor_class"] = "none"
    out["source"] = (
        "World Bank urban share; ILO farm work; households with emigrants = 0.7 x UN DESA stock abroad "
        "per resident x household size, remittances 0.6 of them: judgement"
    )
    out["grade"] = "C"
    return out


def farm_share(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Share of work in agriculture by country, 2014."""
    yearly = tables["country_year"]
    rows = yearly[(yearly.series == "agriculture_employment_pct") & (yearly.year == START_YEAR)]
    return rows.set_index("country_iso3").value / 100


def farming_households(out: pd.DataFrame) -> pd.Series:
    """Farming households of all: min(0.9, farm work / rural share) of the rural, 3 % of the urban."""
    rural = (out.population_share * out.rural_share).groupby(out.country_iso3).transform("sum")
    return out.rural_share * (out.farm_share / rural).clip(upper=FARM_CAP) + FARM_URBAN * (
        1 - out.rural_share
    )


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per origin place, in the order of places.csv; shares 0-1 of all households."""
    sizes = sizes_2014(raw)
    farm = farm_share(tables)
    national = sizes.set_index("country_iso3")["size"]
    table = pd.concat(
        [departments(raw, national, farm), country_nodes(raw, tables, sizes, farm)], ignore_index=True
    )
    table["farm_share"] = farming_households(table)
    order = tables["places"].query("role == 'origin'").place_id
    table = table.set_index("place_id").loc[order].reset_index()
    numbers = table.select_dtypes("number").columns
    table[numbers] = table[numbers].round(6)
    return table[COLUMNS]
