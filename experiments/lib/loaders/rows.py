"""Target rows: sums by month and year, each with the error model of its kind."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from experiments.lib.compile.target_tools import COLUMNS, KEY, fiscal_year
from experiments.lib.loaders import countries
from model.checks import InputError

NAMES = ("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
         "NOVEMBER", "DECEMBER")
MONTHS = tuple(name[:3] for name in NAMES)
COUNTED, ROUNDED = (0.01, 10.0), (0.01, 10.0)
"""(relative error, absolute floor) of counts of an agency, published as counts or rounded to ten."""
REGISTERED, FLOOR, SURVEYED = (0.03, 5.0), (0.5, 1.0), (0.10, 100.0)
"""Registers of claims, rounded to five; minimum counts of deaths; stocks estimated from censuses."""

Record = tuple[str, str, str, str, float]
"""(indicator, period, place, nationality, value)."""


def fiscal_month(fiscal_year: int, month: str, where: str, column: str) -> str:
    """`YYYY-MM` of a month (three letters or more of its English name) of a fiscal year that begins in October."""
    letters = month.strip().rstrip(".").upper()
    number = next((k for k, name in enumerate(NAMES, 1) if len(letters) >= 3 and name.startswith(letters)), 0)
    if not number:
        raise InputError(f"{where}, column '{column}': '{month}' is no month; allowed: {', '.join(MONTHS)}.")
    return f"{fiscal_year - (number >= 10):04d}-{number:02d}"


def targets(records: Iterable[Record], *, year_type: str, unit: str, series: str,
            source: str, error: tuple[float, float], group: str = "") -> pd.DataFrame:
    """Rows of targets.csv from (indicator, period, place, nationality, value); equal keys are added."""
    keys = ["indicator", "period", "place", "nationality"]
    listed = pd.DataFrame(list(records), columns=[*keys, "value"])
    table = listed.groupby(keys)["value"].sum().reset_index()
    relative, floor = error
    month, year = (table["period"], "") if year_type == "month" else ("", table["period"])
    table = table.assign(year_month=month, year=year, year_type=year_type, group=group, unit=unit, series=series,
                         source=source, sigma_rel=sigma(table["value"], relative, floor))
    return table[COLUMNS].sort_values(KEY, kind="stable").reset_index(drop=True)


def with_total(records: Iterable[Record]) -> list[Record]:
    """The records and the same again under ALL; nationalities that are not of the world count in ALL only."""
    listed = list(records)
    named = [record for record in listed if record[3] in countries.codes()]
    return named + [(*record[:3], "ALL", record[4]) for record in listed if record[3] != "ALL"]


def with_fiscal_years(monthly: pd.DataFrame, error: tuple[float, float], *, blank_is_zero: bool) -> pd.DataFrame:
    """Monthly rows and, below them, their sums by fiscal year (October to September).

    Only years all of whose months are published: months are those of the whole table if `blank_is_zero` (long lists
    leave out months without events), else those of the nationality (a cell may be withheld).
    """
    by = ["indicator", "place", "nationality", "group", "unit", "series", "source"]
    dated = monthly.assign(fiscal=fiscal_year(monthly["year_month"]).astype(str))
    grouped = dated.groupby(["fiscal"] if blank_is_zero else ["fiscal", "indicator", "nationality"])["year_month"]
    whole = dated[grouped.transform("nunique") == 12]
    sums = whole.groupby([*by, "fiscal"])["value"].sum().reset_index()
    relative, floor = error
    sums = sums.assign(year_month="", year=sums["fiscal"], year_type="fiscal_year",
                       sigma_rel=sigma(sums["value"], relative, floor))
    return pd.concat([monthly, sums[COLUMNS].sort_values(KEY, kind="stable")], ignore_index=True)


def sigma(values: pd.Series, relative: float, floor: float) -> pd.Series:
    """Relative standard deviation of counts: `relative`, more where `floor` people or events are a larger share."""
    return (floor / values.clip(lower=floor)).clip(lower=relative).round(4)
