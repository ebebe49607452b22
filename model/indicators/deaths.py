"""Deaths and disappearances on the way: all of the model, and the part that would be documented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import Function, at_places, flow, flow_by_kind
from model.indicators.frames import tidy
from model.indicators.geography import hub, transit

if TYPE_CHECKING:
    from model.world import World

DOCUMENTED = 0.5
"""Share of deaths that would be documented (MODEL observation rule, judgement; -30 ... +100 %)."""
SOUTH = ("ARG", "BOL", "BRA", "CHL", "ECU", "GUY", "PER", "PRY", "SUR", "URY", "VEN")
CARIBBEAN = ("ABW", "ATG", "BHS", "BRB", "CUB", "CUW", "DMA", "DOM", "GRD", "HTI", "JAM", "KNA", "LCA", "PRI",
             "TCA", "TTO", "VCT")
ISTHMUS = ("BLZ", "CRI", "GTM", "HND", "NIC", "SLV")


def all_by_place(history: History, world: World) -> pd.DataFrame:
    """Every simulated death by place on the way."""
    died = at_places(history, "died")
    return tidy(history, died, "sum", {"place": world.place_ids})


def _in_countries(codes: Callable[[World], tuple[str, ...]]) -> Function:
    def function(history: History, world: World) -> pd.DataFrame:
        wanted = [world.country_index[code] for code in codes(world) if code in world.country_index]
        inside = np.isin(world.place_country, wanted)
        return tidy(history, DOCUMENTED * at_places(history, "died")[:, inside].sum(axis=1), "sum")

    return function


def _documented(name: str, event: str, where_en: str, where_es: str) -> Indicator:
    return Indicator(
        name=name, label_en=f"Deaths that would be documented: {where_en}",
        label_es=f"Muertes que se documentarían: {where_es}", unit="persons", kind="flow", better="down",
        description_en=f"Half of the simulated deaths and disappearances, {where_en}; `deaths` has them all.",
        description_es=f"La mitad de las muertes y desapariciones simuladas, {where_es}; `deaths` las da "
                       f"todas.",
        definition=f"{event} x {DOCUMENTED}. Held against Missing Migrants counts, which are a floor.",
        function=flow(event, factor=DOCUMENTED))


def _regional(name: str, where_en: str, where_es: str,
              codes: Callable[[World], tuple[str, ...]]) -> Indicator:
    return Indicator(
        name=name, label_en=f"Deaths that would be documented: {where_en}",
        label_es=f"Muertes que se documentarían: {where_es}", unit="persons", kind="flow", better="down",
        description_en=f"Half of the simulated deaths at places in {where_en}.",
        description_es=f"La mitad de las muertes simuladas en lugares de {where_es}.",
        definition=f"Place event `died` x {DOCUMENTED}. Held against Missing Migrants counts, a floor.",
        function=_in_countries(codes), by_nationality=False)


INDICATORS = [
    Indicator(
        name="deaths", label_en="All deaths and disappearances on the way",
        label_es="Todas las muertes y desapariciones en el camino", unit="persons", kind="flow",
        better="down",
        description_en="Every simulated death or disappearance, documented or not, by nationality and "
                       "region.",
        description_es="Toda muerte o desaparición simulada, documentada o no, por nacionalidad y región.",
        definition="Events died_darien, died_border, died_on_the_way.",
        function=flow_by_kind({"darien": ("died_darien",), "border": ("died_border",),
                               "on_the_way": ("died_on_the_way",)})),
    Indicator(
        name="deaths_by_place", label_en="All deaths and disappearances by place",
        label_es="Todas las muertes y desapariciones por lugar", unit="persons", kind="flow", better="down",
        description_en="Every simulated death or disappearance by place on the way.",
        description_es="Toda muerte o desaparición simulada por lugar del camino.",
        definition="Place event `died`.", function=all_by_place, by_nationality=False),
    _documented("deaths_darien_colombia", "died_darien", "Darién", "Darién"),
    _documented("deaths_us_mexico_border_zone", "died_border", "border zone of the destination",
                "zona fronteriza del destino"),
    _documented("deaths_on_the_way", "died_on_the_way", "elsewhere on the way", "otros tramos del camino"),
    _regional("deaths_mexico_us_all", "Mexico and the United States", "México y Estados Unidos",
              lambda world: (hub(world), transit(world))),
    _regional("deaths_central_america", "Central America without Panama", "Centroamérica sin Panamá",
              lambda world: ISTHMUS),
    _regional("deaths_south_america", "South America without Colombia", "Sudamérica sin Colombia",
              lambda world: SOUTH),
    _regional("deaths_caribbean_other", "the Caribbean", "el Caribe", lambda world: CARIBBEAN),
]
