"""Exports of the UNHCR Refugee Data Finder: with lines of metadata above the header, or as bare tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from model.checks import InputError

SOURCE = "UNHCR Refugee Data Finder (CC BY 4.0)"
METADATA = "Extracted:"
HOSTS = ("BRA", "CAN", "CHL", "COL", "CRI", "ECU", "ESP", "MEX", "PAN", "PER")
"""Countries whose first applications are a target."""


def population(path: Path) -> pd.DataFrame:
    """End-year stocks: pending claims by host and internally displaced people by country."""
    sheet = _sheet(path)
    year = sheet.column("Year")
    origin = sheet.column("Country of origin (ISO)", "Country of Origin (ISO)", "ISO3CoO", "Country of Origin ISO")
    host = sheet.column("Country of asylum (ISO)", "Country of Asylum (ISO)", "ISO3CoA", "Country of Asylum ISO")
    claims = sheet.column("Asylum-seekers", "ASY")
    displaced = sheet.column("IDPs of concern to UNHCR", "IDP", "IDPs")
    found = []
    for number, row in enumerate(sheet.rows):
        where = sheet.at(number)
        december = f"{source.year(row[year], where, 'Year')}-12"
        pending, idps = (source.count(row[column], where, name)
                         for column, name in ((claims, "Asylum-seekers"), (displaced, "IDPs")))
        if pending and row[host] in countries.codes() and row[origin] in countries.codes():
            found.append(("asylum_pending_stock", december, row[host], row[origin], pending))
        if idps and row[origin] in countries.codes():
            found.append(("idp_stock", december, row[origin], row[origin], idps))
    return _made(found, path, "month", "persons, year end", "unhcr_population", (0.05, 5.0))


def applications(path: Path) -> pd.DataFrame:
    """First applications in persons; appeals, re-opened claims and rows in cases are left out."""
    sheet = _sheet(path)
    year, origin, host = (sheet.column(name) for name in ("Year", "ISO3CoO", "ISO3CoA"))
    kind, unit = sheet.column("ApplicationType"), sheet.column("ApplicationDataType")
    number_of = sheet.column("Applications")
    found = []
    for number, row in enumerate(sheet.rows):
        where = sheet.at(number)
        value = source.count(row[number_of], where, "Applications")
        if row[kind] not in ("N", "V", "FA", "NA") or row[unit] != "P" or not value or row[host] not in HOSTS:
            continue
        if row[origin] in countries.codes():
            name = f"asylum_applications_{row[host].lower()}_persons"
            found.append((name, str(source.year(row[year], where, "Year")), row[host], row[origin], value))
    return _made(found, path, "calendar_year", "persons", "unhcr_rsd", rows.REGISTERED)


def _made(found: list, path: Path, year_type: str, unit: str, series: str,  # type: ignore[type-arg]
          error: tuple[float, float]) -> pd.DataFrame:
    if not found:
        raise InputError(f"{path.name}: no row of a country of the world with a number; is the export filtered?")
    return rows.targets(found, year_type=year_type, unit=unit, series=series, source=SOURCE, error=error)


def _sheet(path: Path) -> source.Sheet:
    """The table below the lines of metadata, if there are any; they may be more or fewer than fourteen."""
    lines = source.text_of(path).splitlines()
    if not lines[0].strip('"').startswith(METADATA):
        return source.csv_sheet(path)
    for number, line in enumerate(lines[:40]):
        if line.replace('"', "").startswith("Year,"):
            return source.csv_sheet(path, number)
    raise InputError(f"{path.name}: lines of metadata and no header row that begins with 'Year' in the first 40 rows.")
