"""Who wishes to leave, and who wishes to and cannot. Known in the months of the yearly pass only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.continuum import DISPLACED, RELOCATED, SETTLED
from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import Function
from model.indicators.frames import Axis, concat, nationalities, origin_axis, ratio, tidy

if TYPE_CHECKING:
    from model.world import World


def _persons(name: str, history: History) -> np.ndarray:
    """Persons [T, O]; nan outside the months of the pass."""
    if name == "home":
        home = history.state_origin[:, :, [SETTLED, RELOCATED, DISPLACED]].sum(axis=2, dtype=np.float64)
        return np.where(np.isnan(history.wish), np.nan, home)
    return getattr(history, name)


def _stock(name: str) -> Function:
    def function(history: History, world: World) -> pd.DataFrame:
        persons = _persons(name, history)
        values, axis = _by_nationality(world, persons)
        return concat([tidy(history, values, "last", axis),
                       tidy(history, persons, "last", origin_axis(world))])

    return function


def _share(top: str, bottom: str) -> Function:
    def function(history: History, world: World) -> pd.DataFrame:
        above, below = _persons(top, history), _persons(bottom, history)
        nation, axis = _by_nationality(world, above)
        base, _ = _by_nationality(world, below)
        return concat([ratio(history, nation, base, "last", axis),
                       ratio(history, above, below, "last", origin_axis(world))])

    return function


def _by_nationality(world: World, persons: np.ndarray) -> tuple[np.ndarray, Axis]:
    """Sums by nationality that stay nan where no place was looked at."""
    values, axis = nationalities(world, np.nan_to_num(persons))
    looked, _ = nationalities(world, ~np.isnan(persons))
    return np.where(looked > 0, values, np.nan), axis


INDICATORS = [
    Indicator(
        name="persons_at_home", label_en="Persons at home when wishes are read", unit="persons", kind="stock",
        label_es="Personas en el hogar al leer los deseos", better="neither",
        description_en="Base of the shares: persons settled, resettled or displaced in their country.",
        description_es="Base de las proporciones: personas asentadas, reasentadas o desplazadas en su país.",
        definition="States SETTLED, RELOCATED and DISPLACED in the months of the yearly pass.",
        function=_stock("home")),
    Indicator(
        name="wish_to_leave", label_en="Persons who wish to leave", label_es="Personas que desean irse",
        unit="persons", kind="stock", better="neither",
        description_en="Aspiration: persons of households that wish to live in another country.",
        description_es="Aspiración: personas de hogares que desean vivir en otro país.",
        definition="History `wish`.", function=_stock("wish")),
    Indicator(
        name="involuntary_immobility", label_en="Persons who wish to leave and cannot",
        label_es="Personas que desean irse y no pueden", unit="persons", kind="stock", better="down",
        description_en="Involuntary immobility: the wish is there, no channel is within means.",
        description_es="Inmovilidad involuntaria: hay deseo, ningún canal está a su alcance.",
        definition="History `immobile`.", function=_stock("immobile")),
    Indicator(
        name="wish_share", label_en="Share of persons who wish to leave", unit="share", kind="rate",
        label_es="Proporción de personas que desean irse", better="neither",
        description_en="Persons who wish to leave over persons at home.",
        description_es="Personas que desean irse entre personas en el hogar.",
        definition="Ratio of sums. Compare pattern P01a (0.20 to 0.70).", function=_share("wish", "home"),
        ratio_of=("wish_to_leave", "persons_at_home")),
    Indicator(
        name="involuntary_immobility_share", label_en="Share of those who wish to leave and cannot",
        label_es="Proporción de quienes desean irse y no pueden", unit="share", kind="rate", better="down",
        description_en="Persons without an open channel among those who wish to leave.",
        description_es="Personas sin canal abierto entre quienes desean irse.",
        definition="Ratio of sums.", function=_share("immobile", "wish"),
        ratio_of=("involuntary_immobility", "wish_to_leave")),
]
