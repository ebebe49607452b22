"""Abuse and kidnapping on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import at_places, flow, share
from model.indicators.frames import ALL, Axis, ratio, tidy

if TYPE_CHECKING:
    from model.world import World

GUIDES = ("guided", "alone")


def _trips(which: int, world: World, history: History) -> tuple[np.ndarray, Axis, Axis]:
    trips = history.harm_trips[..., which].astype(np.float64)
    people = np.concatenate([trips.sum(axis=1, keepdims=True), trips], axis=1)
    whole = np.concatenate([people.sum(axis=2, keepdims=True), people], axis=2)
    return whole, {"nationality": [ALL, *world.countries]}, {"group": ["", *GUIDES]}


def trips(history: History, world: World) -> pd.DataFrame:
    """Trips that came to an end, by nationality and guided or alone."""
    values, people, groups = _trips(0, world, history)
    return tidy(history, values, "sum", people, groups)


def trips_with_abuse(history: History, world: World) -> pd.DataFrame:
    """Trips that came to an end and saw abuse, by nationality and guided or alone."""
    values, people, groups = _trips(1, world, history)
    return tidy(history, values, "sum", people, groups)


def share_abused(history: History, world: World) -> pd.DataFrame:
    """Share of ended trips with abuse; empty where the run did not record trips."""
    ended, people, groups = _trips(0, world, history)
    harmed, _, _ = _trips(1, world, history)
    return ratio(history, harmed, ended, "sum", people, groups)


def abuse_by_place(history: History, world: World) -> pd.DataFrame:
    """Abuse by place on the way."""
    return tidy(history, at_places(history, "abused"), "sum", {"place": world.place_ids})


INDICATORS = [
    Indicator(
        name="abused", label_en="Persons abused on the way",
        label_es="Personas que sufrieron abuso en el camino",
        unit="persons", kind="flow", better="down", description_en="Persons of parties that suffered abuse.",
        description_es="Personas de grupos que sufrieron abuso.", definition="Event `abused`.",
        function=flow("abused")),
    Indicator(
        name="abused_by_place", label_en="Abuse by place on the way", label_es="Abusos por lugar del camino",
        unit="persons", kind="flow", better="down", description_en="Where abuse happens.",
        description_es="Dónde ocurren los abusos.", definition="Place event `abused`.",
        function=abuse_by_place, by_nationality=False),
    Indicator(
        name="kidnapped", label_en="Persons kidnapped on the way",
        label_es="Personas secuestradas en el camino",
        unit="persons", kind="flow", better="down", description_en="Persons held for ransom.",
        description_es="Personas retenidas para pedir rescate.", definition="Event `kidnapped`.",
        function=flow("kidnapped")),
    Indicator(
        name="abuse_per_departure", label_en="Abuse per departure", label_es="Abusos por salida",
        unit="events per person", kind="rate", better="down",
        description_en="Persons abused in the month over departures, from home or onward, in the month.",
        description_es="Personas abusadas en el mes entre las salidas, del hogar o secundarias, del mes.",
        definition="Ratio of sums; one person can be abused more than once in a trip.",
        function=share(("abused",), ("departed",)), ratio_of=("abused", "departures_all")),
    Indicator(
        name="trips_ended", label_en="Trips that came to an end", label_es="Viajes terminados",
        unit="parties",
        kind="flow", better="neither",
        description_en="Irregular trips resolved: entered, returned, given up, lost.",
        description_es="Viajes irregulares resueltos: entrada, retorno, abandono, pérdida.",
        definition="History `harm_trips`, first entry.", function=trips),
    Indicator(
        name="trips_with_abuse", label_en="Trips with abuse", label_es="Viajes con abuso", unit="parties",
        kind="flow", better="down", description_en="Resolved trips that saw at least one abuse.",
        description_es="Viajes resueltos con al menos un abuso.",
        definition="History `harm_trips`, second entry.", function=trips_with_abuse),
    Indicator(
        name="share_abused", label_en="Share of trips with abuse", label_es="Proporción de viajes con abuso",
        unit="share", kind="rate", better="down",
        description_en="Resolved trips with at least one abuse, guided or alone.",
        description_es="Viajes resueltos con al menos un abuso, con guía o por cuenta propia.",
        definition="Ratio of sums. Compare pattern P22a (0.45 to 0.75 per transit of Mexico).",
        function=share_abused, ratio_of=("trips_with_abuse", "trips_ended")),
]
