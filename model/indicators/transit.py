"""People on the way: interdiction and irregular entries by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import at_places, counted, flow
from model.indicators.frames import by_country, concat, places_of, tidy
from model.indicators.geography import transit

if TYPE_CHECKING:
    from model.world import World

HONDURAS = "HND"


def interdictions(history: History, world: World) -> pd.DataFrame:
    """Interdictions by nationality (everywhere) and by country where they happen."""
    places, axis = places_of(world, at_places(history, "interdicted"))
    return concat([flow("interdicted")(history, world),
                   tidy(history, places[:, 1:], "sum", {"place": axis["place"][1:]})])


def events_in_transit_country(history: History, world: World) -> pd.DataFrame:
    """Interdictions in the transit country; nationalities share its total as they share all interdictions."""
    code = transit(world)
    inside = world.place_country == world.country_index.get(code, -1)
    total = at_places(history, "interdicted")[:, inside].sum(axis=1)
    people = by_country(world, counted(history, "interdicted"))
    everywhere = people.sum(axis=1)
    part = np.divide(total, everywhere, out=np.zeros(len(total)), where=everywhere > 0)
    values = np.concatenate([total[:, None], people * part[:, None]], axis=1)
    return tidy(history, values, "sum", {"nationality": ["ALL", *world.countries]}, place=code)


def entries(history: History, world: World) -> pd.DataFrame:
    """Irregular border crossings into each country [T, C entered, C nationality], from travelled routes."""
    values = _entries(history, world)
    whole = np.concatenate([values.sum(axis=2, keepdims=True), values], axis=2)
    return tidy(history, whole, "sum", {"place": world.countries}, {"nationality": ["ALL", *world.countries]})


def entries_honduras(history: History, world: World) -> pd.DataFrame:
    """Irregular entries into Honduras by nationality, without Hondurans; empty in other worlds."""
    if HONDURAS not in world.country_index:
        return concat([])
    values = _entries(history, world)[:, world.country_index[HONDURAS]].copy()
    values[:, world.country_index[HONDURAS]] = 0
    whole = np.concatenate([values.sum(axis=1, keepdims=True), values], axis=1)
    return tidy(history, whole, "sum", {"nationality": ["ALL", *world.countries]}, place=HONDURAS)


def _entries(history: History, world: World) -> np.ndarray:
    count = len(world.countries)
    rows = world.routes.iloc[history.edge_rows]
    head = world.place_country[rows["head"].to_numpy(int)]
    tail = world.place_country[rows["tail"].to_numpy(int)]
    out = np.zeros((len(history.edges), count, count))
    for country in np.unique(head[head != tail]):
        crossing = (head == country) & (tail != country)
        out[:, country] = history.edges[:, crossing].sum(axis=1, dtype=np.float64)
    return out


INDICATORS = [
    Indicator(
        name="interdictions", label_en="Interdictions on the way", label_es="Interdicciones en el camino",
        unit="events", kind="flow", better="neither",
        description_en="Persons stopped at a control on the way, by nationality or by country of the "
                       "control.",
        description_es="Personas detenidas en un control del camino, por nacionalidad o país del control.",
        definition="Event `interdicted`; by place: place event `interdicted`.", function=interdictions),
    Indicator(
        name="irregular_events_mexico", label_en="Irregular migration events in Mexico",
        label_es="Eventos de migración irregular en México", unit="events", kind="flow", better="neither",
        description_en="Persons stopped by the authority of the transit country.",
        description_es="Personas detenidas por la autoridad del país de tránsito.",
        definition="Place event `interdicted` in the transit country; a nationality's part is its part in "
                   "all "
                   "interdictions of the month. Held against events of Mexico's migration policy unit.",
        function=events_in_transit_country),
    Indicator(
        name="irregular_entries", label_en="Irregular entries by country",
        label_es="Entradas irregulares por país",
        unit="events", kind="flow", better="neither",
        description_en="Border crossings on irregular routes into each country, transit included.",
        description_es="Cruces de frontera por rutas irregulares hacia cada país, incluido el tránsito.",
        definition="Persons on irregular route rows that enter a country (history of routes); every crossing "
                   "counts.",
        function=entries),
    Indicator(
        name="irregular_entries_honduras", label_en="Irregular entries into Honduras",
        label_es="Entradas irregulares a Honduras", unit="events", kind="flow", better="neither",
        description_en="Foreigners who entered Honduras on irregular routes.",
        description_es="Personas extranjeras que entraron a Honduras por rutas irregulares.",
        definition="irregular_entries for Honduras without Hondurans. Held against its migration institute, "
                   "which registers part of the crossings.",
        function=entries_honduras),
]
