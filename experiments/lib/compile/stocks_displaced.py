"""stocks_displaced.csv: people displaced inside their country in January 2014, by origin place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import START_YEAR, population_at, read, round_to_total

COLUMNS = ["place_id", "persons", "cause", "source", "grade"]
CAP = 0.15  # of the population
SHARES = {
    "HND": (0.030, "violence", "share displaced 3 %: national surveys of 2014 and 2019 (UNHCR, CIPPDV)", "B"),
    "SLV": (0.011, "violence", "share displaced 1.1 %: characterisation study 2018", "B"),
    "GTM": (0.005, "violence", "share displaced 0.5 %: judgement", "C"),
}
# Camps after the earthquake of January 2010; UNHCR has no count for Haiti.
HAITI = (147000, "disaster", "IOM displacement tracking, camps at the end of 2013 (recalled)", "C")


def national(raw: Path) -> dict[str, tuple[float, str, str, str]]:
    """country -> (persons, cause, source, grade)."""
    population = population_at(raw, START_YEAR)
    rows: dict[str, tuple[float, str, str, str]] = {
        code: (float(share * population[code]), cause, source, grade)
        for code, (share, cause, source, grade) in SHARES.items()
    }
    stock = read(raw, "flows/displacement_stock.csv")
    stock = stock[
        (stock.measure == "idps_unhcr") & (stock.year == START_YEAR - 1) & (stock.country_iso3 == "COL")
    ]
    persons = float(min(stock.value.sum(), CAP * population["COL"]))
    rows["COL"] = (persons, "violence", "UNHCR internally displaced, end 2013 (cumulative register)", "B")
    rows["HTI"] = HAITI
    return rows


def spread(origins: pd.DataFrame) -> pd.Series:
    """Weight of a place: persons x homicide relative to the nation x (0.5 + deprivation)."""
    return origins.population_share * origins.homicide_relative * (0.5 + origins.deprivation)


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Whole persons by origin place and cause."""
    origins = tables["origins"].merge(tables["places"][["place_id", "country_iso3"]], on="place_id")
    parts = []
    for country, (persons, cause, source, grade) in national(raw).items():
        own = origins[origins.country_iso3 == country]
        weights = spread(own)
        part = pd.DataFrame({"place_id": own.place_id})
        part["persons"] = round_to_total(persons * (weights / weights.sum()).to_numpy())
        several = len(own) > 1
        part["cause"], part["grade"] = cause, "C" if several else grade
        part["source"] = source + ("; spread by homicide and deprivation" if several else "")
        parts.append(part)
    return pd.concat(parts, ignore_index=True)[COLUMNS]
