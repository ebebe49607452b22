"""Leaving again: share of returned people who have left again, by months since return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.events import counted, country_axis
from model.indicators.frames import by_country, by_month, defined, tidy
from model.indicators.returns_received import RETURNED

if TYPE_CHECKING:
    from model.world import World

LONGEST = 60
"""Months since return up to which the curve is drawn."""
CLOCKED = (*RETURNED, "returned_border")
"""Returns that start the clock; the end of a seasonal contract does not."""


def curve(again: np.ndarray, returned: np.ndarray) -> np.ndarray:
    """Share that left again within 0..60 months [61, K], from again [T, K, lags] and returned [T, K].

    Each month's step is the number who left at that lag over the returns of the run that could be seen at
    that lag; steps add up. nan beyond the longest lag that any return of the run could reach.
    """
    steps = len(again)
    out = np.full((LONGEST + 1, again.shape[1]), np.nan)
    out[0] = np.where(returned.sum(axis=0) > 0, 0.0, np.nan)
    for lag in range(min(LONGEST, steps)):
        seen = returned[: steps - lag].sum(axis=0)
        left = again[lag:, :, lag].sum(axis=0)
        step = np.divide(left, seen, out=np.full(len(seen), np.nan), where=seen > 0)
        out[lag + 1] = out[lag] + step
    return out


def by_months_since_return(history: History, world: World) -> pd.DataFrame:
    """The curve by nationality with ALL, dated by the last recorded month; group is months since return."""
    people = country_axis(world, by_country(world, counted(history, *CLOCKED)))[0]
    leavers = np.concatenate([history.again.sum(axis=1, keepdims=True), history.again], axis=1)
    now = history.recorded
    cells = np.full((history.months, LONGEST + 1, people.shape[1]), np.nan)
    if now:
        cells[now - 1] = curve(leavers[:now].astype(np.float64), people[:now])
    months = {"group": [f"{month:02d}" for month in range(LONGEST + 1)]}
    nations = {"nationality": ["ALL", *world.countries]}
    return defined(history, by_month(history, cells, "last"), months, nations)


def left_again(history: History, world: World) -> pd.DataFrame:
    """Persons who left again in the month, by months since return in bands."""
    bands = {"0-3": slice(0, 4), "4-12": slice(4, 13), "13-24": slice(13, 25), "25+": slice(25, None)}
    parts = np.stack([history.again[:, :, band].sum(axis=2) for band in bands.values()], axis=2)
    whole = np.concatenate([parts.sum(axis=2, keepdims=True), parts], axis=2)
    everyone = np.concatenate([whole.sum(axis=1, keepdims=True), whole], axis=1)
    return tidy(history, everyone, "sum", {"nationality": ["ALL", *world.countries]}, {"group": ["", *bands]})


INDICATORS = [
    Indicator(
        name="remigration_by_months_since_return", unit="share", kind="rate", better="down",
        label_en="Share that left again, by months since return",
        label_es="Proporción que volvió a irse, por meses desde el retorno",
        description_en="Cumulative share of returned persons who left again within so many months (group).",
        description_es="Proporción acumulada de personas retornadas que volvieron a irse en tantos meses "
                       "(grupo).",
        definition="Sum over months since return of persons who left at that lag over returns of the run "
                   "that "
                   "could be seen at that lag; returns before the run do not count. One value a run, dated "
                   "by its last month. Group 24: compare pattern P16b (0.08 to 0.30 for non-border returns).",
        function=by_months_since_return),
    Indicator(
        name="remigration", label_en="Persons who left again, by months since return", unit="persons",
        label_es="Personas que volvieron a irse, por meses desde el retorno", kind="flow", better="neither",
        description_en="Returned persons who set out again in the month.",
        description_es="Personas retornadas que partieron de nuevo en el mes.",
        definition="History `again` in bands of months since return; 25+ holds earlier returns too.",
        function=left_again),
]
