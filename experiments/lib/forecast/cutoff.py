"""A world as it was known in a month: nothing observed later, policies known by date or frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from model.world import FAR, World

POLICIES = ("known", "frozen")
"""known: dated policies act on their dates. frozen: none begins after the cut and those in force stay."""


def as_known(world: World, cut: str, policies: str = "known") -> World:
    """The world with its history ending in month `cut` (YYYY-MM); drivers after it are held by the usual rule.

    Series by year are kept to the year of the cut, monthly ones to the cut. A crisis or drought that runs in
    the cut month has no known end. Closed borders open on their dates only if policies are known.
    """
    end = world.month_of(cut)
    if end == world.history_end and policies == "known":
        return world
    tables = dict(world.tables)
    for name, column in (("country_year", "year"), ("asylum", "year")):
        tables[name] = tables[name][tables[name][column].astype(int) <= int(cut[:4])]
    for name in ("us_month", "border_outcomes"):
        tables[name] = tables[name][tables[name]["year_month"] <= cut]
    tables["shocks"] = _shocks(tables["shocks"], end, policies)
    if policies == "frozen":
        tables["policy_timeline"] = _in_force(tables["policy_timeline"], end)
    mark = hashlib.blake2b(f"{world.hash} {cut} {policies}".encode(), digest_size=16).hexdigest()
    return replace(world, history_end=end, tables=tables, hash=mark)


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
