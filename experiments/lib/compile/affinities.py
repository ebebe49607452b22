"""affinities.csv: what draws a nationality to a country besides work, income, distance and relatives.

Language, law and chance made Venezuelans go to Colombia and Peru, not to Mexico. As in any gravity equation with
fixed effects of pairs, the factor of a pair is what is left: it is solved by running history from 2014 until
stocks abroad grow from mid 2015 to mid 2020 as they were counted. A nationality takes the factors of the round that
came nearest: where many move on from host to host (Haitians), rounds do not settle.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.simulated import history_until, world_with, world_without
from model.world import World

ROUNDS, SPEED = 14, 0.5
SCALE = 200
FROM, TO = "2015-07", "2020-07"
LEAST = 1500.0
"""Persons added to counts on both sides, so that few households decide nothing."""
STEP, RANGE = (0.25, 4.0), (0.01, 100.0)
SOURCE = ("solved by experiments/lib/compile/affinities.py on the growth of stocks abroad 2015-20 (UN DESA; "
          "Venezuelans: UNHCR where larger)")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Solve on the world in `out`, whose intercepts must be written."""
    world = world_without(out, "affinities")
    goal = growth(world, raw)
    factor = np.ones_like(goal)
    best, least, found = factor.copy(), np.full(len(goal), np.inf), np.zeros_like(goal)
    for _ in range(ROUNDS):
        grown, left = measure(world_with(out, "affinities", table(world, factor, goal, found)))
        error = np.nansum(np.abs(goal - grown), axis=1)
        nearer = error < least
        best[nearer], found[nearer], least[nearer] = factor[nearer], grown[nearer], error[nearer]
        factor = np.clip(factor * step(goal, grown, left), *RANGE)
    return table(world, best, goal, found)


def growth(world: World, raw: Path) -> np.ndarray:
    """f8[C,C] persons by which the stock of a nationality in a country grew, mid 2015 to mid 2020.

    0 where no growth is published (small numbers are not); nan for the hub and the own country, which are not solved.
    """
    stock = pd.read_csv(raw / "flows" / "migrant_stock.csv")
    stock = stock[stock["year"].isin((2015, 2020))]
    wide = stock.pivot_table(index=["origin_iso3", "destination_iso3"], columns="year", values="stock", aggfunc="sum")
    counted = (wide[2020] - wide[2015]).dropna()
    people = pd.read_csv(raw / "flows" / "displacement_stock.csv")
    people = people[people["measure"] == "venezuelans_displaced_abroad_unhcr"]
    by_year = people.pivot_table(index="country_iso3", columns="year", values="value", aggfunc="sum")
    displaced = (by_year[2020] - by_year[2015].fillna(0.0)).dropna()
    goal = np.zeros((len(world.countries),) * 2)
    names = (counted.index.get_level_values(level).map(lambda code: world.country_index.get(str(code), -1))
             for level in (0, 1))
    for origin, host, value in zip(*names, counted, strict=True):
        if origin >= 0 and host >= 0:
            goal[origin, host] = value
    for code, value in displaced.to_dict().items():
        origin, host = world.country_index.get("VEN", -1), world.country_index.get(str(code), -1)
        if origin >= 0 and host >= 0:
            goal[origin, host] = max(goal[origin, host], value)
    goal[:, world.hub] = np.nan
    np.fill_diagonal(goal, np.nan)
    return goal


def measure(world: World) -> tuple[np.ndarray, np.ndarray]:
    """(growth of stocks, departures) f8[C,C] by nationality and destination in the run of history."""
    history, first, last = history_until(world, TO, SCALE), world.month_of(FROM), world.month_of(TO)
    by_place = history.abroad[last] - history.abroad[first]
    grown = np.zeros((len(world.countries),) * 2)
    np.add.at(grown, world.origin_country, by_place)
    return grown, history.set_out[first:last].sum(axis=0).astype(float)


def step(goal: np.ndarray, grown: np.ndarray, left: np.ndarray) -> np.ndarray:
    """f8[C,C] factor on the factors: departures that would make up the difference over those there were."""
    wanted = np.maximum(0.0, left + np.nan_to_num(goal) - grown)
    ratio = (wanted + LEAST) / (left + LEAST)
    return np.where(np.isnan(goal) | (left == 0), 1.0, np.clip(ratio, *STEP) ** SPEED)


def table(world: World, factor: np.ndarray, goal: np.ndarray, grown: np.ndarray) -> pd.DataFrame:
    """The table affinities.csv: pairs whose growth is known."""
    rows = [(world.countries[o], world.countries[d], float(f"{factor[o, d]:.4g}"), round(goal[o, d]),
             round(grown[o, d]), SOURCE)
            for o in np.unique(world.origin_country) for d in range(len(world.countries)) if np.isfinite(goal[o, d])]
    return pd.DataFrame(rows, columns=["origin_iso3", "destination_iso3", "factor", "growth", "simulated", "source"])
