"""A world as it was known in a month: nothing observed later, policies known by date or frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from model.world import FAR, World
from model.world_tables import OUTCOMES

POLICIES = ("known", "frozen")
"""known: dated policies act on their dates. frozen: none begins after the cut and those in force stay."""

OBSERVED = r"observed months (?P<first>\d{4}-\d{2}) to (?P<last>\d{4}-\d{2})"


def as_known(world: World, cut: str, policies: str = "known") -> World:
    """The world with its history ending in month `cut` (YYYY-MM); drivers after it are held by the usual rule.

    Series by year are kept to the last whole year (fiscal year for visas) before the cut, monthly ones to the cut.
    A crisis or drought that runs in the cut month has no known end. Closed borders open on their dates only if
    policies are known. What a regime of the border does is known from months up to the cut; one that none of them
    shows is not known, and the outcomes of the last months stay.
    """
    end = world.month_of(cut)
    if end == world.history_end and policies == "known":
        return world
    tables = dict(world.tables)
    for name, column, last in (("country_year", "year", "12"), ("asylum", "year", "12"),
                               ("visas_annual", "fiscal_year", "09")):
        ended = tables[name][column].astype(int).astype(str) + f"-{last}"
        tables[name] = tables[name][ended <= cut]
    for name in ("us_month", "border_outcomes"):
        tables[name] = tables[name][tables[name]["year_month"] <= cut]
    tables["border_regimes"] = _regimes(tables["border_regimes"], tables["border_outcomes"], cut)
    tables["shocks"] = _shocks(tables["shocks"], end, policies)
    if policies == "frozen":
        tables["policy_timeline"] = _in_force(tables["policy_timeline"], end)
    mark = hashlib.blake2b(f"{world.hash} {cut} {policies}".encode(), digest_size=16).hexdigest()
    return replace(world, history_end=end, tables=tables, hash=mark)


def _regimes(regimes: pd.DataFrame, outcomes: pd.DataFrame, cut: str) -> pd.DataFrame:
    """Regimes read from observed months (their source names them): again from those up to the cut; others as judged."""
    window = regimes["source"].str.extract(OBSERVED)
    later = window["last"].notna() & (window["last"] > cut)
    shares = [column for column in OUTCOMES if column in outcomes.columns]
    parts = [regimes[~later]]
    for (_, first), rows in regimes[later].groupby([regimes["regime"], window["first"]]):
        seen = outcomes[outcomes["year_month"].between(str(first), cut)].groupby(["origin_iso3", "kind"])[shares].mean()
        if len(seen):
            known = rows.drop(columns=shares).merge(seen, on=["origin_iso3", "kind"])
            parts.append(known.assign(source=f"mean of observed months {first} to {cut}")[regimes.columns])
    return pd.concat(parts, ignore_index=True)


def _shocks(shocks: pd.DataFrame, end: int, policies: str) -> pd.DataFrame:
    begun = shocks[shocks["start_month"] <= end]
    border = begun["shock_type"].str.startswith("pandemic_border_") & (policies == "known")
    running = (begun["end_month"] > end) & ~border
    return begun.assign(end_month=np.where(running, FAR, begun["end_month"]).astype(np.int32))


def _in_force(timeline: pd.DataFrame, end: int) -> pd.DataFrame:
    begun = timeline[timeline["start_month"] <= end]
    running = begun["end_month"] > end
    return begun.assign(end_month=np.where(running, FAR, begun["end_month"]).astype(np.int32),
                        end_date=begun["end_date"].where(~running, ""))
