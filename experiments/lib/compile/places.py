"""places.csv: nodes of the transit graph, with the places where parties may live.

Aggregate nodes of SLV, GTM and HND are dropped: their departments are the origins and no route needs
them. Populations of departments and country nodes are those of 2014 on the base of the national series,
so that all rates share one base; cities keep the undated GeoNames figure, US metros the metropolitan
area.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.common import NORTH, START_YEAR, plain_source, population_at, read

COLUMNS = [
    "place_id",
    "name",
    "country_iso3",
    "admin_level",
    "role",
    "lat",
    "lon",
    "population",
    "settle",
    "main",
    "capacity_month",
    "source",
    "grade",
    "notes",
]
GRADE = {"stored_file": "A", "stored_page": "B", "recalled": "C", "derived": "B"}

# Where parties settle by default in a country; countries without a line settle at their country node.
MAIN = {
    "USA": "usa-los-angeles",
    "MEX": "mex-mexico-city",
    "ESP": "esp-madrid",
    "CAN": "can-toronto",
    "SLV": "slv-san-salvador",
    "GTM": "gtm-guatemala",
    "HND": "hnd-francisco-morazan",
    "NIC": "nic-managua",
    "CRI": "cri-san-jose",
    "PAN": "pan-panama-city",
    "BLZ": "blz-belmopan",
    "COL": "col-bogota",
    "ECU": "ecu-quito",
    "PER": "per-lima",
    "CHL": "chl-santiago",
    "BOL": "bol-la-paz",
    "BRA": "bra-sao-paulo",
    "VEN": "ven-caracas",
    "CUB": "cub-havana",
    "HTI": "hti-port-au-prince",
    "DOM": "dom-santo-domingo",
    "BHS": "bhs-nassau",
    "JAM": "jam-kingston",
    "PRI": "pri-san-juan",
}
# Mexican cities where people from elsewhere live beside the capital (judgement).
ALSO_SETTLE = ("mex-monterrey", "mex-tijuana", "mex-tapachula")
# Metropolitan areas whose raw population is that of the city alone.
METRO_POPULATION = {
    "usa-san-antonio": "San Antonio",
    "usa-denver": "Denver",
    "usa-salt-lake-city": "Salt Lake City",
}
CAPACITY_MONTH = {"slv-rc-la-chacra": 3260}
"""Before a programme expanded it by 84 % to 200 persons a day (notes of the row); the programme's row adds its own."""


def population_2014(places: pd.DataFrame, raw: Path) -> pd.Series:
    """Persons: departments by census share x national series of 2014, country nodes by the series."""
    national = population_at(raw, START_YEAR)
    population = places.population.copy()
    department = places.admin_level == "department"
    shares = population / population.where(department).groupby(places.country_iso3).transform("sum")
    base = places.country_iso3.map(national)
    population[department] = (shares * base)[department]
    node = places.admin_level == "country"
    population[node] = base[node]
    return population


def metro_population(population: pd.Series, places: pd.DataFrame, raw: Path) -> pd.Series:
    """Replace city figures by those of the metropolitan area."""
    metros = read(raw, "drivers/diaspora_us_metros.csv")
    for place, words in METRO_POPULATION.items():
        row = metros[metros.metro.str.startswith(words)].iloc[0]
        population[places.place_id == place] = row.msa_population
    population[places.place_id == "tca"] = 35000  # recalled; the islands have no driver series
    return population


def main_places(places: pd.DataFrame) -> pd.Series:
    """1 for the one default place of residence of each country."""
    main = places.country_iso3.map(MAIN)
    node = places.country_iso3.str.lower()
    return (places.place_id == main.fillna(node)).astype(int)


def clean_notes(places: pd.DataFrame) -> pd.Series:
    """Notes of the raw row without the immigrant counts (they are in stocks_abroad)."""
    notes = places.notes.fillna("").str.replace(r"immigrants SLV=.*", "", regex=True)
    return notes.str.replace(
        r"coordinates are the department capital", "point = capital", regex=False
    ).str.strip()


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Places in raw order. population in persons; settle and main 0/1; capacity_month in persons a month."""
    places = read(raw, "drivers/places.csv")
    places = places[places.role != "aggregate"].reset_index(drop=True)
    places["role"] = places.role.where(places.place_id != "tca", "transit")
    population = metro_population(population_2014(places, raw), places, raw)
    places["population"] = population.round().astype("Int64")
    places["main"] = main_places(places)
    settles = (places.role == "destination") | places.place_id.isin(ALSO_SETTLE) | (places.main == 1)
    places["settle"] = settles.astype(int)
    places["capacity_month"] = places.place_id.map(CAPACITY_MONTH).astype("Int64")
    places["grade"] = places.source_kind.map(GRADE)
    places["source"] = places.source.map(plain_source)
    dated = (places.admin_level == "department") & places.country_iso3.isin(NORTH)
    places.loc[dated, "source"] += "; share of the World Bank national series of 2014"
    places["notes"] = clean_notes(places)
    return places[COLUMNS]
