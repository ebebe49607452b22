"""Crossings of the Darién, by nationality as in the model's origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import counted, flow, share
from model.indicators.frames import by_country, concat, tidy
from model.indicators.geography import HAITIAN_FAMILY, darien

if TYPE_CHECKING:
    from model.world import World


def crossings(history: History, world: World) -> pd.DataFrame:
    """Crossings by nationality with ALL, and the derived group of Haitians with children born on the way."""
    own = flow("darien", where=darien)(history, world)
    family = [world.country_index[code] for code in HAITIAN_FAMILY if code in world.country_index]
    if not family:
        return own
    persons = by_country(world, counted(history, "darien"))[:, family].sum(axis=1)
    return concat([own, tidy(history, persons, "sum", place=darien(world), nationality="HTI_FAMILY")])


INDICATORS = [
    Indicator(
        name="darien_crossings", label_en="Darién crossings", label_es="Cruces del Darién", unit="persons",
        kind="flow", better="neither", description_en="Persons who came out of the Darién into Panama.",
        description_es="Personas que salieron del Darién hacia Panamá.",
        definition="Event `darien` (entry into the first villages after the jungle). The derived nationality "
                   "HTI_FAMILY adds HTI, CHL and BRA, as children born to Haitians there are recorded as "
                   "Chilean or Brazilian; it is not part of ALL. Held against Panama's migration service.",
        function=crossings),
    Indicator(
        name="darien_from_third_country", label_en="Darién crossings by people who lived elsewhere",
        label_es="Cruces del Darién de personas que vivían en otro país", unit="persons", kind="flow",
        better="neither", description_en="Crossings by persons who had lived abroad 6 months or more.",
        description_es="Cruces de personas que habían vivido 6 meses o más en el exterior.",
        definition="Event `darien_from_third_country`.", function=flow("darien_from_third_country",
        where=darien)),
    Indicator(
        name="darien_secondary_share", label_en="Share of Darién crossings from third countries",
        label_es="Proporción de cruces del Darién desde terceros países", unit="share", kind="rate",
        better="neither",
        description_en="Share of crossings by persons who had lived abroad 6 months or more.",
        description_es="Proporción de cruces de personas que habían vivido 6 meses o más en el exterior.",
        definition="Ratio of sums by nationality. Held against surveys of June and July 2022.",
        function=share(("darien_from_third_country",), ("darien",), where=darien),
        ratio_of=("darien_from_third_country", "darien_crossings")),
]
