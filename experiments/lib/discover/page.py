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
from experiments.lib.sweep.summary import FEWEST, Results, unit_of
from experiments.lib.words import say
from model.plan import load_plan
from model.settings import BY_NAME

OUTCOMES = ("arrivals", "deaths", "abused", "debt", "separated", "immobile", "lawful", "reintegrated")
SURE = 0.95
"""Share of points from which a plan is said to win or lose throughout."""
LUCKY = 0.05
"""Chance, with the luck of other seeds, up to which a box counts as confirmed."""


@dataclass
class Question:
    """What is held against what."""

    results: Results
    plans: list[str]
    against: str
    outcomes: list[str]
    scale: Any = 1

    @property
    def harms(self) -> list[str]:
        """Harms that are counted well enough at this scale."""
        return robust.counted_harms(self.results, self.against, self.scale)


class Finder:
    """Looks at every plan and outcome, and says what it found."""

    def __init__(self, question: Question, world: Any, lang: str) -> None:
        self.asked, self.world, self.lang = question, world, lang
        self.rows: list[dict[str, Any]] = []
        self.sure: list[tuple[str, str, str]] = []
        """plan, outcome and words of the boxes that other seeds confirm"""
        self.thin = question.results.thin(question.against, question.scale)

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
        return self.say(f"outcome_{outcome}") + (" †" if outcome in self.thin else "")

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
        asked = self.asked
        change = robust.change(asked.results, plan, asked.against, outcome)
        if (change == 0).all():
            self._keep(plan, outcome, float("nan"))
            return self.say("discover_same", outcome=self.label(outcome))
        share = float((change * robust.sign_of(outcome) > 0).mean())
        words = self.say(f"discover_{self._kind(outcome)}", outcome=self.label(outcome), share=self.percent(share),
                         median=self._amount(float(change.median()), outcome), unit=self._unit(outcome))
        if outcome in self.thin:
            self._keep(plan, outcome, share)
            return f"{words} {self.say('discover_thin')}"
        return f"{words}{self._flips(plan, outcome, share)}"

    def _flips(self, plan: str, outcome: str, share: float) -> str:
        """Where the rarer of winning and not winning happens; nothing where one of them is nearly everywhere."""
        if share >= SURE or share <= 1 - SURE:
            self._keep(plan, outcome, share)
            return ""
        first, second = robust.halves(self.asked.results)
        rare, table = self._rare(plan, outcome, share, first)
        box = box_of(table, rare)
        lucky = box.chance(table.shape[1], float(rare.mean())) if box else np.nan
        again = box.repeats(*self._rare(plan, outcome, share, second)[::-1]) if box and second else np.nan
        self._keep(plan, outcome, share, box, lucky, again)
        words = self._where(plan, outcome, box, "wins" if share < 0.5 else "fails")
        if again <= LUCKY:
            self.sure.append((plan, outcome, words))
        doubt = "discover_one_seed" if not second else "discover_chance"
        return f" {words}" + (f" {self.say(doubt)}" if box and not again <= LUCKY else "")

    def _rare(self, plan: str, outcome: str, share: float, seeds: list[int]) -> tuple[np.ndarray, pd.DataFrame]:
        """Where the rarer of winning and not winning happens under some seeds, and the assumptions of the points."""
        won = robust.wins(self.asked.results, plan, self.asked.against, outcome, seeds)
        table = robust.assumptions(self.asked.results, list(won.index))
        return (won if share < 0.5 else ~won).to_numpy(), table

    def _amount(self, value: float, outcome: str) -> str:
        as_words = numbers.money if unit_of(outcome) == reading.USD else numbers.rounded
        return ("−" if value < 0 else "+") + as_words(abs(value), self.lang) if value else "0"

    def _unit(self, outcome: str) -> str:
        unit = unit_of(outcome)
        return self.say("unit_usd_2021" if unit == reading.USD else f"unit_{unit}")

    def _kind(self, outcome: str) -> str:
        good = "down" if outcome == reading.COST else BY_KEY[outcome].better
        return {"down": "less", "up": "more"}.get(good, "fewer")

    def _where(self, plan: str, outcome: str, box: Box | None, kind: str) -> str:
        if box is None:
            names = robust.strongest(self.asked.results, plan, self.asked.against, outcome)
            words = ", ".join(f"{self._name(name)} ({numbers.full(value, self.lang, 2)})" for name, value in names)
            return self.say("discover_no_box", names=words)
        limits = self.say("discover_and").join(self._limit(limit) for limit in box.limits)
        return self.say(f"discover_box_{kind}", limits=limits, density=self.percent(box.density),
                        coverage=self.percent(box.coverage), points=box.points, method=box.method)

    def _name(self, column: str) -> str:
        name = column.split(".", 1)[1]
        return f"{name}, {self.say(f'setting_{name}')}, {BY_NAME[name].grade}" if name in BY_NAME else name

    def _limit(self, limit: Limit) -> str:
        if limit.among:
            return self.say("discover_among", name=self._name(limit.column), among=", ".join(limit.among))
        low, high = limit.low, limit.high
        word = "discover_between" if np.isfinite(low) and np.isfinite(high) else \
            "discover_above" if np.isfinite(low) else "discover_below"
        return self.say(word, name=self._name(limit.column), low=f"{low:.3g}", high=f"{high:.3g}")

    def _keep(self, plan: str, outcome: str, share: float, box: Box | None = None, lucky: float = np.nan,
              again: float = np.nan) -> None:
        """A row of the table of boxes; `chance_repeated` is that of the seeds it was not found with."""
        limits = "; ".join(self._limit(limit) for limit in box.limits) if box else ""
        self.rows.append({
            "plan": plan, "against": self.asked.against, "outcome": outcome, "wins_in": share, "box": limits,
            "density": box.density if box else np.nan, "coverage": box.coverage if box else np.nan,
            "method": box.method if box else "", "chance_at_most": lucky,
            "chance_repeated": again})

    # ---- over all plans ----------------------------------------------------------------------------------
    def short(self) -> Part:
        """The boxes that other seeds confirm, and how many rankings do not depend on the assumptions."""
        shares = [row["wins_in"] for row in self.rows
                  if np.isfinite(row["wins_in"]) and row["outcome"] not in self.thin]
        settled = sum(share >= SURE or share <= 1 - SURE for share in shares)
        text = self.say("discover_short_text", settled=settled, looked=len(shares))
        lines = [f"{self.title(plan)}, {self.label(outcome)}: {words}" for plan, outcome, words in self.sure]
        return Part(self.say("discover_short"), text, lines or [self.say("discover_short_none")])

    def satisficing(self) -> tuple[Part, pd.DataFrame]:
        """How often no harm is worse than under the baseline."""
        table = robust.satisfied(self.asked.results, self.asked.against, self.asked.harms)
        table = table.sort_values("satisfied", ascending=False)
        lines = [self.say("discover_satisfied", plan=self.title(row.plan), share=self.percent(row.satisfied),
                          worst=self.label(row.fails_most), fails=self.percent(row.fails_in)) for row in records(table)]
        harms = ", ".join(self.label(outcome) for outcome in self.asked.harms)
        return Part(self.say("discover_satisficing"), self.say("discover_satisficing_text", harms=harms), lines), table

    def regrets(self) -> tuple[Part, pd.DataFrame]:
        """How far each plan falls behind the best one, outcome by outcome."""
        outcomes = [*self.asked.outcomes, reading.COST]
        table = robust.regret(self.asked.results, outcomes)
        found = table.set_index(["plan", "outcome"])["q95"].to_dict()
        plans = self.asked.results.plans
        rows = [[self.label(outcome), self._unit(outcome), *[self._behind(found.get((plan, outcome)), outcome)
                                                             for plan in plans]] for outcome in outcomes]
        heads = [self.say("outcome"), self.say("unit"), *[self.title(plan) for plan in plans]]
        words = self.say("discover_regret_text")
        return Part(self.say("discover_regret"), words, [], [], [Table(heads, rows, 2)]), table

    def _behind(self, value: float | None, outcome: str) -> str:
        return self._amount(float(value), outcome).lstrip("+") if value is not None else "–"


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
    notes = [say("discover_note", lang), say("sweep_note_flow", lang)]
    if finder.thin:
        notes.append(say("sweep_note_thin", lang, fewest=FEWEST))
    what = say("discover_what", lang, points=points, runs=numbers.full(len(question.results.points), lang),
               world=world.title[lang], against=finder.title(question.against))
    write_page(folder, say("discover_title", lang), what, notes,
               [finder.short(), kept, *pairs, behind], world.attribution, lang)
