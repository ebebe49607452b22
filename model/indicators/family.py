"""Families apart and together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import flow
from model.indicators.frames import concat, nationalities, origin_axis, tidy

if TYPE_CHECKING:
    from model.world import World


def left_behind(history: History, world: World) -> pd.DataFrame:
    """Children at home while a parent is away, by nationality and place of origin."""
    values, axis = nationalities(world, history.separated)
    return concat([tidy(history, values, "last", axis),
                   tidy(history, history.separated, "last", origin_axis(world))])


INDICATORS = [
    Indicator(
        name="children_left_behind", label_en="Children left behind while a parent is abroad",
        label_es="Niñas y niños que quedan mientras su madre o padre está en el exterior", unit="persons",
        kind="stock", better="down",
        description_en="Family separation since the start of the run: children at home, the party abroad. Earlier "
                       "separations are not counted; children do not grow up.",
        description_es="Separación familiar desde el inicio de la corrida: niñas y niños en casa, el grupo en el "
                       "exterior. No se cuentan separaciones anteriores; la niñez no crece.",
        definition="History `separated`; sum over months for child-months of separation.",
        function=left_behind),
    Indicator(
        name="joined_abroad", label_en="Persons who joined their family abroad", unit="persons", kind="flow",
        label_es="Personas que se reunieron con su familia en el exterior", better="neither",
        description_en="Members left behind who joined the party abroad, by any channel.",
        description_es="Integrantes que se unieron a su grupo en el exterior, por cualquier vía.",
        definition="Event `joined`.", function=flow("joined")),
    Indicator(
        name="lawful_family", label_en="Lawful admissions of families and refugees", unit="persons",
        kind="flow",
        label_es="Admisiones regulares de familias y personas refugiadas", better="up",
        description_en="Persons who left with a permit of a family, refugee or parole channel.",
        description_es="Personas que salieron con permiso familiar, de refugio o humanitario.",
        definition="Event `lawful_family`.", function=flow("lawful_family")),
]
