"""Curves, differences and spending as options of charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.lib import numbers
from experiments.lib.compare.outcomes import BY_KEY
from experiments.lib.demo.reading import Months
from experiments.lib.demo.series import Curve, of_outcome
from experiments.lib.words import say

PLAN_COLOURS = ("#0072B2", "#D55E00")
PLAN_WORDS = ("#005f96", "#a84600")
"""The same colours for words: dark enough to read on white."""
PLAN_DASHES = ("solid", "dashed")
SHOWN = ("arrivals", "deaths", "abused", "assets_lost", "separated", "reintegrated", "returned", "stranded",
         "lawful", "immobile", "displaced", "remigration", "remittances", "borrowed")
"""Outcomes that can be drawn by month; flow stands with harm in the ones shown first."""
FIRST_SHOWN = ("arrivals", "deaths", "separated", "reintegrated")
MILLION = 1e6


FEW_CASES = 20
"""Simulated cases in twelve months below which a curve says that it rests on few."""


def curves(key: str, runs: Sequence[Sequence[Months]], labels: Sequence[str], branch: int, lang: str, big: bool,
           month: int, per_case: int) -> dict[str, Any]:
    """Two plans by month with bands over seeds; the recorded past before `branch` is the same for both.

    `labels` are months in words that end with the year, the first one a January.
    """
    size = 17 if big else 12
    scale = MILLION if BY_KEY[key].unit == "usd" else 1.0
    series: list[dict[str, Any]] = []
    both = [of_outcome(key, runs[side], len(labels)) for side in (0, 1)]
    for side in (0, 1):
        series += _side(side, both[side], scale)
    few = few_cases(key, both, lang, per_case)
    series[1]["markLine"] = {"silent": True, "symbol": "none", "animation": False, "data": [
        {"xAxis": branch, "lineStyle": {"color": "#666", "type": "dotted"}, "label": {"show": False}},
        {"xAxis": month, "lineStyle": {"color": "#222", "width": 1.5, "type": "solid"}, "label": {"show": False}}]}
    return {"animation": False,
            "title": {"text": title(key, lang), "subtext": unit(key, lang) + few,
                      "left": 6, "top": 4, "itemGap": 3,
                      "textStyle": {"fontSize": size + 1, "fontWeight": 600, "lineHeight": size + 4},
                      "subtextStyle": {"fontSize": size - 1, "color": "#444", "lineHeight": size + 2}},
            "grid": {"left": 8, "right": 16, "top": (4 * size + 16) if few else (3 * size + 12), "bottom": 4,
                     "containLabel": True},
            "tooltip": {"trigger": "axis", "confine": True, "order": "seriesAsc",
                        ":valueFormatter": _figures(lang)},
            "xAxis": {"type": "category", "data": list(labels), "boundaryGap": False, "axisTick": {"show": False},
                      "axisLabel": {"fontSize": size - 1, "color": "#333", ":interval": _every(2 if big else 1),
                                    ":formatter": "v => v.slice(-4)", "hideOverlap": True, "alignMinLabel": "left"}},
            "yAxis": {"type": "value", "min": 0, "splitNumber": 3,
                      "axisLabel": {"fontSize": size - 1, "color": "#333", ":formatter": _axis(lang)}},
            "series": series}


def title(key: str, lang: str) -> str:
    """Short name of an outcome."""
    return say(f"demo_short_{key}", lang)


def unit(key: str, lang: str) -> str:
    """Unit on a curve: a sum of twelve months, or a stock at the end of the month."""
    outcome = BY_KEY[key]
    how = "demo_last_year" if outcome.how == "sum" else "end_of_month"
    return say(how, lang, unit=say(f"count_{outcome.unit}", lang))


def _side(side: int, curve: Curve, scale: float) -> list[dict[str, Any]]:
    colour, name = PLAN_COLOURS[side], "AB"[side]
    return [
        {"type": "line", "name": f"{name}-", "data": _plain(curve.low / scale), "stack": f"band{side}",
         "symbol": "none", "lineStyle": {"opacity": 0}, "tooltip": {"show": False}, "silent": True},
        {"type": "line", "name": name, "data": _plain(curve.mean / scale), "symbol": "none", "z": 5 + side,
         "lineStyle": {"color": colour, "width": 2.5, "type": PLAN_DASHES[side]}, "itemStyle": {"color": colour}},
        {"type": "line", "name": f"{name}+", "data": _plain((curve.high - curve.low) / scale),
         "stack": f"band{side}", "symbol": "none", "lineStyle": {"opacity": 0}, "silent": True,
         "areaStyle": {"color": colour, "opacity": 0.14}, "tooltip": {"show": False}},
    ]


def _plain(values: np.ndarray) -> list[float | None]:
    return [float(f"{value:.4g}") if np.isfinite(value) else None for value in values]


def few_cases(key: str, both: Sequence[Curve], lang: str, per_case: int) -> str:
    """A remark behind the unit of a rare flow: its steps are single simulated cases."""
    known = [curve.mean[np.isfinite(curve.mean)] for curve in both]
    largest = max((values.max() for values in known if len(values)), default=np.inf)
    rare = BY_KEY[key].how == "sum" and BY_KEY[key].unit != "usd" and largest < FEW_CASES * per_case
    return f"\n{say('demo_few_cases', lang)}" if rare else ""


def _every(years: int) -> str:
    """Which months carry a label: January of every so many years (runs in the browser)."""
    return f"index => index % {12 * years} === 0"


def _figures(lang: str) -> str:
    """A formatter of values in the reader's language, three digits that count (runs in the browser)."""
    group, comma = ("\\u202f", ",") if lang == "es" else (",", ".")
    return ("v => {if (v === null || v === undefined || isNaN(v)) return '–';"
            "const [a, b] = String(Number(Number(v).toPrecision(3))).split('.');"
            f"return a.replace(/\\B(?=(\\d{{3}})+$)/g, '{group}') + (b ? '{comma}' + b : '')}}")


def _axis(lang: str) -> str:
    """A formatter that writes thousands and millions in the reader's language (runs in the browser)."""
    words = [word.strip() for _, word in numbers.UNITS[lang]][1:]
    comma = "','" if lang == "es" else "'.'"
    return (f"v => {{const f = x => String(Math.round(x * 10) / 10).replace('.', {comma});"
            f"return Math.abs(v) >= 1e6 ? f(v / 1e6) + ' {words[0]}' : "
            f"Math.abs(v) >= 1e3 ? f(v / 1e3) + ' {words[1]}' : f(v)}}")


def spending_bar(part: Mapping[str, float], budget: float, payer_words: Mapping[str, str], lang: str,
                 big: bool) -> dict[str, Any]:
    """Millions of US$ a year by payer in one bar, and a line at the budget."""
    size = 16 if big else 12
    palette = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#999999")
    payers = sorted(part, key=lambda payer: -part[payer])
    series = [{"type": "bar", "stack": "all", "name": payer_words[payer], "barWidth": "70%",
               "data": [round(part[payer] / MILLION, 1)],
               "itemStyle": {"color": palette[min(n, len(palette) - 1)], "borderColor": "#fff", "borderWidth": 1}}
              for n, payer in enumerate(payers)] or [{"type": "bar", "data": [0], "name": ""}]
    series[0]["markLine"] = {"symbol": "none", "silent": True, "animation": False, "label": {
        "show": True, "formatter": say("demo_budget", lang), "fontSize": size, "position": "end", "distance": 2},
        "lineStyle": {"color": "#000", "width": 2, "type": "solid"}, "data": [{"xAxis": budget}]}
    return {"animation": False, "tooltip": {"trigger": "item", "confine": True, ":valueFormatter": _figures(lang)},
            "legend": {"bottom": 0, "textStyle": {"fontSize": size}, "itemWidth": 12, "itemGap": 8, "left": 4},
            "grid": {"left": 8, "right": 24, "top": size + 8, "bottom": 2 * size + 4, "containLabel": True},
            "xAxis": {"type": "value", "position": "bottom", "max": _top(part, budget), "splitNumber": 4,
                      "axisLabel": {"fontSize": size - 1, ":formatter": _axis(lang)}},
            "yAxis": {"type": "category", "data": ["B − A"], "axisLabel": {"fontSize": size, "fontWeight": 600}},
            "series": series}


def _top(part: Mapping[str, float], budget: float) -> float:
    largest = max(budget, sum(max(0.0, amount) for amount in part.values()) / MILLION)
    return float(numbers.nice_ticks(0, max(largest * 1.08, 1.0))[-1])
