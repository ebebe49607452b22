"""Observed monthly series up to a month, and nothing later: the only door to the targets of a world here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from experiments.lib.files import records
from model.checks import InputError
from model.world import World

TEN = ("SLV", "GTM", "HND", "MEX", "NIC", "CUB", "VEN", "HTI", "COL", "ECU")
ROOT = 0.25
NORTH = ("SLV", "GTM", "HND")
DARIEN = ("ALL", "VEN", "HTI", "ECU", "COL", "CUB")
ELSEWHERE = "encounters_elsewhere"


class Name(NamedTuple):
    """A series: what is counted, of whom."""

    indicator: str
    nationality: str


@dataclass(frozen=True)
class Source:
    """Where a forecast indicator comes from: observed parts that add up, and its counterpart in the model."""

    observed: tuple[str, ...]
    simulated: str
    nationalities: tuple[str, ...]
    minus: str = ""


SOURCES: dict[str, Source] = {
    "encounters_southwest": Source(("encounters_swb",), "encounters_swb", TEN),
    ELSEWHERE: Source(("encounters_nationwide",), "", TEN, minus="encounters_swb"),
    "darien_crossings": Source(("darien_crossings",), "darien_crossings", DARIEN),
    "returns_to_origin": Source(("returns_from_mexico", "removals_usa"), "returns_mex_plus_usa_removals", NORTH),
    "encounters_single_adult": Source(("encounters_swb_single_adult",), "encounters_swb_single_adult", TEN),
    "encounters_family_unit": Source(("encounters_swb_family_unit",), "encounters_swb_family_unit", TEN),
    "encounters_uac": Source(("encounters_swb_uac",), "encounters_swb_uac", TEN),
}
"""Encounters elsewhere are those nationwide that are not at the southwest border. Returns to the origin are
those from the transit country and removals from the hub, as the two senders count them."""
FORECAST = ("encounters_southwest", ELSEWHERE, "darien_crossings", "returns_to_origin")
DEMOGRAPHIC = ("encounters_single_adult", "encounters_family_unit", "encounters_uac")


def months_between(first: str, last: str) -> list[str]:
    """Months YYYY-MM from first to last, both included."""
    return [str(month) for month in pd.period_range(first, last, freq="M")]


def shifted(month: str, by: int) -> str:
    """The month `by` months later."""
    return str(pd.Period(month, "M") + by)


@dataclass(frozen=True)
class Observed:
    """Monthly values by series up to `cut`; asking for a later month is an error of the program."""

    cut: str
    table: pd.DataFrame
    """index months YYYY-MM, columns Name; nan where nothing was counted"""

    def __post_init__(self) -> None:
        late = [month for month in self.table.index if month > self.cut]
        if late:
            raise AssertionError(f"observations after the cut {self.cut}: {late[0]}")

    @property
    def names(self) -> tuple[Name, ...]:
        """All series."""
        return tuple(cast(Name, name) for name in self.table.columns)

    def values(self, name: Name) -> np.ndarray:
        """f8[months] of a series."""
        return np.asarray(self.table[name], float)

    def at(self, name: Name, month: str) -> float:
        """One value; nan where nothing was counted or the month is not held."""
        return float(self.values(name)[list(self.table.index).index(month)]) if month in self.table.index else np.nan

    def upto(self, cut: str) -> Observed:
        """The same, cut earlier. Raises AssertionError if `cut` is later than what is held."""
        if cut > self.cut:
            raise AssertionError(f"asked for observations to {cut}; only those to {self.cut} may be seen")
        return Observed(cut, self.table.loc[:cut])


def observed(world: World, cut: str, indicators: Sequence[str] = FORECAST) -> Observed:
    """All monthly series of some indicators up to the month `cut`. Later rows are dropped before anything."""
    targets = world.tables["targets"]
    targets = _upto(targets, cut)
    columns: dict[Name, pd.Series] = {}
    for indicator in indicators:
        for nation in SOURCES[indicator].nationalities:
            values = _values(targets, SOURCES[indicator], nation)
            if values.notna().any():
                columns[Name(indicator, nation)] = values
    if not columns:
        raise InputError(f"targets.csv of '{world.name}' has no monthly values of {', '.join(indicators)} "
                         f"up to {cut}.")
    first = min(str(values.first_valid_index()) for values in columns.values())
    table = pd.DataFrame(columns).reindex(months_between(first, cut))
    table.columns = pd.Index(list(columns), tupleize_cols=False)
    return Observed(cut, table)


def _upto(targets: pd.DataFrame, cut: str) -> pd.DataFrame:
    month = targets["year_type"] == "month"
    year = pd.to_numeric(targets["year"], errors="coerce").fillna(9999)
    known = (month & (targets["year_month"].fillna("") <= cut)) | (~month & (year < int(cut[:4])))
    return targets[known]


def _values(targets: pd.DataFrame, source: Source, nation: str) -> pd.Series:
    parts = [_monthly(targets, name, nation) for name in source.observed]
    total = parts[0]
    for part in parts[1:]:
        total = total + part  # a month counts only if every part was counted
    if source.minus:
        total = (total - _monthly(targets, source.minus, nation)).clip(lower=0)
    return total


def _monthly(targets: pd.DataFrame, indicator: str, nation: str) -> pd.Series:
    rows = targets[(targets["indicator"] == indicator) & (targets["nationality"] == nation)
                   & targets["group"].fillna("").isin(["", "ALL"])]
    monthly = rows[rows["year_type"] == "month"].set_index("year_month")["value"].astype(float)
    yearly = rows[rows["year_type"] == "calendar_year"]
    spread = {month: float(row.value) / 12 for row in records(yearly)
              for month in months_between(f"{int(row.year)}-01", f"{int(row.year)}-12")}
    early = pd.Series({month: value for month, value in spread.items() if month not in monthly.index}, dtype=float)
    if indicator != "darien_crossings":
        early = early.iloc[:0]
    return pd.concat([early, monthly]).sort_index()


def rooted(values: np.ndarray | pd.DataFrame) -> np.ndarray:
    """The scale forecasts are made on: the fourth root of the count.

    Between counts and their logs: small flows may multiply, large ones change by less.
    """
    return np.power(np.asarray(values, float), ROOT)


def counts(values: np.ndarray) -> np.ndarray:
    """Back from the scale of `rooted`; never below zero."""
    return np.power(np.maximum(values, 0.0), 1.0 / ROOT)
