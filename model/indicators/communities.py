"""Host and home communities: crowding and stigma."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.frames import origin_axis, tidy

if TYPE_CHECKING:
    from model.world import World


def crowding(history: History, world: World) -> pd.DataFrame:
    """Newcomers per 1 000 residents by place."""
    return tidy(history, history.crowd, "mean", {"place": world.place_ids})


def stigma(history: History, world: World) -> pd.DataFrame:
    """Stigma by place of origin."""
    return tidy(history, history.stigma, "mean", origin_axis(world))


INDICATORS = [
    Indicator(
        name="crowding", label_en="Newcomers per 1 000 residents", unit="per 1 000", kind="rate",
        label_es="Personas recién llegadas por 1 000 residentes", better="down",
        description_en="Persons who came in the last two years over residents, eased where hosts are "
                       "supported.",
        description_es="Personas llegadas en los últimos dos años entre residentes, menos donde se apoya a "
                       "la "
                       "comunidad.",
        definition="History `crowd`; longer periods: mean of months.", function=crowding,
        by_nationality=False),
    Indicator(
        name="stigma", label_en="Stigma returned people meet", label_es="Estigma hacia personas retornadas",
        unit="share", kind="rate", better="down", description_en="Stigma at the place of origin, 0 to 1.",
        description_es="Estigma en el lugar de origen, 0 a 1.",
        definition="History `stigma`; longer periods: mean of months.", function=stigma),
]
