"""Pictures of a sweep, in groups of one outcome: differences to the baseline, fans over years, maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.compare.charts import Difference, difference_map, forest
from experiments.lib.maps import value_map
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.charts import fan
from experiments.lib.sweep.reading import COST
from experiments.lib.sweep.summary import NAMES, Results
from experiments.lib.words import say

FANS = ("arrivals", "abused", "deaths", "irregular", "returned", "reintegrated", "remittances")
"""Flow with harm beside it; every one of them a row of small multiples."""
SMALL = ("arrivals", "deaths", "abused", "debt", "separated", "displaced", "immobile", "lawful", "integrated",
         "reintegrated", "remigration", COST)
MAPS = ("departures", "abused", "reintegrated")
MOST_MAPPED = 4
LONGEST = 42
"""Characters of a plan's title in a row of a chart."""

Rows = dict[tuple[str, str], Mapping[str, Any]]
"""Rows of a table by plan and outcome."""


@dataclass
class Group:
    """Pictures that belong together under one heading: name of the file, SVG."""

    heading: str
    charts: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


class Pictures:
    """Draws everything of one sweep in one language."""

    def __init__(self, results: Results, tables: dict[str, pd.DataFrame], asked: Asked, titles: dict[str, str]) -> None:
        self.results, self.tables, self.asked, self.titles = results, tables, asked, titles
        self.lang = asked.config.lang
        self.others = [plan for plan in results.plans if plan != asked.baseline]
        self.thin = results.thin(asked.baseline, asked.base.scale)

    def sections(self) -> list[tuple[str, list[Group]]]:
        """Name of the section and its groups; empty ones are left out."""
        found = [("small", list(self._small())), ("fans", list(self._fans())), ("maps", list(self._maps()))]
        return [(key, groups) for key, groups in found if groups]

    def label(self, outcome: str) -> str:
        """Name of an outcome; a dagger where too few are simulated."""
        return say(f"outcome_{outcome}", self.lang) + (" †" if outcome in self.thin else "")

    def unit(self, outcome: str) -> str:
        """Unit of an outcome."""
        unit = summary.unit_of(outcome)
        return say("unit_usd_2021" if unit == "usd" else f"unit_{unit}", self.lang)

    def _small(self) -> Iterator[Group]:
        """One small chart an outcome: differences of all plans to the baseline."""
        table = self.tables.get("differences")
        if table is None or not len(table):
            return
        own, group = rows_by(table), Group("")
        for outcome in SMALL:
            rows = [self._difference(plan, own[plan, outcome]) for plan in self.others]
            group.charts.append((f"small-{outcome}", forest(self.label(outcome), self.unit(outcome), rows, self.lang)))
        yield group

    def _difference(self, plan: str, row: Mapping[str, Any]) -> Difference:
        low, left, middle, right, high = (float(row[name]) for name in NAMES)
        return Difference(cut(self.titles[plan]), middle, left, right, low, high, low <= 0 <= high)

    def _fans(self) -> Iterator[Group]:
        """A group of fans an outcome, one chart a plan, on one scale."""
        if len(self.results.year_labels) < 2:
            return
        table = self.tables["years"]
        for outcome in FANS:
            own = table[table["outcome"] == outcome]
            charts = [(f"fans-{outcome}-{plan}", self._fan(own[own["plan"] == plan], outcome, plan, own["q95"].max()))
                      for plan in self.results.plans]
            yield Group(self.label(outcome), charts)

    def _fan(self, own: pd.DataFrame, outcome: str, plan: str, highest: float) -> str:
        world = self.asked.job.whole
        bands = {name: own[name].to_numpy(float) for name in NAMES}
        unit = say("sweep_a_year", self.lang, unit=self.unit(outcome))
        return fan(self.titles[plan], unit, self.results.year_labels, bands, float(highest),
                   int(world.label(world.history_end)[:4]), self.lang)

    def _maps(self) -> Iterator[Group]:
        """Maps of the plans that change something beyond luck in some place; the others are named."""
        points = self.asked.job.world.places.set_index("place_id")[["lon", "lat", "name"]]
        for outcome in MAPS:
            values = {plan: summary.place_differences(self.results, plan, self.asked.baseline, outcome)
                      for plan in self.others}
            shown = [plan for plan, own in values.items() if np.nan_to_num(list(own.values())).any()]
            charts = [self._map(outcome, plan, values[plan], points) for plan in shown[:MOST_MAPPED]]
            quiet = "; ".join(self.titles[plan] for plan in self.others if plan not in shown)
            note = say("sweep_map_quiet", self.lang, plans=quiet) if quiet else ""
            yield Group(self.label(outcome), charts if self.others else [self._plain_map(outcome, points)], note)

    def _map(self, outcome: str, plan: str, values: dict[str, float], points: pd.DataFrame) -> tuple[str, str]:
        unit = say("sweep_map_unit", self.lang, unit=self.unit(outcome))
        return f"maps-{outcome}-{plan}", difference_map(self.asked.job.world.folder, self.titles[plan], unit, values,
                                                        points, self.lang)

    def _plain_map(self, outcome: str, points: pd.DataFrame) -> tuple[str, str]:
        table = self.tables["places"]
        own = table[(table["outcome"] == outcome) & (table["plan"] == self.asked.baseline)]
        values = dict(zip(own["place"], own["q50"], strict=True))
        window = list(zip(points.loc[list(values), "lon"], points.loc[list(values), "lat"], strict=True))
        return f"maps-{outcome}", value_map(self.asked.job.world.folder, self.titles[self.asked.baseline],
                                            self.unit(outcome), values, self.lang, "place_id", window, points)


def cut(text: str) -> str:
    """A title that leaves room for a number in one row."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def rows_by(table: pd.DataFrame) -> Rows:
    """Rows of a table by plan and outcome."""
    return {(str(row["plan"]), str(row["outcome"])): row for row in table.to_dict("records")}  # type: ignore[misc]
