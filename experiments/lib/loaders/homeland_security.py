"""Workbooks of the homeland-security statistics office: Border Patrol encounters and the monthly tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError

SOURCE = "US DHS Office of Homeland Security Statistics, monthly tables (US government, public domain)"
PATROL = "Monthly Rgn and Citp"
SHEETS = {"SWB Encounters by Citizenship": "encounters_swb", "DHS Removals by Citizenship": "removals_usa"}
"""Flat sheets of the monthly tables: one column a citizenship."""
SOUTHWEST = "southwest border"
TOTALS = ("TOTAL", "ALL", "GRAND TOTAL")
"""Citizenships that are the sum of the others."""


def patrol(path: Path, tally: Tally) -> pd.DataFrame:
    """`KHSM Encounters (USBP)`: Border Patrol encounters of the southwest border by month and citizenship."""
    sheet = source.below(source.chosen(source.book(path), PATROL, path.name), "Fiscal Year", f"{path.name} [{PATROL}]")
    sheet.refuse_repeats()
    fiscal, month, region = (sheet.column(name) for name in ("Fiscal Year", "Month", "Region"))
    nation, value = sheet.column("Citizenship"), sheet.column("Quantity")
    found = []
    for where, row in tally.rows(sheet):
        if not _southwest(row[region], row[value], where):
            tally.leave("region", row[region])
        elif countries.plain(row[nation]) in TOTALS:
            tally.leave("total", row[nation])
        else:
            period = _month(row[fiscal], row[month].split(" ", 1)[-1], where)
            events = source.count(row[value], where, "Quantity") or 0.0
            found.append(("encounters_usbp_swb", period, "USA", _citizenship(row[nation], where, tally), events))
    return _made(rows.with_total(found), path, "ohss_usbp_citp", blank_is_zero=True)


def _southwest(region: str, value: str, where: str) -> bool:
    """True for the southwest border. Raises InputError for its name misspelt and for a number without a region."""
    name = source.simple(region)
    if name.startswith("southwest"):
        return True
    if not name and value.strip():
        raise InputError(f"{where}, column 'Region': is blank beside a number.")
    countries.refuse_near(name, (SOUTHWEST,), where, "Region", region)
    return False


def _citizenship(name: str, where: str, tally: Tally) -> str:
    if not name.strip():
        raise InputError(f"{where}, column 'Citizenship': is blank.")
    code = countries.listed(name, where, "Citizenship")
    if code is None:
        tally.note("only_total", name)
    return code or "OTHER"


def monthly(path: Path, tally: Tally) -> pd.DataFrame:
    """The workbook of monthly tables: encounters and removals by citizenship, from its flat sheets."""
    sheets = source.book(path)
    known = [name for name in SHEETS if name in sheets]
    if not known:
        source.chosen(sheets, next(iter(SHEETS)), path.name)
    found = [record for name in known for record in _flat(sheets[name], SHEETS[name], f"{path.name} [{name}]", tally)]
    return _made(found, path, "ohss_monthly", blank_is_zero=False)


def _flat(cells: list[tuple[str, ...]], indicator: str, file: str, tally: Tally) -> list[rows.Record]:
    """Rows of a flat sheet; the fiscal year stands only on the `Total` row above its months."""
    sheet = source.below(cells, "Fiscal Year", file)
    month, columns = sheet.column("Month"), _nations(sheet, tally)
    year, found = "", []
    seen: dict[str, str] = {}
    for where, row in tally.rows(sheet):
        label = row[month].strip()
        if not label and not any(row[column].strip() for column in columns):
            tally.leave("note")  # notes stand below the table
            continue
        year = row[0].strip() or year
        if label == "Total":
            source.year(row[0], where, "Fiscal Year", 1999, 2050)
            tally.leave("total")
            continue
        period = _once(seen, _month(year, label, where), label, where)
        found += _counts(sheet, row, columns, (indicator, period), where)
    return found


def _once(seen: dict[str, str], period: str, label: str, where: str) -> str:
    """The period, remembered. Raises InputError if a row above has it."""
    if period in seen:
        raise InputError(f"{where}: {label} ({period}) stands a second time, first in {seen[period]}. Is the fiscal "
                         "year missing on the Total row above, or is the row there twice?")
    seen[period] = where
    return period


def _counts(sheet: source.Sheet, row: tuple[str, ...], columns: dict[int, str], key: tuple[str, str],
            where: str) -> list[rows.Record]:
    values = ((nation, source.count(row[column], where, sheet.header[column])) for column, nation in columns.items())
    return [(*key, "USA", nation, value) for nation, value in values if value is not None]


def _nations(sheet: source.Sheet, tally: Tally) -> dict[int, str]:
    """Nationality by column: those of the world and the total; the others are named in the tally."""
    kept: dict[int, str] = {}
    for column, cell in enumerate(sheet.header):
        if column > 1 and cell:
            name = cell.rstrip("0123456789 ")
            total = source.simple(cell).startswith("total")
            nation = "ALL" if total else countries.listed(name, f"{sheet.file}, header", cell)
            if nation:
                kept[column] = nation
            else:
                tally.note("column", name)
    if "ALL" not in kept.values() or len(kept) < 2:
        raise InputError(f"{sheet.file}, header: no columns 'Total' and citizenships; seen: "
                         f"{', '.join(cell for cell in sheet.header if cell)[:200]}.")
    return kept


def _month(year: str, month: str, where: str) -> str:
    return rows.fiscal_month(source.year(year, where, "Fiscal Year", 1999, 2050), month, where, "Month")


def _made(found: list[rows.Record], path: Path, series: str, *, blank_is_zero: bool) -> pd.DataFrame:
    if not found:
        raise InputError(f"{path.name}: no rows of the southwest border.")
    table = rows.targets(found, year_type="month", unit="events", series=series, source=SOURCE, error=rows.ROUNDED)
    return rows.with_fiscal_years(table, rows.ROUNDED, blank_is_zero=blank_is_zero)
