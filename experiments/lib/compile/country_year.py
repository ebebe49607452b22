"""country_year.csv: yearly drivers by country, 2010-2022, gaps filled by declared rules.

Later values are held back: they lie after the last observation. Filled cells carry grade C and say how in
`source`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.common import (
    FIRST_YEAR,
    LAST_YEAR,
    START_YEAR,
    fill_inside_and_hold,
    read,
    wide,
    wide_extra,
    world_countries,
)
from experiments.lib.compile.household_size import sizes_2014

COLUMNS = ["country_iso3", "year", "series", "value", "unit", "source", "grade"]
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
DISPUTED_PRICES = ("VEN", "CUB")  # income, prices and rates rest on one modelled source
DISPUTED_HOMICIDE = ("VEN", "HTI", "NIC", "CUB")
HOMICIDE_PROXY = ("ABW", "CUW")
HOMICIDE_CARRY = 3  # years a last value may be carried forward before it counts as judgement
TURKS_PROXY = "BHS"


def long_rows(
    values: pd.DataFrame,
    seen: pd.DataFrame,
    series: str,
    unit: str,
    source: str,
    grade: str,
    how: str,
    decimals: int,
) -> pd.DataFrame:
    """year x country frame -> rows; cells not in `seen` (boolean) get grade C and `how` as source."""
    cells = pd.Series(values.round(decimals).stack())
    rows = cells.reset_index()
    rows.columns = pd.Index(["year", "country_iso3", "value"])
    known = seen.stack().reindex(cells.index).fillna(False).to_numpy(dtype=bool)
    rows["series"], rows["unit"] = series, unit
    rows["source"] = np.where(known, source, how)
    rows["grade"] = np.where(known, grade, "C")
    return rows[COLUMNS]


def filled(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(values interpolated inside and held outward, which cells were observed), years 2010-2022."""
    seen = table.reindex(YEARS).notna()
    full = table.apply(fill_inside_and_hold).reindex(YEARS)
    return full, seen


def us_prices(raw: Path) -> pd.Series:
    """US consumer prices, 2021 = 1, by year."""
    month = read(raw, "drivers/us_month.csv")
    month = month[month.series == "cpi_all_urban"]
    yearly = month.groupby(month.year_month.str[:4].astype(int)).value.mean()
    return yearly / yearly[2021]


def nominal_2021(raw: Path) -> pd.DataFrame:
    """GDP per head in US dollars of 2021 at market rates."""
    return wide_extra(raw, "gdp_per_capita_usd").div(us_prices(raw), axis=0)


def income(raw: Path) -> pd.DataFrame:
    """GDP per head, 2021 international $; CUW and PRI from nominal GDP at an assumed price level."""
    table = wide(raw, "gdp_per_capita_ppp")
    nominal = nominal_2021(raw).dropna(how="all", axis=1)
    table["PRI"] = nominal["PRI"] / 0.85
    table["CUW"] = nominal["CUW"] / 0.75
    full, seen = filled(table)
    rows = long_rows(
        full,
        seen,
        "gdp_per_capita_ppp",
        "2021 international $ per person",
        "World Bank NY.GDP.PCAP.PP.KD",
        "A",
        "nearest year held, or interpolated",
        2,
    )
    judged = rows.country_iso3.isin(["PRI", "CUW"])
    rows.loc[judged, "source"] = "World Bank GDP in US$ of 2021 / assumed price level (PRI 0.85, CUW 0.75)"
    modelled = rows.country_iso3.isin(DISPUTED_PRICES)
    rows.loc[modelled, "source"] = "Gapminder GDP per capita v32 (modelled)"
    rows.loc[judged | modelled, "grade"] = "C"
    return rows


def price_level(raw: Path) -> pd.DataFrame:
    """Price level, USA = 1; without a published exchange rate nominal over purchasing-power GDP per head."""
    table = wide_extra(raw, "price_level_us_1").reindex(columns=sorted(wide(raw, "population").columns))
    implied = nominal_2021(raw) / income(raw).pivot(index="year", columns="country_iso3", values="value")
    full, seen = filled(table)
    full = full.fillna(implied.reindex(YEARS)).apply(fill_inside_and_hold)
    full["CUB"] = 0.45  # the official rate says nothing about prices people meet
    full["VEN"] = full["VEN"].clip(0.25, 0.9)
    return long_rows(
        full,
        seen,
        "price_level_us_1",
        "ratio, USA = 1",
        "World Bank PA.NUS.PPP / exchange rate implied by ILO minimum wages",
        "B",
        "GDP per head, US$ of 2021 / 2021 international $, or nearest year; CUB judgement",
        4,
    )


def homicide(raw: Path) -> pd.DataFrame:
    """Per 100,000: interpolated inside, last value carried; CUW and ABW half the mean of DOM and JAM."""
    table = wide(raw, "homicide_rate")
    full, seen = filled(table)
    for country in HOMICIDE_PROXY:
        full[country] = (full["DOM"] + full["JAM"]) / 4
        seen[country] = False
    rows = long_rows(
        full,
        seen,
        "homicide_rate",
        "per 100,000 persons and year",
        "UNODC through Our World in Data",
        "A",
        "nearest year carried or interpolated (UNODC)",
        3,
    )
    raw_kind = read(raw, "drivers/country_year.csv").set_index(["iso3", "year"]).homicide_rate_source
    kind = [raw_kind.get(key, "") for key in zip(rows.country_iso3, rows.year, strict=True)]
    rows.loc[pd.Series(kind) == "interpolated UNODC", ["source", "grade"]] = ["interpolated UNODC", "B"]
    rows.loc[rows.country_iso3.isin(HOMICIDE_PROXY), "source"] = "half the mean of DOM and JAM"
    rows.loc[rows.country_iso3.isin(DISPUTED_HOMICIDE), "grade"] = "C"
    rows.loc[rows.country_iso3.eq("GTM") & rows.grade.eq("A"), "grade"] = "B"  # lies above the police series
    return rows


def plain(raw: Path, column: str, unit: str, source: str, decimals: int) -> pd.DataFrame:
    """A raw column, gaps interpolated or held; countries without any value get the median of the others."""
    full, seen = filled(wide(raw, column))
    full = full.apply(lambda row: row.fillna(row.median()), axis=1)
    how = "interpolated or nearest year held; median of the others where none is published"
    return long_rows(full, seen, column, unit, source, "A", how, decimals)


def unemployment(raw: Path) -> pd.DataFrame:
    """Percent of the labour force; years without a value get the own mean of 2013-2019: no change."""
    table = wide(raw, "unemployment_rate_15plus")
    usual = table.loc[2013:2019].mean().fillna(table.mean())
    seen = table.reindex(YEARS).notna()
    full = table.interpolate("linear", limit_area="inside").reindex(YEARS).fillna(usual)
    return long_rows(
        full,
        seen,
        "unemployment_rate",
        "percent (definitions differ: use changes only)",
        "ILO and national",
        "A",
        "no value: interpolated, or the own mean of 2013-2019",
        2,
    )


def extra(
    raw: Path, series: str, name: str, unit: str, source: str, grade: str, decimals: int
) -> pd.DataFrame:
    """A raw extra series, gaps interpolated or held; countries without a value are left out."""
    full, seen = filled(wide_extra(raw, series))
    return long_rows(full, seen, name, unit, source, grade, "interpolated or nearest year held", decimals)


def household_size(raw: Path) -> pd.DataFrame:
    """One value per country, frozen at 2014 (households formed later use the same size)."""
    rows = sizes_2014(raw).rename(columns={"size": "value"})
    rows["year"], rows["series"], rows["unit"] = START_YEAR, "household_size_mean", "persons per household"
    return rows[COLUMNS]


def turks(rows: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """Turks and Caicos has no series: it borrows ratios of the Bahamas, persons from a recalled count."""
    island = rows[rows.country_iso3 == TURKS_PROXY].copy()
    island["country_iso3"], island["source"], island["grade"] = "TCA", "proxy: value of the Bahamas", "C"
    persons = island.series.isin(["population", "natural_increase", "remittances_usd"])
    island.loc[persons, "value"] = (island.loc[persons, "value"] * 0.095).round()
    island.loc[persons, "source"] = "proxy: Bahamas x 0.095 (about 35,000 inhabitants, recalled)"
    return island


def series_frames(raw: Path) -> list[pd.DataFrame]:
    """All series in file order."""
    return [
        plain(raw, "population", "persons", "World Bank SP.POP.TOTL", 0),
        income(raw),
        price_level(raw),
        homicide(raw),
        unemployment(raw),
        extra(
            raw,
            "natural_increase",
            "natural_increase",
            "persons per year",
            "UN WPP 2024, births - deaths",
            "A",
            0,
        ),
        extra(
            raw,
            "undernourishment_pct",
            "undernourishment_pct",
            "percent of population (2.5 = below 2.5)",
            "FAO SDG 2.1.1 through Our World in Data",
            "B",
            1,
        ),
        plain(
            raw,
            "agriculture_employment_pct",
            "percent of employment",
            "ILO modelled, through the World Bank",
            2,
        ),
        plain(raw, "urban_share_pct", "percent of population", "UN, through the World Bank", 2),
        household_size(raw),
        extra(
            raw,
            "remittances_received_usd",
            "remittances_usd",
            "current US$ per year",
            "World Bank BX.TRF.PWKR.CD.DT",
            "A",
            0,
        ),
        extra(
            raw,
            "minimum_wage_month_usd",
            "minimum_wage_month_usd",
            "current US$ per month",
            "ILOSTAT EAR_INEE_CUR_NB_A",
            "B",
            1,
        ),
    ]


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows country x year x series, sorted by series (file order), country, year."""
    frames = [frame.sort_values(["country_iso3", "year"]) for frame in series_frames(raw)]
    frames = [pd.concat([frame, turks(frame, raw)]) for frame in frames]
    table = pd.concat(frames, ignore_index=True)
    table = table[table.country_iso3.isin(world_countries(raw)) & table.value.notna()]
    return table.reset_index(drop=True)
