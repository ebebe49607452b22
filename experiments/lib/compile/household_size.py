"""Mean household size at the start of 2014 by country, with the rule for gaps.

Linear between two surveys of a country; outside the surveyed span the size changes by -1.05 % a year
(median of the trends of 25 countries), floor 2.2. The size is then frozen: households of later years use
the same size.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.common import START_YEAR, read

YEARLY_CHANGE = -0.0105
FLOOR = 2.2
# Territories without any survey in the tables (judgement).
ASSUMED = {
    "ATG": 3.0,
    "BLZ": 4.0,
    "BRB": 2.8,
    "CUW": 2.7,
    "DMA": 2.9,
    "GRD": 3.1,
    "KNA": 2.8,
    "LCA": 3.0,
    "VCT": 3.2,
}


def size_at(years: np.ndarray, sizes: np.ndarray, year: float) -> float:
    """Persons per household in `year` from surveys sorted by year."""
    if year < years[0]:
        return max(FLOOR, sizes[0] * (1 + YEARLY_CHANGE) ** (year - years[0]))
    if year > years[-1]:
        return max(FLOOR, sizes[-1] * (1 + YEARLY_CHANGE) ** (year - years[-1]))
    return float(np.interp(year, years, sizes))


def sizes_2014(raw: Path) -> pd.DataFrame:
    """country_iso3, size (persons), source, grade."""
    table = read(raw, "drivers/household_structure.csv")
    table = table[table.variable == "household_size_mean"]
    surveys = table.groupby(["iso3", "year"]).value.mean()
    rows = []
    for country in surveys.index.get_level_values(0).unique():
        own = surveys[country]
        size = size_at(own.index.to_numpy(), own.to_numpy(), START_YEAR)
        inside = own.index[0] <= START_YEAR <= own.index[-1]
        source = f"UN DESA Household Size 2019 and national surveys {own.index[0]}-{own.index[-1]}"
        source += "" if inside else ", -1.05 % a year beyond"
        rows.append((country, round(size, 3), source, "B" if inside else "C"))
    rows += [(country, size, "no survey in the tables: judgement", "C") for country, size in ASSUMED.items()]
    return pd.DataFrame(rows, columns=["country_iso3", "size", "source", "grade"]).sort_values("country_iso3")
