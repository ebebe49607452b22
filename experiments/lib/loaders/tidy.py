"""Plain tidy CSV in the columns of targets.csv: what a user compiles by hand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

from experiments.lib.compile.target_tools import COLUMNS, KEY
from experiments.lib.loaders import countries, source
from experiments.lib.loaders.tally import Tally
from model.checks import InputError, nearest
from model.indicators import all_indicators, find, is_known
from model.world import SCENARIOS

YEAR_TYPES = ("month", "fiscal_year", "calendar_year", "calendar_year_jan_sep")
NEEDED = ("indicator", "year_type", "nationality", "value", "unit", "sigma_rel", "source")


def targets(path: Path, tally: Tally) -> pd.DataFrame:
    """The rows as they are, every cell checked; `place`, `group`, `series` may be missing."""
    sheet = source.csv_sheet(path)
    _headings(sheet, tally)
    place = {name: sheet.column(name) for name in COLUMNS if name in NEEDED or sheet.has(name)}
    found = [_row(where, {name: row[column].strip() for name, column in place.items()})
             for where, row in tally.rows(sheet)]
    table = pd.DataFrame(found)
    double = table[table.duplicated(KEY)]
    if len(double):
        raise InputError(f"{sheet.at(int(double.index[0]))}: the same indicator, period, place, nationality and group "
                         "as an earlier row; series are never added.")
    return table[COLUMNS]


def _headings(sheet: source.Sheet, tally: Tally) -> None:
    """Other columns are noted and not read. Raises InputError for a column that stands twice or is misspelt."""
    plain = [source.simple(cell) for cell in sheet.header]
    for cell in plain:
        if plain.count(cell) > 1:
            raise InputError(f"{sheet.file}, header: column '{cell}' stands twice.")
        if cell not in COLUMNS:
            absent = tuple(name for name in COLUMNS if name not in plain)
            countries.refuse_near(cell, absent, f"{sheet.file}, header", cell)
            tally.note("column", cell)


def _row(where: str, cells: dict[str, str]) -> dict[str, object]:
    row: dict[str, object] = {name: cells.get(name, "") for name in COLUMNS}
    _indicator(cells["indicator"], where)
    _named(cells["nationality"], nationalities(), where, "nationality")
    _named(cells["unit"], _units(cells["indicator"]), where, "unit")
    code = countries.known().get(countries.plain(cells.get("place", "")))
    if code:
        raise InputError(f"{where}, column 'place': '{cells['place']}' is a name. Did you mean '{code}'?")
    if not cells["source"]:
        raise InputError(f"{where}, column 'source': is blank; every target says where its value comes from.")
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


def _named(text: str, allowed: tuple[str, ...], where: str, column: str) -> None:
    """Raise InputError for a word that is not allowed; a country by its name is answered with its code."""
    if text not in allowed:
        code = countries.known().get(countries.plain(text), "") if column == "nationality" else ""
        hint = f"Did you mean '{code}'?" if code in allowed else nearest(text, allowed)
        raise InputError(f"{where}, column '{column}': '{text}' is not known. {hint} Allowed: {', '.join(allowed)}.")


@cache
def nationalities() -> tuple[str, ...]:
    """ALL, codes of the countries of every world, and further groups for which targets are held."""
    found = {"ALL"}
    for name, column in (("countries", "country_iso3"), ("targets", "nationality")):
        for path in SCENARIOS.glob(f"[!_]*/{name}.csv"):
            found |= set(pd.read_csv(path, keep_default_na=False)[column])
    return tuple(sorted(found))


@cache
def _units(indicator: str) -> tuple[str, ...]:
    """The unit the model gives an indicator, and those of targets that are held of it."""
    held = pd.read_csv(SCENARIOS / "americas" / "targets.csv", keep_default_na=False)
    return tuple(sorted({find(indicator).unit, *held.loc[held["indicator"] == indicator, "unit"]}))


def _period(cells: dict[str, str], where: str) -> None:
    """Raise InputError for a period that is not as the type of year says, or outside 1950 to 2100."""
    monthly = cells["year_type"] == "month"
    column, pattern = ("year_month", r"\d{4}-(0[1-9]|1[0-2])") if monthly else ("year", r"\d{4}")
    if not re.fullmatch(pattern, cells.get(column, "")):
        raise InputError(f"{where}, column '{column}': '{cells.get(column, '')}' where year_type is "
                         f"'{cells['year_type']}'; allowed: {'YYYY-MM' if monthly else 'YYYY'}.")
    source.year(cells[column][:4], where, column)
    other = cells.get("year" if monthly else "year_month", "")
    if other:
        raise InputError(f"{where}: two periods, {cells[column]} and {other}; where year_type is "
                         f"'{cells['year_type']}' only '{column}' is filled.")


def _error(text: str, where: str) -> float:
    value = source.count(text, where, "sigma_rel", whole=False)
    if value is None or not 0 < value <= 2:
        raise InputError(f"{where}, column 'sigma_rel': '{text}'; every target carries an error: its standard "
                         "deviation over its value, above 0 and at most 2 (0.01 for a full count, 0.5 for a floor).")
    return value
