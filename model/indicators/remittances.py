"""Money sent home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.frames import by_country, concat, origin_axis, tidy

if TYPE_CHECKING:
    from model.world import World


def received(history: History, world: World) -> pd.DataFrame:
    """Remittances by receiving country (place and nationality), in total, and by place of origin."""
    places = history.remittances.sum(axis=2)
    both = {"place": world.countries, "nationality": world.countries}
    return concat([tidy(history, places.sum(axis=1), "mean"),
                   tidy(history, by_country(world, places), "mean", both),
                   tidy(history, places, "mean", origin_axis(world))])


def sent(history: History, world: World) -> pd.DataFrame:
    """Remittances by country they are sent from."""
    hosts = history.remittances.sum(axis=1)
    whole = np.concatenate([hosts.sum(axis=1, keepdims=True), hosts], axis=1)
    return tidy(history, whole, "mean", {"place": ["", *world.countries]})


INDICATORS = [
    Indicator(
        name="remittances_received", label_en="Remittances received", label_es="Remesas recibidas",
        unit="usd_2021", kind="flow", better="up",
        description_en="Money received from abroad in the month, by country or place of origin. National accounts, the "
                       "observed line, hold about three times what household surveys add up to; the model follows the "
                       "surveys.",
        description_es="Dinero recibido del exterior en el mes, por país o lugar de origen. Las cuentas nacionales, la "
                       "línea observada, suman unas tres veces lo que dicen las encuestas de hogares; el modelo sigue "
                       "las encuestas.",
        definition="History `remittances` summed over hosts; sum the months for a year. Held against World "
                   "Bank personal remittances deflated to 2021. In El Salvador a quarter of about two million "
                   "households get US$ 363 a month (B9, patterns P21): some US$ 2 billion a year, where 7.6 "
                   "billion are recorded.",
        function=received),
    Indicator(
        name="remittances_sent", label_en="Remittances sent", label_es="Remesas enviadas", unit="usd_2021",
        kind="flow", better="neither", description_en="Money sent in the month, by country it comes from.",
        description_es="Dinero enviado en el mes, por país de donde sale.",
        definition="History `remittances` summed over origins.", function=sent, by_nationality=False),
]
