"""Dated causes outside the model, up to the last observation: droughts, storms, unrest, pandemic closures.

Rows that start later are held back (not known at the last observation); an end that lies later is blank, or
the last observed day where the cause is physical. Closures of part of a border are left out where the closure
of the neighbour covers them, because the model closes whole countries.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.target_tools import read
from model.checks import InputError, nearest

COLUMNS = [
    "shock_id",
    "start_date",
    "end_date",
    "name",
    "shock_type",
    "countries_iso3",
    "places",
    "severity",
    "basis",
    "source",
    "grade",
    "notes",
]
LAST_DAY = "2022-09-30"
PHYSICAL = ("drought", "storm", "flood", "earthquake", "volcano", "landslide", "crop_pest")
DEPARTMENTS = (
    "SLV",
    "GTM",
    "HND",
)  # countries whose departments are places: the country node expands to them
COVERED_BY_NEIGHBOUR = {"S083": "VEN", "S099": "CHL", "S113": "BRA"}
NAMED_PLACE_IS_THE_COUNTRY = {"S033": "blz", "S043": "pri", "S156": "pri"}  # small territory, one origin node

VENEZUELA = (
    ("S501", "2015-01-01", "2016-12-31", 2, "half of households in extreme poverty"),
    ("S502", "2017-01-01", "2017-12-31", 3, "three in five households in extreme poverty"),
    ("S503", "2018-01-01", "2021-12-31", 4, "three in four households in extreme poverty"),
    ("S504", "2022-01-01", "", 2, "half of households in extreme poverty; no end in sight on 2022-09-30"),
)
"""Want of food and medicine beyond what the income series shows: (id, first and last day, severity, basis)."""


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table shocks.csv. `tables["places"]` gives the place_ids; InputError names an unknown place."""
    rows = read(raw, "drivers/shocks.csv", ["shock_id", "start_date", "places", "severity_class", "grade"])
    rows = rows[(rows["start_date"] <= LAST_DAY) & ~rows["shock_id"].isin(COVERED_BY_NEIGHBOUR)]
    places = known_places(tables)
    records = [{str(name): str(cell) for name, cell in row.items()} for row in rows.to_dict("records")]
    listed = [_places(row, places) for row in records]
    ends = [_end(row["end_date"], row["shock_type"]) for row in records]
    rows = rows.assign(places=listed, notes=_notes(records, ends), end_date=ends)
    basis = rows["basis"].replace("", "judged from the course of events")
    rows = rows.assign(severity=rows["severity_class"].astype(int), basis=basis)
    return pd.concat([rows[COLUMNS], _venezuela()], ignore_index=True).sort_values("start_date", kind="stable")


def _venezuela() -> pd.DataFrame:
    rows = [{"shock_id": key, "start_date": first, "end_date": last, "severity": severity, "basis": basis,
             "name": "Venezuela: want of food and medicine", "shock_type": "economic", "countries_iso3": "VEN",
             "places": "", "source": "recalled (ENCOVI household surveys)", "grade": "C", "notes": ""}
            for key, first, last, severity, basis in VENEZUELA]
    return pd.DataFrame(rows)[COLUMNS]


def known_places(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The compiled places with place_id, country_iso3 and role; InputError when they are not compiled yet."""
    if "places" not in tables:
        raise InputError("shocks: table places is not compiled yet. Run the step places first.")
    return tables["places"][["place_id", "country_iso3", "role"]]


def _places(row: dict[str, str], places: pd.DataFrame) -> str:
    """Place ids of a row; blank when the whole of its countries is meant."""
    countries = row["countries_iso3"].split(";")
    named = [name for name in row["places"].split(";") if name]
    whole = {country.lower() for country in countries}
    if set(named) >= whole and row["shock_type"].startswith(("pandemic", "us_labour")):
        return ""
    if set(named) == whole:
        return ""
    extra = NAMED_PLACE_IS_THE_COUNTRY.get(row["shock_id"])
    wanted = [*named, *([extra] if extra and extra not in named else [])]
    return ";".join(dict.fromkeys(part for name in wanted for part in _expand(name, row, places)))


def _expand(name: str, row: dict[str, str], places: pd.DataFrame) -> list[str]:
    if name.upper() in DEPARTMENTS:
        inside = (places["country_iso3"] == name.upper()) & (places["role"] == "origin")
        return places.loc[inside, "place_id"].tolist()
    if name not in set(places["place_id"]):
        raise InputError(
            f"drivers/shocks.csv, {row['shock_id']}, column 'places': '{name}' is not a place. "
            f"{nearest(name, places['place_id'])}"
        )
    return [name]


def _end(end_date: str, shock_type: str) -> str:
    if not end_date or end_date <= LAST_DAY:
        return end_date
    return LAST_DAY if shock_type in PHYSICAL else ""


def _notes(rows: list[dict[str, str]], ends: list[str]) -> list[str]:
    """Notes of the raw table, with a word where a later end is held back."""
    notes = []
    for row, end in zip(rows, ends, strict=True):
        held = "" if end == row["end_date"] else "still open on 2022-09-30; the later end is held back"
        notes.append("; ".join(part for part in (row["notes"], held) if part))
    return notes
