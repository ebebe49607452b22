"""The United Nations stock of migrants by destination and origin: the workbook, or its sheet saved as CSV."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError

SOURCE = "UN DESA, International Migrant Stock (CC BY 3.0 IGO)"
SHEET, FIRST = "Table 1", "Index"
AGGREGATE = 900
"""Location codes from here on are regions, as is 2003 (other)."""


def stocks(path: Path, tally: Tally) -> pd.DataFrame:
    """`migrant_stock_in_<host>` of both sexes, mid-year, by origin."""
    sheet = _sheet(path)
    to = sheet.column("Region, development group, country or area of destination",
                      "Region, development group, country or area of destination ")
    of = sheet.column("Region, development group, country or area of origin",
                      "Region, development group, country or area of origin ")
    codes = [sheet.column("Location code of destination"), sheet.column("Location code of origin")]
    years = _years(sheet)
    found: list[rows.Record] = []
    seen: dict[tuple[str, str], str] = {}
    for where, row in tally.rows(sheet):
        if any(_aggregate(row[code], where) for code in codes):
            tally.leave("aggregate")
            continue
        host, origin = (countries.listed(row[column].strip(" *"), where, sheet.header[column]) for column in (to, of))
        if not host or not origin:
            tally.leave("country", row[of if host else to])
            continue
        _once(seen, (host, origin), where)
        for year, column in years.items():
            value = source.count(row[column], where, str(year))
            if value is not None:
                found.append((f"migrant_stock_in_{host.lower()}", str(year), host, origin, value))
    if not found:
        raise InputError(f"{path.name}: no pair of countries of the world with a number.")
    return rows.targets(found, year_type="calendar_year", unit="persons", series="undesa_stock", source=SOURCE,
                        error=rows.SURVEYED)


def _once(seen: dict[tuple[str, str], str], pair: tuple[str, str], where: str) -> None:
    if pair in seen:
        raise InputError(f"{where}: {pair[0]} from {pair[1]} stands a second time, first in {seen[pair]}.")
    seen[pair] = where


def _sheet(path: Path) -> source.Sheet:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return source.below(source.chosen(source.book(path), SHEET, path.name), FIRST, path.name)
    lines = source.lines_of(path)
    skip = next((number for number, line in enumerate(lines[:15]) if line.strip('"').startswith(FIRST)), 0)
    return source.csv_sheet(path, skip)


def _years(sheet: source.Sheet) -> dict[int, int]:
    """Columns of both sexes: the first of each year; males and females follow. Raises InputError for 1722."""
    found: dict[int, int] = {}
    for column, cell in enumerate(sheet.header):
        text = cell.strip().removesuffix(".0")
        if text.isdigit() and len(text) == 4:
            found.setdefault(source.year(text, f"{sheet.file}, header", cell.strip()), column)
    if not found:
        raise InputError(f"{sheet.file}, header: no column that is a year (1990, 1995, …).")
    return found


def _aggregate(code: str, where: str) -> bool:
    value = source.count(code, where, "Location code")
    return value is not None and value >= AGGREGATE
