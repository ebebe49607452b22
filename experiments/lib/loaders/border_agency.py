"""Monthly encounters as the border agency publishes them: nationwide by state or area, southwest land border."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError, nearest

SOURCE = "US Customs and Border Protection (US government, public domain)"
KINDS = {
    "single adults": "single_adult", "fmua": "family_unit", "individuals in a family unit": "family_unit",
    "accompanied minors": "family_unit", "uc / single minors": "uac", "uac": "uac", "single minors": "uac",
    "unaccompanied children": "uac",
}
REGIONS = ("northern land border", "southwest land border", "other")
AUTHORITIES = ("title 8", "title 42")


def southwest(path: Path, tally: Tally) -> pd.DataFrame:
    """`sbo-encounters-*.csv`: encounters_swb by month, fiscal year, citizenship and kind of party."""
    sheet = source.csv_sheet(path)
    return _with_years(_both(_records(sheet, None, tally), "encounters_swb"))


def nationwide(path: Path, tally: Tally) -> pd.DataFrame:
    """`nationwide-encounters-*.csv`, by state or by area: encounters_nationwide, and encounters_swb of its rows."""
    sheet = source.csv_sheet(path)
    region = sheet.column("Land Border Region")
    everywhere = _both(_records(sheet, None, tally), "encounters_nationwide")
    border = _both(_records(sheet, region, Tally()), "encounters_swb")
    return _with_years(pd.concat([everywhere, border], ignore_index=True))


def _with_years(monthly: pd.DataFrame) -> pd.DataFrame:
    return rows.with_fiscal_years(monthly, rows.COUNTED, blank_is_zero=True)


def _both(records: list[tuple[str, str, str, float]], indicator: str) -> pd.DataFrame:
    series = "cbp_swb" if indicator == "encounters_swb" else "cbp_nationwide"
    total = [(indicator, month, "USA", nation, value) for month, nation, _, value in records]
    kinds = [(f"{indicator}_{kind}", month, "USA", nation, value) for month, nation, kind, value in records]
    kinds = kinds if indicator == "encounters_swb" else []
    return rows.targets(rows.with_total([*total, *kinds]), year_type="month", unit="events", series=series,
                        source=SOURCE, error=rows.COUNTED)


def _records(sheet: source.Sheet, region: int | None, tally: Tally) -> list[tuple[str, str, str, float]]:
    """(month, nationality, kind, events) of every row, all cells checked.

    The published files are sums by all their other columns, so that no two rows are the same in every cell.
    """
    sheet.refuse_repeats()
    fiscal, month = sheet.column("Fiscal Year", "\ufeffFiscal Year"), sheet.column("Month (abbv)")
    kind, nation = sheet.column("Demographic"), sheet.column("Citizenship", "Citizenship Grouping")
    authority, value = sheet.column("Title of Authority"), sheet.column("Encounter Count")
    found = []
    for where, row in tally.rows(sheet):
        _one_of(row[authority], AUTHORITIES, where, "Title of Authority")
        if region is not None and _one_of(row[region], REGIONS, where, "Land Border Region") != REGIONS[1]:
            continue
        period = rows.fiscal_month(source.year(row[fiscal], where, "Fiscal Year", 1999, 2050), row[month], where,
                                   "Month (abbv)")
        code = countries.code(row[nation], where, sheet.header[nation])
        if code == "ALL":
            tally.leave("total", row[nation])
            continue
        if code not in countries.codes():
            tally.note("only_total", row[nation])
        found.append((period, code,
                      KINDS[_one_of(row[kind], tuple(KINDS), where, "Demographic")],
                      source.count(row[value], where, "Encounter Count", ()) or 0.0))
    return found


def _one_of(text: str, allowed: tuple[str, ...], where: str, column: str) -> str:
    plain = source.simple(text) if text[-1:] not in "0123456789" else " ".join(text.split()).lower()
    if plain not in allowed:
        raise InputError(f"{where}, column '{column}': '{text}' is not known. {nearest(plain, allowed)} "
                         f"Allowed: {', '.join(allowed)}.")
    return plain
