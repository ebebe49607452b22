"""Charts of the report: lines over months with interval and observed values, bars, curves.

Every chart is 360 px wide, so that its text is readable on a phone and, enlarged, on a projector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments.lib import numbers
from experiments.lib.svg import COLOURS, DASHES, GRID, INK, OBSERVED, QUIET, SHADE, SIMULATED, Sheet, wrap
from experiments.lib.words import say

WIDTH, LEFT, RIGHT = 360, 50, 12
SPARSE = 0.3


@dataclass(frozen=True)
class Span:
    """An observed value over months `first` to `last` (indices, inclusive), with its low and high end."""

    first: float
    last: float
    value: float
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True)
class Line:
    """A simulated line: values by month, and optionally its interval (nan where unknown)."""

    label: str
    values: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    style: int | None = None
    """which colour and dash; left out: its place among the lines"""


@dataclass(frozen=True)
class Chart:
    """What a chart shows and how it is labelled."""

    title: str
    unit: str
    lang: str
    lines: Sequence[Line]
    first_month: int
    """absolute month number (year * 12 + month - 1) of the first value"""
    history_end: int | None = None
    """index of the last month with observed drivers"""
    observed: Sequence[Span] = field(default_factory=tuple)
    observed_line: np.ndarray | None = None
    """observed value of every month, nan where there is none"""
    reference: tuple[float, str] | None = None
    """a horizontal line (e.g. a capacity) and its name"""
    as_percent: bool = False


@dataclass
class Frame:
    """The plot area of a sheet and the scales of its axes."""

    sheet: Sheet
    top: float
    bottom: float
    x_last: float
    y_low: float
    y_high: float

    def x(self, index: float) -> float:
        """Pixel of a month index."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (index / max(self.x_last, 1))

    def y(self, value: float) -> float:
        """Pixel of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.y_low) / (self.y_high - self.y_low)

    def points(self, values: np.ndarray) -> list[tuple[float, float]]:
        """Pixels of a value per month; a series known in few months is drawn through those it has."""
        known = np.flatnonzero(np.isfinite(values))
        months = known if len(known) < SPARSE * len(values) else np.arange(len(values))
        return [(self.x(index), self.y(values[index])) for index in months.tolist()]


def month_chart(chart: Chart) -> str:
    """SVG of simulated lines over months with interval, observed values and the end of history marked."""
    sheet, top = headed(chart.title, chart.unit, 232)
    top = _legend(sheet, chart, top)
    months = max(len(line.values) for line in chart.lines)
    low, high = _reach(chart)
    ticks = numbers.nice_ticks(low, high)
    frame = Frame(sheet, top + 11, 232 - 22, months - 1, ticks[0], ticks[-1])
    _after_history(frame, chart, months)
    y_axis(frame, ticks, chart.lang, chart.as_percent)
    _year_axis(frame, chart.first_month, months)
    _draw_lines(frame, chart)
    _draw_observed(frame, chart)
    if chart.reference:
        y = frame.y(chart.reference[0])
        sheet.line([(LEFT, y), (WIDTH - RIGHT, y)], INK, 1, "3 2")
    return sheet.render()


def headed(title: str, unit: str, height: float) -> tuple[Sheet, float]:
    """A sheet with title and unit written, and the y below them."""
    sheet = Sheet(WIDTH, height, title, unit)
    y = 0.0
    for row in wrap(title, 42):
        y += 16
        sheet.text(8, y, row, 13, weight="600")
    for row in wrap(unit, 66):
        y += 13
        sheet.text(8, y, row, 10, QUIET)
    return sheet, y


def _legend(sheet: Sheet, chart: Chart, top: float) -> float:
    y, x = top + 14, 8.0
    entries = _legend_entries(chart)
    for kind, words, colour, dash in entries:
        needed = 26 + 5.4 * len(words)
        if x > 8 and x + needed > WIDTH:
            x, y = 8.0, y + 13
        _key(sheet, kind, x, y - 3.5, colour, dash)
        sheet.text(x + 20, y, words, 10, INK)
        x += needed + 6
    return y


def _legend_entries(chart: Chart) -> list[tuple[str, str, str, str]]:
    single = len(chart.lines) == 1
    names = [say("simulated", chart.lang)] if single else [line.label for line in chart.lines]
    entries = [
        ("line", name, *look(line, index))
        for index, (name, line) in enumerate(zip(names, chart.lines, strict=True))
    ]
    if any(line.low is not None for line in chart.lines):
        entries.append(("band", say("range_of_seeds", chart.lang), SIMULATED if single else "#777777", ""))
    if chart.observed_line is not None or chart.observed:
        entries.append(("dot", say("observed", chart.lang), OBSERVED, ""))
    if chart.reference:
        entries.append(("rule", chart.reference[1], INK, "3 2"))
    return entries


def look(line: Line, index: int) -> tuple[str, str]:
    """Colour and dash of a line."""
    style = index if line.style is None else line.style
    return COLOURS[style % len(COLOURS)], DASHES[style % len(DASHES)]


def _key(sheet: Sheet, kind: str, x: float, y: float, colour: str, dash: str) -> None:
    if kind == "band":
        sheet.rect(x, y - 4, 16, 8, colour, 0.25)
    elif kind == "dot":
        sheet.line([(x, y), (x + 16, y)], colour, 2.2)
    elif kind == "rule":
        sheet.line([(x, y), (x + 16, y)], colour, 1, dash)
    else:
        sheet.line([(x, y), (x + 16, y)], colour, 2.2, dash)


def _reach(chart: Chart) -> tuple[float, float]:
    pieces = [
        np.asarray(part, float)
        for line in chart.lines
        for part in (line.values, line.low, line.high)
        if part is not None
    ]
    pieces += [np.array([span.value, span.high]) for span in chart.observed]
    if chart.observed_line is not None:
        pieces.append(np.asarray(chart.observed_line, float))
    if chart.reference:
        pieces.append(np.array([chart.reference[0]]))
    values = np.concatenate(pieces)
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    return min(0.0, float(values.min())), float(values.max()) if values.max() > 0 else 1.0


def _after_history(frame: Frame, chart: Chart, months: int) -> None:
    end = chart.history_end
    if end is None or end >= months - 1:
        return
    x = frame.x(max(end, 0) + 0.5 if end >= 0 else 0)
    frame.sheet.rect(x, frame.top, WIDTH - RIGHT - x, frame.bottom - frame.top, SHADE)
    if frame.x(months - 1) - x > 70:
        frame.sheet.text(x + 4, frame.top + 10, say("after_history", chart.lang), 9, QUIET)


def y_axis(frame: Frame, ticks: Sequence[float], lang: str, as_percent: bool) -> None:
    """Grid lines and their values."""
    for tick in ticks:
        y = frame.y(tick)
        frame.sheet.line([(LEFT, y), (WIDTH - RIGHT, y)], GRID if tick else "#999999", 0.7)
        words = numbers.percent(tick, lang) if as_percent else numbers.short(tick, lang)
        frame.sheet.text(LEFT - 5, y + 3.5, words, 10, QUIET, "end")


def _year_axis(frame: Frame, first_month: int, months: int) -> None:
    last = first_month + months - 1
    years = [(12 * year - first_month, year) for year in range(-(-first_month // 12), last // 12 + 1)]
    skip = max(1, int(np.ceil(len(years) / 7)))
    if len(years) < 2:
        return _month_axis(frame, first_month, months)
    for index, year in years[::skip]:
        x = frame.x(index)
        frame.sheet.line([(x, frame.bottom), (x, frame.bottom + 3)], QUIET, 0.7)
        frame.sheet.text(x, frame.bottom + 14, str(year), 10, QUIET, "middle" if x < WIDTH - 24 else "end")
    return None


def _month_axis(frame: Frame, first_month: int, months: int) -> None:
    skip = max(1, int(np.ceil(months / 4)))
    for index in range(0, months, skip):
        label = f"{(first_month + index) // 12}-{(first_month + index) % 12 + 1:02d}"
        frame.sheet.text(frame.x(index), frame.bottom + 14, label, 10, QUIET, "middle" if index else "start")


def _draw_lines(frame: Frame, chart: Chart) -> None:
    for index, line in enumerate(chart.lines):
        if line.low is not None and line.high is not None:
            frame.sheet.area(frame.points(line.low), frame.points(line.high), look(line, index)[0], 0.22)
    for index, line in enumerate(chart.lines):
        points = frame.points(line.values)
        colour, dash = look(line, index)
        frame.sheet.line(points, colour, 1.8, dash)
        if len(points) < SPARSE * len(line.values):
            for x, y in points:
                frame.sheet.dot(x, y, 2.2, colour)


def _draw_observed(frame: Frame, chart: Chart) -> None:
    for span in chart.observed:
        first, last = frame.x(span.first), frame.x(span.last)
        if np.isfinite(span.low):
            frame.sheet.rect(
                first - 1,
                frame.y(span.high),
                max(last - first, 0) + 2,
                frame.y(span.low) - frame.y(span.high),
                OBSERVED,
                0.16,
            )
        if span.last > span.first:
            frame.sheet.line([(first, frame.y(span.value)), (last, frame.y(span.value))], OBSERVED, 2.2)
        else:
            frame.sheet.dot(first, frame.y(span.value), 2.6, OBSERVED)
    if chart.observed_line is not None:
        frame.sheet.line(frame.points(np.asarray(chart.observed_line, float)), OBSERVED, 1.1)
