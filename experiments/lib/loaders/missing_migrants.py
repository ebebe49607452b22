"""Deaths on the way, as the Missing Migrants Project publishes them: two exports of the site and a full table."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from experiments.lib.loaders import rows, source
from model.checks import InputError

SOURCE = "IOM Missing Migrants Project (CC BY 4.0); minimum counts"
PLACES = {
    "us-mexico border crossing": "deaths_us_mexico_border_zone", "darien": "deaths_darien_colombia",
    "darién": "deaths_darien_colombia", "caribbean to us": "deaths_caribbean_other",
    "dominican republic to puerto rico": "deaths_caribbean_other",
    "caribbean to central america": "deaths_caribbean_other", "haiti to dominican republic": "deaths_caribbean_other",
}
"""Indicator by migration route; routes elsewhere are left out."""


def deaths(path: Path) -> pd.DataFrame:
    """Dead and missing by year and route; the total is made from its parts where the export leaves it out."""
    sheet = source.csv_sheet(path)
    year = sheet.column("Year", "Incident year", "Incident Year")
    route = sheet.column("Migration route")
    dead = sheet.column("Number Dead", "Number of Dead")
    missing = sheet.column("Minimum Estimated Number of Missing")
    total = sheet.column("Total Number of Dead and Missing") if sheet.has("Total Number of Dead and Missing") else None
    found = []
    for number, row in enumerate(sheet.rows):
        name = PLACES.get(source.simple(row[route]))
        if name:
            where = sheet.at(number)
            _date_agrees(sheet, row, row[year], where)
            value = _total(row, total, dead, missing, where)
            found.append((name, str(source.year(row[year], where, "Year", 2010)), "", "ALL", value))
    if not found:
        raise InputError(f"{path.name}: no incident on a route of the Americas (column 'Migration route').")
    return rows.targets(found, year_type="calendar_year", unit="persons", series="missing_migrants", source=SOURCE,
                        error=rows.FLOOR)


def _total(row: tuple[str, ...], total: int | None, dead: int, missing: int, where: str) -> float:
    parts = [source.count(row[column], where, name) or 0.0
             for column, name in ((dead, "Number Dead"), (missing, "Minimum Estimated Number of Missing"))]
    whole = source.count(row[total], where, "Total Number of Dead and Missing") if total is not None else None
    return sum(parts) if whole is None else whole


def _date_agrees(sheet: source.Sheet, row: tuple[str, ...], year: str, where: str) -> None:
    """The year column against the date of the incident, where there is one."""
    if not sheet.has("Incident Date"):
        return
    date = re.search(r"\d{1,2}/\d{1,2}/(\d{4})", row[sheet.column("Incident Date")])
    if date and date[1] != year.strip():
        raise InputError(f"{where}, column 'Year': {year}, but the incident is dated {date[0]}; the years look "
                         "shifted.")
