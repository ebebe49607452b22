"""party_weights.csv: who sets out for the hub from a country, single adults, families or children alone.

Why Mexicans come alone and Hondurans as families is older than any rule of the border: work that is near and goes
with the seasons, relatives, what a claim is worth. Two settings (w_FU, w_UC) say what holds for northern Central
America; what other nationalities have less or more of each kind is moved until the shares of the kinds in simulated
encounters are those that were counted before expulsions began. Nationalities without a count share that of the rest.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.common import NORTH
from experiments.lib.compile.simulated import history_until, world_with, world_without
from model.indicators.events import FAMILY_UNIT, SINGLE_ADULT, UNACCOMPANIED
from model.ledger import EVENT
from model.world import World
from model.world_tables import PARTY_KINDS

FIRST, LAST = "2018-10", "2020-02"
FROM_ELSEWHERE = ("HTI", "VEN")
"""Most who are met had lived in a third country (E8): the count says little about departures from home."""
REST = "ALL"
INDICATORS = ("encounters_swb_single_adult", "encounters_swb_family_unit", "encounters_swb_uac")
GROUPS_OF_KIND = (SINGLE_ADULT, FAMILY_UNIT, UNACCOMPANIED)
SCALE, ROUNDS, SPEED = 200, 8, 0.7
FEW = 2000.0
"""Persons counted at which the count and the run without weights weigh the same."""
RANGE = (0.02, 4.0)
SOURCE = ("solved by experiments/lib/compile/party_weights.py on southwest border encounters by kind of party, "
          "2018-10 to 2020-02 where a nationality is counted (CBP; targets.csv)")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Solve on the world in `out`, with the intercepts that lie there, if any."""
    world = world_without(out, "party_weights")
    seen = observed(world)
    groups = grouped(world, seen)
    factor, met = np.ones((len(seen), 3)), measured(world, groups)
    goal = goal_odds(seen.to_numpy(), met)
    for _ in range(ROUNDS):
        factor = np.clip(factor * (goal / odds(met)) ** SPEED, *RANGE)
        factor[[seen.index.get_loc(code) for code in (*NORTH, *FROM_ELSEWHERE)]] = 1.0
        met = measured(world_with(out, "party_weights", table(world, groups, factor, seen, met)), groups)
    return table(world, groups, factor, seen, met)


def observed(world: World) -> pd.DataFrame:
    """Persons met by nationality (index; REST for those without a count of their own) and kind (0, 1, 2)."""
    rows = world.tables["targets"]
    rows = rows[rows["indicator"].isin(INDICATORS) & (rows["year_type"] == "month")
                & rows["year_month"].between(FIRST, LAST)]
    months = rows.pivot_table(index=["nationality", "year_month"], columns="indicator", values="value")[[*INDICATORS]]
    months.columns = pd.Index(range(3))
    named = months.drop(REST)
    every = named.unstack("nationality").dropna().index  # months in which each of them is counted
    others = named[named.index.get_level_values("year_month").isin(every)].sum()
    rest = months.loc[REST].loc[every].sum() - others
    return pd.concat([named.groupby(level=0).sum(), rest.to_frame(REST).T]).astype(float)


def grouped(world: World, seen: pd.DataFrame) -> np.ndarray:
    """i8[C] row of `seen` that a country is counted in."""
    return np.array([seen.index.get_loc(code if code in seen.index else REST) for code in world.countries])


def measured(world: World, groups: np.ndarray) -> np.ndarray:
    """f8[G,3] persons met in a run under history, in the same months."""
    history = history_until(world, LAST, SCALE)
    met = history.events[world.month_of(FIRST):, EVENT["met_southwest"]].sum(axis=0)
    found = np.zeros((groups.max() + 1, 3))
    for kind, members in enumerate(GROUPS_OF_KIND):
        np.add.at(found[:, kind], groups[world.origin_country], met[:, members].sum(axis=1))
    return found


def goal_odds(seen: np.ndarray, without: np.ndarray) -> np.ndarray:
    """f8[G,3] odds to be met: those counted; where few are counted, drawn to those of a run without weights."""
    told = seen.sum(axis=1, keepdims=True)
    weight = told / (told + FEW)
    return odds(seen) ** weight * odds(without) ** (1.0 - weight)


def odds(persons: np.ndarray) -> np.ndarray:
    """f8[G,3] persons of a kind over single adults, some of each added so that no kind is never met."""
    return (persons + SCALE) / (persons[:, :1] + SCALE)


def table(world: World, groups: np.ndarray, factor: np.ndarray, seen: pd.DataFrame, met: np.ndarray) -> pd.DataFrame:
    """The table party_weights.csv."""
    counted, simulated = shares(seen.to_numpy()), shares(met)
    rows = [(world.countries[c], kind, float(f"{factor[groups[c], k]:.4g}"), round(float(counted[groups[c], k]), 4),
             round(float(simulated[groups[c], k]), 4), SOURCE)
            for c in np.unique(world.origin_country) for k, kind in enumerate(PARTY_KINDS)]
    return pd.DataFrame(rows, columns=["origin_iso3", "kind", "factor", "observed_share", "simulated_share", "source"])


def shares(persons: np.ndarray) -> np.ndarray:
    """f8[G,3] of every kind in the row; 0 where there is nobody."""
    total = persons.sum(axis=1, keepdims=True)
    return np.divide(persons, total, out=np.zeros_like(persons), where=total > 0)
