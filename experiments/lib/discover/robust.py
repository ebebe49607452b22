"""Plans over the points of a sweep: when one beats another, regret, and how often every harm stays in bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.lib.compare.outcomes import BY_KEY
from experiments.lib.sweep import reading
from experiments.lib.sweep.summary import ALL, Results

HARM = ("deaths", "abused", "debt", "separated", "immobile")
"""Outcomes of which none may be worse than under the baseline for a point to count as satisfied."""


def counted_harms(results: Results, baseline: str, scale: object) -> list[str]:
    """Harms of which a run simulates enough to compare single runs; the others would decide by luck."""
    thin = results.thin(baseline, scale)
    return [harm for harm in HARM if harm not in thin]


def sign_of(outcome: str) -> float:
    """1 where more is better, -1 where less is; flows, good in neither direction, are read as `fewer`."""
    better = "down" if outcome == reading.COST else BY_KEY[outcome].better
    return 1.0 if better == "up" else -1.0


def change(results: Results, plan: str, against: str, outcome: str, seeds: Sequence[int] = ()) -> pd.Series:
    """Paired difference by point of the design, the mean over its seeds (or over some of them)."""
    rows, twins = results.pairs(plan, against)
    if seeds:
        kept = np.array([results.points[row].seed in seeds for row in rows.tolist()], bool)
        rows, twins = rows[kept], twins[kept]
    k = ALL.index(outcome)
    values = results.window[rows, k] - results.window[twins, k]
    return pd.Series(values).groupby(results.draws[rows]).mean()


def wins(results: Results, plan: str, against: str, outcome: str, seeds: Sequence[int] = ()) -> pd.Series:
    """True at the points at which the plan is better (or moves a flow down)."""
    return change(results, plan, against, outcome, seeds) * sign_of(outcome) > 0


def halves(results: Results) -> tuple[list[int], list[int]]:
    """The seeds in two halves: one to look for boxes, the other, with luck of its own, to confirm them."""
    seeds = sorted({point.seed for point in results.points})
    return seeds[::2], seeds[1::2]


def assumptions(results: Results, draws: Sequence[int]) -> pd.DataFrame:
    """Varied assumptions of points of the design, one row each; constant ones are left out."""
    table = results.table.drop_duplicates("draw").set_index("draw").loc[list(draws)]
    columns = [name for name in table.columns if name.startswith(("settings.", "switches."))
               and table[name].nunique() > 1]
    return table[columns].reset_index(drop=True)


def values_by_draw(results: Results, outcome: str) -> pd.DataFrame:
    """Mean over seeds: points of the design in rows, plans in columns; only points every plan has."""
    table = pd.DataFrame({"plan": [p.plan for p in results.points], "draw": results.draws,
                          "value": results.window[:, ALL.index(outcome)]})
    return table.pivot_table(index="draw", columns="plan", values="value", aggfunc="mean").dropna()


def regret(results: Results, outcomes: Sequence[str]) -> pd.DataFrame:
    """By plan and outcome: how far a plan falls behind the best plan of the same point, mean and worst."""
    frames = []
    for outcome in outcomes:
        values = values_by_draw(results, outcome)
        good = values * sign_of(outcome)
        behind = -good.sub(good.max(axis=1), axis=0)
        best = good.eq(good.max(axis=1), axis=0).mean()
        frames.append(pd.DataFrame({"plan": behind.columns, "outcome": outcome, "mean": behind.mean().to_numpy(),
                                    "q95": behind.quantile(0.95).to_numpy(), "worst": behind.max().to_numpy(),
                                    "best_in": best.to_numpy()}))
    return pd.concat(frames, ignore_index=True)


def satisfied(results: Results, baseline: str, harms: Sequence[str] = HARM) -> pd.DataFrame:
    """By plan: share of points where no harm is worse than under the baseline, and which harm fails most."""
    rows = []
    for plan in results.plans:
        if plan == baseline:
            continue
        kept = pd.DataFrame({outcome: change(results, plan, baseline, outcome) <= 0 for outcome in harms})
        fails = (~kept).mean().sort_values(ascending=False)
        rows.append({"plan": plan, "satisfied": float(kept.all(axis=1).mean()), "fails_most": str(fails.index[0]),
                     "fails_in": float(fails.iloc[0])})
    return pd.DataFrame(rows)


def strongest(results: Results, plan: str, against: str, outcome: str, count: int = 3) -> list[tuple[str, float]]:
    """Assumptions whose rank correlates most with the difference; for words where no box is found."""
    difference = change(results, plan, against, outcome)
    table = assumptions(results, list(difference.index)).select_dtypes("number")
    found = np.nan_to_num([table[name].rank().corr(difference.reset_index(drop=True).rank()) for name in table])
    order = np.argsort(-np.abs(found))[:count]
    return [(str(table.columns[n]), float(found[n])) for n in order]
