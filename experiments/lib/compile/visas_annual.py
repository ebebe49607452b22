"""visas_annual.csv: seasonal visas issued and lawful permanent residents admitted, US fiscal years
2010-2022.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import FIRST_YEAR, LAST_YEAR, plain_source, read, world_countries

COLUMNS = ["fiscal_year", "visa_class", "nationality_iso3", "count", "source", "grade"]
CLASSES = ("H-2A", "H-2B")


def seasonal(raw: Path, countries: list[str]) -> pd.DataFrame:
    """H-2A and H-2B issuances by nationality."""
    table = read(raw, "flows/visas_annual.csv")
    table = table[table.visa_class.isin(CLASSES)].copy()
    table["source"], table["grade"] = "US Department of State, nonimmigrant visas issued", "A"
    return table[table.nationality_iso3.isin(countries)]


def residents(raw: Path, countries: list[str]) -> pd.DataFrame:
    """New lawful permanent residents by country of birth (class LPR)."""
    table = read(raw, "drivers/lawful_admissions.csv")
    table = table[
        (table["class"] == "lpr_by_country_of_birth") & table.nationality_iso3.isin(countries)
    ].copy()
    table["visa_class"], table["source"] = "LPR", table.source.map(plain_source)
    return table


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Counts by fiscal year, class and nationality; an absent row is zero for H-2, unknown for LPR."""
    countries = world_countries(raw)
    table = pd.concat([seasonal(raw, countries), residents(raw, countries)], ignore_index=True)
    table = table[table.fiscal_year.between(FIRST_YEAR, LAST_YEAR)]
    table["count"] = table["count"].astype(int)
    order = ["visa_class", "nationality_iso3", "fiscal_year"]
    return table.sort_values(order, kind="stable")[COLUMNS].reset_index(drop=True)
