"""Returns from the transit country (Mexico in the Americas)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import ADULTS, CHILDREN, counted, flow, grouped
from model.indicators.geography import transit

if TYPE_CHECKING:
    from model.world import World

DEPORTED, ASSISTED = "returned_mexico_deportation", "returned_mexico_assisted"


def returns(history: History, world: World) -> pd.DataFrame:
    """Returns by nationality and kind; children count as assisted returns of minors, whatever the party's."""
    parts = np.stack([counted(history, DEPORTED, kinds=ADULTS), counted(history, ASSISTED, kinds=ADULTS),
                      counted(history, DEPORTED, ASSISTED, kinds=CHILDREN)], axis=2)
    labels = ["deportation", "assisted_return", "assisted_return_minor"]
    return grouped(history, world, parts, labels, transit(world))


INDICATORS = [
    Indicator(
        name="returns_from_mexico", label_en="Returns from Mexico", label_es="Retornos desde México",
        unit="events", kind="flow", better="neither",
        description_en="Persons returned home from custody in the transit country, by kind of return.",
        description_es="Personas devueltas a su país desde la custodia del país de tránsito, por tipo.",
        definition="returned_mexico_deportation + returned_mexico_assisted. Groups: deportation and "
                   "assisted_return of adults, assisted_return_minor of children. Held against the three "
                   "kinds of Mexico's migration policy unit, which add up.",
        function=returns),
    Indicator(
        name="returns_received_from_mex", label_en="Returns received from Mexico",
        label_es="Retornos recibidos desde México", unit="events", kind="flow", better="neither",
        description_en="The same returns as counted by the country that receives them.",
        description_es="Los mismos retornos según el país que los recibe.",
        definition="returned_mexico_deportation + returned_mexico_assisted. Held against the counts of "
                   "receiving countries, which differ from the sending side.",
        function=flow(DEPORTED, ASSISTED)),
]
