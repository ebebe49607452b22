"""Where the run and the observed values part, in words: by indicator, and the largest single misses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.files import records
from experiments.lib.names import Names
from experiments.lib.results import Key
from experiments.lib.sections import SECTIONS
from experiments.lib.words import say

CLOSE = 1.25
"""Within a factor of 1.25 counts as close."""
LISTED = 16
SHOWN = [panel.indicator for section in SECTIONS for panel in section.panels if not panel.more]
"""Indicators drawn openly in the report weigh double in the list."""
SMALLEST_SHARE = 0.02
"""Observed values below this share of the indicator's largest one are not listed one by one."""


@dataclass(frozen=True)
class Agreement:
    """How an indicator compares with its observed values."""

    label: str
    values: int
    close: float
    inside: float
    median: float


def yearly(compared: pd.DataFrame) -> pd.DataFrame:
    """Rows over years; where an indicator is only known by month, its last month of each year."""
    whole = compared[compared["year_type"] != "month"]
    monthly = compared[
        (compared["year_type"] == "month") & ~compared["indicator"].isin(whole["indicator"].unique())
    ]
    ends = monthly.sort_values("last").drop_duplicates(
        ["indicator", "place", "nationality", "group", "year"], keep="last"
    )
    return pd.concat([whole, ends], ignore_index=True)


def is_miss(rows: pd.DataFrame) -> pd.Series:
    """Further than a factor of 1.25 apart, and the two intervals do not meet."""
    ratio = rows["ratio"]
    low = rows["low"].fillna(rows["simulated"])
    high = rows["high"].fillna(rows["simulated"])
    apart = (low > rows["observed_high"]) | (high < rows["observed_low"])
    return apart & ((ratio > CLOSE) | (ratio < 1 / CLOSE))


def meeting(rows: pd.DataFrame) -> float:
    """Share of the simulated intervals that meet the observed one; nan where the run gives no interval."""
    sure = rows[rows["low"].notna()]
    return float(((sure["low"] <= sure["observed_high"]) & (sure["high"] >= sure["observed_low"])).mean())


def agreement(compared: pd.DataFrame, names: Names) -> list[Agreement]:
    """One line per indicator: how many values, how many close, how many intervals meet, the median ratio.

    `inside` is nan where the run gives no interval.
    """
    lines = []
    for indicator, rows in yearly(compared).groupby("indicator", sort=True):
        large = rows[rows["observed"] >= SMALLEST_SHARE * rows["observed"].max()]
        large = large[large["ratio"].notna()]
        if not len(large):
            continue
        ratio = large["ratio"]
        close = float(((ratio <= CLOSE) & (ratio >= 1 / CLOSE)).mean())
        lines.append(Agreement(names.indicator(str(indicator)), len(large), close, meeting(large),
                               float(ratio.median())))
    return lines


def sentences(compared: pd.DataFrame, names: Names) -> list[str]:
    """The largest misses, one sentence each; a series is named once, by its worst year."""
    rows = yearly(compared)
    largest = rows.groupby("indicator")["observed"].transform("max")
    rows = rows[(rows["observed"] > 0) & (rows["observed"] >= SMALLEST_SHARE * largest)].copy()
    rows = rows[is_miss(rows)]
    weight = (rows["observed"] / largest.loc[rows.index]).clip(upper=1) ** 0.5
    floor = np.maximum(rows["ratio"], 0.02)
    drawn = rows["indicator"].isin(SHOWN).map({True: 1.0, False: 0.5})
    rows["size"] = np.abs(np.log(floor)) * weight * drawn
    worst = rows.sort_values("size", ascending=False).drop_duplicates(
        ["indicator", "place", "nationality", "group"]
    )
    many = {
        str(name): places > 1 for name, places in compared.groupby("indicator")["place"].nunique().items()
    }
    return list(_sentences(_spread(worst), names, many))


def _spread(worst: pd.DataFrame, each: int = 2) -> pd.DataFrame:
    """At most `each` rows of one indicator, so that one bad indicator does not hide the others."""
    return worst.groupby("indicator", sort=False).head(each).head(LISTED)


def _sentences(rows: pd.DataFrame, names: Names, many: dict[str, bool]) -> Iterator[str]:
    for row in records(rows):
        key = Key(row.indicator, row.place, row.nationality, row.group)
        share = numbers.percent(abs(row.ratio - 1), names.lang)
        kind = "miss_low" if row.ratio < 1 else "miss_high" if row.ratio < 3 else "miss_times"
        yield say(
            kind,
            names.lang,
            what=names.title(key, "" if many[row.indicator] else "place"),
            when=names.window(row.year_type, row.year, row.first, row.last),
            simulated=_amount(row.simulated, row, names),
            interval=_interval(row, names),
            observed=_amount(row.observed, row, names),
            share=share,
            times=numbers.rounded(row.ratio, names.lang, 2),
        )


def _amount(value: float, row: Any, names: Names) -> str:
    if row.observed <= 1.0 and row.simulated <= 1.0:
        return numbers.percent(value, names.lang)
    return numbers.count(value, names.lang)


def _interval(row: Any, names: Names) -> str:
    if not np.isfinite(row.low):
        return ""
    low, high = _amount(row.low, row, names), _amount(row.high, row, names)
    return f" ({low}–{high})"
