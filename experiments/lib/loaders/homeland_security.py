"""Workbooks of the homeland-security statistics office: Border Patrol encounters and the monthly tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from model.checks import InputError

SOURCE = "US DHS Office of Homeland Security Statistics, monthly tables (US government, public domain)"
PATROL = "Monthly Rgn and Citp"
SHEETS = {"SWB Encounters by Citizenship": "encounters_swb", "DHS Removals by Citizenship": "removals_usa"}
"""Flat sheets of the monthly tables: one column a citizenship."""


def patrol(path: Path) -> pd.DataFrame:
    """`KHSM Encounters (USBP)`: Border Patrol encounters of the southwest border by month and citizenship."""
    sheet = source.below(source.chosen(source.book(path), PATROL, path.name), "Fiscal Year", f"{path.name} [{PATROL}]")
    fiscal, month, region = (sheet.column(name) for name in ("Fiscal Year", "Month", "Region"))
    nation, value = sheet.column("Citizenship"), sheet.column("Quantity")
    found = []
    for number, row in enumerate(sheet.rows):
        where = sheet.at(number)
        if not any(row) or not source.simple(row[region]).startswith("southwest"):
            continue
        period = _month(row[fiscal], row[month].split(" ", 1)[-1], where)
        code = countries.listed(row[nation]) or "OTHER"
        found.append(("encounters_usbp_swb", period, "USA", code, source.count(row[value], where, "Quantity") or 0.0))
    return _made(rows.with_total(found), path, "ohss_usbp_citp")


def monthly(path: Path) -> pd.DataFrame:
    """The workbook of monthly tables: encounters and removals by citizenship, from its flat sheets."""
    sheets = source.book(path)
    known = [name for name in SHEETS if name in sheets]
    if not known:
        source.chosen(sheets, next(iter(SHEETS)), path.name)
    found = [record for name in known for record in _flat(sheets[name], SHEETS[name], f"{path.name} [{name}]")]
    return _made(found, path, "ohss_monthly")


def _flat(cells: list[tuple[str, ...]], indicator: str, file: str) -> list[tuple[str, str, str, str, float]]:
    """Rows of a flat sheet; the fiscal year stands only on the `Total` row above its months."""
    sheet = source.below(cells, "Fiscal Year", file)
    month, columns = sheet.column("Month"), _nations(sheet)
    year, found = "", []
    for number, row in enumerate(sheet.rows):
        year = row[0].strip() or year
        label = row[month].strip()
        if not label:
            break  # notes follow the table
        if label == "Total":
            continue
        where = sheet.at(number)
        period = _month(year, label, where)
        for column, nation in columns.items():
            value = source.count(row[column], where, sheet.header[column])
            if value is not None:
                found.append((indicator, period, "USA", nation, value))
    return found


def _nations(sheet: source.Sheet) -> dict[int, str]:
    """Nationality by column: those of the world and the total."""
    found = {column: "ALL" if source.simple(cell).startswith("total") else countries.listed(cell.rstrip("0123456789 "))
             for column, cell in enumerate(sheet.header) if column > 1 and cell}
    kept = {column: nation for column, nation in found.items() if nation}
    if "ALL" not in kept.values() or len(kept) < 2:
        raise InputError(f"{sheet.file}, header: no columns 'Total' and citizenships; seen: "
                         f"{', '.join(cell for cell in sheet.header if cell)[:200]}.")
    return kept


def _month(year: str, month: str, where: str) -> str:
    return rows.fiscal_month(source.year(year, where, "Fiscal Year", 1999, 2050), month, where, "Month")


def _made(found: list[tuple[str, str, str, str, float]], path: Path, series: str) -> pd.DataFrame:
    if not found:
        raise InputError(f"{path.name}: no rows of the southwest border.")
    return rows.targets(found, year_type="month", unit="events", series=series, source=SOURCE, error=rows.ROUNDED)
