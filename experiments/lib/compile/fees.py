"""fees.csv: price of a whole journey to the USA, guided or on one's own account, 2021 US$ (mean of a
survey).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import plain_source, read

COLUMNS = ["origin_iso3", "channel", "price_usd", "n", "source", "grade"]
CHANNELS = {"smuggler": "guided", "on_own_or_caravan": "own"}


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Mean price by origin and channel; n persons asked. Other origins follow from the routes."""
    table = read(raw, "drivers/migration_costs.csv")
    table = table[table["mode"].isin(CHANNELS)].copy()
    table["channel"] = table["mode"].map(CHANNELS)
    table["origin_iso3"], table["price_usd"], table["n"] = (
        table.country_iso3,
        table.mean_usd,
        table.n.astype(int),
    )
    table["source"] = table.source.map(plain_source) + ", mean of migrants of the five years before"
    table["grade"] = "B"
    return table.sort_values(["origin_iso3", "channel"], kind="stable")[COLUMNS].reset_index(drop=True)
