"""Returns from the hub destination (the United States in the Americas)."""

from __future__ import annotations

from model.indicators.base import Indicator
from model.indicators.events import flow
from model.indicators.geography import hub

INDICATORS = [
    Indicator(
        name="removals_usa", label_en="Removals from the United States",
        label_es="Remociones desde Estados Unidos", unit="events", kind="flow", better="neither",
        description_en="Persons returned home under a removal order, from the border or the interior.",
        description_es="Personas devueltas con orden de remoción, desde la frontera o el interior.",
        definition="returned_removal_usa + removed_to_border (nationals of the country next door are let "
                   "out at its border) by nationality. Held against DHS removals.",
        function=flow("returned_removal_usa", "removed_to_border", where=hub)),
    Indicator(
        name="returns_title42_landing", label_en="Returns home after an expulsion at the border",
        label_es="Retornos al hogar tras una expulsión en la frontera", unit="events", kind="flow",
        better="neither",
        description_en="Persons sent back across the border who then went home instead of trying again.",
        description_es="Personas devueltas a través de la frontera que luego fueron a su hogar sin reintentar.",
        definition="returned_expulsion by nationality.", function=flow("returned_expulsion", where=hub)),
    Indicator(
        name="returns_received_from_usa", label_en="Returns received from the United States",
        label_es="Retornos recibidos desde Estados Unidos", unit="events", kind="flow", better="neither",
        description_en="Removals and expulsions that arrived in the country of origin.",
        description_es="Remociones y expulsiones que llegaron al país de origen.",
        definition="returned_removal_usa + returned_expulsion; people let out at the border of their own "
                   "country count when they go home. Held against the counts of receiving countries.",
        function=flow("returned_removal_usa", "returned_expulsion")),
    Indicator(
        name="returns_mex_plus_usa_removals",
        label_en="Returns from Mexico and removals from the United States",
        label_es="Retornos desde México y remociones desde Estados Unidos", unit="events", kind="flow",
        better="neither", description_en="The two largest return flows together, as sending countries count.",
        description_es="Los dos mayores flujos de retorno juntos, según los países que devuelven.",
        definition="returned_mexico_deportation + returned_mexico_assisted + returned_removal_usa.",
        function=flow("returned_mexico_deportation", "returned_mexico_assisted", "returned_removal_usa")),
    Indicator(
        name="returns_at_border", label_en="Returns at the land border to the own country",
        label_es="Retornos en la frontera terrestre al propio país", unit="events", kind="flow",
        better="neither", description_en="Nationals of the neighbouring country returned to a border city.",
        description_es="Nacionales del país vecino devueltos a una ciudad fronteriza.",
        definition="returned_border by nationality.", function=flow("returned_border", where=hub)),
]
