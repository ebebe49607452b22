"""Words and table rows of a comparison: numbers with units and intervals, noise said in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from experiments.lib import files, numbers
from experiments.lib.compare.charts import Difference, signed
from experiments.lib.compare.outcomes import BY_KEY, FAMILIES, OUTCOMES
from experiments.lib.compare.paired import Compared, inside_noise
from experiments.lib.jobs import coarsest
from experiments.lib.words import say

MILLION = 1e6
LEAST_PAID = 5e3
"""US$ below which a payer pays nothing worth a number."""
RARE = 30
"""Simulated cases a run below which a count says little."""
HEADLINES = ("arrivals", "deaths", "abused", "debt", "separated", "displaced", "immobile", "integrated",
             "reintegrated", "remigration", "remittances")
"""What every plan is summed up by: flow never alone."""


def outcome_words(key: str, lang: str) -> str:
    """Label of an outcome."""
    return say(f"outcome_{key}", lang)


def unit_words(key: str, lang: str) -> str:
    """Unit of an outcome and how the window is summed up."""
    outcome = BY_KEY[key]
    return say(f"how_{outcome.how}", lang, unit=say(f"count_{outcome.unit}", lang))


def shown(key: str, value: float) -> float:
    """A value in the unit it is shown in: money in millions."""
    return value / MILLION if key == "cost" or BY_KEY[key].unit == "usd" else value


class Sentences:
    """The words of one comparison in one language."""

    def __init__(self, compared: Compared, lang: str) -> None:
        self.compared, self.lang = compared, lang
        table = compared.differences
        self.total = table[table["level"] == "total"].set_index(["plan", "outcome"])
        costs = compared.costs
        self.cost = costs[(costs["payer"] == "") & (costs["lever"] == "")].set_index("plan")

    def short(self, plan: str) -> list[str]:
        """One sentence a headline outcome, and the cost."""
        lines = [self._sentence(outcome_words(key, self.lang), key, self.total.loc[(plan, key)])
                 for key in HEADLINES]
        return [*lines, self._sentence(outcome_words("cost", self.lang), "cost", self._cost_row(plan))]

    def _cost_row(self, plan: str) -> Any:
        row: Any = self.cost.loc[plan].copy()
        row["noise"] = bool(inside_noise(row["low90"], row["high90"]))
        row["relative"] = row["difference"] / row["baseline"] if row["baseline"] else math.nan
        return row

    def _sentence(self, what: str, key: str, row: Any) -> str:
        cases = self._cases(key, row)
        if cases < RARE and bool(row["noise"]):
            if round(cases) <= 1:
                return say("short_rare_one", self.lang, what=what)
            return say("short_rare", self.lang, what=what, cases=numbers.full(round(cases), self.lang, 0))
        unit = say("count_usd" if key == "cost" else f"count_{BY_KEY[key].unit}", self.lang)
        low, high, value = (self._signed(key, row[name]) for name in ("low90", "high90", "difference"))
        value = f"{value} {unit}"
        if row["low90"] == row["high90"] == row["difference"] == 0:
            return say("short_same", self.lang, what=what)
        if not math.isfinite(row["low90"]):
            return say("short_unknown", self.lang, what=what, value=value)
        if row["noise"]:
            return say("short_noise", self.lang, what=what, low=low, high=f"{high} {unit}")
        share = _share(row["relative"], self.lang)
        return say("short_change", self.lang, what=what, value=value, share=share, low=low, high=high)

    def _cases(self, key: str, row: Any) -> float:
        """Simulated cases behind a count of a run; inf for amounts of money and stocks."""
        if key == "cost" or BY_KEY[key].unit == "usd" or BY_KEY[key].how != "sum":
            return math.inf
        return max(row["baseline"], row["value"]) / coarsest(self.compared.question.job.scale)

    def _signed(self, key: str, value: float) -> str:
        return signed(shown(key, value), self.lang)

    def table(self) -> list[dict[str, Any]]:
        """Rows of the table of all differences by family of outcome."""
        plans = [self.compared.name(arm) for arm in self.compared.plans]
        blocks = []
        for family in FAMILIES:
            rows = [self._row(outcome.key, plans) for outcome in OUTCOMES if outcome.family == family]
            if family == "money":
                rows.append(self._cells("cost", [self._cost_row(plan) for plan in plans],
                                        say("count_usd", self.lang)))
            blocks.append({"title": say(f"outcomes_{family}", self.lang), "rows": rows})
        return blocks

    def _row(self, key: str, plans: list[str]) -> dict[str, Any]:
        return self._cells(key, [self.total.loc[(plan, key)] for plan in plans], unit_words(key, self.lang))

    def _cells(self, key: str, rows: list[Any], unit: str) -> dict[str, Any]:
        return {"label": outcome_words(key, self.lang), "unit": unit,
                "baseline": numbers.rounded(shown(key, float(rows[0]["baseline"])), self.lang),
                "cells": [{"value": self._signed(key, row["difference"]),
                           "share": _share(row["relative"], self.lang),
                           "interval": self._interval(key, row), "noise": bool(row["noise"])} for row in rows]}

    def _interval(self, key: str, row: Any) -> str:
        if not math.isfinite(row["low90"]):
            return ""
        return say("to", self.lang, low=self._signed(key, row["low90"]), high=self._signed(key, row["high90"]))

    def differences(self, key: str, title: Callable[[str], str]) -> list[Difference]:
        """Rows of the chart of one outcome: a plan each."""
        rows = self.total.xs(key, level="outcome") if key != "cost" else None
        return [self._difference(key, title(plan), self._cost_row(plan) if rows is None else rows.loc[plan])
                for plan in (self.compared.name(arm) for arm in self.compared.plans)]

    def _difference(self, key: str, label: str, row: Any) -> Difference:
        mean, *ends = (shown(key, float(row[name])) for name in ("difference", "low50", "high50", "low90", "high90"))
        return Difference(label, mean, ends[0], ends[1], ends[2], ends[3], bool(row["noise"]))

    def spending(self, payer_words: Callable[[str], str]) -> dict[str, Any]:
        """Millions beyond the baseline by payer (columns) and plan (rows)."""
        table = self.compared.costs
        table = table[(table["lever"] == "") & (table["payer"] != "")]
        payers = [str(p) for p in table.groupby("payer")["difference"].apply(lambda x: x.abs().max())
                  .sort_values(ascending=False).index]
        by = table.set_index(["plan", "payer"]).sort_index()
        payers = [payer for payer in payers if by["difference"].xs(payer, level="payer").abs().max() >= 5e4]
        rows = [{"plan": plan, "cells": [self._paid(by.loc[(plan, payer)] if (plan, payer) in by.index else None)
                                         for payer in payers],
                 "total": self._paid(self._cost_row(plan))}
                for plan in (self.compared.name(arm) for arm in self.compared.plans)]
        return {"payers": [payer_words(payer) for payer in payers], "rows": rows}

    def _paid(self, row: Any) -> dict[str, Any]:
        """Millions beyond the baseline with their 90 % interval; `noise` where that holds zero."""
        if row is None or abs(float(row["difference"])) < LEAST_PAID:
            return {"value": "–", "interval": "", "noise": True}
        low, high = float(row["low90"]), float(row["high90"])
        ends = say("to", self.lang, low=signed(low / MILLION, self.lang), high=signed(high / MILLION, self.lang)) \
            if math.isfinite(low) else ""
        return {"value": signed(float(row["difference"]) / MILLION, self.lang), "interval": ends,
                "noise": bool(inside_noise(row["low90"], row["high90"]))}

    def prices(self) -> Iterator[dict[str, str]]:
        """Rows of cost per outcome changed."""
        for row in files.records(self.compared.cost_per_outcome):
            if row.unit != "usd" and row.extra_usd > 0:
                yield {"plan": row.plan, "outcome": outcome_words(row.outcome, self.lang),
                       "change": f"{signed(row.difference, self.lang)} {say(f'count_{row.unit}', self.lang)}",
                       "price": numbers.rounded(row.usd_per_unit, self.lang),
                       "interval": say("to", self.lang, low=numbers.rounded(row.low90, self.lang),
                                       high=numbers.rounded(row.high90, self.lang))}

    def saved(self) -> list[dict[str, str]]:
        """Rows of what pairing saves, median over plans."""
        median = self.compared.pairing.groupby("outcome", sort=False)["saved"].median()
        return [{"outcome": outcome_words(str(key), self.lang), "saved": numbers.percent(value, self.lang)}
                for key, value in median.items()]


def _share(relative: float, lang: str) -> str:
    """A change as a share of the baseline; `× 12` where it is more than ten times as much."""
    if relative > 10:
        return f"× {numbers.rounded(1 + relative, lang)}"
    return signed(relative, lang, percent=True)
