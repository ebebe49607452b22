"""Findings of a sweep in words: when a plan stops winning, regret, satisficing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.compare.outcomes import BY_KEY
from experiments.lib.discover import robust
from experiments.lib.discover.boxes import Box, Limit, box_of
from experiments.lib.files import records
from experiments.lib.runfolder import RunFolder
from experiments.lib.sweep import reading
from experiments.lib.sweep.findings import Part, Table, write_page
from experiments.lib.sweep.summary import Results
from experiments.lib.words import say
from model.plan import load_plan
from model.settings import BY_NAME

OUTCOMES = ("arrivals", "deaths", "abused", "debt", "separated", "immobile", "lawful", "reintegrated")
SURE = 0.95
"""Share of points from which a plan is said to win or lose throughout."""


LUCKY = 0.05
"""Bound of chance from which a box is told with a doubt."""


@dataclass
class Question:
    """What is held against what."""

    results: Results
    plans: list[str]
    against: str
    outcomes: list[str]


class Finder:
    """Looks at every plan and outcome, and says what it found."""

    def __init__(self, question: Question, world: Any, lang: str) -> None:
        self.asked, self.world, self.lang = question, world, lang
        self.rows: list[dict[str, Any]] = []

    def say(self, key: str, **values: Any) -> str:
        """Words in the language of the page."""
        return say(key, self.lang, **values)

    def title(self, plan: str) -> str:
        """Title of a plan that is still in conf/plan, else its name."""
        try:
            return load_plan(plan, self.world).title[self.lang]
        except Exception:  # a plan of a file that has gone keeps its name
            return plan

    def label(self, outcome: str) -> str:
        """Name of an outcome."""
        return self.say(f"outcome_{outcome}")

    def percent(self, share: float) -> str:
        """A share in percent."""
        return numbers.percent(share, self.lang)

    def pair(self, plan: str) -> Part:
        """All outcomes of one plan."""
        sentences = [self.sentence(plan, outcome) for outcome in self.asked.outcomes]
        return Part(self.say("discover_pair", plan=self.title(plan), against=self.title(self.asked.against)), "",
                    sentences)

    def sentence(self, plan: str, outcome: str) -> str:
        """When the plan stops winning in one outcome."""
        results, against = self.asked.results, self.asked.against
        won = robust.wins(results, plan, against, outcome)
        share = float(won.mean())
        box = None
        if 1 - SURE < share < SURE:
            table = robust.assumptions(results, list(won.index))
            box = box_of(table, ~won.to_numpy())
        lucky = box.chance(table.shape[1], 1.0 - share) if box else np.nan
        self.rows.append(self._row(plan, outcome, share, box) | {"chance_at_most": lucky})
        head = self.say(f"discover_{self._kind(outcome)}", outcome=self.label(outcome), share=self.percent(share))
        if (robust.change(results, plan, against, outcome) == 0).all():
            return self.say("discover_same", outcome=self.label(outcome))
        if share >= SURE or share <= 1 - SURE:
            return head
        doubt = f" {self.say('discover_chance')}" if lucky > LUCKY else ""
        return f"{head} {self._stops(plan, outcome, box)}{doubt}"

    def _kind(self, outcome: str) -> str:
        good = "down" if outcome == reading.COST else BY_KEY[outcome].better
        return {"down": "less", "up": "more"}.get(good, "fewer")

    def _stops(self, plan: str, outcome: str, box: Box | None) -> str:
        if box is None:
            names = robust.strongest(self.asked.results, plan, self.asked.against, outcome)
            words = ", ".join(f"{self._name(name)} ({numbers.full(value, self.lang, 2)})" for name, value in names)
            return self.say("discover_no_box", names=words)
        limits = self.say("discover_and").join(self._limit(limit) for limit in box.limits)
        return self.say("discover_box", limits=limits, density=self.percent(box.density),
                        coverage=self.percent(box.coverage), points=box.points, method=box.method)

    def _name(self, column: str) -> str:
        name = column.split(".", 1)[1]
        return f"{name}, {BY_NAME[name].meaning}, {BY_NAME[name].grade}" if name in BY_NAME else name

    def _limit(self, limit: Limit) -> str:
        if limit.among:
            return self.say("discover_among", name=self._name(limit.column), among=", ".join(limit.among))
        low, high = limit.low, limit.high
        word = "discover_between" if np.isfinite(low) and np.isfinite(high) else \
            "discover_above" if np.isfinite(low) else "discover_below"
        return self.say(word, name=self._name(limit.column), low=f"{low:.3g}", high=f"{high:.3g}")

    def _row(self, plan: str, outcome: str, share: float, box: Box | None) -> dict[str, Any]:
        limits = "; ".join(self._limit(limit) for limit in box.limits) if box else ""
        return {"plan": plan, "against": self.asked.against, "outcome": outcome, "wins_in": share,
                "stops_where": limits, "density": box.density if box else np.nan,
                "coverage": box.coverage if box else np.nan,
                "method": box.method if box else ""}

    # ---- over all plans ----------------------------------------------------------------------------------
    def satisficing(self) -> tuple[Part, pd.DataFrame]:
        """How often no harm is worse than under the baseline."""
        table = robust.satisfied(self.asked.results, self.asked.against)
        table = table.sort_values("satisfied", ascending=False)
        lines = [self.say("discover_satisfied", plan=self.title(row.plan), share=self.percent(row.satisfied),
                          worst=self.label(row.fails_most), fails=self.percent(row.fails_in)) for row in records(table)]
        harms = ", ".join(self.label(outcome) for outcome in robust.HARM)
        return Part(self.say("discover_satisficing"), self.say("discover_satisficing_text", harms=harms), lines), table

    def regrets(self) -> tuple[Part, pd.DataFrame]:
        """How far each plan falls behind the best one, outcome by outcome."""
        outcomes = [*self.asked.outcomes, reading.COST]
        table = robust.regret(self.asked.results, outcomes)
        found = table.set_index(["plan", "outcome"])["q95"].to_dict()
        plans = self.asked.results.plans
        rows = [[self.label(outcome), *[numbers.rounded(float(found.get((plan, outcome), np.nan)), self.lang)
                                        for plan in plans]] for outcome in outcomes]
        heads = [self.say("outcome"), *[self.title(plan) for plan in plans]]
        return Part(self.say("discover_regret"), self.say("discover_regret_text"), [], [], [Table(heads, rows)]), table


def write(folder: RunFolder, question: Question, world: Any, lang: str) -> None:
    """Tables and page."""
    finder = Finder(question, world, lang)
    pairs = [finder.pair(plan) for plan in question.plans]
    kept, satisfied = finder.satisficing()
    behind, regrets = finder.regrets()
    folder.write_table("boxes", pd.DataFrame(finder.rows))
    folder.write_table("regret", regrets)
    folder.write_table("satisficing", satisfied)
    points = len(set(question.results.draws.tolist()))
    what = say("discover_what", lang, points=points, runs=numbers.full(len(question.results.points), lang),
               world=world.title[lang], against=finder.title(question.against))
    write_page(folder, say("discover_title", lang), what, [say("discover_note", lang), say("sweep_note_flow", lang)],
               [*pairs, kept, behind], world.attribution, lang)
