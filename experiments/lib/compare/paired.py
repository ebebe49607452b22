"""From paired seeds to differences: mean, 50 and 90 % interval of the mean, and what is inside the noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.stats import t as student

from experiments.lib import files
from experiments.lib.compare import capacity
from experiments.lib.compare.arms import Question
from experiments.lib.compare.branches import ArmResult
from experiments.lib.compare.households import TYPES
from experiments.lib.compare.outcomes import KEYS, OUTCOMES
from model.continuum import STATES

ENDS = ["low50", "high50", "low90", "high90"]


def spread(values: np.ndarray) -> np.ndarray:
    """f8[5, ...]: mean over the last axis (seeds) and its 50 and 90 % intervals (Student); nan below two."""
    n = values.shape[-1]
    mean = values.mean(axis=-1)
    if n < 2:
        return np.stack([mean, *[np.full_like(mean, np.nan)] * 4])
    error = values.std(axis=-1, ddof=1) / np.sqrt(n)
    ends = [mean + sign * student.ppf(0.5 + share / 2, n - 1) * error
            for share in (0.5, 0.9) for sign in (-1, 1)]
    return np.stack([mean, *ends])


def inside_noise(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """True where the 90 % interval holds zero, or is unknown."""
    return ~((low > 0) | (high < 0))


@dataclass
class Compared:
    """All tables of a comparison. Frames are tidy: one row a plan, outcome and place."""

    question: Question
    results: list[list[ArmResult]]

    @property
    def plans(self) -> list[int]:
        """Positions of the arms that are held against another one."""
        return [n for n, arm in enumerate(self.question.arms) if arm.control != n]

    def name(self, arm: int) -> str:
        """Name of an arm."""
        return self.question.arms[arm].name

    @cached_property
    def values(self) -> np.ndarray:
        """f8[arms, K, O, seeds] of the window."""
        return np.stack([np.stack([result.by_origin for result in arm], axis=-1) for arm in self.results])

    def totals(self, arm: int) -> np.ndarray:
        """f8[K, seeds] over all origins."""
        return self.values[arm].sum(axis=1)

    def difference(self, arm: int) -> np.ndarray:
        """f8[K, seeds] of an arm less its control."""
        return self.totals(arm) - self.totals(self.question.arms[arm].control)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """By plan, outcome and place ("" the total, countries, departments)."""
        frames = [self._differences(arm) for arm in self.plans]
        return pd.concat(frames, ignore_index=True)

    def _differences(self, arm: int) -> pd.DataFrame:
        world, control = self.question.job.world, self.question.arms[arm].control
        own = [("", "total", np.ones(len(world.origins), bool))]
        own += [(world.countries[c], "country", world.origin_country == c) for c in np.unique(world.origin_country)]
        several = [place for place in world.origins if (world.origin_country == world.place_country[place]).sum() > 1]
        own += [(world.place_ids[p], "department", world.origins == p) for p in several]
        rows = []
        for place, level, mask in own:
            plan, base = (self.values[n][:, mask].sum(axis=1) for n in (arm, control))
            rows.append(self._frame(plan, base).assign(plan=self.name(arm), place=place, level=level))
        return pd.concat(rows, ignore_index=True)

    def _frame(self, plan: np.ndarray, base: np.ndarray) -> pd.DataFrame:
        mean, *ends = spread(plan - base)
        before = base.mean(axis=-1)
        table = pd.DataFrame({
            "outcome": KEYS, "family": [o.family for o in OUTCOMES], "unit": [o.unit for o in OUTCOMES],
            "better": [o.better for o in OUTCOMES], "baseline": before, "value": plan.mean(axis=-1),
            "difference": mean, "relative": np.divide(mean, before, out=np.full_like(mean, np.nan),
                                                      where=before != 0),
            **dict(zip(ENDS, ends, strict=True)), "seeds": plan.shape[-1]})
        return table.assign(noise=inside_noise(ends[2], ends[3]))

    @cached_property
    def pairing(self) -> pd.DataFrame:
        """Share of the variance of a difference that pairing saves, by plan and outcome."""
        rows = []
        for arm in self.plans:
            control = self.question.arms[arm].control
            apart = self.totals(arm).var(axis=-1, ddof=1) + self.totals(control).var(axis=-1, ddof=1)
            paired = self.difference(arm).var(axis=-1, ddof=1)
            saved = 1.0 - np.divide(paired, apart, out=np.full_like(paired, np.nan), where=apart > 0)
            rows.append(pd.DataFrame({"plan": self.name(arm), "outcome": KEYS, "variance_apart": apart,
                                      "variance_paired": paired, "saved": saved}))
        return pd.concat(rows, ignore_index=True)

    # ---- money ----------------------------------------------------------------------------------------
    def cost(self, arm: int, part: tuple[str, str] = ("", "")) -> np.ndarray:
        """f8[seeds] US$ of 2021; `part` keeps one payer, one lever or both."""
        return np.array([sum(amount for key, amount in result.costs.items()
                             if all(not wanted or wanted == has for wanted, has in zip(part, key, strict=True)))
                         for result in self.results[arm]], float)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """US$ by plan, payer and lever ("" all): control, plan, difference with interval."""
        rows = []
        for arm in self.plans:
            control = self.question.arms[arm].control
            keys = {key for n in (arm, control) for result in self.results[n] for key in result.costs}
            parts = [("", ""), *sorted({(payer, "") for payer, _ in keys}),
                     *sorted({("", lever) for _, lever in keys}), *sorted(keys)]
            for part in parts:
                plan, base = self.cost(arm, part), self.cost(control, part)
                mean, *ends = spread(plan - base)
                rows.append((self.name(arm), *part, base.mean(), plan.mean(), mean, *ends))
        columns = ["plan", "payer", "lever", "baseline", "value", "difference", *ENDS]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def cost_per_outcome(self) -> pd.DataFrame:
        """Extra US$ per unit of each outcome changed, where the change is outside the noise.

        low and high: over the 90 % interval of the change. Negative: the plan costs less than its control.
        """
        rows = []
        total = self.costs[(self.costs["payer"] == "") & (self.costs["lever"] == "")].set_index("plan")
        known = self.differences[(self.differences["level"] == "total") & ~self.differences["noise"]]
        for row in files.records(known):
            extra = float(total.loc[row.plan, "difference"])
            ends = sorted(extra / abs(end) for end in (row.low90, row.high90))
            rows.append((row.plan, row.outcome, row.family, row.unit, row.difference, extra,
                         extra / abs(row.difference), *ends))
        columns = ["plan", "outcome", "family", "unit", "difference", "extra_usd", "usd_per_unit", "low90", "high90"]
        return pd.DataFrame(rows, columns=columns)

    # ---- households -----------------------------------------------------------------------------------
    @cached_property
    def household_types(self) -> pd.DataFrame:
        """Shares of persons better and worse off by plan and kind of household."""
        return self._gains("by_type", "type", TYPES)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """The same by origin place."""
        world = self.question.job.world
        kept = [self.question.job.whole.place_origin[place] for place in world.origins]
        return self._gains("by_origin", "place", [world.place_ids[p] for p in world.origins], kept)

    def _gains(self, part: str, label: str, names: Sequence[str], kept: list[int] | None = None) -> pd.DataFrame:
        frames = []
        for arm in self.plans:
            tables = np.stack([getattr(r.twins, part) for r in self.results[arm]], axis=-1)
            persons, better, worse, money = tables.swapaxes(0, 1) if kept is None else tables[kept].swapaxes(0, 1)
            base = np.maximum(persons, 1e-12)
            net, *ends = spread((better - worse) / base)
            frames.append(pd.DataFrame({
                "plan": self.name(arm), label: names, "persons": persons.mean(axis=-1),
                "better": (better / base).mean(axis=-1), "worse": (worse / base).mean(axis=-1), "net": net,
                **dict(zip(ENDS, ends, strict=True)), "usd_per_person": (money / base).mean(axis=-1),
                "noise": inside_noise(ends[2], ends[3])}))
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def fates(self) -> pd.DataFrame:
        """Households by state at the end under control and plan, the commonest ways of differing first."""
        frames, names = [], [state.name for state in STATES]
        for arm in self.plans:
            pairs = np.mean([r.twins.pairs for r in self.results[arm] if r.twins], axis=0)
            np.fill_diagonal(pairs, 0.0)
            before, after = np.nonzero(pairs)
            frames.append(pd.DataFrame({
                "plan": self.name(arm), "baseline_state": [names[s] for s in before],
                "plan_state": [names[s] for s in after], "households": pairs[before, after]}
            ).sort_values("households", ascending=False))
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def differing(self) -> pd.DataFrame:
        """Households, and how many of them fare otherwise, by plan (mean over seeds)."""
        rows = []
        for arm in self.plans:
            twins = [r.twins for r in self.results[arm] if r.twins]
            ended = [float(x.pairs.sum() - np.trace(x.pairs)) for x in twins]
            rows.append((self.name(arm), np.mean([x.households for x in twins]),
                         np.mean([x.differing for x in twins]), np.mean(ended)))
        return pd.DataFrame(rows, columns=["plan", "households", "differing", "end_elsewhere"])

    # ---- capacity and months --------------------------------------------------------------------------
    @cached_property
    def labels(self) -> list[str]:
        """Labels of the steps that are read."""
        world, job = self.question.job.whole, self.question.job
        steps = self.results[0][0].monthly.shape[1]
        share = job.months / round(job.months / (world.step_days / 30.4375))
        return [world.label(self.question.since + int(step * share + 1e-9)) for step in range(steps)]

    @cached_property
    def breakpoints(self) -> pd.DataFrame:
        """Where and when capacity runs out, by plan (see `capacity.table`)."""
        loads = [[result.load for result in arm] for arm in self.results]
        arms = self.question.arms
        return capacity.table(loads, [arm.control for arm in arms], [arm.name for arm in arms], self.labels,
                              self.question.job.whole)

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Mean over seeds by plan, outcome and step."""
        frames = []
        for number, arm in enumerate(self.results):
            mean = np.mean([result.monthly for result in arm], axis=0)
            frames.append(pd.DataFrame({
                "plan": self.name(number), "outcome": np.repeat(KEYS, mean.shape[1]),
                "year_month": self.labels * len(KEYS), "value": mean.ravel()}))
        table = pd.concat(frames, ignore_index=True)
        return table[table["value"].notna()].reset_index(drop=True)
