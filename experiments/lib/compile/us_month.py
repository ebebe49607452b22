"""us_month.csv: monthly US labour demand and prices and the El Niño index, January 2010 to September 2022."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import plain_source, read

COLUMNS = ["year_month", "series", "value", "unit", "source", "grade"]
LAST_MONTH = "2022-09"


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Seven complete monthly series; later months are held back."""
    table = read(raw, "drivers/us_month.csv")
    table = table[table.year_month <= LAST_MONTH].copy()
    table["source"], table["grade"] = table.source.map(plain_source), "A"
    return table.sort_values(["series", "year_month"], kind="stable")[COLUMNS].reset_index(drop=True)
