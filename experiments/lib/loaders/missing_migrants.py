"""Deaths on the way, as the Missing Migrants Project publishes them: two exports of the site and a full table."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from experiments.lib.loaders import countries, rows, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError

SOURCE = "IOM Missing Migrants Project (CC BY 4.0); minimum counts"
PLACES = {
    "us-mexico border crossing": "deaths_us_mexico_border_zone", "darien": "deaths_darien_colombia",
    "darién": "deaths_darien_colombia", "caribbean to us": "deaths_caribbean_other",
    "dominican republic to puerto rico": "deaths_caribbean_other",
    "caribbean to central america": "deaths_caribbean_other", "haiti to dominican republic": "deaths_caribbean_other",
}
"""Indicator by migration route; routes elsewhere are left out."""
DATE = r"\b(?P<iso>\d{4})-\d{1,2}-\d{1,2}|\b\d{1,2}[/.-]\d{1,2}[/.-](?P<year>\d{4}|\d{2})\b"
ALIKE = ("caribbean to south america",)
"""A route that is left out, though its name is nearly one of those above."""


def deaths(path: Path, tally: Tally) -> pd.DataFrame:
    """Dead and missing by year and route; the total is made from its parts where the export leaves it out."""
    sheet = source.csv_sheet(path)
    if any(sheet.has(name) for name in ("Main ID", "Incident ID", "Web ID")):
        sheet.refuse_repeats()  # without its number, two incidents of a month may look the same
    year = sheet.column("Year", "Incident year", "Incident Year")
    route = sheet.column("Migration route")
    dead = sheet.column("Number Dead", "Number of Dead")
    missing = sheet.column("Minimum Estimated Number of Missing")
    total = sheet.column("Total Number of Dead and Missing") if sheet.has("Total Number of Dead and Missing") else None
    found = []
    for where, row in tally.rows(sheet):
        name = _indicator(row[route], where)
        if not name:
            tally.leave("route", row[route])
        else:
            _date_agrees(sheet, row, row[year], where)
            value = _total(row, total, dead, missing, where)
            found.append((name, str(source.year(row[year], where, "Year", 2010)), "", "ALL", value))
    if not found:
        raise InputError(f"{path.name}: no incident on a route of the Americas (column 'Migration route').")
    return rows.targets(found, year_type="calendar_year", unit="persons", series="missing_migrants", source=SOURCE,
                        error=rows.FLOOR)


def _indicator(route: str, where: str) -> str | None:
    """The indicator of a route, None for routes elsewhere. Raises InputError for a route that is nearly a known one."""
    name = source.simple(route)
    if name not in PLACES and name not in ALIKE:
        longer = next((known for known in PLACES if name.startswith(known)), None)
        countries.refuse_near(longer or name, tuple(PLACES), where, "Migration route", route)
    return PLACES.get(name)


def _total(row: tuple[str, ...], total: int | None, dead: int, missing: int, where: str) -> float:
    parts = [source.count(row[column], where, name) or 0.0
             for column, name in ((dead, "Number Dead"), (missing, "Minimum Estimated Number of Missing"))]
    whole = source.count(row[total], where, "Total Number of Dead and Missing") if total is not None else None
    return sum(parts) if whole is None else whole


def _date_agrees(sheet: source.Sheet, row: tuple[str, ...], year: str, where: str) -> None:
    """The year column against the date of the incident, where there is one. Raises InputError if they differ."""
    text = row[sheet.column("Incident Date")].strip() if sheet.has("Incident Date") else ""
    if not text:
        return
    date = re.search(DATE, text)
    if not date:
        raise InputError(f"{where}, column 'Incident Date': '{text}' is no date; allowed: 2014-10-27, 10/27/2014.")
    dated = date["iso"] or date["year"]
    if year.strip() not in (dated, f"20{dated}"):
        raise InputError(f"{where}, column 'Year': {year}, but the incident is dated {date[0]}; the years look "
                         "shifted.")
