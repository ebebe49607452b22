"""seasons.csv: the season that departures are aimed at, so that encounters at the border have the one that was counted.

Who sets out in March reckons with arriving in spring. But not all who arrive are met at once, who is sent back tries
again in any month, and shocks have months of their own: aimed at the counted season, simulated encounters have a
flatter one. The factor of a month is moved until the shares of the months in simulated encounters of 2015 to 2019
are those of 2000 to 2019 (`season` of world.yaml).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.simulated import history_until, world_with, world_without
from model.ledger import EVENT
from model.world import World

FIRST, LAST = "2015-01", "2019-12"
SCALE, ROUNDS, SPEED = 200, 6, 0.8
RANGE = (0.3, 2.5)
SOURCE = ("solved by experiments/lib/compile/seasons.py on southwest border encounters by month, mean of 2000 to 2019 "
          "(CBP; season in world.yaml)")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Solve on the world in `out`, with the tables that lie there."""
    world = world_without(out, "seasons")
    factor, met = world.season.copy(), profile(world)
    for _ in range(ROUNDS):
        factor = np.clip(factor * (world.season / met) ** SPEED, *RANGE)
        factor /= factor.mean()
        met = profile(world_with(out, "seasons", table(world, factor, met)))
    return table(world, factor, met)


def profile(world: World) -> np.ndarray:
    """f8[12] share of a calendar month in a year's simulated encounters times 12, every year alike, mean 1."""
    met = history_until(world, LAST, SCALE).events[world.month_of(FIRST):, EVENT["met_southwest"]].sum(axis=(1, 2))
    years = met.reshape(-1, 12).astype(float)
    return np.asarray((12.0 * years / years.sum(axis=1, keepdims=True)).mean(axis=0))


def table(world: World, factor: np.ndarray, met: np.ndarray) -> pd.DataFrame:
    """The table seasons.csv."""
    return pd.DataFrame({"month": np.arange(1, 13), "factor": factor.round(4), "observed": world.season,
                         "simulated": met.round(4), "source": SOURCE})
