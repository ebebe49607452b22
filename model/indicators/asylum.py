"""Asylum: applications, decisions, the queue and the wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import at_places, counted, flow, share
from model.indicators.frames import concat, nationalities, places_of, tidy
from model.indicators.geography import transit

if TYPE_CHECKING:
    from model.world import World


LONGEST_WAIT = 240.0
"""Months; a longer one says that a country decides next to nothing (judgement)."""


def applications(history: History, world: World) -> pd.DataFrame:
    """One indicator name per country of asylum; the transit country also by nationality."""
    claims, axis = places_of(world, at_places(history, "claimed"))
    own = transit(world)
    frames = [tidy(history, claims[:, index], "sum", place=code, indicator=_name(code))
              for index, code in enumerate(axis["place"]) if code not in ("", own)]
    if own:
        values, people = nationalities(world, counted(history, "claimed_mexico"))
        frames.append(tidy(history, values, "sum", people, place=own, indicator=_name(own)))
    return concat(frames)


def _name(code: str) -> str:
    return f"asylum_applications_{code.lower()}_persons"


def decisions(history: History, world: World) -> pd.DataFrame:
    """Decisions by nationality and by country, split into granted and denied."""
    people = np.stack([counted(history, "granted", "denied"), counted(history, "granted"),
                       counted(history, "denied")], axis=2)
    places = np.stack([at_places(history, "granted", "denied"), at_places(history, "granted"),
                       at_places(history, "denied")], axis=2)
    groups = {"group": ["", "granted", "denied"]}
    values, nationality = nationalities(world, people)
    hosts, place = places_of(world, places)
    return concat([tidy(history, values, "sum", nationality, groups),
                   tidy(history, hosts[:, 1:], "sum", {"place": place["place"][1:]}, groups)])


def wait(history: History, world: World) -> pd.DataFrame:
    """Months until a decision, by country of asylum; no row where hardly anything is decided."""
    months = np.where(history.wait_months > LONGEST_WAIT, np.nan, history.wait_months)
    return tidy(history, months, "last", {"place": world.countries})


def pending(history: History, world: World) -> pd.DataFrame:
    """Persons waiting, by country of asylum with the total of all."""
    values = np.concatenate([history.pending.sum(axis=1, keepdims=True), history.pending], axis=1)
    return tidy(history, values, "last", {"place": ["", *world.countries]})


INDICATORS = [
    Indicator(
        name="asylum_applications_{country}_persons", label_en="Asylum applications in {country}",
        label_es="Solicitudes de asilo en {country}", unit="persons", kind="flow", better="neither",
        description_en="Persons who filed a claim, by country of asylum.",
        description_es="Personas que presentaron una solicitud, por país de asilo.",
        definition="Place event `claimed`; in the transit country event `claimed_mexico` by nationality. "
                   "Held "
                   "against UNHCR applications (persons); people from other continents are not simulated.",
        function=applications, by_nationality=False),
    Indicator(
        name="asylum_claims", label_en="Asylum claims by nationality", unit="persons",
        label_es="Solicitudes de asilo por nacionalidad", kind="flow", better="neither",
        description_en="Persons who filed a claim anywhere, by nationality.",
        description_es="Personas que presentaron una solicitud en cualquier país, por nacionalidad.",
        definition="Event `claimed`.", function=flow("claimed")),
    Indicator(
        name="asylum_decisions", label_en="Asylum decisions", label_es="Decisiones de asilo", unit="persons",
        kind="flow", better="neither",
        description_en="Persons whose claim was decided, granted or denied, by nationality or by country.",
        description_es="Personas con solicitud resuelta, concedida o denegada, por nacionalidad o país.",
        definition="Events `granted` + `denied`.", function=decisions),
    Indicator(
        name="asylum_granted", label_en="Asylum claims granted", label_es="Solicitudes de asilo concedidas",
        unit="persons", kind="flow", better="up", description_en="Persons recognised, by nationality.",
        description_es="Personas reconocidas, por nacionalidad.", definition="Event `granted`.",
        function=flow("granted")),
    Indicator(
        name="asylum_decided", label_en="Asylum claims decided", label_es="Solicitudes de asilo resueltas",
        unit="persons", kind="flow", better="up", description_en="Persons with a decision, by nationality.",
        description_es="Personas con decisión, por nacionalidad.", definition="Events `granted` + `denied`.",
        function=flow("granted", "denied")),
    Indicator(
        name="asylum_recognition_share", label_en="Share of decisions that grant asylum",
        label_es="Proporción de decisiones que conceden asilo", unit="share", kind="rate", better="neither",
        description_en="Granted over all decisions, by nationality.",
        description_es="Concedidas sobre todas las decisiones, por nacionalidad.",
        definition="Ratio of sums.", function=share(("granted",), ("granted", "denied")),
        ratio_of=("asylum_granted", "asylum_decided")),
    Indicator(
        name="asylum_pending_stock", label_en="Persons waiting for an asylum decision",
        label_es="Personas a la espera de una decisión de asilo", unit="persons", kind="stock", better="down",
        description_en="Persons with an open claim at the end of the month, by country of asylum.",
        description_es="Personas con solicitud abierta al cierre del mes, por país de asilo.",
        definition="History `pending`. Held against UNHCR pending claims at year end.", function=pending,
        by_nationality=False),
    Indicator(
        name="asylum_wait_months", label_en="Expected wait for an asylum decision",
        label_es="Espera prevista de una decisión de asilo", unit="months", kind="rate", better="down",
        description_en="Queue over decisions a month, by country of asylum; blank above twenty years, where hardly "
                       "anything is decided.",
        description_es="Cola entre decisiones por mes, por país de asilo; en blanco sobre veinte años, donde casi "
                       "nada se decide.",
        definition="History `wait_months`: an output of the server, never an input.",
        function=wait, by_nationality=False),
]
