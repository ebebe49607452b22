"""All returns to the country of origin: by kind, by sex and age, by place of origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import ADULTS, CHILDREN, counted, flow, grouped
from model.indicators.frames import by_country, concat, origin_axis, tidy, with_total
from model.indicators.geography import NORTHERN_CENTRAL_AMERICA

if TYPE_CHECKING:
    from model.world import World

KINDS = {
    "removal_usa": "returned_removal_usa", "expulsion": "returned_expulsion",
    "mexico_deportation": "returned_mexico_deportation", "mexico_assisted": "returned_mexico_assisted",
    "removal_other": "returned_removal_other", "assisted": "returned_assisted", "own": "returned_own",
}
RETURNED = tuple(KINDS.values())
FORCED = ("returned_removal_usa", "returned_expulsion", "returned_mexico_deportation",
          "returned_mexico_assisted", "returned_removal_other")
AT_RECEPTION = (*FORCED, "returned_assisted")
"""Returns that authorities receive and count by sex and age; own returns pass no reception."""
SEXES = ["men", "women", "boys", "girls"]
WINDOW = 24


def by_sex_and_age(history: History) -> np.ndarray:
    """Persons returned through reception [T, O, 4]: men, women, boys, girls."""
    women, girls = counted(history, "returned_women"), counted(history, "returned_girls")
    adults = counted(history, *AT_RECEPTION, kinds=ADULTS)
    children = counted(history, *AT_RECEPTION, kinds=CHILDREN)
    return np.stack([adults - women, women, children - girls, girls], axis=2)


def received(history: History, world: World) -> pd.DataFrame:
    """Returns by nationality and kind, by sex and age, and in total by place of origin."""
    kinds = np.stack([counted(history, event) for event in RETURNED], axis=2)
    sexes = by_country(world, by_sex_and_age(history))
    sexes, labels = with_total(sexes, world.countries, 1)
    return concat([
        grouped(history, world, kinds, list(KINDS)),
        tidy(history, sexes, "sum", {"nationality": labels}, {"group": SEXES}),
        tidy(history, kinds.sum(axis=2), "sum", origin_axis(world))])


def last_24_months(history: History, world: World) -> pd.DataFrame:
    """Returns of the last 24 steps by sex and age; NCA3 is GTM + HND + SLV."""
    sexes = by_country(world, by_sex_and_age(history))
    three = [world.country_index[code] for code in NORTHERN_CENTRAL_AMERICA if code in world.country_index]
    parts = np.concatenate([sexes.sum(axis=1, keepdims=True), sexes], axis=1)
    labels = ["ALL", *world.countries]
    if three:
        parts = np.concatenate([parts, sexes[:, three].sum(axis=1, keepdims=True)], axis=1)
        labels.append("NCA3")
    parts = np.concatenate([parts.sum(axis=2, keepdims=True), parts], axis=2)
    return tidy(history, _rolling(parts, WINDOW), "last", {"nationality": labels}, {"group": ["", *SEXES]})


def _rolling(values: np.ndarray, window: int) -> np.ndarray:
    """Sum of the last `window` steps, nan before there are as many."""
    out = np.full(values.shape, np.nan)
    if len(values) >= window:
        total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
        out[window - 1:] = total[window:] - total[:-window]
    return out


INDICATORS = [
    Indicator(
        name="returns_received", label_en="Returns to the country of origin",
        label_es="Retornos al país de origen", unit="persons", kind="flow", better="neither",
        description_en="Persons who came back, by kind of return or by sex and age (two splits of one "
                       "total).",
        description_es="Personas que volvieron, por tipo de retorno o por sexo y edad (dos cortes de un "
                       "total).",
        definition="All returned_* events that end at home: not the end of seasonal contracts, nor nationals "
                   "still at the border (returned_border), who count when they go home (expulsion). Women "
                   "are 23 % of adults and "
                   "girls 36 % of children by draw (founding data of 2020-2022). By place: place of origin.",
        function=received),
    Indicator(
        name="returns_received_24m", label_en="Returns of the last 24 months", unit="persons, last 24 months",
        label_es="Retornos de los últimos 24 meses", kind="stock", better="neither",
        description_en="Persons who came back in the last 24 months, by sex and age.",
        description_es="Personas que volvieron en los últimos 24 meses, por sexo y edad.",
        definition="returns_received summed over 24 months; NCA3 is GTM + HND + SLV and not part of ALL's "
                   "split.",
        function=last_24_months),
    Indicator(
        name="returns_received_from_all", label_en="Returns organised by an authority",
        label_es="Retornos organizados por una autoridad", unit="persons", kind="flow", better="neither",
        description_en="Removals, expulsions and returns from custody, as receiving countries count them.",
        description_es="Remociones, expulsiones y retornos desde custodia, según los países que reciben.",
        definition="returned_removal_usa, returned_expulsion, returned_mexico_*, returned_removal_other.",
        function=flow(*FORCED)),
    Indicator(
        name="returns_assisted", label_en="Assisted voluntary returns",
        label_es="Retornos voluntarios asistidos",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who accepted an offer of assisted return.",
        description_es="Personas que aceptaron una oferta de retorno asistido.",
        definition="returned_assisted by nationality.", function=flow("returned_assisted")),
    Indicator(
        name="returns_own", label_en="Returns by own decision", label_es="Retornos por decisión propia",
        unit="persons", kind="flow", better="neither",
        description_en="Persons who went home on their own, without order or offer.",
        description_es="Personas que volvieron por su cuenta, sin orden ni oferta.",
        definition="returned_own by nationality.", function=flow("returned_own")),
]
