"""People whom a dated programme lets fly in and be paroled: at the airport they are counted as encounters.

That is a rule of counting (an inadmissible person inspected at a port is an encounter), not an observation;
numbers are the caps of the dated timeline. How far a cap is used is judged: four fifths, give or take.
"""

from __future__ import annotations

import numpy as np

from experiments.lib.files import records
from experiments.lib.forecast.scores import LEVELS
from model.world import World

USE, SPREAD = 0.8, 0.35
"""Median share of a cap that is used, and its spread in logs; judgement."""
WORDS = "parole process"


def quantiles(world: World, cut: str, months: int) -> dict[str, np.ndarray]:
    """f8[months, levels] persons a month by nationality after the month `cut`; empty without programmes."""
    from scipy.stats import norm

    first = world.month_of(cut) + 1
    share = USE * np.exp(SPREAD * norm.ppf(LEVELS))
    return {nation: cap[:, None] * share for nation, cap in caps(world, first, months).items()}


def caps(world: World, first: int, months: int) -> dict[str, np.ndarray]:
    """f8[months] places a month by nationality, a cap for several shared evenly."""
    rows = world.tables["policy_timeline"]
    hub = world.countries[world.hub]
    rows = rows[rows["instrument"].astype(str).str.contains(WORDS) & (rows["jurisdiction_iso3"] == hub)
                & rows["quantity"].notna()]
    found: dict[str, np.ndarray] = {}
    for row in records(rows):
        nations = str(row.target_iso3).split(";")
        length = int(row.end_month) - int(row.start_month) + 1
        monthly = float(row.quantity) / (1 if row.per == "month" else max(1, length)) / len(nations)
        index = np.arange(first, first + months)
        inside = (index >= row.start_month) & (index <= row.end_month)
        for nation in nations:
            found[nation] = found.get(nation, np.zeros(months)) + monthly * inside
    return {nation: cap for nation, cap in found.items() if cap.any()}
