"""household_structure.csv: sizes, ages and households led by women, at the start of 2014."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.common import START_YEAR, read, world_countries

COLUMNS = ["country_iso3", "variable", "category", "value", "unit", "source", "grade"]
SIZES = ("1", "2-3", "4-5", "6+")
AGES: dict[str, dict[str, float]] = {
    "0-17": {"0-4": 1, "5-9": 1, "10-14": 1, "15-19": 0.6},
    "18-59": {"15-19": 0.4, "20-39": 1, "40-59": 1},
    "60+": {"60+": 1},
}


def nearest_surveys(table: pd.DataFrame, variable: str) -> pd.DataFrame:
    """country x category shares (0-1) of the survey nearest to 2014 that has all categories, and its year."""
    rows = table[table.variable == variable]
    shares = rows.groupby(["iso3", "year", "category"]).value.mean().unstack().dropna() / 100
    distance = (shares.index.get_level_values("year") - START_YEAR).to_numpy()
    shares = shares.assign(
        order=np.abs(distance) + 0.1 * (distance > 0), survey=shares.index.get_level_values("year")
    )
    return shares.sort_values("order", kind="stable").groupby(level="iso3").first().drop(columns="order")


def survey_rows(
    table: pd.DataFrame, variable: str, name: str, categories: tuple[str, ...], countries: list[str]
) -> pd.DataFrame:
    """Long rows of a survey variable; countries without a survey get the median of the others, rescaled."""
    shares = nearest_surveys(table, variable)
    median = shares[list(categories)].median()
    rows = []
    for country in countries:
        known = country in shares.index
        value = shares.loc[country, list(categories)] if known else median
        if len(categories) > 1:
            value = value / value.sum()
        year = int(shares.survey[country]) if known else 0
        source = (
            f"UN DESA Household Size and Composition 2019, {year}"
            if known
            else "median of the others: judgement"
        )
        rows += [
            (country, name, cell, value[cell], "share of households", source, "A" if known else "C")
            for cell in categories
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def age_rows(table: pd.DataFrame, countries: list[str]) -> pd.DataFrame:
    """Shares of persons aged 0-17, 18-59, 60+ near 2014, mean of the sexes; 15-17 = 3/5 of 15-19."""
    ages = table[table.variable == "age_structure_share"]
    ages = ages.groupby(["iso3", "year", "category"]).value.mean().unstack()
    rows = []
    for country in countries:
        known = country in ages.index.get_level_values("iso3")
        own = (ages.loc[country] if known else ages.groupby("year").median()).sort_index()
        year = min(own.index, key=lambda y: (abs(y - START_YEAR), y))
        parts = {
            name: sum(own.loc[year, band] * part for band, part in bands.items())
            for name, bands in AGES.items()
        }
        total = sum(parts.values())
        source = f"UN World Population Prospects, {year}" if known else "median of the others: judgement"
        rows += [
            (country, "age_share", name, value / total, "share of persons", source, "A" if known else "C")
            for name, value in parts.items()
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """size_share (1, 2-3, 4-5, 6+), age_share (0-17, 18-59, 60+), woman_led_share (all), shares 0-1."""
    table = read(raw, "drivers/household_structure.csv")
    countries = world_countries(raw)
    parts = [
        survey_rows(table, "household_size_share", "size_share", SIZES, countries),
        age_rows(table, countries),
        survey_rows(table, "female_headed_households", "woman_led_share", ("all",), countries),
    ]
    result = pd.concat(parts, ignore_index=True)
    result["value"] = result.value.astype(float).round(5)
    return result.sort_values(["country_iso3", "variable", "category"], kind="stable").reset_index(drop=True)
