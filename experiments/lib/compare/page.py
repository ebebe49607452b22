"""The report of a comparison: the context of `templates/compare.html.j2`, its charts as files too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import files, numbers, report_parts
from experiments.lib.compare import capacity, charts, switches
from experiments.lib.compare.fates import Lives
from experiments.lib.compare.outcomes import BY_KEY, OUTCOMES
from experiments.lib.compare.paired import Compared
from experiments.lib.compare.sentences import Sentences, outcome_words, unit_words
from experiments.lib.figures import Chart, Line, month_chart
from experiments.lib.names import Names
from experiments.lib.panels import Drawn
from experiments.lib.runfolder import RunFolder
from experiments.lib.story_page import journey
from experiments.lib.story_text import STATE_LABEL
from experiments.lib.words import say

FORESTS = ("arrivals", "deaths", "encounters", "abused", "departures", "kidnapped", "debt", "separated",
           "displaced", "immobile", "lawful", "integrated", "irregular", "returned", "reintegrated",
           "remigration", "remittances", "cost")
"""Charts in the order shown: each of flow is followed by one of harm."""
LINES = ("arrivals", "deaths", "irregular", "lawful", "returned", "remigration")
FATES_SHOWN = 10
COUNTRIES_SHOWN = 6


@dataclass
class Extras:
    """Results beside the comparison itself, where they were asked for."""

    marginal: pd.DataFrame | None = None
    verdicts: pd.DataFrame | None = None
    step: float = 0.1
    drawn: list[tuple[str, Drawn]] = field(default_factory=list)


class Page:
    """Everything the template of a comparison needs, in one language."""

    def __init__(self, compared: Compared, extras: Extras, names: Names, folder: RunFolder) -> None:
        self.compared, self.extras, self.names, self.folder = compared, extras, names, folder
        self.lang, self.words = names.lang, Sentences(compared, names.lang)
        self.arms = compared.question.arms
        self.titles = {arm.name: arm.title(self.lang) for arm in self.arms}
        world = compared.question.job.world
        self.points = world.places.set_index("place_id")[["lon", "lat", "name", "country_iso3"]]

    # ---- the whole ------------------------------------------------------------------------------------
    def context(self) -> dict[str, Any]:
        """Values of the template; charts are written as files on the way."""
        lang = self.lang
        sections = {
            "forest": self.forests(), "months": self.months(), "capacity": self.capacity_charts(),
        }
        plans = [self._plan(arm) for arm in self.compared.plans]
        self._write({**sections, **{f"gains-{p['name']}": p["gains"] for p in plans}})
        world = self.compared.question.job.world
        return {
            "lang": lang, "say": lambda key, **values: say(key, lang, **values),
            "title": say("compare_title", lang, world=world.title[lang]),
            "what": self._what(), "notes": self._notes(), "plans": plans, "sections": sections,
            "toc": self._toc(), "blocks": self.words.table(),
            "spending": self.words.spending(lambda payer: report_parts.payer_words(payer, self.names)),
            "prices": list(self.words.prices()), "saved": self.words.saved() if self._seeds > 1 else [],
            "breaks": self._breaks(), "marginal": self._marginal(), "evidence": self._evidence(),
            "step": numbers.percent(self.extras.step, lang), "titles": self.titles,
            "about": [(arm.title(lang), arm.plan.about[lang]) for arm in self.arms],
            "switches": sorted(self.folder.manifest["switches"].items()),
            "attribution": world.attribution, **report_parts.repeat_of(self.folder, world, lang),
        }

    @property
    def _seeds(self) -> int:
        return len(self.compared.question.seeds)

    def _toc(self) -> list[str]:
        keys = ["short", "table", "forest", "months", "spending", "gains", "fates", "capacity"]
        keys += ["marginal"] if self.extras.marginal is not None else []
        keys += ["evidence"] if self.extras.verdicts is not None else []
        return [*keys, *(["pairing"] if self._seeds > 1 else []), "plans", "repeat"]

    def _what(self) -> str:
        asked, job = self.compared.question, self.compared.question.job
        return say("compare_what", self.lang, count=len(self.compared.plans), baseline=self.titles[self.arms[0].name],
                   first=job.start, last=job.whole.label(asked.last), seeds=self._seeds,
                   seed_first=min(asked.seeds), seed_last=max(asked.seeds),
                   scale=report_parts.scale_words(job.scale, self.names))

    def _notes(self) -> list[str]:
        job = self.compared.question.job
        lines = [say("compare_since", self.lang, month=job.whole.label(self.compared.question.since)),
                 report_parts.interval_words(self.compared.question.seeds, job.ensemble, self.lang),
                 say("compare_no_rank", self.lang)]
        if job.origins:
            only = ", ".join(self.names.place(code) for code in job.origins)
            lines.insert(0, say("compare_only", self.lang, origins=only))
        if job.whole.history_end < self.compared.question.last:
            lines.append(say("history_ends", self.lang, month=job.whole.label(job.whole.history_end)))
            last = job.whole.label(job.whole.month_of(job.start) + job.months - 1)
            lines += report_parts.later_policies(job.whole, job.plan.timeline, last, self.lang)
        return lines

    # ---- charts ---------------------------------------------------------------------------------------
    def forests(self) -> list[Drawn]:
        """Differences of every plan, one chart an outcome."""
        drawn = []
        for key in FORESTS:
            unit = say("count_usd", self.lang) if key == "cost" else unit_words(key, self.lang)
            svg = charts.forest(outcome_words(key, self.lang), unit,
                                self.words.differences(key, self.titles.__getitem__), self.lang)
            drawn.append(Drawn(f"difference-{key}", svg, "", False))
        return drawn

    def months(self) -> list[Drawn]:
        """Levels by month, each arm a line (flows: mean of twelve months)."""
        world, drawn = self.compared.question.job.whole, []
        end = world.history_end - self.compared.question.since
        for key in LINES:
            k = [outcome.key for outcome in OUTCOMES].index(key)
            lines = [Line(self.titles[arm.name], _smooth(self._mean(n, k), BY_KEY[key].how == "sum"))
                     for n, arm in enumerate(self.arms)]
            unit = say(f"count_{BY_KEY[key].unit}", self.lang)
            if BY_KEY[key].how == "sum":
                unit = say("last_twelve_months", self.lang, unit=say("per_month", self.lang, unit=unit))
            drawn.append(Drawn(f"months-{key}", month_chart(Chart(
                outcome_words(key, self.lang), unit, self.lang, lines,
                world.start + self.compared.question.since, max(end, -1))), "", False))
        return drawn

    def _mean(self, arm: int, outcome: int) -> np.ndarray:
        return np.mean([result.monthly[outcome] for result in self.compared.results[arm]], axis=0)

    def capacity_charts(self) -> list[Drawn]:
        """Strips of load over capacity for the countries that overflow in some plan."""
        table, drawn = self.compared.breakpoints, []
        for s, system in enumerate(capacity.SYSTEMS):
            own = table[table["system"] == system]
            rank = own.groupby("country")[["worse_months", "peak"]].max().sort_values(["worse_months", "peak"])
            chosen = [str(code) for code in rank.index[::-1][:COUNTRIES_SHOWN]]
            for n, arm in enumerate(self.arms if chosen else ()):
                rows = {self.names.nation(code): self._load(n, s, code) for code in chosen}
                title = say("capacity_title", self.lang, system=say(f"system_{system}", self.lang),
                            plan=self.titles[arm.name])
                svg = charts.strips(title, say("load_unit", self.lang), rows, self.compared.labels, self.lang)
                drawn.append(Drawn(f"capacity-{system}-{arm.name}", svg, "", False))
        return drawn

    def _load(self, arm: int, system: int, country: str) -> np.ndarray:
        c = self.compared.question.job.whole.country_index[country]
        loads = np.stack([result.load[system, :, c] for result in self.compared.results[arm]])
        known = np.isfinite(loads)
        total = np.where(known, loads, 0.0).sum(axis=0)
        return np.divide(total, known.sum(axis=0), out=np.full(loads.shape[1], np.nan), where=known.any(axis=0))

    def _gains(self, plan: str) -> list[Drawn]:
        types = self.compared.household_types
        rows: list[Any] = [{**row, "label": say(f"type_{row['type']}", self.lang)}
                for row in types[types["plan"] == plan].to_dict("records") if row["persons"] > 0]
        title = self.titles[plan]
        drawn = [Drawn(f"types-{plan}", charts.gains(say("gains_title", self.lang, plan=title),
                                                     say("gains_unit", self.lang), rows, self.lang), "", False)]
        return [*drawn, *self._maps(plan, title)]

    def _maps(self, plan: str, title: str) -> list[Drawn]:
        world, gained = self.compared.question.job.world, self.compared.departments
        ids = [world.place_ids[place] for place in world.origins]
        several = self.points.loc[ids, "country_iso3"].value_counts()
        chosen = [place for place in ids if several[self.points.loc[place, "country_iso3"]] > 1]
        if len(chosen) < 2:
            return []
        net = gained[(gained["plan"] == plan)].set_index("place").loc[chosen]
        flow = self.compared.differences
        flow = flow[(flow["plan"] == plan) & (flow["outcome"] == "departures")].set_index("place").loc[chosen]
        residents = world.places.set_index("place_id")["population"].loc[chosen]
        kinds = (("map_flow", 1000 * flow["difference"] / residents, flow["noise"], ""),
                 ("map_net", 100 * net["net"], net["noise"], say("map_net_note", self.lang)))
        return [Drawn(f"{key.replace('_', '-')}-{plan}", charts.difference_map(
            world.folder, say(key, self.lang, plan=title), say(f"{key}_unit", self.lang),
            {str(place): float(value) for place, value in values.where(~noise).items()}, self.points, self.lang),
            note, False)
            for key, values, noise, note in kinds]

    def _write(self, sections: dict[str, Sequence[Drawn]]) -> None:
        for key, drawn in sections.items():
            for chart in drawn:
                files.write_text(self.folder.figures / f"{key}-{chart.stem}.svg", chart.svg, durable=False)

    # ---- one plan -------------------------------------------------------------------------------------
    def _plan(self, arm: int) -> dict[str, Any]:
        name = self.compared.name(arm)
        lives = [life for result in self.compared.results[arm] for life in result.lives]
        return {"name": name, "title": self.titles[name], "short": self.words.short(name),
                "gains": self._gains(name), "fates_sentence": self._fates_sentence(name),
                "fates": self._fates(name), "lives": [self._life(life, name) for life in lives]}

    def _fates_sentence(self, name: str) -> str:
        row: Any = self.compared.differing.set_index("plan").loc[name]
        share = numbers.percent(row["differing"] / max(row["households"], 1.0), self.lang, 2)
        counts = {key: numbers.count(row[key], self.lang) for key in ("households", "differing")}
        return say("fates_sentence", self.lang, plan=self.titles[name], share=share, **counts,
                   elsewhere=numbers.count(row["end_elsewhere"], self.lang))

    def _fates(self, name: str) -> list[tuple[str, str, str]]:
        table = self.compared.fates
        rows = table[table["plan"] == name].head(FATES_SHOWN)
        return [(STATE_LABEL[r.baseline_state][self.lang], STATE_LABEL[r.plan_state][self.lang],
                 numbers.count(r.households, self.lang)) for r in files.records(rows)]

    def _life(self, life: Lives, name: str) -> dict[str, Any]:
        place, country = self.names.place(life.plan.home), self.names.nation(life.plan.country)
        where = country if place == country else f"{place}, {country}"
        key = "lives_better" if life.better else "lives_worse"
        return {"heading": say(key, self.lang, number=life.plan.row, place=where, plan=self.titles[name]),
                "baseline": journey(life.control, self.names), "plan": journey(life.plan, self.names)}

    # ---- tables ---------------------------------------------------------------------------------------
    def _breaks(self) -> list[dict[str, str]]:
        table = self.compared.breakpoints
        worse = table[table["worse"] >= 0.5].sort_values(["plan", "system", "worse_months"],
                                                         ascending=[True, True, False], kind="stable")
        return [{"system": say(f"system_{row.system}", self.lang), "country": self.names.nation(str(row.country)),
                 "plan": self.titles[str(row.plan)], "when": row.worse_from,
                 "over": row.first_month or say("no_breakpoint", self.lang),
                 "months": numbers.full(row.worse_months, self.lang, 0),
                 "peak": numbers.full(row.peak, self.lang, 1)} for row in files.records(worse)]

    def _marginal(self) -> list[dict[str, Any]]:
        table = self.extras.marginal
        if table is None:
            return []
        rows = []
        for (plan, lever), part in table.groupby(["plan", "lever"], sort=False):
            known = part[~part["noise"] & (part["change"] != 0)]
            paid = float(part["extra_usd"].iloc[0])
            column = "per_million" if paid > 0 else "change"
            cells = [f"{outcome_words(r.outcome, self.lang)}: {charts.signed(getattr(r, column), self.lang)}"
                     for r in files.records(known)]
            rows.append({"plan": self.titles.get(str(plan), str(plan)),
                         "lever": report_parts.lever_words(str(lever), self.lang),
                         "extra": charts.signed(paid / 1e6, self.lang), "free": paid <= 0,
                         "changes": cells or [say("marginal_none", self.lang)]})
        return rows

    def _evidence(self) -> list[dict[str, str]]:
        if self.extras.verdicts is None:
            return []
        return [{"outcome": outcome_words(str(row.outcome), self.lang),
                 "verdict": say(f"verdict_{row.verdict}", self.lang), "variants": row.variants or "–",
                 "bad": row.verdict == switches.REVERSES}
                for row in files.records(switches.survival(self.extras.verdicts))]


def _smooth(values: np.ndarray, flow: bool) -> np.ndarray:
    """Mean of up to twelve months back, for flows."""
    if not flow:
        return values
    total = np.cumsum(np.insert(values, 0, 0.0))
    at = np.arange(1, len(total))
    first = np.maximum(0, at - 12)
    return (total[at] - total[first]) / (at - first)
