"""Target rows: sums by month and year, each with the error model of its kind."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from experiments.lib.compile.target_tools import COLUMNS, KEY
from model.checks import InputError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
COUNTED, ROUNDED = (0.01, 10.0), (0.01, 10.0)
"""(relative error, absolute floor) of counts of an agency, published as counts or rounded to ten."""
REGISTERED, FLOOR, SURVEYED = (0.03, 5.0), (0.5, 1.0), (0.10, 100.0)
"""Registers of claims, rounded to five; minimum counts of deaths; stocks estimated from censuses."""


def fiscal_month(fiscal_year: int, month: str, where: str, column: str) -> str:
    """`YYYY-MM` of a month (three letters) of a fiscal year that begins in October."""
    letters = month.strip()[:3].upper()
    if letters not in MONTHS:
        raise InputError(f"{where}, column '{column}': '{month}' is no month; allowed: {', '.join(MONTHS)}.")
    number = MONTHS.index(letters) + 1
    return f"{fiscal_year - (number >= 10):04d}-{number:02d}"


def targets(records: Iterable[tuple[str, str, str, str, float]], *, year_type: str, unit: str, series: str,
            source: str, error: tuple[float, float], group: str = "") -> pd.DataFrame:
    """Rows of targets.csv from (indicator, period, place, nationality, value); equal keys are added."""
    keys = ["indicator", "period", "place", "nationality"]
    listed = pd.DataFrame(list(records), columns=[*keys, "value"])
    table = listed.groupby(keys)["value"].sum().reset_index()
    relative, floor = error
    month, year = (table["period"], "") if year_type == "month" else ("", table["period"])
    table = table.assign(year_month=month, year=year, year_type=year_type, group=group, unit=unit, series=series,
                         source=source,
                         sigma_rel=(floor / table["value"].clip(lower=floor)).clip(lower=relative).round(4))
    return table[COLUMNS].sort_values(KEY, kind="stable").reset_index(drop=True)


def with_total(records: Iterable[tuple[str, str, str, str, float]]) -> list[tuple[str, str, str, str, float]]:
    """The records and the same again under ALL; nationalities that are not named count in ALL only."""
    listed = list(records)
    named = [record for record in listed if record[3] not in ("OTHER", "ALL")]
    return named + [(*record[:3], "ALL", record[4]) for record in listed if record[3] != "ALL"]
