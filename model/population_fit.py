"""How well the synthetic households meet the tables: a recount of the rows beside the source values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.continuum import (
    ASYLUM_PENDING,
    DISPLACED,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    REINTEGRATING,
    STATE_COUNT,
)
from model.households import CAUSE_DISASTER, Flag, Households
from model.jit import entry
from model.population_allocation import tilt

if TYPE_CHECKING:
    from model.population_place import PlacePlan
    from model.population_sources import CountrySources
    from model.world import World

# numba reads module globals, not class attributes
FLAG_DOCUMENTS = Flag.DOCUMENTS
FLAG_EVER_REMOVED = Flag.EVER_REMOVED
FLAG_FARM = Flag.FARM
FLAG_FORCED = Flag.FORCED
FLAG_RURAL = Flag.RURAL
FLAG_SEASON_PRIORITY = Flag.SEASON_PRIORITY
FLAG_WOMAN_LED = Flag.WOMAN_LED

(HOUSEHOLDS, PERSONS, ONE, TWO_THREE, FOUR_FIVE, SIX_MORE, CHILDREN, WOMAN_LED, RURAL, FARM, TIED, INCOME,
 DOCUMENTS, DISPLACED_VIOLENCE, DISPLACED_DISASTER, RETURNED_REMOVAL, RETURNED_MEXICO, RETURNED_OWN, SEASONAL,
 IRREGULAR_ABROAD, PENDING_ABROAD, LAWFUL_ABROAD) = range(22)
NAMES = (
    ("households", "all"), ("persons", "all"), ("households_size", "1"), ("households_size", "2-3"),
    ("households_size", "4-5"), ("households_size", "6+"), ("persons_age", "0-17"),
    ("households", "woman_led"), ("households", "rural"), ("households", "farm"),
    ("households", "tie_abroad"), ("income", "sum"),
    ("households", "documents"), ("displaced", "violence"), ("displaced", "disaster"),
    ("returned", "removal"), ("returned", "mexico"), ("returned", "own"), ("seasonal", "workers"),
    ("abroad", "irregular"), ("abroad", "pending"), ("abroad", "lawful"))
"""Variable and category of each counter; those from `displaced` on are persons."""


@entry
def recount(h, first, last, place_country, counts, abroad):
    """Count the rows first..last-1 of a place: counts i8[22] (see NAMES), abroad i8[countries] persons."""
    for row in range(first, last):
        state = h.state[row] & INDEX_MASK
        party = (h.party[row] >> 4) + (h.party[row] & 15)
        if state in (IRREGULAR, LAWFUL, ASYLUM_PENDING):
            abroad[place_country[h.where[row]]] += party
            if state == IRREGULAR:
                counts[IRREGULAR_ABROAD] += party
            elif state == LAWFUL:
                counts[LAWFUL_ABROAD] += party
            else:
                counts[PENDING_ABROAD] += party
            continue
        children = h.members[row] & 15
        size = (h.members[row] >> 4) + children
        flags = h.flags[row]
        counts[HOUSEHOLDS] += 1
        counts[PERSONS] += size
        counts[ONE + (0 if size == 1 else (1 if size <= 3 else (2 if size <= 5 else 3)))] += 1
        counts[CHILDREN] += children
        counts[INCOME] += h.inc[row]
        counts[WOMAN_LED] += 1 if flags & FLAG_WOMAN_LED else 0
        counts[RURAL] += 1 if flags & FLAG_RURAL else 0
        counts[FARM] += 1 if flags & FLAG_FARM else 0
        counts[DOCUMENTS] += 1 if flags & FLAG_DOCUMENTS else 0
        counts[TIED] += 1 if h.ties[row] else 0
        counts[SEASONAL] += 1 if flags & FLAG_SEASON_PRIORITY else 0
        if state == DISPLACED:
            disaster = (h.status[row] >> 3) & 3 == CAUSE_DISASTER
            counts[DISPLACED_DISASTER if disaster else DISPLACED_VIOLENCE] += party
        elif state == REINTEGRATING:
            removed, forced = flags & FLAG_EVER_REMOVED, flags & FLAG_FORCED
            counts[RETURNED_REMOVAL if removed else (RETURNED_MEXICO if forced else RETURNED_OWN)] += party


@dataclass(frozen=True, eq=False)
class Recount:
    """Weighted sums over the rows of each place at the start, and what they should be."""

    countries: tuple[str, ...]
    place_ids: list[str]
    plans: list[PlacePlan]
    sources: Mapping[str, CountrySources]
    counts: np.ndarray  # i8[O, 22] weighted, see NAMES
    abroad: np.ndarray  # i8[O, C] weighted persons abroad by country of residence


def recount_all(world: World, households: Households, band_starts: np.ndarray, plans: list[PlacePlan],
                sources: Mapping[str, CountrySources]) -> Recount:
    """Count all formed rows; `band_starts` i8[O, 6]."""
    counts = np.zeros((len(plans), len(NAMES)), np.int64)
    abroad = np.zeros((len(plans), len(world.countries)), np.int64)
    for origin, plan in enumerate(plans):
        recount(households, band_starts[origin, 0], band_starts[origin, 4], world.place_country,
                counts[origin], abroad[origin])
        counts[origin] *= plan.source.scale
        abroad[origin] *= plan.source.scale
    return Recount(world.countries, [world.place_ids[plan.place] for plan in plans], plans, sources, counts,
                   abroad)


def fit_table(recounted: Recount) -> pd.DataFrame:
    """Source and synthetic value of every marginal, by place and by country.

    Columns: place (place id or country code), variable, category, source and synthetic (weighted
    households, persons, or US$ a month for income), relative_error, units (source / scale: how many
    simulated ones it is). Country rows are there for countries whose places are all in use.
    """
    records = [record for origin in range(len(recounted.plans)) for record in _records(recounted, origin)]
    table = pd.DataFrame(records, columns=["country", "place", "variable", "category", "source", "synthetic",
                                           "scale"])
    countries = _countries(table, recounted.plans, recounted.sources)
    return _finished(pd.concat([table, countries], ignore_index=True))


def _records(recounted: Recount, origin: int) -> list[tuple]:
    plan, place = recounted.plans[origin], recounted.place_ids[origin]
    source, counts = plan.source, recounted.counts[origin].astype(float)
    rows = [(source.code, place, *name, wanted, count, source.scale)
            for name, wanted, count in zip(NAMES, _wanted(plan), counts, strict=True)]
    hosts = np.bincount(source.cells.host, source.cells.persons, minlength=len(recounted.countries))
    share = source.emigrant_weight[plan.row]
    rows += [(source.code, place, "abroad_in", recounted.countries[host], hosts[host] * share,
              float(recounted.abroad[origin, host]), source.scale) for host in np.flatnonzero(hosts)]
    return rows


def _wanted(plan: PlacePlan) -> np.ndarray:
    """Source values of the counters of a place, f8[22]."""
    source, row = plan.source, plan.row
    households = plan.residents / plan.size_mean
    sizes = tilt(source.sizes, np.arange(1.0, len(source.sizes) + 1), plan.size_mean) * households
    abroad = np.bincount(source.cells.state, source.cells.persons, minlength=STATE_COUNT)
    traits = plan.traits
    farm = traits.farm_to - traits.farm_from
    return np.concatenate([
        [households, plan.residents, sizes[0], sizes[1:3].sum(), sizes[3:5].sum(), sizes[5:].sum(),
         source.children * plan.residents], households * np.array(
             [source.women, traits.rural, farm, plan.tie_share, plan.mean_income, traits.documents]),
        source.displaced_persons[row], source.returned_persons * source.emigrant_weight[row],
        [source.seasonal_persons.sum() * source.season_weight[row]],
        abroad[[IRREGULAR, ASYLUM_PENDING, LAWFUL]] * source.emigrant_weight[row]])


def _countries(table: pd.DataFrame, plans: list[PlacePlan],
               sources: Mapping[str, CountrySources]) -> pd.DataFrame:
    used = pd.Series([plan.source.code for plan in plans]).value_counts()
    whole = [code for code, source in sources.items() if used[code] == len(source.places)]
    kept = table[table["country"].isin(whole)]
    sums = kept.groupby(["country", "variable", "category"], sort=False).agg(
        source=("source", "sum"), synthetic=("synthetic", "sum"), scale=("scale", "first")).reset_index()
    return sums.assign(place=sums["country"])


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Relative errors, and the sum of incomes turned into a mean per household."""
    table = table[(table["source"] > 0) | (table["synthetic"] > 0)].copy()
    table["units"] = table["source"] / table["scale"]
    keys = ["country", "place"]
    homes = table[(table["variable"] == "households") & (table["category"] == "all")].set_index(keys)
    income = table["variable"] == "income"
    at = pd.MultiIndex.from_frame(table.loc[income, keys])
    for column in ("source", "synthetic"):
        table.loc[income, column] = (table.loc[income, column].to_numpy()
                                     / homes.loc[at, column].to_numpy())
    table.loc[income, "category"] = "mean_usd_month"
    table.loc[income, "units"] = homes.loc[at, "units"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        table["relative_error"] = table["synthetic"] / table["source"] - 1.0
    return table[["place", "variable", "category", "source", "synthetic", "relative_error",
                  "units"]].reset_index(drop=True)
