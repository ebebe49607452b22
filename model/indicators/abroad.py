"""People who live abroad: stocks by nationality and host, and who arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import Function
from model.indicators.frames import by_country, concat, nationalities, tidy, with_total

if TYPE_CHECKING:
    from model.world import World

VENEZUELA = "VEN"


def _margins(name: str, how: str) -> Function:
    """By nationality over all hosts, and by host over all nationalities (both: migrant_stock_in_*)."""

    def function(history: History, world: World) -> pd.DataFrame:
        values = getattr(history, name).astype(np.float64)
        people, axis = nationalities(world, values.sum(axis=2))
        return concat([tidy(history, people, how, axis),
                       tidy(history, values.sum(axis=1), how, {"place": world.countries})])

    return function


def stock_by_host(history: History, world: World) -> pd.DataFrame:
    """One indicator name per host country with residents from abroad, by nationality with ALL."""
    values, axis = nationalities(world, history.abroad)
    occupied = np.flatnonzero(values[: history.recorded, 0].any(axis=0))
    return concat([tidy(history, values[:, :, host], "last", axis, place=world.countries[host],
                        indicator=f"migrant_stock_in_{world.countries[host].lower()}") for host in occupied])


def venezuelans(history: History, world: World) -> pd.DataFrame:
    """Venezuelans abroad by host and in total; empty in worlds without Venezuela."""
    if VENEZUELA not in world.country_index:
        return concat([])
    people = by_country(world, history.abroad)[:, world.country_index[VENEZUELA]]
    values, labels = with_total(people, world.countries, 1, "")
    return tidy(history, values, "last", {"place": labels}, nationality=VENEZUELA)


INDICATORS = [
    Indicator(
        name="persons_abroad", label_en="Persons settled abroad",
        label_es="Personas asentadas en el exterior",
        unit="persons", kind="stock", better="neither",
        description_en="Diaspora: persons who live in another country, by nationality or by host.",
        description_es="Diáspora: personas que viven en otro país, por nacionalidad o por país de acogida.",
        definition="History `abroad` (irregular, lawful, asylum pending, temporary workers).",
        function=_margins("abroad", "last")),
    Indicator(
        name="parties_abroad", label_en="Parties settled abroad", label_es="Grupos asentados en el exterior",
        unit="households", kind="stock", better="neither",
        description_en="Households or parts of them that live in another country.",
        description_es="Hogares o partes de ellos que viven en otro país.",
        definition="History `parties`.", function=_margins("parties", "last")),
    Indicator(
        name="arrivals_abroad", label_en="Persons who began to live in a country",
        label_es="Personas que empezaron a vivir en un país", unit="persons", kind="flow", better="neither",
        description_en="New residents from abroad, by nationality or by host.",
        description_es="Nuevas personas residentes del exterior, por nacionalidad o por país de acogida.",
        definition="History `arrivals`.", function=_margins("arrivals", "sum")),
    Indicator(
        name="migrant_stock_in_{country}", label_en="Persons from abroad who live in {country}",
        label_es="Personas del exterior que viven en {country}", unit="persons", kind="stock",
        better="neither", description_en="Residents from abroad by nationality, one indicator per host.",
        description_es="Residentes del exterior por nacionalidad, un indicador por país de acogida.",
        definition="History `abroad` by host. Held against UN DESA recorded stocks at mid-year; surveyed "
                   "emigrants from northern Central America exceed recorded ones (setting u_stock).",
        function=stock_by_host, reading_month=6),
    Indicator(
        name="venezuelans_abroad_by_host", label_en="Venezuelans abroad",
        label_es="Personas venezolanas en el exterior",
        unit="persons", kind="stock", better="neither", description_en="Venezuelans by country of residence.",
        description_es="Personas venezolanas por país de residencia.",
        definition="History `abroad` of VEN. Held against UNHCR year-end figures of 2018 to 2021.",
        function=venezuelans),
]
