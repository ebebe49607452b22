"""The tables of a world as plain arrays and dictionaries, read once for a synthesis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.world import World

YEAR_BANDS = ("years_0_5", "years_5_10", "years_10_15", "years_15_20", "years_20_25", "years_25_plus")
ORIGIN_COLUMNS = ("population_share", "household_size_mean", "rural_share", "farm_share",
                  "remittance_households_share", "emigrant_households_share", "emigrant_weight",
                  "deprivation")
_SERIES = ("population", "natural_increase", "household_size_mean")


@dataclass(frozen=True, eq=False)
class Tables:
    """Values by country code; arrays follow the order of the files."""

    origins: dict[str, dict[str, np.ndarray]]     # place index and ORIGIN_COLUMNS of each country
    series: dict[tuple[str, str], np.ndarray]     # (country, series) -> f8[2, years]: years, values
    structure: dict[tuple[str, str, str], float]  # (country, variable, category) -> share
    abroad: dict[str, dict[str, np.ndarray]]      # place, persons, irregular, pending, bands f8[rows, 6]
    displaced: dict[int, list[tuple[str, float]]]  # place index -> (cause, persons)
    returned: dict[str, list[tuple[str, float]]]  # country -> (kind, persons)
    seasonal: dict[str, list[tuple[str, float]]]  # country -> (visa class, persons a year)
    guided_fee: dict[str, float]                  # country -> US$
    price_level: dict[str, float]
    gini: dict[str, float]
    queue: dict[tuple[str, int, str], float]      # (asylum country, year, pending or decisions) -> persons

    def yearly(self, code: str, series: str, year: float) -> float:
        """A yearly series, linear between years and flat beyond its ends; NaN where there is none."""
        values = self.series.get((code, series))
        return float("nan") if values is None else float(np.interp(year, values[0], values[1]))


def read(world: World) -> Tables:
    """All that the synthesis needs from the tables of a world."""
    tables = world.tables
    countries = tables["countries"]
    codes = countries["country_iso3"].tolist()
    fees = tables["fees"]
    fees = fees[fees["channel"] == "guided"]
    return Tables(
        origins=_origins(world), series=_series(tables["country_year"]), structure=_structure(tables),
        abroad=_abroad(world), displaced=_displaced(world),
        returned=_pairs(tables.get("stocks_returned"), "origin_iso3", "kind"),
        seasonal=_pairs(tables.get("stocks_seasonal"), "origin_iso3", "visa_class"),
        guided_fee=dict(zip(fees["origin_iso3"], fees["price_usd"].astype(float), strict=True)),
        price_level=dict(zip(codes, countries["price_level_ratio"].astype(float), strict=True)),
        gini=dict(zip(codes, countries["gini"].astype(float), strict=True)), queue=_queue(tables["asylum"]))


def _by_code(codes: pd.Series, arrays: dict[str, np.ndarray]) -> dict[str, dict[str, np.ndarray]]:
    order = codes.to_numpy(dtype=object)
    return {code: {name: values[order == code] for name, values in arrays.items()}
            for code in dict.fromkeys(order)}


def _origins(world: World) -> dict[str, dict[str, np.ndarray]]:
    table = world.tables["origins"]
    place = table["place_id"].map(world.place_index).to_numpy(np.int64)
    codes = pd.Series([world.countries[c] for c in world.place_country[place]], dtype=object)
    arrays = {name: table[name].to_numpy(float) for name in ORIGIN_COLUMNS}
    return _by_code(codes, {"place": place, **arrays})


def _series(table: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
    kept = table[table["series"].isin(_SERIES)].sort_values("year")
    gathered: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for code, series, year, value in zip(kept["country_iso3"], kept["series"], kept["year"], kept["value"],
                                         strict=True):
        gathered.setdefault((code, series), []).append((float(year), float(value)))
    return {key: np.array(pairs).T for key, pairs in gathered.items()}


def _structure(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str, str], float]:
    table = tables.get("household_structure")
    if table is None:
        return {}
    keys = zip(table["country_iso3"], table["variable"], table["category"], strict=True)
    return dict(zip(keys, table["value"].astype(float), strict=True))


def _abroad(world: World) -> dict[str, dict[str, np.ndarray]]:
    table = world.tables["stocks_abroad"]
    table = table[table["persons"] > 0]
    arrays = {"place": table["place_id"].map(world.place_index).to_numpy(np.int64),
              "persons": table["persons"].to_numpy(float),
              "irregular": table["irregular_share"].to_numpy(float),
              "pending": table["pending_share"].to_numpy(float),
              "bands": table[list(YEAR_BANDS)].to_numpy(float)}
    return _by_code(table["origin_iso3"], arrays)


def _displaced(world: World) -> dict[int, list[tuple[str, float]]]:
    by_place = _pairs(world.tables.get("stocks_displaced"), "place_id", "cause")
    return {world.place_index[place]: pairs for place, pairs in by_place.items()}


def _pairs(table: pd.DataFrame | None, key: str, kind: str) -> dict[str, list[tuple[str, float]]]:
    """(kind, persons) by key; empty without the table."""
    result: dict[str, list[tuple[str, float]]] = {}
    if table is not None:
        for owner, what, persons in zip(table[key], table[kind], table["persons"], strict=True):
            result.setdefault(owner, []).append((what, float(persons)))
    return result


def _queue(table: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    kept = table[(table["origin_iso3"] == "ALL") & table["series"].isin(("pending", "decisions"))]
    sums: dict[tuple[str, int, str], float] = {}
    for code, year, series, value in zip(kept["country_iso3"], kept["year"], kept["series"], kept["value"],
                                         strict=True):
        key = (code, int(year), series)
        sums[key] = sums.get(key, 0.0) + float(value)
    return sums
