"""Seasonal work and regularisation: visas used, contracts, overstays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import country_axis, flow
from model.indicators.frames import tidy
from model.indicators.geography import hub
from model.indicators.programmes import levels

if TYPE_CHECKING:
    from model.world import World


def visas(lever: str) -> Callable[[History, World], pd.DataFrame]:
    """Function of an indicator: visas used of one lever by nationality with ALL."""

    def function(history: History, world: World) -> pd.DataFrame:
        found = levels(history.delivered, world, history.months, only=lever)
        values = np.zeros((history.months, len(world.countries)))
        for (place, nation, _), amount in found.items():
            if place == "" and nation in world.country_index:
                values[:, world.country_index[nation]] += amount
        whole, axis = country_axis(world, values)
        return tidy(history, whole, "sum", axis, place=hub(world))

    return function


def _visa(lever: str, title: str, about_en: str, about_es: str) -> Indicator:
    return Indicator(
        name=lever, label_en=f"{title} visas used", label_es=f"Visas {title} usadas", unit="visas",
        kind="flow",
        better="neither", description_en=f"Seasonal visas for {about_en}, by nationality.",
        description_es=f"Visas estacionales para {about_es}, por nacionalidad.",
        definition=f"History `delivered` of the programmes `{lever}/...`. Held against visas issued.",
        function=visas(lever))


INDICATORS = [
    _visa("visas_h2a", "H-2A", "farm work", "trabajo agrícola"),
    _visa("visas_h2b", "H-2B", "work outside farming", "trabajo no agrícola"),
    Indicator(
        name="seasonal_contracts_started", label_en="Persons who began a seasonal contract", unit="persons",
        label_es="Personas que iniciaron un contrato estacional", kind="flow", better="neither",
        description_en="Temporary workers who left for a season, all programmes and hosts.",
        description_es="Personas trabajadoras temporales que salieron por una temporada, todos los "
                       "programas.",
        definition="Event `season_started`.", function=flow("season_started")),
    Indicator(
        name="seasonal_returns", label_en="Persons back from a seasonal contract", unit="persons",
        kind="flow",
        label_es="Personas de vuelta de un contrato estacional", better="up",
        description_en="Temporary workers who came home at the end of the season.",
        description_es="Personas trabajadoras temporales que volvieron al final de la temporada.",
        definition="Event `returned_season`; not part of returns_received.",
        function=flow("returned_season")),
    Indicator(
        name="overstays", label_en="Persons who stayed on after a seasonal contract", unit="persons",
        label_es="Personas que se quedaron tras un contrato estacional", kind="flow", better="down",
        description_en="Temporary workers who stayed without a permit.",
        description_es="Personas trabajadoras temporales que se quedaron sin permiso.",
        definition="Event `overstayed`.", function=flow("overstayed")),
    Indicator(
        name="regularised", label_en="Persons regularised", label_es="Personas regularizadas", unit="persons",
        kind="flow", better="up", description_en="Persons abroad who gained a lawful status without asylum.",
        description_es="Personas en el exterior que obtuvieron un estatus regular sin asilo.",
        definition="Event `regularised`.", function=flow("regularised")),
]
