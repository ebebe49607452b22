"""asylum.csv: decisions, share recognised, pending claims and applications by host, origin and calendar year.

decisions and recognitions leave out appeals. For the USA they join court and affirmative cases, which overlap when a
case is referred, and pass from cases to persons in 2021. recognition_rate = (refugee status + complementary
protection) / decisions on substance (recognised, complementary, rejected); only cells with 20 such decisions.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import FIRST_YEAR, read, world_countries

COLUMNS = ["country_iso3", "origin_iso3", "year", "series", "value", "unit", "source", "grade"]
LAST_FULL_YEAR = 2021
FEWEST = 20  # decisions on substance below which a share says nothing
UNITS = {"decisions": "decisions", "recognition_rate": "share", "pending": "persons, year end", "applications": "persons"}


def claims(raw: Path, countries: list[str]) -> pd.DataFrame:
    """Host x origin x year sums of the UNHCR columns, with origin ALL (also people from outside the world)."""
    table = read(raw, "flows/asylum.csv")
    table = table[(table.series == "unhcr_rsd") & table.country_of_asylum.isin(countries)]
    table = table[table.year.between(FIRST_YEAR, LAST_FULL_YEAR)]
    numbers = ["applications_persons", "recognitions", "complementary_protection", "rejected", "decisions_total"]
    table[numbers] = table[numbers].fillna(0)
    everyone = table.assign(country_of_origin="ALL")
    table = pd.concat([table[table.country_of_origin.isin(countries)], everyone])
    return table.groupby(["country_of_asylum", "country_of_origin", "year"])[numbers].sum()


def pending(raw: Path, countries: list[str]) -> pd.Series:
    """Claims pending at the end of the year, with origin ALL."""
    table = read(raw, "flows/displacement_stock.csv")
    table = table[(table.measure == "asylum_seekers_pending") & table.country_iso3.isin(countries)]
    table = table[table.year.between(FIRST_YEAR, LAST_FULL_YEAR)]
    table = pd.concat([table[table.origin_iso3.isin(countries)], table.assign(origin_iso3="ALL")])
    return table.groupby(["country_iso3", "origin_iso3", "year"]).value.sum()


def series_of(values: pd.Series, series: str, decimals: int = 0) -> pd.DataFrame:
    """Long rows of one series."""
    rows = values.round(decimals).rename("value").reset_index()
    rows.columns = ["country_iso3", "origin_iso3", "year", "value"]
    return rows.assign(series=series, unit=UNITS[series])


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows host x origin x year x series; zero counts are left out."""
    countries = world_countries(raw)
    table = claims(raw, countries)
    positive = table.recognitions + table.complementary_protection
    substance = positive + table.rejected
    rate = (positive / substance)[substance >= FEWEST]
    parts = [series_of(table.decisions_total[table.decisions_total > 0], "decisions"), series_of(rate, "recognition_rate", 4)]
    waiting = pending(raw, countries)
    parts.append(series_of(waiting[waiting > 0], "pending"))
    parts.append(series_of(table.applications_persons[table.applications_persons > 0], "applications"))
    result = pd.concat(parts, ignore_index=True)
    result["source"], result["grade"] = "UNHCR Refugee Data Finder", "A"
    usa = (result.country_iso3 == "USA") & (result.series != "pending")
    result.loc[usa, "source"] += ", court and affirmative cases together"
    result.loc[usa | (result.series == "recognition_rate"), "grade"] = "B"
    return result.sort_values(["series", "country_iso3", "origin_iso3", "year"], kind="stable")[COLUMNS]
