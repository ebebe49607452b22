"""Charts of a comparison: differences with intervals, who gains, load over capacity, map of differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.figures import WIDTH, headed
from experiments.lib.maps import LAND, close_map, draw_land, features, outline, view_of
from experiments.lib.svg import GRID, INK, QUIET, SIMULATED, Sheet
from experiments.lib.words import say

LESS, LESS_LIGHT, NEITHER, MORE_LIGHT, MORE = "#b35806", "#f1a340", "#eeeeee", "#74add1", "#2c5f9e"
"""Orange for less, blue for more: told apart with any colour vision; neither is called good."""
HEAT = ("#f4f4f4", "#fdd9a0", "#f08a4b", "#c0392b", "#641e16")
HEAT_CUTS = (0.5, 1.0, 2.0, 5.0)
NOISE = "#8a8a8a"
LEFT_EDGE, RIGHT_EDGE = 14, WIDTH - 16


@dataclass(frozen=True)
class Difference:
    """A difference with its intervals, as drawn: one row of a chart."""

    label: str
    mean: float
    low50: float
    high50: float
    low90: float
    high90: float
    noise: bool


def signed(value: float, lang: str, percent: bool = False) -> str:
    """A number with its sign: `+1,200`, `−35`; `–` if unknown."""
    if not math.isfinite(value):
        return "–"
    words = numbers.percent(abs(value), lang, 1) if percent else numbers.rounded(abs(value), lang)
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{words}"


def forest(title: str, unit: str, rows: Sequence[Difference], lang: str) -> str:
    """SVG of differences, one row each, around a line at zero."""
    sheet, top = headed(title, unit, 0)
    row_height, first = 31, top + 10
    sheet.height = first + row_height * len(rows) + 22
    ticks = _ticks(rows)
    x_of = _scale(ticks)
    for tick in ticks:
        sheet.line([(x_of(tick), first), (x_of(tick), sheet.height - 20)], INK if tick == 0 else GRID, 0.8)
        anchor = "start" if tick == ticks[0] else "end" if tick == ticks[-1] else "middle"
        sheet.text(x_of(tick), sheet.height - 6, _short(tick, lang), 10, QUIET, anchor)
    for index, row in enumerate(rows):
        _difference(sheet, row, first + row_height * index, x_of, lang)
    return sheet.render()


def _ticks(rows: Sequence[Difference]) -> list[float]:
    ends = [value for row in rows for value in (row.mean, row.low90, row.high90) if math.isfinite(value)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    return numbers.nice_ticks(low, high if high > low else low + 1.0, 4)


def _scale(ticks: Sequence[float]) -> Callable[[float], float]:
    span = ticks[-1] - ticks[0]
    return lambda value: LEFT_EDGE + (RIGHT_EDGE - LEFT_EDGE) * (value - ticks[0]) / span


def _short(value: float, lang: str) -> str:
    return ("−" if value < 0 else "") + numbers.short(abs(value), lang)


def _difference(sheet: Sheet, row: Difference, y: float, x_of: Callable[[float], float], lang: str) -> None:
    colour = NOISE if row.noise else SIMULATED
    words = f"{row.label}: {signed(row.mean, lang)}"
    sheet.text(8, y + 11, words, 10.5, QUIET if row.noise else INK, halo=True)
    middle = y + 21
    if math.isfinite(row.low90):
        sheet.line([(x_of(row.low90), middle), (x_of(row.high90), middle)], colour, 1.4)
        sheet.line([(x_of(row.low50), middle), (x_of(row.high50), middle)], colour, 4.5)
    sheet.dot(x_of(row.mean), middle, 4.2, "#ffffff" if row.noise else colour, colour)


def gains(title: str, unit: str, rows: Sequence[Mapping[str, float | str]], lang: str) -> str:
    """SVG of shares better off (right, blue) and worse off (left, orange) with the net and its interval.

    Rows have label, better, worse, net, low90, high90 (shares).
    """
    sheet, top = headed(title, unit, 0)
    top = _gains_legend(sheet, top, lang)
    row_height, first = 33, top + 8
    sheet.height = first + row_height * len(rows) + 22
    ends = [float(row[key]) for row in rows for key in ("better", "high90")]
    starts = [-float(row["worse"]) for row in rows] + [float(row["low90"]) for row in rows]
    ticks = numbers.nice_ticks(min([0.0, *_finite(starts)]), max([1e-6, *_finite(ends)]), 4)
    x_of = _scale(ticks)
    for tick in ticks:
        sheet.line([(x_of(tick), first), (x_of(tick), sheet.height - 20)], INK if tick == 0 else GRID, 0.8)
        anchor = "start" if tick == ticks[0] else "end" if tick == ticks[-1] else "middle"
        sheet.text(x_of(tick), sheet.height - 6, _percent(tick, ticks, lang), 10, QUIET, anchor)
    for index, row in enumerate(rows):
        _gain(sheet, row, first + row_height * index, x_of, lang)
    return sheet.render()


def _finite(values: Sequence[float]) -> list[float]:
    return [value for value in values if math.isfinite(value)]


def _percent(value: float, ticks: Sequence[float], lang: str) -> str:
    """A tick with as many digits as tell all of them apart exactly: 2.5 % is not 2 %."""
    step = 100.0 * (ticks[1] - ticks[0])
    fine = next((digits for digits in (0, 1, 2) if abs(round(step, digits) - step) < 1e-6), 3)
    return ("−" if value < 0 else "") + numbers.percent(abs(value), lang, fine)


def _gain(sheet: Sheet, row: Mapping[str, float | str], y: float, x_of: Callable[[float], float], lang: str) -> None:
    better, worse, net = (float(row[key]) for key in ("better", "worse", "net"))
    words = f"{row['label']}: +{numbers.percent(better, lang, 2)} / −{numbers.percent(worse, lang, 2)}"
    sheet.text(8, y + 11, words, 10.5, halo=True)
    sheet.rect(x_of(0), y + 16, x_of(better) - x_of(0), 10, MORE, 0.8)
    sheet.rect(x_of(-worse), y + 16, x_of(0) - x_of(-worse), 10, LESS_LIGHT, 0.9)
    if math.isfinite(float(row["low90"])):
        sheet.line([(x_of(float(row["low90"])), y + 21), (x_of(float(row["high90"])), y + 21)], INK, 1.6)
    sheet.diamond(x_of(net), y + 21, 4.5, INK)


def _gains_legend(sheet: Sheet, top: float, lang: str) -> float:
    y, x = top + 14, 8.0
    for colour, key in ((MORE, "better_off"), (LESS_LIGHT, "worse_off")):
        sheet.rect(x, y - 8, 14, 8, colour, 0.85)
        sheet.text(x + 18, y, say(key, lang), 10)
        x += 30 + 5.6 * len(say(key, lang))
    sheet.diamond(x + 6, y - 4, 4.5, INK)
    sheet.text(x + 16, y, say("net_interval", lang), 10)
    return y


def strips(title: str, unit: str, rows: Mapping[str, np.ndarray], labels: Sequence[str], lang: str) -> str:
    """SVG of load over capacity: one strip a country, one cell a quarter, five classes."""
    sheet, top = headed(title, unit, 0)
    first, row_height = top + 8, 27
    sheet.height = first + row_height * len(rows) + 44
    cells = max(1, math.ceil(len(labels) / 3))
    width = (RIGHT_EDGE - 8) / cells
    for index, (label, values) in enumerate(rows.items()):
        y = first + row_height * index
        sheet.text(8, y + 10, label, 10)
        for cell in range(cells):
            part = values[3 * cell : 3 * cell + 3]
            known = part[np.isfinite(part)]
            if len(known):
                colour = HEAT[int(np.searchsorted(HEAT_CUTS, known.mean(), side="right"))]
                sheet.rect(8 + width * cell, y + 13, width + 0.2, 11, colour)
    bottom = first + row_height * len(rows)
    _years(sheet, labels, width, bottom + 12)
    _classes(sheet, HEAT, HEAT_CUTS, bottom + 20, lang)
    return sheet.render()


def _years(sheet: Sheet, labels: Sequence[str], width: float, y: float) -> None:
    years = [(index, label[:4]) for index, label in enumerate(labels) if label.endswith("-01")]
    for index, year in years[:: max(1, math.ceil(len(years) / 8))]:
        x = 8 + width * index / 3
        sheet.text(x, y, year, 10, QUIET, "start" if x < RIGHT_EDGE - 24 else "end")


def _classes(sheet: Sheet, colours: Sequence[str], cuts: Sequence[float], y: float, lang: str) -> None:
    wide = (RIGHT_EDGE - 8) / len(colours)
    bounds = [None, *cuts, None]
    for index, colour in enumerate(colours):
        x = 8 + wide * index
        sheet.rect(x, y, wide - 2, 8, colour)
        sheet.text(x, y + 19, _class_words(bounds[index], bounds[index + 1], lang), 9, QUIET)


def _class_words(low: float | None, high: float | None, lang: str) -> str:
    if low is None or high is None:
        return f"< {_short(high or 0, lang)}" if low is None else f"≥ {_short(low, lang)}"
    return f"{_short(low, lang)}…{_short(high, lang)}"


def difference_map(
    folder: Path, title: str, unit: str, values: Mapping[str, float], points: pd.DataFrame, lang: str
) -> str:
    """SVG of differences by origin place: two steps of less, two of more; grey where inside the noise (nan).

    `points` (index place_id; lon, lat, name) give the window and stand in where the world has no outlines.
    """
    sheet, top = headed(title, unit, 0)
    shapes = features(folder, "departments", "place_id")
    own = points.loc[list(values)]
    view = view_of(own["lon"], own["lat"], top + 8)
    largest = max([abs(value) for value in values.values() if math.isfinite(value)], default=0.0)
    cut = numbers.nice_step(largest, 3)
    draw_land(sheet, folder, view)
    for code, value in values.items():
        hint = f"{own['name'][code]}: {signed(value, lang) if math.isfinite(value) else say('noise_word', lang)}"
        steps = outline(shapes.get(code, []), view, 0.4)
        if steps:
            sheet.shape(steps, _colour(value, cut), "#ffffff", 0.6, hint)
        else:
            sheet.dot(*view.at(own["lon"][code], own["lat"][code]), 6, _colour(value, cut), "#555555", hint)
    close_map(sheet, view)
    _signed_legend(sheet, cut, view.top + view.height + 8, lang)
    return sheet.render()


def _colour(value: float, cut: float) -> str:
    if not math.isfinite(value):
        return "#d0d0d0"
    if value == 0:
        return LAND
    light, dark = (MORE_LIGHT, MORE) if value > 0 else (LESS_LIGHT, LESS)
    return dark if abs(value) >= cut else light


def _signed_legend(sheet: Sheet, cut: float, y: float, lang: str) -> None:
    size = _short(cut, lang)
    entries = ((LESS, f"≤ −{size}"), (LESS_LIGHT, f"−{size}…0"), ("#d0d0d0", say("noise_short", lang)),
               (MORE_LIGHT, f"0…{size}"), (MORE, f"≥ {size}"))
    wide = (WIDTH - 16) / len(entries)
    for index, (colour, words) in enumerate(entries):
        sheet.rect(8 + wide * index, y, wide - 2, 8, colour)
        sheet.text(8 + wide * index, y + 18, words, 9, QUIET)
