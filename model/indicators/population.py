"""How many persons and households the model holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import flow
from model.indicators.frames import concat, nationalities, origin_axis, places_of, tidy
from model.indicators.states import LIVING

if TYPE_CHECKING:
    from model.world import World


def population(history: History, world: World) -> pd.DataFrame:
    """Living persons by nationality, wherever they are, and by country where they are."""
    people, axis = nationalities(world, history.state_origin[:, :, LIVING].sum(axis=2))
    places, where = places_of(world, history.state_place[:, :, LIVING].sum(axis=2))
    return concat([tidy(history, people, "last", axis),
                   tidy(history, places[:, 1:], "last", {"place": where["place"][1:]})])


def households(history: History, world: World) -> pd.DataFrame:
    """Households formed so far, by nationality and place of origin."""
    values, axis = nationalities(world, history.households)
    return concat([tidy(history, values, "last", axis),
                   tidy(history, np.asarray(history.households), "last", origin_axis(world))])


INDICATORS = [
    Indicator(
        name="population", label_en="Persons in the model", label_es="Personas en el modelo", unit="persons",
        kind="stock", better="neither",
        description_en="Living persons of the model's origins, by nationality or by country where they are.",
        description_es="Personas vivas de los orígenes del modelo, por nacionalidad o por país donde están.",
        definition="All states but LOST and NOT_YET_FORMED. The own residents of hosts are not simulated.",
        function=population),
    Indicator(
        name="households_formed", label_en="Households formed", label_es="Hogares formados",
        unit="households",
        kind="stock", better="neither", description_en="Households in the model, formed so far.",
        description_es="Hogares en el modelo, formados hasta ahora.", definition="History `households`.",
        function=households),
    Indicator(
        name="persons_formed", label_en="Persons of new households", label_es="Personas de hogares nuevos",
        unit="persons", kind="flow", better="neither",
        description_en="Persons of households formed in the month.",
        description_es="Personas de hogares formados en el mes.", definition="Event `formed`.",
        function=flow("formed")),
]
