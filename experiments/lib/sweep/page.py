"""The report of a sweep: what comes out under every plan, how sure, what drives it, and how to repeat it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.lib import numbers, report_parts
from experiments.lib.compare.charts import signed
from experiments.lib.compare.outcomes import BY_KEY, FAMILIES, OUTCOMES
from experiments.lib.files import records
from experiments.lib.names import Names
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep import summary
from experiments.lib.sweep.asked import Asked
from experiments.lib.sweep.pictures import SMALL, Pictures, Rows, rows_by
from experiments.lib.sweep.reading import COST, USD
from experiments.lib.sweep.summary import Results
from experiments.lib.words import has, say
from model.plan import load_plan
from model.settings import BY_NAME

MOST_DRIVERS = 12
STRONG = 0.3
"""Rank correlation from which a setting is shown as driving an outcome (judgement)."""
SURE = 0.9
"""Share of points of the design from which a direction is shown in bold (judgement)."""
COUNTED = ("wanted", "done", "failed", "left")


class Page:
    """One report; `figures` fills with its pictures by name."""

    def __init__(self, results: Results, tables: dict[str, pd.DataFrame], asked: Asked, folder: RunFolder) -> None:
        self.results, self.tables, self.asked, self.folder = results, tables, asked, folder
        self.lang = asked.config.lang
        self.names = Names(asked.job.world, self.lang)
        self.figures: dict[str, str] = {}
        self.titles = {plan: load_plan(asked.sources[plan], asked.job.whole).title[self.lang] for plan in asked.plans}
        self.pictures = Pictures(results, tables, asked, self.titles)
        self.others, self.label, self.unit = self.pictures.others, self.pictures.label, self.pictures.unit

    def say(self, key: str, **values: Any) -> str:
        """Words in the language of the report."""
        return say(key, self.lang, **values)

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
                        since=world.label(asked.base.since),
                        scale=report_parts.scale_words(asked.base.scale, self.names))

    def _notes(self) -> list[str]:
        world, base = self.asked.job.whole, self.asked.base
        last = world.label(world.month_of(base.start) + base.months - 1)
        notes = [self.say("sweep_note_range"), self.say("sweep_note_flow")]
        if self._few():
            notes.append(self.say("sweep_note_few", points=len(self.asked.design.draws)))
        if self.pictures.thin and self.results.points:
            notes.append(self.say("sweep_note_thin", fewest=summary.FEWEST))
        notes.append(self.say("history_ends", month=world.label(world.history_end)))
        notes += report_parts.later_policies(world, self.asked.job.plan.timeline, last, self.lang)
        return notes

    def _few(self) -> bool:
        return len(self.asked.design.draws) < summary.LEAST_DRAWS and len(self.asked.design.factors) > 0

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
            low, middle, high = (self._number(row[name], outcome) for name in ("q05", "q50", "q95"))
            cells.append({"value": middle, "interval": self.say("sweep_ends", low=low, high=high)})
        return {"label": self.label(outcome), "unit": self.unit(outcome), "cells": cells}

    def _number(self, value: float, outcome: str) -> str:
        as_words = numbers.money if summary.unit_of(outcome) == USD else numbers.rounded
        return as_words(value, self.lang)

    def _signed(self, value: float, outcome: str) -> str:
        if summary.unit_of(outcome) != USD or not value:
            return signed(value, self.lang)
        return ("−" if value < 0 else "+") + numbers.money(abs(value), self.lang)

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
        apart = not row["q05"] <= 0 <= row["q95"]
        strong = share >= SURE and apart and not self._few() and row["outcome"] not in self.pictures.thin
        return {"words": self.say(word, share=numbers.percent(share, self.lang)), "strong": strong,
                "median": self._signed(row["q50_points"], row["outcome"])}

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
        return {"name": name, "meaning": self.say(f"setting_{name}"), "unit": parameter.unit, "grade": parameter.grade,
                "range": f"{parameter.low:g} – {parameter.high:g}", "source": parameter.source,
                "effects": [f"{self.label(row.outcome)}: {signed(round(row.correlation, 2), self.lang)}"
                            for row in records(strongest)]}

    def _costs(self) -> list[dict[str, Any]]:
        """Payers in rows, the largest first, plans in columns."""
        table = self.tables["costs"]
        if not len(table):
            return []
        rows = table.groupby(["payer", "plan"])["usd_2021"].sum().unstack(fill_value=0)
        rows = rows.reindex(columns=self.results.plans, fill_value=0.0)
        order = rows.max(axis=1).sort_values(ascending=False).index
        return [{"payer": self._payer(payer), "cells": [self._number(float(value), COST) if value else "–"
                                                        for value in rows.loc[payer]]} for payer in order]

    def _payer(self, payer: Any) -> str:
        word = f"payer_{payer}"
        return self.say(word) if has(word) else self.names.nation(str(payer))

    def _failures(self) -> list[dict[str, Any]]:
        points = {point.key: point for point in self.asked.points}
        return [{"key": key, "plan": points[key].plan, "seed": points[key].seed, "error": error}
                for key, error in self.results.errors.items()]

    def _facts(self) -> list[tuple[str, Any]]:
        manifest = self.folder.manifest
        counts = ", ".join(self.say(f"sweep_count_{name}", count=manifest["runs"][name]) for name in COUNTED)
        return [*facts_of(manifest, self.lang), (self.say("sweep_runs"), counts)]

    def _sections(self) -> list[dict[str, Any]]:
        found = self.pictures.sections() if self.results.points else []
        self.figures |= {name: svg for _, groups in found for group in groups for name, svg in group.charts}
        return [{"key": key, "groups": groups} for key, groups in found]


def facts_of(manifest: Mapping[str, Any], lang: str) -> list[tuple[str, Any]]:
    """World, code, seeds and scale of a manifest, for the foot of a page."""
    seeds, code = manifest["seeds"], manifest["code_version"]
    return [(say("fact_world", lang), f"{manifest['world']['name']} {manifest['world']['hash']}"),
            (say("fact_code", lang), f"{code['sources']} ({manifest['results_code']})"),
            (say("sweep_seeds", lang), f"{seeds[0]}–{seeds[-1]}" if len(seeds) > 1 else seeds[0]),
            (say("sweep_scale", lang), manifest["scale"]),
            (say("sweep_months", lang), f"{manifest['start']} + {manifest['months']}")]
