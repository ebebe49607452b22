"""What people believe and what guides ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.frames import tidy
from model.indicators.geography import hub

if TYPE_CHECKING:
    from model.world import World

KINDS = ["single_adult", "family_unit", "uac"]
GUIDES = ["guided", "alone"]


def success(history: History, world: World) -> pd.DataFrame:
    """Perceived success of a trip to the hub by nationality (with origins in the run) and party kind."""
    own = _origins(world)
    return tidy(history, history.belief[:, own][..., world.hub], "mean", _codes(world), {"group": KINDS},
                place=hub(world))


def risk(history: History, world: World) -> pd.DataFrame:
    """Perceived risk of abuse by nationality, guided or alone."""
    return tidy(history, history.risk[:, _origins(world)], "mean", _codes(world), {"group": GUIDES})


def fees(history: History, world: World) -> pd.DataFrame:
    """Fee index by nationality."""
    return tidy(history, history.fee_index[:, _origins(world)], "mean", _codes(world))


def _origins(world: World) -> list[int]:
    return sorted({int(country) for country in world.origin_country})


def _codes(world: World) -> dict[str, list[str]]:
    return {"nationality": [world.countries[country] for country in _origins(world)]}


INDICATORS = [
    Indicator(
        name="perceived_success", label_en="Perceived success of a trip", unit="share", kind="rate",
        label_es="Éxito percibido de un viaje", better="neither",
        description_en="Chance of entering the main destination as people of a country see it, by party "
                       "kind.",
        description_es="Posibilidad de entrar al destino principal según la ven en un país, por tipo de "
                       "grupo.",
        definition="History `belief` for the hub; longer periods: mean of months.", function=success),
    Indicator(
        name="perceived_risk", label_en="Perceived risk of abuse", label_es="Riesgo percibido de abuso",
        unit="share", kind="rate", better="neither",
        description_en="Chance of abuse on the way as people of a country see it, guided or alone.",
        description_es="Posibilidad de abuso en el camino según la ven en un país, con guía o sin ella.",
        definition="History `risk`; longer periods: mean of months.", function=risk),
    Indicator(
        name="fee_index", label_en="Index of guides' fees", label_es="Índice de precios de guías",
        unit="ratio",
        kind="rate", better="neither", description_en="Price of a guided trip, 1 in the base month.",
        description_es="Precio de un viaje con guía, 1 en el mes base.",
        definition="History `fee_index`; longer periods: mean of months.", function=fees),
]
