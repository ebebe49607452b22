"""Pictures of what matters: tornado, heat map, and the research agenda (effect beside the grade of its evidence)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.lib import numbers
from experiments.lib.compare.charts import HEAT
from experiments.lib.figures import headed
from experiments.lib.svg import GRID, INK, QUIET, Sheet
from experiments.lib.words import say
from model.settings import BY_NAME

GRADES = {"J": "#b35806", "L": "#f1a340", "M": "#92c5de", "H": "#2166ac"}
"""Weak evidence warm, good evidence cool; the letter stands beside every bar."""
CUTS = (0.1, 0.25, 0.5, 0.75)
WIDE, NAME, RIGHT, ROW = 820, 330, 40, 17
SHORT = 62


def words_of(name: str, lang: str) -> str:
    """A setting with its meaning, cut to the width of a row."""
    text = f"{name}: {say(f'setting_{name}', lang)}"
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def sheet_of(title: str, unit: str, height: float) -> tuple[Sheet, float]:
    """A wide sheet with its title."""
    sheet, top = headed(title, unit, height)
    sheet.width = WIDE
    return sheet, top


def bars(title: str, unit: str, rows: Sequence[tuple[str, float, float]], lang: str, most: float = np.inf) -> str:
    """SVG of effects with their confidence, one row a setting, coloured by the grade of its evidence.

    The axis ends at `most`; what goes beyond is cut there.
    """
    sheet, top = sheet_of(title, unit, 0)
    top = _grade_legend(sheet, top, lang)
    first = top + 10
    sheet.height = first + ROW * len(rows) + 24
    high = max([value + max(error, 0.0) for _, value, error in rows if np.isfinite(value)], default=1.0) or 1.0
    ticks = numbers.nice_ticks(0.0, min(high, most))
    scale = (WIDE - NAME - RIGHT) / ticks[-1]
    for tick in ticks:
        x = NAME + 18 + tick * scale
        sheet.line([(x, first), (x, sheet.height - 20)], GRID, 0.7)
        sheet.text(x, sheet.height - 7, numbers.short(tick, lang), 10, QUIET, "middle")
    for index, (name, value, error) in enumerate(rows):
        _bar(sheet, (name, value, error), first + ROW * index, scale, lang)
    return sheet.render()


def _bar(sheet: Sheet, row: tuple[str, float, float], y: float, scale: float, lang: str) -> None:
    name, value, error = row
    grade, x = BY_NAME[name].grade, NAME + 18
    sheet.text(8, y + 12, words_of(name, lang), 10)
    sheet.text(NAME + 4, y + 12, grade, 10, GRADES[grade], weight="600")
    if not np.isfinite(value):
        return
    end = float(WIDE - RIGHT + 18)
    sheet.rect(x, y + 3, min(max(value, 0.0) * scale, end - x), ROW - 6, GRADES[grade])
    if np.isfinite(error) and error > 0:
        first, last = (min(x + max(side, 0.0) * scale, end) for side in (value - error, value + error))
        sheet.line([(first, y + 8), (last, y + 8)], INK, 1.2)


def _grade_legend(sheet: Sheet, top: float, lang: str) -> float:
    y, x = top + 14, 8.0
    sheet.text(x, y, say("sensitivity_evidence", lang), 10, QUIET)
    x += 12 + 5.6 * len(say("sensitivity_evidence", lang))
    for grade, colour in GRADES.items():
        words = f"{grade} {say(f'grade_{grade}', lang)}"
        sheet.rect(x, y - 8, 12, 9, colour)
        sheet.text(x + 16, y, words, 10)
        x += 30 + 5.6 * len(words)
    return y


def heat_map(title: str, unit: str, table: pd.DataFrame, settings: Sequence[str], labels: Mapping[str, str],
             lang: str) -> str:
    """SVG of relative effects (0 to 1), settings in rows, outcomes in columns, the grade beside each setting."""
    sheet, top = sheet_of(title, unit, 0)
    top = _grade_legend(sheet, top, lang)
    head = 118
    first = top + head
    sheet.height = first + ROW * len(settings) + 40
    width = (WIDE - NAME - 110) / max(1, len(labels))
    values = table.set_index(["setting", "outcome"])["relative"].to_dict()
    for column, label in enumerate(labels.values()):
        x = NAME + 18 + width * (column + 0.6)
        sheet.raw(f'<g transform="translate({x:.0f},{first - 5:.0f}) rotate(-42)">')
        sheet.text(0, 0, label if len(label) < 29 else label[:28] + "…", 9.5)
        sheet.raw("</g>")
    for row, name in enumerate(settings):
        y = first + ROW * row
        sheet.text(8, y + 12, words_of(name, lang), 10)
        sheet.text(NAME + 4, y + 12, BY_NAME[name].grade, 10, GRADES[BY_NAME[name].grade], weight="600")
        for column, outcome in enumerate(labels):
            value = values.get((name, outcome), 0.0)
            colour = HEAT[int(np.searchsorted(CUTS, value, side="right"))]
            sheet.rect(NAME + 18 + width * column, y + 1, width - 1, ROW - 2, colour)
    _heat_legend(sheet, first + ROW * len(settings) + 12, lang)
    return sheet.render()


def _heat_legend(sheet: Sheet, y: float, lang: str) -> None:
    bounds = [0.0, *CUTS, 1.0]
    for index, colour in enumerate(HEAT):
        x = NAME + 18 + 80 * index
        sheet.rect(x, y, 76, 8, colour)
        low, high = (numbers.percent(bounds[index + step], lang) for step in (0, 1))
        sheet.text(x, y + 19, f"{low}–{high}", 9, QUIET)
