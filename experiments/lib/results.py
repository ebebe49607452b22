"""Reads a run folder: monthly series with their interval, sums over windows, observed values beside them.

Nothing here changes a table; a report can be rebuilt from a folder at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.lib.intervals import interval
from experiments.lib.runfolder import RunFolder
from model.indicators import find
from model.world import World

SEED_PREFIX = "seed_"
YEAR = 12
TEXT = ["indicator", "place", "nationality", "group"]


class Key(NamedTuple):
    """Which series: an indicator's name and its labels (totals: place "", nationality "ALL", group "")."""

    indicator: str
    place: str = ""
    nationality: str = "ALL"
    group: str = ""


@dataclass(frozen=True)
class Value:
    """A number with its interval over seeds and the observed value (nan where unknown)."""

    value: float
    low: float = float("nan")
    high: float = float("nan")
    observed: float = float("nan")
    observed_low: float = float("nan")
    observed_high: float = float("nan")


@dataclass
class Results:
    """The tables of one run folder, with the world they belong to."""

    folder: RunFolder
    world: World
    table: pd.DataFrame
    seeds: pd.DataFrame | None
    fit: pd.DataFrame | None = None
    flows: pd.DataFrame | None = None
    costs: pd.DataFrame | None = None
    _kinds: dict[str, str] = field(default_factory=dict)

    @property
    def manifest(self) -> dict[str, Any]:
        """The folder's manifest."""
        return self.folder.manifest

    @cached_property
    def first_month(self) -> int:
        """Absolute number of the first simulated month (year * 12 + month - 1)."""
        return self.world.start + self.world.month_of(self.manifest["start"])

    @property
    def months(self) -> int:
        """Simulated months."""
        return int(self.manifest["months"])

    @property
    def history_end(self) -> int:
        """Index of the last month with observed drivers; may lie outside the run."""
        return self.world.start + self.world.history_end - self.first_month

    def month_index(self, year_month: str) -> int:
        """Index of `YYYY-MM` in the run; negative or too large outside."""
        return int(year_month[:4]) * 12 + int(year_month[5:7]) - 1 - self.first_month

    def label(self, index: int) -> str:
        """`YYYY-MM` of a month index."""
        month = self.first_month + index
        return f"{month // 12:04d}-{month % 12 + 1:02d}"

    @cached_property
    def _rows(self) -> dict[Key, np.ndarray]:
        groups = self.table.groupby(TEXT, observed=True, sort=False).indices
        return _keyed(groups)

    @cached_property
    def _month_of_row(self) -> np.ndarray:
        labels = self.table["year_month"].astype("category")
        numbers = np.array([self.month_index(str(text)) for text in labels.cat.categories])
        return numbers[labels.cat.codes.to_numpy()]

    @cached_property
    def _values(self) -> np.ndarray:
        return self.table["value"].to_numpy(np.float64)

    @cached_property
    def _seed_values(self) -> tuple[dict[Key, np.ndarray], np.ndarray, np.ndarray]:
        """Rows by key, month of each row, values [rows, seeds] of the table of extra seeds."""
        assert self.seeds is not None
        groups = self.seeds.groupby(TEXT, observed=True, sort=False).indices
        columns = [name for name in self.seeds.columns if str(name).startswith(SEED_PREFIX)]
        labels = self.seeds["year_month"].astype("category")
        numbers = np.array([self.month_index(str(text)) for text in labels.cat.categories])
        return (
            _keyed(groups),
            numbers[labels.cat.codes.to_numpy()],
            self.seeds[columns].to_numpy(np.float64),
        )

    @property
    def seed_count(self) -> int:
        """How many extra seeds the interval is drawn from."""
        return 0 if self.seeds is None else self._seed_values[2].shape[1]

    @cached_property
    def _by_indicator(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {}
        for key in self._rows:
            found.setdefault(key.indicator, []).append(key)
        return found

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators the run holds."""
        return list(self._by_indicator)

    def keys(self, indicator: str) -> list[Key]:
        """Every series of an indicator."""
        return self._by_indicator.get(indicator, [])

    @cached_property
    def _places(self) -> dict[str, set[str]]:
        return {name: {key.place for key in keys} for name, keys in self._by_indicator.items()}

    def places_of(self, indicator: str) -> set[str]:
        """Places an indicator is split by (one only: the place adds nothing to its name)."""
        return self._places.get(indicator, set())

    def has(self, key: Key) -> bool:
        """True if the run holds this series."""
        return key in self._rows

    def kind(self, indicator: str) -> str:
        """stock, flow or rate."""
        if indicator not in self._kinds:
            self._kinds[indicator] = find(indicator).kind
        return self._kinds[indicator]

    def _missing(self, key: Key) -> float:
        return np.nan if self.kind(key.indicator) == "rate" else 0.0

    def series(self, key: Key) -> np.ndarray:
        """Value by month, f8[months]; a series that was left out was zero (rates: nan)."""
        values = np.full(self.months, self._missing(key))
        rows = self._rows.get(key)
        if rows is not None:
            values[self._month_of_row[rows]] = self._values[rows]
        return values

    def seed_series(self, key: Key) -> np.ndarray | None:
        """Value by month and extra seed, f8[months, seeds]; None without extra seeds or if not kept."""
        if self.seeds is None:
            return None
        rows_of, months, values = self._seed_values
        rows = rows_of.get(key)
        if rows is None:
            return None
        out = np.full((self.months, values.shape[1]), self._missing(key))
        own = values[rows]
        out[months[rows]] = np.where(np.isnan(own), self._missing(key), own)
        return out

    def smoothed(self, key: Key) -> tuple[np.ndarray, np.ndarray | None]:
        """The last twelve months by month, for the run [months, 1] and for the extra seeds [months, seeds].

        Flows are means of the months, rates ratios of sums; the first eleven months are nan.
        """
        last = np.arange(self.months)
        first = np.maximum(last - YEAR + 1, 0)
        own = self._joined(key, lambda k: self.series(k)[:, None], first, last)
        seeds = self._joined(key, self.seed_series, first, last)
        whole = (last < YEAR - 1)[:, None]
        scale = YEAR if self.kind(key.indicator) == "flow" else 1
        assert own is not None
        return np.where(whole, np.nan, own) / scale, None if seeds is None else np.where(
            whole, np.nan, seeds
        ) / scale

    def band(self, key: Key) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
        """Low and high end of the interval by month, or (None, None)."""
        seeds = self.seed_series(key)
        return (None, None) if seeds is None else interval(seeds)

    def over(self, key: Key, first: int, last: int) -> Value:
        """The series over months first..last (both included): summed, read at the end, or a ratio of sums."""
        value, low, high = self.over_many(key, np.array([first]), np.array([last]))
        return Value(float(value[0]), float(low[0]), float(high[0]))

    def over_many(
        self, key: Key, first: np.ndarray, last: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """`over` for many windows at once: value, low and high end, each f8[windows] (nan: no interval)."""
        value = self._joined(key, lambda k: self.series(k)[:, None], first, last)
        seeds = self._joined(key, self.seed_series, first, last)
        if value is None or seeds is None:
            none = np.full(len(first), np.nan)
            return (none if value is None else value[:, 0]), none, none
        return value[:, 0], *interval(seeds)

    def _joined(
        self, key: Key, read: Callable[[Key], np.ndarray | None], first: np.ndarray, last: np.ndarray
    ) -> np.ndarray | None:
        """Windows joined, f8[windows, runs]; None if `read` does not know the series."""
        parts = find(key.indicator).ratio_of
        if parts:
            top, bottom = (read(key._replace(indicator=part)) for part in parts)
            if top is not None and bottom is not None:
                if self.kind(parts[0]) == "stock":
                    above, below = top[last], bottom[last]
                else:
                    above, below = _sums(top, first, last), _sums(bottom, first, last)
                return np.divide(above, below, where=below > 0, out=np.full(below.shape, np.nan))
        values = read(key)
        if values is None:
            return None
        kind = self.kind(key.indicator)
        if kind == "stock" or np.array_equal(first, last):
            return values[last]
        sums = _sums(values, first, last)
        return sums if kind == "flow" else sums / (last - first + 1)[:, None]

    def largest(self, keys: Iterable[Key], count: int) -> list[Key]:
        """The `count` series with the largest sum over the run, largest first."""
        sums = sorted(((np.nansum(self.series(key)), key) for key in keys), key=lambda pair: -pair[0])
        return [key for total, key in sums[:count] if total > 0]


def _keyed(groups: Mapping[Any, Any]) -> dict[Key, np.ndarray]:
    return {Key(*(str(part) for part in key)): np.asarray(rows) for key, rows in groups.items()}


def _sums(values: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Sums of values [months, runs] over windows: f8[windows, runs]; nan months count as nothing."""
    whole = np.concatenate([np.zeros((1, values.shape[1])), np.nancumsum(values, axis=0)])
    return whole[last + 1] - whole[first]


def read_results(folder: RunFolder, world: World, table: pd.DataFrame) -> Results:
    """The results of a folder whose main table is `table`; the world is the one its manifest names."""
    return Results(
        folder,
        world,
        table,
        folder.read_table("indicators_seeds"),
        folder.read_table("fit"),
        folder.read_table("flows"),
        folder.read_table("costs"),
    )
