"""What a store says: values of every run, quantiles, paired differences, what drives them. Read from shards alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.compare.outcomes import BY_KEY, KEYS
from experiments.lib.jobs import coarsest
from experiments.lib.sweep import points as run_points
from experiments.lib.sweep import reading
from experiments.lib.sweep.points import Point
from experiments.lib.sweep.store import Store

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = tuple(f"q{round(100 * share):02d}" for share in SHARES)
LEAST_DRAWS = 20
"""Below this many points of the design nothing is said about what drives an outcome."""
FEWEST = 30
"""Simulated persons or events a run below which an outcome says mostly luck (judgement)."""
ALL = (*KEYS, reading.COST)
"""Outcomes of the window, cost included."""


@dataclass
class Results:
    """Values of the runs that are done, in the order of the design."""

    points: list[Point]
    window: np.ndarray
    """f8[R, K + 1] outcomes and cost"""
    years: np.ndarray
    """f8[R, K', Y] outcomes that have months"""
    places: np.ndarray
    """f8[R, K, O]"""
    year_labels: list[int]
    year_outcomes: list[str]
    place_labels: list[str]
    costs: list[dict[str, float]]
    errors: dict[str, str]
    missing: list[str] = field(default_factory=list)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Assumptions of every run that is done, one row each."""
        return run_points.table(self.points)

    @property
    def plans(self) -> list[str]:
        """Plans in the order of the design."""
        return list(dict.fromkeys(point.plan for point in self.points))

    def of_plan(self, plan: str) -> np.ndarray:
        """i8[n] positions of the runs of a plan."""
        return np.flatnonzero([point.plan == plan for point in self.points])

    @cached_property
    def _place_of(self) -> dict[tuple[Any, ...], int]:
        return {(p.plan, p.draw, p.seed): row for row, p in enumerate(self.points)}

    def pairs(self, plan: str, baseline: str) -> tuple[np.ndarray, np.ndarray]:
        """Positions of runs of `plan` and of their twins under `baseline`: same assumptions, same luck."""
        rows = [(row, self._place_of.get((baseline, self.points[row].draw, self.points[row].seed)))
                for row in self.of_plan(plan).tolist()]
        both = [(row, twin) for row, twin in rows if twin is not None]
        return np.array([row for row, _ in both], int), np.array([twin for _, twin in both], int)

    def thin(self, plan: str, scale: Any) -> list[str]:
        """Outcomes of the window that a run of `plan` counts too few of to compare single runs."""
        return thin(self.window[self.of_plan(plan)], ALL, scale)

    @property
    def draws(self) -> np.ndarray:
        """i8[R] point of the design of every run."""
        return np.array([point.draw for point in self.points], int)


def read(store: Store, points: Sequence[Point]) -> Results:
    """Everything in the store about these runs; what is not there or damaged is named, not guessed."""
    done: list[Point] = []
    parts: list[pd.DataFrame] = []
    errors: dict[str, str] = {}
    missing: list[str] = []
    for point in points:
        try:
            table, identity = reading.read_shard(store.shard(point.key))
        except (OSError, ValueError, KeyError):
            missing.append(point.key)
            continue
        if identity["status"] == "failed":
            errors[point.key] = str(table.column("error")[0])
            continue
        done.append(point)
        parts.append(table.select(["part", "outcome", "place", "year", "group", "value"]).to_pandas())
    return _joined(done, parts, errors, missing)


def _joined(done: list[Point], parts: list[pd.DataFrame], errors: dict[str, str], missing: list[str]) -> Results:
    if not done:
        empty = np.zeros((0, len(ALL)))
        return Results([], empty, np.zeros((0, 0, 0)), np.zeros((0, len(KEYS), 0)), [], [], [], [], errors, missing)
    first = parts[0]
    years = first[first["part"] == "year"]
    year_labels = sorted(int(year) for year in years["year"].unique())
    year_outcomes = list(dict.fromkeys(years["outcome"].astype(str)))
    place_labels = list(dict.fromkeys(first.loc[first["part"] == "place", "place"].astype(str)))
    shapes = {"window": (len(ALL),), "year": (len(year_outcomes), len(year_labels)),
              "place": (len(KEYS), len(place_labels))}
    values = {name: np.stack([part.loc[part["part"] == name, "value"].to_numpy().reshape(shape) for part in parts])
              for name, shape in shapes.items()}
    costs = [dict(zip(own["group"].astype(str), own["value"], strict=True))
             for own in (part[part["part"] == "cost"] for part in parts)]
    return Results(done, values["window"], values["year"], values["place"], year_labels, year_outcomes, place_labels,
                   costs, errors, missing)


# ---- tables -----------------------------------------------------------------------------------------------
def unit_of(outcome: str) -> str:
    """Unit of an outcome of the window."""
    return reading.USD if outcome == reading.COST else BY_KEY[outcome].unit


def thin(values: np.ndarray, outcomes: Sequence[str], scale: Any) -> list[str]:
    """Outcomes f8[runs, K] of which a run simulates fewer than `FEWEST` persons or events: mostly luck."""
    means = np.abs(np.nanmean(values, axis=0)) / coarsest(scale) if len(values) else np.zeros(len(outcomes))
    return [outcome for outcome, mean in zip(outcomes, means, strict=True)
            if unit_of(outcome) != reading.USD and mean < FEWEST]


def spread(values: np.ndarray) -> np.ndarray:
    """f8[5, ...] quantiles over the first axis (runs); nan where nothing is known."""
    if not len(values):
        return np.full((len(SHARES), *values.shape[1:]), np.nan)
    return np.nanquantile(np.where(np.isfinite(values).any(axis=0), values, 0.0), SHARES, axis=0)


def runs(results: Results, points: Sequence[Point]) -> pd.DataFrame:
    """One row a run: assumptions, status and error."""
    table = run_points.table(points)
    absent = set(results.missing)
    table["status"] = ["failed" if key in results.errors else "missing" if key in absent else "done"
                       for key in table["key"]]
    table["error"] = [results.errors.get(key, "") for key in table["key"]]
    return table


def window(results: Results) -> pd.DataFrame:
    """One row a run, one column an outcome of the window."""
    names = ["key", "plan", "draw", "seed"]
    own = results.table[names] if len(results.points) else pd.DataFrame(columns=names)
    return pd.concat([own, pd.DataFrame(results.window, columns=list(ALL))], axis=1)


def quantiles(results: Results) -> pd.DataFrame:
    """Quantiles over runs by plan and outcome; `luck` is the share of the variance that seeds make."""
    frames = []
    for plan in results.plans:
        rows = results.of_plan(plan)
        values = results.window[rows]
        frames.append(pd.DataFrame({
            "plan": plan, "outcome": ALL, "unit": [unit_of(outcome) for outcome in ALL], "runs": len(rows),
            "mean": values.mean(axis=0), **dict(zip(NAMES, spread(values), strict=True)),
            "luck": luck(values, results.draws[rows])}))
    return _stacked(frames)


def luck(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """f8[K] variance between seeds of one point over the whole variance; nan with one seed a point."""
    groups = [values[draws == draw] for draw in np.unique(draws)]
    degrees = sum(len(group) - 1 for group in groups)
    whole = values.var(axis=0, ddof=1) if len(values) > 1 else np.zeros(values.shape[1])
    if degrees == 0:
        return np.full(values.shape[1], np.nan)
    inside = sum(((group - group.mean(axis=0)) ** 2).sum(axis=0) for group in groups) / degrees
    share = np.divide(inside, whole, out=np.full(values.shape[1], np.nan), where=whole > 0)
    return np.minimum(share, 1.0)


def years(results: Results) -> pd.DataFrame:
    """Quantiles over runs by plan, outcome and calendar year of the whole run."""
    return _labelled(results, results.years, results.year_outcomes, results.year_labels, "year")


def places(results: Results) -> pd.DataFrame:
    """Quantiles over runs by plan, outcome and origin place, of the window."""
    return _labelled(results, results.places, list(KEYS), results.place_labels, "place")


def _labelled(results: Results, values: np.ndarray, outcomes: list[str], labels: Sequence[Any],
              name: str) -> pd.DataFrame:
    frames = []
    for plan in results.plans:
        found = spread(values[results.of_plan(plan)])
        frame = pd.DataFrame({
            "plan": plan, "outcome": np.repeat(outcomes, len(labels)), name: np.tile(labels, len(outcomes))})
        for quantile, part in zip(NAMES, found, strict=True):
            frame[quantile] = part.ravel()
        frames.append(frame.assign(unit=[unit_of(outcome) for outcome in frame["outcome"]]))
    return _stacked(frames)


def differences(results: Results, baseline: str) -> pd.DataFrame:
    """Paired differences to the baseline by plan and outcome; `less`, `more`: shares of points of the design.

    A point counts as less or more by the mean of its seeds, and `q50_points` is the median of those means; `better`
    follows the outcome's own direction and is nan
    where neither direction is good in itself (flows).
    """
    frames = []
    for plan in results.plans:
        if plan == baseline:
            continue
        rows, twins = results.pairs(plan, baseline)
        if not len(rows):
            continue
        change = results.window[rows] - results.window[twins]
        by_draw = _by_draw(change, results.draws[rows])
        less, more = (by_draw < 0).mean(axis=0), (by_draw > 0).mean(axis=0)
        frames.append(pd.DataFrame({
            "plan": plan, "baseline": baseline, "outcome": ALL, "unit": [unit_of(outcome) for outcome in ALL],
            "pairs": len(rows), "points": len(by_draw), "mean": change.mean(axis=0),
            **dict(zip(NAMES, spread(change), strict=True)), "q50_points": np.median(by_draw, axis=0),
            "less": less, "more": more,
            "better": [_better(outcome, low, high) for outcome, low, high in zip(ALL, less, more, strict=True)]}))
    return _stacked(frames)


def _by_draw(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    return np.stack([values[draws == draw].mean(axis=0) for draw in np.unique(draws)])


def _better(outcome: str, less: float, more: float) -> float:
    good = "down" if outcome == reading.COST else BY_KEY[outcome].better
    return {"down": less, "up": more}.get(good, float("nan"))


def place_differences(results: Results, plan: str, baseline: str, outcome: str) -> dict[str, float]:
    """Median paired difference by origin place; nan where the middle 90 % of runs hold zero."""
    rows, twins = results.pairs(plan, baseline)
    k = KEYS.index(outcome)
    low, _, middle, _, high = spread(results.places[rows, k] - results.places[twins, k])
    shown = np.where((low > 0) | (high < 0), middle, np.nan)
    return dict(zip(results.place_labels, shown.tolist(), strict=True))


def drivers(results: Results) -> pd.DataFrame:
    """Rank correlation of every varied setting with every outcome, by plan; empty with few points."""
    frames = []
    names = [name for name in results.table.columns if name.startswith("settings.")] if results.points else []
    for plan in results.plans if names else ():
        rows = results.of_plan(plan)
        draws = results.draws[rows]
        if len(np.unique(draws)) < LEAST_DRAWS:
            continue
        first = [rows[draws == draw][0] for draw in np.unique(draws)]
        found = rank_correlation(results.table.loc[first, names].to_numpy(float), _by_draw(results.window[rows], draws))
        for name, row in zip(names, found, strict=True):
            frames.append(pd.DataFrame({"plan": plan, "setting": name.removeprefix("settings."), "outcome": ALL,
                                        "correlation": row}))
    return _stacked(frames)


def rank_correlation(inputs: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """f8[I, K] Spearman's correlation of columns; nan where a column is constant."""
    one, other = (pd.DataFrame(part).rank().to_numpy() for part in (inputs, outputs))
    one, other = one - one.mean(axis=0), other - other.mean(axis=0)
    size = np.outer(np.sqrt((one**2).sum(axis=0)), np.sqrt((other**2).sum(axis=0)))
    return np.divide(one.T @ other, size, out=np.full(size.shape, np.nan), where=size > 0)


def cost_parts(results: Results) -> pd.DataFrame:
    """Mean US$ of 2021 of the window by plan, payer and lever."""
    rows = []
    for plan in results.plans:
        own = [results.costs[row] for row in results.of_plan(plan).tolist()]
        for name in sorted({name for cost in own for name in cost}):
            payer, _, lever = name.partition("/")
            rows.append((plan, payer, lever, float(np.mean([cost.get(name, 0.0) for cost in own]))))
    return pd.DataFrame(rows, columns=["plan", "payer", "lever", "usd_2021"])


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def tables(results: Results, points: Sequence[Point], baseline: str) -> dict[str, pd.DataFrame]:
    """All tables of a sweep by name."""
    found = {"runs": runs(results, points), "window": window(results), "quantiles": quantiles(results),
             "years": years(results), "places": places(results), "differences": differences(results, baseline),
             "drivers": drivers(results), "costs": cost_parts(results)}
    return {name: table for name, table in found.items() if len(table.columns)}
