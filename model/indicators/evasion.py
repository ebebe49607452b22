"""Entries that no authority met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import at_places, flow
from model.indicators.frames import tidy
from model.indicators.geography import hub, southwest_sectors

if TYPE_CHECKING:
    from model.world import World

DETECTED = 0.85
"""Share of entries between ports that sensors and signs reveal (judgement, MODEL: got-aways +-30 %)."""


def known_gotaways(history: History, world: World) -> pd.DataFrame:
    """Evaded entries in southwest sectors that sensors and signs would have revealed."""
    evaded = at_places(history, "evaded")[:, southwest_sectors(world)].sum(axis=1)
    return tidy(history, DETECTED * evaded, "sum", place=hub(world))


INDICATORS = [
    Indicator(
        name="known_gotaways_swb", label_en="Known got-aways at the southwest border",
        label_es="Entradas detectadas sin aprehensión en la frontera suroeste", unit="persons", kind="flow",
        better="neither", description_en="Entries that were noticed but not stopped.",
        description_es="Entradas advertidas pero no detenidas.",
        definition=f"place event `evaded` in southwest sectors x {DETECTED} detected. Held against Border "
                   "Patrol got-aways, a floor (+-30 %).",
        function=known_gotaways, by_nationality=False),
    Indicator(
        name="entries_unmet", label_en="Entries that no authority met", label_es="Entradas sin encuentro",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who crossed into the destination and were not met, all borders, detected or "
                       "not.",
        description_es="Personas que cruzaron al destino sin ser halladas, todas las fronteras, detectadas "
                       "o no.",
        definition="Event `evaded` by nationality.", function=flow("evaded", where=hub)),
    Indicator(
        name="entries_irregular", label_en="Trips that ended in the country sought",
        label_es="Viajes que terminaron en el país buscado", unit="persons", kind="flow", better="neither",
        description_en="Persons whose irregular trip ended with entry into a country of destination.",
        description_es="Personas cuyo viaje irregular terminó con la entrada a un país de destino.",
        definition="Event `entered` by nationality.", function=flow("entered")),
]
