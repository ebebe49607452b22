"""A loaded table against targets already held: other units or shifted years show in what both hold."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

LEAST = 12
"""Common values needed to say anything."""
CLOSE = 0.1
FACTORS = ((1000, "a thousand times too large"), (0.001, "in thousands"),
           (100, "a hundred times too large (per cent?)"), (0.01, "in hundreds (shares?)"), (1e-6, "in millions"),
           (10, "ten times too large"), (0.1, "in tens"), (2, "twice too large (rows added twice?)"),
           (0.5, "half as large (rows missing?)"))
DOUBLE = (2, 0.5)
JOIN = ["indicator", "year_type", "place", "nationality", "group"]


def warnings(loaded: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """Sentences about indicators whose values look like another unit or another year; empty if none do."""
    found = []
    for indicator, rows in loaded.groupby("indicator"):
        same = held[held["indicator"] == indicator]
        found += (_unit(str(indicator), rows, same) or _shift(str(indicator), rows, same)
                  or _swapped(str(indicator), rows, same))
    return found


def _joined(rows: pd.DataFrame, held: pd.DataFrame, years: int = 0) -> pd.DataFrame:
    """Values of both where keys agree, the loaded ones moved by some years."""
    one, other = (_with_period(table) for table in (rows, held))
    one = one.assign(year=one["year"] + years)
    both = one.merge(other, on=[*JOIN, "year", "month"], suffixes=("", "_held"))
    return both[(both["value"] > 0) & (both["value_held"] > 0)]


def _with_period(table: pd.DataFrame) -> pd.DataFrame:
    text = table["year_month"].fillna("").astype(str).where(table["year_type"] == "month", table["year"].astype(str))
    plain = table.assign(year=text.str[:4].astype(float).astype(int), month=text.str[5:7])
    for column in ("place", "nationality", "group"):
        plain[column] = plain[column].fillna("").astype(str)
    return plain[[*JOIN, "year", "month", "value"]]


def _distance(both: pd.DataFrame) -> float:
    return float(np.median(np.abs(np.log(both["value"] / both["value_held"])))) if len(both) >= LEAST else np.nan


def _unit(indicator: str, rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    both = _joined(rows, held)
    if len(both) < LEAST:
        return []
    logs = pd.Series(np.log(both["value"] / both["value_held"]))
    # a factor of two may be real unless all values have it
    tight = float(logs.quantile(0.75) - logs.quantile(0.25)) < CLOSE
    for factor, words in FACTORS:
        if abs(logs.median() - np.log(factor)) < (0.7 if factor not in DOUBLE else CLOSE if tight else 0):
            return [f"{indicator}: {len(both)} values that are already known stand {words} in this file; check its "
                    "unit."]
    return []


def _shift(indicator: str, rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    here = _distance(_joined(rows, held))
    for years in (-1, 1):
        there = _distance(_joined(rows, held, years))
        if np.isfinite(there) and there < CLOSE and (not np.isfinite(here) or here > 2 * there + CLOSE):
            which = "the year before" if years < 0 else "the year after"
            return [f"{indicator}: the values are those held for {which};"
                    " the years of this file look shifted by one (fiscal and calendar years mixed up?)."]
    return []


def _swapped(indicator: str, rows: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """Two nationalities each of which has the values held of the other."""
    ours = {str(name): part for name, part in rows.groupby("nationality")}
    for one, other in combinations(ours, 2):
        crossed = [_distance(_joined(ours[a].assign(nationality=b), held)) for a, b in ((one, other), (other, one))]
        straight = [_distance(_joined(ours[name], held)) for name in (one, other)]
        if max(crossed) < CLOSE and min(straight) > 2 * CLOSE:
            return [f"{indicator}: the values of {one} are those held of {other}, and the other way round; are the two "
                    "nationalities swapped?"]
    return []
