"""Observed values of a world beside the series of a run: where they lie in time and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.figures import Span
from experiments.lib.files import records
from experiments.lib.results import Key, Results, Value
from model.indicators import find, is_known
from model.indicators.compare import ALIASES, OBSERVED_ONLY, _covered

SIGMAS = 1.96
COMPARED = [
    *Key._fields,
    "year_type",
    "year",
    "first",
    "last",
    "observed",
    "observed_low",
    "observed_high",
    "simulated",
    "low",
    "high",
    "ratio",
    "source",
]
LENGTH = {"fiscal_year": 12, "calendar_year": 12, "calendar_year_jan_sep": 9, "month": 1}


@dataclass(frozen=True)
class Observation:
    """One row of targets.csv placed in the run: months first..last, value, relative error (1 sigma)."""

    key: Key
    first: int
    last: int
    year_type: str
    year: int
    value: float
    sigma: float
    source: str

    @property
    def low(self) -> float:
        """Lower end of the observed value's own uncertainty."""
        return max(0.0, self.value * (1 - SIGMAS * self.sigma))

    @property
    def high(self) -> float:
        """Upper end."""
        return self.value * (1 + SIGMAS * self.sigma)


class Observed:
    """All targets of a world that a run can be held against."""

    def __init__(self, results: Results) -> None:
        self.results = results

    @cached_property
    def rows(self) -> list[Observation]:
        """Every target of a known indicator whose months lie in the run."""
        targets = self.results.world.tables["targets"]
        names = targets["indicator"].astype(str).replace(ALIASES)
        nations = targets["nationality"].fillna("").astype(str).replace("", "ALL")
        known = {name for name in names.unique() if is_known(name) and name not in OBSERVED_ONLY}
        usable = names.isin(known) & nations.isin(_covered(self.results.world))
        targets = targets.assign(indicator=names)[usable]
        placed = (self._placed(row) for row in records(targets))
        return [row for row in placed if row is not None]

    @cached_property
    def by_key(self) -> dict[Key, list[Observation]]:
        """Observations by the series they belong to."""
        found: dict[Key, list[Observation]] = {}
        for row in self.rows:
            found.setdefault(row.key, []).append(row)
        return found

    def _placed(self, row: Any) -> Observation | None:
        year_type = str(row.year_type)
        first, year = self._first_month(row, year_type)
        last = first + LENGTH.get(year_type, 1) - 1
        key = self.matching(row)
        if key is None or first < 0 or last >= self.results.months:
            return None
        if self.results.kind(key.indicator) == "stock" and LENGTH.get(year_type) == 12:
            first = last = first + find(key.indicator).reading_month - 1
        sigma = float(row.sigma_rel)
        return Observation(
            key,
            first,
            last,
            year_type,
            year,
            float(row.value),
            sigma if np.isfinite(sigma) else 0.0,
            str(row.source),
        )

    def _first_month(self, row: Any, year_type: str) -> tuple[int, int]:
        if year_type == "month":
            text = str(row.year_month)
            return self.results.month_index(text), int(text[:4])
        year = int(float(row.year))
        january = year * 12 - self.results.first_month
        return january - 3 if year_type == "fiscal_year" else january, year

    def matching(self, row: Any) -> Key | None:
        """The series of the run a target row speaks of; the place of a target may be left out there."""
        name, place, nation, group = (
            _text(row, column) for column in ("indicator", "place", "nationality", "group")
        )
        nation = nation or "ALL"
        places = self.results.places_of(name)
        countries = set(self.results.world.countries)
        apart = len(places) > 1 and place in countries - places - {nation} and places <= countries | {""}
        for where in (place,) if apart else (place, "", nation):
            if self.results.has(Key(name, where, nation, group)):
                return Key(name, where, nation, group)
        if apart:  # a country that the run tells nothing of is zero, never the total of all
            return Key(name, place, nation, group) if self._split(name, nation, group) else None
        if not places or not self._split(name, nation, group):
            return None
        only = next(iter(places)) if len(places) == 1 else ""
        return Key(name, place if place in places else only, nation, group)

    def _split(self, name: str, nation: str, group: str) -> bool:
        """True if the run tells this indicator by what a target asks for; a missing series is then zero."""
        keys = self.results.keys(name)
        nations = nation == "ALL" or any(key.nationality != "ALL" for key in keys)
        return nations and (not group or any(key.group for key in keys))

    def monthly(self, key: Key) -> np.ndarray | None:
        """Observed value by month (nan where none), if the series has at least a year of months."""
        rows = [row for row in self.by_key.get(key, []) if row.year_type == "month"]
        if len(rows) < 12 or self.results.kind(key.indicator) == "stock":
            return None
        values = np.full(self.results.months, np.nan)
        for row in rows:
            values[row.first] = row.value
        return values

    def spans(self, key: Key) -> list[Span]:
        """Observed values over longer windows as a monthly mean (flows) or a mark (stocks, rates)."""
        if self.monthly(key) is not None:
            return []
        flow = self.results.kind(key.indicator) == "flow"
        rows = self.by_key.get(key, [])
        yearly = [row for row in rows if row.year_type != "month"]
        return [
            _span(row, row.last - row.first + 1 if flow else 1)
            for row in (yearly if flow and yearly else rows)
        ]

    def beside(self, value: Value, row: Observation) -> Value:
        """A simulated value with an observed one set beside it."""
        return replace(value, observed=row.value, observed_low=row.low, observed_high=row.high)

    def compared(self) -> pd.DataFrame:
        """Every observation of the run with the simulated value of the same months and its interval.

        Columns: indicator, place, nationality, group, year_type, year, first, last, observed, observed_low,
        observed_high, simulated, low, high, ratio, source.
        """
        blocks = []
        for key, rows in self.by_key.items():
            first, last = (np.array([getattr(row, end) for row in rows]) for end in ("first", "last"))
            value, low, high = self.results.over_many(key, first, last)
            blocks += [
                (
                    *key,
                    row.year_type,
                    row.year,
                    self.results.label(row.first),
                    self.results.label(row.last),
                    row.value,
                    row.low,
                    row.high,
                    *numbers,
                    _ratio(numbers[0], row.value),
                    row.source,
                )
                for row, numbers in zip(rows, zip(value, low, high, strict=True), strict=True)
            ]
        return pd.DataFrame(blocks, columns=COMPARED)


def _ratio(simulated: float, observed: float) -> float:
    return simulated / observed if observed > 0 else float("nan")


def _span(row: Observation, months: int) -> Span:
    return Span(
        row.first,
        row.last if months > 1 else row.first,
        row.value / months,
        row.low / months,
        row.high / months,
    )


def _text(row: Any, column: str) -> str:
    value = getattr(row, column)
    return "" if value is None or value != value else str(value)
