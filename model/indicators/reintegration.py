"""Reintegration after return: scores, services, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import flow, flow_by_kind
from model.indicators.frames import concat, nationalities, origin_axis, ratio, tidy

if TYPE_CHECKING:
    from model.world import World

SCORES = ["economic", "social", "psychosocial"]


def score_sums(history: History, world: World) -> pd.DataFrame:
    """Sum of scores over reintegrating persons; group "" is the mean of the three."""
    return _levels(history, world, _sums(history))


def persons(history: History, world: World) -> pd.DataFrame:
    """Reintegrating persons, repeated per score so that means can be formed."""
    return _levels(history, world, _persons(history))


def _levels(history: History, world: World, parts: np.ndarray) -> pd.DataFrame:
    """Parts [T, O, 4] by nationality and score, and group "" by place of origin."""
    values, axis = nationalities(world, parts)
    return concat([tidy(history, values, "last", axis, {"group": ["", *SCORES]}),
                   tidy(history, parts[:, :, 0], "last", origin_axis(world))])


def mean_scores(history: History, world: World) -> pd.DataFrame:
    """Mean scores by nationality and score, and the mean of the three by place of origin."""
    sums, people = _sums(history), _persons(history)
    above, axis = nationalities(world, sums)
    below, _ = nationalities(world, people)
    return concat([ratio(history, above, below, "last", axis, {"group": ["", *SCORES]}),
                   ratio(history, sums[:, :, 0], people[:, :, 0], "last", origin_axis(world))])


def _sums(history: History) -> np.ndarray:
    parts = history.scores[:, :, :3]
    return np.concatenate([parts.mean(axis=2, keepdims=True), parts], axis=2)


def _persons(history: History) -> np.ndarray:
    return np.repeat(history.scores[:, :, 3:4], 4, axis=2)


INDICATORS = [
    Indicator(
        name="reintegration_score", label_en="Mean reintegration score", unit="score 0 to 1", kind="rate",
        label_es="Puntaje medio de reintegración", better="up",
        description_en="Mean over reintegrating persons: economic, social, psychosocial and their mean.",
        description_es="Media de las personas en reintegración: económico, social, psicosocial y su media.",
        definition="Ratio of sums, in the sense of IOM's reintegration sustainability survey.",
        function=mean_scores, ratio_of=("reintegration_score_sum", "reintegration_persons")),
    Indicator(
        name="reintegration_score_sum", label_en="Sum of reintegration scores", unit="score sums",
        kind="stock",
        label_es="Suma de puntajes de reintegración", better="neither",
        description_en="Numerator of the mean score.", description_es="Numerador del puntaje medio.",
        definition="History `scores`; group \"\" is the mean of the three.", function=score_sums),
    Indicator(
        name="reintegration_persons", label_en="Persons in reintegration", unit="persons", kind="stock",
        label_es="Personas en reintegración", better="neither",
        description_en="Returned persons who rebuild income, ties and wellbeing (same number for each "
                       "score).",
        description_es="Personas retornadas que reconstruyen ingreso, lazos y bienestar (igual en cada "
                       "puntaje).",
        definition="History `scores`, last column.", function=persons),
    Indicator(
        name="services_delivered", label_en="Reintegration services delivered", unit="persons", kind="flow",
        label_es="Servicios de reintegración prestados", better="up",
        description_en="Persons of households that got a service, by kind.",
        description_es="Personas de hogares que recibieron un servicio, por tipo.",
        definition="Events service_economic, service_social, service_psychosocial.",
        function=flow_by_kind({kind: (f"service_{kind}",) for kind in SCORES})),
    Indicator(
        name="reintegrated", label_en="Persons reintegrated", label_es="Personas reintegradas",
        unit="persons",
        kind="flow", better="up", description_en="Persons whose mean score reached the mark of sustained.",
        description_es="Personas cuyo puntaje medio llegó al umbral de sostenibilidad.",
        definition="Event `reintegrated`.", function=flow("reintegrated")),
    Indicator(
        name="reintegration_timed_out", label_en="Persons whose reintegration ran out of time",
        unit="persons",
        label_es="Personas cuya reintegración venció", kind="flow", better="down",
        description_en="Persons settled after 36 months without reaching the mark.",
        description_es="Personas asentadas tras 36 meses sin llegar al umbral.",
        definition="Event `reintegration_timed_out`.", function=flow("reintegration_timed_out")),
    Indicator(
        name="households_lost_assets", label_en="Persons of households that lost assets to debt",
        unit="persons",
        label_es="Personas de hogares que perdieron bienes por deuda", kind="flow", better="down",
        description_en="House or land lost to unpaid migration debt.",
        description_es="Casa o tierra perdida por deuda de migración impaga.",
        definition="Event `asset_seized`.", function=flow("asset_seized")),
]
