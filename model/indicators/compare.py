"""Hold a run against the observed targets of its world: same indicator, period, place, nationality, group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.indicators import find, is_known
from model.indicators.geography import DERIVED
from model.indicators.periods import YEAR_TYPES, by_year

if TYPE_CHECKING:
    from model.world import World

ALIASES = {"encounters_swb_title42": "title42_expulsions_swb", "removals_usa_calendar": "removals_usa"}
"""Names of observed series that are another indicator of the model under a second source."""
OBSERVED_ONLY = {
    "asylum_usa_affirmative_cases": "the model does not tell affirmative claims from claims in court",
    "asylum_usa_affirmative_persons": "the model does not tell affirmative claims from claims in court",
    "asylum_usa_court_persons": "the model does not tell affirmative claims from claims in court",
    "recidivism_rate_usbp": "share of different persons met twice or more in a year; the books count events",
}
"""Targets kept for the reader that no indicator computes, and why."""

LEVELS = ["place", "nationality", "group"]
COLUMNS = ["indicator", "year_type", "period", *LEVELS, "observed", "simulated", "ratio", "sigma_rel", "unit",
           "series"]


def compare_with_targets(table: pd.DataFrame, world: World) -> pd.DataFrame:
    """Observed and simulated values of every target that the run covers fully; one row per target.

    Columns: indicator, year_type, period, place, nationality, group, observed, simulated, ratio (nan where
    observed is 0), sigma_rel, unit, series. Left out: periods the run covers in part, indicators it did not
    compute, nationalities (and ALL) whose origins were not all in the run. Series are never added. Observed
    ALL also holds people from other parts of the world, whom the model does not simulate.
    """
    targets = _prepared(world)
    if targets.empty or table.empty:
        return _empty()
    needed = set(targets["name"])
    part = table[table["indicator"].isin(_with_parts(needed))]
    frames = [_compared(targets[targets["year_type"] == kind], _period_values(part, kind), world)
              for kind in ("month", *YEAR_TYPES)]
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def not_compared(table: pd.DataFrame, world: World) -> dict[str, str]:
    """Target indicators without a simulated counterpart in this run, and why."""
    seen = set(table["indicator"].unique())
    names = sorted(set(world.tables["targets"]["indicator"]))
    return {name: OBSERVED_ONLY.get(name, "not computed in this run")
            for name in names if ALIASES.get(name, name) not in seen}


def _empty() -> pd.DataFrame:
    numbers = {"observed", "simulated", "ratio", "sigma_rel"}
    return pd.DataFrame({column: pd.Series(dtype=float if column in numbers else str) for column in COLUMNS})


def _with_parts(names: set[str]) -> set[str]:
    parts = {part for name in names if is_known(name) and name not in OBSERVED_ONLY
             for part in (find(name).ratio_of or ())}
    return names | parts


def _prepared(world: World) -> pd.DataFrame:
    """Targets with plain text columns, the model's name, the period's label, covered nationalities only."""
    targets = world.tables["targets"]
    columns = (*LEVELS, "indicator", "unit", "series")
    texts = {column: targets[column].fillna("").astype(str) for column in columns}
    out = targets.assign(**texts)
    out["name"] = out["indicator"].replace(ALIASES)
    out["nationality"] = out["nationality"].replace("", "ALL")
    out["group"] = out["group"].replace("ALL", "")
    year = out["year"].fillna(0).astype(float).astype(int).astype(str)
    out["period"] = np.where(out["year_type"] == "month", out["year_month"].fillna("").astype(str), year)
    return out[out["nationality"].isin(_covered(world))]


def _covered(world: World) -> set[str]:
    """Nationalities whose every origin place is in the run; derived groups and ALL if all of theirs are."""
    every = np.flatnonzero((world.places["role"] == "origin").to_numpy())
    missing = {world.countries[world.place_country[place]] for place in np.setdiff1d(every, world.origins)}
    known = {world.countries[country] for country in world.origin_country} - missing
    groups = {name for name, codes in DERIVED.items() if set(codes) <= known}
    return known | groups | (set() if missing else {"ALL"})


def _period_values(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    if kind == "month":
        return table.assign(period=table["year_month"])
    yearly = by_year(table, kind)
    return yearly.assign(period=yearly["year"].astype(str))


def _compared(targets: pd.DataFrame, values: pd.DataFrame, world: World) -> pd.DataFrame:
    """Targets whose period is covered and whose indicator was computed, with the simulated value."""
    places = {"", *world.countries, *world.place_ids}
    known = targets[targets["period"].isin(set(values["period"].unique())) & targets["place"].isin(places)
                    & targets["name"].isin(set(values["indicator"].unique()))]
    if known.empty:
        return _empty()
    rows = known.assign(simulated=_matched(known, _index(values), world),
    observed=known["value"].astype(float))
    rows = rows[rows["simulated"].notna()]
    observed = rows["observed"].to_numpy()
    ratio = np.divide(rows["simulated"].to_numpy(), observed, out=np.full(len(rows), np.nan),
    where=observed != 0)
    return rows.assign(ratio=ratio)[COLUMNS]


def _index(values: pd.DataFrame) -> pd.DataFrame:
    keys = ["indicator", "period", *LEVELS]
    return values.astype(dict.fromkeys(keys, str))[[*keys, "value"]]


def _matched(targets: pd.DataFrame, values: pd.DataFrame, world: World) -> np.ndarray:
    """Simulated value per target: same place, else (target without place) the only country with a row.

    A flow or stock without a row is zero; a rate without one is unknown (nan).
    """
    exact = values.set_index(["indicator", "period", *LEVELS])["value"]
    wanted = pd.MultiIndex.from_frame(targets[["name", "period", *LEVELS]])
    found = exact.reindex(wanted).to_numpy(copy=True)
    loose_keys = ["indicator", "period", "nationality", "group"]
    countries = values[values["place"].isin(["", *world.countries])]
    single = countries[~countries.duplicated(loose_keys, keep=False)].set_index(loose_keys)["value"]
    anyhow = pd.MultiIndex.from_frame(targets[["name", "period", "nationality", "group"]])
    loose = single.reindex(anyhow).to_numpy()
    anywhere = (targets["place"] == "").to_numpy()
    found = np.where(np.isnan(found) & anywhere, loose, found)
    counts = targets["name"].map({name: find(name).kind != "rate" for name in targets["name"].unique()})
    return np.where(np.isnan(found) & counts.to_numpy(bool), _zero_or_unknown(targets, values), found)


def _zero_or_unknown(targets: pd.DataFrame, values: pd.DataFrame) -> np.ndarray:
    """0 where the indicator has rows in the period and splits by what the target asks for, else nan."""
    computed = values.set_index(["indicator", "period"]).index
    present = targets.set_index(["name", "period"]).index.isin(computed)
    split = set(values.loc[values["nationality"] != "ALL", "indicator"])
    split |= {name for name in targets["name"].unique() if find(name).by_nationality}
    grouped = set(values.loc[values["group"] != "", "indicator"])
    asked = (targets["nationality"] == "ALL") | targets["name"].isin(split)
    asked &= (targets["group"] == "") | targets["name"].isin(grouped)
    return np.where(present & asked.to_numpy(), 0.0, np.nan)
