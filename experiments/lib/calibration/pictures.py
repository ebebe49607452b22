"""Pictures of a calibration: how far settings are known, what the posterior predicts, ranks of the proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.lib.calibration.problem import Problem
from experiments.lib.calibration.proof import DRAWS, Proof
from experiments.lib.validation.pictures import BLUE, GREY, ORANGE, saved
from experiments.lib.words import say
from model.indicators import label


def shrinkage(problem: Problem, points: np.ndarray, weights: np.ndarray, lang: str, path: Path) -> None:
    """Posterior of every setting over its prior range: one small histogram each."""
    names = problem.parameters
    figure, panels = _grid(len(names), 6)
    for axes, name, column in zip(panels, names, points.T, strict=False):
        axes.hist(column, bins=16, range=(0, 1), weights=weights * 16, color=BLUE)
        axes.axhline(1.0, color=GREY, linewidth=1)
        low, high = (problem.values(np.full((1, len(names)), end))[0][names.index(name)] for end in (0.0, 1.0))
        axes.set_title(name, fontsize=9, loc="left")
        axes.set_xticks([0, 1], [_short(low), _short(high)], fontsize=8)
        axes.set_yticks([])
    figure.suptitle(say("calibration_shrinkage", lang), x=0.01, ha="left", fontsize=11)
    saved(figure, path)


def predictive(rows: pd.DataFrame, lang: str, path: Path) -> None:
    """Every target: observed with its error, runs before and after the calibration; logs of simulated over observed."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 0.2 * len(rows) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    place = np.arange(len(rows))[::-1]
    axes.barh(place, 2 * 1.645 * rows["error"], 0.8, left=-1.645 * rows["error"], color="#e8e8e8")
    for name, colour, shift in (("prior", GREY, 0.15), ("posterior", BLUE, -0.15)):
        low, middle, high = (np.log((rows[f"{name}_q{level}"] + 1) / (rows["observed"] + 1))
                             for level in ("05", "50", "95"))
        axes.hlines(place + shift, low, high, color=colour, linewidth=2.2)
        axes.plot(middle, place + shift, "o", color=colour, markersize=3.5)
    axes.axvline(0, color=ORANGE, linewidth=1)
    axes.set_yticks(place, [_target(key, lang) for key in rows["target"]], fontsize=7)
    axes.set_ylim(-0.8, len(rows) - 0.2)
    axes.set_xlim(-3.5, 3.5)
    axes.set_xticks(np.log([0.1, 0.3, 1, 3, 10]), ["× 0.1", "× 0.3", "× 1", "× 3", "× 10"])
    figure.suptitle(say("calibration_predictive", lang), fontsize=10, x=0.01, ha="left")
    saved(figure, path)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


def _target(key: str, lang: str) -> str:
    """`encounters_swb 2019 SLV` in words."""
    name, years, nation = key.rsplit(" ", 2)
    return f"{label(name, lang)}, {nation} {years}"


def ranks(found: Proof, lang: str, path: Path) -> None:
    """Histograms of ranks: flat if the method is right."""
    figure, panels = _grid(len(found.parameters), 6)
    for axes, name, column in zip(panels, found.parameters, found.ranks.T, strict=False):
        axes.hist(column, bins=10, range=(0, DRAWS + 1), color=BLUE)
        axes.axhline(len(column) / 10, color=GREY, linewidth=1)
        axes.set_title(name, fontsize=9, loc="left")
        axes.set_xticks([0, DRAWS + 1])
        axes.tick_params(labelsize=8)
    figure.suptitle(say("calibration_proof", lang, tests=len(found.ranks)), x=0.01, ha="left", fontsize=11)
    saved(figure, path)


def _grid(count: int, across: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    down = -(-count // across)
    figure = Figure(figsize=(1.6 * across + 0.3, 1.45 * down + 0.5))
    top = 1 - 0.62 / (1.45 * down + 0.5)
    figure.subplots_adjust(left=0.04, right=0.98, top=top, bottom=0.12, wspace=0.3, hspace=0.7)
    panels = list(figure.subplots(down, across, squeeze=False).flat)
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels
