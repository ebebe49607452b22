"""Charts of a sweep: fans over years, intervals of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.lib import numbers
from experiments.lib.figures import LEFT, RIGHT, WIDTH, Frame, headed, y_axis
from experiments.lib.svg import QUIET, SHADE, SIMULATED, Sheet
from experiments.lib.words import say

HEIGHT = 200


def fan(title: str, unit: str, years: Sequence[int], bands: Mapping[str, np.ndarray], top_value: float,
        history_end: int | None, lang: str) -> str:
    """SVG of quantiles by year: median, middle half, middle nine tenths. Charts of one row share `top_value`.

    bands: q05, q25, q50, q75, q95, each f8[years]. The years after `history_end` are shaded.
    """
    sheet, top = headed(title, unit, HEIGHT)
    top = _fan_legend(sheet, top, lang)
    ticks = numbers.nice_ticks(0.0, top_value if top_value > 0 else 1.0)
    frame = Frame(sheet, top + 9, HEIGHT - 22, len(years) - 1, ticks[0], ticks[-1])
    if history_end is not None and years[0] <= history_end < years[-1]:
        x = frame.x(history_end - years[0] + 0.5)
        sheet.rect(x, frame.top, WIDTH - RIGHT - x, frame.bottom - frame.top, SHADE)
    y_axis(frame, ticks, lang, False)
    for low, high, opacity in (("q05", "q95", 0.18), ("q25", "q75", 0.32)):
        sheet.area(_points(frame, bands[low]), _points(frame, bands[high]), SIMULATED, opacity)
    sheet.line(_points(frame, bands["q50"]), SIMULATED, 2.0)
    _years(frame, years)
    return sheet.render()


def _points(frame: Frame, values: np.ndarray) -> list[tuple[float, float]]:
    return [(frame.x(index), frame.y(float(value))) for index, value in enumerate(values) if np.isfinite(value)]


def _fan_legend(sheet: Sheet, top: float, lang: str) -> float:
    y, x = top + 14, 8.0
    for opacity, word in ((1.0, "sweep_median"), (0.5, "sweep_half"), (0.18, "sweep_ninety")):
        if opacity == 1.0:
            sheet.line([(x, y - 4), (x + 14, y - 4)], SIMULATED, 2.0)
        else:
            sheet.rect(x, y - 8, 14, 8, SIMULATED, opacity)
        sheet.text(x + 18, y, say(word, lang), 10)
        x += 30 + 5.5 * len(say(word, lang))
    return y


def _years(frame: Frame, years: Sequence[int]) -> None:
    skip = max(1, int(np.ceil(len(years) / 7)))
    for index in range(0, len(years), skip):
        x = frame.x(index)
        anchor = "middle" if LEFT + 12 < x < WIDTH - 24 else "end" if x > WIDTH - 24 else "start"
        frame.sheet.text(x, frame.bottom + 14, str(years[index]), 10, QUIET, anchor)
