"""The displacement continuum: persons in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.continuum import LOST, NOT_YET_FORMED, STATES
from model.history import History
from model.indicators.base import Indicator
from model.indicators.frames import nationalities, tidy

if TYPE_CHECKING:
    from model.world import World

LIVING = [state.index for state in STATES if state.index not in (LOST, NOT_YET_FORMED)]
SHOWN = [state.index for state in STATES if state.index != NOT_YET_FORMED]


def by_origin_country(history: History, world: World) -> pd.DataFrame:
    """Persons by nationality (with ALL) and state."""
    values, axis = nationalities(world, history.state_origin[:, :, SHOWN])
    return tidy(history, values, "last", axis, {"group": _names(SHOWN)})


def by_place(history: History, world: World) -> pd.DataFrame:
    """Persons by place where they are and state, places with residents of the model only."""
    values = history.state_place[:, :, LIVING].astype(np.float64)
    return tidy(history, values, "last", {"place": world.place_ids}, {"group": _names(LIVING)})


def _names(states: list[int]) -> list[str]:
    return [STATES[index].name.lower() for index in states]


INDICATORS = [
    Indicator(
        name="state_stock", label_en="Persons by state of the continuum", unit="persons", kind="stock",
        label_es="Personas por estado del continuo", better="neither",
        description_en="Persons by nationality and state; group lost holds all who died or went missing so "
                       "far.",
        description_es="Personas por nacionalidad y estado; el grupo lost reúne a quienes murieron o "
                       "desaparecieron.",
        definition="History `state_origin`; members left behind count as settled.",
        function=by_origin_country),
    Indicator(
        name="state_stock_by_place", label_en="Persons by place and state", unit="persons", kind="stock",
        label_es="Personas por lugar y estado", better="neither",
        description_en="Persons where they are, by state.",
        description_es="Personas donde están, por estado.",
        definition="History `state_place`; members left behind count as settled at their place of origin.",
        function=by_place, by_nationality=False),
]
