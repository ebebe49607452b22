"""Reception of returned people: load, capacity, overflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import Function, at_places, counted
from model.indicators.frames import Axis, concat, nationalities, ratio, tidy

if TYPE_CHECKING:
    from model.world import World


def _flow(*events: str) -> Function:
    """Events by nationality with ALL, and by reception place."""

    def function(history: History, world: World) -> pd.DataFrame:
        people, axis = nationalities(world, _difference(counted, history, events))
        places = _difference(at_places, history, events)
        return concat([tidy(history, people, "sum", axis), tidy(history, places, "sum", _places(world))])

    return function


def _difference(count: Callable[..., np.ndarray], history: History, events: tuple[str, ...]) -> np.ndarray:
    first, *others = events
    return count(history, first) - (count(history, *others) if others else 0.0)


def _places(world: World) -> Axis:
    return {"place": world.place_ids}


def served_share(history: History, world: World) -> pd.DataFrame:
    """Served over received, by nationality and by place."""
    served, axis = nationalities(world, counted(history, "received_served"))
    received, _ = nationalities(world, counted(history, "received"))
    return concat([
        ratio(history, served, received, "sum", axis),
        ratio(history, at_places(history, "received_served"), at_places(history, "received"), "sum",
              _places(world))])


def capacity(history: History, world: World) -> pd.DataFrame:
    """Base capacity of reception places, persons a month, the same in every month."""
    base = np.nan_to_num(world.places["capacity_month"].to_numpy(np.float64))
    every = np.tile(base, (history.months, 1))
    return concat([tidy(history, every.sum(axis=1), "last"), tidy(history, every, "last", _places(world))])


INDICATORS = [
    Indicator(
        name="reception_load", label_en="Persons who arrive at reception", unit="persons", kind="flow",
        label_es="Personas que llegan a recepción", better="neither",
        description_en="Returned persons who arrive, by nationality or by centre.",
        description_es="Personas retornadas que llegan, por nacionalidad o por centro.",
        definition="Event and place event `received`.", function=_flow("received")),
    Indicator(
        name="reception_served", label_en="Persons served at reception", unit="persons", kind="flow",
        label_es="Personas atendidas en recepción", better="up",
        description_en="Returned persons who got documents, food and referral.",
        description_es="Personas retornadas que recibieron documentos, alimentos y derivación.",
        definition="Event and place event `received_served`.", function=_flow("received_served")),
    Indicator(
        name="reception_overflow", label_en="Persons not served at reception", unit="persons", kind="flow",
        label_es="Personas no atendidas en recepción", better="down",
        description_en="Arrivals that reception could not serve in the month, or served a month later "
                       "(negative "
                       "then).",
        description_es="Llegadas que la recepción no pudo atender en el mes, o atendió un mes después "
                       "(entonces "
                       "negativo).",
        definition="`received` - `received_served`.", function=_flow("received", "received_served")),
    Indicator(
        name="reception_served_share", label_en="Share served at reception", unit="share", kind="rate",
        label_es="Proporción atendida en recepción", better="up",
        description_en="Served over arrivals.", description_es="Atendidas entre llegadas.",
        definition="Ratio of sums.", function=served_share, ratio_of=("reception_served", "reception_load")),
    Indicator(
        name="reception_capacity", label_en="Base capacity of reception", unit="persons a month",
        kind="stock",
        label_es="Capacidad base de recepción", better="up",
        description_en="Persons a month that centres can serve before any lever adds places.",
        description_es="Personas al mes que los centros pueden atender antes de que un instrumento la "
                       "amplíe.",
        definition="Column capacity_month of the world's places; added capacity: programme_places.",
        function=capacity, by_nationality=False),
]
