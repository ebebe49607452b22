"""Who leaves: first, again, onward from another country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import (
    FAMILY_UNIT,
    SINGLE_ADULT,
    UNACCOMPANIED,
    counted,
    flow,
    flow_by_kind,
    flow_by_origin,
    grouped,
    share,
)
from model.indicators.frames import concat, origin_axis, tidy

if TYPE_CHECKING:
    from model.world import World

HOME = ("departed", "-departed_onward")
KINDS = {"single_adult": SINGLE_ADULT, "family_unit": FAMILY_UNIT, "uac": UNACCOMPANIED}


def departures(history: History, world: World) -> pd.DataFrame:
    """Departures from the country of origin by nationality and party kind, and in total by place."""
    parts = np.stack([counted(history, *HOME, kinds=kinds) for kinds in KINDS.values()], axis=2)
    return concat([grouped(history, world, parts, list(KINDS)),
                   tidy(history, parts.sum(axis=2), "sum", origin_axis(world))])


INDICATORS = [
    Indicator(
        name="departures", label_en="Departures from the country of origin",
        label_es="Salidas del país de origen",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who set out for another country on an irregular trip, by nationality and "
                       "party "
                       "kind, or by place of origin.",
        description_es="Personas que partieron a otro país en un viaje irregular, por nacionalidad y tipo de "
                       "grupo, o por lugar de origen.",
        definition="Events `departed` - `departed_onward`; family_unit holds adults and children of parties "
                   "with both.",
        function=departures),
    Indicator(
        name="departures_again", label_en="Departures of persons who had returned",
        label_es="Salidas de personas que habían vuelto", unit="persons", kind="flow", better="neither",
        description_en="Re-migration: departures by persons returned earlier.",
        description_es="Remigración: salidas de personas retornadas antes.",
        definition="Event `departed_again`.", function=flow_by_origin("departed_again")),
    Indicator(
        name="remigration_share", label_en="Share of departures by persons who had returned",
        label_es="Proporción de salidas de personas que habían vuelto", unit="share", kind="rate",
        better="neither", description_en="Re-migrants among all who leave.",
        description_es="Remigrantes entre quienes salen.", definition="Ratio of sums.",
        function=share(("departed_again",), HOME), ratio_of=("departures_again", "departures")),
    Indicator(
        name="departures_onward", label_en="Onward departures from a third country",
        label_es="Salidas desde un tercer país", unit="persons", kind="flow", better="neither",
        description_en="Secondary migration: persons who left a country that is not their own.",
        description_es="Migración secundaria: personas que dejaron un país que no es el suyo.",
        definition="Event `departed_onward`.", function=flow("departed_onward")),
    Indicator(
        name="departures_onward_settled", label_en="Onward departures after 6 months or more abroad",
        label_es="Salidas desde un tercer país tras 6 meses o más", unit="persons", kind="flow",
        better="neither",
        description_en="Onward departures of persons who had lived abroad 6 months or more.",
        description_es="Salidas desde un tercer país de personas con 6 meses o más en el exterior.",
        definition="Event `departed_onward_settled`.", function=flow("departed_onward_settled")),
    Indicator(
        name="departures_all", label_en="Departures from home or from a third country",
        label_es="Salidas del hogar o de un tercer país", unit="persons", kind="flow", better="neither",
        description_en="All departures on irregular trips: from the country of origin and onward.",
        description_es="Todas las salidas en viajes irregulares: del país de origen y secundarias.",
        definition="Event `departed`.", function=flow("departed")),
    Indicator(
        name="secondary_share", label_en="Share of secondary migration", unit="share", kind="rate",
        label_es="Proporción de migración secundaria", better="neither",
        description_en="Onward departures among all departures.",
        description_es="Salidas desde terceros países entre todas las salidas.",
        definition="Ratio of sums.", function=share(("departed_onward",), ("departed",)),
        ratio_of=("departures_onward", "departures_all")),
    Indicator(
        name="stops_on_the_way", label_en="Trips that stopped on the way", unit="persons", kind="flow",
        label_es="Viajes que se detuvieron en el camino", better="neither",
        description_en="Persons who settled in a country on the way, or were stranded.",
        description_es="Personas que se asentaron en un país del camino o quedaron varadas.",
        definition="Events settled_on_the_way and became_stranded.",
        function=flow_by_kind({"settled": ("settled_on_the_way",), "stranded": ("became_stranded",)})),
    Indicator(
        name="internal_moves", label_en="Moves inside the country", label_es="Mudanzas dentro del país",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who moved to another place of their country by choice.",
        description_es="Personas que se mudaron a otro lugar de su país por elección.",
        definition="Event `moved_internally`.", function=flow("moved_internally")),
]
