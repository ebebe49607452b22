"""Pictures of a validation: months forecast beside what came, and scores beside those of naive forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.lib.validation.skill import NAIVE, POOL, SUM
from experiments.lib.words import say

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#8a8a8a"


def months(table: pd.DataFrame, history: pd.DataFrame, indicator: str, lang: str, path: Path) -> None:
    """Small panels, one a nationality: observed before and after the cut, median, 50 % and 90 % intervals."""
    rows = table[table["indicator"] == indicator]
    nations = list(dict.fromkeys(rows["citizenship_iso3"]))
    figure, panels = _grid(len(nations))
    for axes, nation in zip(panels, nations, strict=False):
        _panel(axes, rows[rows["citizenship_iso3"] == nation], history, nation)
    figure.suptitle(say(f"validation_{indicator}", lang), x=0.01, ha="left", fontsize=12)
    figure.text(0.01, 0.005, say("validation_legend", lang), fontsize=9, color="#444444")
    saved(figure, path)


def _grid(count: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    across = min(5, count)
    down = -(-count // across)
    figure = Figure(figsize=(2.6 * across + 0.4, 2.2 * down + 0.7))
    figure.subplots_adjust(left=0.04, right=0.99, top=0.82, bottom=0.14, wspace=0.25, hspace=0.45)
    panels = list(figure.subplots(down, across, squeeze=False).flat)
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels


def _panel(axes: Any, rows: pd.DataFrame, history: pd.DataFrame, nation: str) -> None:
    seen = history[history["citizenship_iso3"] == nation]
    order = sorted({*seen["year_month"], *rows["year_month"]})
    place = {month: number for number, month in enumerate(order)}
    x = rows["year_month"].map(place)
    axes.fill_between(x, rows["q05"] / 1000, rows["q95"] / 1000, color=BLUE, alpha=0.15, linewidth=0)
    axes.fill_between(x, rows["q25"] / 1000, rows["q75"] / 1000, color=BLUE, alpha=0.35, linewidth=0)
    axes.plot(x, rows["q50"] / 1000, color=BLUE, linewidth=1.5)
    axes.plot(seen["year_month"].map(place), seen["observed"] / 1000, color="black", linewidth=0.9)
    top = max(float(seen["observed"].max()), float(rows["q75"].max())) / 1000
    axes.set_ylim(0, top * 1.3 + 1e-9)
    axes.set_title(nation, fontsize=10, loc="left")
    ticks = [month for month in order if month.endswith("-01")][::2]
    axes.set_xticks([place[month] for month in ticks], [month[:4] for month in ticks], fontsize=8)
    axes.tick_params(axis="y", labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def skill(table: pd.DataFrame, indicator: str, lang: str, path: Path) -> None:
    """CRPS of the forecast and of the naive ones on the sum over nationalities, by span of months."""
    from matplotlib.figure import Figure

    rows = table[(table["indicator"] == indicator) & (table["citizenship_iso3"] == SUM) & (table["last_month"] < 25)]
    rows = rows[~((rows["first_month"] == 1) & (rows["last_month"] == 24))]
    wide = rows.pivot_table(index="first_month", columns="forecaster", values="crps")
    spans = rows.drop_duplicates("first_month").set_index("first_month")["last_month"]
    figure = Figure(figsize=(8, 3.4), layout="constrained")
    axes = figure.add_subplot()
    shown = [name for name in (POOL, "model", *NAIVE) if name in wide]
    for number, name in enumerate(shown):
        colour = {POOL: BLUE, "model": ORANGE}.get(name, GREY)
        place = [step + number * 0.8 / len(shown) for step in range(len(wide))]
        bars = axes.bar(place, wide[name], 0.75 / len(shown), color=colour)
        axes.bar_label(bars, [say(f"forecaster_{name}", lang)] * len(wide), rotation=90, fontsize=7, padding=2)
    axes.set_xticks([step + 0.35 for step in range(len(wide))],
                    [say("months_span", lang, first=first, last=spans[first]) for first in wide.index])
    axes.margins(y=0.6)
    axes.set_title(say("validation_skill", lang), fontsize=11, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    saved(figure, path)


def saved(figure: Any, path: Path) -> None:
    """Write a figure; the same figure gives the same bytes."""
    import matplotlib

    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.hashsalt": "vaiven", "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None, "Creator": None})
