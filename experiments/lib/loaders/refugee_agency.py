"""Exports of the UNHCR Refugee Data Finder: with lines of metadata above the header, or as bare tables."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError, nearest

SOURCE = "UNHCR Refugee Data Finder (CC BY 4.0)"
METADATA = "Extracted:"
HOSTS = ("BRA", "CAN", "CHL", "COL", "CRI", "ECU", "ESP", "MEX", "PAN", "PER")
"""Countries whose first applications are a target."""
FIRST = ("N", "V", "FA", "NA")
"""Types of application that are first ones."""


def population(path: Path, tally: Tally) -> pd.DataFrame:
    """End-year stocks: pending claims by host and internally displaced people by country."""
    sheet = _sheet(path)
    sheet.refuse_repeats()
    year = sheet.column("Year")
    origin = sheet.column("Country of origin (ISO)", "Country of Origin (ISO)", "ISO3CoO", "Country of Origin ISO")
    host = sheet.column("Country of asylum (ISO)", "Country of Asylum (ISO)", "ISO3CoA", "Country of Asylum ISO")
    claims = sheet.column("Asylum-seekers", "ASY")
    displaced = sheet.column("IDPs of concern to UNHCR", "IDP", "IDPs")
    found = []
    for where, row in tally.rows(sheet):
        from_world, in_world = (_of_world(sheet, row, column, where) for column in (origin, host))
        december = f"{source.year(row[year], where, 'Year')}-12"
        pending, idps = (source.count(row[column], where, name)
                         for column, name in ((claims, "Asylum-seekers"), (displaced, "IDPs")))
        if not from_world or (pending and not in_world and not idps):
            tally.leave("country", row[host] if from_world else row[origin])
        elif not pending and not idps:
            tally.leave("empty")
        if pending and in_world and from_world:
            found.append(("asylum_pending_stock", december, row[host], row[origin], pending))
        if idps and from_world:
            found.append(("idp_stock", december, row[origin], row[origin], idps))
    return _made(found, path, "month", "persons, year end", "unhcr_population", (0.05, 5.0))


def applications(path: Path, tally: Tally) -> pd.DataFrame:
    """First applications in persons; appeals, re-opened claims and rows in cases are left out."""
    sheet = _sheet(path)
    sheet.refuse_repeats()
    year, origin, host = (sheet.column(name) for name in ("Year", "ISO3CoO", "ISO3CoA"))
    kind, unit = sheet.column("ApplicationType"), sheet.column("ApplicationDataType")
    number_of = sheet.column("Applications")
    found = []
    for where, row in tally.rows(sheet):
        value = source.count(row[number_of], where, "Applications")
        from_world = _of_world(sheet, row, origin, where)
        _of_world(sheet, row, host, where)
        if row[kind] not in FIRST or row[unit] != "P":
            tally.leave("application", f"{row[kind]} {row[unit]}")
        elif not from_world or row[host] not in HOSTS:
            tally.leave("country", row[host] if from_world else row[origin])
        elif not value:
            tally.leave("empty")
        else:
            name = f"asylum_applications_{row[host].lower()}_persons"
            found.append((name, str(source.year(row[year], where, "Year")), row[host], row[origin], value))
    return _made(found, path, "calendar_year", "persons", "unhcr_rsd", rows.REGISTERED)


def _of_world(sheet: source.Sheet, row: tuple[str, ...], column: int, where: str) -> bool:
    """True for a code of the world. Raises InputError for a blank or other code beside a country of the world.

    Exports hold blank codes for groups that are no country; where they hold no names, a blank cannot be told.
    """
    code, heading = row[column].strip(), sheet.header[column]
    if code in countries.codes():
        return True
    beside = re.sub(r" \(?ISO\)?$", "", heading)
    name = row[sheet.column(beside)] if beside != heading and sheet.has(beside) else None
    belongs = countries.listed(name, where, beside) if name else None
    if belongs:
        raise InputError(f"{where}, column '{heading}': '{code}' where the name is {name}; expected {belongs}.")
    if not code and not name:
        raise InputError(f"{where}, column '{heading}': is blank, and no name tells which country it is.")
    if code and not re.fullmatch("[A-Z]{3}", code):
        raise InputError(f"{where}, column '{heading}': '{code}' is no code of three capitals. "
                         f"{nearest(code, countries.codes())}".rstrip())
    return False


def _made(found: list, path: Path, year_type: str, unit: str, series: str,  # type: ignore[type-arg]
          error: tuple[float, float]) -> pd.DataFrame:
    if not found:
        raise InputError(f"{path.name}: no row of a country of the world with a number; is the export filtered?")
    return rows.targets(found, year_type=year_type, unit=unit, series=series, source=SOURCE, error=error)


def _sheet(path: Path) -> source.Sheet:
    """The table below the lines of metadata, if there are any; they may be more or fewer than fourteen."""
    lines = source.lines_of(path)
    if not lines[0].strip('"').startswith(METADATA):
        return source.csv_sheet(path)
    for number, line in enumerate(lines[:40]):
        if line.replace('"', "").startswith("Year,"):
            return source.csv_sheet(path, number)
    raise InputError(f"{path.name}: lines of metadata and no header row that begins with 'Year' in the first 40 rows.")
