"""Targets for calibration and validation: one series per indicator and period, nothing after September 2022.

Keys: `place` is the reporting country (a sector's place_id for sectors, blank for larger regions),
`nationality` an ISO3 code, ALL (everyone, also people from other parts of the world), HTI_FAMILY (HTI + CHL +
BRA in the Darién) or NCA3 (GTM + HND + SLV). Year-end stocks are rows of the December month.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile import target_border, target_region
from experiments.lib.compile.target_tools import COLUMNS, KEY, LAST_MONTH
from model.checks import InputError


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table targets.csv (text columns, value and sigma_rel float64) from the raw folder; writes nothing.

    Raises InputError when a raw table is missing or malformed, or when two series claim the same period.
    """
    table = pd.concat([target_border.build(raw), target_region.build(raw)], ignore_index=True)
    table = in_world(table, tables)
    check(table)
    table = table.sort_values(KEY, kind="stable").reset_index(drop=True)
    table["sigma_rel"] = table["sigma_rel"].astype(float).round(4)
    table["value"] = [_plain(value) for value in table["value"]]
    return table[COLUMNS]


def in_world(table: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows whose place is a place or country of the compiled world (all rows when `tables` has no places)."""
    if "places" not in tables:
        return table
    known = {*tables["places"]["place_id"], *tables["places"]["country_iso3"], ""}
    return table[table["place"].isin(known)]


def check(table: pd.DataFrame) -> None:
    """InputError when a key occurs twice, a period lies after the last observation or a value is negative."""
    double = table[table.duplicated(KEY)]
    if len(double):
        raise InputError(
            f"targets: two values for {dict(double.iloc[0][KEY])}. Allowed: one series per period."
        )
    late = table[(table["year_month"] > LAST_MONTH) | (table["year"].astype(str) > LAST_MONTH[:4])]
    if len(late):
        raise InputError(f"targets: {dict(late.iloc[0][KEY])} lies after {LAST_MONTH}.")
    if (table["value"] < 0).any():
        raise InputError("targets: negative value.")


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 6)
