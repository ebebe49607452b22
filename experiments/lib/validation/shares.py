"""What was counted only once: the share of people met before, set beside the model's."""

from __future__ import annotations

import pandas as pd

from experiments.lib.forecast.assumed import Assumed
from experiments.lib.forecast.cutoff import as_known
from experiments.lib.forecast.paths import SCALE
from model.plan import load_plan
from model.world import World

INDICATOR = "repeat_encounter_share"


def repeated(world: World, cut: str, policies: str, assumed: Assumed,
             seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """Observed and simulated share of encounters with people met in the twelve months before, after the cut.

    Before it the model's own share of the last year is what a forecast without change would say.
    """
    targets = world.tables["targets"]
    rows = targets[(targets["indicator"] == INDICATOR) & (targets["year_type"] == "month")
                   & (targets["year_month"] > cut)]
    found = [_simulated(world, cut, policies, assumed, seed) for seed in seeds]
    mean = sum(found[1:], start=found[0]) / len(found)
    before = float(mean[mean.index <= cut].tail(12).mean())
    return pd.DataFrame({"year_month": rows["year_month"], "observed": rows["value"], "policies": policies,
                         "simulated": [float(mean.get(month, float("nan"))) for month in rows["year_month"]],
                         "without_change": before})


def _simulated(world: World, cut: str, policies: str, assumed: Assumed, seed: int) -> pd.Series:
    from model.engine import Simulation
    from model.indicators import table

    known = as_known(world, cut, policies)
    months = known.month_of(cut) + 13
    simulation = Simulation(known, load_plan("baseline", known), assumed.at(world, cut, seed), seed=seed,
                            scale=SCALE, months=months, origins=list(SCALE), edges=False)
    while simulation.t < simulation.steps:
        simulation.step()
    found = table(simulation.history, known, [INDICATOR])
    return _share(found)


def _share(found: pd.DataFrame) -> pd.Series:
    found = found[found["indicator"].astype(str) == INDICATOR]
    whole = found[(found["nationality"].astype(str) == "ALL") & (found["group"].astype(str) == "")]
    return pd.Series(whole["value"].to_numpy(float), index=whole["year_month"].astype(str)).groupby(level=0).mean()
