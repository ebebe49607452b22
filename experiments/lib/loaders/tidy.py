"""Plain tidy CSV in the columns of targets.csv: what a user compiles by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from experiments.lib.compile.target_tools import COLUMNS, KEY
from experiments.lib.loaders import source
from model.checks import InputError, nearest
from model.indicators import all_indicators, is_known

YEAR_TYPES = ("month", "fiscal_year", "calendar_year", "calendar_year_jan_sep")
NEEDED = ("indicator", "year_type", "value", "unit", "sigma_rel", "source")


def targets(path: Path) -> pd.DataFrame:
    """The rows as they are, every cell checked; `place`, `group`, `series` may be missing."""
    sheet = source.csv_sheet(path)
    place = {name: sheet.column(name) for name in COLUMNS if name in NEEDED or sheet.has(name)}
    found = [_row(sheet, number, {name: row[column].strip() for name, column in place.items()})
             for number, row in enumerate(sheet.rows)]
    table = pd.DataFrame(found)
    double = table[table.duplicated(KEY)]
    if len(double):
        raise InputError(f"{sheet.at(int(double.index[0]))}: the same indicator, period, place, nationality and group "
                         "as an earlier row; series are never added.")
    return table[COLUMNS]


def _row(sheet: source.Sheet, number: int, cells: dict[str, str]) -> dict[str, object]:
    where = sheet.at(number)
    row: dict[str, object] = {name: cells.get(name, "") for name in COLUMNS}
    row["nationality"] = cells.get("nationality") or "ALL"
    _indicator(cells["indicator"], where)
    if cells["year_type"] not in YEAR_TYPES:
        near = nearest(cells["year_type"], YEAR_TYPES)
        raise InputError(f"{where}, column 'year_type': '{cells['year_type']}'. {near}"
                         f" Allowed: {', '.join(YEAR_TYPES)}.")
    _period(cells, where)
    row["value"] = source.count(cells["value"], where, "value", (), whole=False)
    row["sigma_rel"] = _error(cells["sigma_rel"], where)
    return row


def _indicator(name: str, where: str) -> None:
    if not is_known(name):
        near = nearest(name, [known.name for known in all_indicators()])
        raise InputError(f"{where}, column 'indicator': unknown '{name}'. {near} "
                         "`python -m model list indicators` shows all.")


def _period(cells: dict[str, str], where: str) -> None:
    monthly = cells["year_type"] == "month"
    column, pattern = ("year_month", r"\d{4}-(0[1-9]|1[0-2])") if monthly else ("year", r"\d{4}")
    if not re.fullmatch(pattern, cells.get(column, "")):
        raise InputError(f"{where}, column '{column}': '{cells.get(column, '')}' where year_type is "
                         f"'{cells['year_type']}'; allowed: {'YYYY-MM' if monthly else 'YYYY'}.")


def _error(text: str, where: str) -> float:
    value = source.count(text, where, "sigma_rel", whole=False)
    if value is None or not 0 < value <= 2:
        raise InputError(f"{where}, column 'sigma_rel': '{text}'; every target carries an error: its standard "
                         "deviation over its value, above 0 and at most 2 (0.01 for a full count, 0.5 for a floor).")
    return value
