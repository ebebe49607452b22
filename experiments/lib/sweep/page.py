"""The report of a sweep: what comes out under every plan, how sure, what drives it, and how to repeat it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.lib import numbers
from experiments.lib.compare.charts import Difference, difference_map, forest, signed
from experiments.lib.compare.outcomes import BY_KEY, FAMILIES, OUTCOMES
from experiments.lib.files import records
from experiments.lib.maps import value_map
from experiments.lib.names import Names
from experiments.lib.panels import Drawn
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.charts import fan
from experiments.lib.sweep.reading import COST
from experiments.lib.sweep.summary import NAMES, Results
from experiments.lib.words import has, say
from model.plan import load_plan
from model.settings import BY_NAME

FANS = ("arrivals", "deaths", "irregular", "returned", "reintegrated", "remittances")
"""Flow with harm beside it; every one of them a row of small multiples."""
SMALL = ("arrivals", "deaths", "abused", "debt", "separated", "displaced", "immobile", "lawful", "integrated",
         "reintegrated", "remigration", COST)
MAPS = ("departures", "deaths", "reintegrated")
MOST_MAPPED = 4
MOST_DRIVERS = 12
STRONG = 0.3
"""Rank correlation from which a setting is shown as driving an outcome (judgement)."""


Rows = dict[tuple[str, str], Mapping[str, Any]]
"""Rows of a table by plan and outcome."""


class Page:
    """One report; `figures` fills with its pictures by name."""

    def __init__(self, results: Results, tables: dict[str, pd.DataFrame], asked: Asked, folder: RunFolder) -> None:
        self.results, self.tables, self.asked, self.folder = results, tables, asked, folder
        self.lang = asked.config.lang
        self.names = Names(asked.job.world, self.lang)
        self.figures: dict[str, str] = {}
        self.others = [plan for plan in results.plans if plan != asked.baseline]
        self.titles = {plan: load_plan(asked.sources[plan], asked.job.whole).title[self.lang] for plan in asked.plans}

    def say(self, key: str, **values: Any) -> str:
        """Words in the language of the report."""
        return say(key, self.lang, **values)

    def label(self, outcome: str) -> str:
        """Name of an outcome."""
        return self.say(f"outcome_{outcome}")

    def unit(self, outcome: str) -> str:
        """Unit of an outcome."""
        unit = summary.unit_of(outcome)
        return self.say("unit_usd_2021" if unit == "usd" else f"unit_{unit}")

    def context(self) -> dict[str, Any]:
        """Everything the template needs."""
        base = self.asked.job.world
        return {
            "lang": self.lang, "say": self.say, "title": self.asked.design.title[self.lang],
            "about": self.asked.design.about[self.lang], "what": self._what(), "notes": self._notes(),
            "plans": [(plan, self.titles[plan]) for plan in self.results.plans], "blocks": self._blocks(),
            "better": self._better(), "sections": self._sections(), "drivers": self._drivers(),
            "costs": self._costs(), "failures": self._failures(), "attribution": base.attribution,
            "command": shlex.join(self.folder.manifest["command"]), "facts": self._facts(),
            "empty": not self.results.points}

    def _what(self) -> str:
        asked = self.asked
        world = asked.job.whole
        last = world.label(world.month_of(asked.base.start) + asked.base.months - 1)
        return self.say("sweep_what", runs=numbers.full(len(self.results.points), self.lang),
                        wanted=numbers.full(len(asked.points), self.lang), plans=len(asked.plans),
                        points=numbers.full(len(asked.design.draws), self.lang), seeds=asked.config.seeds,
                        world=world.title[self.lang], first=asked.base.start, last=last,
                        since=world.label(asked.base.since), scale=asked.base.scale)

    def _notes(self) -> list[str]:
        world = self.asked.job.whole
        notes = [self.say("sweep_note_range"), self.say("sweep_note_flow")]
        if len(self.asked.design.draws) < summary.LEAST_DRAWS and len(self.asked.design.factors):
            notes.append(self.say("sweep_note_few", points=len(self.asked.design.draws)))
        notes.append(self.say("history_ends", month=world.label(world.history_end)))
        return notes

    # ---- tables -------------------------------------------------------------------------------------------
    def _blocks(self) -> list[dict[str, Any]]:
        """Outcomes by family, one column a plan: median and middle nine tenths."""
        if not self.results.points:
            return []
        table = rows_by(self.tables["quantiles"])
        keys = {family: [o.key for o in OUTCOMES if o.family == family] for family in FAMILIES}
        keys["money"] = [*keys["money"], COST]
        return [{"title": self.say(f"outcomes_{family}"), "rows": [self._row(table, key) for key in own]}
                for family, own in keys.items()]

    def _row(self, table: Rows, outcome: str) -> dict[str, Any]:
        cells = []
        for plan in self.results.plans:
            row = table[plan, outcome]
            ends = self.say("sweep_ends", low=self._number(row["q05"]), high=self._number(row["q95"]))
            cells.append({"value": self._number(row["q50"]), "interval": ends})
        return {"label": self.label(outcome), "unit": self.unit(outcome), "cells": cells}

    def _number(self, value: float) -> str:
        return numbers.rounded(value, self.lang)

    def _better(self) -> list[dict[str, Any]]:
        """Share of points of the design in which each plan does less harm than the baseline."""
        table = self.tables.get("differences")
        if table is None or not len(table):
            return []
        found, own = [], rows_by(table)
        for outcome in SMALL:
            cells = [self._share(own[plan, outcome]) for plan in self.others]
            good = "down" if outcome == COST else BY_KEY[outcome].better
            found.append({"label": self.label(outcome), "good": self.say(f"sweep_good_{good}"), "cells": cells})
        return found

    def _share(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if row["less"] == 0 and row["more"] == 0:
            return {"words": self.say("sweep_same"), "strong": False, "median": "0"}
        share, word = (row["less"], "sweep_less") if row["less"] >= row["more"] else (row["more"], "sweep_more")
        return {"words": self.say(word, share=numbers.percent(share, self.lang)), "strong": share >= 0.9,
                "median": signed(row["q50"], self.lang)}

    def _drivers(self) -> list[dict[str, Any]]:
        """Settings with the strongest rank correlations under the baseline, with unit, range, source and grade."""
        table = self.tables.get("drivers")
        if table is None or not len(table):
            return []
        own = table[(table["plan"] == self.asked.baseline) & table["correlation"].abs().ge(STRONG)]
        order = own.groupby("setting")["correlation"].agg(lambda r: r.abs().max()).sort_values(ascending=False)
        return [self._driver(str(name), own[own["setting"] == name]) for name in order.index[:MOST_DRIVERS]]

    def _driver(self, name: str, rows: pd.DataFrame) -> dict[str, Any]:
        parameter = BY_NAME[name]
        strongest = rows.reindex(rows["correlation"].abs().sort_values(ascending=False).index)[:4]
        return {"name": name, "meaning": parameter.meaning, "unit": parameter.unit, "grade": parameter.grade,
                "range": f"{parameter.low:g} – {parameter.high:g}", "source": parameter.source,
                "effects": [f"{self.label(row.outcome)}: {signed(round(row.correlation, 2), self.lang)}"
                            for row in records(strongest)]}

    def _costs(self) -> list[dict[str, Any]]:
        table = self.tables["costs"]
        rows = table.groupby(["plan", "payer"])["usd_2021"].sum().unstack(fill_value=0) if len(table) else table
        return [{"plan": self.titles[plan], "cells": [(self._payer(payer), self._number(value))
                                                      for payer, value in rows.loc[plan].items() if value]}
                for plan in self.results.plans if len(table) and plan in rows.index]

    def _payer(self, payer: Any) -> str:
        word = f"payer_{payer}"
        return self.say(word) if has(word) else self.names.nation(str(payer))

    def _failures(self) -> list[dict[str, Any]]:
        points = {point.key: point for point in self.asked.points}
        return [{"key": key, "plan": points[key].plan, "seed": points[key].seed, "error": error}
                for key, error in self.results.errors.items()]

    def _facts(self) -> list[tuple[str, Any]]:
        manifest = self.folder.manifest
        code = manifest["code_version"]
        return [("world", f"{manifest['world']['name']} {manifest['world']['hash']}"),
                ("code", f"{code['sources']} ({manifest['results_code']})"),
                ("runs", ", ".join(f"{name} {value}" for name, value in manifest["runs"].items())),
                ("seeds", f"{manifest['seeds'][0]}–{manifest['seeds'][-1]}"), ("scale", manifest["scale"]),
                ("python", manifest["package_versions"]["python"])]

    # ---- pictures -----------------------------------------------------------------------------------------
    def _sections(self) -> list[dict[str, Any]]:
        if not self.results.points:
            return []
        parts: list[tuple[str, Callable[[], Iterator[Drawn]]]] = [
            ("small", self._small), ("fans", self._fans), ("maps", self._maps)]
        found = []
        for key, draw in parts:
            charts = list(draw())
            self.figures |= {f"{key}-{chart.stem}": chart.svg for chart in charts}
            if charts:
                found.append({"key": key, "charts": charts})
        return found

    def _small(self) -> Iterator[Drawn]:
        """One small chart an outcome: differences of all plans to the baseline."""
        table = self.tables.get("differences")
        if table is None or not len(table):
            return
        own = rows_by(table)
        for outcome in SMALL:
            rows = [self._difference(plan, own[plan, outcome]) for plan in self.others]
            yield drawn(outcome, forest(self.label(outcome), self.unit(outcome), rows, self.lang))

    def _difference(self, plan: str, row: Mapping[str, Any]) -> Difference:
        low, left, middle, right, high = (float(row[name]) for name in NAMES)
        return Difference(self.titles[plan], middle, left, right, low, high, low <= 0 <= high)

    def _fans(self) -> Iterator[Drawn]:
        """A row of fans an outcome, one a plan, on one scale."""
        table = self.tables["years"]
        if len(self.results.year_labels) < 2:
            return
        world = self.asked.job.whole
        history_end = int(world.label(world.history_end)[:4])
        for outcome in FANS:
            own = table[table["outcome"] == outcome]
            highest = float(own["q95"].max())
            for plan in self.results.plans:
                bands = {name: own.loc[own["plan"] == plan, name].to_numpy(float) for name in NAMES}
                title = f"{self.label(outcome)}: {self.titles[plan]}"
                svg = fan(title, self.say("sweep_a_year", unit=self.unit(outcome)), self.results.year_labels, bands,
                          highest, history_end, self.lang)
                yield drawn(f"{outcome}-{plan}", svg)

    def _maps(self) -> Iterator[Drawn]:
        points = self.asked.job.world.places.set_index("place_id")[["lon", "lat", "name"]]
        folder = self.asked.job.world.folder
        for outcome in MAPS:
            for plan in self.others[:MOST_MAPPED]:
                values = summary.place_differences(self.results, plan, self.asked.baseline, outcome)
                title = f"{self.label(outcome)}: {self.titles[plan]}"
                yield drawn(f"{outcome}-{plan}", difference_map(folder, title, self.say("sweep_map_unit"), values,
                                                                points, self.lang))
            if not self.others:
                yield self._plain_map(outcome, points)

    def _plain_map(self, outcome: str, points: pd.DataFrame) -> Drawn:
        table = self.tables["places"]
        own = table[(table["outcome"] == outcome) & (table["plan"] == self.asked.baseline)]
        values = dict(zip(own["place"], own["q50"], strict=True))
        window = list(zip(points.loc[list(values), "lon"], points.loc[list(values), "lat"], strict=True))
        return drawn(outcome, value_map(self.asked.job.world.folder, self.label(outcome), self.unit(outcome), values,
                                        self.lang, "place_id", window, points))


def drawn(stem: str, svg: str) -> Drawn:
    """A chart with the name of its file."""
    return Drawn(stem, svg, "", False)




def rows_by(table: pd.DataFrame) -> Rows:
    """Rows of a table by plan and outcome."""
    return {(str(row["plan"]), str(row["outcome"])): row for row in table.to_dict("records")}  # type: ignore[misc]
