"""Repeated encounters of the same persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import counted, flow, share
from model.indicators.frames import by_month, defined, nationalities
from model.indicators.geography import hub

if TYPE_CHECKING:
    from model.world import World

MET = ("met_southwest", "met_elsewhere")


def encounters_per_person(history: History, world: World) -> pd.DataFrame:
    """Fiscal year to date: encounters over persons first met in the fiscal year (October to September)."""
    met, axis = nationalities(world, counted(history, *MET))
    first, _ = nationalities(world, counted(history, "met_first_in_year"))
    to_date = by_month(history, _to_date_ratio(history, met, first), "last")
    return defined(history, to_date, axis, place=hub(world))


def _to_date_ratio(history: History, met: np.ndarray, first: np.ndarray) -> np.ndarray:
    """[steps, ...] ratio of sums since October, nan while nobody was met."""
    months = [history.labels[t][5:] for t in range(history.recorded)]
    out = np.full(met.shape, np.nan)
    start = 0
    for t, month in enumerate(months):
        if month == "10" and (t == 0 or months[t - 1] != "10"):
            start = t
        people = first[start: t + 1].sum(axis=0)
        np.divide(met[start: t + 1].sum(axis=0), people, out=out[t], where=people > 0)
    return out


INDICATORS = [
    Indicator(
        name="encounters_between_ports", label_en="Encounters between ports, all borders",
        label_es="Encuentros entre puertos, todas las fronteras", unit="events", kind="flow",
        better="neither",
        description_en="Persons met between ports; the base of repeat shares.",
        description_es="Personas halladas entre puertos; base de las proporciones de reincidencia.",
        definition="met_southwest + met_elsewhere by nationality.", function=flow(*MET, where=hub)),
    Indicator(
        name="encounters_repeat", label_en="Encounters of persons met in the past 12 months",
        label_es="Encuentros de personas halladas en los últimos 12 meses", unit="events", kind="flow",
        better="neither", description_en="Encounters of persons who had one in the 12 months before.",
        description_es="Encuentros de personas que tuvieron otro en los 12 meses previos.",
        definition="met_again by nationality.", function=flow("met_again", where=hub)),
    Indicator(
        name="persons_met_first_in_year", label_en="Persons met for the first time in the fiscal year",
        label_es="Personas halladas por primera vez en el año fiscal", unit="persons", kind="flow",
        better="neither", description_en="Different persons behind the encounters of a fiscal year.",
        description_es="Personas distintas detrás de los encuentros de un año fiscal.",
        definition="met_first_in_year by nationality.", function=flow("met_first_in_year", where=hub)),
    Indicator(
        name="repeat_encounter_share", label_en="Share of repeat encounters",
        label_es="Proporción de encuentros repetidos", unit="share", kind="rate", better="down",
        description_en="Share of encounters with persons met in the 12 months before.",
        description_es="Proporción de encuentros con personas halladas en los 12 meses previos.",
        definition="Ratio of sums. Held against CBP repeat encounter shares.",
        function=share(("met_again",), MET, where=hub),
        ratio_of=("encounters_repeat", "encounters_between_ports")),
    Indicator(
        name="encounters_per_person", label_en="Encounters per person, fiscal year to date",
        label_es="Encuentros por persona, año fiscal a la fecha", unit="events per person", kind="rate",
        better="down", description_en="Encounters since October per different person met since October.",
        description_es="Encuentros desde octubre por persona distinta hallada desde octubre.",
        definition="Ratio of sums since October; runs that begin inside a fiscal year start with their first "
                   "month.",
        function=encounters_per_person,
        ratio_of=("encounters_between_ports", "persons_met_first_in_year")),
]
