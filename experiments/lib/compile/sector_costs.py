"""What makes a border sector easier or harder to cross than its danger, days and guides say: solved, never typed.

Terrain, roads and who runs a crossing are not in the route table. The cost of each sector is moved until the
shares of the sectors in simulated encounters of five years are those that were counted; sectors without a
count keep the mean. Only differences matter for where people cross, so the mean over those met is zero.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.simulated import history_until, world_with, world_without
from model.ledger import PLACE_EVENT
from model.settings import make
from model.world import World

FIRST, LAST = "2014-10", "2019-09"
SCALE = 500
ROUNDS = 12
LEAST = 1e-4
"""Shares below this count as this: a logarithm needs a floor."""
MOST = 0.7
"""Largest step of a round, thousand US$."""
SOURCE = ("solved by experiments/lib/compile/sector_costs.py on US Border Patrol encounters by sector, fiscal years "
          "2015-19 (targets.csv)")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Solve on the world in `out`, with the intercepts that lie there, if any."""
    world = world_without(out, "sector_costs")
    seen = observed(world)
    cost, simulated = np.zeros(len(seen)), np.zeros(len(seen))
    for number in range(ROUNDS):
        if number:
            cost = centred(cost + step(simulated, seen, make()["mu"]), seen)
        world = world_with(out, "sector_costs", table(world, cost, seen, simulated))
        simulated = measured(world, seen)
    return table(world, cost, seen, simulated)


def observed(world: World) -> np.ndarray:
    """f8[N] share of each sector in the encounters counted; nan where none is counted."""
    rows = world.tables["targets"]
    rows = rows[rows["indicator"].str.startswith("encounters_usbp_sector:") & rows["year_month"].between(FIRST, LAST)]
    total = rows.groupby("indicator")["value"].sum()
    named = {str(indicator).split(":")[1]: value for indicator, value in total.items()}
    counts = np.array([named.get(world.place_ids[p].removeprefix("usa-bp-"), np.nan) for p in world.sectors])
    return counts / np.nansum(counts)


def measured(world: World, seen: np.ndarray) -> np.ndarray:
    """f8[N] the same shares in a run under history."""
    history = history_until(world, LAST, SCALE)
    met = history.place_events[world.month_of(FIRST):, PLACE_EVENT["met"]].sum(axis=0)[world.sectors]
    return met / met[np.isfinite(seen)].sum()


def step(simulated: np.ndarray, seen: np.ndarray, mu: float) -> np.ndarray:
    """f8[N] thousand US$ to add: what would close the gap if every sector were one choice of one logit."""
    ratio = np.log(np.maximum(simulated, LEAST) / np.maximum(seen, LEAST)) / mu
    return np.where(np.isfinite(seen), np.clip(ratio, -MOST, MOST), 0.0)


def centred(cost: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Costs with mean zero over those met; sectors without a count keep the mean."""
    counted = np.isfinite(seen)
    mean = float((cost[counted] * seen[counted]).sum())
    return np.where(counted, cost - mean, 0.0)


def table(world: World, cost: np.ndarray, seen: np.ndarray, simulated: np.ndarray) -> pd.DataFrame:
    """The table sector_costs.csv: sectors with a count."""
    rows = [(world.place_ids[place], round(float(cost[n]), 4), round(float(seen[n]), 5), round(float(simulated[n]), 5),
             SOURCE) for n, place in enumerate(world.sectors) if np.isfinite(seen[n])]
    return pd.DataFrame(rows, columns=["place_id", "cost_kusd", "observed_share", "simulated_share", "source"])
