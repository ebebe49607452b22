"""Shared steps of the target tables: sums by month, fiscal and calendar year, one block per series."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from model.checks import InputError, nearest

COLUMNS = [
    "indicator",
    "year_month",
    "year",
    "year_type",
    "place",
    "nationality",
    "group",
    "value",
    "unit",
    "sigma_rel",
    "series",
    "source",
]
KEY = ["indicator", "year_month", "year", "year_type", "place", "nationality", "group"]
LISTED = ("MEX", "GTM", "HND", "SLV", "VEN", "CUB", "HTI", "NIC", "COL", "ECU")
TOTAL = "ALL"
FIRST_MONTH, LAST_MONTH = "2013-10", "2022-09"
LAST_FULL_YEAR = 2021
MONTHS = [str(month) for month in pd.period_range(FIRST_MONTH, LAST_MONTH, freq="M")]


def read(raw: Path, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """Raw table `raw/name` with every text kept as text; InputError when the file or a column is missing."""
    path = raw / name
    if not path.exists():
        raise InputError(f"{path}: file not found. Allowed: a folder that holds drivers/ and flows/.")
    table = pd.read_csv(path, keep_default_na=False, dtype=str)
    for column in columns:
        if column not in table.columns:
            raise InputError(
                f"{path}, header: column '{column}' is missing. {nearest(column, table.columns)}".strip()
            )
    return table


def numbers(table: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Copy of `table` with `column` as float64; blanks are dropped, other text raises InputError."""
    kept = table[table[column] != ""].copy()
    values = pd.to_numeric(kept[column], errors="coerce")
    if values.isna().any():
        row = int(values.index[values.isna()][0])
        bad = str(table.loc[row, column])
        raise InputError(f"{name}, row {row + 2}, column '{column}': '{bad}' is not a number.")
    kept[column] = values
    return kept


def fiscal_year(months: pd.Series) -> pd.Series:
    """Fiscal year (October to September) of 'YYYY-MM' strings, as int64."""
    return months.str[:4].astype(int) + (months.str[5:7].astype(int) >= 10)


def with_total(table: pd.DataFrame, listed: Sequence[str] = LISTED) -> pd.DataFrame:
    """Rows of the listed nationalities plus all rows again under nationality ALL (never add the two)."""
    everyone = table[table["nationality"] != TOTAL].assign(nationality=TOTAL)
    return pd.concat([table[table["nationality"].isin(listed)], everyone], ignore_index=True)


def _sum(table: pd.DataFrame, period: pd.Series, year_type: str, by: Sequence[str]) -> pd.DataFrame:
    keyed = table.assign(period=period.astype(str), year_type=year_type)
    return keyed.groupby(["period", "year_type", *by])["value"].sum().reset_index()


def by_month(table: pd.DataFrame, by: Sequence[str] = ("nationality",), fill: bool = True) -> pd.DataFrame:
    """Monthly sums of `value`; with `fill`, months without a row inside the span count as zero events."""
    sums = _sum(table, table["year_month"], "month", by)
    if not fill or sums.empty:
        return sums
    span = [month for month in MONTHS if sums["period"].min() <= month <= sums["period"].max()]
    wide = sums.pivot_table(index="period", columns=list(by), values="value", aggfunc="sum")
    wide = wide.reindex(span).fillna(0.0)
    wide.index.name = "period"
    long = pd.Series(wide.unstack(), name="value").reset_index()
    return long.assign(year_type="month")


def by_fiscal_year(table: pd.DataFrame, by: Sequence[str] = ("nationality",)) -> pd.DataFrame:
    """Fiscal-year sums of monthly `value` rows."""
    return _sum(table, fiscal_year(table["year_month"]), "fiscal_year", by)


def by_calendar_year(table: pd.DataFrame, by: Sequence[str] = ("nationality",)) -> pd.DataFrame:
    """Calendar-year sums; the last year ends in September and is marked calendar_year_jan_sep."""
    years = table["year_month"].str[:4].astype(int)
    full = _sum(table[years <= LAST_FULL_YEAR], years[years <= LAST_FULL_YEAR], "calendar_year", by)
    cut = _sum(table[years > LAST_FULL_YEAR], years[years > LAST_FULL_YEAR], "calendar_year_jan_sep", by)
    return pd.concat([full, cut], ignore_index=True)


def small_cell_sigma(values: pd.Series, relative: float, absolute: float = 10.0) -> pd.Series:
    """Relative error with an absolute floor (tables are rounded): max(relative, absolute / value), <= 1."""
    return (absolute / values.clip(lower=absolute)).clip(lower=relative)


def block(
    indicator: str | pd.Series,
    values: pd.DataFrame,
    *,
    unit: str,
    series: str,
    source: str,
    sigma: float | pd.Series,
    place: str = "",
    group: str = "",
) -> pd.DataFrame:
    """One series as target rows; `values` has period, year_type, value, maybe place, nationality, group."""
    month = values["year_type"] == "month"
    filled = {"place": place, "nationality": TOTAL, "group": group}
    constant = {name: text for name, text in filled.items() if name not in values.columns}
    rows = values.assign(
        indicator=indicator,
        unit=unit,
        series=series,
        source=source,
        sigma_rel=sigma,
        year_month=values["period"].where(month, ""),
        year=values["period"].where(~month, ""),
        **constant,
    )
    return rows[COLUMNS]


def in_window(table: pd.DataFrame, column: str = "year_month") -> pd.DataFrame:
    """Rows of the observation window October 2013 to September 2022 (later values are a test set)."""
    return table[(table[column] >= FIRST_MONTH) & (table[column] <= LAST_MONTH)]
