"""stocks_seasonal.csv: seasonal workers a year at the start, by origin country and visa class (fiscal
year 2014).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import START_YEAR, origin_countries

COLUMNS = ["origin_iso3", "visa_class", "persons", "source", "grade"]


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Persons a year, one visa taken as one person."""
    visas = tables["visas_annual"]
    rows = visas[(visas.fiscal_year == START_YEAR) & visas.visa_class.isin(["H-2A", "H-2B"])]
    rows = rows[rows.nationality_iso3.isin(origin_countries(raw)) & (rows["count"] > 0)]
    table = rows.rename(columns={"nationality_iso3": "origin_iso3", "count": "persons"})
    return table[COLUMNS].sort_values(["origin_iso3", "visa_class"], kind="stable").reset_index(drop=True)
