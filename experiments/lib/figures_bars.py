"""Bars with interval and observed mark, and curves over another axis than time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from experiments.lib import numbers
from experiments.lib.figures import LEFT, RIGHT, WIDTH, Frame, Line, headed, y_axis
from experiments.lib.svg import COLOURS, DASHES, GRID, INK, OBSERVED, QUIET, SIMULATED, Sheet
from experiments.lib.words import say


@dataclass(frozen=True)
class Bar:
    """A simulated value with its interval and the observed value (nan where there is none)."""

    label: str
    value: float
    low: float = float("nan")
    high: float = float("nan")
    observed: float = float("nan")


def bar_chart(title: str, unit: str, bars: Sequence[Bar], lang: str, as_percent: bool = False) -> str:
    """SVG of horizontal bars, one row each, with whiskers and a diamond for the observed value."""
    row = 34
    sheet, top = headed(title, unit, 0)
    top = _bar_legend(sheet, bars, lang, top)
    sheet.height = top + 10 + row * len(bars) + 20
    high = max((_largest(bar) for bar in bars), default=1.0) or 1.0
    ticks = numbers.nice_ticks(0, high)
    left, right = 10, WIDTH - 18
    _bar_axis(sheet, ticks, (left, right), (top + 8, sheet.height - 18), lang, as_percent)
    for index, bar in enumerate(bars):
        _bar(sheet, bar, top + 10 + row * index, partial(_across, left, right, ticks[-1]), lang, as_percent)
    return sheet.render()


def _across(left: float, right: float, most: float, value: float) -> float:
    return left + (right - left) * value / most


def _largest(bar: Bar) -> float:
    values = [value for value in (bar.value, bar.high, bar.observed) if np.isfinite(value)]
    return max(values, default=0.0)


def _bar_legend(sheet: Sheet, bars: Sequence[Bar], lang: str, top: float) -> float:
    y, x = top + 14, 8.0
    sheet.rect(x, y - 8, 16, 8, SIMULATED, 0.75)
    sheet.text(x + 20, y, say("simulated", lang), 10)
    x += 34 + 5.4 * len(say("simulated", lang))
    if any(np.isfinite(bar.low) for bar in bars):
        sheet.line([(x, y - 4), (x + 16, y - 4)], INK, 1.4)
        sheet.text(x + 20, y, say("range_of_seeds", lang), 10)
        x += 34 + 5.4 * len(say("range_of_seeds", lang))
    if any(np.isfinite(bar.observed) for bar in bars):
        sheet.diamond(x + 8, y - 4, 5, OBSERVED)
        sheet.text(x + 20, y, say("observed", lang), 10)
    return y


def _bar_axis(
    sheet: Sheet,
    ticks: Sequence[float],
    across: tuple[float, float],
    down: tuple[float, float],
    lang: str,
    as_percent: bool,
) -> None:
    left, right = across
    for tick in ticks:
        x = left + (right - left) * tick / ticks[-1]
        sheet.line([(x, down[0]), (x, down[1])], GRID, 0.7)
        words = numbers.percent(tick, lang) if as_percent else numbers.short(tick, lang)
        sheet.text(x, down[1] + 13, words, 10, QUIET, "start" if tick == ticks[0] else "middle")


def _bar(
    sheet: Sheet, bar: Bar, y: float, x_of: Callable[[float], float], lang: str, as_percent: bool
) -> None:
    def write(value: float) -> str:
        return numbers.percent(value, lang) if as_percent else numbers.rounded(value, lang)

    words = f"{bar.label}: {write(bar.value)}"
    if np.isfinite(bar.observed):
        words += f" ({say('observed', lang)} {write(bar.observed)})"
    sheet.text(10, y + 11, words, 10.5)
    sheet.rect(x_of(0), y + 16, x_of(max(bar.value, 0)) - x_of(0), 11, SIMULATED, 0.75)
    if np.isfinite(bar.low) and np.isfinite(bar.high):
        sheet.line([(x_of(bar.low), y + 21.5), (x_of(bar.high), y + 21.5)], INK, 1.4)
        for end in (bar.low, bar.high):
            sheet.line([(x_of(end), y + 18), (x_of(end), y + 25)], INK, 1.4)
    if np.isfinite(bar.observed):
        sheet.diamond(x_of(bar.observed), y + 21.5, 5, OBSERVED)


def curve_chart(
    title: str,
    unit: str,
    x_name: str,
    x_values: Sequence[float],
    lines: Sequence[Line],
    lang: str,
    as_percent: bool = True,
) -> str:
    """SVG of lines over `x_values` (e.g. months since return), each with its interval and dash."""
    height = 240
    sheet, top = headed(title, unit, height)
    top = _curve_legend(sheet, lines, top)
    ticks = numbers.nice_ticks(0, _highest(lines))
    frame = Frame(sheet, top + 6, height - 34, float(x_values[-1]) or 1.0, ticks[0], ticks[-1])
    y_axis(frame, ticks, lang, as_percent)
    for tick in numbers.nice_ticks(0, float(x_values[-1]), 5):
        if tick <= x_values[-1]:
            sheet.text(frame.x(tick), frame.bottom + 14, f"{tick:g}", 10, QUIET, "middle")
    sheet.text((LEFT + WIDTH - RIGHT) / 2, height - 6, x_name, 10, QUIET, "middle")
    for index, line in enumerate(lines):
        _curve(frame, line, x_values, index)
    return sheet.render()


def _highest(lines: Sequence[Line]) -> float:
    parts = [
        np.asarray(part, float) for line in lines for part in (line.values, line.high) if part is not None
    ]
    finite = np.concatenate([part[np.isfinite(part)] for part in parts])
    return max(float(finite.max()), 1e-9) if len(finite) else 1.0


def _curve_legend(sheet: Sheet, lines: Sequence[Line], top: float) -> float:
    y, x = top + 14, 8.0
    for index, line in enumerate(lines):
        needed = 26 + 5.4 * len(line.label)
        if x > 8 and x + needed > WIDTH:
            x, y = 8.0, y + 13
        sheet.line([(x, y - 3.5), (x + 16, y - 3.5)], COLOURS[index % 8], 2.2, DASHES[index % 8])
        sheet.text(x + 20, y, line.label, 10)
        x += needed + 6
    return y


def _curve(frame: Frame, line: Line, x_values: Sequence[float], index: int) -> None:
    def points(values: np.ndarray) -> list[tuple[float, float]]:
        return [(frame.x(x), frame.y(value)) for x, value in zip(x_values, values, strict=True)]

    if line.low is not None and line.high is not None:
        frame.sheet.area(points(line.low), points(line.high), COLOURS[index % 8], 0.18)
    frame.sheet.line(points(line.values), COLOURS[index % 8], 1.8, DASHES[index % 8])
