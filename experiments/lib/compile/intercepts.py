"""Intercepts and perceived success at the start: solved by running the model, never typed.

With the fields of the first year held and no plan, the attempt hazard of every country is scaled, apart for
the hub and for all other destinations, until yearly departures meet their targets; the share of trips that
enter in the same runs is the reference of perceived success.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib.compile.simulated import world_with, world_without
from model.engine import Simulation
from model.plan import load_plan
from model.settings import make
from model.world import World

NCA_DEPARTURES = 420_000
"""Encounters (240 thousand) and returns from Mexico (over 100 thousand) of FY2014, and those who were never met."""
NCA = ("GTM", "HND", "SLV")
HUB_SHARE_NCA = 0.9
EVENTS_PER_DEPARTURE = {"MEX": 1.1}
EVENTS_PER_DEPARTURE_OTHER = 0.8
LEAST_HUB = 200.0
GROSS_OVER_NET = 1.3
LEAST_OTHER_PER_HEAD = 1e-4
JUDGED_OTHER = {"VEN": 100_000.0, "HTI": 50_000.0}
"""Yearly departures to the region about 2014: stocks of 2015 are not credible for these two (grade C)."""
MEASURED_AT, MEASURED_SHARE = 20_000.0, 0.01
SCALE = 200
MONTHS, FIRST = 18, 3
ROUNDS = 4
KAPPA_RANGE = (1e-5, 1e3)
PRIOR_TRIPS = 20.0
SOURCE = ("solved by experiments/lib/compile/intercepts.py on departures about 2014: northern Central America 420 "
          "thousand a year (encounters and returns from Mexico of FY2014), others encounters "
          "FY2014-16 over encounters per departure, and growth "
          "of stocks abroad 2010-15 (UN DESA)")


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Solve on the world in `out` (its other tables must be written); also writes beliefs.csv."""
    world = world_without(out, "intercepts", "beliefs", "affinities")
    hub, other = hub_targets(world), other_targets(world, raw)
    goal = np.stack([other, hub], axis=1)
    more = np.maximum(1.0, counted_departures(world)[:, None] / np.maximum(1.0, goal))
    kappa = np.ones((len(world.countries), 2))
    belief: dict[tuple[str, str, str], float] = {}
    for _ in range(ROUNDS):
        world = world_with(out, "intercepts", intercept_table(world, kappa * more, hub, other))
        measured, belief = measure(world)
        measured = measured / more
        ratio = np.divide(goal, measured, out=np.ones_like(goal), where=(measured > 0) & (goal > 0))
        kappa = np.clip(kappa * np.clip(ratio, 0.02, 50.0), *KAPPA_RANGE)
    belief_table(belief).to_csv(out / "beliefs.csv", index=False)
    return intercept_table(world, kappa, hub, other)


def hub_targets(world: World) -> np.ndarray:
    """f8[C] persons a year who set out for the hub."""
    rows = world.tables["targets"]
    rows = rows[(rows["indicator"] == "encounters_swb") & (rows["year_type"] == "fiscal_year")
                & rows["year"].isin((2014, 2015, 2016))]
    mean = rows.groupby("nationality")["value"].mean()
    targets, split = np.full(len(world.countries), LEAST_HUB), nca_split(world)
    for code, index in world.country_index.items():
        if code in NCA:
            targets[index] = NCA_DEPARTURES * split[code] * HUB_SHARE_NCA
        elif code in mean.index:
            targets[index] = max(LEAST_HUB, mean[code] / EVENTS_PER_DEPARTURE.get(code, EVENTS_PER_DEPARTURE_OTHER))
    return targets


def counted_departures(world: World) -> np.ndarray:
    """f8[C] yearly departures at which a country is measured: few would be told by the luck of single households.

    Departures grow in proportion to the intercept while they are few, so a small country is solved at a multiple.
    """
    people = residents(world).reindex(list(world.countries), fill_value=0.0).to_numpy(float)
    return np.minimum(MEASURED_AT, MEASURED_SHARE * people)


def residents(world: World) -> pd.Series:
    """Residents of the origin places by country code."""
    return world.places[world.places["role"] == "origin"].groupby("country_iso3")["population"].sum()


def nca_split(world: World) -> dict[str, float]:
    """Share of each northern Central American country in encounters and returns from Mexico, 2014-16."""
    rows = world.tables["targets"]
    met = rows[(rows["indicator"] == "encounters_swb") & (rows["year_type"] == "fiscal_year")
               & rows["year"].isin((2014, 2015, 2016))].groupby("nationality")["value"].mean()
    back = rows[(rows["indicator"] == "returns_from_mexico") & (rows["year_type"] == "calendar_year")
                & rows["year"].isin((2015, 2016)) & rows["group"].fillna("").isin(("", "all"))]
    turned = back.groupby("nationality")["value"].mean()
    total = {code: float(met.get(code, 0.0)) + float(turned.get(code, 0.0)) for code in NCA}
    whole = sum(total.values())
    return {code: value / whole if whole else 1.0 / len(NCA) for code, value in total.items()}


def other_targets(world: World, raw: Path) -> np.ndarray:
    """f8[C] persons a year who set out for other countries: growth of the stocks there 2010-15, grossed up."""
    stock = pd.read_csv(raw / "flows" / "migrant_stock.csv")
    hub = world.countries[world.hub]
    stock = stock[stock["destination_iso3"].isin(world.countries) & (stock["destination_iso3"] != hub)]
    wide = stock.pivot_table(index=["origin_iso3", "destination_iso3"], columns="year", values="stock", aggfunc="sum")
    growth = ((wide[2015] - wide[2010]) / 5.0).clip(lower=0).groupby("origin_iso3").sum()
    people = residents(world)
    targets, split = np.zeros(len(world.countries)), nca_split(world)
    for code, index in world.country_index.items():
        least = LEAST_OTHER_PER_HEAD * float(people.get(code, 0.0))
        targets[index] = JUDGED_OTHER.get(code, max(least, GROSS_OVER_NET * float(growth.get(code, 0.0))))
        if code in NCA:
            targets[index] = NCA_DEPARTURES * split[code] * (1.0 - HUB_SHARE_NCA)
    return targets


def measure(world: World) -> tuple[np.ndarray, dict[tuple[str, str, str], float]]:
    """(persons a year who set out f8[C,2] (others, hub), share of trips that entered by origin, kind, goal)."""
    simulation = Simulation(world, load_plan("none", world), make(), scale=SCALE, months=MONTHS, feedbacks=False,
                            edges=False)
    for _ in range(MONTHS):
        simulation.step()
    history = simulation.history
    out = history.set_out[:12].sum(axis=0).astype(float)
    hub = out[:, world.hub]
    return np.stack([out.sum(axis=1) - hub, hub], axis=1), success(world, history.trips[FIRST:].sum(axis=0))


def success(world: World, trips: np.ndarray) -> dict[tuple[str, str, str], float]:
    """Share of resolved trips that entered, drawn to the mean of the goal where trips are few."""
    belief, few = {}, PRIOR_TRIPS * SCALE
    for goal in np.flatnonzero(trips[..., 0].sum(axis=(0, 1)) > 0):
        prior = trips[:, :, goal].sum(axis=0)
        overall = (prior[:, 1].sum() + 1.0) / (prior[:, 0].sum() + 2.0)
        for origin in np.unique(world.origin_country):
            for kind, name in enumerate(("SA", "FU", "UC")):
                ended, entered = trips[origin, kind, goal]
                kind_mean = (prior[kind, 1] + few * overall) / (prior[kind, 0] + few)
                share = (entered + few * kind_mean) / (ended + few)
                belief[world.countries[origin], name, world.countries[goal]] = float(np.clip(share, 0.02, 0.98))
    return belief


def belief_table(belief: dict[tuple[str, str, str], float]) -> pd.DataFrame:
    """Tidy table of perceived success, four decimals."""
    rows = [(*key, round(value, 4)) for key, value in sorted(belief.items())]
    return pd.DataFrame(rows, columns=["origin_iso3", "kind", "destination_iso3", "belief"])


def intercept_table(world: World, kappa: np.ndarray, hub: np.ndarray, other: np.ndarray) -> pd.DataFrame:
    """The table intercepts.csv."""
    rows = [(world.countries[c], round(kappa[c, 0], 5), round(kappa[c, 1], 5), round(other[c]), round(hub[c]), SOURCE)
            for c in np.unique(world.origin_country)]
    return pd.DataFrame(rows, columns=["origin_iso3", "kappa", "kappa_hub", "departures_target",
                                       "departures_target_hub", "source"])

