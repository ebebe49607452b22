"""asylum.csv: decisions, share recognised, pending claims and applications by host, origin and year.

Decisions and recognitions leave out appeals. recognition_rate = (refugee status + complementary
protection) / decisions on substance (recognised, complementary, rejected), only for cells with 20 such
decisions. In the USA courts count persons and the affirmative service counts cases to 2020 and persons in
2021; a case that is referred appears in both, so applications and decisions of the USA are upper bounds
(overlap about 15 %).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import FIRST_YEAR, read, world_countries

COLUMNS = ["country_iso3", "origin_iso3", "year", "series", "value", "unit", "source", "grade"]
KEYS = ["country_iso3", "origin_iso3", "year"]
LAST_FULL_YEAR = 2021
FEWEST = 20  # decisions on substance below which a share says nothing
UNITS = {
    "decisions": "decisions",
    "recognition_rate": "share",
    "pending": "persons, year end",
    "applications": "persons",
}
US_FIRST_YEAR = 2013  # before, the two institutions are not both there


def with_everyone(table: pd.DataFrame, countries: list[str]) -> pd.DataFrame:
    """Rows of listed origins plus a copy of all rows as origin ALL (also people from outside the world)."""
    listed = table[table.origin_iso3.isin(countries)]
    both = pd.concat([listed, table.assign(origin_iso3="ALL")])
    return both[both.country_iso3.isin(countries) & both.year.between(FIRST_YEAR, LAST_FULL_YEAR)]


def claims(raw: Path, countries: list[str]) -> pd.DataFrame:
    """Host x origin x year sums of the UNHCR columns on applications and decisions."""
    table = read(raw, "flows/asylum.csv")
    table = table[table.series == "unhcr_rsd"]
    table = table.rename(columns={"country_of_asylum": "country_iso3", "country_of_origin": "origin_iso3"})
    numbers = [
        "applications_persons",
        "recognitions",
        "complementary_protection",
        "rejected",
        "decisions_total",
    ]
    table[numbers] = table[numbers].fillna(0)
    return with_everyone(table, countries).groupby(KEYS)[numbers].sum()


def us_applications(raw: Path, countries: list[str]) -> pd.Series:
    """First applications in the USA: court (persons) + affirmative (cases to 2020), appeals left out."""
    table = read(raw, "flows/asylum_usa_by_institution.csv")
    table = table[(table.app_type == "N") & (table.year >= US_FIRST_YEAR)].assign(country_iso3="USA")
    table = table.rename(columns={"country_of_origin": "origin_iso3"})
    return with_everyone(table, countries).groupby(KEYS)["count"].sum()


def pending(raw: Path, countries: list[str]) -> pd.Series:
    """Claims pending at the end of the year."""
    table = read(raw, "flows/displacement_stock.csv")
    table = table[table.measure == "asylum_seekers_pending"]
    return with_everyone(table, countries).groupby(KEYS).value.sum()


def applications(table: pd.DataFrame, raw: Path, countries: list[str]) -> pd.Series:
    """Persons by UNHCR; the USA from its two institutions."""
    persons = table.applications_persons
    elsewhere = persons[persons.index.get_level_values("country_iso3") != "USA"]
    return pd.concat([elsewhere, us_applications(raw, countries)])


def series_of(values: pd.Series, series: str, decimals: int = 0) -> pd.DataFrame:
    """Long rows of one series; zeros are left out."""
    rows = values.round(decimals).rename("value").rename_axis(KEYS).reset_index()
    if series != "recognition_rate":
        rows = rows[rows.value > 0]
    return rows.assign(series=series, unit=UNITS[series])


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows host x origin x year x series; an absent count is zero."""
    countries = world_countries(raw)
    table = claims(raw, countries)
    positive = table.recognitions + table.complementary_protection
    substance = positive + table.rejected
    parts = [
        series_of(table.decisions_total, "decisions"),
        series_of((positive / substance)[substance >= FEWEST], "recognition_rate", 4),
        series_of(pending(raw, countries), "pending"),
        series_of(applications(table, raw, countries), "applications"),
    ]
    result = pd.concat(parts, ignore_index=True)
    result["source"], result["grade"] = "UNHCR Refugee Data Finder", "A"
    usa = (result.country_iso3 == "USA") & (result.series != "pending")
    result.loc[usa, "source"] += ", court and affirmative together"
    result.loc[usa | (result.series == "recognition_rate"), "grade"] = "B"
    return result.sort_values(["series", *KEYS], kind="stable")[COLUMNS].reset_index(drop=True)
