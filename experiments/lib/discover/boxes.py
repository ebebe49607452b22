"""Boxes of assumptions in which something happens: PRIM, and a classification tree where PRIM finds nothing."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from model.checks import InputError

SURE = 0.10
"""Quasi-p-value up to which a limit of a box is told (Bryant and Lempert 2010)."""
LEAST_MASS = 0.1
"""A box holds at least this share of the points."""
PEEL = 0.08
MOST_SEARCHED = 15
"""Assumptions a box is looked for in, chosen by rank correlation; the bound of chance still counts them all."""
MOST_LIMITS = 3
"""The few assumptions that matter most; a box with more limits is cut back along its trajectory."""


@dataclass(frozen=True)
class Limit:
    """One side of a box: an assumption above or below a value, or among variants."""

    column: str
    low: float = -np.inf
    high: float = np.inf
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """Where something happens: limits, the share of points inside that show it, the share of all such points inside."""

    limits: tuple[Limit, ...]
    density: float
    coverage: float
    points: int
    method: str

    def holds(self, table: pd.DataFrame) -> np.ndarray:
        """bool[points] which points of a table of assumptions lie inside."""
        inside = np.ones(len(table), bool)
        for limit in self.limits:
            values = table[limit.column]
            inside &= values.astype(str).isin(limit.among) if limit.among else values.between(limit.low, limit.high)
        return inside

    def repeats(self, table: pd.DataFrame, happens: np.ndarray) -> float:
        """Probability that other luck shows it inside as often as `happens` by chance alone (binomial tail)."""
        from scipy.stats import binom

        inside = self.holds(table)
        return float(binom.sf(happens[inside].sum() - 1, inside.sum(), happens.mean()))

    def chance(self, searched: int, base: float) -> float:
        """Bound of the probability that the best of all boxes over `searched` assumptions is this pure by luck.

        A binomial tail, times the number of ways to choose the limits (Bonferroni).
        """
        from math import comb

        hits = round(self.density * self.points)
        tail = sum(comb(self.points, k) * base**k * (1 - base) ** (self.points - k)
                   for k in range(hits, self.points + 1))
        return min(1.0, tail * comb(2 * searched, len(self.limits)))


def needs_workbench() -> None:
    """InputError with the install command if the workbench is missing."""
    if not find_spec("ema_workbench"):
        raise InputError("discover needs ema_workbench: pip install 'vaiven[decide]'")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def box_of(table: pd.DataFrame, happens: np.ndarray) -> Box | None:
    """The box in which it happens most surely; None if nothing sets such points apart."""
    if not 0 < happens.sum() < len(happens):
        return None
    named = [column for column in table.columns if table[column].dtype.kind != "f"]
    table = table[[*_leading(table.drop(columns=named), happens), *named]].astype(dict.fromkeys(named, "category"))
    with _quiet():
        return _prim(table, happens) or _cart(table, happens)


def _leading(table: pd.DataFrame, happens: np.ndarray) -> list[str]:
    """The `MOST_SEARCHED` numeric assumptions whose rank goes most with what happens; boxes are looked for in these."""
    ranks = table.rank().to_numpy()
    ranks = ranks - ranks.mean(axis=0)
    pull = np.abs(ranks.T @ (happens - happens.mean())) / np.maximum(np.sqrt((ranks**2).sum(axis=0)), 1e-12)
    return [str(table.columns[n]) for n in np.sort(np.argsort(-pull, kind="stable")[:MOST_SEARCHED])]


def _prim(table: pd.DataFrame, happens: np.ndarray) -> Box | None:
    from ema_workbench.analysis.prim import Prim

    found = Prim(table, happens, threshold=0.5, peel_alpha=PEEL, mass_min=LEAST_MASS).find_box()
    if found is None:
        return None
    trajectory = found.peeling_trajectory
    base = happens.mean()
    gain = (trajectory["density"] - base) * np.sqrt(trajectory["coverage"])
    fits = trajectory["res_dim"].between(1, MOST_LIMITS) & (trajectory["density"] > base)
    if not fits.any():
        return None
    best = int(gain[fits].idxmax())
    limits = _limits(table, found.box_lims[best], found.qp[best])
    if not limits:
        return None
    row = trajectory.loc[best]
    return Box(limits, float(row["density"]), float(row["coverage"]), int(row["n"]), "PRIM")


def _limits(table: pd.DataFrame, box: pd.DataFrame, sure: dict[str, Any]) -> tuple[Limit, ...]:
    found = []
    for column, quality in sure.items():
        if table[column].dtype.kind != "f":
            inside = set(box[column].iloc[0])
            if inside < set(table[column].unique()):
                found.append(Limit(column, among=tuple(sorted(map(str, inside)))))
            continue
        low, high = (float(box[column].iloc[end]) for end in (0, 1))
        sides = [-np.inf if not 0 <= quality[0] <= SURE else low, np.inf if not 0 <= quality[1] <= SURE else high]
        if np.isfinite(sides).any():
            found.append(Limit(column, sides[0], sides[1]))
    return tuple(found)


def _cart(table: pd.DataFrame, happens: np.ndarray) -> Box | None:
    """The leaf of a tree in which it happens most, if it is much denser than everywhere."""
    from ema_workbench.analysis.cart import CART

    tree = CART(table, happens.astype(int), mass_min=2 * LEAST_MASS)
    tree.build_tree()
    best = max(range(len(tree.boxes)), key=lambda leaf: tree.stats[leaf]["density"], default=None)
    if best is None or tree.stats[best]["density"] < min(0.9, 1.5 * happens.mean()):
        return None
    limits = []
    for column in table.columns:
        if table[column].dtype.kind != "f":
            continue
        low, high = (float(tree.boxes[best][column].iloc[end]) for end in (0, 1))
        sides = (-np.inf if low <= table[column].min() else low, np.inf if high >= table[column].max() else high)
        if np.isfinite(sides).any():
            limits.append(Limit(column, *sides))
    stats = tree.stats[best]
    chosen = tuple(limits[:MOST_LIMITS])
    return Box(chosen, float(stats["density"]), float(stats["coverage"]), round(stats["mass"] * len(table)),
               "CART") if limits else None
